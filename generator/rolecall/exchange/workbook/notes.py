"""Where a workbook itself is looked at: cells that it could not work out, and a copy with a note at each problem."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rolecall.exchange.workbook.save import saved
from rolecall.places import Problem
from rolecall.writing import NotWritten

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def with_notes(path: Path, problems: Sequence[Problem]) -> bytes | None:
    """The workbook at `path` with the problems of its cells as notes. None where none can be put into it.

    What is wrong with a workbook as a whole may be that it is too large to be opened.
    """
    if not any(problem.place.sheet for problem in problems) or (book := _opened(path)) is None:
        return None
    try:
        for page in book.worksheets:
            _note(page, [problem for problem in problems if problem.place.sheet == page.title])
        return saved(book)
    except NotWritten:
        raise
    except Exception:  # The library names no common base for what a broken file may cause.
        return None


def _note(page: Worksheet, problems: Sequence[Problem]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    by_cell: dict[str, list[str]] = {}
    for problem in problems:
        text = f"{problem.sentence[:1].upper()}{problem.sentence[1:]}. {problem.fix}".strip()
        by_cell.setdefault(_cell(page, problem.place.line, problem.place.column).coordinate, []).append(text)
    for at, texts in by_cell.items():
        page[at].comment = Comment("\n".join(texts), "Rolecall", width=320, height=140)
        page[at].fill = PatternFill("solid", fgColor="FFDDDD")


def _cell(page: Worksheet, line: int, column: int) -> Cell:
    """A cell that can hold a note: of cells that somebody has merged, the first."""
    from openpyxl.cell import Cell

    cell = page.cell(line, column)
    if isinstance(cell, Cell):
        return cell
    merged = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
    first = page.cell(merged.min_row, merged.min_col)
    assert isinstance(first, Cell), "the first of merged cells is one"
    return first


def failed_cells(path: Path) -> set[tuple[str, int, int]]:
    """The sheet, line and column of each cell that holds an error such as #N/A."""
    book = _opened(path)
    # iter_rows() would make each cell up to the last, which may be one that is only coloured.
    cells = ((page.title, cell) for page in book.worksheets for cell in page._cells.values()) if book else ()
    return {(sheet, int(cell.row or 0), int(cell.column or 0)) for sheet, cell in cells if cell.data_type == "e"}


def _opened(path: Path) -> Workbook | None:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Of a file, it would leave one open that it cannot read.
            return load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    except Exception:  # The library names no common base for what a broken file may cause.
        return None
