"""Somebody with a question gets its answer, from the home page, in 3 clicks or fewer, on a phone without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import ROOT, Ran


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A narrow screen that runs no scripts."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


JOURNEYS = {
    "how to reach a link worker at Marsh Lane Surgery": (
        "harbour",
        ["Surgeries", "Marsh Lane Surgery"],
        ["Community connector", "Ask at the desk on Tuesdays.", "0117 496 0101"],
    ),
    "whether the care coordinator gives medical advice": (
        "riverside",
        ["Care coordinator"],
        ["They do not:", "give medical advice or treatment"],
    ),
    "what to do in a crisis": ("hillside", ["More urgent help"], ["Call 999 or go to A&E now if:", "116 123"]),
    "what differs between navigator and link worker": (
        "hillside",
        ["Compare them side by side", "Link worker or care navigator"],
        ["How many times", "Home visits"],
    ),
    "what to do without a coach": (
        "harbour",
        ["Health and wellbeing coach"],
        ["There is no health and wellbeing coach in Harbour.", "0117 496 0101"],
    ),
    "whether a physician associate is a doctor": (
        "hillside",
        ["Who does what"],
        ["Physician assistant", "Also called: Physician associate", "This person is not a doctor."],
    ),
}


@pytest.mark.parametrize("question", JOURNEYS)
def test_the_answer_is_3_clicks_away(question: str, phone: Page, tmp_path: Path, rolecall: Callable[..., Ran]) -> None:
    pcn, clicks, answers = JOURNEYS[question]
    assert rolecall(ROOT, "build", pcn, "--out", str(tmp_path)).code == 0
    phone.goto((tmp_path / pcn / "index.html").as_uri())
    assert len(clicks) <= 3
    for click in clicks:
        link = phone.get_by_role("link", name=click, exact=True).first
        address = link.get_attribute("href") or ""
        # From a folder, an address that ends in / shows the folder, so its page is named.
        phone.goto((Path(phone.url.removeprefix("file://")).parent / address / "index.html").resolve().as_uri())
    for answer in answers:
        assert phone.get_by_text(answer).filter(visible=True).count() > 0, answer
