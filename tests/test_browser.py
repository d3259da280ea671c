"""`rolecall check --browser` looks at pages as they are drawn, and asks nobody else for anything."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from playwright.sync_api import Browser

from rolecall.browser import axe

STYLE = b"main { color: #bbb; background: #fff; }"
PAGE = b"""<!doctype html><html lang="en"><head><title>Tea</title><link rel="stylesheet" href="%(css)s"></head>
<body><main><h1>Tea</h1><p>Every Monday</p></main>%(more)s</body></html>"""


def page(css: bytes, more: bytes = b"") -> bytes:
    return PAGE % {b"css": css, b"more": more}


def test_what_is_hard_to_see_is_told_once_with_its_first_page(browser: Browser) -> None:
    files = {
        "index.html": page(b"assets/site.css"),
        "tea/index.html": page(b"../assets/site.css"),
        "404.html": page(b"/riverside/assets/site.css"),
        "assets/site.css": STYLE,
        "old/index.html": b'<meta http-equiv="refresh" content="0">',
    }
    found = [*axe(browser, files, "/riverside/", "site/riverside/")]
    pale = [problem for problem in found if "(color-contrast)" in problem.sentence]
    assert {str(problem.place) for problem in pale} == {"site/riverside/404.html:1:1"}
    assert all(problem.sentence.endswith(", and on 2 more pages") for problem in pale)
    assert any("<p>Every Monday</p>" in str(problem) for problem in pale)


def test_no_other_website_is_asked(browser: Browser) -> None:
    asked = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    picture = f'<img alt="" src="http://127.0.0.1:{server.server_port}/x.png">'.encode()
    assert [*axe(browser, {"index.html": page(b"none.css", picture)}, "/", "")] == []
    server.shutdown()
    server.server_close()
    assert not asked


def test_without_a_browser_the_command_says_how_to_get_one(workspace: Path) -> None:
    """As a program by itself: 1 process has only 1 Playwright."""
    command = [sys.executable, "-m", "rolecall", "check", "--only", "access", "--browser"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        command, cwd=workspace, env={**env, "PATH": ""}, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 2
    assert "No browser starts. Install Chromium, or run: playwright install chromium" in ran.stderr
