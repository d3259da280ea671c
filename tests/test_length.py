"""No page for patients is a long scroll on a phone: 4,500 px with all folds shut. Lists from A to Z have letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from shown import Shown
from test_first_screen import SITES

MOST = 4500
A_TO_Z = ("search/", "job-titles/")


@pytest.mark.parametrize("site", SITES)
def test_no_page_is_long(browser: Browser, shown: Shown, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    long, without_letters = {}, []
    folder = shown.folder / site
    for file in sorted(folder.rglob("index.html")):
        address = file.relative_to(folder).as_posix().removesuffix("index.html")
        if address.startswith(("staff/", "embed/")) or 'http-equiv="refresh"' in file.read_text():
            continue
        page.goto(shown.url(f"{site}/{address}"))
        height = page.evaluate("document.documentElement.scrollHeight")
        if address in A_TO_Z:
            letters = page.locator("nav.letters a")
            without_letters += [address] if not letters.count() else []
        elif height > MOST:
            long[address] = height
    context.close()
    assert not long
    assert not without_letters
