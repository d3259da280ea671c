"""Cells of a CSV file in which no spreadsheet program finds a formula, and back."""

from __future__ import annotations

_BEGINS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a formula may begin with, also as the wide signs that some programs take for the same."""


def without_formula(text: str) -> str:
    """A text as a cell that is shown as it is. Where it could be a formula, an apostrophe stands in front."""
    return f"'{text}" if text.lstrip("'").startswith(_BEGINS) else text


def meant_by(cell: str) -> str:
    """The text of such a cell. An apostrophe in front of anything else is part of the text."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_BEGINS) else cell
