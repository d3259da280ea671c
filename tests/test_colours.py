"""Words show at 7 to 1 (WCAG 2.2, AAA): each pair of colours of the stylesheet, focused links, a PCN's own colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT, Ran
from rolecall.colours import EASY, contrast, darker
from shown import Shown

WORDS = ("ink", "quiet", "link", "visited", "do", "dont")
PAPERS = ("paper", "shade", "warn")
"""What words stand on, in light and in dark."""
FILLED = ("brand", "go", "stop", "note", "black")
"""What white words stand on, the same in both."""

FOCUSED = """() => [...document.querySelectorAll('a, summary')].flatMap(e => {
  e.focus({preventScroll: true});
  const s = getComputedStyle(e);
  return document.activeElement === e ? [[s.color, s.backgroundColor, e.outerHTML.slice(0, 60)]] : []; })"""
"""How each link and fold looks while it has the focus."""


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the stylesheet's light and dark style, by name."""
    css = (ROOT / "theme/shell/assets/rolecall.css").read_text().partition("@media print")[0]
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", css, re.S)
    )
    whole = {
        name: colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:]) for name, colour in light.items()
    }
    return {"light": whole, "dark": {**whole, **dark}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_show_on_whatever_they_stand_on(scheme: str) -> None:
    """Visited links too, of which no browser tells a page how they look."""
    colours = schemes()[scheme]
    pairs = [*product(WORDS, PAPERS), *product(["on"], FILLED), ("on-focus", "focus")]
    pale = {pair: round(found, 2) for pair in pairs if (found := contrast(*(colours[name] for name in pair))) < EASY}
    assert not pale


def test_a_colour_stands_at_the_top_of_the_stylesheet_only() -> None:
    """But for those of paper, and what a button is under the mouse."""
    css = (ROOT / "theme/shell/assets/rolecall.css").read_text().partition("@media print")[0]
    below = re.sub(r":root \{.*?\}", "", css, flags=re.S)
    assert sorted(set(re.findall(r"#[0-9a-f]{3,8}\b", below))) == ["#00401e", "#fff"]


def test_a_focused_link_shows_wherever_it_stands(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    looks = set()
    for path in shown.fullest.values():
        page.goto(path)
        page.keyboard.press("Tab")
        looks |= {tuple(found) for found in page.evaluate(FOCUSED)}
    context.close()
    assert {look[:2] for look in looks} == {("rgb(33, 43, 50)", "rgb(255, 235, 59)")}, looks


@pytest.mark.parametrize("colour", ["#005eb8", "#ffdd00", "#ffffff", "#767676", "#00566b", "#000000", "#7a1f5c"])
def test_the_nearest_darker_colour_is_the_first_that_holds(colour: str) -> None:
    found = darker(colour)
    assert contrast(found, "#ffffff") >= EASY
    assert contrast(found, "#ffffff") < EASY + 0.2 or found == colour


def test_check_names_the_nearest_darker_colour(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    """A colour from 4.5 to 1 on counts, and nothing stops."""
    file = workspace / "content/pcns/testbury/pcn.yml"
    file.write_text('name: Testbury PCN\nods_code: U12345\ncolour: "#005eb8"\n')
    ran = rolecall(workspace, "check")
    assert ran.code == 0
    assert "pcn.yml:3:9: white words on #005eb8 are hard to read for some people" in ran.out + ran.err
    fix = re.search(r'"(#\w+)" is the nearest darker colour with 7 to 1', ran.out + ran.err)
    assert fix
    file.write_text(file.read_text().replace("#005eb8", fix[1]))
    assert "hard to read for some people" not in str(rolecall(workspace, "check"))
