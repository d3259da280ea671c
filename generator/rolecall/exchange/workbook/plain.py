"""A workbook of one sheet for other programs: headings in the first row, text below, and some cells to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from rolecall.exchange.workbook.save import saved
from rolecall.exchange.workbook.write import HEADING, LINE, SHOWN, begun, opened_style, put, without_the_hour
from rolecall.places import letters

_TALLEST = 12
"""Lines of text up to which a row grows. More is read in the cell itself."""


def plain_workbook(
    name: str, headings: Mapping[str, int], rows: Sequence[Mapping[str, str]], *, fill_in: Mapping[str, str],
    today: date,
) -> bytes:  # fmt: skip
    """The bytes of a workbook. `headings` have the width of each column, `fill_in` the note of those to fill in.

    The first row has the headings, as mail merge expects. No cell is a formula.
    """
    from openpyxl.comments import Comment

    book, page = begun(name, name, today)
    for column, (heading, width) in enumerate(headings.items(), 1):
        cell = page.cell(1, column)
        put(cell, heading)
        cell.style = HEADING
        page.column_dimensions[letters(column)].width = width
        if note := fill_in.get(heading):
            cell.comment = Comment(note, "Rolecall", width=320, height=140)
    for line, row in enumerate(rows, 2):
        for column, heading in enumerate(headings, 1):
            cell = page.cell(line, column)
            put(cell, row.get(heading, ""))
            cell.style = opened_style("text") if heading in fill_in else SHOWN
        lines = max(row.get(heading, "").count("\n") + 1 for heading in headings)
        page.row_dimensions[line].height = LINE * min(lines, _TALLEST)
    page.freeze_panes = "C2"
    return without_the_hour(io.BytesIO(saved(book)), today)
