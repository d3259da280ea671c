"""Somebody finds a local service that fits: by one filter on any phone, by several where scripts run."""

from __future__ import annotations

from pathlib import Path

from lxml import html
from playwright.sync_api import Browser
from pydantic import BaseModel

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

SEEN = "[...document.querySelectorAll('#services > li')].filter(e => e.offsetHeight).map(e => e.firstChild.innerText)"


def test_filters_work_together_and_stand_in_the_address(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(shown.url("riverside/services/"))
    everything = page.evaluate(SEEN)
    page.get_by_label("Day", exact=True).select_option(label="Thursday")
    on_thursday = page.evaluate(SEEN)
    page.get_by_label("Cost", exact=True).select_option(label="Free")
    both = page.evaluate(SEEN)
    assert 0 < len(both) < len(on_thursday) < len(everything)
    assert set(both) < set(on_thursday) < set(everything)
    assert page.locator("#count").inner_text().startswith(f"{len(both)} service")
    assert page.locator("#count").get_attribute("role") == "status"
    address = page.url
    assert address.endswith("#day-thu&cost-free")
    page.goto("about:blank")
    page.goto(address)
    assert page.evaluate(SEEN) == both
    assert page.get_by_label("Day", exact=True).input_value() == "day-thu"
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate(SEEN) == everything
    assert page.evaluate("document.activeElement.id") == "clear"
    context.close()


def test_filters_that_leave_nothing_say_what_to_do(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/services/#need-money&day-sun"))
    assert page.evaluate(SEEN) == []
    assert page.locator("#count").inner_text() == "0 services found"
    page.get_by_text("No service fits all of this").wait_for()
    context.close()


def test_without_scripts_each_filter_is_a_page_with_the_same_services(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/services/"))
    options = page.locator("#filters option").evaluate_all("all => all.map(o => o.value).filter(Boolean)")
    kinds = {"need", "day", "cost", "how", "access", "age", "area"}
    assert {option.partition("-")[0] for option in options} == kinds
    folder = shown.folder / "riverside/services/for"
    assert {path.name for path in folder.iterdir()} == set(options)
    for option in options:
        page.goto(shown.url("riverside/services/#" + option))
        page.reload()
        words = html.parse(str(folder / option / "index.html")).getroot()
        listed = [e.text_content() for e in words.xpath("//main//li[contains(@class, 'card')]/*[1]/a")]
        assert page.evaluate(SEEN) == listed, option
    context.close()
    off = browser.new_context(java_script_enabled=False)
    page = off.new_page()
    page.goto(shown.url("riverside/services/"))
    assert not page.locator("select, button").locator("visible=true").count()
    page.locator("summary", has_text="Day").click()
    page.get_by_role("link", name="Thursday").click()
    page.get_by_role("heading", name="Services: Thursday").wait_for()
    off.close()


def test_every_service_is_listed_or_said_to_have_ended(shown: Shown) -> None:
    folder = shown.folder / "riverside"
    page = html.parse(str(folder / "services/index.html")).getroot()
    pages = {path.parent.name for path in (folder / "services").glob("*/index.html")} - {"this-week"}
    linked = [Path(href).name for href in page.xpath("//main//li/a/@href") if "for/" not in href and ".." not in href]
    linked.remove("this-week")
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
        assert there == (path.parent.name in ("safety", "gallery", "search", "urgent-help")), path
