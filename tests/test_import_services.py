"""Other people's lists of services become files, row by row, and nothing is guessed that matters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from conftest import Ran, contents

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
    """What a person does with the columns file that the first import writes."""
    text = path.read_text()
    text = text.replace("  Checked by (team):", "  Checked by (team): Marsh Lane team")
    path.write_text(text.replace("words:", "words:\n  isolation: Feeling lonely or cut off\n  Money worries: money"))


def services(folder: Path) -> dict[str, bytes]:
    return contents(folder / "content/pcns/testbury/services")


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [*((name, ",") for name in ENCODINGS), *(("cp1252", sign) for sign in ";\t|")]
)
def test_a_list_in_any_encoding_with_any_delimiter_gives_the_same(
    delimiter: str, encoding: str, rolecall: Rolecall, workspace: Path
) -> None:
    rows = [["Groups 2026, kept by reception"], [], HEADINGS, SINGING, ["", ""], COFFEE]
    (workspace / "list.csv").write_bytes(as_csv(rows, delimiter, encoding))
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    assert "came in 2: new 2" in ran.out
    found = services(workspace)
    assert [*found] == ["cafe-on-friday.yml", "quay-singers.yml"]
    assert found["quay-singers.yml"].decode() == SINGERS
    assert b'number: "+44' not in found["cafe-on-friday.yml"]
    assert "Café on Friday".encode() in found["cafe-on-friday.yml"]
    assert not any(b"4711" in text for text in found.values())


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
  email: sing@quay.example.org
  website: https://www.quay.example.org/sing
  phones:
    - {number: 0117 496 0401}
    - {number: 0117 496 0402}
source: {feed: list, id: quay-singers}
extra: {E-mail: chair@quay.example.org, Last updated: 2026-08-03}
"""


def test_the_first_import_brings_in_all_and_the_columns_file_corrects_it(rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_bytes(as_csv([HEADINGS, SINGING, COFFEE]))
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert "Look at list.columns.yml, correct it" in ran.out
    assert b"\nchecked:" not in services(workspace)["quay-singers.yml"]
    corrected(workspace / "list.columns.yml")
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    assert "changed 2" in ran.out
    assert b"checked: {date: 2026-08-03, by: Marsh Lane team}" in services(workspace)["quay-singers.yml"]
    assert rolecall(workspace, "check").code == 0
    assert rolecall(workspace, "build").code == 0


def test_what_is_odd_in_a_cell_costs_the_cell_and_not_the_service(rolecall: Rolecall, workspace: Path) -> None:
    def changed(name: str, at: int, value: str) -> list[str]:
        return [name, *COFFEE[1:at], value, *COFFEE[at + 1 :]]

    rows = [
        HEADINGS, changed("Eaten Phone", 4, "1174960401"), changed("Serial", 9, "44441"), changed("Month", 9, "Aug-26"),
        changed("Topic", 3, "gardening"), changed("Script", 6, "javascript:alert(1)"), COFFEE, COFFEE,
        changed("<b>", 1, "x"),
    ]  # fmt: skip
    (workspace / "list.csv").write_bytes(as_csv(rows))
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    found = {name: text.decode() for name, text in services(workspace).items()}
    assert "repeated 1" in ran.out
    assert "number: 0117 496 0401" in found["eaten-phone.yml"]
    assert "Last updated: 2021-09-02" in found["serial.yml"]
    assert "Last updated: Aug-26" in found["month.yml"]
    assert "needs: []" in found["topic.yml"] or "needs: [" in found["topic.yml"]
    assert not any("javascript" in text for text in found.values())


def test_numbers_and_days_of_a_workbook_are_put_right(rolecall: Rolecall, workspace: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.title = "Old"
    page.append(["Name"])
    page = book.create_sheet("Directory")
    for row in (["Groups"], HEADINGS, [*COFFEE[:4], 1174960403, *COFFEE[5:9], date(2026, 8, 4)], [*SINGING[:9], 44441]):
        page.append(row)
    book.save(workspace / "list.xlsx")
    ran = rolecall(workspace, "import", "services", "list.xlsx")
    assert ran.code == 0, ran.err
    assert b"number: 0117 496 0403" in services(workspace)["cafe-on-friday.yml"]
    assert b"Last updated: 2026-08-04" in services(workspace)["cafe-on-friday.yml"]
    assert b"Last updated: 2021-09-02" in services(workspace)["quay-singers.yml"]


def test_a_wrong_heading_in_the_columns_file_is_told_with_its_line(rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_bytes(as_csv([HEADINGS, SINGING]))
    rolecall(workspace, "import", "services", "list.csv")
    path = workspace / "list.columns.yml"
    path.write_text(path.read_text().replace("Details: What it is", "Details: Whot it is"))
    line = next(at for at, text in enumerate(path.read_text().splitlines(), 1) if "Whot" in text)
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 1
    assert f'list.columns.yml:{line}:12: "Whot it is" is not a heading that Rolecall knows' in ran.err
    assert 'did you mean "What it is"?' in ran.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("for_all: {Helps with: lonely}\n", "1:1: headings are missing, so no column is read"),
        ("headings: {Group: Name}\nwords: lonely\n", "2:8: names with words are expected here"),
        ("headings: {Group: Name}\nfor_all: {Checked by (team): Us}\n", '2:30: this is no check without "Checked on"'),
        ("headings: {Group: Name}\nfor_all: {Checked on: 2026-10-01}\n", '2:23: this is no check without "Checked by'),
        (
            "headings: {Group: Name}\nfor_all: {Checked by (team): Us, Checked on: 1 Octember}\n",
            '2:46: "1 Octember" is not a date that Rolecall can read',
        ),
    ],
)
def test_a_columns_file_that_says_less_than_was_meant_is_told(
    text: str, says: str, rolecall: Rolecall, workspace: Path
) -> None:
    (workspace / "list.csv").write_text("Group,Tel\nQuay Choir,0117 496 0123\n")
    (workspace / "list.columns.yml").write_text(text)
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 1
    assert ran.err.startswith(f"list.columns.yml:{says}")


def test_a_column_with_a_new_name_is_not_lost_unseen(rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_text("Group,Tel,Where\nQuay Choir,0117 496 0123,The Hut\n")
    assert "to know" not in rolecall(workspace, "import", "services", "list.csv").err
    (workspace / "list.csv").write_text("Group,Tel,Venue\nQuay Choir,0117 496 0123,The Hut\n")
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0
    assert (
        'does not name the column "Venue" of the list, so it is left out\n    Add it under headings: Venue: Where'
        in (ran.err + ran.out)
    )
    path = workspace / "list.columns.yml"
    line = next(at for at, text in enumerate(path.read_text().splitlines(), 1) if "Where: Where" in text)
    assert f"list.columns.yml:{line}:3: the list has no column with this heading" in ran.err + ran.out


def test_a_line_with_a_word_in_any_one_column_ends_nothing(rolecall: Rolecall, workspace: Path) -> None:
    rows = [HEADINGS, *(["x" if at == here else "" for at in range(len(HEADINGS))] for here in range(len(HEADINGS)))]
    (workspace / "list.csv").write_bytes(as_csv(rows))
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert "Traceback" not in ran.err
    assert "came in 0" in ran.out


@pytest.mark.parametrize(
    ("topic", "needs"),
    [
        ("Bowls; isolation", "[lonely]"),
        ("bowls", "[]"),
        ("Green  bowls", "[]"),
        ("Money worries, isolation", "[money, lonely]"),
    ],
)
def test_a_word_with_nothing_behind_it_is_dropped(topic: str, needs: str, rolecall: Rolecall, workspace: Path) -> None:
    (workspace / "list.csv").write_bytes(as_csv([HEADINGS, [*SINGING[:3], topic, *SINGING[4:]]]))
    rolecall(workspace, "import", "services", "list.csv", "--dry-run")
    assert not (workspace / "list.columns.yml").exists()
    words = "headings:\n  Group name: Name\n  Topic: Helps with\n  Telephone: Phone\nwords:\n  bowls:\n  green bowls:\n"
    (workspace / "list.columns.yml").write_text(words)
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    assert f"needs: {needs}".encode() in services(workspace)["quay-singers.yml"]
    assert b"bowls" not in services(workspace)["quay-singers.yml"].lower()


def test_what_people_call_columns_leads_to_something_that_there_is() -> None:
    from listed import layout
    from rolecall.editing.fields import service_fields
    from rolecall.exchange.directory.columns import LEFT_OUT, READINGS, TICKED, TICKS, synonyms
    from rolecall.exchange.directory.vocabulary import Vocabulary

    vocabulary = Vocabulary(layout().content)
    ours = {name for name, _, _ in service_fields(1, 1, 1, 1, 1)}
    for holds in {*synonyms().values()}:
        tick = holds.removeprefix(TICKED)
        assert holds in {*ours, *READINGS, LEFT_OUT} or tick in TICKS or vocabulary.kind_of(tick), holds
