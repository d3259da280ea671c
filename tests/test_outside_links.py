"""Links to other websites: each opened, and told of at its line as what it is.

The websites are on this computer. LinkChecker is the real one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from conftest import TODAY, Ran, lay
from rolecall.bundled import bundled
from rolecall.opened import open_shipped, open_workspace
from rolecall.outside import asking, links_outside
from rolecall.outside.answers import Answer, answer_of
from rolecall.outside.asking import as_asked
from rolecall.outside.remembered import remembered
from rolecall.workspace import Workspace
from websites import Websites, known_to_work, websites

Rolecall = Callable[..., Ran]
PCN = "content/pcns/testbury"
LUNCH = f"{PCN}/services/lunch-club.yml"
CASE = Path(__file__).parent / "links"
"""Files with links of every kind, and what is said of them. `RECORD=1` writes that anew: read it then."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Websites]:
    with websites(tmp_path_factory.mktemp("websites")) as there:
        yield there


@pytest.fixture
def quick(sites: Websites, monkeypatch: pytest.MonkeyPatch) -> Websites:
    """The same websites, asked again without a wait, so that the test ends soon."""
    for name, value in sites.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(asking, "WAITS", (0, 0))
    sites.asked.clear()
    return sites


@pytest.fixture
def here(workspace: Path) -> Path:
    """A workspace in which the links that come with Rolecall are known to work."""
    known_to_work(workspace, links_outside(open_shipped(today=date.fromisoformat(TODAY))).stands, TODAY)
    return workspace


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def found(rolecall: Rolecall, root: Path, *words: str, code: int = 0) -> list[dict[str, Any]]:
    """What a check says of links."""
    ran = rolecall(root, "check", "--format", "json", "--only", "links", *words)
    assert ran.code == code, ran.err
    return [row for row in json.loads(ran.out) if row["level"] != "gap"]


SAME_AGAIN = {"busy", "quiet", "broken"}
"""The websites that may be otherwise a little later. They are asked 3 times."""


def test_each_link_is_told_of_at_its_line_as_what_it_is(here: Path, rolecall: Rolecall, quick: Websites) -> None:
    lay(CASE, here)
    write(here, "linkcheck/__main__.py", "raise SystemExit('This is not LinkChecker.')")
    rows = found(rolecall, here, "--online", "--data", "--strict", code=1)
    text = "".join(
        f"{row['file']}:{row['line']}:{row['column']} {row['path']}: {row['sentence']}\n    {row['fix']}\n"
        for row in rows
    )
    expected = CASE / "expected.txt"
    if os.environ.get("RECORD"):
        expected.write_text(text)
    assert text == expected.read_text()
    assert {(row["kind"], row["level"]) for row in rows} == {("address", "to know")}
    assert [row["pcn"] for row in rows if row["file"] == LUNCH] == ["testbury"] * 4

    asked = [urlsplit(url).hostname for url in quick.urls()]
    times = {host: asked.count(host) for host in asked if host}
    assert {host.split(".")[0] for host, count in times.items() if count == 3} == SAME_AGAIN | {"club"}
    assert times["trust.example.org"] == 1, "an address that stands twice is opened once"
    assert times["weak.example.org"] == 2, "it worked the second time"
    assert "private.example.org" not in times, "its robots.txt keeps programs out"
    pages = [request for request in quick.asked if not request.url.endswith("/robots.txt")]
    assert all("Rolecall/" in request.agent for request in pages)


def test_a_website_is_asked_for_1_link_after_the_other(here: Path, rolecall: Rolecall, quick: Websites) -> None:
    """Half a second apart. How long each is on its way differs, so that the gaps are measured together."""
    links = "".join(f"[page {at}](http://club.example.org/there?{at})\n" for at in range(5))
    write(here, "content/pages/news.md", f"# News\n\n{links}")
    assert found(rolecall, here, "--online", "--data") == []
    times = [request.at for request in quick.asked if "/there?" in request.url]
    assert len(times) == 5
    assert times[-1] - times[0] >= 1.5


def test_a_website_that_takes_too_long_is_slow(
    here: Path, rolecall: Rolecall, quick: Websites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", 1)
    write(here, "content/pages/news.md", "# News\n\n[slow](http://slow.example.org/slow)\n")
    [row] = found(rolecall, here, "--online", "--data")
    assert (row["line"], row["column"]) == (3, 8)
    assert row["sentence"] == '"http://slow.example.org/slow" was too slow to answer, 3 times'


def test_a_link_that_worked_is_not_opened_for_a_week(here: Path, rolecall: Rolecall, quick: Websites) -> None:
    """Others are opened each time, and told of in between. An exception that holds keeps a link from being opened."""
    hosts = ["new", "known", "stale", "bad", "left", "ended", "long"]
    links = "".join(f"- [x](http://{host}.example.org/{'404' if host == 'bad' else 'there'})\n" for host in hosts)
    write(here, "content/pages/news.md", f"# News\n\n{links}")
    write(here, "content/link-exceptions.yml", EXCEPTIONS)
    kept = json.loads((here / ".rolecall/links.json").read_text())
    kept["http://known.example.org/there"] = {"verdict": "works", "day": "2026-11-16"}
    kept["http://stale.example.org/there"] = {"verdict": "works", "day": "2026-11-15"}
    kept["http://bad.example.org/404"] = {"verdict": "gone", "status": 404, "day": "2026-11-20"}
    write(here, ".rolecall/links.json", json.dumps(kept))
    exceptions = [
        (9, "this exception ended on 21 November 2026, so the link is opened again"),
        (12, "this exception ends in more than a year, so it does not count"),
    ]
    gone = (6, '"http://bad.example.org/404" is gone (404 Not Found)')

    rows = found(rolecall, here)
    assert [(row["line"], row["sentence"]) for row in rows] == [*exceptions, gone]
    assert rows[-1]["fix"].endswith("The link was opened on 20 November 2026.")
    assert quick.asked == []
    assert "Not opened: 4 links to other websites." in rolecall(here, "check").out

    rows = found(rolecall, here, "--online")
    assert [(row["line"], row["sentence"]) for row in rows] == [*exceptions, gone]
    assert "was opened on" not in rows[-1]["fix"]
    opened = {str(urlsplit(url).hostname).split(".")[0] for url in quick.urls()}
    assert opened == {"new", "stale", "bad", "ended", "long"}
    assert {request.cookie for request in quick.asked} == {None}
    assert "Not opened" not in rolecall(here, "check").out
    kept = json.loads((here / ".rolecall/links.json").read_text())
    assert kept["http://stale.example.org/there"] == {"verdict": "works", "day": TODAY}
    assert kept["http://bad.example.org/404"] == {"verdict": "gone", "status": 404, "day": TODAY}


EXCEPTIONS = """\
exceptions:
  - address: http://left.example.org/
    reason: It refuses programs. Sam opened it on 3 November.
    until: 2026-11-22

  # Next year.
  - address: http://ended.example.org/there
    reason: It refuses programs.
    until: 2026-11-21
  - address: http://long.example.org/
    reason: It refuses programs.
    until: 2027-11-24
"""


@pytest.mark.parametrize("held", ["", "[]", "{", '{"http://a.example.org/": 1}', '{"a": {"verdict": "odd"}}', "\0"])
def test_what_was_remembered_and_is_damaged_counts_for_nothing(held: str, tmp_path: Path) -> None:
    write(tmp_path, ".rolecall/links.json", held)
    assert remembered(tmp_path, date.fromisoformat(TODAY)) == {}


@pytest.mark.parametrize("count", [3, 60])
def test_without_a_connection_no_link_is_called_broken(
    count: int, here: Path, rolecall: Rolecall, quick: Websites
) -> None:
    """Which is known after some links: whoever has many does not wait for all of them."""
    links = "".join(f"- [x](http://h{host}.example.org/)\n" for host in range(count))
    write(here, "content/pages/news.md", f"# News\n\n{links}")
    quick.is_down = True
    ran = rolecall(here, "check", "--online", "--data")
    quick.is_down = False
    assert ran.code == 1
    assert ran.err == "No website answered, so no link was checked. Is this computer connected to the internet?\n"
    assert "example.org" not in ran.out
    assert f"Not opened: {count} links" in ran.out
    assert len(quick.urls()) < 50


def test_without_linkchecker_the_rest_is_checked(
    here: Path, rolecall: Rolecall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "linkcheck", None)
    write(here, "content/pages/news.md", "# News\n\n[x](http://a.example.org/) and [y](../nowhere/)\n")
    ran = rolecall(here, "check", "--online", "--only", "links")
    assert ran.code == 1
    assert "pip install LinkChecker" in ran.err
    assert 'the link "../nowhere/" leads nowhere' in ran.out


def test_where_linkchecker_fails_nothing_is_called_broken(
    here: Path, rolecall: Rolecall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_SETTINGS", "[checking]\nthreads=no number\n")
    write(here, "content/pages/news.md", "# News\n\n[x](http://a.example.org/)\n")
    ran = rolecall(here, "check", "--online", "--data")
    assert ran.code == 1
    assert ran.err == "LinkChecker stopped, so no link was opened. Install it again: pip install -U LinkChecker\n"
    assert "Not opened: 1 link to another website." in ran.out


def test_only_what_looks_at_links_can_go_online(here: Path, rolecall: Rolecall) -> None:
    ran = rolecall(here, "check", "--online", "--only", "words")
    assert ran.code == 2
    assert "add --only links" in ran.err


def test_links_that_come_with_rolecall_are_told_and_fail_nothing(here: Path, rolecall: Rolecall) -> None:
    [address, *_] = links_outside(open_shipped(today=date.fromisoformat(TODAY))).stands
    kept = json.loads((here / ".rolecall/links.json").read_text())
    kept[address] = {"verdict": "gone", "status": 404, "day": TODAY}
    write(here, ".rolecall/links.json", json.dumps(kept))
    [row] = found(rolecall, here, "--strict")
    assert row["file"].startswith("rolecall/")
    assert address in row["sentence"]
    assert "you need not do anything" in row["fix"]


def row(url: str, told: str = "", *, result: str = "200 OK", valid: bool = True) -> dict[str, str]:
    return {"urlname": url, "result": result, "warningstring": told, "infostring": "", "valid": str(valid)}


def redirected(*steps: tuple[str, str]) -> str:
    return "\n".join(f"Redirected to `{to}' status: {status} Moved." for to, status in steps)


OLD, NEW, LAST = "http://old.example.org/", "https://old.example.org/", "https://new.example.org/"


@pytest.mark.parametrize(
    ("url", "steps", "to"),
    [
        (OLD, [(NEW, "301"), (LAST, "308")], LAST),
        (OLD, [(NEW, "301"), (LAST, "302")], NEW),
        (OLD, [(LAST, "303"), (NEW, "301")], ""),
        (NEW, [(NEW, "301"), (LAST, "308")], LAST),
        (NEW, [(NEW, "302"), (LAST, "301")], LAST),
        (LAST, [(NEW, "301"), (LAST, "308")], ""),
        ("https://OLD.example.org", [(NEW, "301")], ""),
        (OLD, [("ftp://old.example.org/", "301")], ""),
        (OLD, [("http://[/", "301")], ""),
    ],
)
def test_where_a_page_has_moved(url: str, steps: list[tuple[str, str]], to: str) -> None:
    """What LinkChecker says of a page may be of the way from another address to it."""
    assert answer_of(row(url, redirected(*steps))) == Answer("moved" if to else "works", to=to)


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        ("408 Request Timeout", "slow"),
        ("451 Unavailable For Legal Reasons", "refused"),
        ("500 Oops", "fault"),
        ("ConnectTimeout: HTTPSConnectionPool(host='a', port=443): Max retries exceeded", "slow"),
        ("ConnectionError: Read timed out.", "slow"),
        ("SSLError: HTTPSConnectionPool(host='a', port=443): Max retries exceeded", "insecure"),
        ("ConnectionError: (Caused by NameResolutionError(", "nobody"),
        ("", "silent"),
    ],
)
def test_what_an_error_means(result: str, verdict: str) -> None:
    assert answer_of(row(OLD, result=result, valid=False)).verdict == verdict


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://müller.example.org/ä b?c=ü#ö", "https://xn--mller-kva.example.org/%C3%A4%20b?c=%C3%BC#%C3%B6"),
        ("HTTP://a.example.org:8080/%20x#:~:text=y", "http://a.example.org:8080/%20x"),
        ("https://a.example.org/#/way", "https://a.example.org/"),
        ("https://a.example.org/#Top", "https://a.example.org/"),
        ("http://a b/c\u2028d", "http://a%20b/c%E2%80%A8d"),
        (f"http://{'ü' * 64}.example.org/", f"http://{'%C3%BC' * 64}.example.org/"),
    ],
)
def test_an_address_is_asked_in_the_form_that_programs_take(address: str, asked: str) -> None:
    assert as_asked(address) == asked


def test_every_field_for_a_web_address_is_read(here: Path) -> None:
    """And what the site itself is called is none."""
    write(here, f"{PCN}/pcn.yml", FIELDS)
    opened = open_workspace(Workspace(here, bundled()), today=date.fromisoformat(TODAY))
    assert not opened.problems
    stands = links_outside(opened).stands
    own = {url: place for url, [place, *_] in stands.items() if not place.place.file.startswith("rolecall/")}
    assert {url: place.place.line for url, place in own.items()} == {
        "https://www.testbury.example.org/": 4,
        "https://testbury.example.org/privacy": 5,
        "https://www.example.org/club": 7,
    }


FIELDS = """\
name: Testbury PCN
ods_code: U12345
site_url: https://roles.testbury.example.org/
website: www.testbury.example.org/
privacy_url: "https://testbury.example.org/privacy"
moved:
  services/club/: https://www.example.org/club
  services/old/: roles/
"""
