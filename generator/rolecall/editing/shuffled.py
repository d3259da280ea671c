"""Columns that were sorted or moved without the others: what the cells of a column say now, beside what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from rolecall.editing.cells import Field, as_shown, says
from rolecall.editing.given import Given, folded
from rolecall.editing.sheet import Row
from rolecall.places import Place

TELLING = 7
"""Characters from which a text is hardly the same in 2 lines by chance."""

_Cell = tuple[Place, object, str]
"""Where a cell is, what it holds, and what it held, in words."""


def shuffled(lines: Sequence[tuple[Given, Row]], headings: Sequence[str]) -> Iterator[Place]:
    """Each cell that says what another line said until now, where that looks like sorting and not like a correction.

    One answer that somebody cuts out of one line and puts into another is theirs to move. What is taken for sorted:
    several telling answers in other lines than before; the same answers as before, 3 or more of them elsewhere; and the
    same ones, of which 2 are elsewhere, where these are now in order or were left behind by lines that were sorted.
    `lines` are in the order that they had.
    """
    for heading in headings:
        before_sorting = [cell for given, row in lines if (cell := _cell(given, row, heading))]
        column = sorted(before_sorting, key=lambda cell: cell[0].line)
        left_behind = [folded(new) for _, new, _ in column] == [old for _, _, old in before_sorting]
        changed = [cell for cell in column if folded(cell[1]).casefold() != cell[2].casefold()]
        before = Counter(old for _, _, old in changed)
        after = Counter(folded(new) for _, new, _ in changed)
        telling = [place for place, new, _ in changed if len(folded(new)) >= TELLING and before[folded(new)] == 1]
        if len(telling) >= 2:
            yield from telling
        elif len(changed) >= 2 and before == after and (len(changed) > 2 or left_behind or _in_order(column, changed)):
            yield from (place for place, _, _ in changed)


def _cell(given: Given, row: Row, heading: str) -> _Cell | None:
    place, new = given.cells.get(heading, (None, None))
    now = row.cells.get(heading)
    if place is None or not isinstance(now, Field):
        return None
    old = as_shown(now)
    return place, (old if says(new, now) else new), folded(old)


def _in_order(column: Sequence[_Cell], changed: Sequence[_Cell]) -> bool:
    """Whether the cells from the first to the last that changed stand as a program sorts them, the empty ones last."""
    first, last = changed[0][0].line, changed[-1][0].line
    cells = [cell for place, cell, _ in column if first <= place.line <= last]
    words = [cell for cell in cells if folded(cell)]
    keys = [_key(cell) for cell in words]
    return cells[: len(words)] == words and keys in (sorted(keys), sorted(keys, reverse=True))


def _key(cell: object) -> tuple[int, float, str]:
    """Numbers and days come before words."""
    if isinstance(cell, (date, datetime)):
        return 0, float(cell.toordinal()), ""
    if isinstance(cell, (int, float)):
        return 0, float(cell), ""
    return 1, 0.0, folded(cell).casefold()
