"""axe-core finds nothing against WCAG 2.2 A and AA, its best practices or contrast at AAA, on any kind of page."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from conftest import ROOT
from shown import Shown

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
RUN = """only => axe.run(document, {runOnly: only, resultTypes: ['violations'],
  rules: {'color-contrast-enhanced': {enabled: true}}})"""


def violations(found: dict[str, Any]) -> list[str]:
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(width: int, browser: Browser, shown: Shown) -> None:
    """In light colours every rule; in dark ones those about colour, as nothing else differs there.

    The fullest page of each kind, and the gallery with every state of every component.
    """
    context = browser.new_context(color_scheme="light", viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    wrong, incomplete = [], 0
    schemes: list[tuple[Literal["light", "dark"], list[str]]] = [("light", TAGS), ("dark", COLOUR)]
    for kind, path in shown.fullest.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.add_script_tag(path=AXE)
        for scheme, tags in schemes:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(RUN, tags)
            wrong += [f"{kind}, {scheme}: {violation}" for violation in violations(found)]
            incomplete += len(found["passes"]) == 0
        page.emulate_media(color_scheme="light")
    context.close()
    assert not wrong, "\n".join(wrong)
    assert not incomplete


def test_words_show_on_each_kind_of_page_of_each_site(browser: Browser, shown: Shown) -> None:
    """In light and dark. A PCN has a colour of its own, and each has kinds of page that others lack."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    wrong = []
    for kind, path in shown.kinds.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.add_script_tag(path=AXE)
        schemes: list[Literal["light", "dark"]] = ["light", "dark"]
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{kind}, {scheme}: {found}" for found in violations(page.evaluate(RUN, COLOUR))]
    context.close()
    assert not wrong, "\n".join(wrong)


def test_axe_finds_what_is_wrong(browser: Browser, shown: Shown) -> None:
    """The check itself can fail: A picture without words, pale words and grey ones are seen."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(shown.url("riverside/"))
    bad = "<img src=x><p style=color:#bbb>pale</p><p style=color:#666>grey</p>"
    page.evaluate("bad => { document.querySelector('main').innerHTML += bad; }", bad)
    page.add_script_tag(path=AXE)
    rules = {violation.partition(":")[0] for violation in violations(page.evaluate(RUN, TAGS))}
    context.close()
    assert {"image-alt", "color-contrast", "color-contrast-enhanced"} <= rules
