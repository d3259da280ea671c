"""Services, lists and answers of somebody who means harm: nothing runs, nothing gets out, nothing private gets in.

The feed is taken in by the real command, and its site is opened in Chromium with the policy off and on.
"""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from conftest import Ran
from hostile import ALL, ATTACKS, SHAPES, everywhere, leaves, no_formula_and_no_header, no_formula_in, put, shape
from watched import CLICKED, LOOKED_AT, OURS, watched

Rolecall = Callable[..., Ran]

OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, and what turns round what follows it."""
NAMES = ["CON", "nul", "../../x", "..", ".", "", "a" * 5000, "imported.lock", "index", "yours"]
_SETTINGS = {"SOURCE_DATE_EPOCH": "1795305600"}  # 22 November 2026


def records() -> list[dict[str, Any]]:
    """Each attack in all texts of a record, all attacks in each text by itself, as ids, and odd names."""
    found = [
        {**everywhere(shape(SHAPES[at % len(SHAPES)]), attack), "name": f"{attack} Club", "status": "active"}
        for at, attack in enumerate(ATTACKS)
    ]
    for name in SHAPES:
        whole = shape(name)
        found += [put({**whole, "name": "Tea club"}, path, ALL) for path in leaves(whole) if path != ("name",)]
    numbered = [{**record, "id": f"00000000-0000-4000-8000-{at:012}"} for at, record in enumerate(found)]
    numbered += [{**shape(SHAPES[1]), "name": f"Good club {at}", "id": attack} for at, attack in enumerate(ATTACKS)]
    return numbered + [{**shape(SHAPES[1]), "name": name, "id": f"n{at}"} for at, name in enumerate(NAMES)]


@pytest.fixture(scope="module")
def taken_in(built_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with such a feed in it, its site, and what the commands printed in `printed.txt`."""
    from rolecall.cli import cli

    folder = tmp_path_factory.mktemp("hostile") / "w"
    shutil.copytree(built_workspace, folder)
    page = {"license": ALL, "publisher": ALL, "page_number": 1, "total_pages": 1, "contents": records()}
    (folder / "feed.json").write_text(json.dumps(page))
    printed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for words in (
            "import services feed.json", "check", "check --format html --to check.html", "build",
            "export services --to hsds", "export services --to csv --format csv", "export checks --to letters --all",
            "export workbook --to all.xlsx",
        ):  # fmt: skip
            ran = CliRunner(env=_SETTINGS).invoke(cli, words.split(), standalone_mode=True)
            assert ran.exit_code == 0, ran.output
            printed.append(ran.output)
    (folder / "printed.txt").write_text("".join(printed))
    return folder


@pytest.fixture
def base(taken_in: Path) -> Iterator[str]:
    """Where its site is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(taken_in / "site/testbury"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("has_policy", [False, True])
def test_nothing_runs_on_any_page(taken_in: Path, base: str, browser: Browser, has_policy: bool) -> None:
    links: dict[str, str] = {}
    site = taken_in / "site/testbury"
    with watched(browser, base, has_policy=has_policy) as (page, told):
        for path in sorted(site.rglob("*.html")):
            if 'http-equiv="refresh"' in path.read_text():
                continue
            page.goto(base + str(path.relative_to(site)).removesuffix("index.html"))
            *odd, hrefs = page.evaluate(LOOKED_AT)
            assert not odd, path
            links |= dict.fromkeys(hrefs, str(path))
            if "services" in path.parts:
                page.evaluate(CLICKED)
    assert len([link for link in links if "/services/" in link]) > 200
    assert {link: where for link, where in links.items() if not link.startswith(OURS)} == {}
    assert told == []


@pytest.mark.slow
def test_every_link_leads_where_it_says(taken_in: Path, base: str, browser: Browser) -> None:
    """The pages of services, each different link clicked for real. Other websites are not there."""
    site = taken_in / "site/testbury"
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.route(lambda url: not url.startswith(base), lambda route: route.fulfill(body="<title>There</title>"))
    told: list[str] = []
    page.expose_function("hit", lambda *_: told.append(f"{page.url}: it ran"))
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    seen: set[str] = set()
    for path in sorted((site / "services").glob("*/index.html")):
        address = base + str(path.relative_to(site)).removesuffix("index.html")
        hrefs = re.findall(r'href="([^"]*)"', path.read_text().partition("<main")[2].partition("</main")[0])
        for href in dict.fromkeys(hrefs):
            # Our own pages are all opened by the test above. Mail programs and phones are not there to be opened.
            if href in seen or not re.match(r"[\w+.-]*:|//", href) or re.match("(?:mailto|tel):[^:]*$", href):
                continue
            seen.add(href)
            page.goto(address)
            at = page.evaluate("h => [...document.links].findIndex(a => a.getAttribute('href') === h)", unescape(href))
            with page.expect_navigation(timeout=10_000, wait_until="commit"):
                page.evaluate("at => document.links[at].click()", at)
            assert page.url.startswith(("https://", "http://")), href
            assert page.title() in ("", "There"), href
    context.close()
    assert len(seen) > 3
    assert told == []


def test_what_is_printed_and_written_obeys_nobody(taken_in: Path) -> None:
    texts = {path: path.read_bytes() for path in taken_in.rglob("*") if path.is_file() and path.name != "feed.json"}
    kinds = (".txt", ".html", ".json", ".yml", ".csv", ".eml", ".lock", ".js", ".ics", ".md", ".xml")
    odd = {
        str(path.relative_to(taken_in)): ascii(found[0])
        for path, data in texts.items()
        if path.suffix in kinds and (found := OBEYED.search(data.decode(errors="replace").replace("\r\n", "\n")))
    }
    assert odd == {}


def test_nothing_is_written_elsewhere_or_under_a_name_that_windows_has_not(taken_in: Path) -> None:
    assert {path.name for path in taken_in.parent.iterdir()} == {"w"}
    names = {path.name for path in taken_in.rglob("*")}
    assert not {name for name in names if name.casefold().partition(".")[0] in ("con", "nul", "prn", "aux")}
    assert not {name for name in names if re.search(r'[\\:*?"<>|]', name) and name != "feed.json"}
    slugs = {path.stem for path in (taken_in / "content/pcns/testbury/services").iterdir()}
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 80 for slug in slugs)


@pytest.mark.parametrize("report", [".rolecall/reports/testbury-feed-json.html", "check.html"])
def test_nothing_runs_in_a_report(taken_in: Path, browser: Browser, report: str) -> None:
    with watched(browser, "file:", has_policy=False) as (page, told):
        page.goto((taken_in / report).as_uri())
        *odd, hrefs = page.evaluate(LOOKED_AT)
        page.evaluate(CLICKED)
    assert not [found for found in odd if not found.endswith(" style")]
    assert [href for href in hrefs if not href.startswith(("#", "file:", "https:", "http:"))] == []
    assert told == []


def test_no_cell_is_a_formula_and_no_letter_has_a_header_of_theirs(taken_in: Path) -> None:
    [listed] = (taken_in / "csv").glob("*.csv")
    assert len(listed.read_text("utf-8-sig").splitlines()) > 100
    assert len([*(taken_in / "letters").glob("*.eml")]) > 50
    no_formula_and_no_header(listed, taken_in / "letters")
    no_formula_in(taken_in / "all.xlsx")
