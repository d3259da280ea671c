"""`rolecall import services` as its user meets it: try it, take in, correct, import again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from conftest import Ran, contents

Rolecall = Callable[..., Ran]


def service(key: int, name: str, **more: Any) -> dict[str, Any]:
    """A service as a feed has it."""
    return {
        "id": f"00000000-0000-4000-8000-{key:012}",
        "name": name,
        "description": "<p>Tea and <b>cake</b> with others.</p>",
        "status": "active",
        "organization": {"id": "00000000-0000-4000-8000-000000000099", "name": "Quay Trust"},
        "phones": [{"number": "0117 496 0123"}],
        "attributes": [{"taxonomy_term": {"name": "Knots"}}],
        **more,
    }


def feed(folder: Path, services: Sequence[dict[str, Any]], name: str = "feed.json") -> None:
    page = {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services), "first_page": True,
        "last_page": True, "empty": not services, "contents": services,
    }  # fmt: skip
    (folder / name).write_text(json.dumps(page))


def files(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(folder).items() if not name.startswith(".rolecall/feeds")}


THREE = [service(1, "LUNCH CLUB"), service(2, "Choir"), service(3, "")]


def test_from_a_dry_run_to_a_second_import(rolecall: Rolecall, workspace: Path) -> None:
    feed(workspace, THREE)
    before = files(workspace)
    ran = rolecall(workspace, "import", "services", "feed.json", "--dry-run")
    assert ran.code == 0, ran.err
    assert "lunch-club: new, Lunch Club" in ran.out
    assert "(no name) 00000000-0000-4000-8000-000000000003: held back. " in ran.out
    assert ran.out.endswith("Nothing was changed: this was a dry run.\n")
    assert files(workspace) == before

    ran = rolecall(workspace, "import", "services", "feed.json")
    assert ran.code == 0, ran.err
    assert "Read 3 services" in ran.out
    assert "  came in 2: new 2, changed 0, the same 0\n  held back 1: no name 1\n" in ran.out
    assert "Look at content/pcns/testbury/categories.yml, correct it, and run the same command again." in ran.out
    assert rolecall(workspace, "check").code == 0
    assert rolecall(workspace, "build").code == 0
    before = files(workspace)
    ran = rolecall(workspace, "import", "services", "feed.json")
    assert "came in 2: new 0, changed 0, the same 2" in ran.out
    after = files(workspace)
    assert {name for name in after if after[name] != before.get(name)} <= {*_reports(after)}

    categories = workspace / "content/pcns/testbury/categories.yml"
    categories.write_text(categories.read_text().replace("Knots:", "Knots: [lonely]"))
    choir = workspace / "content/pcns/testbury/services/choir.yml"
    choir.write_text(choir.read_text().replace("name: Choir", "name: Quay Choir  # as they say"))
    feed(workspace, [THREE[0], service(2, "Choir of all")])
    ran = rolecall(workspace, "import", "services", "feed.json")
    assert 'choir: name is "Quay Choir" here, and "Choir of All" there' in ran.out or "choir: name is" in ran.out
    assert "name: Quay Choir  # as they say" in choir.read_text()
    assert "needs: [lonely]" in choir.read_text()
    ran = rolecall(workspace, "import", "services", "feed.json", "--keep-mine")
    assert "Yours stays" not in ran.out
    assert rolecall(workspace, "build").code == 0
    report = json.loads((workspace / next(_reports(files(workspace), ".json"))).read_text())
    assert report["read"] == sum(report["counts"].values()) == 2


def _reports(files: dict[str, bytes], ending: str = "") -> Any:
    return (name for name in files if name.startswith(".rolecall/reports/") and name.endswith(ending))


def test_the_report_shows_both_sides_of_what_is_to_decide(rolecall: Rolecall, workspace: Path) -> None:
    """Whoever has to choose sees them where the choice stands, and which of 2 services of a name is meant."""
    place = {
        "location": {"name": "Hall", "addresses": [{"address_1": "n/a", "city": "Quayton", "postal_code": "BS5 1AA"}]}
    }
    twin = service(2, "Choir", service_at_locations=[place])
    feed(workspace, [service(1, "Choir"), twin])
    assert rolecall(workspace, "import", "services", "feed.json").code == 0
    assert "address: n/a" not in (workspace / "content/pcns/testbury/services/choir-quayton.yml").read_text()
    assert "Choir (Hall, Quayton, BS5 1AA)" in (workspace / next(_reports(files(workspace), ".html"))).read_text()
    first = next(
        path
        for path in (workspace / "content/pcns/testbury/services").glob("choir*.yml")
        if "000001" in path.read_text()
    )
    first.write_text(first.read_text().replace("0117 496 0123", "0117 496 0124"))
    feed(workspace, [service(1, "Choir", phones=[{"number": "0117 496 0125"}]), twin])
    assert rolecall(workspace, "import", "services", "feed.json").code == 0
    page = (workspace / next(_reports(files(workspace), ".html"))).read_text()
    decide = page[page.index('id="conflicts"') : page.index('id="came-in"')]
    assert "0117 496 0124" in decide and "0117 496 0125" in decide
    assert "The needs: lonely (" in (workspace / "content/pcns/testbury/categories.yml").read_text()
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err


def test_a_feed_that_loses_a_lot_changes_nothing_until_somebody_says_so(rolecall: Rolecall, workspace: Path) -> None:
    feed(workspace, [service(key, f"Choir {key}") for key in range(8)])
    assert rolecall(workspace, "import", "services", "feed.json").code == 0
    before = files(workspace)
    feed(workspace, [service(key, f"Choir {key}") for key in range(5)])
    ran = rolecall(workspace, "import", "services", "feed.json")
    assert ran.code == 1
    assert "run the command again with --accept-losses" in ran.err
    changed = {name for name, data in files(workspace).items() if data != before.get(name)}
    assert changed <= {"feed.json", *_reports(files(workspace))}
    ran = rolecall(workspace, "import", "services", "feed.json", "--accept-losses")
    assert ran.code == 0
    assert "Gone from the source, so paused here: 3" in ran.out
    assert rolecall(workspace, "check").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nothing.json"], "There is no file or folder nothing.json"),
        (["feed.json", "--near", "51.45,-2.58"], "--near and --within belong together"),
        (["feed.json", "--near", "Bristol", "--within", "5"], "is not a point in Britain"),
        (["feed.json", "--postcode", "Bristol"], "is not the start of a postcode"),
        (["feed.json", "--feed", "<b>"], "without < and >"),
        (["http://127.0.0.1:9/services", "--format", "list"], "A list is a file"),
    ],
)
def test_what_cannot_be_meant_says_what_to_do(words: list[str], says: str, rolecall: Rolecall, workspace: Path) -> None:
    feed(workspace, THREE)
    before = files(workspace)
    ran = rolecall(workspace, "import", "services", *words)
    assert ran.code == 2
    assert says in ran.err
    assert files(workspace) == before


@pytest.mark.parametrize("text", ["{", "[]", "<html>", '{"contents": []}', "\x00"])
def test_a_feed_without_services_changes_nothing(text: str, rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "feed.json").write_text(text)
    before = files(workspace)
    ran = rolecall(workspace, "import", "services", "feed.json", "--format", "oruk")
    assert ran.code == 1
    assert "Nothing was read, so nothing was changed." in ran.err
    assert files(workspace) == before


def test_only_what_was_asked_for_comes_in(rolecall: Rolecall, workspace: Path) -> None:
    def at(code: str) -> dict[str, Any]:
        address = {"address_1": "1 Mill Street", "city": "Testbury", "postal_code": code}
        return {"service_at_locations": [{"location": {"name": "Hall", "addresses": [address]}}]}

    feed(workspace, [service(1, "Lunch", **at("BS5 1AA")), service(2, "Choir", **at("BS6 1AA")), service(3, "Line")])
    ran = rolecall(workspace, "import", "services", "feed.json", "--postcode", "BS5")
    assert ran.code == 0, ran.err
    assert "came in 2: new 2" in ran.out
    assert "not asked for 1" in ran.out
    assert "Asked for: --postcode BS5" in (workspace / next(_reports(files(workspace), ".html"))).read_text()
    assert not (workspace / "content/pcns/testbury/services/choir.yml").exists()


def test_a_feed_is_taken_from_its_address(rolecall: Rolecall, workspace: Path) -> None:
    feed(workspace, THREE, "services")
    handler = partial(SimpleHTTPRequestHandler, directory=str(workspace))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/services?apikey=hush"
        ran = rolecall(workspace, "import", "services", address)
        assert ran.code == 1
        assert "--allow-private" in ran.err
        ran = rolecall(workspace, "import", "services", address, "--allow-private", "--feed", "Testshire")
        server.shutdown()
    assert "Read 3 services from Testshire" in ran.out, ran.err
    text = (workspace / "content/pcns/testbury/services/choir.yml").read_text()
    assert "feed: Testshire" in text
    reports = list((workspace / ".rolecall/reports").iterdir())
    assert len(reports) == 2
    for report in reports:
        assert "apikey=…" in report.read_text()
        assert "hush" not in report.read_text()
    assert rolecall(workspace, "check").code == 0


def test_a_damaged_lock_stops_the_import_and_check_names_it(rolecall: Rolecall, workspace: Path) -> None:
    feed(workspace, THREE)
    rolecall(workspace, "import", "services", "feed.json")
    lock = workspace / "content/pcns/testbury/imported.lock"
    lock.write_text(lock.read_text() + "<<<<<<< HEAD\n")
    before = files(workspace)
    ran = rolecall(workspace, "import", "services", "feed.json")
    assert ran.code == 1
    line = len(lock.read_text().splitlines())
    says = f"content/pcns/testbury/imported.lock:{line}:1: 2 versions of this file meet here"
    assert says in ran.err
    assert files(workspace) == before
    ran = rolecall(workspace, "check")
    assert ran.code == 0, "no site is made of it"
    assert f"to know: {says}" in ran.out + ran.err


SECRETS = {
    "Our address is confidential.": "Closed here at once: 1",
    "Women who flee abuse call this help line, and the refuge takes them in.": "came in 2: new 0, changed 1",
}


@pytest.mark.parametrize("text", SECRETS)
def test_what_is_private_now_leaves_the_site_at_once(text: str, rolecall: Rolecall, workspace: Path) -> None:
    address = {"address_1": "7 Secret Lane", "city": "Testbury", "postal_code": "BS5 1AA"}
    place = {"service_at_locations": [{"location": {"name": "House", "addresses": [address]}}]}
    feed(workspace, [service(1, "Willow House", **place), service(2, "Choir")])
    assert rolecall(workspace, "import", "services", "feed.json").code == 0
    assert rolecall(workspace, "build").code == 0
    assert "Secret Lane" in _words(workspace / "site/testbury")
    file = workspace / "content/pcns/testbury/services/willow-house.yml"
    file.write_text(file.read_text().replace("name: House", "name: The House"))
    feed(workspace, [service(1, "Willow House", **place) | {"description": text}, service(2, "Choir")])
    ran = rolecall(workspace, "import", "services", "feed.json")
    assert SECRETS[text] in ran.out
    report = "".join(path.read_text() for path in (workspace / ".rolecall/reports").iterdir())
    assert "Secret Lane" not in ran.out + report
    assert rolecall(workspace, "build").code == 0
    words = _words(workspace / "site/testbury")
    assert "Secret Lane" not in words
    assert "BS5 1AA" not in words
    page = (workspace / "site/testbury/services/willow-house/index.html").read_text()
    assert ("This service has closed." in page) == ("Closed" in SECRETS[text])
    assert "Tea and" not in page


def _words(site: Path) -> str:
    return "\n".join(
        path.read_bytes().decode(errors="replace")
        for path in site.rglob("*")
        if path.suffix in (".html", ".js", ".json", ".ics")
    )
