"""Urgent help is within the first screen of a phone, whoever's site it is, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from conftest import ROOT, Ran
from shown import Shown, served

SITES = ("riverside", "hillside", "harbour")
SCREEN = 740
LONG = "South Kensington and Chelsea Riverside Primary Care Network"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A narrow screen, without scripts."""
    context = browser.new_context(viewport={"width": 360, "height": SCREEN}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def top(found: Locator) -> float:
    """How far below the top of the page the first of these is."""
    box = found.first.bounding_box()
    assert box, "it is not shown"
    return box["y"]


def bottom(found: Locator) -> float:
    """How far below the top of the page the first of these ends."""
    box = found.first.bounding_box()
    assert box, "it is not shown"
    return box["y"] + box["height"]


def check_header(page: Page) -> None:
    header = page.locator("header.top")
    assert bottom(header) <= 120
    assert bottom(header.get_by_role("link", name="Urgent help", exact=True)) <= 120
    assert bottom(header.get_by_role("link", name="Menu", exact=True)) <= 120


def test_the_header_leaves_the_screen_to_the_page(phone: Page, shown: Shown) -> None:
    for site in SITES:
        phone.goto(shown.url(f"{site}/"))
        check_header(phone)


def test_a_long_name_with_a_logo_is_whole_and_leaves_room_too(
    phone: Page, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    folder = workspace / "content/pcns/testbury"
    (folder / "logo.svg").write_bytes((ROOT / "content/pcns/riverside/logo.svg").read_bytes())
    (folder / "pcn.yml").write_text(f"name: {LONG}\nods_code: U12345\nlogo: logo.svg\n")
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    with served(workspace / "site/testbury") as base:
        phone.goto(f"{base}/")
        check_header(phone)
        name = phone.locator(".site-name")
        assert name.inner_text() == LONG
        assert name.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")


def test_the_menu_opens_and_closes_without_scripts(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("riverside/link-worker/"))
    pages = phone.locator("header").get_by_role("link", name="Local services")
    assert not pages.is_visible()
    phone.get_by_role("link", name="Menu", exact=True).click()
    assert pages.is_visible()
    assert bottom(pages) <= SCREEN
    phone.get_by_role("link", name="Close menu").click()
    assert not pages.is_visible()


def test_after_the_menu_the_keyboard_is_among_the_pages(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("riverside/link-worker/"))
    phone.get_by_role("link", name="Menu", exact=True).press("Enter")
    names = []
    for _ in range(3):
        phone.keyboard.press("Tab")
        names.append(phone.locator(":focus").inner_text())
    assert names == ["Urgent help", "Close menu", "Get help with"]


def test_the_menu_leaves_what_was_chosen_as_it_is(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": SCREEN})
    page = context.new_page()
    page.goto(shown.url("riverside/services/#cost-free"))
    told = page.locator("#count").inner_text()
    page.get_by_role("link", name="Menu", exact=True).click()
    assert page.locator("#count").inner_text() == told
    assert page.locator("#cost").input_value() == "cost-free"
    context.close()


def test_on_a_wide_screen_all_pages_show_and_urgent_help_stands_out(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    for kind, path in shown.fullest.items():
        if kind.endswith(": embed"):
            continue
        page.goto(path)
        links = page.locator("header nav a:visible")
        assert links.all_inner_texts()[0] == "Urgent help", kind
        assert links.count() == 6, kind
        assert links.first.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px", kind
    context.close()


@pytest.mark.parametrize("site", SITES)
def test_each_need_says_in_the_first_screen_when_to_get_urgent_help(site: str, phone: Page, shown: Shown) -> None:
    needs = sorted(path.name for path in (shown.folder / site / "help-with").iterdir() if path.is_dir())
    assert len(needs) > 15
    for need in needs:
        phone.goto(shown.url(f"{site}/help-with/{need}/"))
        link = phone.locator("main a[href*='urgent-help/'], main a[href='tel:999'], main a[href='tel:111']")
        assert bottom(link) <= SCREEN, need


def test_a_need_whose_file_does_not_say_when_to_get_urgent_help_has_a_line_all_the_same(
    workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    lines = (ROOT / "content/needs.yml").read_text().splitlines(keepends=True)
    (workspace / "content/needs.yml").write_text("".join(line for line in lines if not line.startswith("  urgent:")))
    assert rolecall(workspace, "build").code == 0
    for page in (workspace / "site/testbury/help-with").glob("*/index.html"):
        assert "If someone's life is at risk, or you cannot stay safe, get help now." in page.read_text(), page


@pytest.mark.parametrize("site", SITES)
def test_urgent_help_starts_with_numbers_to_tap(site: str, phone: Page, shown: Shown) -> None:
    phone.goto(shown.url(f"{site}/urgent-help/"))
    rows = phone.locator("main .calls a")
    assert [row.get_attribute("href") for row in rows.all()] == ["tel:999", "tel:111", "tel:116123"]
    for row in rows.all()[:2]:
        box = row.bounding_box()
        assert box and box["width"] >= 360 - 32, "it is as wide as the page"
        assert box["height"] >= 44 and box["y"] <= 300
    silent = phone.get_by_text("If you cannot speak: Call 999, then cough or tap the phone.")
    assert top(silent) <= SCREEN


def test_which_numbers_come_first_is_data(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    text = (ROOT / "content/urgent-help.yml").read_text()
    first, rest = text.split("  - text: If you need mental health help now", 1)
    mental, others = rest.split("  - text: If you need to talk", 1)
    swapped = first.replace("in_brief:\n", f"in_brief:\n  - text: If you need mental health help now{mental}")
    (workspace / "content/urgent-help.yml").write_text(f"{swapped}  - text: If you need to talk{others}")
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    page = (workspace / "site/testbury/urgent-help/index.html").read_text()
    assert page.index('href="tel:111"') < page.index('href="tel:999"')


@pytest.mark.parametrize("page", ["urgent-help/", "help-with/safety/"])
def test_who_cannot_speak_is_told_how_to_call_and_where_that_works(page: str, phone: Page, shown: Shown) -> None:
    for site in SITES:
        phone.goto(shown.url(f"{site}/{page}"))
        told = phone.locator("main").get_by_text("If you cannot speak: Call 999")
        assert bottom(told) <= SCREEN, site
        assert "On a mobile, press 55" in told.inner_text()
        assert "55 does not work on other phones" in told.inner_text()


@pytest.mark.parametrize("site", SITES)
def test_the_home_page_shows_the_search_and_the_people_first(browser: Browser, shown: Shown, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": SCREEN})
    page = context.new_page()
    page.goto(shown.url(f"{site}/"))
    assert bottom(page.get_by_role("searchbox")) <= SCREEN
    assert bottom(page.get_by_role("link", name="Help me choose who to see")) <= SCREEN
    assert bottom(page.locator(".tiles li").last) <= 900
    assert len({tile["x"] for tile in (box.bounding_box() for box in page.locator(".tiles li").all()) if tile}) == 2
    groups = page.locator(".groups")
    assert groups.get_by_role("heading").first.inner_text() == "Not safe, or nowhere to stay"
    assert groups.get_by_role("link").all_inner_texts()[:2] == ["Nowhere safe to stay", "Not safe at home"]
    page.set_viewport_size({"width": 1280, "height": 900})
    assert len({box["y"] for box in (tile.bounding_box() for tile in page.locator(".tiles li").all()) if box}) == 1
    context.close()


def test_danger_on_the_home_page_brings_urgent_help_and_a_way_out(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": SCREEN})
    page = context.new_page()
    page.goto(shown.url("riverside/"))
    out = page.get_by_role("link", name="Exit this page")
    assert not out.is_visible()
    page.get_by_role("searchbox").fill("my husband hits me")
    page.locator("#now-abuse").wait_for()
    assert out.is_visible()
    expect(page.locator("#all")).to_be_hidden()
    assert page.url == shown.url("riverside/")
    page.get_by_role("searchbox").fill("debt")
    expect(out).to_be_hidden()
    page.locator("#results a").first.click()
    assert page.url == shown.url("riverside/help-with/money/")
    context.close()


def test_without_scripts_the_home_page_leads_to_the_list_of_everything(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("riverside/"))
    assert not phone.get_by_role("searchbox").is_visible()
    phone.get_by_role("link", name="Everything on this site, A to Z").click()
    assert phone.url == shown.url("riverside/search/")


@pytest.mark.parametrize("site", SITES)
def test_the_page_of_a_role_answers_in_few_screens(phone: Page, shown: Shown, site: str) -> None:
    for role in ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"):
        phone.goto(shown.url(f"{site}/{role}/"))
        assert phone.evaluate("document.documentElement.scrollHeight") <= 2500, role
        absent = phone.get_by_role("heading", name="Who to ask instead").count()
        way = phone.locator("main .reach").locator("a[href^='tel:'], a[href^='mailto:'], a[href$='surgeries/']")
        assert bottom(way) <= SCREEN, role
        assert top(phone.get_by_role("heading", name="Is it for you?")) <= (1000 if absent else 900), role
        for marks in (".do", ".dont"):
            assert phone.locator(f".for-you {marks} li").count() <= 3, role
        titles = phone.locator(".strip dt").all_inner_texts()
        assert titles == ["How soon", "How many times", "Where", "Cost"], role
        assert all(phone.locator(".strip dd").all_inner_texts()), role
        folds = phone.locator("main > details")
        assert folds.count() == 4, role
        assert phone.locator("main > details[open]").count() == 0, role
