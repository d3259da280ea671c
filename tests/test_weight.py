"""A page is light enough for an old phone: 15 KB and 5 requests for the first view, 5 KB for the next."""

from __future__ import annotations

import gzip
import statistics
from pathlib import Path

from playwright.sync_api import Browser

from shown import Shown

KB = 1024


def packed(path: Path) -> int:
    """The bytes of a file as gzip sends them."""
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_first_view_is_light(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for kind, path in shown.fullest.items():
        if kind == "gallery":  # every component at once, for tests and designers: no reader opens it
            continue
        page.goto("about:blank")
        asked.clear()
        page.goto(path, wait_until="load")
        # The poster for the waiting room has a code for each role. Only staff open it, to print it.
        assert len(asked) <= (5 if not kind.endswith(": posters") else 8), f"{kind}: {asked}"
        weight = sum(packed(shown.file(url)) for url in asked)
        assert weight <= 15 * KB, f"{kind}: {weight / KB:.1f} KB"
        assert shown.file(path).as_posix() in {shown.file(url).as_posix() for url in asked}
    context.close()


def test_each_further_page_is_light(shown: Shown) -> None:
    for site in ("riverside", "hillside", "harbour"):
        weights = {p: packed(p) for p in (shown.folder / site).rglob("*.html")}
        assert statistics.median(weights.values()) <= 5 * KB
        heavy = {str(p): f"{weight / KB:.1f} KB" for p, weight in weights.items() if weight > 12 * KB}
        assert not heavy
