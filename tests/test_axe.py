"""axe-core finds nothing against WCAG 2.2 A and AA or its best practices, on any kind of page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from conftest import ROOT
from shown import Shown

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
RUN = "() => axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"


def violations(found: dict[str, Any]) -> list[str]:
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: Any, width: int, browser: Browser, shown: Shown) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    wrong, incomplete = [], 0
    for kind, path in shown.kinds.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.add_script_tag(path=AXE)
        found = page.evaluate(RUN)
        wrong += [f"{kind}: {violation}" for violation in violations(found)]
        incomplete += len(found["passes"]) == 0
    context.close()
    assert not wrong, "\n".join(wrong)
    assert not incomplete


def test_axe_finds_what_is_wrong(browser: Browser, shown: Shown) -> None:
    """The check itself can fail: a picture without words and grey on white are seen."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(shown.url("riverside/"))
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x><p style=color:#bbb>pale</p>'")
    page.add_script_tag(path=AXE)
    rules = {violation.partition(":")[0] for violation in violations(page.evaluate(RUN))}
    context.close()
    assert {"image-alt", "color-contrast"} <= rules
