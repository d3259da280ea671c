"""Visits as a table that any spreadsheet program opens."""

from __future__ import annotations

import csv
import io

from rolecall.exchange.formulas import without_formula
from rolecall.exchange.visits.counting import Visits

FEWEST = 5
"""From so many on, a number is shown. Of fewer, somebody could guess who it was."""

_HEADINGS = ("Week from Monday", "Page", "Times opened")


def table(visits: Visits) -> bytes:
    """Each page in each week in a row, those opened most first, as CSV with the mark by which Excel knows UTF-8."""
    rows = [(week, -number if number >= FEWEST else 0, page) for (week, page), number in visits.opened.items()]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for week, number, page in sorted(rows):
        writer.writerow((week.isoformat(), without_formula(page), -number or f"under {FEWEST}"))
    return out.getvalue().encode("utf-8-sig")
