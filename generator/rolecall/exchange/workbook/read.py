"""A workbook that somebody filled in, to rows of cells by heading."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolecall.exchange.tables import Table, folded, tables
from rolecall.exchange.workbook.sheet import KEY
from rolecall.places import Place, Problem

_HELP = "Give the .xlsx file that `rolecall export workbook` wrote."
_WITHIN = 20
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Given:
    """One row as it was given: its key, and what its cells hold, by heading."""

    key: str
    cells: Mapping[str, tuple[Place, object]]

    def words(self) -> dict[str, str]:
        """The cells as text, by heading, and the key."""
        return {KEY: self.key, **{heading: folded(cell) for heading, (_, cell) in self.cells.items()}}


def given(path: Path, headings: Mapping[str, Collection[str]]) -> tuple[dict[str, list[Given]], list[Problem]]:
    """The rows of each sheet, by the sheet's name. `headings` says which sheets there are, and their columns."""
    book, problems = tables(path, help=_HELP)
    names = {name.casefold(): name for name in headings}
    found: dict[str, list[Given]] = {}
    for table in book:
        name = names.get(table.name.strip().casefold())
        if name is None:
            continue
        rows, wrong = _rows(table, headings[name])
        found[name] = rows
        problems += wrong
    if book and not found:
        fix = f"{_HELP} Its sheets are: {', '.join(headings)}."
        problems.append(Problem(Place(book[0].file), "no sheet here is one of Rolecall's", fix))
    return found, problems


def _rows(table: Table, headings: Collection[str]) -> tuple[list[Given], list[Problem]]:
    known = {folded(heading).casefold(): heading for heading in (KEY, *headings)}
    named = [[known.get(folded(cell).casefold()) for cell in row] for row in table.rows[:_WITHIN]]
    at = max(range(len(named)), key=lambda at: len({*named[at]} - {None}), default=0)
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for column, heading in enumerate(named[at] if named else ()):
        if heading in columns:
            sentence = f'the heading "{heading}" stands here twice'
            problems.append(table.problem(sentence, "Keep one of the 2 columns.", line=at + 1, column=column + 1))
        elif heading:
            columns[heading] = column
    if KEY not in columns or len(columns) < 2:
        fix = "Export the workbook anew, and copy your words into it. Leave the headings as they are."
        return [], [table.problem("the headings of this sheet are not those that Rolecall wrote", fix)]
    problems += _strangers(table, at, named[at])
    rows = []
    for line, cells in enumerate(table.rows[at + 1 :], at + 2):
        row = {
            heading: (Place(table.file, line, column + 1, table.name), cells[column] if column < len(cells) else None)
            for heading, column in columns.items()
        }
        key = folded(row.pop(KEY)[1])
        if not any(folded(cell) for _, cell in row.values()):
            continue  # A line without words says nothing, whatever its key: its words may have been moved elsewhere.
        rows.append(Given(key, row))
    return rows, problems


def _strangers(table: Table, at: int, named: Sequence[str | None]) -> list[Problem]:
    """Columns with words in them that Rolecall does not know."""
    found = []
    for column, (name, cell) in enumerate(zip(named, table.rows[at], strict=False)):
        below = any(folded(row[column]) for row in table.rows[at + 1 :] if column < len(row))
        if name is None and below:
            sentence = f'"{folded(cell)}" is not a heading that Rolecall knows, so this column is not read'
            fix = "Write its words below a heading that Rolecall knows, and delete the column."
            found.append(table.problem(sentence, fix, line=at + 1, column=column + 1))
    return found
