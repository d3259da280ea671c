"""Faults that somebody found by attack, each seen to fail before it was mended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Ran, contents
from rolecall import folders
from rolecall.prose import safe_html
from rolecall.slugs import DEVICES, is_slug, slug

Rolecall = Callable[..., Ran]
SERVICE = (
    "name: Lunch Club\nsummary: Soup that nobody is to read of.\ndescription: A meal.\n"
    "organisation: {name: Test Trust}\n"
    "needs: [lonely]\n"
)


CLOSED = "status: closed\nchecked: {date: 2026-10-01, by: A team}\n"
HELD_BACK = "checked: {date: 2020-01-01, by: A team}\n"


@pytest.mark.parametrize("more", [CLOSED, HELD_BACK])
def test_a_service_that_is_not_shown_is_not_shown_to_search_engines(
    more: str, workspace: Path, rolecall: Rolecall
) -> None:
    file = workspace / "content/pcns/testbury/services/lunch-club.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(SERVICE + more)
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text() + "site_url: https://testbury.example/\nservices: {hold_back_after: 12}\n")
    assert rolecall(workspace, "build").code == 0
    page = (workspace / "site/testbury/services/lunch-club/index.html").read_text()
    assert "nobody is to read" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert "lunch-club" not in (workspace / "site/testbury/sitemap.xml").read_text()


def test_a_module_in_the_folder_of_a_site_is_not_run(workspace: Path) -> None:
    for name in ("jinja2", "click", "yaml", "socket"):
        (workspace / f"{name}.py").write_text("raise SystemExit('this was run')\n")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    ran = subprocess.run(
        [sys.executable, "-m", "rolecall", "--version"],
        cwd=workspace,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_workbook_has_the_same_bytes_where_lxml_is_not_installed(workspace: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SOURCE_DATE_EPOCH": "1795305600"}
    found = []
    for at, before in enumerate(["", "sys.modules['lxml'] = sys.modules['lxml.etree'] = None; "]):
        words = f"sys.argv[1:] = ['export', 'workbook', '--to', 'w{at}.xlsx']"
        code = f"import sys; {before}{words}; from rolecall.cli import main; main()"
        subprocess.run([sys.executable, "-c", code], cwd=workspace, env=env, check=True, capture_output=True)
        found.append((workspace / f"w{at}.xlsx").read_bytes())
    assert found[0] == found[1]


PICTURES = ["https://x.example/a.png", "//x.example/a.png", "HTTP://x.example/a.png", "/\\x.example/a.png", "http:x"]
PICTURES.append('https://x.example/x"onerror="hit()')


@pytest.mark.parametrize("picture", PICTURES)
def test_no_picture_of_another_website_is_asked_for(picture: str) -> None:
    html = safe_html(f"Soup ![bowl]({picture}) here")
    assert "x.example" not in html.replace("bowl", "")
    assert "<img" not in html
    assert 'src="bowl.png"' in safe_html("![bowl](bowl.png)")


@pytest.mark.parametrize("name", sorted(DEVICES))
def test_no_file_gets_the_name_of_a_device(name: str) -> None:
    assert not is_slug(name)
    assert is_slug(slug(name.upper()))


def test_what_is_written_is_on_the_disk_before_a_site_is_swapped_in(
    workspace: Path, rolecall: Rolecall, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    swap, sync, fsync = folders._swap, os.sync, os.fsync

    def swapped(*where: Path) -> bool:
        done.append("swap")
        return swap(*where)

    def synced() -> None:
        done.append("sync")
        sync()

    def synced_file(handle: int) -> None:
        done.append("file")
        fsync(handle)

    monkeypatch.setattr(folders, "_swap", swapped)
    monkeypatch.setattr(os, "sync", synced)
    monkeypatch.setattr(os, "fsync", synced_file)
    before = contents(workspace / "site")
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text() + "privacy_url: https://testbury.example/privacy\n")
    assert rolecall(workspace, "build", "--jobs", "1").code == 0
    assert contents(workspace / "site") != before
    assert done[done.index("swap") - 1] in ("sync", "file")


ORDERS = "\x1b[2J\x9b2J\x07\u202e"
"""What clears a terminal, rings its bell or turns round what follows."""


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--reading"],
        ["build"],
        ["build", f"a{ORDERS}"],
        ["check", f"--to=a{ORDERS}"],
        ["serve", f"a{ORDERS}"],
        ["publish"],
        ["import", "workbook", "r.xlsx", "--dry-run"],
        ["export", "leaflets", f"--to=a{ORDERS}"],
        ["merge-pcn", f"a{ORDERS}", "testbury"],
    ],
)
def test_nothing_that_is_printed_gives_a_terminal_orders(words: list[str], workspace: Path, rolecall: Rolecall) -> None:
    rolecall(workspace, "export", "workbook", "--to", "r.xlsx")
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    escaped = ORDERS.encode("unicode_escape").decode().replace("\\x", "\\x")
    pcn.write_text(pcn.read_text() + f'short_name: "Test{escaped}"\nphone: "{escaped}"\n')
    (workspace / f"content/pages/news{ORDERS}.md").write_text("No title\n")
    ran = rolecall(workspace, *words)
    assert not {*ran.out, *ran.err} & {*ORDERS} - {*"[2J"}


@pytest.mark.parametrize("path", sorted((ROOT / "generator/rolecall/cli").glob("*.py")), ids=lambda path: path.stem)
def test_commands_print_in_1_way(path: Path) -> None:
    assert path.stem == "printing" or "click.echo(" not in path.read_text()
