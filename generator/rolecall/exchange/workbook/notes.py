"""Where a workbook itself is looked at: cells that it could not work out, and a copy with a note at each problem."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rolecall.places import Problem

if TYPE_CHECKING:
    from openpyxl import Workbook


def with_notes(path: Path, problems: Sequence[Problem]) -> bytes | None:
    """The workbook at `path` with the problems of its cells as notes. None where it cannot be opened as one."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if (book := _opened(path)) is None:
        return None
    for sheet in {problem.place.sheet for problem in problems} & {*book.sheetnames}:
        told: dict[tuple[int, int], list[str]] = {}
        for problem in problems:
            if problem.place.sheet == sheet:
                text = f"{problem.sentence[:1].upper()}{problem.sentence[1:]}. {problem.fix}".strip()
                told.setdefault((problem.place.line, problem.place.column), []).append(text)
        for (line, column), texts in told.items():
            cell = book[sheet].cell(line, column)
            cell.comment = Comment("\n".join(texts), "Rolecall", width=320, height=140)
            cell.fill = PatternFill("solid", fgColor="FFDDDD")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def failed_cells(path: Path) -> set[tuple[str, int, int]]:
    """The sheet, line and column of each cell that holds an error such as #N/A."""
    book = _opened(path)
    cells = ((page.title, cell) for page in book.worksheets for row in page.iter_rows() for cell in row) if book else ()
    return {(sheet, int(cell.row or 0), int(cell.column or 0)) for sheet, cell in cells if cell.data_type == "e"}


def _opened(path: Path) -> Workbook | None:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=True)
    except Exception:  # The library names no common base for what a broken file may cause.
        return None
