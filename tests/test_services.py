"""Somebody finds a local service that fits: by one filter on any phone, by several where scripts run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page
from pydantic import BaseModel
from pypdf import PdfReader

from rolecall.load import Workspace
from rolecall.model import (
    Alert,
    Area,
    Cost,
    HowToJoin,
    Organisation,
    Origin,
    Price,
    Service,
    ServiceContact,
    ServicePhone,
    When,
    Where,
    WhoFor,
)
from rolecall.opened import open_workspace
from shown import DAY, ROOT, Shown
from test_first_screen import bottom

NO_SERVICE = re.compile(r"(^|/)for/|this-week/|yours/|\.\.|^#")
SITES = ("riverside", "hillside", "harbour")
SEEN = "[...document.querySelectorAll('#services > li')].filter(e => e.offsetHeight).map(e => e.firstChild.innerText)"
CHOSEN = "[...document.querySelectorAll('#filtered button')].filter(e => e.offsetHeight).map(e => e.innerText)"

LOADED = "() => document.getElementById('services').ariaBusy === 'false'"
"""What is true of the list once the script knows which service fits which filter."""


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A narrow screen."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A narrow screen with scripts."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_the_first_service_stands_in_the_first_screen(phone: Page, shown: Shown) -> None:
    for site in SITES:
        phone.goto(shown.url(f"{site}/services/"))
        first = phone.locator("#services > li > a, main p > a[href*='link-worker/']")
        assert bottom(first) <= 560, site


def test_when_where_cost_and_who_for_stand_below_the_title(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("riverside/services/mill-street-lunch-club/"))
    headings = phone.locator("main dt")
    assert headings.all_inner_texts()[:4] == ["When", "Where", "Cost", "Who it is for"]
    assert bottom(headings.nth(3)) <= 740
    above = phone.locator("main > :not(nav)").evaluate_all("all => all.slice(0, 3).map(e => e.tagName)")
    assert above == ["H1", "P", "DL"], "only a note stands between"
    call = phone.get_by_role("link", name="Call 0117 496 0300")
    assert call.bounding_box() and (call.bounding_box() or {})["height"] >= 40
    assert phone.get_by_role("heading", name="Getting there and getting in").is_visible()


def test_no_page_of_services_is_long(page: Page, shown: Shown) -> None:
    """The list of all is one from A to Z; it is short on these sites too."""
    for site in SITES:
        folder = shown.folder / site
        for path in sorted((folder / "services").rglob("index.html")):
            page.goto(shown.url(f"{site}/{path.parent.relative_to(folder).as_posix()}/"))
            assert page.evaluate("document.documentElement.scrollHeight") <= 4500, path


def test_filters_work_together_and_stand_in_the_address(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/services/"))
    everything = page.evaluate(SEEN)
    assert page.locator("select:visible").evaluate_all("all => all.map(e => e.id)") == ["need", "day", "sort"]
    assert page.evaluate(CHOSEN) == []
    page.get_by_label("Day", exact=True).select_option(label="Thursday")
    page.wait_for_function(LOADED)
    on_thursday = page.evaluate(SEEN)
    page.get_by_text("More filters").click()
    page.get_by_label("Cost", exact=True).select_option(label="Free")
    both = page.evaluate(SEEN)
    assert 0 < len(both) < len(on_thursday) < len(everything)
    assert set(both) < set(on_thursday) < set(everything)
    assert page.locator("#count").inner_text().startswith(f"{len(both)} service")
    assert page.locator("#count").get_attribute("role") == "status"
    assert page.evaluate(CHOSEN) == ["Thursday", "Free", "Show all"]
    address = page.url
    assert address.endswith("#day-thu&cost-free")
    page.goto("about:blank")
    page.goto(address)
    assert page.evaluate(SEEN) == both
    assert page.evaluate(CHOSEN) == ["Thursday", "Free", "Show all"]
    assert page.get_by_label("Day", exact=True).input_value() == "day-thu"
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate(SEEN) == everything
    assert page.evaluate(CHOSEN) == []
    assert page.evaluate("document.activeElement.id") == "need"


def test_a_filter_is_taken_off_by_its_button(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/services/#day-thu&cost-free"))
    both = page.evaluate(SEEN)
    page.get_by_role("button", name="Take off: Thursday").click()
    assert page.evaluate(CHOSEN) == ["Free", "Show all"]
    assert page.evaluate("document.activeElement.innerText") == "Free"
    assert page.url.endswith("#cost-free")
    assert set(both) < set(page.evaluate(SEEN))
    page.keyboard.press("Enter")
    assert page.evaluate(CHOSEN) == []
    assert page.evaluate("document.activeElement.id") == "need"
    assert page.locator("#count").inner_text() == "12 services"


def test_services_are_put_in_order_by_when_they_are_on_next_or_were_checked_last(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/services/"))
    by_name = page.evaluate(SEEN)
    assert by_name == sorted(by_name)
    page.get_by_label("Sort by").select_option(label="Next time on")
    page.wait_for_function(LOADED)
    assert page.evaluate(SEEN)[:6] == [
        "Ferry Road Family Centre",  # Monday, 9:30am
        "Riverside Debt and Benefits Line",  # the same time
        "Ferry Road Housing Drop-in",  # Monday, 10am
        "Riverside Stop Smoking Online",  # Monday, 6pm
        "Mill Street Carers Group",  # Tuesday, 10:30am
        "Mill Street Lunch Club",  # Tuesday, midday
    ]
    assert page.evaluate(SEEN)[-2:] == ["Riverside Door to Door", "St Brannoc's Work Club"], "no time, and paused"
    assert page.url.endswith("#sort-next")
    page.get_by_label("Day", exact=True).select_option(label="Thursday")
    page.reload()
    assert page.evaluate(SEEN)[0] == "Ferry Road Family Centre"
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Sort by").select_option(label="Last checked")
    assert page.evaluate(SEEN)[:2] == ["St Brannoc's Work Club", "St Brannoc's Grief Cafe"]
    assert page.evaluate(SEEN)[-2:] == ["Ferry Road Walkers", "Mill Street Digital Help"], "long ago, and never"
    page.get_by_label("Sort by").select_option(label="Name")
    assert page.evaluate(SEEN) == by_name


def test_filters_that_leave_nothing_say_what_to_do(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/services/#need-money&day-sun"))
    assert page.evaluate(SEEN) == []
    assert page.locator("#count").inner_text() == "0 services found"
    page.get_by_text("No service fits all of this").wait_for()


def test_filters_that_did_not_load_say_so_and_are_tried_again(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/services/"))
    everything = page.evaluate(SEEN)
    page.route("**/filters.js", lambda route: route.abort())
    page.get_by_label("Day", exact=True).select_option(label="Thursday")
    page.get_by_text("The filters did not load. Try again.").wait_for()
    assert page.evaluate(SEEN) == everything
    page.unroute("**/filters.js")
    page.get_by_label("Day", exact=True).select_option(label="Friday")
    page.wait_for_function(LOADED)
    assert 0 < len(page.evaluate(SEEN)) < len(everything)


def test_quick_links_lead_to_what_people_ask_for_most(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("riverside/services/"))
    links = phone.get_by_role("navigation", name="Quick links").get_by_role("link")
    names = links.all_inner_texts()
    assert names == ["Today", "This week", "Free", "From home", "Online"]
    links.first.click()
    assert phone.url.endswith("/services/this-week/#today")
    phone.get_by_role("heading", name="22 November").first.wait_for()
    for name in names[-3:]:
        phone.goto(shown.url("riverside/services/"))
        links.filter(has_text=name).click()
        phone.get_by_role("heading", name=f"Services: {name}").wait_for()
    phone.goto(shown.url("harbour/services/"))
    assert "Online" not in links.all_inner_texts(), "none is online there"


def test_without_scripts_each_filter_is_a_page_with_the_same_services(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/services/"))
    options = page.locator("#filters option").evaluate_all("all => all.map(o => o.value).filter(Boolean)")
    kinds = {"need", "day", "time", "cost", "how", "language", "access", "age", "area"}
    assert {option.partition("-")[0] for option in options} == kinds
    folder = shown.folder / "riverside/services/for"
    assert {path.name for path in folder.iterdir() if path.is_dir()} == set(options)
    for option in options:
        page.goto(shown.url("riverside/services/#" + option))
        page.reload()
        words = html.parse(str(folder / option / "index.html")).getroot()
        listed = [e.text_content() for e in words.xpath("//main//ul[contains(@class, 'services')]/li/h2/a")]
        assert page.evaluate(SEEN) == listed, option
    context.close()
    off = browser.new_context(java_script_enabled=False)
    page = off.new_page()
    page.goto(shown.url("riverside/services/"))
    assert not page.locator("select, button").locator("visible=true").count()
    page.get_by_role("link", name="Filter this list").click()
    page.get_by_role("heading", name="Filter local services").wait_for()
    page.locator("summary", has_text="Language").click()
    page.get_by_role("link", name="Somali").click()
    page.get_by_role("heading", name="Services: Somali").wait_for()
    off.close()


def test_only_languages_that_a_service_speaks_can_be_chosen(shown: Shown) -> None:
    page = html.parse(str(shown.folder / "harbour/services/index.html")).getroot()
    assert page.xpath("//select[@id='language']/option/text()") == ["Any", "Polish", "Romanian"]


def test_a_paused_service_says_so_wherever_it_is(page: Page, shown: Shown) -> None:
    said = "Paused It does not run at the moment. It may come back in March 2027."
    for address in ("services/", "help-with/work/", "services/st-brannocs-work-club/"):
        page.goto(shown.url(f"riverside/{address}"))
        words = page.locator("main").inner_text()
        assert said in " ".join(words.split()), address
    page.goto(shown.url("riverside/search/"))
    page.get_by_role("searchbox").fill("work club")
    found = page.locator("#results li").first
    found.wait_for()
    assert "Paused: it does not run at the moment." in found.inner_text()


def test_a_search_result_of_a_service_says_when_and_where(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/search/"))
    page.get_by_role("searchbox").fill("lunch club")
    found = page.locator("#results li").first
    found.wait_for()
    assert (
        "Tuesdays and Thursdays, midday to 2pm · Mill Street Hall, Riverside · £4 for lunch · You need to be aged 55 or"
        in found.inner_text()
    )


@pytest.mark.parametrize("address", ["services/", "services/mill-street-lunch-club/", "help-with/lonely/"])
def test_paper_has_the_facts_too(address: str, page: Page, shown: Shown) -> None:
    page.goto(shown.url(f"riverside/{address}"))
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    words = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for fact in ("Tuesdays and Thursdays, midday to 2pm", "Mill Street Hall", "£4 for lunch", "aged 55 or over"):
        assert fact in words, fact
    for control in ("Directions", "More filters", "Sort by", "From home"):
        assert control not in words, control


def test_the_sheet_for_staff_has_where_it_is_and_what_to_pay(shown: Shown) -> None:
    page = html.parse(str(shown.folder / "riverside/staff/print/services/index.html")).getroot()
    [club] = page.xpath("//main//ul[@class='picks']/li[@id='s-mill-street-lunch-club']")
    words = " ".join(club.text_content().split())
    assert "Mill Street Hall, 5 Mill Street, Riverside, BS1 1AE" in words
    assert "£4 for lunch" in words


def test_every_service_is_listed_or_said_to_have_ended(shown: Shown) -> None:
    folder = shown.folder / "riverside"
    page = html.parse(str(folder / "services/index.html")).getroot()
    pages = {path.parent.name for path in (folder / "services").glob("*/index.html")} - {"this-week", "yours", "for"}
    linked = [Path(href).name for href in page.xpath("//main//li/a/@href") if not NO_SERVICE.search(href)]
    assert set(linked) == pages
    assert linked[-1] in [p for p in pages if "has closed" in (folder / f"services/{p}/index.html").read_text()]


def test_the_services_of_riverside_use_every_field(shown: Shown) -> None:
    services = open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=DAY).content.services["riverside"].values()
    assert sum(service.status != "closed" for service in services) == 12
    used: set[str] = set()

    def look(model: BaseModel) -> None:
        for name in model.model_fields_set:
            used.add(f"{type(model).__name__}.{name}")
            value = getattr(model, name)
            for part in value if isinstance(value, tuple) else [value]:
                if isinstance(part, BaseModel):
                    look(part)

    for service in services:
        look(service)
    kinds = (Service, Organisation, WhoFor, HowToJoin, Cost, Price, When, Where, Area, ServiceContact, ServicePhone)
    every = {f"{kind.__name__}.{name}" for kind in (*kinds, Alert, Origin) for name in kind.model_fields}
    assert every - used == set()


def test_the_way_out_works_with_and_without_scripts(browser: Browser, shown: Shown) -> None:
    away = "https://www.bbc.co.uk/weather"
    for scripts in (False, True):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
        page.goto(shown.url("riverside/help-with/"))
        page.get_by_role("main").get_by_role("link", name="Not safe at home").click()
        page.get_by_role("main").get_by_role("link", name="Exit this page").click()
        page.wait_for_url(away)
        context.close()
    context = browser.new_context()
    page = context.new_page()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto(shown.url("riverside/help-with/"))
    page.goto(shown.url("riverside/help-with/safety/"))
    for key in ("Shift", "Shift", "a", "Shift"):
        page.keyboard.press(key)
    assert "safety" in page.url
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url(away)
    page.go_back()
    assert page.url == shown.url("riverside/help-with/"), "the page is not in the tab's history"
    page.goto(shown.url("riverside/help-with/safety/"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Exit this page"
    context.close()
    for path in shown.pages.values():
        there = "Exit this page" in path.read_text()
        has_search = 'id="search"' in path.read_text()
        assert there == (has_search or path.parent.name in ("safety", "gallery", "urgent-help")), path
