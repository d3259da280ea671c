"""A workbook that somebody filled in, to rows of cells by heading, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rolecall.editing.given import Given, folded
from rolecall.editing.near import meant
from rolecall.editing.sheet import KEY, MORE, Sheet
from rolecall.exchange.tables import Table, tables
from rolecall.exchange.workbook.folds import is_lost
from rolecall.exchange.workbook.sheets import CHOICES, ONLY_DUE, START
from rolecall.places import Place, Problem

_HELP = "Give the .xlsx file that `rolecall export workbook` wrote."
_WITHIN = 20
"""Rows among which the headings are looked for."""

_OURS = 0.8
"""The part of a sheet's headings that has to be those of one of our sheets, for a sheet of another name to be it."""


@dataclass(slots=True)
class Book:
    """The rows of each sheet by our name for it, what is wrong, and what to know of sheets."""

    rows: dict[str, list[Given]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """How sheets were read."""
    only_due: bool = False
    """Whether lines were left out of it when it was written."""
    code: str = ""
    """The code of the PCN that it was written for, or nothing where it does not say so."""
    id: str = ""
    """The id of that PCN in the workspace that it comes from."""
    place: Place | None = None
    """Where it says so."""


def read_book(path: Path, sheets: Sequence[Sheet]) -> Book:
    """What the workbook at `path` holds, of which `sheets` says what there can be."""
    found, problems = tables(path, help=_HELP)
    book = Book(problems=problems)
    if not found:
        return book
    for table in found:
        if _same(table.name, START):
            _says_of_itself(table, book)
    named, renamed = _known(found, sheets, book)
    columns: list[str] = []
    for sheet in sheets:
        if known := named.get(sheet.name):
            rows, wrong = _rows(known, [heading.name for heading in sheet.headings])
            book.rows[sheet.name] = rows
            book.problems += wrong
            there = {heading for row in rows[:1] for heading in row.cells}
            gone = [heading.name for heading in sheet.headings if heading.name not in there and not heading.fixed]
            if rows and gone and sheet.name != "Services":
                columns.append(
                    f"{sheet.name}: these columns are not there, so nothing of them was read: {', '.join(gone)}"
                )
    ours = [sheet.name for sheet in sheets]
    if not named and not book.problems:
        fix = f"{_HELP} Its sheets are: {', '.join(ours)}."
        book.problems.append(Problem(Place(found[0].file), "no sheet here is from Rolecall", fix, kind="unknown"))
    elif named:
        book.notes.append(f"sheets read: {', '.join(name for name in ours if name in named)}")
        missing = [name for name in ours if name not in named]
        if missing and not book.only_due:
            book.notes.append(f"sheets that are not there, so what they say stays as it is: {', '.join(missing)}")
        book.notes += [*renamed, *columns]
    return book


def _known(found: Sequence[Table], sheets: Sequence[Sheet], book: Book) -> tuple[dict[str, Table], list[str]]:
    """The table of each of our sheets, by its name or else by its headings, and what to know of the others."""
    named: dict[str, Table] = {}
    others: list[Table] = []
    for table in found:
        name = next((sheet.name for sheet in sheets if _same(table.name, sheet.name) and sheet.name not in named), None)
        if name:
            named[name] = table
        elif not _same(table.name, START) and not _same(table.name, CHOICES) and table.name:
            others.append(table)
    like: dict[str, list[Table]] = {}
    notes = []
    for table in others:
        alike = [sheet.name for sheet in sheets if sheet.name not in named and _is_like(table, sheet)]
        if len(alike) == 1:
            like.setdefault(alike[0], []).append(table)
        elif twin := next((sheet.name for sheet in sheets if sheet.name in named and _is_like(table, sheet)), ""):
            notes.append(f'"{table.name}" looks like {twin}, which is there too, so it was not read')
        elif near := meant(table.name, (sheet.name for sheet in sheets if sheet.name not in named)):
            sentence = f'"{table.name}" is not a sheet that Rolecall knows, and its headings are of none'
            fix = f'Did you mean "{near}"? Export the workbook again, and copy your words into that sheet.'
            book.problems.append(table.problem(sentence, fix, kind="unknown"))
        elif any(folded(cell) for row in table.rows for cell in row):
            notes.append(f'"{table.name}" is not a sheet that Rolecall knows, so it was not read')
    for name, some in like.items():
        if len(some) > 1:
            both = ", ".join(f'"{table.name}"' for table in some)
            fix = f'Call the one that counts "{name}", and delete the others.'
            book.problems.append(some[0].problem(f"these look like the sheet {name}: {both}", fix, kind="repeated"))
            continue
        named[name] = some[0]
        notes.append(f'"{some[0].name}" is read as {name}')
    return named, notes


def _same(name: str, other: str) -> bool:
    return folded(name).casefold() == other.casefold()


def _is_like(table: Table, sheet: Sheet) -> bool:
    """Whether a table has the headings of a sheet, and hardly any others."""
    known = {folded(heading).casefold() for heading in (KEY, *(heading.name for heading in sheet.headings))}
    needed = {folded(heading).casefold() for heading in (KEY, *sheet.known_by)}
    for row in table.rows[:_WITHIN]:
        cells = [folded(cell).casefold() for cell in row if folded(cell)]
        if needed <= {*cells} and sum(cell in known for cell in cells) >= _OURS * len(cells):
            return True
    return False


def _says_of_itself(table: Table, book: Book) -> None:
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row, 1):
            text = folded(cell)
            if match := re.search(r"\bfor the PCN with the code (U\d{5})\b", text):
                book.code, book.place = match[1], Place(table.file, line, column, table.name)
            if match := re.search(r"\brolecall import workbook .*--pcn (\S+)", text):
                book.id, book.place = match[1], book.place or Place(table.file, line, column, table.name)
            book.only_due = book.only_due or text == ONLY_DUE


def _rows(table: Table, headings: Collection[str]) -> tuple[list[Given], list[Problem]]:
    known = {folded(heading).casefold(): heading for heading in (KEY, *headings)}
    named = [[known.get(folded(cell).casefold()) for cell in row] for row in table.rows[:_WITHIN]]
    at = max(range(len(named)), key=lambda at: len({*named[at]} - {None}), default=0)
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for column, heading in enumerate(named[at] if named else ()):
        if heading in columns:
            sentence = f'the heading "{heading}" is here twice'
            fix = "Keep the right column."
            problems.append(table.problem(sentence, fix, line=at + 1, column=column + 1, kind="repeated"))
        elif heading:
            columns[heading] = column
    if KEY not in columns or len(columns) < 2:
        fix = "Export the workbook again, and copy your words into it. Leave the headings as they are."
        return [], [table.problem("the headings of this sheet are not those that Rolecall wrote", fix, kind="missing")]
    problems += _strangers(table, at, named[at], headings)
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


def _strangers(table: Table, at: int, named: Sequence[str | None], headings: Collection[str]) -> list[Problem]:
    """Columns with words in them that Rolecall does not know, and words where only Rolecall writes."""
    found = []
    missing = [heading for heading in headings if heading not in named]
    for column, (name, cell) in enumerate(zip(named, table.rows[at], strict=False)):
        below = any(folded(row[column]) for row in table.rows[at + 1 :] if column < len(row))
        if name is None and below and not folded(cell).startswith(MORE):
            sentence = f'"{folded(cell)}" is not a heading that Rolecall knows, so this column is not read'
            fix = "Write its words below a heading that Rolecall knows, and delete the column."
            if near := meant(folded(cell), missing) or meant(folded(cell), headings):
                fix = f'Did you mean "{near}"? {"Write that as the heading." if near in missing else fix}'
            found.append(table.problem(sentence, fix, line=at + 1, column=column + 1, kind="unknown"))
        for line, row in enumerate(table.rows[at + 1 :], at + 2):
            if name is None and column < len(row) and is_lost(folded(cell), row[column]):
                sentence, fix = "nothing can be written here", "Click the + above, and write it in a column beside it."
                found.append(table.problem(sentence, fix, line=line, column=column + 1, kind="misplaced"))
    return found
