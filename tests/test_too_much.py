"""What is far more than anybody needs is told as a problem, with what to do, before time or memory is spent on it."""

from __future__ import annotations

import io
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from conftest import Ran

pytestmark = pytest.mark.slow  # each starts a program of its own, which may not take much

MEMORY, SECONDS = 800_000_000, 20
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
    ">---\n": "there are too many marks or headings in one paragraph",
    "> a\n> =\n": "there are too many marks or headings in one paragraph",
    "- - -\n": "there are too many marks or headings in one paragraph",
    "- # a\n": "there are too many marks or headings in one paragraph",
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
    "a million coloured cells 3 times": ("<row>" + '<c s="1"/>' * 100 + "</row>") * 30_000,
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
    sentence = {"1 GB": "unpacked", "a cell of 1 GB": "unpacked", "merged to the last": "merged"}.get(
        what, "coloured" if "coloured" in what else "reaches"
    )
    small = openpyxl.Workbook()
    small.worksheets[0].append(["Name", "Telephone"])
    small.save(made := io.BytesIO())
    room, end = (1_000_000_000 if "1 GB" in what else 0), ("x</t></is></c></row>" if "a cell of" in what else "")
    book(workspace / "list.xlsx", ROWS[what], like=made.getvalue(), room=room, end=end)
    code, printed = bounded(workspace, "import", "services", "list.xlsx")
    assert code == 1
    assert re.search(rf"list\.xlsx:1:1: .*{sentence}.*\n    [A-Z]", printed), printed[-2000:]


def with_parts(path: Path, more: Mapping[str, str], *, put: Mapping[str, tuple[str, str]]) -> None:
    """A small workbook with more parts, and in some of its own something put in front of a mark."""
    small = openpyxl.Workbook()
    small.worksheets[0].append(["Name", "Telephone"])
    small.save(made := io.BytesIO())
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            mark, new = put.get(name, ("", ""))
            after.writestr(name, text.replace(mark, new + mark, 1))
        for name, text in more.items():
            after.writestr(name, text)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def listed(number: int, ending: str) -> dict[str, tuple[str, str]]:
    """What has to be put into the parts of a workbook so that it has more sheets."""
    sheets = "".join(f'<sheet name="s{at}" sheetId="{at + 9}" r:id="m{at}" xmlns:r="{LINKS}"/>' for at in range(number))
    target = '<Relationship Id="m{0}" Type="{1}/worksheet" Target="/xl/m{0}{2}"/>'
    links = "".join(target.format(at, LINKS, ending) for at in range(number))
    return {"xl/workbook.xml": ("</sheets>", sheets), "xl/_rels/workbook.xml.rels": ("</Relationships>", links)}


def test_a_workbook_with_many_sheets_that_are_each_as_large_as_they_may_be(workspace: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="CS60000"><v>1</v></c></row>'
    with_parts(workspace / "list.xlsx", {f"xl/m{at}.xml": sheet(rows) for at in range(60)}, put=listed(60, ".xml"))
    code, printed = bounded(workspace, "import", "services", "list.xlsx")
    assert code == 1
    assert re.search(r"list\.xlsx:1:1: the sheets of this workbook reach over .* cells\n    Delete", printed), printed


def test_a_sheet_that_lies_under_another_name(workspace: Path) -> None:
    with_parts(workspace / "list.xlsx", {"xl/m0.dat": sheet(f"<row/>{CORNER}")}, put=listed(1, ".dat"))
    code, printed = bounded(workspace, "import", "services", "list.xlsx")
    assert code == 1
    assert "a sheet of this workbook reaches over 1048576 rows" in printed


def test_a_long_text_that_many_cells_share(workspace: Path) -> None:
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000_000}</t></si></sst>'
    rows = '<row><c t="s"><v>0</v></c></row>' * 5_000
    link = f'<Relationship Id="m1" Type="{LINKS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    put = {part: (mark, new + link * ("rels" in part)) for part, (mark, new) in listed(1, ".xml").items()}
    with_parts(workspace / "list.xlsx", {"xl/sharedStrings.xml": texts, "xl/m0.xml": sheet(rows)}, put=put)
    code, printed = bounded(workspace, "import", "services", "list.xlsx")
    assert code == 1
    assert "list.xlsx:1:1: the cells of this workbook have 5,000,000,013 letters\n    Is it the right file?" in printed


OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
REPEATED = {
    "rows and columns": '<t:table-row t:number-rows-repeated="60000"><t:table-cell t:number-columns-repeated="250"/>'
    '<t:table-cell o:value-type="float" o:value="1"/></t:table-row>',
    "cells": '<t:table-row t:number-rows-repeated="9000"><t:table-cell t:number-columns-repeated="900"'
    ' o:value-type="string"><x:p>x</x:p></t:table-cell></t:table-row>',
    "spaces": '<t:table-row><t:table-cell o:value-type="string"><x:p><x:s x:c="2000000000"/>x</x:p></t:table-cell>'
    "</t:table-row>",
    "letters": '<t:table-row t:number-rows-repeated="9000"><t:table-cell o:value-type="string">'
    f"<x:p>{'x' * 99_000}</x:p></t:table-cell></t:table-row>",
}


@pytest.mark.parametrize("what", REPEATED)
def test_an_open_document_that_says_how_often_something_is_there(workspace: Path, what: str) -> None:
    names = {"office": "o", "table": "t", "text": "x"}
    content = f"<o:document-content {' '.join(f'xmlns:{s}={OPEN_DOCUMENT + chr(58) + n!r}' for n, s in names.items())}>"
    content += f'<o:body><o:spreadsheet><t:table t:name="S">{REPEATED[what]}</t:table></o:spreadsheet></o:body>'
    for name, short in names.items():
        content = re.sub(rf"\b{short}:", f"{name}:", content)
    with zipfile.ZipFile(workspace / "list.ods", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", f"<m:manifest xmlns:m='{OPEN_DOCUMENT}:manifest:1.0'/>")
        book.writestr("content.xml", f"{content}</office:document-content>")
    code, printed = bounded(workspace, "import", "services", "list.ods")
    assert code == 1
    assert re.search(r"list\.ods:1:1: (a sheet of|the cells of) this workbook .*\n    [A-Z]", printed), printed[-2000:]


@pytest.mark.parametrize("name", ["list.xls", "list.xlsx"])
def test_a_workbook_of_before_2007_or_with_a_password_says_how_to_save_it(workspace: Path, name: str) -> None:
    (workspace / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9000)
    code, printed = bounded(workspace, "import", "services", name)
    assert code == 1
    assert "is of an old kind, or it has a password\n    Open it in Excel or LibreOffice, and save it as" in printed


@pytest.mark.parametrize("what", ["merged to the last", "a million coloured cells 3 times", "coloured to the last"])
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
    assert {"merged", "coloured"} & {*printed.split()} or what not in ROWS


@pytest.mark.parametrize("columns", [1_000_000, 16_000])
def test_a_list_of_far_more_columns_than_facts(workspace: Path, columns: int) -> None:
    (workspace / "list.csv").write_text("Name,Telephone" + ",x" * columns + "\n" + ("a," * 16_000 + "\n") * 300)
    code, printed = bounded(workspace, "import", "services", "list.csv")
    assert code == 1
    assert re.search(r"list\.csv:1:1: .*this row\b.*\n    Is it the right file", printed), printed[-2000:]
