"""The pages of a site in a real browser, where axe looks at them: colours, names, order, and what a screen reader gets.

Nothing is asked of any network: the browser gets the site's files from memory, and no answer to all else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import Error as BrowserError

from rolecall.addresses import address_of, file_of
from rolecall.checks.seen import pages_of
from rolecall.places import Place, Problem

_HOST = "http://site.invalid"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOUR = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
_SCHEMES: tuple[tuple[Literal["light", "dark"], list[str]], ...] = (("light", _TAGS), ("dark", _COLOUR))
"""In dark colours nothing but colours is another."""
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "msedge")

NoBrowser = BrowserError
"""Where no browser can be started."""


@contextmanager
def started() -> Iterator[Browser]:
    """A browser of this computer, or the one that Playwright installed. NoBrowser where there is none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    is_root = os.name == "posix" and os.geteuid() == 0  # for whom Chromium does not start in its sandbox
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if is_root else [])
        try:
            yield browser
        finally:
            browser.close()


def axe(browser: Browser, files: Mapping[str, bytes], base: str, folder: str) -> Iterator[Problem]:
    """What axe finds in the pages of a site, each thing once, at the first page that has it.

    `base` is the path of the site on its server, `folder` what stands in front of its files in messages.
    """
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    context.route("**/*", lambda route: _answer(route, files, base))
    page = context.new_page()
    found: dict[tuple[str, str], tuple[str, dict[str, Any], set[str]]] = {}
    for name in sorted(each.name for each in pages_of(files)):
        for rule, node in _violations(page, base, name):
            at = (rule["id"], node["html"])
            found.setdefault(at, (rule["help"], node, set()))[2].add(name)
    context.close()
    for (id, _), (help, node, pages) in found.items():
        first, *others = sorted(pages)
        more = f", and on {len(others)} more pages" if len(others) > 1 else ", and on 1 more page" if others else ""
        sentence = f"axe says ({id}): {help}{more}"
        yield Problem(Place(folder + first), sentence, f"It is this part: {node['html'][:200]}", kind="unusual")


def _violations(page: Page, base: str, name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    page.goto(_HOST + base + address_of(name))
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    for scheme, tags in _SCHEMES:
        page.emulate_media(color_scheme=scheme)
        enhanced = {"color-contrast-enhanced": {"enabled": True}}
        results = Axe().run(page, options={"runOnly": tags, "resultTypes": ["violations"], "rules": enhanced})
        for rule in results.response["violations"]:
            for node in rule["nodes"]:
                yield rule, node


def _answer(route: Route, files: Mapping[str, bytes], base: str) -> None:
    """A file of the site. Nothing where it has none, or where another website is asked."""
    url = route.request.url
    name = file_of(urlsplit(url).path.removeprefix(base))
    if url.startswith(_HOST) and name in files:
        kinds = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
        route.fulfill(body=files[name], content_type=kinds.get(name.rpartition(".")[2], "application/octet-stream"))
    else:
        route.abort()
