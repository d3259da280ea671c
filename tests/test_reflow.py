"""Nobody scrolls sideways: on a narrow screen, at 400% zoom, with wide text spacing, without scripts."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from conftest import ROOT
from shown import Shown

SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
     && getComputedStyle(e).position !== 'absolute').slice(0, 3).map(e => e.outerHTML.slice(0, 80));
  const cut = [...document.querySelectorAll('body *')].filter(e => e.children.length === 0 && e.innerText
     && !e.classList.contains('hidden') && getComputedStyle(e).overflow === 'hidden'
     && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)).map(e => e.outerHTML.slice(0, 80));
  return wide > 0 || out.length || cut.length ? [wide, ...out, ...cut] : [];
}"""
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    "p { margin-block-end: 2em !important; }"
)


def check(page: Page, shown: Shown, *, style: str = "") -> None:
    wrong = []
    for kind, path in shown.fullest.items():
        page.goto(path)
        if style:
            page.add_style_tag(content=style)
        wrong += [f"{kind}: {found}" for found in [page.evaluate(SIDEWAYS)] if found]
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
    check(context.new_page(), shown, style="html { font-size: 200% !important; }")
    context.close()


def test_without_scripts_the_same_words_are_there(browser: Browser, shown: Shown) -> None:
    """But on the kinds of page that offer more with scripts, which have tests of their own."""
    more = (": search", ": services", ": staff", ": staff-role", ": my-list", ": whats-on")
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
