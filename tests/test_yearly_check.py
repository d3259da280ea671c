"""The yearly check by workbook: what is found to be right in it stays on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from conftest import Ran
from test_workbook import column_of, riverside

__all__ = ["riverside"]
Rolecall = Callable[..., Ran]


def all_found_right(file: Path, today: date) -> None:
    """Say Yes wherever the workbook asks, and write the PCN's own days."""
    book = openpyxl.load_workbook(file)
    for page in book.worksheets[1:]:
        headings = {page.cell(2, column).value: column for column in range(1, page.max_column + 1)}
        for line in range(3, page.max_row + 1):
            if "Still right?" in headings and page.cell(line, 1).value:
                asked = page.cell(line, headings["Still right?"])
                if not asked.protection.locked:
                    asked.value = "Yes"
    if "Your PCN" in book.sheetnames:
        page = book["Your PCN"]
        words = column_of(page, "Your words")
        lines = {page.cell(line, 1).value: line for line in range(3, page.max_row + 1)}
        page.cell(lines["checked.date"], words).value = str(today)
        page.cell(lines["next_check"], words).value = str(today.replace(year=today.year + 1))
    book.save(file)


RUN_OUT = ("was due to be checked", "details are not shown")


def run_out(ran: Ran) -> Iterator[str]:
    return (line for line in (ran.out + ran.err).splitlines() if any(words in line for words in RUN_OUT))


OWN = """
  - name: Kim Example
    roles: [link-worker]
    checked: {date: 2026-10-12, by: Riverside social prescribing team}
    next_check: 2027-11-01
"""


def extended(root: Path) -> None:
    """Riverside with checks of their own at a person, a surgery, a surgery's role and a role of the wider team."""
    file = root / "content/pcns/riverside/pcn.yml"
    text = file.read_text()
    text = text.replace("    days: Tuesdays to Fridays\n", f"    days: Tuesdays to Fridays{OWN}")
    dates = "    checked: {date: 2026-10-12, by: Riverside team}\n    next_check: 2027-11-05\n"
    text = text.replace("    postcode: BS1 1AD\n", f"    postcode: BS1 1AD\n{dates}")
    wider = "  gp: {available: no, checked: {date: 2026-10-12, by: Riverside team}, next_check: 2027-11-02}\n"
    text = text.replace("\nroles:\n", f"\nroles:\n{wider}")
    text = text.replace("\nroles:\n", "\nhelplines: {shout: {how: Text RIVER to 85258}}\n\nroles:\n")
    file.write_text(text)


@pytest.mark.parametrize("day", [date(2027, 8, 20), date(2027, 10, 1), date(2027, 10, 12)])
@pytest.mark.parametrize("change", [lambda _: None, extended], ids=["riverside", "with checks of their own"])
def test_after_a_whole_yearly_check_nothing_runs_out_for_2_months(
    day: date, change: Callable[[Path], None], rolecall: Rolecall, riverside: Path
) -> None:
    change(riverside)
    before = rolecall(riverside, "check", "riverside", "--data", "--today", "2027-12-01")
    assert before.code == 0, before.err
    assert len([*run_out(before)]) > 10
    assert rolecall(riverside, "export", "workbook", "--due", "--to", "d.xlsx", "--today", str(day)).code == 0
    all_found_right(riverside / "d.xlsx", day)
    ran = rolecall(riverside, "import", "workbook", "d.xlsx", "--today", str(day))
    assert ran.code == 0, ran.err
    assert "stays as it is" not in ran.out
    later = date(2027, 10, 18) if day.month == 8 else date(2027, 12, 1)
    checked = rolecall(riverside, "check", "riverside", "--data", "--today", str(later))
    assert checked.code == 0, checked.err
    assert [*run_out(checked)] == []
    assert rolecall(riverside, "build", "--today", str(later)).code == 0
    people = (riverside / "site/riverside/people/index.html").read_text()
    assert "Sam Example" in people
    assert "Jo Example" in people
    assert ("Kim Example" in people) == (change is extended)
    role = (riverside / "site/riverside/link-worker/index.html").read_text()
    assert "Up to 8 meetings over 6 months." in role


def test_one_tick_checks_the_pcn_its_people_and_what_staff_turn_to(rolecall: Rolecall, riverside: Path) -> None:
    day = "2027-09-01"
    rolecall(riverside, "export", "workbook", "--due", "--to", "d.xlsx", "--today", day)
    book = openpyxl.load_workbook(riverside / "d.xlsx")
    page, people = book["Your PCN"], book["People"]
    asked = {page.cell(line, 2).value: page.cell(line, 3) for line in range(3, page.max_row + 1)}
    assert {"Phone", "Complain: phone", "Staff, safeguarding: phone", "Checked on", "Next check"} <= {*asked}
    assert [people.cell(line, 2).value for line in (3, 4)] == ["Sam Example", "Jo Example"]
    asked["Still right?"].value = "Yes"
    book.save(riverside / "d.xlsx")
    ran = rolecall(riverside, "import", "workbook", "d.xlsx", "--today", day)
    assert ran.code == 0, ran.err
    file = riverside / "content/pcns/riverside/pcn.yml"
    text = file.read_text()
    assert "checked: {date: 2027-09-01, by: Riverside social prescribing team}\nnext_check: 2028-09-01\n" in text
    # The workbook still has the days before. Taken in again, it changes nothing.
    again = rolecall(riverside, "import", "workbook", "d.xlsx", "--today", "2027-09-03")
    assert (again.code, "0 changes in 0 files." in again.out) == (0, True), again.out + again.err
    assert file.read_text() == text


def test_a_day_written_beside_the_tick_counts(rolecall: Rolecall, riverside: Path) -> None:
    rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    book = openpyxl.load_workbook(riverside / "r.xlsx")
    asked = {cell.value: book["Your PCN"].cell(cell.row, 3) for (cell,) in book["Your PCN"]["B3:B60"]}
    for name, words in {"Still right?": "Yes", "Checked on": "2026-11-02", "Checked by (team)": "Quay team"}.items():
        asked[name].value = words
    book.save(riverside / "r.xlsx")
    ran = rolecall(riverside, "import", "workbook", "r.xlsx", "--today", "2026-11-22")
    assert ran.code == 0, ran.err
    text = (riverside / "content/pcns/riverside/pcn.yml").read_text()
    assert "checked: {date: 2026-11-02, by: Quay team}\nnext_check: 2027-11-02\n" in text


def test_nothing_is_asked_for_before_it_is_due(rolecall: Rolecall, riverside: Path) -> None:
    ran = rolecall(riverside, "export", "workbook", "--due", "--to", "d.xlsx", "--today", "2026-11-22")
    assert "2 rows to check." in ran.out
    assert openpyxl.load_workbook(riverside / "d.xlsx").sheetnames == ["Start here", "Roles", "Services", "Choices"]


def test_people_and_all_else_that_runs_out_soon_is_told_before(rolecall: Rolecall, riverside: Path) -> None:
    extended(riverside)
    ran = rolecall(riverside, "check", "--today", "2027-09-20")
    lines = [line for line in (ran.out + ran.err).splitlines() if "to be checked by" in line and "pcn.yml" in line]
    words = [line.partition(": content/pcns/riverside/pcn.yml:")[2].partition(": ")[2] for line in lines]
    assert words[0].startswith("Sam Example, Jo Example and ")
    assert " local facts are to be checked by 12 October 2027, and " in words[0]
    assert "Kim Example is to be checked by 1 November 2027, and is not shown after that" in words
    # In time, none is told, and afterwards it is told that they do not show any more.
    assert "to be checked by 12 October" not in rolecall(riverside, "check", "--today", "2027-06-01").out
    late = rolecall(riverside, "check", "--today", "2027-11-10").out
    assert "Kim Example was due to be checked by 1 November 2027, and is not shown any more" in late
