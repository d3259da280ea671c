"""A feed in files: pages of lists, files of single services, JSON Lines, or tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from rolecall.exchange.openreferral.feed import Feed, Progress, Record, Watch
from rolecall.exchange.openreferral.reading.entries import Detail, Index, Page, records, take_page
from rolecall.exchange.openreferral.reading.failure import Failure
from rolecall.exchange.openreferral.reading.files import File, files_of
from rolecall.exchange.openreferral.reading.jsontext import Item, Outline, items
from rolecall.exchange.openreferral.reading.limits import Limits
from rolecall.exchange.openreferral.reading.shapes import (
    Kind,
    id_of,
    is_rich,
    kind_of,
    licence_of,
    numbers_of,
    shape_of,
    shape_of_about,
)
from rolecall.exchange.openreferral.reading.tables import read_tables, rows_of, services, table_of
from rolecall.exchange.openreferral.reading.text import Window, decoded
from rolecall.places import Place, Problem

PACKAGE = "datapackage.json"
_START = re.compile(r'[\[{]\s*(?:["\[{\]}\d-]|(?:true|false|null)\b|$)')
_HEAD = 20
"""Entries that are looked at to see what a file has."""
_HELP = "Give the folder or file with the JSON of an Open Referral UK feed, or an HSDS package."


def read_local(path: Path, limits: Limits, watch: Watch, feed: Feed) -> Iterator[Record]:
    """The records in a file, a folder or a zip. What goes wrong is in the problems."""
    try:
        files = files_of(path, limits)
    except Failure as failure:
        feed.problems.append(failure.at(str(path)))
        return
    found = _Found(feed)
    try:
        tables = tables_in(files)
        if "service" in tables:
            found.take_tables(files, tables)
        else:
            found.take_json(files)
    except Failure as failure:
        feed.problems.append(failure.at(str(path)))
    if not found.pages:
        if not feed.problems:
            feed.problems.append(_nothing(files).at(str(path)))
        return
    found.index.told(feed, str(path))
    feed.whole = found.is_whole()
    total = len(found.index.best)
    for done, record in enumerate(records(found.pages, found.index, found.detail)):
        if done % 100 == 0:
            watch(Progress("services", done, total))
        yield record


def _nothing(files: list[File]) -> Failure:
    """Why there is no service in files of which none is damaged."""
    lists = [file.shown for file in files if file.path.casefold().endswith((".csv", ".xlsx", ".xls", ".ods"))]
    if lists:
        return Failure(
            "this is no feed", f"If {lists[0]} is a list that somebody keeps, give that file.", kind="missing"
        )
    return Failure("there is no service in this", _HELP, kind="missing")


def tables_in(files: list[File]) -> dict[str, File]:
    """The files that are tables of HSDS, by the name of the table: as the package says, else by their own names."""
    named = _names_in_package(files)
    found: dict[str, File] = {}
    for file in files:
        name = named.get(file.path, "") or table_of(file.path)
        if name and file.path.casefold().endswith((".csv", ".tsv", ".txt")):
            found.setdefault(name, file)
    if "service" in found and named.get(found["service"].path) != "service":
        # A list by hand may be called services.csv. One of HSDS has ids.
        first = next(rows_of(found["service"], "service", []), None)
        if len(found) == 1 or first is None or not {"id", "name"} <= first[1].keys():
            return {}
    return found


def _names_in_package(files: list[File]) -> dict[str, str]:
    """Which table each file is, by what a `datapackage.json` says of it."""
    package = next((file for file in files if file.path.rpartition("/")[2] == PACKAGE), None)
    if package is None:
        return {}
    folder = package.path.rpartition("/")[0]
    named = {}
    for item in items(_window(package), Outline()):
        resources = item.value.get("resources") if isinstance(item.value, Mapping) else None
        for resource in resources if isinstance(resources, list) else []:
            if isinstance(resource, Mapping) and isinstance(path := resource.get("path"), str):
                inside = f"{folder}/{path.removeprefix('./')}".strip("/")
                named[inside] = table_of(str(resource.get("name"))) or table_of(path)
    return named


def _window(file: File) -> Window:
    return Window(decoded(file.chunks()))


def is_json(file: File) -> bool:
    """Whether a file starts as JSON does, whatever it is called. `[section]` and `[link](…)` may be of another kind."""
    start = "".join(decoded([file.start()[:1000]])).lstrip("\ufeff\x00 \t\r\n")
    is_called_so = file.path.casefold().endswith((".json", ".jsonl", ".ndjson"))
    return start.startswith(("{", "[")) if is_called_so else bool(_START.match(start))


def _json_items(file: File, outline: Outline) -> Iterator[Item]:
    try:
        yield from items(_window(file), outline)
    except Failure:
        outline.damage, outline.line = "cannot be read to its end", 1


@dataclass
class _Found:
    """What the files of a feed have."""

    feed: Feed
    pages: list[Page] = field(default_factory=list)
    index: Index = field(default_factory=Index)
    singles: dict[str, File] = field(default_factory=dict)
    """Files with 1 service in each, by its id."""
    alone: set[str] = field(default_factory=set)
    """Files with a service that no list has."""
    stated: int = 0
    """How many services the lists say that there are."""
    is_damaged: bool = False
    is_dump: bool = False
    """Whether there is more than 1 service by itself."""

    def take_tables(self, files: list[File], tables: Mapping[str, File]) -> None:
        """Take in a package of tables."""
        self.feed.shape, self.is_dump = "HSDS tables", True
        for file in files:
            if file.path.rpartition("/")[2] == PACKAGE:
                outline = Outline()
                head = next(items(_window(file), outline), None)
                self.feed.licence = licence_of(head.value) if head and isinstance(head.value, Mapping) else ""
        read = read_tables(tables)
        self.feed.problems += read.problems
        file = tables["service"]
        self._take(Page(file.shown, partial(services, file, read)))

    def take_json(self, files: list[File]) -> None:
        """Take in all JSON of a folder, a zip or a file."""
        doubtful: dict[str, list[File]] = {}
        for file in files:
            if not is_json(file):
                continue
            head = list(islice(_json_items(file, outline := Outline()), _HEAD))
            kinds = {kind_of(item.value) for item in head}
            if len(head) == 1 and not head[0].in_list:
                self._take_single(file, head[0], outline, doubtful)
            elif self._are_services(file, kinds, is_alone=len(files) == 1):
                self._take(Page(file.shown, partial(_json_items, file)))
                self.is_dump = True
            elif not head and (outline.damage or not outline.is_list):
                self._tell_damage(file.shown, outline)
        alone = [file for id, file in self.singles.items() if id not in self.index.best]
        for file in sorted([*alone, *chain(*doubtful.values())], key=lambda file: file.path):
            self.alone.add(file.shown)
            self._take(Page(file.shown, partial(_json_items, file)))
        self.is_dump = self.is_dump or len(self.pages) > 1

    @staticmethod
    def _are_services(file: File, kinds: set[Kind], *, is_alone: bool) -> bool:
        """Whether a list is one of services: by what it has and what it is called, or since there is no other."""
        if "service" in kinds:
            return table_of(file.path) in ("", "service", "contact") or is_alone
        return kinds == {"other"} and is_alone

    def _take_single(self, file: File, item: Item, outline: Outline, doubtful: dict[str, list[File]]) -> None:
        match kind_of(item.value):
            case "service" if table_of(file.path) in ("", "service") or "/" in file.path:
                id = id_of(item.value)
                if id in self.singles or id in doubtful or not id:
                    # None of them counts more than the others: the one that was changed last is taken.
                    doubtful.setdefault(id, []).append(file)
                    if first := self.singles.pop(id, None):
                        doubtful[id].append(first)
                else:
                    self.singles[id] = file
                self.feed.shape = self.feed.shape or shape_of(item.value)
            case "about":
                self.feed.shape = shape_of_about(item.value) or self.feed.shape
                self.feed.licence = licence_of(item.value) or self.feed.licence
            case _ if item.damage or outline.damage:
                self._tell_damage(file.shown, outline, item.damage)

    def _tell_damage(self, shown: str, outline: Outline, damage: str = "") -> None:
        self.is_damaged = True
        sentence = f"from line {outline.line} on, this file {outline.damage or damage or 'is empty'}"
        fix = "What stands before it was read. Get the file again, or tell the people who made it."
        self.feed.problems.append(Problem(Place(shown, outline.line, 1), sentence, fix, kind="unreadable"))

    def _take(self, page: Page) -> None:
        outline = Outline()
        take_page(page, len(self.pages), self.index, self.feed, outline)
        self.pages.append(page)
        numbers = numbers_of(outline)
        self.stated = max(self.stated, numbers.entries or 0)
        self.feed.licence = self.feed.licence or licence_of(outline.fields)
        if outline.damage:
            self._tell_damage(page.address, outline)

    def is_whole(self) -> bool:
        """Whether all services of the feed are there, as far as one can know. Where not, it is told."""
        count = len(self.index.best) + self.feed.unreadable
        if count < self.stated:
            self.feed.missing = self.stated - count
            sentence = f"the lists speak of {self.stated} services, and have {count}"
            fix = "No service that is missing is taken for gone. Are all pages there?"
            page = self.pages[0].address
            self.feed.to_know.append(Failure(sentence, fix, kind="missing").at(page))
            return False
        return self.is_dump and not self.is_damaged and not self.index.damaged

    def detail(self, entry: Mapping[str, Any], place: Place) -> Detail | None:
        """What the file of a service says. None where a list has it all, or there are no such files."""
        id = id_of(entry)
        if not (file := self.singles.get(id)):
            if is_rich(entry) or not self.singles or place.file in self.alone:
                return None
            sentence = f"the list has {json.dumps(id)[:100]}, and there is no file of that service"
            fix = "What the list says was taken. Get its file from the feed, if there is one."
            self.feed.problems.append(Problem(place, sentence, fix, kind="missing"))
            return Detail(place, None, is_had=False)
        for item in _json_items(file, Outline()):
            if isinstance(item.value, Mapping):
                return Detail(Place(file.shown, item.line, 1), item.value)
        return None
