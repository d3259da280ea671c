"""`rolecall edit`: forms change the files as their lines in a workbook would, and nobody else is let in."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from conftest import ROOT, contents
from editing import Fields, Visitor, editing, in_parts

PCN = "content/pcns/riverside/pcn.yml"
LUNCH = "content/pcns/riverside/services/mill-street-lunch-club.yml"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Path]]:
    """Riverside in a workspace, and somebody who edits it. Each test leaves it as it was."""
    root = tmp_path_factory.mktemp("edit")
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
    with editing(root, "riverside") as (visitor, _):
        visitor.enter()
        yield visitor, root


@pytest.fixture
def visitor(place: tuple[Visitor, Path], monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
    return place[0]


@pytest.fixture
def root(place: tuple[Visitor, Path]) -> Iterator[Path]:
    before = contents(place[1])
    yield place[1]
    for name in contents(place[1]).keys() - before.keys():
        (place[1] / name).unlink()
    for name, data in before.items():
        (place[1] / name).write_bytes(data)


# What is changed


def test_a_changed_field_changes_its_line_and_no_other(visitor: Visitor, root: Path) -> None:
    before = (root / PCN).read_text()
    answer = visitor.send("/-/pcn?back=/about/", {"Phone": "0117 496 0299"})
    assert (root / PCN).read_text() == before.replace("phone: 0117 496 0200", "phone: 0117 496 0299")
    assert "Saved: Riverside" in answer.text
    assert "<h1>About this site" in answer.text  # back where the pencil was
    assert "0117 496 0299" in visitor.ask("/").text + visitor.ask("/about/").text + visitor.ask("/urgent-help/").text


def test_a_save_is_taken_back(visitor: Visitor, root: Path) -> None:
    before = contents(root)
    visitor.send("/-/service/mill-street-lunch-club", {"In a sentence": "Soup."})
    assert contents(root) != before
    page = visitor.ask("/-/saves")
    assert "In a sentence: " in page.text
    visitor.ask("/-/undo", {**Fields(page.text).values})
    assert contents(root) == before


def test_undo_stops_where_the_file_was_changed_since(visitor: Visitor, root: Path) -> None:
    visitor.send("/-/service/mill-street-lunch-club", {"In a sentence": "Soup."})
    (root / LUNCH).write_text((root / LUNCH).read_text() + "# mine\n")
    before = contents(root)
    answer = visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert "changed in another way since" in answer.text
    assert contents(root) == before


def test_nothing_changed_saves_nothing(visitor: Visitor, root: Path) -> None:
    before = contents(root)
    for path in (
        "pcn", "surgery/Y99971", "service/mill-street-lunch-club", "person/0-sam-example", "role/link-worker/reach",
        "role/link-worker/answers", "helpline/samaritans",
    ):  # fmt: skip
        assert "Nothing was different" in visitor.send(f"/-/{path}", {}).text, path
    assert contents(root) == before


def test_an_answer_of_a_surgery_and_the_national_one(visitor: Visitor, root: Path) -> None:
    path = "/-/role/link-worker/answers.meet"
    page = visitor.ask(path).text
    assert "What is usual in England:" in page
    names = [name for name in Fields(page).values if name.startswith("your-answer")]
    assert len(names) == 4  # the PCN and its 3 surgeries
    visitor.ask(path, {**Fields(page).values, names[2]: "You can meet us on Mondays."})
    assert "You can meet us on Mondays." in (root / PCN).read_text().split("Y99972")[1].split("Y99973")[0]
    assert "You can meet us on Mondays." in visitor.ask("/surgeries/ferry-road-medical-centre/").text


def test_a_service_is_added_and_is_on_the_site(visitor: Visitor, root: Path) -> None:
    page = Fields(visitor.ask("/-/service/new").text)
    answer = visitor.ask(
        "/-/service/new",
        {
            **page.values,
            page.named("Name"): "Quay Café & Crafts",
            page.named("Run by"): "Quay Trust",
            page.named("What it is"): "Tea and crafts.\r\n\r\nEverybody is welcome.",
            next(name for name in page.values if name.startswith("helps-with")): ["lonely", "money"],
            page.named("Phone 1"): "0117 496 0210",
            page.named("Still right?"): "yes",
            page.named("Checked by (team)"): "Riverside team",
        },
    )
    assert answer.code == 200, answer.text
    text = (root / "content/pcns/riverside/services/quay-cafe-and-crafts.yml").read_text()
    assert "needs: [lonely, money]" in text
    assert "date: 2026-11-22" in text
    assert "Quay Café &amp; Crafts" in visitor.ask("/services/quay-cafe-and-crafts/").text
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert not (root / "content/pcns/riverside/services/quay-cafe-and-crafts.yml").exists()


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(visitor: Visitor, root: Path) -> None:
    before = contents(root)
    answer = visitor.send("/-/surgery/new", {"Name": 'Quay "Surgery', "Postcode": "BS1", "Phone": "0117 496 03"})
    assert answer.code == 422
    for words in (
        "is not a UK postcode", "This phone number has 9 digits", 'value="Quay &#34;Surgery"', 'value="BS1"',
        'There is nothing under &#34;ODS code&#34;', "3 things to put right. Nothing was saved yet.",
    ):  # fmt: skip
        assert words in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    assert contents(root) == before


def test_what_somebody_else_changed_since_is_told_with_both(visitor: Visitor, root: Path) -> None:
    form = Fields(visitor.ask("/-/service/mill-street-lunch-club").text)
    text = (root / LUNCH).read_text()
    lines = ["summary: Theirs." if line.startswith("summary:") else line for line in text.split("\n")]
    (root / LUNCH).write_text("\n".join(lines))
    mine = {**form.values, form.named("In a sentence"): "Mine.", form.named("Wait"): "A week"}
    answer = visitor.ask("/-/service/mill-street-lunch-club", mine)
    assert answer.code == 422
    assert "says now: &#34;Theirs.&#34;" in answer.text
    assert 'value="Mine."' in answer.text
    assert "Theirs." in (root / LUNCH).read_text()
    again = visitor.ask("/-/service/mill-street-lunch-club", {**Fields(answer.text).values})
    assert again.code == 200
    assert "summary: Mine." in (root / LUNCH).read_text()
    assert "wait: A week" in (root / LUNCH).read_text()


def test_what_an_editor_changed_elsewhere_stays(visitor: Visitor, root: Path) -> None:
    form = Fields(visitor.ask("/-/service/mill-street-lunch-club").text)
    (root / LUNCH).write_text((root / LUNCH).read_text() + "\nbring: [A cup]\n")
    visitor.ask("/-/service/mill-street-lunch-club", {**form.values, form.named("Wait"): "A week"})
    text = (root / LUNCH).read_text()
    assert "bring: [A cup]" in text
    assert "wait: A week" in text


def test_a_form_with_more_than_a_thousand_fields_is_saved(visitor: Visitor, root: Path) -> None:
    """A role has them where a PCN has many surgeries."""
    surgeries = [f"  - name: Surgery {at}\n    ods_code: A{81000 + at}\n    phone: 0117 496 0300\n" for at in range(25)]
    text = (root / PCN).read_text()
    (root / PCN).write_text(text.replace("practices:\n", f"practices:\n{''.join(surgeries)}", 1))
    form = Fields(visitor.ask("/-/role/link-worker").text)
    assert sum(map(len, form.values.values())) > 1000
    data, headers = in_parts({**form.values, form.named("What it is called here"): ["Community guide"]})
    assert visitor.ask("/-/role/link-worker", data, headers=headers).code == 200
    assert "local_title: Community guide" in (root / PCN).read_text()


def test_somebody_who_leaves_is_taken_out(visitor: Visitor, root: Path) -> None:
    assert "Jo Example" in visitor.ask("/people/").text
    visitor.send("/-/person/1-jo-example", {"take-out": "yes"})
    assert "Jo Example" not in (root / PCN).read_text()
    assert "Jo Example" not in visitor.ask("/people/").text


def test_who_leaves_takes_the_photo_along_until_that_is_undone(visitor: Visitor, root: Path) -> None:
    photo = (root / PCN).with_name("sam.svg")
    before = photo.read_bytes()
    visitor.send("/-/person/0-sam-example", {"take-out": "yes"})
    assert not photo.exists()
    assert "without Sam Example, the site names nobody" in visitor.ask("/-/saves").text
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert photo.read_bytes() == before
    assert "Sam Example" in (root / PCN).read_text()


def test_a_surgery_is_taken_out_with_all_that_names_it_where_somebody_says_so(visitor: Visitor, root: Path) -> None:
    before = (root / PCN).read_text()
    answer = visitor.send("/-/surgery/Y99971", {"take-out": "yes"})
    assert "eople are named at this surgery: Sam Example" in answer.text
    assert '<button name="take-out" value="all">Yes, with all that names it</button>' in answer.text
    assert (root / PCN).read_text() == before
    visitor.send("/-/surgery/Y99971", {"take-out": "all"})
    assert "Y99971" not in (root / PCN).read_text()
    assert "Sam Example" not in (root / PCN).read_text()


def test_files_with_a_mistake_are_shown_with_it_and_open_no_form(visitor: Visitor, root: Path) -> None:
    (root / PCN).write_text((root / PCN).read_text().replace("0117 496 0200", "12"))
    for path in ("/-/", "/-/pcn"):
        answer = visitor.ask(path)
        assert answer.code == 409
        assert "this phone number has 2 digits" in answer.text
    assert "this phone number has 2 digits" in visitor.ask("/").text


# Who is let in


PAGES = ["/", "/link-worker/", "/-/", "/-/pcn", "/-/service/new", "/-/saves", "/assets/rolecall.css", "/-/edit.css"]


@pytest.mark.parametrize("path", PAGES)
def test_nobody_without_the_token_sees_anything(visitor: Visitor, path: str) -> None:
    for stranger in (Visitor(visitor.port), Visitor(visitor.port, cookies={f"rolecall-{visitor.port}": "x.y.z"})):
        for asked in (path, f"{path}?token=", f"{path}?token=wrong", f"{path}?token={visitor.token[:-1]}"):
            answer = stranger.ask(asked)
            assert answer.code == 403
            assert "<" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "riverside.example:8300", ""]
)
def test_no_other_name_is_answered(visitor: Visitor, host: str) -> None:
    """A name that somebody else makes lead here would let their page read these."""
    assert visitor.ask("/-/pcn", headers={"Host": host}).code in (400, 403)
    assert visitor.ask(f"/?token={visitor.token}", headers={"Host": host}).code in (400, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_no_form_of_another_page_is_taken(visitor: Visitor, root: Path, headers: dict[str, str]) -> None:
    before = contents(root)
    form = Fields(visitor.ask("/-/pcn").text)
    for path in ("/-/pcn", "/-/undo", "/-/service/new", f"/?token={visitor.token}"):
        assert visitor.ask(path, {**form.values, form.named("Phone"): "0117 496 0299"}, headers=headers).code == 403
    assert contents(root) == before


def test_of_whoever_is_not_let_in_no_form_is_read(visitor: Visitor) -> None:
    """What they send is too large as well, which nobody finds out."""
    for stranger, headers in ((visitor, {"Origin": "https://evil.example"}), (Visitor(visitor.port), {})):
        assert stranger.ask("/-/pcn", b"a=" + b"b" * 26_000_000, headers=headers).code == 403


def test_a_form_without_its_own_token_is_not_taken(visitor: Visitor, root: Path) -> None:
    before = contents(root)
    form = Fields(visitor.ask("/-/pcn").text)
    sent = {**form.values, form.named("Phone"): "0117 496 0299"}
    for token in ([], ["x"], [form.values["csrf_token"][0][:-2]]):
        answer = visitor.ask("/-/pcn", {**sent, "csrf_token": token})
        assert answer.code == 400
        assert "Go back, and open the page again" in answer.text
    other = Visitor(visitor.port, visitor.token)
    other.enter()
    stolen = Fields(other.ask("/-/pcn").text).values["csrf_token"]
    assert visitor.ask("/-/pcn", {**sent, "csrf_token": stolen}).code == 400
    assert contents(root) == before


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/-/../pcn.yml",
        "/-/service/..%2fpcn",
        "/-/service/../../../x",
        "/-/service/%00",
        "/-/person/..",
        "/-/role/link-worker/../../x",
        "/-/role/x/reach",
        "/-/surgery/%2e%2e",
        "/-/nothing",
        "/-/edit.css/../edit.py",
        "/content/pcns/riverside/pcn.yml",
        "/.rolecall/x",
    ],
)
def test_no_file_but_those_of_the_site_is_given(visitor: Visitor, root: Path, path: str) -> None:
    before = contents(root)
    answer = visitor.ask(path)
    assert answer.code in (400, 404, 405)
    assert "root:" not in answer.text
    assert "ods_code" not in answer.text
    form = Fields(visitor.ask("/-/service/new").text)
    assert visitor.ask(path, {**form.values, form.named("Name"): "X"}).code in (400, 404, 405)
    assert contents(root) == before


def test_what_is_too_large_is_refused_before_it_is_read(visitor: Visitor, root: Path) -> None:
    """100 MB, said beforehand and in chunks."""
    before = contents(root)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    head = (
        f"POST /-/pcn HTTP/1.1\r\nHost: 127.0.0.1:{visitor.port}\r\nOrigin: http://127.0.0.1:{visitor.port}\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
    )
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as link:
        link.sendall(f"{head}Content-Length: 104857600\r\n\r\n".encode())
        assert b" 413 " in link.recv(1000).split(b"\r\n")[0]
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as link:
        link.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        used = getrusage(RUSAGE_SELF).ru_maxrss
        for _ in range(100):
            link.sendall(b"100000\r\n" + b"a" * 0x100000 + b"\r\n")
        link.sendall(b"0\r\n\r\n")
        assert b" 400 " in link.recv(1000).split(b"\r\n")[0]  # what comes in chunks is not read at all
        assert getrusage(RUSAGE_SELF).ru_maxrss - used < 80_000  # thousands of bytes
    assert visitor.ask("/-/").code == 200
    assert contents(root) == before


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\n/evil.example", "evil"],
)
def test_a_save_leads_nowhere_else(visitor: Visitor, root: Path, back: str) -> None:
    form = Fields(visitor.ask("/-/pcn").text)
    answer = visitor.ask("/-/pcn", {**form.values, "back": back}, follow=False)
    assert (answer.code, answer.headers["Location"]) == (302, "/-/")


def test_each_answer_carries_the_policy(visitor: Visitor) -> None:
    for answer in (visitor.ask("/"), visitor.ask("/-/pcn"), visitor.ask("/nothing"), Visitor(visitor.port).ask("/")):
        policy = answer.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"):
            assert rule in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'http-equiv="Content-Security-Policy"' not in answer.text


def test_the_cookie_is_for_this_server_alone(visitor: Visitor) -> None:
    stranger = Visitor(visitor.port, visitor.token)
    cookie = stranger.ask(f"/?token={visitor.token}", follow=False).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"rolecall-{visitor.port}=" in cookie
