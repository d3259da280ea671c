"""A copy of a workbook with a note at each cell in which something is to be mended."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path

from rolecall.places import Problem


def with_notes(path: Path, problems: Sequence[Problem]) -> bytes | None:
    """The workbook at `path` with the problems of its cells as notes. None where it cannot be opened as one."""
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path)
    except Exception:  # The library names no common base for what a broken file may cause.
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
