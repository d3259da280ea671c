"""Links that failed when somebody last ran LinkChecker: read from the list that it left in the folder of a site.

Nothing here opens a link.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

NAMES = ("links.txt", "links.csv", "linkchecker-out.txt", "linkchecker-out.csv")
"""What such lists are called: by the workflow of a site, and by LinkChecker itself."""

LARGEST = 5 * 1024 * 1024
"""Bytes of a list that is read."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A link that failed: its address, what the other side answered (empty where nothing), and the day."""

    url: str
    answer: str
    day: date


def lists_in(root: Path) -> tuple[tuple[Path, int], ...]:
    """The lists that are here, each with the moment when it last changed."""
    paths = (root / name for name in NAMES)
    return tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file() and path.stat().st_size <= LARGEST)


def failing(root: Path) -> list[Failing]:
    """The links of the newest list."""
    lists = sorted(lists_in(root), key=lambda item: item[1])
    if not lists:
        return []
    path, moment = lists[-1]
    text, day = path.read_text(encoding="utf-8", errors="replace"), datetime.fromtimestamp(moment / 1e9).date()
    found = _of_table(text.splitlines()) if path.suffix == ".csv" else _of_text(text)
    by_url = {url: _answer(result) for url, result in found if re.match(r"https?://", url)}
    return [Failing(url, answer, day) for url, answer in by_url.items()]


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        url = re.search(r"^URL +`(.*)'(?: \(cached\))?$", block, re.M)
        result = re.search(r"^Result +Error: *(.*)$", block, re.M)
        if url and result:
            yield url[1].strip(), result[1].strip()


def _of_table(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
    for row in rows:
        if str(row.get("valid")).lower() == "false" and row.get("urlname"):
            yield str(row["urlname"]), str(row.get("result") or "")


def _answer(result: str) -> str:
    """What a website said, as 404 Not Found. Empty where it did not answer."""
    return result[:60] if re.match(r"\d{3}\b", result) else ""


def is_same(url: str, other: str) -> bool:
    """Whether 2 addresses lead to the same page, however they end."""
    return url.rstrip("/") == other.rstrip("/")


def places_of(url: str, raw: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where an address stands in the values of a file, in its texts too."""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from places_of(url, value, (*path, str(key)))
    elif isinstance(raw, list):
        for at, value in enumerate(raw):
            yield from places_of(url, value, (*path, at))
    elif isinstance(raw, str) and (is_same(raw, url) or re.search(rf"{re.escape(url)}(?![\w/-])", raw)):
        yield path
