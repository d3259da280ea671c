"""What somebody types into `rolecall edit`, or asks it for, runs nowhere and ends in no error."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from playwright.sync_api import Browser

from conftest import ROOT, contents
from editing import Answer, Fields, Visitor, editing
from hostile import ATTACKS, FIRST
from test_reflow import SIDEWAYS
from watched import LOOKED_AT, OURS, watched

FORMS = [
    "pcn", "surgery/Y99971", "surgery/new", "role/link-worker/reach", "role/link-worker/answers.go_with",
    "service/mill-street-lunch-club", "service/new", "person/0", "person/new", "helpline/samaritans",
]  # fmt: skip
"""How the addresses of a form of each kind begin."""

PAGES = ["", "saves", "services", "paste", "to-do"]
LONG = "W" * 100
KEPT = ("csrf_token", "seen:", "back")
"""Fields that say what somebody saw, and are not typed in."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Path]]:
    """A server for Riverside, and its workspace, which lies 2 folders deep."""
    root = tmp_path_factory.mktemp("form") / "deep/w"
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
    with editing(root, "riverside") as (visitor, _):
        visitor.enter()
        yield visitor, root


def form_at(visitor: Visitor, form: str) -> str:
    """The address of a form. That of a person has the name in it, which an attack changes."""
    known = re.findall(r'href="(/-/[^"?]*)', visitor.ask("/-/").text)
    return next((path for path in known if path.startswith(f"/-/{form}")), f"/-/{form}")


def runs(answer: Answer) -> list[str]:
    """What in an answer could run, or was put there by nobody of us."""
    page = html.fromstring(answer.text)
    odd = page.xpath("//script[not(@src)] | //iframe | //object | //embed | //math | //base[@href] | //main//style")
    named = page.xpath("//@*[starts-with(name(), 'on')]")
    leads = page.xpath("//@href | //@src | //@action | //@formaction")
    return [
        *(html.tostring(one).decode() for one in odd if one.get("type") != "application/ld+json"),
        *map(str, named),
        *(at for at in leads if re.match(r"(?i)\s*(javascript|data|vbscript|file):", at)),
    ]


@pytest.mark.parametrize(
    "attacks", [[*FIRST[:3], LONG], pytest.param(ATTACKS, marks=pytest.mark.slow)], ids=["few", "all"]
)
def test_what_is_typed_into_a_form_is_text(attacks: list[str], place: tuple[Visitor, Path]) -> None:
    """An attack in each box, each attack in another form. It is taken, or told beside its field."""
    visitor, root = place
    refused = 0
    for at, attack in enumerate(attacks):
        path = form_at(visitor, FORMS[at % len(FORMS)])
        sent = {
            name: said if name.startswith(KEPT) else [attack]
            for name, said in Fields(visitor.ask(f"{path}?back={quote(attack)}").text).values.items()
        }
        answer = visitor.ask(path, sent)
        assert answer.code in (200, 422), (path, attack, answer.text[:2000])
        assert runs(answer) == [], (path, attack)
        refused += answer.code == 422
    assert refused
    assert {one.name for one in root.parents[1].iterdir()} == {"deep"}
    assert {one.name for one in root.parent.iterdir()} == {"w"}
    assert not {name for name in contents(root) if re.search(r'[\\:*?"<>|\x00-\x1f]', name)}


@pytest.mark.parametrize("attacks", [FIRST[::4], pytest.param(ATTACKS, marks=pytest.mark.slow)], ids=["few", "all"])
def test_what_is_asked_for_ends_in_no_error(attacks: list[str], place: tuple[Visitor, Path]) -> None:
    visitor, _ = place
    token = Fields(visitor.ask("/-/paste").text).values["csrf_token"]
    for attack in attacks:
        word = quote(attack[:500], safe="")
        for path in (f"/{word}", f"/-/{word}", f"/-/role/{word}/reach", f"/-/service/{word}", f"/-/first/{word}"):
            answer = visitor.ask(path)
            assert answer.code < 500, (path, answer.text[:2000])
            assert answer.headers["Content-Type"].startswith("text/plain") or runs(answer) == [], path
        answer = visitor.ask("/-/paste", {"pasted": f"{attack}\tx\n{attack}", "csrf_token": token})
        assert answer.code < 500, (attack, answer.text[:2000])
        assert runs(answer) == [], attack


@pytest.mark.slow
def test_nothing_that_was_typed_runs(place: tuple[Visitor, Path], browser: Browser) -> None:
    """After the tests above: each page of the forms with what is saved by now, with the policy switched off."""
    visitor, _ = place
    base = f"http://127.0.0.1:{visitor.port}/"
    pages = [*PAGES, *(form_at(visitor, form).removeprefix("/-/") for form in FORMS)]
    with watched(browser, base, has_policy=False, width=320) as (page, told):
        page.goto(f"{base}?token={visitor.token}")
        for address in pages:
            page.goto(f"{base}-/{address}")
            *odd, hrefs = page.evaluate(LOOKED_AT)
            assert odd == [], address
            assert [href for href in hrefs if not href.startswith(OURS)] == [], address
            assert page.evaluate(SIDEWAYS) == [], address
        for address in ("", "link-worker/", "staff/", "surgeries/"):
            page.goto(base + address)
            *odd, _ = page.evaluate(LOOKED_AT)
            assert odd == [], address
    assert told == []
