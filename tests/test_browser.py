"""`rolecall check --browser` looks at pages as they are drawn, and asks nobody else for anything."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from conftest import ROOT, Ran
from rolecall import browser

STYLE = b"main { color: #bbb; background: #fff; }"
PAGE = b"""<!doctype html><html lang="en"><head><title>Tea</title><link rel="stylesheet" href="%(css)s"></head>
<body><main><h1>Tea</h1><p>Every Monday</p></main>%(more)s</body></html>"""


def page(css: bytes, more: bytes = b"") -> bytes:
    return PAGE % {b"css": css, b"more": more}


def test_what_is_hard_to_see_is_told_once_with_its_first_page() -> None:
    files = {
        "index.html": page(b"assets/site.css"),
        "tea/index.html": page(b"../assets/site.css"),
        "404.html": page(b"/riverside/assets/site.css"),
        "assets/site.css": STYLE,
        "old/index.html": b'<meta http-equiv="refresh" content="0">',
    }
    with browser.started() as chromium:
        found = [*browser.axe(chromium, files, "/riverside/", "site/riverside/")]
    pale = [problem for problem in found if "(color-contrast)" in problem.sentence]
    assert {str(problem.place) for problem in pale} == {"site/riverside/404.html:1:1"}
    assert all(problem.sentence.endswith(", and on 2 more pages") for problem in pale)
    assert any("<p>Every Monday</p>" in str(problem) for problem in pale)


def test_no_other_website_is_asked() -> None:
    asked = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    picture = f'<img alt="" src="http://127.0.0.1:{server.server_port}/x.png">'.encode()
    with browser.started() as chromium:
        assert [*browser.axe(chromium, {"index.html": page(b"none.css", picture)}, "/", "")] == []
    server.shutdown()
    server.server_close()
    assert not asked


def test_without_a_browser_it_says_how_to_get_one(
    rolecall: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/no/such/browser")
    ran = rolecall(ROOT, "check", "--browser")
    assert ran.code == 2
    assert "No browser starts. Install Chromium, or run: playwright install chromium" in ran.err
