"""Each folder of `lists/` is a list as managers keep them; its `expected.yml` is what comes of it with no hand edit.

To add one: make the folder with a `list.csv`, or a `list.yml` that describes the sheets of a workbook, run this with
RECORD=1, and read what it says.
"""

from __future__ import annotations

import os
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from listed import TODAY, layout, lost, read
from rolecall.exchange.directory import ListRead, read_list
from rolecall.exchange.directory.columns import synonyms
from rolecall.exchange.directory.place_in_prose import places_in
from rolecall.exchange.directory.prices_and_ages import ages_in, cost_in
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.sound import sound
from rolecall.exchange.tables import Table

CASES = sorted(path for path in (Path(__file__).parent / "lists").iterdir() if path.is_dir())


def workbook(described: Path, file: Path) -> Path:
    """A workbook as a `list.yml` describes it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in yaml.safe_load(described.read_text()):
        page = book.create_sheet(sheet["name"])
        for row in sheet["rows"]:
            page.append([_cell(cell) for cell in row or []])
        for merged in sheet.get("merged", ()):
            page.merge_cells(merged)
        page.sheet_state = "hidden" if sheet.get("hidden") else "visible"
    book.save(file)
    return file


def _cell(cell: Any) -> Any:
    return time.fromisoformat(cell["time"]) if isinstance(cell, dict) else cell


def given_list(case: Path, folder: Path) -> Path:
    """The list of a case, with its columns file beside it where there is one."""
    if (columns := case / "list.columns.yml").exists():
        (folder / columns.name).write_text(columns.read_text())
    if (described := case / "list.yml").exists():
        return workbook(described, folder / "list.xlsx")
    (folder / "list.csv").write_bytes((case / "list.csv").read_bytes())
    return folder / "list.csv"


def told(result: ListRead) -> dict[str, Any]:
    """What came of a list, for a person to read."""
    columns = yaml.safe_load(result.draft)["headings"] if result.draft else {}
    return {
        "columns": columns,
        "to know": [f"{note.place.sheet}:{note.place.line}: {note.sentence}" for note in result.to_know],
        "entries": [_entry(entry) for entry in result.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    parts = {
        "line": f"{entry.place.sheet}:{entry.place.line}",
        "key": entry.key,
        "held back": [finding.kind for finding in entry.held_back],
        "unmapped": list(entry.unmapped),
        "near": list(entry.near),
        "fields": dict(entry.fields) if not entry.held_back else {},
        "found": [f"{finding.kind}: {finding.field}" for finding in entry.repaired],
    }
    return {name: value for name, value in parts.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_list_comes_in_and_no_cell_is_lost(case: Path, tmp_path: Path) -> None:
    file = given_list(case, tmp_path)
    result, problems = read(file)
    assert result, problems
    expected = case / "expected.yml"
    found = told(result)
    if os.environ.get("RECORD"):
        expected.write_text(
            yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
        )
    assert found == yaml.safe_load(expected.read_text())
    cells, gone = lost(file, result)
    assert cells and not gone
    for entry in result.entries:
        if not entry.held_back:
            again = sound(entry.fields, content=layout().content, today=TODAY)
            assert not again.findings and not again.lacking, entry.name


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_columns_file_that_is_written_gives_the_same_again(case: Path, tmp_path: Path) -> None:
    file = given_list(case, tmp_path)
    result, _ = read(file)
    assert result
    if result.draft:
        again, problems = read(file, result.draft)
        assert again and not problems
        assert again.entries == result.entries
        assert again.to_know == result.to_know


def test_a_columns_file_leads_to_headings_that_nobody_knows(tmp_path: Path) -> None:
    groups = [["Grwpiau 2026", "Contact", "Where"], ["Enw", "Ffôn", "Pryd"], ["Côr y Cei", "0117 496 0901", "Iau"]]
    more = [["Enw", "Ffôn", "Pryd"], ["Bore Coffi", "0117 496 0902", "Mawrth"]]
    tables = [Table("list.xlsx", "Canu", groups), Table("list.xlsx", "Bwyd", more)]
    path = tmp_path / "list.columns.yml"
    guessed, _ = read_list(tables, layout(), columns=None, columns_path=path, today=TODAY)
    assert guessed and [entry.name for entry in guessed.entries] == ["Enw", "Côr y Cei"]  # below the wrong headings
    columns = "headings: {Enw: Name, Ffôn: Phone, Pryd: When}"
    result, problems = read_list(tables, layout(), columns=columns, columns_path=path, today=TODAY)
    assert result, problems
    assert [entry.name for entry in result.entries] == ["Côr y Cei", "Bore Coffi"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Quay Singers", "We sing", "0117 496 0901"]], "no headings were found in this list"),
        ([[""]], "no headings were found in this list"),
    ],
)
def test_a_list_without_headings_says_what_to_do(rows: list[list[str]], sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("\n".join(",".join(row) for row in rows) + "\n,\n")
    result, problems = read(file)
    assert result is None
    assert problems[0].sentence in (sentence, "this file is empty")


READ: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "list-cells.yml").read_text())


@pytest.mark.parametrize("text", READ["places"])
def test_a_place_in_1_cell_is_taken_apart(text: str) -> None:
    assert [*places_in(text)] == READ["places"][text]


@pytest.mark.parametrize("text", READ["ages"])
def test_ages_are_read_where_they_are_certain(text: str) -> None:
    assert ages_in(text) == READ["ages"][text]


@pytest.mark.parametrize("text", READ["costs"])
def test_what_something_costs_is_kept_in_words_with_each_price(text: str) -> None:
    assert cost_in(text) == READ["costs"][text]


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from([
        "Name", "Tel", "When", "Where", "Email", "x", "Yes", "N", "#REF!", "=1+1", "@SUM(A1)", "-", "TBC", "1.17E+09",
        "1174960123", "0117 496 0123", "Tues 2-4pm", "Mon-Fri 9-5", "BS1 1AA", "5 Mill St, BS1 1AE", "£3", "18+",
        "55 and over",
        "a@b.example", "http://", "javascript:alert(1)", "<b>x</b>", "44441", "3/5/26", "Free", "12/13/2026",
        "00:00", "0.5",
        "Helps with", "Last checked", "Notes", "Total", "\u00a0", "’", "ï»¿",
    ]),
)  # fmt: skip


ODD = st.sampled_from([
    None, 1.0, 0.5, 1174960111.0, 44441.0, True, date(2026, 3, 5), datetime(2026, 3, 5, 10), time(10, 30),
    timedelta(hours=30),
    '=HYPERLINK("https://a.example","b")', "0117 496 0123 (Sue)", "Hall, 5 Mill St, BS1 1AE and Oak, Oak Rd, BS2 2AA",
    "a@b.example; jane.smith@gmail.com", "<script>alert(1)</script>", "a" * 5000, "\u202eabc\x00\x1b",
    "Online and by phone", "paused", "closed", "Refuge", "test", "51.5", "Lonely; Debt, Housing", "A\nB\nC", "'=cmd",
    "16-25", "-1",
])  # fmt: skip
HEADINGS = st.lists(st.sampled_from(sorted(synonyms())), min_size=2, max_size=9, unique=True)


@settings(max_examples=60)
@example(False, ["about", "about the group"], [["0", "TEL", "NAME"], ["0"]], ["about", "access"])
@given(st.booleans(), HEADINGS, st.lists(st.lists(CELLS | ODD, max_size=9), max_size=6), HEADINGS)
def test_any_cells_below_any_headings_give_entries(
    is_named: bool, headings: list[str], rows: list[list[object]], others: list[str]
) -> None:
    names = [["Quay Choir", *row] for row in rows]
    first = Table("list.xlsx", "Groups", [["Name", *headings], *names] if is_named else [headings, *rows])
    tables = [first, Table("list.xlsx", "Places", [others, *rows[:2]])]
    result, problems = read_list(tables, layout(), columns=None, columns_path=Path("list.columns.yml"), today=TODAY)
    assert result or problems
    for entry in result.entries if result else ():
        assert entry.key and entry.name
        if not entry.held_back:
            again = sound(entry.fields, content=layout().content, today=TODAY)
            assert not again.findings and not again.lacking
    if result and result.draft:
        path = Path("list.columns.yml")
        same, _ = read_list(tables, layout(), columns=result.draft, columns_path=path, today=TODAY)
        assert same and same.entries == result.entries


@settings(max_examples=100)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Name,Phone\n", b"\xff\xfe", b"PK\x03\x04", b'Name;Tel\n"a', b"\xd0\xcf\x11\xe0"]),
)
def test_any_bytes_give_entries_or_a_message(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(head + data)
    result, problems = read(file)
    assert result or problems


def test_a_cell_in_the_last_corner_takes_no_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"], page["B1"], page["XFD1048576"] = "Name", "Tel", "x"
    book.save(tmp_path / "list.xlsx")
    _, problems = read(tmp_path / "list.xlsx")
    assert problems[0].sentence == "a sheet of this workbook reaches over 1048576 rows and 16384 columns"
    with (
        zipfile.ZipFile(tmp_path / "list.xlsx") as book_as_it_is,
        zipfile.ZipFile(tmp_path / "x.xlsx", "w") as prefixed,
    ):
        for name in book_as_it_is.namelist():
            part = book_as_it_is.read(name)
            if name.startswith("xl/worksheets/"):  # As programs on .NET write it.
                part = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=")
            prefixed.writestr(name, part)
    _, problems = read(tmp_path / "x.xlsx")
    assert problems[0].sentence == "a sheet of this workbook reaches over 1048576 rows and 16384 columns"
    (tmp_path / "list.csv").write_bytes(b"Name" + b"," * 1_000_000 + b"\n")
    _, problems = read(tmp_path / "list.csv")
    assert problems[0].kind == "size"
