"""Who types what a page says, line by line, in a new workspace, gets what the page promises."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT, Ran
from test_docs_pages import FENCE, PAGES

NOT_PLAYED = {
    "serve": "runs until somebody ends it; test_serve.py",
    "edit": "runs until somebody ends it; test_edit.py",
    "import pcns": "needs the NHS register; test_import_pcns.py",
    "import services https:": "asks a council's server; test_import_command.py",
}

SURGERY = """
checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}
next_check: 2027-04-01
practices:
  - {name: Marsh Lane Surgery, ods_code: Y99991, slug: marsh-lane-surgery, phone: 0117 496 0100}
"""
SERVICE = """\
name: Marsh Lane Lunch Club
description: A hot meal with others.
organisation: {name: Marsh Lane Community Trust}
needs: [lonely]
checked: {date: 2025-12-01, by: Marsh Lane social prescribing team}
contact: {email: club@marsh-lane.example.org}
"""
REPLY = """\
From: club@marsh-lane.example.org
To: team@marsh-lane.example.org
Subject: Re: Is this still right?
Date: Mon, 23 Nov 2026 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

We start at 1pm now.
"""
LOG = '192.0.2.1 - - [20/Nov/2026:10:00:00 +0000] "GET /link-worker/ HTTP/1.1" 200 100 "-" "Mozilla/5.0"\n'


def lines(page: Path) -> list[list[str]]:
    """The commands of a page in their order."""
    blocks = [text for _, kind, _, text in FENCE.findall(page.read_text()) if kind == "sh"]
    found = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [words[1:] for words in found if words[:1] == ["rolecall"]]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as the pages take it to be, with a surgery, a service and files from others."""
    from click.testing import CliRunner

    from rolecall.cli import cli

    folder = tmp_path_factory.mktemp("played") / "w"
    made = CliRunner().invoke(cli, ["init", str(folder), "--name", "Marsh Lane PCN", "--ods", "U12345"])
    assert made.exit_code == 0, made.output
    pcn = folder / "content/pcns/marsh-lane/pcn.yml"
    kept = [line for line in pcn.read_text().splitlines() if not line.startswith("practices:")]
    pcn.write_text("\n".join(kept) + SURGERY)
    (pcn.parent / "services").mkdir(exist_ok=True)
    (pcn.parent / "services/lunch-club.yml").write_text(SERVICE)
    book = openpyxl.Workbook()
    for row in (["Group", "What's on", "Tel"], ["Knit and natter", "Knitting for everybody", "0117 496 0131"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(folder / "groups-we-know.xlsx")
    (folder / "answers").mkdir()
    (folder / "answers/reply.eml").write_text(REPLY)
    for log in ("access.log", "access.log.1"):
        (folder / log).write_text(LOG)
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if lines(page)], ids=lambda page: page.name)
def test_a_page_works_line_by_line(page: Path, started: Path, tmp_path: Path, rolecall: Callable[..., Ran]) -> None:
    folder = tmp_path / "w"
    if lines(page)[0][0] == "init":
        folder.mkdir()
    else:
        shutil.copytree(started, folder)
    for pcn in ("harbour", "riverside"):
        if any(pcn in words for words in lines(page)):
            shutil.copytree(ROOT / "content/pcns" / pcn, folder / "content/pcns" / pcn)
    for words in lines(page):
        if any(" ".join(words).startswith(name) for name in NOT_PLAYED):
            continue
        ran = rolecall(folder, *words)
        is_example = words[0] == "publish"  # no page's own PCN may go live
        assert ran.code == int(is_example), f"{' '.join(words)}\n{ran.out}{ran.err}"
        if is_example:
            assert "is an example" in ran.out + ran.err
        if "--to" in words and not is_example and "--dry-run" not in words:
            assert (folder / words[words.index("--to") + 1]).exists(), words


def test_what_is_not_played_is_on_a_page() -> None:
    played = [" ".join(words) for page in PAGES for words in lines(page)]
    assert {name for name in NOT_PLAYED if not any(line.startswith(name) for line in played)} == set()
