"""How near each PCN's site is to what it may be, in figures: a table for a spreadsheet, and what it was last time."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rolecall.exchange.formulas import meant_by, without_formula
from rolecall.places import GROUPS, Group
from rolecall.reports.checked import FIGURES, Checked, Figure
from rolecall.writing import NotWritten, write_all

FILE = ".rolecall/readiness.csv"

MOST_DAYS = 12
"""Days of each PCN that are remembered."""

_OF_FIGURE: Mapping[Figure, str] = {
    "blocks": "Stops it from going live",
    "problems": "Problems to fix",
    "files": "Look at: files",
    "links": "Look at: links",
    "words": "Look at: words",
    "freshness": "Look at: freshness",
    "safety": "Look at: safety",
    "facts": "Look at: facts",
    "access": "Look at: access",
    "services": "Services that run now",
    "to_check": "Services to check now",
    "without_help": "Needs with no service",
}
_HEADINGS = ("Day", "PCN", "Name", "Ready", *(_OF_FIGURE[figure] for figure in FIGURES))


class Row(NamedTuple):
    """The figures of a PCN on a day."""

    day: date
    pcn: str
    name: str
    figures: Mapping[Figure, int]
    """Without those that are not known, as its files have problems or nobody looked."""

    @property
    def is_ready(self) -> bool:
        """Whether nothing stops its site from going live."""
        return not self.figures["blocks"]


def rows_of(found: Checked, day: date, groups: Collection[Group]) -> list[Row]:
    """The figures of each PCN of a check that looked at these groups."""
    without = GROUPS.keys() - groups
    return [
        Row(day, pcn.pcn, pcn.title, {name: number for name, number in pcn.figures.items() if name not in without})
        for pcn in found.pcns
    ]


def table(rows: Iterable[Row]) -> bytes:
    """Each row, as CSV with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for row in rows:
        numbers = (row.figures.get(figure, "") for figure in FIGURES)
        name = without_formula(row.name)
        writer.writerow((row.day.isoformat(), row.pcn, name, "yes" if row.is_ready else "no", *numbers))
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes) -> list[Row]:
    """The rows of such a table. What is no row of one is left out: it is only what was remembered."""
    rows = []
    for cells in csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace"))):
        try:
            figures = {figure: int(cells[_OF_FIGURE[figure]]) for figure in FIGURES if cells[_OF_FIGURE[figure]]}
            row = Row(date.fromisoformat(cells["Day"]), cells["PCN"], meant_by(cells["Name"]), figures)
        except (KeyError, TypeError, ValueError):
            continue
        if "blocks" in figures:
            rows.append(row)
    return rows


def known(root: Path) -> list[Row]:
    """What is remembered in a workspace. Nothing where that cannot be read."""
    with suppress(OSError):
        return read((root / FILE).read_bytes())
    return []


def keep(root: Path, rows: Iterable[Row]) -> None:
    """Remember these rows too. Where that cannot be written, the next report says what moved since an earlier one."""
    with suppress(NotWritten):
        write_all({root / FILE: table(remembered(known(root), rows))})


def last(rows: Iterable[Row], day: date) -> dict[str, Row]:
    """The newest row of each PCN before a day."""
    return {row.pcn: row for row in sorted(rows, key=lambda row: row.day) if row.day < day}


def remembered(rows: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """All rows, of each PCN one a day and the newest days only."""
    found: dict[str, dict[date, Row]] = {}
    for row in (*rows, *new):
        found.setdefault(row.pcn, {})[row.day] = row
    return [days[day] for _, days in sorted(found.items()) for day in sorted(days)[-MOST_DAYS:]]
