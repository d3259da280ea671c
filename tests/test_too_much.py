"""What is far more than anybody needs is told as a problem, with what to do, before time or memory is spent on it."""

from __future__ import annotations

import io
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from conftest import Ran

pytestmark = pytest.mark.slow  # each starts a program of its own, which may not take much

MEMORY, SECONDS = 800_000_000, 10
"""What a command may take. Any of these files has taken 4 GB, or over a minute."""


def bounded(workspace: Path, *words: str | Path) -> tuple[int, str]:
    """The exit code of a command that may not take much, and what it printed."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    ran = subprocess.run(
        [sys.executable, "-m", "rolecall", *map(str, words)],
        cwd=workspace,
        env={**environment, "SOURCE_DATE_EPOCH": "1795305600", "RUST_BACKTRACE": "0"},
        capture_output=True,
        check=False,
        preexec_fn=bound,
    )
    printed = (ran.stdout + ran.stderr).decode(errors="replace")
    assert "Traceback" not in printed, printed[-2000:]
    assert len(printed) < 200_000, f"{len(printed)} letters, which nobody reads"
    return ran.returncode, printed


PAGES = {
    "](": "there are too many brackets that do not close",
    "[": "there are too many brackets that do not close",
    "![[": "there are too many brackets that do not close",
    r"\*": "there are too many marks or headings in one paragraph",
    "*a*": "there are too many marks or headings in one paragraph",
    "a\n=\n": "there are too many marks or headings in one paragraph",
    "# a\n": "there are too many marks or headings in one paragraph",
    "a  \n": "there are too many marks or headings in one paragraph",
    "[ ](x)\n\n": "this link has no words to click on",
}


@pytest.mark.parametrize("text", PAGES)
def test_a_page_that_takes_long_to_read(workspace: Path, text: str) -> None:
    page = workspace / "content/pages/news.md"
    page.write_text("# News\n\n" + (text * 100_000)[:99_000] + "\n")
    code, printed = bounded(workspace, "check")
    assert code == 1
    assert re.search(rf"content/pages/news\.md:[13]:1: {PAGES[text]}\n    [A-Z]", printed)


def test_thousands_of_old_addresses(workspace: Path) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write("moved:\n" + "".join(f"  a{at}/: b{at}/\n" for at in range(40_000)))
    code, printed = bounded(workspace, "check")
    assert code == 1
    assert "40,000 old addresses lead on from here\n    Keep those that people still use" in printed


@pytest.mark.parametrize("text", ["unknown{}: x\n", "people{}: [*a]\n"])
def test_thousands_of_mistakes_are_told_in_short(workspace: Path, text: str) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.writelines(text.format(at) for at in range(20_000))
    code, printed = bounded(workspace, "check", "--format", "json")
    assert code == 1
    assert "more like these in this file" in printed


CORNER = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
ROWS = {
    "a cell in the last corner": CORNER,
    "blanks around the sign": CORNER.replace("r=", "r = "),
    "an angle bracket before": CORNER.replace("<c ", '<c x=">" '),
    "cells that do not say where they are": '<row r="1048576"><c><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
    "a row that cannot be": CORNER.replace("1048576", "99999999999"),
    "a row that cannot be, alone": '<row r="99999999999"><c><v>1</v></c></row>',
    "a million rows": "".join(f'<row r="{at}"><c><v>1</v></c></row>' for at in range(3, 1_048_576)),
    "1 GB": " ",
    "a cell of 1 GB": '<row><c t="inlineStr"><is><t>x',
    "merged to the last": '</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells><sheetData>',
}


def book(path: Path, rows: str, *, like: bytes, room: int = 0, end: str = "") -> None:
    """A workbook with more rows in its last sheet, the last of them with `room` spaces before its `end`."""
    with zipfile.ZipFile(io.BytesIO(like)) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        last = max(name for name in before.namelist() if name.startswith("xl/worksheets/"))
        for name in before.namelist():
            with after.open(name, "w") as part:
                head, mark, tail = before.read(name).partition(b"</sheetData>")
                part.write(head + rows.encode() * (name == last))
                for _ in range(room // 1_000_000 * (name == last)):
                    part.write(b" " * 1_000_000)
                part.write(end.encode() * (name == last) + mark + tail)


@pytest.mark.parametrize("what", ROWS)
def test_a_workbook_that_would_take_all_memory(workspace: Path, what: str) -> None:
    sentence = {"1 GB": "unpacked", "a cell of 1 GB": "unpacked", "merged to the last": "merged"}.get(what, "reaches")
    small = openpyxl.Workbook()
    small.worksheets[0].append(["Name", "Telephone"])
    small.save(made := io.BytesIO())
    room, end = (1_000_000_000 if "1 GB" in what else 0), ("x</t></is></c></row>" if "a cell of" in what else "")
    book(workspace / "list.xlsx", ROWS[what], like=made.getvalue(), room=room, end=end)
    code, printed = bounded(workspace, "import", "services", "list.xlsx")
    assert code == 1
    assert re.search(rf"list\.xlsx:1:1: .*{sentence}.*\n    [A-Z]", printed), printed[-2000:]


@pytest.mark.parametrize("what", ["merged to the last", "coloured to the last"])
def test_a_workbook_of_ours_whose_notes_would_take_all_memory(
    workspace: Path, what: str, rolecall: Callable[..., Ran]
) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write("checked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\nphone: 0117 496 0123\n")
    assert rolecall(workspace, "export", "workbook", "--to", "ours.xlsx").code == 0
    ours = openpyxl.load_workbook(workspace / "ours.xlsx")
    for cell in (cell for page in ours.worksheets for row in page.iter_rows() for cell in row):
        cell.value = None if cell.value == "0117 496 0123" else cell.value  # one that is emptied may have failed
    ours.save(workspace / "ours.xlsx")
    rows = ROWS.get(what, '<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    book(workspace / "ours.xlsx", rows, like=(workspace / "ours.xlsx").read_bytes())
    code, printed = bounded(workspace, "import", "workbook", "ours.xlsx", "--dry-run", "--notes", "notes.xlsx")
    assert code == (1 if what in ROWS else 0), printed[-2000:]
    assert "merged" in printed or what not in ROWS


@pytest.mark.parametrize("columns", [1_000_000, 16_000])
def test_a_list_of_far_more_columns_than_facts(workspace: Path, columns: int) -> None:
    (workspace / "list.csv").write_text("Name,Telephone" + ",x" * columns + "\n" + ("a," * 16_000 + "\n") * 300)
    code, printed = bounded(workspace, "import", "services", "list.csv")
    assert code == 1
    assert re.search(r"list\.csv:1:1: .*this row\b.*\n    Is it the right file", printed), printed[-2000:]
