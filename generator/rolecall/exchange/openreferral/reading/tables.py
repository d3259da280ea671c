"""Tables of HSDS as CSV, joined by their ids to what a feed says of each service."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from rolecall.exchange.openreferral.reading.failure import Failure
from rolecall.exchange.openreferral.reading.files import File
from rolecall.exchange.openreferral.reading.jsontext import LONGEST, Item, Outline
from rolecall.exchange.openreferral.reading.text import decoded
from rolecall.places import Place, Problem

Row = dict[str, Any]

CHILDREN: Mapping[str, Mapping[str, str]] = {
    "service": {
        "phone": "phones",
        "schedule": "schedules",
        "regular_schedule": "regular_schedules",
        "holiday_schedule": "holiday_schedules",
        "service_area": "service_areas",
        "service_at_location": "service_at_locations",
        "contact": "contacts",
        "language": "languages",
        "funding": "funding",
        "cost_option": "cost_options",
        "required_document": "required_documents",
        "eligibility": "eligibilitys",
        "service_taxonomy": "service_taxonomys",
        "url": "additional_urls",
    },
    "service_at_location": {
        "contact": "contacts",
        "phone": "phones",
        "schedule": "schedules",
        "regular_schedule": "regular_schedules",
        "holiday_schedule": "holiday_schedules",
        "service_area": "service_areas",
    },
    "location": {
        "address": "addresses",
        "physical_address": "physical_addresses",
        "phone": "phones",
        "contact": "contacts",
        "accessibility": "accessibility",
        "accessibility_for_disabilities": "accessibility_for_disabilities",
        "language": "languages",
        "schedule": "schedules",
        "regular_schedule": "regular_schedules",
    },
    "organization": {"organization_identifier": "organization_identifiers", "funding": "funding", "phone": "phones"},
    "contact": {"phone": "phones"},
    "phone": {"language": "languages"},
}
"""What each thing has, by the name of the table and of its field in a feed."""

PARENTS: Mapping[str, Mapping[str, str]] = {
    "service": {"organization_id": "organization", "program_id": "program"},
    "service_at_location": {"location_id": "location"},
    "attribute": {"taxonomy_term_id": "taxonomy_term"},
    "service_taxonomy": {"taxonomy_term_id": "taxonomy_term", "taxonomy_id": "taxonomy"},
    "taxonomy_term": {"taxonomy_id": "taxonomy_detail"},
}
"""What a row belongs to, by the field with the id and the name of its field in a feed."""

_TABLE_OF = {"taxonomy_detail": "taxonomy"}
MOST = 500
"""Rows of a table that 1 thing may have. A place that all services share would otherwise grow without end."""
_NAMES = {
    "organisation": "organization",
    "organisation_identifier": "organization_identifier",
    "services_at_location": "service_at_location",
    "program": "program",
    "programme": "program",
    "fee": "cost_option",
    "link_taxonomy": "attribute",
    "accessibility_for_disability": "accessibility_for_disabilities",
}
_KEYS = {"organisation_id": "organization_id", "org_id": "organization_id", "programme_id": "program_id"}
_WHOLE = frozenset({"minimum_age", "maximum_age", "interval", "count"})
_PARTS = frozenset({"latitude", "longitude", "amount"})
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINKS = ("link_id", "entity_id", "resource_id")
TABLES = frozenset({"attribute", "taxonomy", "program", *CHILDREN, *PARENTS}) | {
    name for children in CHILDREN.values() for name in children
}


def table_of(path: str) -> str:
    """The table that a file has, by its name: `Services.csv` is `service`. Empty where it is no table of HSDS."""
    stem = PurePosixPath(path.replace("\\", "/")).stem.strip()
    name = re.sub(r"[^a-z]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", stem).casefold()).strip("_")
    name = name.removeprefix("hsds_")
    for guess in (name, name.removesuffix("ies") + "y", name.removesuffix("es"), name.removesuffix("s")):
        if (known := _NAMES.get(guess, guess)) in TABLES:
            return known
    return ""


@dataclass
class Tables:
    """The tables of a package, read. `problems` has what could not be."""

    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    """Of each table, its rows by id."""
    by: dict[tuple[str, str], dict[str, list[Row]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Of each table and each of its fields with ids, the rows by that id."""

    def add(self, table: str, rows: Iterable[tuple[int, Row]]) -> None:
        """Take in a table. A row without an id is known by its parents alone."""
        kept = self.rows[table]
        for line, row in rows:
            kept.setdefault(str(row.get("id") or f"line {line}"), row)
            for name, value in row.items():
                if (name.endswith("_id") or name in _LINKS) and isinstance(value, str):
                    self.by[table, name][value].append(row)

    def service(self, row: Row) -> Row:
        """A row of the table of services with all that belongs to it."""
        return self._whole("service", row, frozenset())

    def _whole(self, table: str, row: Row, above: frozenset[str]) -> Row:
        above = above | {table}
        made = dict(row)
        for key, name in PARENTS.get(table, {}).items():
            parent = _TABLE_OF.get(name, name)
            if parent not in above and (found := self.rows.get(parent, {}).get(str(row.get(key)))):
                made[name] = self._whole(parent, found, above)
        if not (id := row.get("id")):
            return made
        for child, name in CHILDREN.get(table, {}).items():
            if child not in above and (rows := self._of(child, f"{table}_id", id)):
                made[name] = [self._whole(child, found, above) for found in rows]
        if "attribute" not in above:
            linked = [found for key in (*_LINKS, f"{table}_id") for found in self._of("attribute", key, id)]
            if linked:
                made["attributes"] = [self._whole("attribute", found, above) for found in linked]
        places = self._of("location", "service_id", id) if table == "service" else []
        if places and "service_at_locations" not in made:
            made["service_at_locations"] = [{"location": self._whole("location", found, above)} for found in places]
        return made

    def _of(self, table: str, key: str, id: str) -> list[Row]:
        return self.by[table, key].get(id, [])[:MOST] if (table, key) in self.by else []


def read_tables(files: Mapping[str, File]) -> Tables:
    """All tables but that of the services, by their names."""
    tables = Tables()
    for table, file in files.items():
        if table != "service":
            tables.add(table, rows_of(file, table, tables.problems))
    return tables


def services(file: File, tables: Tables, outline: Outline) -> Iterator[Item]:
    """The services of a package as a list of a feed has them."""
    outline.is_list = True
    problems: list[Problem] = []
    for line, row in rows_of(file, "service", problems):
        yield from _damaged(problems, outline)
        yield Item(tables.service(row), line, in_list=True)
    yield from _damaged(problems, outline)


def _damaged(problems: list[Problem], outline: Outline) -> Iterator[Item]:
    """The rows that could not be read since the last, or that the rest of the file cannot be."""
    for problem in problems:
        if problem.place.line:
            yield Item(None, problem.place.line, in_list=True, damage="cannot be read")
        else:
            outline.damage = "cannot be read to its end"
    problems.clear()


def rows_of(file: File, table: str, problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    """The rows of a table by their headings, with their lines. Empty cells are left out."""
    lines = _lines(decoded(file.chunks()))
    try:
        first = next(lines, "")
        reader = csv.reader(_and(first, lines), delimiter=_delimiter(first))
        headings: list[str] = []
        while True:
            try:
                cells = next(reader)
            except csv.Error:
                place = Place(file.shown, reader.line_num)
                problems.append(Problem(place, "this row cannot be read", "It was left out.", kind="unreadable"))
                continue
            if not headings:
                headings = [_heading(cell, table) for cell in cells]
            elif row := {
                name: _value(name, cell) for name, cell in zip(headings, cells, strict=False) if name and cell.strip()
            }:
                yield reader.line_num, row
    except StopIteration:
        return
    except Failure as failure:
        problems.append(failure.at(file.shown))


def _and(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a text with their ends, as each kind of computer writes them."""
    rest = ""
    for piece in pieces:
        lines = _LINE.findall(rest + piece)
        rest = lines.pop() if lines else ""  # it may go on in the next piece, and a "\r" with "\n"
        yield from lines
        if len(rest) > LONGEST:
            raise Failure(
                "this file has a line that is longer than any table has", "Is it the right file?", kind="size"
            )
    yield from _LINE.findall(rest)


def _delimiter(heading: str) -> str:
    return max(",;\t|", key=heading.count)


def _heading(cell: str, table: str) -> str:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cell.strip().strip("\ufeff")).casefold()
    name = re.sub(r"\s+", "_", name)
    name = _KEYS.get(name, name)
    return "id" if name == f"{table}_id" and table in ("service", "organization", "location") else name


def _value(name: str, cell: str) -> Any:
    text = cell.strip()
    if name in _WHOLE and re.fullmatch(r"-?\d{1,9}(\.0+)?", text):
        return int(text.partition(".")[0])
    if name in _PARTS and re.fullmatch(r"-?\d{1,9}(\.\d{1,20})?", text):
        return float(text)
    return text
