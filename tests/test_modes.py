"""Forced colours, less motion, and the table or the lists: what axe does not see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from shown import Shown

COMPARISONS = ["riverside/compare/", "harbour/compare/link-worker-or-care-coordinator/"]


@pytest.mark.parametrize("width", [320, 767, 768, 1280])
def test_either_the_tables_or_the_lists_are_there(width: int, browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in COMPARISONS:
        page.goto(shown.url(path))
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        tables, lists = page.locator(".wide:visible").count(), page.locator(".narrow:visible").count()
        assert (tables, lists) == ((4, 0) if width >= 768 else (0, 4)), f"{path} at {width}"
    context.close()


def test_paper_gets_the_tables_even_from_a_phone(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(shown.url("riverside/compare/"))
    page.emulate_media(media="print")
    assert page.locator(".wide:visible").count() == 4
    assert page.locator(".narrow:visible").count() == 0
    context.close()


def test_no_stop_of_the_keyboard_lies_in_what_is_hidden(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    inside = (
        "() => [...document.querySelectorAll('thead a, [hidden] a, .hidden a')]\n"
        "  .filter(e => e.getClientRects().length).length"
    )
    for path in shown.fullest.values():
        page.goto(path)
        assert page.evaluate(inside) == 0, path
    context.close()


def test_what_is_hidden_stays_hidden(browser: Browser, shown: Shown) -> None:
    """A rule for `display` must not beat the `hidden` attribute."""
    context = browser.new_context()
    page = context.new_page()
    seen = """() => [...document.querySelectorAll('main *:not(svg *)')].filter(e => {
        const was = e.hidden; e.toggleAttribute('hidden', true);
        const shows = getComputedStyle(e).display !== 'none'; e.toggleAttribute('hidden', was); return shows; })
        .map(e => e.tagName + '.' + e.getAttribute('class')).slice(0, 5)"""
    for path in shown.fullest.values():
        page.goto(path)
        assert page.evaluate(seen) == [], path
    context.close()


def test_forced_colours_keep_borders_and_the_focus(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(shown.url("riverside/urgent-help/"))
    border = "s => parseFloat(getComputedStyle(document.querySelector(s)).borderTopWidth)"
    for selector in (".care", ".urgent", ".care h2"):
        assert page.evaluate(border, selector) > 0, selector
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focus = "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineColor]; }"
    style, colour = page.evaluate(focus)
    assert style == "solid"
    assert colour != "rgba(0, 0, 0, 0)"
    page.goto(shown.url("riverside/link-worker/"))
    for selector in (".reach", ".tag"):
        assert page.evaluate(border, selector) > 0, selector
    context.close()


def test_nothing_moves_for_those_who_ask_for_less_motion(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    moving = """() => [...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s =>
        s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior !== 'auto').length"""
    for path in shown.fullest.values():
        page.goto(path)
        assert page.evaluate(moving) == 0, path
    context.close()
