"""What comes out of a printer: urgent help first, all that is folded open, few sheets."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from shown import Shown

SHEETS = {"role": 2, "compare": 2, "pair": 2, "surgery": 1, "home": 1}


@pytest.fixture(scope="module")
def printed(browser: Browser, shown: Shown) -> dict[str, list[str]]:
    """The text of each sheet, for each page of a kind that people hand over."""
    context = browser.new_context()
    page = context.new_page()
    sheets = {}
    for kind, path in shown.kinds.items():
        if kind.partition(": ")[2] in SHEETS:
            page.goto(path)
            pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
            sheets[kind] = [sheet.extract_text() for sheet in pdf.pages]
    context.close()
    return sheets


def test_a_page_fits_on_its_sheets(printed: dict[str, list[str]]) -> None:
    long = {kind: len(sheets) for kind, sheets in printed.items() if len(sheets) > SHEETS[kind.partition(": ")[2]]}
    assert not long


def test_urgent_help_stands_first(printed: dict[str, list[str]]) -> None:
    for kind, sheets in printed.items():
        assert sheets[0].lstrip().startswith("Urgent help"), kind
        assert "999" in sheets[0][:300], kind
        assert "116 123" in sheets[0][:400], kind


def test_what_is_folded_on_the_screen_is_printed(printed: dict[str, list[str]]) -> None:
    for kind in ("riverside: role", "hillside: role", "harbour: role"):
        text = " ".join(" ".join(printed[kind]).split())
        assert "Who employs them" in text
        assert "charity that works with this group" in text
