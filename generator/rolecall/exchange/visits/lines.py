"""A line of a log as a request. Each kind of server has a form of its own.

nginx and Apache write the common or the combined form, with the name of the site in front or not. IIS and others write
the W3C's, in which a line that begins with #Fields says what is in the lines after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Request:
    """What of a line counts. Nothing else of it is kept."""

    day: date
    method: str
    address: str
    status: str
    agent: str
    """What the program calls itself. Empty where the log does not say."""


_COMBINED = re.compile(
    r"(?:[^\s\[\"]+ ){1,2}[^\s\[\"]+ (?:[^\[\"]* )?"  # the site, the computer, who: of these nothing is taken
    r"\[(?P<day>\d\d/[A-Z][a-z][a-z]/\d{4}):\d\d:\d\d:\d\d [+-]\d{4}\] "
    r'"(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) (?:\d+|-)'
    r'(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
_REQUEST = re.compile(r"(?P<method>[A-Z]+) (?P<address>\S+)(?: HTTP/[\d.]+)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEEDED = ("cs-method", "cs-uri-stem", "sc-status")


def requests(lines: Iterable[str | None]) -> Iterator[Request | None]:
    """The request of each line, None for one that cannot be read. Blank lines and notes of the server are left out."""
    read: Callable[[str], Request | None] = _combined
    date_of_file = ""
    for line in lines:
        if line and line.startswith("#"):
            word, _, rest = line.partition(":")
            if word == "#Date":
                date_of_file = rest.split()[0] if rest.split() else ""
            if word == "#Fields":
                read = _w3c(rest.split(), date_of_file)
        elif line is None:
            yield None
        elif line.strip():
            yield read(line)


def _combined(line: str) -> Request | None:
    found = _COMBINED.match(line)
    day = found and _day_in_words(found["day"])
    if not found or not day:
        return None
    asked = _REQUEST.fullmatch(found["request"])  # a program that knocks at the wrong door writes all kinds of things
    method, address = (asked["method"], asked["address"]) if asked else ("", "")
    return Request(day, method, address, found["status"], found["agent"] or "")


def _w3c(fields: list[str], date_of_file: str) -> Callable[[str], Request | None]:
    """What reads a line with these fields."""
    at = {name.lower(): number for number, name in enumerate(fields)}
    if not all(name in at for name in _NEEDED):
        return lambda line: None
    method, stem, status = (at[name] for name in _NEEDED)
    on, agent = at.get("date"), at.get("cs(user-agent)")

    def read(line: str) -> Request | None:
        cells = line.split("\t" if "\t" in line else " ")
        if len(cells) != len(fields):
            return None
        day = _day(date_of_file if on is None else cells[on])
        if not day or not re.fullmatch(r"\d{3}", cells[status]):
            return None
        return Request(day, cells[method], cells[stem], cells[status], "" if agent is None else cells[agent])

    return read


@lru_cache(64)
def _day_in_words(text: str) -> date | None:
    day, month, year = text.split("/")
    return _day(f"{year}-{_MONTHS.index(month) + 1:02}-{day}") if month in _MONTHS else None


@lru_cache(64)
def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1995 <= day.year <= 2100 else None
