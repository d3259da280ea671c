"""Which rows of somebody's file are headings, which are services, and which are titles and notes around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rolecall.editing.given import folded
from rolecall.exchange.tables import Table
from rolecall.places import Place, Problem
from rolecall.wrong import NOT_TEXT

WITHIN = 40
"""Rows among which the headings are looked for."""

_NOTE = re.compile(
    r"^\s*\*+\s*\S|^\W*(?:(?:sub)?totals?\b|(?:grand|overall) total"
    r"|last (?:updated|checked|edited|saved|printed)|updated\b"
    r"|printed\b|version\b|page \d+|prepared by|compiled by|produced by|source\b|©|copyright"
    r"|end of (?:list|directory|table)"
    r"|\d+ (?:services|groups|rows|records|entries)\b|nb\b|n\.b\.|please (?:note|contact|email|let|tell)|note\b"
    r"|disclaimer|correct (?:as|at)|this (?:list|directory)|if you)",
    re.I,
)
_PUT_AWAY = re.compile(r"\b(?:old|archived?|do not use|closed|deleted|previous|superseded|removed|no longer)\b", re.I)
_NO_THEME = re.compile(
    r"^(?:s|sheet|tabelle|feuil|table|list|data|services|directory|groups|export|page|master|main)?\s*\d*$", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """One service as it stands there: what its cells hold, by the headings above them."""

    place: Place
    cells: Mapping[str, tuple[Place, object]]
    theme: str = ""
    """The words over this part of the list: a row between, or the name of the sheet where there are several."""
    goes_on: bool = False
    """Whether it says more of the line before it, as where a name is 1 cell over several rows."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its headings in their order, its lines, and what else stood in the file."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    to_know: tuple[Problem, ...] = ()
    name: str = ""


def plain_heading(cell: object) -> str:
    """A heading as people's names for it are known: `1. E-mail (required):` is `e mail`."""
    text = re.sub(r"\((?:required|optional|if any|if known|y/?n|yes/?no|mandatory)\)|\*", " ", folded(cell).casefold())
    text = re.sub(r"['’`]", "", text).replace("&", " and ").replace("/", " or ")
    text = re.sub(r"[\W_]+", " ", text)
    return re.sub(r"^(?:\d+ )+(?=\D)", "", text).strip() or ("cost" if "£" in folded(cell) else "")


def listings(tables: Sequence[Table], target: Callable[[str], str]) -> tuple[list[Listing], list[Problem]]:
    """The lists of a file, a sheet each, and what is to know of sheets without one. `target` knows headings."""
    found, to_know = [], []
    for table in tables:
        if not any(folded(cell) for row in table.rows for cell in row):
            continue
        if table.is_hidden:
            sentence = "this sheet is hidden, so it is not read"
            to_know.append(table.problem(sentence, "Show it in the workbook if it is to be read.", kind="unusual"))
            continue
        rows = _heading_rows(table, target)
        if rows and _PUT_AWAY.search(table.name):
            sentence = f'the name of this sheet is "{table.name}", so it is not read'
            to_know.append(table.problem(sentence, "Give it another name if it is to be read.", kind="unusual"))
            continue
        if rows is None:
            sentence = "no headings were found on this sheet, so it is not read"
            to_know.append(table.problem(sentence, "If it has services, give it the same headings.", kind="missing"))
            continue
        found.append(_listing(table, *rows))
    return found, to_know


def _heading_rows(table: Table, target: Callable[[str], str]) -> tuple[int, int] | None:
    """The first and last row of the headings, counted from 0. None where no row has 2 that are known."""

    def known(at: int) -> int:
        row = table.rows[at] if at < len(table.rows) else ()
        return len({target(folded(cell)) for cell in row if len(folded(cell)) <= 80} - {""})

    scores = [known(at) for at in range(min(WITHIN, len(table.rows)))]
    best = max(scores, default=0)
    if best < 2:
        return None
    at = scores.index(best)
    below = [cell for cell in (table.rows[at + 1] if at + 1 < len(table.rows) else ()) if folded(cell)]
    if at + 1 < len(scores) and scores[at + 1] > 1 and 2 * scores[at + 1] >= len(below) and _has_groups(table, at):
        return at, at + 1
    above = [cell for cell in (table.rows[at - 1] if at else ()) if folded(cell)]
    if at and len(above) > 1 and all(len(folded(cell)) < 40 for cell in above) and _has_groups(table, at - 1):
        return at - 1, at
    return at, at


def _has_groups(table: Table, at: int) -> bool:
    """Whether a row has headings over several columns, or blanks where the row below says more."""
    row, below = table.rows[at], table.rows[at + 1] if at + 1 < len(table.rows) else ()
    wide = any(first[0] <= at <= last[0] and first[1] < last[1] for first, last in table.merged)
    blank = any(folded(below[column]) and not folded(row[column]) for column in range(min(len(row), len(below))))
    return wide or blank


def _listing(table: Table, first: int, last: int) -> Listing:
    names = _headings(table, first, last)
    spans = {
        (start[0] + down, start[1]): start[0] for start, end in table.merged for down in range(1, end[0] - start[0] + 1)
    }
    lines: list[Line] = []
    notes: list[Problem] = []
    theme = ""
    widest = max((sum(bool(folded(cell)) for cell in row) for row in table.rows[last + 1 :]), default=0)
    titles = [folded(cell) for cell in table.rows[last]]
    for at, row in enumerate(table.rows[last + 1 :], last + 1):
        filled = [column for column, cell in enumerate(row) if folded(cell)]
        if not filled or [folded(cell) for cell in row] == titles:
            continue
        place = Place(table.file, at + 1, filled[0] + 1, table.name)
        text = folded(row[filled[0]])
        numbers = all(re.fullmatch(r"[\d.,£%]+", folded(row[column])) for column in filled[1:])
        if _NOTE.match(text) and (len(filled) == 1 or (len(filled) < 4 and numbers)):
            notes.append(Problem(place, f'this line is a note and no service: "{text[:80]}"', kind="unusual"))
            continue
        if len(filled) == 1 and widest > 2 and _is_theme(table, at, filled[0], names):
            theme = text
            continue
        goes_on = bool(spans) and any(
            (at, column) in spans for column in names if names[column] == next(iter(names.values()))
        )
        cells = {}
        for column, name in names.items():
            up = spans.get((at, column), at)
            value = table.rows[up][column] if column < len(table.rows[up]) else None
            if folded(value):
                cells[name] = (Place(table.file, at + 1, column + 1, table.name), value)
        if cells:
            lines.append(Line(place, cells, theme, goes_on))
        else:
            sentence = f'this line has no heading above its words: "{text[:80]}"'
            notes.append(Problem(place, sentence, "It is left out.", kind="missing"))
    return Listing(tuple(names.values()), tuple(lines), tuple(notes), table.name)


def _is_theme(table: Table, at: int, column: int, names: Mapping[int, str]) -> bool:
    """Whether the only words of a row stand over the rows below it, as "Physical activity" does."""
    wide = any(start[0] == at and end[1] - start[1] >= 2 for start, end in table.merged)
    below = next((row for row in table.rows[at + 1 :] if any(folded(cell) for cell in row)), ())
    alone = column == min(names, default=0) and sum(bool(folded(cell)) for cell in below) > 1
    blank = at > 0 and not any(folded(cell) for cell in table.rows[at - 1])
    return wide or (alone and (blank or folded(table.rows[at][column]).isupper()))


def _headings(table: Table, first: int, last: int) -> dict[int, str]:
    """The name of each column. Of 2 rows of headings the lower counts, below the upper where that is over several."""
    rows = [[folded(NOT_TEXT.sub(" ", folded(cell))) for cell in table.rows[at]] for at in range(first, last + 1)]
    width = max(map(len, rows))
    upper, *lower = [row + [""] * (width - len(row)) for row in rows]
    names: dict[int, str] = {}
    for column in range(width):
        name = upper[column]
        if lower:
            over = name or next(
                (upper[start[1]] for start, end in table.merged if start[0] == first and start[1] < column <= end[1]),
                "",
            )
            name = lower[0][column] if lower[0][column] and not name and not over else f"{over}: {lower[0][column]}"
            name = over if not lower[0][column] else name
        if name:
            names[column] = _unused(name, names)
    return names


def _unused(name: str, names: Mapping[int, str]) -> str:
    """A name that no other column has, whatever its capitals: the second `Phone` is `Phone (2)`."""
    there = {other.casefold() for other in names.values()}
    numbered = (f"{name} ({number})" for number in range(2, len(there) + 3))
    return name if name.casefold() not in there else next(new for new in numbered if new.casefold() not in there)


def in_one(found: Sequence[Listing], *, several: bool) -> Listing:
    """Sheets with the same kind of lines as 1 list. The name of a sheet is the theme of its lines."""
    headings = tuple(dict.fromkeys(name for listing in found for name in listing.headings))
    lines: list[Line] = []
    for listing in found:
        theme = "" if not several or _NO_THEME.match(listing.name) else listing.name
        lines += [replace(line, theme=line.theme or theme) for line in listing.lines]
    return Listing(headings, tuple(lines), tuple(note for listing in found for note in listing.to_know))


def filled(listing: Listing, heading: str) -> Iterator[object]:
    """What stands in a column."""
    return (line.cells[heading][1] for line in listing.lines if heading in line.cells)
