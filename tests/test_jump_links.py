"""A long list from A to Z has a link to each of its letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from shown import Shown


@pytest.mark.parametrize("path", ["riverside/search/", "riverside/job-titles/"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_letter_leads_to_its_part_of_the_list(path: str, scripts: bool, browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(shown.url(path))
    links = page.get_by_role("navigation", name="Letters").get_by_role("link")
    assert links.count() > 10
    for at in (1, links.count() - 2):
        letter = links.nth(at).inner_text()
        links.nth(at).click()
        expect(page.get_by_role("heading", name=letter, exact=True)).to_be_in_viewport()
    boxes = [box for link in links.all() if (box := link.bounding_box())]
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes), "a finger finds them"
    page.emulate_media(media="print")
    assert not page.locator(".letters").is_visible()
    context.close()


def test_each_heading_of_the_list_has_its_link(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in ("riverside/search/", "harbour/search/", "riverside/job-titles/"):
        page.goto(shown.url(path))
        ids = page.eval_on_selector_all("[id^='letter-']", "all => all.map(e => '#' + e.id)")
        assert ids == page.eval_on_selector_all(".letters a", "all => all.map(e => e.getAttribute('href'))")
    context.close()
