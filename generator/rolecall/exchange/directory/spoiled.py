"""Cells that a program changed after somebody filled them in: numbers, days and errors where text was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rolecall import phones as rules
from rolecall.exchange.incoming.entry import Finding

_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|####*)")
_FORMULA = re.compile(r"^'?\s*[=+@-]\s*[A-Z][A-Z0-9.]*\s*\(|^'?=")
_LINK = re.compile(r"""^'?=\s*HYPERLINK\(\s*"([^"]*)"(?:\s*[,;]\s*"([^"]*)")?\s*\)\s*$""", re.I)
_ROUNDED = re.compile(r"^\d(?:[.,]\d+)?E\+?\d{1,2}$", re.I)
FIRST_SERIAL, LAST_SERIAL = 36526, 55153
"""The days of 2000 to 2050, as workbooks count them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says as text, and what was done to get it. Nothing where it says nothing that can be used."""

    text: str
    findings: tuple[Finding, ...] = ()
    link: str = ""
    """Where a formula that makes a link leads."""


def as_text(value: object, heading: str) -> Cell:
    """A cell of which text is expected."""
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("Yes" if value else "No")
    if isinstance(value, (datetime, date)):
        shown = f"{value:%d/%m/%Y}"
        sentence = "A workbook turned this cell into a date, and what was typed is lost. Type it again as text."
        return Cell("", (Finding("turned-into-a-date", heading, sentence, shown),))
    if isinstance(value, time):
        return Cell(f"{value:%H:%M}")
    if isinstance(value, timedelta):
        return Cell(str(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e17:
        return Cell(str(int(value)))
    text = str(value)
    if _ERROR.fullmatch(text.strip()):
        sentence = "The workbook could not work out this cell."
        return Cell("", (Finding("error-in-cell", heading, sentence, text.strip()),))
    if found := _LINK.match(text.strip()):
        sentence = "A formula that makes a link was taken as its words."
        return Cell(found[2] or "", (Finding("formula", heading, sentence, "", (found[2] or "")[:80]),), found[1])
    if _FORMULA.match(text.strip()):
        sentence = "This cell holds a formula, and was left out."
        return Cell("", (Finding("formula", heading, sentence, text.strip()[:60].lstrip("'=+-@")),))
    return Cell(re.sub(r"^'(?=[=+@\-\d])", "", text) if text.startswith("'") else text)


def as_phones(value: object, heading: str) -> Cell:
    """A cell with phone numbers. The 0 that a workbook dropped is put back where that makes a number in use."""
    cell = as_text(value, heading)
    text = cell.text.strip()
    if _ROUNDED.match(text):
        sentence = "A workbook rounded this phone number, and its last digits are lost. Type it again as text."
        return Cell("", (Finding("number-rounded", heading, sentence, text),))
    text = re.sub(r"\.0$", "", text) if re.fullmatch(r"\d{9,12}\.0", text) else text
    if re.fullmatch(r"44\d{9,10}", text) and not isinstance(rules.in_one_form(f"+{text}", {}), rules.Odd):
        return Cell(f"+{text}", (_repaired(heading, text, f"+{text}"),))
    parts = re.split(r"(\s*(?:[/;,\n]|\bor\b|\band\b|&)\s*)", text)
    restored = [_with_zero(part) for part in parts]
    after = "".join(restored)
    if after != text:
        return Cell(after, (*cell.findings, _repaired(heading, text, after)))
    return Cell(text, cell.findings)


def _with_zero(text: str) -> str:
    """A number to which the 0 in front is put back, where that makes it one that is in use."""
    if not re.fullmatch(r"[1-9][\d ]{8,11}", text.strip()):
        return text
    odd = isinstance(rules.in_one_form(text.strip(), {}), rules.Odd)
    return f"0{text.strip()}" if odd and not isinstance(rules.in_one_form(f"0{text.strip()}", {}), rules.Odd) else text


def _repaired(heading: str, before: str, after: str) -> Finding:
    return Finding(
        "zero-restored", heading, "The start of a phone number that a workbook dropped was put back.", before, after
    )


def as_day(value: object, heading: str) -> Cell:
    """A cell with a day, as text. The number that workbooks count days by is put into one."""
    if isinstance(value, (datetime, date)):
        return Cell((value.date() if isinstance(value, datetime) else value).isoformat())
    cell = as_text(value, heading)
    if re.fullmatch(r"\d{5}", cell.text.strip()) and FIRST_SERIAL <= int(cell.text) <= LAST_SERIAL:
        found = (date(1899, 12, 30) + timedelta(days=int(cell.text))).isoformat()
        sentence = "A workbook's number for a day was put into the day."
        return Cell(found, (Finding("number-for-a-day", heading, sentence, cell.text.strip(), found),))
    return cell


def as_clock(value: object, heading: str) -> Cell:
    """A cell with a time of day, as text: a part of a day is put into one, and seconds go."""
    if isinstance(value, datetime):
        return Cell(f"{value:%H:%M}")
    if isinstance(value, float) and 0 < value < 1:
        minutes = round(value * 24 * 60)
        return Cell(f"{minutes // 60:02}:{minutes % 60:02}")
    cell = as_text(value, heading)
    return Cell(re.sub(r"^(\d{1,2}:\d\d):\d\d(?:\.\d+)?$", r"\1", cell.text.strip()), cell.findings)
