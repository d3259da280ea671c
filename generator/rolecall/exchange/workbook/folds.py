"""Columns that are folded away, with a grey one in front of each group that says what is in it and how to open it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from rolecall.editing.cells import Field, shown
from rolecall.editing.given import folded
from rolecall.editing.sheet import MORE, Cell, Heading, Row, Sheet
from rolecall.places import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HOW = "(click +)"
_FILLED = re.compile(r"\d+ filled in")


def is_fold(heading: Heading) -> bool:
    """Whether a column only says which others are folded beside it."""
    return heading.name.startswith(MORE)


def is_lost(heading: str, cell: object) -> bool:
    """Whether a cell has words below a heading where only we write."""
    return heading.startswith(MORE) and bool(words := folded(cell)) and not _FILLED.fullmatch(words)


def with_folds(sheet: Sheet) -> Sheet:
    """The same sheet with a column in front of each group, which says of each row how much of the group it fills."""
    headings = [heading for part in _parts(sheet) for heading in part]
    groups = [part for part in _parts(sheet) if is_fold(part[0])]
    rows = [replace(row, cells={**row.cells, **_counts(row, groups)}) for row in sheet.rows]
    return replace(sheet, headings=headings, rows=rows)


def _parts(sheet: Sheet) -> Iterator[list[Heading]]:
    for group, some in groupby(sheet.headings, lambda heading: heading.group):
        part = [*some]
        names = ", ".join(heading.name for heading in part)
        help = f"Folded here: {names}. Click the + above to open them. The small 2 at the top left opens all."
        more = Heading(f"{MORE}{group} {_HOW}", help, fixed=True)
        yield [more, *part] if group else part


def _counts(row: Row, groups: list[list[Heading]]) -> Mapping[str, Cell]:
    def filled(heading: Heading) -> bool:
        what = row.cells.get(heading.name)
        return isinstance(what, Field) and shown(what) is not None

    counts = {more.name: sum(map(filled, part)) for more, *part in groups}
    return {name: f"{count} filled in" if count else None for name, count in counts.items()}


def fold(page: Worksheet, sheet: Sheet, *, top: int, last: int) -> None:
    """Fold the columns of groups on the page of a sheet that `with_folds` has made.

    Excel opens no fold on a protected sheet. So this one is not: its headings and grey cells refuse what is typed.
    """
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import Outline

    keep = DataValidation("custom", formula1="FALSE", allow_blank=False)
    keep.showErrorMessage, keep.errorTitle = True, "Nothing can be written here"
    keep.error = "Headings stay as they are, and grey cells only show what Rolecall knows."
    keep.add(f"A{top}:{letters(len(sheet.headings) + 1)}{top}")
    for column, heading in enumerate(sheet.headings, 2):
        dimension = page.column_dimensions[letters(column)]
        if is_fold(heading):
            dimension.width, dimension.collapsed = 18, True
            keep.add(f"{letters(column)}{top + 1}:{letters(column)}{last}")
        elif heading.group:
            dimension.outlineLevel, dimension.hidden = 1, True
    page.add_data_validation(keep)
    page.sheet_properties.outlinePr = Outline(summaryRight=False)
