"""What comes out of a printer: urgent help first, all that is folded open, few sheets."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from shown import Shown

SHEETS = {
    "urgent-help": 2,
    "role": 2, "easy-read": 1, "need": 2, "service": 1, "services-for": 1, "outcome": 1, "choose": 1,
    "compare": 2, "pair": 2, "surgery": 1, "home": 1, "people": 1, "try-it": 1,
    "whats-on": 1,
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
    """But on posters, which are read from afar and have it in 1 line at their foot."""
    for kind, sheets in printed.items():
        if kind.endswith((": poster", ": posters")):
            continue
        assert sheets[0].lstrip().startswith("Urgent help"), kind
        assert "999" in sheets[0][:300], kind
        assert "116 123" in sheets[0][:400], kind


def test_how_to_ask_for_it_another_way_is_on_all_that_is_printed(printed: dict[str, list[str]]) -> None:
    for kind, sheets in printed.items():
        assert "Ask for this another way" in sheets[-1], kind
    assert "0117 496 0205" in printed["riverside: role"][-1]


def test_who_cannot_speak_reads_on_paper_what_to_do(printed: dict[str, list[str]]) -> None:
    assert "press 55" in " ".join(printed["hillside: urgent-help"][0].split())


def test_what_is_folded_on_the_screen_is_printed(printed: dict[str, list[str]]) -> None:
    for site in ("riverside", "hillside", "harbour"):
        text = " ".join(" ".join(printed[f"{site}: urgent-help"]).split())
        assert "Money worries" in text
        assert "National Debtline" in text


def test_each_role_is_a_handout_on_both_sides_of_a_sheet(browser: Browser, shown: Shown) -> None:
    """What a patient takes home. What it is and how to reach them are on the front, and all that is folded is open."""
    context = browser.new_context()
    page = context.new_page()
    for site in ("riverside", "hillside", "harbour"):
        for role in ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"):
            page.goto(shown.url(f"{site}/{role}/"))
            pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
            sides = [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]
            assert len(sides) <= 2, f"{site}/{role}"
            for part in ("Urgent help", "What happens first", "They do not:", "How it works"):
                assert part in sides[0], f"{site}/{role}: {part}"
            for part in ("Home visits", "Is it private?", "About the job", "Training"):
                assert part in " ".join(sides), f"{site}/{role}: {part}"
    context.close()


def test_a_need_with_its_services_is_a_list_to_take_home(printed: dict[str, list[str]]) -> None:
    text = " ".join(" ".join(printed["riverside: services-for"]).split())
    assert "0117 496 03" in text


def test_a_notice_leaves_the_pages_of_roles_on_both_sides_of_1_sheet(browser: Browser, shown: Shown) -> None:
    """Even the longest. It stands below urgent help, with its last day."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(shown.url("gallery/gallery/"))
    notice = page.locator(".notice").evaluate("e => e.outerHTML")
    longest = "Drink water. " * 15 + "Rest."
    for path in ("link-worker/", "care-navigator/", "care-coordinator/"):
        page.goto(shown.url(f"riverside/{path}"))
        page.evaluate(
            "([notice, text]) => { document.querySelector('header').insertAdjacentHTML('afterend', notice);"
            " document.querySelectorAll('.notice p')[1].textContent = text; }",
            [notice, longest],
        )
        pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        text = " ".join(pdf.pages[0].extract_text().split())
        assert len(pdf.pages) <= 2, path
        order = [
            text.index(words) for words in ("999", "Urgent notice from Riverside", "Rest. Until the end of Sunday")
        ]
        assert order == sorted(order), path
    context.close()
