"""A page is light enough for an old phone: 15 KB and 5 requests for the first view, 5 KB for the next."""

from __future__ import annotations

import gzip
import statistics
from pathlib import Path

from playwright.sync_api import Browser

from shown import Handler, Shown, served

KB = 1024


def packed(path: Path) -> int:
    """The bytes of a file as gzip sends them."""
    return len(gzip.compress(path.read_bytes(), 9))


def first_view(browser: Browser, folder: Path, address: str) -> list[Path]:
    """The files for which a browser that was never here asks the server, the picture of its tab too."""
    asked: list[str] = []

    class Counted(Handler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    context = browser.new_context()
    with served(folder, Counted) as base:
        page = context.new_page()
        page.goto(f"{base}/{address}", wait_until="load")
        page.wait_for_timeout(150)  # the picture of the tab comes after all else
    context.close()
    files = [folder / path.lstrip("/") for path in asked]
    return [file / "index.html" if file.is_dir() else file for file in files]


def check_first_view(browser: Browser, folder: Path, address: str, *, most: int = 5) -> None:
    files = first_view(browser, folder, address)
    assert len(files) <= most, f"{address}: {[file.name for file in files]}"
    weight = sum(packed(file) for file in files)
    assert weight <= 15 * KB, f"{address}: {weight / KB:.1f} KB"
    assert {file.name for file in files} >= {"rolecall.css"}, "it was counted"


def test_the_first_view_is_light(browser: Browser, shown: Shown) -> None:
    for kind, url in shown.fullest.items():
        if kind == "gallery":  # every component at once, for tests and designers: no reader opens it
            continue
        site = kind.partition(":")[0]
        # The poster for the waiting room has a code for each role. Only staff open it, to print it.
        most = 8 if kind.endswith(": posters") else 5
        check_first_view(browser, shown.folder / site, url.removeprefix(f"{shown.bases[site]}/"), most=most)


def test_each_further_page_is_light(shown: Shown) -> None:
    for site in ("riverside", "hillside", "harbour"):
        weights = {p: packed(p) for p in (shown.folder / site).rglob("*.html")}
        assert statistics.median(weights.values()) <= 5 * KB
        heavy = {str(p): f"{weight / KB:.1f} KB" for p, weight in weights.items() if weight > 12 * KB}
        assert not heavy
