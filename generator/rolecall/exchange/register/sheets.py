"""Files of the NHS register to rows: cells found by their heading, each knowing its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolecall.editing.given import folded
from rolecall.exchange.tables import Table, tables
from rolecall.places import Kind, Place, Problem

HEADINGS_WITHIN = 20
"""Rows at the top of a sheet among which the headings are looked for."""

_WHAT_TO_GIVE = "Give the .xlsx file of the NHS register of PCNs, unzipped, or its 2 sheets saved as CSV."


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings: each column by its heading, as its number and what the cell holds."""

    file: str
    sheet: str
    line: int
    cells: Mapping[str, tuple[int, object]]

    def problem(self, heading: str, sentence: str, fix: str, *, kind: Kind) -> Problem:
        """What is wrong with the cell below `heading`."""
        return Problem(Place(self.file, self.line, self.cells[heading][0], self.sheet), sentence, fix, kind=kind)


def rows_by_kind(
    files: Sequence[Path], kinds: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of the sheet of each kind, known by its headings, and what keeps sheets from being read.

    A kind is missing from the result when no sheet of it can be read; then a problem says so.
    """
    found: dict[str, list[Row]] = {}
    cut: dict[str, Problem] = {}
    problems: list[Problem] = []
    for path in files:
        sheets, unreadable = tables(path, help=_WHAT_TO_GIVE)
        problems += unreadable
        for sheet in sheets:
            if not (headed := _headed(sheet, kinds)):
                continue
            kind, at, columns = headed
            rows = list(_rows(sheet, at, columns))
            if wrong := _wrong_with(kind, [heading for heading in kinds[kind] if heading not in columns], rows):
                fix = f"{_WHAT_TO_GIVE} These headings are needed: {', '.join(kinds[kind])}."
                cut.setdefault(kind, sheet.problem(wrong, fix, line=at + 1, kind="missing"))
            elif kind in found:
                wrong = f"this is a second sheet of {kind}, so it was not read"
                problems.append(sheet.problem(wrong, _WHAT_TO_GIVE, line=at + 1, kind="repeated"))
            else:
                found[kind] = rows
    if found or cut or not problems:
        file = str(files[0]) if files else "the NHS register"
        for kind in (kind for kind in kinds if kind not in found):
            fix = f"{_WHAT_TO_GIVE} Its headings are: {', '.join(kinds[kind])}."
            absent = Problem(Place(file), f"there is no sheet of {kind} here", fix, kind="missing")
            problems.append(cut.get(kind, absent))
    return found, problems


def _headed(sheet: Table, kinds: Mapping[str, Sequence[str]]) -> tuple[str, int, dict[str, int]] | None:
    """The kind of a sheet, where its headings stand and in which columns. None where it is of no kind."""
    best: tuple[float, str, int, dict[str, int]] | None = None
    for at, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        columns = _columns(row)
        for kind, headings in kinds.items():
            matching = {heading: columns[heading] for heading in headings if heading in columns}
            share = len(matching) / len(headings)
            if len(matching) > 1 and (best is None or share > best[0]):
                best = share, kind, at, matching
    return best and best[1:]


def _columns(row: Sequence[object]) -> dict[str, int]:
    """The columns below each heading: as it is called, or as it was in other years. The first of 2 alike."""
    named = [" ".join(re.sub(r"[^\w()\[\]]|_", " ", folded(cell)).split()).casefold() for cell in row]
    bare = [" ".join(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name).split()) for name in named]
    found: dict[str, int] = {}
    for names in (named, bare, [_ONCE.get(name, "") for name in bare]):
        for number, name in enumerate(names):
            found.setdefault(name, number)
    return found


_ONCE = {
    "primary care network code": "pcn code",
    "primary care network name": "pcn name",
    "opening date": "open date",
    "opened date": "open date",
    "closing date": "close date",
    "closed date": "close date",
    "partner code": "partner organisation code",
    "partner organization code": "partner organisation code",
    "practice code": "partner organisation code",
    "gp practice code": "partner organisation code",
    "partner organisation name": "partner name",
    "practice name": "partner name",
    "gp practice name": "partner name",
    "relationship start date": "practice to pcn relationship start date",
    "relationship end date": "practice to pcn relationship end date",
}
"""What headings may have been called, with brackets and signs taken away, by what they are called now."""


def _wrong_with(kind: str, missing: Sequence[str], rows: Sequence[Row]) -> str:
    """Why a sheet with headings cannot be used, or nothing."""
    if missing:
        return f'the sheet of {kind} has no column "{missing[0]}"'
    return "" if rows else f"the sheet of {kind} has headings and no rows"


def _rows(sheet: Table, at: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for line, cells in enumerate(sheet.rows[at + 1 :], start=at + 2):
        if any(folded(cell) for cell in cells):
            yield Row(
                sheet.file,
                sheet.name,
                line,
                {
                    heading: (column + 1, cells[column] if column < len(cells) else None)
                    for heading, column in columns.items()
                },
            )
