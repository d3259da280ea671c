"""Other people's lists of services become files, row by row, and nothing is guessed that matters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Ran, contents
from rolecall.exchange.directory import drafted
from rolecall.exchange.tables import tables

Rolecall = Callable[..., Ran]

HEADINGS = [
    "Group name", "Details", "Charity", "Topic", "Telephone", "E-mail", "Web page", "Venue", "Post code",
    "Last updated", "Key safe",
]  # fmt: skip
SINGING = [
    "Quay Singers", "You sing together – beginners too.", "Quay Trust", "isolation; Money worries",
    "0117 496 0401 or 0117 496 0402", "sing@quay.example.org; chair@quay.example.org", "www.quay.example.org/sing",
    "Quay Hall", "BS1 1AA", "03/08/2026", "4711",
]  # fmt: skip
COFFEE = [
    "Café on Friday", "Coffee, cake", "Quay Trust", "isolation", "+44 117 496 0403", "", "",
    "Café", "bs11ab", "2026-08-04", "",
]  # fmt: skip


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def corrected(path: Path) -> None:
    """What a person does with the drafted file."""
    text = path.read_text()
    text = text.replace("  Checked by (team):", "  Checked by (team): Marsh Lane team")
    text = text.replace("words:", "words:\n  isolation: Feeling lonely or cut off")
    path.write_text(text)


def take_in(rolecall: Rolecall, folder: Path, *options: str, file: str = "list.csv") -> Ran:
    drafted = rolecall(folder, "import", "services", file)
    assert "list.columns.yml\nLook at it, correct it" in drafted.out, drafted.err
    corrected(folder / "list.columns.yml")
    return rolecall(folder, "import", "services", file, *options)


def services(folder: Path) -> dict[str, bytes]:
    return contents(folder / "content/pcns/testbury/services")


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_list_in_any_encoding_with_any_delimiter_gives_the_same(
    delimiter: str, encoding: str, rolecall: Rolecall, workspace: Path
) -> None:
    rows = [["Groups 2026, kept by reception"], [], HEADINGS, SINGING, ["", ""], COFFEE]
    (workspace / "list.csv").write_bytes(as_csv(rows, delimiter, encoding))
    ran = take_in(rolecall, workspace)
    assert ran.code == 0, ran.err
    assert "2 services imported." in ran.out
    assert "only the first email address is used: sing@quay.example.org" in ran.err
    found = services(workspace)
    assert [*found] == ["cafe-on-friday.yml", "quay-singers.yml"]
    assert found["quay-singers.yml"].decode() == SINGERS
    assert b'number: "+44' not in found["cafe-on-friday.yml"]
    assert "Café on Friday".encode() in found["cafe-on-friday.yml"]
    assert rolecall(workspace, "check").code == 0
    assert rolecall(workspace, "build").code == 0


SINGERS = """\
# yaml-language-server: $schema=../../../../.rolecall/schemas/service.json
name: Quay Singers
description: |
  You sing together – beginners too.
organisation: {name: Quay Trust}
needs: [lonely, money]
where:
  - {name: Quay Hall, postcode: BS1 1AA}
contact:
  phones:
    - {number: 0117 496 0401}
    - {number: 0117 496 0402}
  email: sing@quay.example.org
  website: https://www.quay.example.org/sing
checked: {by: Marsh Lane team, date: 2026-08-03}
"""


def test_what_is_wrong_waits_and_the_rest_is_taken(rolecall: Rolecall, workspace: Path) -> None:
    def changed(name: str, at: int, value: str) -> list[str]:
        return [name, *COFFEE[1:at], value, *COFFEE[at + 1 :]]

    rows = [
        HEADINGS, changed("Eaten Phone", 4, "1174960401"), changed("Serial", 9, "44441"), changed("Month", 9, "Aug-26"),
        changed("Topic", 3, "gardening"), changed("Script", 6, "javascript:alert(1)"), COFFEE, COFFEE,
        changed("Testbury Choir", 1, "Ours."), changed("<b>", 1, "x"),
    ]  # fmt: skip
    own = workspace / "content/pcns/testbury/services/testbury-choir.yml"
    own.parent.mkdir()
    text = "name: Testbury Choir\ndescription: Ours.\norganisation: {name: T}\nneeds: [lonely]\n"
    own.write_text(text + "checked: {date: 2026-01-01, by: T}\n")
    (workspace / "list.csv").write_bytes(as_csv(rows))
    ran = take_in(rolecall, workspace)
    assert ran.code == 1
    told = [line for line in ran.err.splitlines() if line.startswith(("list", "to know"))]
    assert told == [
        "list.csv:2:5: this phone number has 10 digits and does not start with 0",
        'list.csv:3:10: "44441" is not a date that Rolecall can read',
        'list.csv:4:10: "Aug-26" is not a date that Rolecall can read',
        'list.csv:5:4: "gardening" is not a choice here',
        'list.csv:6:7: "javascript:alert(1)" is not a whole web address',
        "list.csv:10:1: a name cannot have < or > in it",
        "to know: list.csv:8:1: this row repeats row 7, so it is left out",
        "to know: list.csv:9:1: there is a file testbury-choir.yml already, and it stays as it is",
    ]
    assert [*services(workspace)] == ["cafe-on-friday.yml", "testbury-choir.yml"]
    assert "description: Ours." in own.read_text()
    assert "1 service imported. 6 rows were not: fix them and import again." in ran.out


def test_a_number_that_a_workbook_has_eaten_names_its_cell(rolecall: Rolecall, workspace: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.title = "Old"
    page.append(["Name"])
    page = book.create_sheet("Directory")
    for row in (["Groups"], HEADINGS, [*COFFEE[:4], 1174960403, *COFFEE[5:9], date(2026, 8, 4)], [*SINGING[:9], 44441]):
        page.append(row)
    book.save(workspace / "list.xlsx")
    ran = take_in(rolecall, workspace, file="list.xlsx")
    assert "list.xlsx Directory!E3: Excel turned this into a number (1174960403)" in ran.err
    assert "list.xlsx Directory!J4: Excel turned this into a number (44441)" in ran.err
    assert not (workspace / "content/pcns/testbury/services").exists()


def test_a_dry_run_writes_nothing(rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_bytes(as_csv([HEADINGS, SINGING]))
    ran = take_in(rolecall, workspace, "--dry-run")
    assert "would write content/pcns/testbury/services/quay-singers.yml" in ran.out
    assert "1 service would be imported." in ran.out
    assert not (workspace / "content/pcns/testbury/services").exists()


def test_a_wrong_heading_in_the_columns_file_is_told_with_its_line(rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_bytes(as_csv([HEADINGS, SINGING]))
    rolecall(workspace, "import", "services", "list.csv")
    path = workspace / "list.columns.yml"
    path.write_text(path.read_text().replace("Details: What it is", "Details: Whot it is"))
    line = next(at for at, text in enumerate(path.read_text().splitlines(), 1) if "Whot" in text)
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert f'list.columns.yml:{line}:12: "Whot it is" is not a heading that Rolecall knows' in ran.err
    assert 'did you mean "What it is"?' in ran.err


@pytest.mark.parametrize("unread", ["Last edited by", "Key safe"])
def test_a_line_of_which_no_column_is_read_is_told_and_left_out(
    unread: str, rolecall: Rolecall, workspace: Path
) -> None:
    rows = [[*HEADINGS[:-1], unread], [*SINGING[:-1], ""], ["" for _ in SINGING[:-1]] + ["Jo was here"]]
    (workspace / "list.csv").write_bytes(as_csv(rows))
    ran = take_in(rolecall, workspace)
    assert ran.code == 0, ran.err
    assert "1 service imported." in ran.out
    assert "to know: list.csv:3:1: this row is empty in every column that is read\n" in ran.err


def test_a_line_with_a_word_in_any_one_column_ends_nothing(rolecall: Rolecall, workspace: Path) -> None:
    rows = [HEADINGS, *(["x" if at == here else "" for at in range(len(HEADINGS))] for here in range(len(HEADINGS)))]
    (workspace / "list.csv").write_bytes(as_csv(rows))
    ran = take_in(rolecall, workspace)
    assert ran.code == 1
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("topic", "taken"), [("Bowls; isolation", True), ("bowls", False), ("Green  bowls", False)])
def test_a_word_with_nothing_behind_it_is_dropped(topic: str, taken: bool, rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_bytes(as_csv([HEADINGS, [*SINGING[:3], topic, *SINGING[4:]]]))
    rolecall(workspace, "import", "services", "list.csv")
    columns = workspace / "list.columns.yml"
    corrected(columns)
    columns.write_text(columns.read_text().replace("words:", "words:\n  bowls:\n  green bowls:"))
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == (0 if taken else 1), ran.err
    if taken:
        assert b"needs: [lonely]" in services(workspace)["quay-singers.yml"]
    else:
        assert 'there is nothing under "Helps with"' in ran.err or '"needs" is missing' in ran.err
    columns.write_text(columns.read_text().replace("for_all:", "for_all:\n  Helps with: Money worries"))
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    assert (b"needs: [money]" in services(workspace)["quay-singers.yml"]) != taken


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from([b"", b"Name,Phone\n", b"\xff\xfe", b"PK\x03\x04", b'Name;Tel\n"a']))
def test_any_bytes_give_problems_or_data(tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(head + data)
    found, problems = tables(file, help="Give a list.")
    assert found or problems
    drafted(file, found, ["Name", "Phone 1"])


def test_what_people_call_columns_leads_to_headings_that_there_are() -> None:
    from rolecall.editing.fields import service_fields
    from rolecall.exchange.directory.columns import synonyms

    assert {*synonyms().values()} <= {name for name, _, _ in service_fields(1, 1, 1, 1, 1)}
