"""Nobody scrolls sideways: on a narrow screen, at 400% zoom, with wide text spacing, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from conftest import ROOT
from shown import Shown

SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
     && getComputedStyle(e).position !== 'absolute').slice(0, 3).map(e => e.outerHTML.slice(0, 80));
  const cut = [...document.querySelectorAll('body *')].filter(e => e.children.length === 0 && e.innerText
     && !e.classList.contains('hidden') && e.clientWidth > 1 && getComputedStyle(e).overflow === 'hidden'
     && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)).map(e => e.outerHTML.slice(0, 80));
  return wide > 0 || out.length || cut.length ? [wide, ...out, ...cut] : [];
}"""
BROKEN = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), out = [];
  while (words.nextNode()) {
    const text = words.currentNode, around = text.parentElement;
    if (around.closest('script, .copy, .hidden, option') || !around.getClientRects().length) continue;
    for (const found of text.data.matchAll(/\\S+/g)) {
      if (/[@/]|\\w\\.\\w|_/.test(found[0])) continue;
      for (const word of found[0].matchAll(/[\\p{L}\\p{M}\\p{N}'’]+/gu)) {
        const range = document.createRange(), start = found.index + word.index;
        range.setStart(text, start);
        range.setEnd(text, start + word[0].length);
        const lines = [...range.getClientRects()].filter(r => r.width > 0);
        if (lines.some(r => r.top > lines[0].top + lines[0].height / 2)) out.push(around.tagName + ' ' + word[0]);
      }
    }
  }
  return [...new Set(out)].slice(0, 8);
}"""
"""Words with a line break within. Addresses of pages and emails may have one."""
LARGE = "html { font-size: 200% !important; }"
PAST = """() => {
  const main = document.getElementById('main');
  if (!main) return [];
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const end = main.getBoundingClientRect().left + parseFloat(getComputedStyle(main).paddingLeft) + 44 * rem + 0.5;
  const grid = 'table, .cards:not(:has(> :only-child)), .differences, .letters, .crumbs, .filters, .exit, '
    + '.tiles, .groups, .services, .service-facts, .pairs, .same, .sides, .week';
  const words = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), out = [];
  while (words.nextNode()) {
    if (!words.currentNode.data.trim() || words.currentNode.parentElement.closest(grid)) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    if ([...range.getClientRects()].some(r => r.right > end)) out.push(words.currentNode.data.trim().slice(0, 60));
  }
  return out.slice(0, 5);
}"""
"""Words that go on beyond the width of text, but for grids and tables."""
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    "p { margin-block-end: 2em !important; }"
)


def check(page: Page, shown: Shown, *, style: str = "", asked: str = SIDEWAYS) -> None:
    wrong = []
    for kind, path in shown.fullest.items():
        page.goto(path)
        if style:
            page.add_style_tag(content=style)
        wrong += [f"{kind}: {found}" for found in [page.evaluate(asked)] if found]
    assert not wrong, "\n".join(wrong)


def test_every_template_of_a_page_is_looked_at(shown: Shown) -> None:
    """Here and wherever else the fullest page of each kind is opened."""
    templates = {path.name.removesuffix(".html.jinja") for path in (ROOT / "theme/pages").glob("*.html.jinja")}
    not_in_a_site = {"moved", "problems"}
    assert {kind.rpartition(": ")[2] for kind in shown.kinds} - {"gallery"} == templates - not_in_a_site


def test_at_320_pixels(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    check(context.new_page(), shown)
    context.close()


def test_at_400_percent_zoom(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    check(context.new_page(), shown)
    context.close()


def test_with_the_text_spacing_of_wcag_1_4_12(browser: Browser, shown: Shown) -> None:
    for width in (320, 1280):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        check(context.new_page(), shown, style=SPACING)
        context.close()


def test_with_text_twice_as_large(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 800}, bypass_csp=True)
    check(context.new_page(), shown, style=LARGE)
    context.close()


@pytest.mark.parametrize("width", [320, 360])
def test_no_word_is_broken_where_text_is_twice_as_large_on_a_phone(width: int, browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    page = context.new_page()
    check(page, shown, style=LARGE)
    if width == 360:
        check(page, shown, style=LARGE + " details > * { display: block; }", asked=BROKEN)
    context.close()


def test_a_broken_word_is_seen(page: Page, shown: Shown) -> None:
    page.goto(shown.url("riverside/"))
    page.evaluate("document.querySelector('h1').style.inlineSize = '2em'")
    assert page.evaluate(BROKEN)


def test_words_have_one_width(browser: Browser, shown: Shown) -> None:
    """On a wide screen, all but grids and tables ends where a line of text does."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    check(context.new_page(), shown, asked=PAST)
    context.close()


def test_without_scripts_the_same_words_are_there(browser: Browser, shown: Shown) -> None:
    """But on the kinds of page that offer more with scripts, which have tests of their own."""
    more = (": home", ": search", ": services", ": staff", ": my-list", ": whats-on", ": chosen")
    kinds = {kind: path for kind, path in shown.fullest.items() if not kind.endswith(more)}
    texts = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        said = []
        for path in kinds.values():
            page.goto(path)
            said.append(page.locator("body").inner_text())
        texts.append(said)
        context.close()
    assert texts[0] == texts[1]
