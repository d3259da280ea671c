"""The services of a PCN as a list that any spreadsheet program opens, with the columns of the workbook's own sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

from rolecall.editing.cells import Field, shown
from rolecall.editing.layout import Layout
from rolecall.editing.sheet import STILL_RIGHT, Cell
from rolecall.editing.sheets import of_services
from rolecall.exchange.formulas import without_formula
from rolecall.slugs import slug


def service_list(layout: Layout) -> bytes:
    """Each service in a row, as CSV in UTF-8 with a mark at its start, by which Excel knows that it is."""
    sheet = of_services(layout, room=1)
    headings = [heading.name for heading in sheet.headings if heading.name != STILL_RIGHT]
    rows = [[_text(row.key, heading, row.cells) for heading in headings] for row in sheet.rows]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


def _text(id: str, heading: str, cells: Mapping[str, Cell]) -> str:
    """What a cell holds as text. The id of a service stands there only if its name does not give it."""
    cell, name = cells[heading], cells["Name"]
    assert isinstance(cell, Field)
    assert isinstance(name, Field)
    if cell.path == ("id",) and slug(str(name.value)) != id:
        return id
    held = shown(cell)
    if isinstance(held, date):
        return held.isoformat()
    return without_formula(str(cell.value if isinstance(held, float) else held or ""))
