"""What comes out of a printer: urgent help first, all that is folded open, few sheets."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from shown import Shown

SHEETS = {
    "urgent-help": 2,
    "role": 1, "easy-read": 1, "need": 2, "service": 1, "services-for": 1, "outcome": 1, "choose": 1,
    "compare": 2, "pair": 2, "surgery": 1, "home": 1, "people": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def printed(browser: Browser, shown: Shown) -> dict[str, list[str]]:
    """The text of each sheet, for a page of each kind but frames on other websites."""
    context = browser.new_context()
    page = context.new_page()
    sheets = {}
    for kind, path in shown.kinds.items():
        if not kind.endswith(("embed", "gallery")):
            page.goto(path)
            pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
            sheets[kind] = [sheet.extract_text() for sheet in pdf.pages]
    context.close()
    return sheets


def test_a_page_fits_on_its_sheets(printed: dict[str, list[str]]) -> None:
    limits = {kind: SHEETS.get(kind.partition(": ")[2], 99) for kind in printed}
    long = {kind: len(sheets) for kind, sheets in printed.items() if len(sheets) > limits[kind]}
    assert not long


def test_urgent_help_stands_first(printed: dict[str, list[str]]) -> None:
    for kind, sheets in printed.items():
        assert sheets[0].lstrip().startswith("Urgent help"), kind
        assert "999" in sheets[0][:300], kind
        assert "116 123" in sheets[0][:400], kind


def test_how_to_ask_for_it_another_way_is_on_all_that_is_printed(printed: dict[str, list[str]]) -> None:
    for kind, sheets in printed.items():
        assert "Ask for this another way" in sheets[-1], kind
    assert "0117 496 0205" in printed["riverside: role"][0]


def test_who_cannot_speak_reads_on_paper_what_to_do(printed: dict[str, list[str]]) -> None:
    assert "press 55" in " ".join(printed["hillside: urgent-help"][0].split())


def test_what_is_folded_on_the_screen_is_printed(printed: dict[str, list[str]]) -> None:
    for site in ("riverside", "hillside", "harbour"):
        text = " ".join(" ".join(printed[f"{site}: urgent-help"]).split())
        assert "Money worries" in text
        assert "National Debtline" in text


def test_each_role_is_a_handout_of_1_sheet(browser: Browser, shown: Shown) -> None:
    """What a patient takes home. What is about the job stays on the screen, and on the sheets of the comparison."""
    context = browser.new_context()
    page = context.new_page()
    for site in ("riverside", "hillside", "harbour"):
        for role in ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"):
            page.goto(shown.url(f"{site}/{role}/"))
            pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
            text = " ".join(pdf.pages[0].extract_text().split())
            assert len(pdf.pages) == 1, f"{site}/{role}"
            for part in ("Urgent help", "What happens first", "They do not:", "Cost"):
                assert part in text, f"{site}/{role}: {part}"
            assert "About the job" not in text
    context.close()


def test_a_need_with_its_services_is_a_list_to_take_home(printed: dict[str, list[str]]) -> None:
    text = " ".join(" ".join(printed["riverside: services-for"]).split())
    assert "0117 496 03" in text


def test_each_poster_and_each_easy_read_is_1_sheet(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    sheets = {}
    for site in shown.bases:
        folder = shown.folder / site
        for file in (*folder.glob("*/easy-read/index.html"), *folder.glob("staff/print/*/index.html")):
            address = file.parent.relative_to(shown.folder).as_posix()
            if not address.endswith("/services"):
                page.goto(shown.url(f"{address}/"))
                sheets[address] = len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)
        page.goto(shown.url(f"{site}/staff/print/"))
        sheets[site] = len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)
    context.close()
    assert len(sheets) > 20
    assert not {address: number for address, number in sheets.items() if number != 1}
