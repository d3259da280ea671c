"""What is on: the days of a week as the schedules have them, true for as long as the page says, and a poster."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from lxml import html
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from conftest import ROOT
from rolecall.load import Workspace
from rolecall.model.schedule import happens_on
from rolecall.opened import open_workspace
from shown import DAY, Shown

WEEK = "riverside/services/this-week/"


def read(shown: Shown, site: str = "riverside") -> html.HtmlElement:
    return html.parse(str(shown.folder / site / "services/this-week/index.html")).getroot()


def test_each_day_has_what_the_schedules_say_in_order(shown: Shown) -> None:
    services = open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=DAY).site("riverside").services
    sections = read(shown).xpath("//*[@id='week']/section")
    assert len(sections) == 7
    for number, section in enumerate(sections):
        day = DAY + timedelta(days=number)
        assert section.xpath(".//h2//time/@datetime") == [day.isoformat()]
        times = [
            (when.from_, service.service.name)
            for service in services
            if service.state == "open"
            for when in service.when
            if happens_on(when, day)
        ]
        listed = [link.text_content() for link in section.xpath(".//li//a")]
        assert listed == [name for _, name in sorted(times, key=lambda time: time[0] or "24")], day
    assert read(shown).xpath("//section[1]/h2/@id")[0] == "today"


def test_it_says_its_dates_what_is_paused_and_what_has_no_days(shown: Shown) -> None:
    page = read(shown)
    text = " ".join(page.xpath("//main")[0].text_content().split())
    assert page.xpath("string(//h1)") == "What's on, 22 November to 28 November 2026"
    assert "It was made on 22 November 2026." in text
    assert "Not running this week St Brannoc's Work Club" in text
    assert "Riverside Door to DoorMost weekdays. Book at least 2 days before you travel" in text
    club = page.xpath("//li[.//a='Mill Street Lunch Club']")[0].text_content()
    for part in (
        "midday to 2pm",
        "Mill Street Hall, 5 Mill Street. £4 for lunch",
        "no lunch from 24 December",
    ):
        assert part in club
    assert page.xpath("//*[@id='past'][@hidden]")


def test_without_services_it_leads_on_and_is_the_same_each_day(shown: Shown) -> None:
    page = read(shown, "hillside")
    assert page.xpath("string(//h1)") == "What's on"
    assert "Ask at your GP surgery" in page.xpath("string(//main)")
    assert not page.xpath("//main//time")


@pytest.mark.parametrize(
    ("now", "day", "is_past"),
    [
        pytest.param(date(2026, 11, 22), "2026-11-22", False, id="the day on which it was made"),
        pytest.param(date(2026, 11, 26), "2026-11-26", False, id="later in the week"),
        pytest.param(date(2026, 11, 29), None, True, id="after the week"),
        pytest.param(date(2026, 11, 21), None, False, id="before it"),
    ],
)
def test_the_day_that_it_is_now_is_marked(
    now: date, day: str | None, is_past: bool, browser: Browser, shown: Shown
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.clock.set_fixed_time(f"{now}T12:00:00Z")
    page.goto(shown.url(WEEK + "#today"))
    marked = page.locator("h2:has(.tag:visible) time").evaluate_all("all => all.map(time => time.dateTime)")
    assert marked == ([day] if day else [])
    assert page.locator("#past").is_visible() == is_past
    if day:
        assert abs(page.locator(f"h2:has([datetime='{day}'])").evaluate("e => e.getBoundingClientRect().top")) < 60
    context.close()


def sheets(page: Page) -> list[str]:
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]


def test_it_is_a_poster_of_1_sheet_with_its_dates_and_a_code(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    for site in ("riverside", "harbour", "hillside"):
        page.goto(shown.url(f"{site}/services/this-week/"))
        [text] = sheets(page)
        words = " ".join(text.split())
        assert f"{site.capitalize()} Primary Care Network" in words
        if site != "hillside":
            assert "What's on, 22 November to 28 November 2026" in words
            assert f"{site}.example.org/services/this-week/" in words.replace(" ", "")
            assert page.locator(".qr img").get_attribute("src") == "../../qr/pages/this-week.svg"
    context.close()


def test_the_search_finds_it_by_what_people_say(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/search/"))
    for words in ("what is on", "what's on today", "this week"):
        page.get_by_role("searchbox").fill(words)
        page.wait_for_timeout(200)
        page.wait_for_function("() => document.getElementById('results').ariaBusy === 'false'")
        assert page.locator("#results li a").first.inner_text() == "What's on this week", words
    context.close()
