"""All that was asked as a workbook: for mail merge, and for writing down what people answer on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rolecall.exchange.checks.asked import Asked
from rolecall.exchange.checks.draft import in_a_header
from rolecall.exchange.workbook import plain_workbook

REFERENCE, RIGHT, DIFFERENT, DAY = "Reference", "Right?", "What is different", "Answered on"
"""The headings by which answers are read."""

_WIDTHS = {
    "Service": 30, "Organisation": 30, "Email": 30, "Phone": 18, RIGHT: 12, DIFFERENT: 40, DAY: 14,
    "What the site says": 60, "Page": 30, "Reply by": 14, "Subject": 40, "Letter": 60, REFERENCE: 20,
}  # fmt: skip
_FILL_IN = {
    RIGHT: "Write Right if they say that nothing changed. Else write No, and what is different in the next column.",
    DIFFERENT: "What they say. It changes nothing by itself: it is listed for you to change.",
    DAY: "The day on which they answered, as 2026-12-01. Left out: the day on which this file was saved.",
}
_LONGEST = 32_000


def form(asked: Sequence[Asked], *, today: date) -> bytes:
    """The bytes of the workbook, a row for each service."""
    return plain_workbook("Checks", _WIDTHS, [_row(each) for each in asked], fill_in=_FILL_IN, today=today)


def _row(asked: Asked) -> dict[str, str]:
    letter = asked.letter
    row = {
        REFERENCE: str(letter.reference),
        "Service": asked.name,
        "Organisation": asked.organisation,
        "Email": asked.email or "",
        "Phone": "\n".join(asked.phones),
        "What the site says": letter.facts_as_text,
        "Page": asked.page,
        "Reply by": letter.reply_by.isoformat(),
        "Subject": in_a_header(letter.subject),
        "Letter": letter.as_text,
    }
    return {heading: words[:_LONGEST] for heading, words in row.items()}
