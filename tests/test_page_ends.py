"""Each page that says something says once since when that stands checked, and once where to report a mistake.

Not on pages that lead on at once, and that for wrong addresses: they say nothing that could be wrong. Frames on other
websites have a link to the page that says both. Sheets that staff print carry the day and, on the screen, the way.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import pytest
from lxml import html

from conftest import ROOT
from rolecall.build import Made, made
from rolecall.load import Workspace
from rolecall.opened import Opened, open_workspace

WITHOUT = {"service-filters", "404", "moved", "try-it"}
OF_CHECKS = {"about", "staff", "chosen"}
"""Pages that are about checks, and have the days of others."""

DAY = r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_workspace(Workspace(ROOT, ROOT), today=date(2026, 11, 25))


@pytest.fixture(scope="module", params=["riverside", "hillside", "harbour"])
def site(opened: Opened, request: pytest.FixtureRequest) -> Made:
    return made(opened, request.param)


def words(part: html.HtmlElement) -> str:
    return " ".join(part.text_content().split())


def test_each_page_ends_with_1_day_and_1_way_to_report_a_mistake(site: Made) -> None:
    for page in site.plan.pages:
        [main] = html.fromstring(site.files[page.file].decode()).xpath("//main")
        wanted = 0 if page.kind in WITHOUT else 1
        days, ways = (main.xpath(f".//p[@class='{kind}']") for kind in ("reviewed", "report"))
        assert (len(days), len(ways)) == (wanted, wanted), page.address
        assert words(main).lower().count("report a mistake") <= wanted, page.address
        if wanted:
            assert [*main][-2:] == [*days, *ways], f"{page.address}: its end is at its end"
            says = words(days[0])
            assert says.startswith("Page last checked: " if page.reviewed else "Not everything"), page.address


def test_no_other_day_of_a_check_stands_on_a_page(site: Made) -> None:
    for page in site.plan.pages:
        if page.kind not in WITHOUT | OF_CHECKS:
            [main] = html.fromstring(site.files[page.file].decode()).xpath("//main")
            for end in main.xpath("./p[@class='reviewed']"):
                end.drop_tree()
            assert not re.search(rf"(?i)(checked|reviewed)\W+(on )?{DAY}", words(main)), page.address


def test_a_letter_names_the_page(site: Made) -> None:
    """Its title, and its address below the PCN's id."""
    for page in site.plan.pages:
        for link in html.fromstring(site.files[page.file].decode()).xpath("//p[@class='report']/a/@href"):
            if link.startswith("mailto:"):
                subject, _, letter = unquote(link.partition("?subject=")[2]).partition("&body=")
                assert subject == f"Mistake on riverside/{page.address}"
                assert f'"{page.title}"' in letter and letter.endswith(f"Page: riverside/{page.address}")


def test_frames_on_other_websites_lead_to_the_page_that_says_both(site: Made) -> None:
    frames = [name for name in site.files if name.startswith("embed/") and name.endswith(".html")]
    assert frames
    for name in frames:
        tree = html.fromstring(site.files[name].decode())
        assert not tree.xpath("//p[@class='reviewed' or @class='report']")
        assert tree.xpath("//a/@href")
