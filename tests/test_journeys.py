"""Somebody with a question gets its answer, from the home page, in 3 clicks or fewer, on a phone without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from shown import Shown


@pytest.fixture(scope="module", params=[False, True], ids=["scripts off", "scripts on"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A narrow screen."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


JOURNEYS = {
    "how to reach a link worker at Marsh Lane Surgery": (
        "harbour",
        ["Menu", "Surgeries", "Marsh Lane Surgery"],
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
        ["How many times", "Comes to you"],
    ),
    "what to do without a coach": (
        "harbour",
        [],
        ["In Harbour, there is no health and wellbeing coach. See the community connector instead."],
    ),
    "how to reach a link worker": (
        "riverside",
        ["Link worker"],
        ["Call the link worker team", "0117 496 0201"],
    ),
    "mum has 5 clinics": (
        "riverside",
        ["Lots of appointments or services", "care coordinator"],
        ["How to reach them", "Your GP surgery usually contacts you first."],
    ),
    "mum has 5 clinics, by questions": (
        "hillside",
        [
            "Help me choose who to see",
            "Appointments, forms or getting to places",
            "Keeping track of lots of appointments or services",
        ],
        ["Who to see first", "care coordinator"],
    ),
    "community connector rang me": (
        "riverside",
        ["Look up a job title that you heard", "social prescribing link worker"],
        ["Social prescribing link worker", "0117 496 0201"],
    ),
    "where to get advice on debt": (
        "riverside",
        ["Money worries", "Riverside Debt and Benefits Line"],
        ["How to join", "0117 496 03"],
    ),
    "who can help with debt where no service is listed": ("hillside", ["Money worries"], ["0800 138 1111"]),
    "not safe at home": (
        "riverside",
        ["Not safe at home"],
        ["0808 2000 247", "Exit this page", "This does not clear your browser history."],
    ),
    "what I do not know": (
        "harbour",
        ["Help me choose who to see", "I do not know", "I do not know"],
        ["Start with the care navigator", "How to reach them"],
    ),
    "what to do about a habit without a coach": (
        "harbour",
        ["Changing a habit"],
        ["See the community connector instead.", "0117 496 0101"],
    ),
    "when the lunch club is": (
        "riverside",
        ["Groups, advice and activities near you", "Mill Street Lunch Club"],
        ["How to join", "When"],
    ),
    "an answer in easy words": (
        "hillside",
        ["Care coordinator", "Easy read about the care coordinator"],
        ["How to ask"],
    ),
    "whether a physician associate is a doctor": (
        "hillside",
        ["Menu", "Who does what"],
        ["Physician assistant", "Also called: Physician associate", "This person is not a doctor."],
    ),
}


@pytest.mark.parametrize("question", JOURNEYS)
def test_the_answer_is_3_clicks_away(question: str, phone: Page, shown: Shown) -> None:
    pcn, clicks, answers = JOURNEYS[question]
    phone.goto(shown.url(f"{pcn}/"))
    assert len(clicks) <= 3
    for click in clicks:
        with phone.expect_navigation():
            # A person's tile says what they do, too.
            phone.get_by_role("link", name=re.compile(f"^{re.escape(click)}($| [A-Z])")).first.click()
    for answer in answers:
        phone.get_by_role("main").get_by_text(answer).filter(visible=True).first.wait_for(timeout=5000)


@pytest.mark.parametrize("site", ["riverside", "hillside", "harbour"])
def test_every_page_for_patients_is_3_clicks_away_and_those_at_the_top_2(site: str, shown: Shown) -> None:
    folder = shown.folder / site
    clicks, queue = {folder / "index.html": 0}, [folder / "index.html"]
    for path in queue:  # It grows.
        for link in html.parse(str(path)).getroot().xpath("//a/@href"):
            if link.startswith("mailto:"):
                continue
            to = path.parent / link.partition("#")[0]
            to = (to / "index.html" if to.is_dir() else to).resolve()
            if ":" not in link and to.suffix == ".html" and to not in clicks:
                clicks[to] = clicks[path] + 1
                queue.append(to)
    for path in (path for path in shown.pages.values() if folder in path.parents):
        parts = path.relative_to(folder).parts
        if parts[0] not in ("staff", "embed", "404.html"):
            assert clicks.get(path, 99) <= (2 if len(parts) == 2 else 3), path


def test_who_is_not_safe_at_home_gets_help_lines_and_never_a_role(shown: Shown) -> None:
    for site in ("riverside", "hillside", "harbour"):
        page = html.parse(str(shown.folder / site / "help-with/safety/index.html")).getroot()
        [main] = page.xpath("//main")
        words, links = main.text_content().lower(), main.xpath(".//a/@href")
        assert "tel:08082000247" in links
        for title in ("link worker", "connector", "navigator", "adviser see", "coach", "coordinator", "surgery"):
            assert title not in words, title
        assert not [link for link in links if "surgeries" in link or "roles" in link]
        assert words.index("0808 2000 247") < words.index("next step")


def test_where_there_is_no_coach_each_page_that_names_one_says_what_to_do_instead(shown: Shown) -> None:
    checked = 0
    for path in (shown.folder / "harbour").rglob("*.html"):
        [main] = html.parse(str(path)).getroot().xpath("//main")
        for cite in main.xpath(".//cite"):
            cite.getparent().remove(cite)  # titles of sources are what they are
        words = " ".join(main.text_content().split())
        if re.search(r"\bcoach(es)?\b", words, re.IGNORECASE):
            checked += 1
            assert "instead" in words or "Refer to: community connector." in words, path
    assert checked > 8
