"""A list is made with a few taps, sent as an address, and nothing of it is kept or sent anywhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from lxml import html
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from shown import Shown
from test_paper import read

LIST = "riverside/my-list/"
THREE = ["Mill Street Lunch Club", "Ferry Road Walkers", "Social prescribing link worker"]
OF_THREE = "#s-mill-street-lunch-club,s-ferry-road-walkers,r-link-worker"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def on_list(page: Page) -> list[str]:
    return page.locator("#chosen h4").all_inner_texts()


def put_on_list(page: Page, link: str) -> None:
    page.get_by_role("link", name=link).click()
    page.wait_for_url("**/my-list/**")
    page.wait_for_load_state()


def tick(page: Page, name: str) -> None:
    page.get_by_role("checkbox", name=f"On my list: {name}").check()


def test_a_list_of_3_is_made_on_one_page_and_whoever_opens_its_address_has_it(
    browser: Browser, page: Page, shown: Shown
) -> None:
    asked: list[str] = []
    page.goto(shown.url("riverside/services/"))
    page.get_by_role("link", name="Make a list to keep or send").click()
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    for name in THREE:
        tick(page, name)
    assert on_list(page) == THREE
    assert page.locator("#count").inner_text() == "3 things on your list"
    address = page.url
    assert address == shown.url(LIST + OF_THREE)
    text = page.get_by_role("link", name="Send as a text").get_attribute("href")
    assert text and unquote(text) == f"sms:?&body=My list of help in Riverside: {address}"
    # Browsers ask for the picture of the tab when an address changes. The facts are one file, whatever is chosen.
    assert {url.rpartition("/")[2] for url in asked} <= {"logo.svg", "facts.js"}
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, window.name]") == [0, 0, "", ""]
    other = browser.new_context()
    theirs = other.new_page()
    theirs.goto(address)
    assert on_list(theirs) == THREE
    assert theirs.locator("#chosen a[href^=tel]").count() == 3
    assert not theirs.get_by_label("Find by name").is_visible(), "what can be added is folded"
    theirs.reload()
    assert on_list(theirs) == THREE
    assert "s-mill" not in " ".join(theirs.evaluate("performance.getEntriesByType('resource').map(e => e.name)"))
    other.close()


def test_a_list_says_all_that_people_need_of_a_service(page: Page, shown: Shown) -> None:
    """On the screen and on paper: each time and place, what it costs, who it is for, and if it runs at all."""
    page.goto(shown.url(f"{LIST}#s-mill-street-carers-group,s-st-brannocs-work-club"))
    page.locator("#chosen").get_by_text("Last Friday of each month").wait_for()
    carers, club = page.locator("#chosen > li").all_inner_texts()
    for words in ("10:30am to 12:30pm", "5 Mill Street", "Online: Video call", "Ask what it costs", "18 or over"):
        assert words in carers, words
    assert "and other times" not in carers
    assert "Paused: it does not run at the moment." in club
    paper = " ".join(PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text().split())
    assert "Paused: it does not run at the moment." in paper
    assert "Last Friday of each month" in paper


def test_each_page_of_a_service_or_a_person_leads_to_a_list_with_it(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/services/mill-street-lunch-club/"))
    put_on_list(page, "Put this on a list")
    assert on_list(page) == THREE[:1]
    page.goto(shown.url("riverside/link-worker/"))
    put_on_list(page, "Put this on a list")
    assert on_list(page) == THREE[2:]
    page.get_by_role("button", name="Add the 1 thing of your last list").click()
    assert on_list(page) == [THREE[2], THREE[0]]
    assert not page.locator("#earlier").is_visible()
    page.go_back()
    page.go_forward(wait_until="load")
    assert on_list(page) == [THREE[2], THREE[0]]
    page.goto(shown.url("riverside/help-with/caring/"))
    page.get_by_role("link", name="Make a list").click()
    page.get_by_role("checkbox", name="On my list: Mill Street Carers Group").check()
    assert on_list(page) == ["Mill Street Carers Group"]


def test_things_come_off_and_the_list_is_emptied(page: Page, shown: Shown) -> None:
    page.goto(shown.url(LIST + OF_THREE))
    page.get_by_role("button", name="Take off: Ferry Road Walkers").click()
    assert on_list(page) == [THREE[0], THREE[2]]
    assert page.url.endswith("#s-mill-street-lunch-club,r-link-worker")
    assert page.evaluate("document.activeElement.id") == "on_list"
    page.get_by_role("button", name="Empty the list").click()
    assert on_list(page) == []
    assert page.url == shown.url(LIST)
    assert not page.locator("#send").is_visible()
    assert page.get_by_label("Find by name").is_visible()


def test_what_is_not_here_any_more_is_told_and_nonsense_is_not(page: Page, shown: Shown) -> None:
    page.goto(shown.url(LIST + "#s-gone,s-mill-street-lunch-club,s-mill-street-lunch-club,<b>,%E0%A4%A,r-nobody"))
    assert on_list(page) == [], "an address that cannot be read has no list"
    page.goto("about:blank")
    page.goto(shown.url(LIST + "#s-gone,s-mill-street-lunch-club,s-mill-street-lunch-club,%3Cb%3E,r-nobody"))
    assert on_list(page) == THREE[:1]
    assert page.locator("#gone").inner_text() == "2 things on this list are not here any more."
    page.goto("about:blank")
    page.goto(shown.url(LIST + "#s-gone"))
    assert page.locator("#gone").inner_text() == "1 thing on this list is not here any more."
    tick(page, THREE[1])
    assert page.url == shown.url(LIST + "#s-ferry-road-walkers")
    assert not page.locator("#gone").is_visible()


def test_parts_of_the_page_and_its_menu_leave_the_list_as_it_is(page: Page, shown: Shown) -> None:
    for start in (OF_THREE, ""):
        page.goto("about:blank")
        page.goto(shown.url(LIST + start))
        before = on_list(page)
        page.get_by_role("link", name="Menu", exact=True).click()
        assert page.get_by_role("link", name="Surgeries").is_visible()
        assert on_list(page) == before
        page.wait_for_url(shown.url(LIST + start))
        page.get_by_role("link", name="Close menu").click()
        assert not page.get_by_role("link", name="Surgeries").is_visible()
        page.wait_for_url(shown.url(LIST + start))


def test_a_tick_leaves_the_page_where_it_is(page: Page, shown: Shown) -> None:
    page.goto(shown.url(LIST))
    box = page.get_by_role("checkbox", name="On my list: St Brannoc's Grief Cafe")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    before = box.bounding_box()
    box.check()
    page.wait_for_timeout(100)
    after = box.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2
    page.get_by_role("button", name="See my list").click()
    assert page.evaluate("document.activeElement.id") == "on_list"


def test_it_finds_by_the_first_letters(page: Page, shown: Shown) -> None:
    page.goto(shown.url(LIST))
    page.get_by_label("Find by name").fill("mill lun")
    assert page.locator(".picked h4:visible").all_inner_texts() == ["Mill Street Lunch Club"]
    assert not page.get_by_role("heading", name="People", exact=True).is_visible()
    page.get_by_label("Find by name").fill("zzz")
    assert page.locator("#none").is_visible()
    tick_before = on_list(page)
    page.get_by_label("Find by name").fill("")
    assert on_list(page) == tick_before == []


def test_the_link_is_copied(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(shown.url(LIST + OF_THREE))
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("document.getElementById('count').textContent === 'Link copied'")
    assert page.evaluate("navigator.clipboard.readText()") == shown.url(LIST + OF_THREE)
    context.close()


def printed(page: Page, *, sheets: int) -> str:
    """What is on so many sheets, in letters of 12 points or more."""
    paper = read(page.pdf(prefer_css_page_size=True))
    assert len(paper.sides) == sheets
    assert paper.smallest >= 12
    return " ".join(paper.sides)


def test_on_paper_is_what_is_on_the_list_and_nothing_else(page: Page, shown: Shown) -> None:
    page.goto(shown.url(LIST + OF_THREE))
    text = printed(page, sheets=1)
    for part in (*THREE, "0117 496 0300", "0117 496 0320", "0117 496 0201", "Call or email before you go"):
        assert part in text
    for other in ("Ferry Road Memory Cafe", "Take off", "Copy link", "#s-", "Find by name"):
        assert other not in text
    page.goto("about:blank")
    page.goto(shown.url(LIST))
    text = printed(page, sheets=2)
    assert "Ferry Road Memory Cafe" in text
    assert "On your list" not in text


def test_without_scripts_it_is_a_page_to_print_and_each_thing_has_its_place(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(shown.url("riverside/services/mill-street-lunch-club/"))
    put_on_list(page, "Put this on a list")
    box = page.locator(":target").bounding_box()
    assert page.locator(":target h4").inner_text() == THREE[0]
    assert box
    assert -1 <= box["y"] < 740
    assert page.get_by_text("Write down the people and services").is_visible()
    assert not page.locator("button, input, a.button").locator("visible=true").count()
    assert page.evaluate("document.documentElement.scrollHeight") <= 4500
    assert "☐ Mill Street Lunch Club" in printed(page, sheets=3)
    context.close()


def test_nothing_on_a_list_puts_anybody_at_risk(shown: Shown) -> None:
    for site in ("riverside", "harbour", "hillside"):
        page = html.parse(str(shown.folder / site / "my-list/index.html")).getroot()
        assert page.xpath("//*[@id='add']//a[@href='../help-with/safety/']")
        safety = html.parse(str(shown.folder / site / "help-with/safety/index.html")).getroot()
        assert not safety.xpath("//a[contains(@href, 'my-list')]")
