"""Somebody without a mouse gets everywhere, and sees where they are."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from shown import Shown

STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const look = s.backgroundColor + s.boxShadow + s.outlineColor + s.outlineStyle;
  const name = e.labels ? [...e.labels].map(l => l.innerText).join(' ') || e.innerText : e.innerText;
  return {tag: e.tagName, text: (name || '').trim(), href: e.getAttribute('href'),
          seen: r.width > 0 && r.height > 0 && s.visibility === 'visible' && s.opacity > 0
                && r.top >= -1 && r.left >= -1 && r.bottom <= innerHeight + 1 && r.right <= innerWidth + 1,
          look, at: [...document.querySelectorAll('*')].indexOf(e)};
}"""
UNFOCUSED = """() => [...document.querySelectorAll('a[href],summary,select,input,button')].map(e => {
  const s = getComputedStyle(e); return s.backgroundColor + s.boxShadow + s.outlineColor + s.outlineStyle; })"""


def walk(page: Page) -> list[dict[str, Any]]:
    stops = []
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (stops and stop["at"] == stops[0]["at"]):
            return stops
        stops.append(stop)
    raise AssertionError("Tab never leaves the page")


@pytest.mark.parametrize("width", [1280, 360])
def test_tab_goes_through_each_page_in_order_and_shows_where_it_is(width: int, browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    for kind, path in shown.fullest.items():
        page = context.new_page()  # where Tab leaves a page depends on how often it left one before in the same tab
        page.goto(path)
        if page.evaluate("document.activeElement !== document.body"):  # where a script starts further down
            page.locator(".skip").first.focus()
            page.keyboard.press("Shift+Tab")
        plain = set(page.evaluate(UNFOCUSED))
        stops = walk(page)
        if not kind.endswith(": embed"):  # which has no header
            assert stops[0]["href"] == "#main", f"{kind}: the first stop is the link past the header"
        for stop in stops:
            assert stop["seen"], f"{kind}: {stop} cannot be seen"
            assert stop["text"], f"{kind}: {stop} has no name"
            assert stop["look"] not in plain, f"{kind}: {stop} looks as if it had no focus"
        places = [stop["at"] for stop in stops]
        assert places == sorted(places), f"{kind}: the order jumps"
        links = page.locator(":is(a[href], summary, select, input, button):visible").count()
        assert len(stops) == links, f"{kind}: {len(stops)} stops for {links} links that can be seen"
        page.close()
    context.close()


def test_the_link_past_the_header_goes_to_the_main_part(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/link-worker/"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    context.close()


def test_a_part_that_is_folded_opens_by_keyboard_without_scripts(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shown.url("riverside/link-worker/"))
    assert not page.get_by_text("Who employs them").is_visible()
    page.locator("summary", has_text="About the job").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Who employs them").is_visible()
    context.close()


def test_links_are_large_enough_to_tap(browser: Browser, shown: Shown) -> None:
    """WCAG 2.5.8: 24 CSS pixels, but for links within a sentence."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    small = """() => [...document.querySelectorAll(
      'nav a, .next a, .contacts a, .foot a, .card h3 a, .card h2 a, .choices a, .lines a, .found a, '
      + '.action a, .exit a, summary, select, input, button')]
      .filter(e => !e.closest('p[data-fact]')).map(e => [e.innerText, e.getBoundingClientRect()])
      .filter(([, r]) => r.height > 0 && (r.height < 24 || r.width < 24)).map(([t, r]) => t + ' ' + r.height)"""
    for kind, path in shown.fullest.items():
        page.goto(path)
        assert page.evaluate(small) == [], kind
    context.close()
