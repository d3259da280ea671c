"""Answers in the workbook: what somebody wrote down on the phone, or copied from a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from rolecall.editing.given import folded
from rolecall.exchange.checks.form import DAY, DIFFERENT, REFERENCE, RIGHT
from rolecall.exchange.checks.judged import TOO_OLD, Judged, Known, in_short
from rolecall.exchange.checks.mail import saved_on
from rolecall.exchange.checks.reference import references_in
from rolecall.exchange.checks.verdict import says_right
from rolecall.exchange.incoming.cleaning import day as cleaned_day
from rolecall.exchange.tables import Table, tables
from rolecall.places import Place, Problem
from rolecall.values import months_after

_HELP = "Give the workbook that rolecall export checks wrote, with answers filled in."
_TOP = 20
"""Rows among which the headings may stand."""

_YES = {"y", "x", "true", "1", "✓", "✔", "☑", "✅"}


def judged_rows(path: Path, known: Known) -> Iterator[Judged | Problem]:
    """What becomes of the rows of a workbook or CSV file, and what is wrong with it."""
    found, problems = tables(path, help=_HELP)
    yield from problems
    if not found:
        return
    ours = [(table, *headed) for table in found if (headed := _headed(table))]
    if not ours:
        sentence = f'there is no sheet with the headings "{REFERENCE}" and "{RIGHT}"'
        yield Problem(Place(str(path)), sentence, _HELP, kind="missing")
    saved = saved_on(path.stat().st_mtime)
    for table, top, columns in ours:
        for line, row in enumerate(table.rows[top:], top + 1):
            cells = {name: row[at] if at < len(row) else None for name, at in columns.items()}
            if any(folded(cell) for cell in cells.values()):
                yield _judged(Place(table.file, line, columns[REFERENCE] + 1, table.name), cells, known, saved)


def _headed(table: Table) -> tuple[int, dict[str, int]] | None:
    """How many rows there are down to the headings, and the column of each heading."""
    for at, row in enumerate(table.rows[:_TOP], 1):
        names = {folded(cell).casefold(): column for column, cell in reversed([*enumerate(row)])}
        columns = {
            name: names[name.casefold()] for name in (REFERENCE, RIGHT, DIFFERENT, DAY) if name.casefold() in names
        }
        if REFERENCE in columns and RIGHT in columns:
            return at, columns
    return None


def _judged(place: Place, cells: Mapping[str, object], known: Known, saved: date) -> Judged:
    right, different = folded(cells.get(RIGHT)), folded(cells.get(DIFFERENT))
    service, why = known.about(references_in(folded(cells[REFERENCE])))
    id = service.id if service else ""
    if not right and not different:
        return Judged(place, "blank", id)
    day, odd = _day(cells.get(DAY), saved, known.today)
    why = why or odd
    is_right = not why and not different and (right.casefold() in _YES or says_right(right))
    return Judged(place, "right" if is_right else "read", id, day, why, in_short(" ".join((right, different))))


def _day(cell: object, saved: date, today: date) -> tuple[date, str]:
    """The day of an answer, and what is odd about it."""
    if not folded(cell):
        return min(saved, today), ""
    day = (
        cell.date()
        if isinstance(cell, datetime)
        else cell
        if isinstance(cell, date)
        else cleaned_day(folded(cell), DAY).value
    )
    if day is None:
        return min(saved, today), f'"{in_short(folded(cell))}" is not a day that can be read: write it as 2026-12-01'
    if day > today:
        return today, f"{day.isoformat()} has not come yet"
    return day, "it is more than a year old" if months_after(day, TOO_OLD) < today else ""
