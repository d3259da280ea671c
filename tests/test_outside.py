"""Files and text from outside: what is not to be published stays behind, and what is given away is what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from conftest import ROOT, Ran, contents
from rolecall.bundled import bundled
from rolecall.load import Workspace, load
from rolecall.opened import open_shipped

Rolecall = Callable[..., Ran]
SERVICE = "name: Tea\ndescription: x\norganisation: {name: T}\nneeds: [lonely]\nchecked: {date: 2026-10-01, by: T}\n"


def put(path: Path, text: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_only_kinds_that_a_website_needs_are_published(workspace: Path, rolecall: Rolecall) -> None:
    left = [
        "draft.md~",
        "Thumbs.db",
        "desktop.ini",
        "old.bak",
        "~$x.docx",
        "x.yaml",
        "x.yml",
        "x.exe",
        "x.html",
        "x.js",
    ]
    left += [
        "x.heic",
        "x.avif",
        "x.tiff",
        "x.zip",
        "x.css",
        "no-ending",
        "x.docx.tmp",
        "x.pdf~",
        "#x.txt#",
        "x.htaccess",
    ]
    kept = ["rules.pdf", "Rules 2.DOCX", "list.csv", "words.txt", "day.ics", "deep/down/table.xlsx"]
    for name in [*left, *kept]:
        put(workspace / "content/pages" / name)
        put(workspace / "theme/shell/more" / name)
    put(workspace / "theme/shell/more/own.css")
    (workspace / "content/pages/x.html").write_bytes("<p>Café</p>".encode("cp1252"))
    put(workspace / "content/pages/.hidden.txt")
    put(workspace / "content/pages/.git/config.txt")
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    site = workspace / "site/testbury"
    names = contents(site).keys()
    assert {*kept, "more/own.css", *(f"more/{name}" for name in kept)} <= names
    left_behind = {*left, ".hidden.txt", "config.txt"}
    assert {name for name in names if Path(name).name in left_behind} == {"more/x.css", "more/x.js"}
    told = rolecall(workspace, "check").out
    for name in left:
        assert f"content/pages/{name}:1:1: this file is not published" in told, name
    for name in kept:
        assert f"content/pages/{name}" not in told
    assert "Nothing to fix" in told


def test_what_lies_beside_a_pcns_files_and_is_not_read_is_told(workspace: Path, rolecall: Rolecall) -> None:
    left = ["notes.docx", "list.columns.yml", "pcn.yml~", "pcn.yml.bak", "letter.txt", "sam.jpg", "old/letter.txt"]
    left += ["services/tea.yml~", "services/tea.yml.bak", "services/tea.yml.orig", "services/~$tea.docx"]
    for name in left:
        put(workspace / "content/pcns/testbury" / name, SERVICE if "tea" in name else "x")
    put(workspace / "content/notes.txt")
    ran = rolecall(workspace, "check")
    assert ran.code == 0, ran.err
    for name in [*left[:-5], "old", *left[-4:]]:
        assert f"content/pcns/testbury/{name}:1:1: Rolecall does not read this" in ran.out, name
    assert "content/notes.txt:1:1: Rolecall does not read this" in ran.out


NAMES_OF_NO_SERVICE = """
Tea.yml|TEA.YML|tea.yaml|tea.Yaml|tea.yml.txt|tea.YML.TXT|tea.yml.rtf|tea.yml.docx|tea.yml |tea.yml (1)|tea (1).yml
tea.yml.yml|tea.yaml.yml|tea|tea.txt|tea.md|Copy of tea.yml|tea_club.yml|-tea.yml|tea-.yml|tea--club.yml|te a.yml
tea!.yml|%2e.yml|чай.yml|food/tea.yml|food/more/tea.yml|food/tea.yaml|../tea.yml|../groups/tea.yml|../Services/tea.yml
../service/tea.yml|../../tea.yml|../../../tea.yml|../../../services/tea.yml
"""


@pytest.mark.parametrize("name", re.split(r"[|\n]", NAMES_OF_NO_SERVICE.strip("\n")))
def test_a_service_that_would_not_be_read_is_never_passed_over(name: str, workspace: Path, rolecall: Rolecall) -> None:
    put(workspace / "content/pcns/testbury/services" / name, SERVICE)
    before = contents(workspace / "site")
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert contents(workspace / "site") == before
    assert not list((workspace / "content").rglob("links.lock")) or "tea" not in "".join(
        path.read_text() for path in (workspace / "content").rglob("links.lock")
    )


def test_what_rolecall_itself_writes_and_ships_is_not_astray(workspace: Path, rolecall: Rolecall) -> None:
    for root in (workspace, ROOT, ROOT / "docs/template"):
        loaded, problems = load(Workspace(root, bundled()))
        assert (loaded.notes, problems) == ([], []), root
    assert rolecall(workspace, "export", "workbook", "--to", "w.xlsx").code == 0
    assert load(Workspace(workspace, bundled()))[0].notes == []


@pytest.mark.parametrize(
    "folder", ["content/pages", "content/pcns/testbury", "content/pcns/testbury/services", "theme"]
)
def test_a_pipe_or_a_socket_never_hangs_a_build(
    folder: str, workspace: Path, rolecall: Rolecall, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / folder).mkdir(parents=True, exist_ok=True)
    names = ("x.txt", "x.yml", "x.md", "links.lock", "logo.svg", "main.html")
    for name in names:
        (workspace / folder / name).unlink(missing_ok=True)
        os.mkfifo(workspace / folder / name)
    for command in ("check", "build"):
        ran = rolecall(workspace, command)
        assert ran.code == 1
        assert "Traceback" not in ran.err
    monkeypatch.chdir(workspace / folder)  # the address of a socket may only be short
    for name in names:
        (workspace / folder / name).unlink()
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(name)
    assert "Traceback" not in rolecall(workspace, "check").err


SECRET = "a secret of somebody else"


LINKS = """
content/pages content/pages/x.txt content/pages/x.md content/pages/x.png content/pages/deep/x.csv content/pages/deep
theme theme/pages theme/shell theme/shell/x.txt theme/shell/assets/rolecall.css theme/shell/main.html
theme/pages/role.html.jinja theme/components/exit.html.jinja content/needs.yml roles roles/link-worker.yml
content/pcns/testbury content/pcns/testbury/services content/pcns/testbury/services/x.yml
content/pcns/testbury/logo.svg content/pcns/testbury/links.lock
"""


@pytest.mark.parametrize("name", LINKS.split())
@pytest.mark.parametrize("inside", [False, True])
def test_nothing_is_read_or_published_through_a_link(
    name: str, inside: bool, workspace: Path, rolecall: Rolecall
) -> None:
    base = workspace / ".git" if inside else workspace.parent / "outside"
    put(base / "secret", SECRET)
    put(base / "folder/x.txt", SECRET)
    put(base / "folder/main.html", SECRET)
    put(base / "folder/role.html.jinja", SECRET)
    put(base / "folder/pages/role.html.jinja", SECRET)
    path = workspace / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(base / ("secret" if path.suffix or "." in path.name else "folder"))
    if name.endswith("logo.svg"):
        with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
            file.write("logo: logo.svg\n")
    yaml_or_markdown = inside and path.suffix in (".yml", ".md")
    ran = rolecall(workspace, "build")
    assert "Traceback" not in ran.err
    assert ran.code == 1 or inside, ran.out
    if not yaml_or_markdown:
        assert SECRET not in ran.err
    assert not [file for file, data in contents(workspace / "site").items() if SECRET.encode() in data]


def test_a_link_to_an_address_that_adds_a_recipient_writes_to_one_only() -> None:
    env = open_shipped(today=date(2026, 11, 22)).templates
    for email in ("a?cc=evil@b.example", "a&bcc=c@b.example", "a%3Fcc=x@b.example", "a#x@b.example", "jo+x@b.example"):
        link = urlsplit(env.from_string("{{ email | mailto }}").render(email=email).replace("&amp;", "&"))
        assert (link.scheme, unquote(link.path), link.query, link.fragment) == ("mailto", email, "", "")
        filled = env.from_string("{{ email | mailto('A & B', 'x?y') }}").render(email=email)
        assert unquote(urlsplit(filled).path) == email
        assert urlsplit(filled.replace("&amp;", "&")).query == "subject=A%20%26%20B&body=x%3Fy"
    for path in (ROOT / "theme").rglob("*.*"):
        assert b"mailto:" not in path.read_bytes(), "links to write are made by the filter"


@pytest.mark.parametrize("site_url", ["", "https://testbury.example.org/"])
def test_what_is_copied_into_other_websites_is_text_there_too(
    site_url: str, workspace: Path, rolecall: Rolecall
) -> None:
    attacks = "\" onx='hit()\" ' onx=\"hit()' &lt;script&gt;hit()&lt;/script&gt; &amp;amp; &quot;"
    role = workspace / "roles/link-worker.yml"
    shipped = (ROOT / "roles/link-worker.yml").read_text().splitlines(keepends=True)
    short = "<script>hit()</script><img src=x onerror=hit()></p></code>" + attacks
    put(role, "".join(f"in_short: {json.dumps(short)}\n" if line.startswith("in_short:") else line for line in shipped))
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write("checked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\n")
        file.write(f"site_url: {site_url}\n" if site_url else "")
        file.write(f"roles: {{link-worker: {{local_title: {json.dumps(attacks)}, text_name: link worker}}}}\n")
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    page = html.parse(str(workspace / "site/testbury/data/index.html")).getroot()
    codes = [code.text_content() for code in page.xpath("//p[@class='copy']/code")]
    assert len(codes) == 8
    assert not page.xpath("//*[@onx or @onerror]")
    for code in codes:
        pasted = html.fragment_fromstring(code, create_parent="div")
        found = [(element.tag, sorted(element.attrib)) for element in pasted.iterdescendants()]
        frame = [("div", ["style"]), ("iframe", ["height", "src", "style", "title", "width"])]
        assert found in (frame, [("p", []), ("a", ["href"])])
    [frame] = html.fragment_fromstring(codes[0])
    assert frame.get("title") == attacks
    snippet = html.fragment_fromstring(codes[4])
    assert snippet.text_content() == f"{attacks}: {short}"
