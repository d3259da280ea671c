"""A workbook is taken in as often as somebody likes, and what it cannot mean is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from conftest import Ran, contents
from test_workbook import column_of, fill, riverside, said_on

__all__ = ["riverside"]

Rolecall = Callable[..., Ran]
DAY = "2027-09-20"


@pytest.fixture
def due(rolecall: Rolecall, riverside: Path) -> Path:
    """The workbook of the yearly check, each line of it still right."""
    assert rolecall(riverside, "export", "workbook", "--to", "d.xlsx", "--due", "--today", DAY).code == 0
    book = openpyxl.load_workbook(riverside / "d.xlsx")
    for name in ("Surgeries", "Roles", "Services", "People"):
        page = book[name]
        column = column_of(page, "Still right?")
        for line in range(3, page.max_row + 1):
            if page.cell(line, 1).value and not page.cell(line, column).protection.locked:
                page.cell(line, column).value = "Yes"  # type: ignore[assignment]
    book.save(riverside / "d.xlsx")
    checks = {("checked.date", "Your words"): DAY, ("next_check", "Your words"): "2028-09-20"}
    fill(riverside / "d.xlsx", "Your PCN", checks)
    return riverside


def test_a_yearly_check_may_be_taken_in_again(rolecall: Rolecall, due: Path) -> None:
    first = rolecall(due, "import", "workbook", "d.xlsx", "--today", DAY)
    assert first.code == 0, first.err
    after = contents(due / "content")
    for day in (DAY, "2027-09-27"):
        again = rolecall(due, "import", "workbook", "d.xlsx", "--today", day)
        assert again.code == 0, again.err
        assert "0 changes in 0 files." in again.out
        assert contents(due / "content") == after


def test_each_answer_counts_as_long_as_before(rolecall: Rolecall, due: Path) -> None:
    assert rolecall(due, "import", "workbook", "d.xlsx", "--today", DAY).code == 0
    pcn = said_on(due, date(2027, 9, 20))
    roles = [pcn.roles, *(practice.roles for practice in pcn.practices)]
    facts = [fact for some in roles for role in some.values() for fact in (role, role.reach, *role.answers.values())]
    days = {fact.next_check for fact in facts if fact and fact.next_check}
    assert days <= {date(2028, 9, 20)}


@pytest.mark.parametrize("names", [("Coffee Morning", "Coffee Morning"), ("Café Zoë", "Cafe zoe!")])
def test_2_new_services_with_like_names_never_become_one(
    names: tuple[str, str], rolecall: Rolecall, riverside: Path
) -> None:
    before = contents(riverside / "content")
    assert rolecall(riverside, "export", "workbook", "--to", "r.xlsx").code == 0
    cells = {}
    for at, name in enumerate(names):
        new = {"Name": name, "What it is": f"A group, {at}.", "Run by": f"Trust {at}", "Helps with": "lonely"}
        cells |= {("" if not at else str(at), heading): value for heading, value in new.items()}
    book = openpyxl.load_workbook(riverside / "r.xlsx")
    page = book["Services"]
    last = max(line for line in range(3, page.max_row + 1) if page.cell(line, 1).value)
    for (key, heading), value in cells.items():
        page.cell(last + 1 + int(key or 0), column_of(page, heading)).value = value  # type: ignore[assignment]
    book.save(riverside / "r.xlsx")
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert ran.code == 1
    assert "this name would have the same web address as row" in ran.err
    assert contents(riverside / "content") == before


def test_the_sheet_of_another_pcn_is_not_taken_for_this_ones(rolecall: Rolecall, riverside: Path) -> None:
    assert rolecall(riverside, "export", "workbook", "--to", "r.xlsx").code == 0
    fill(
        riverside / "r.xlsx", "Your PCN", {("name", "Your words"): "Harbour PCN", ("ods_code", "Your words"): "U99993"}
    )
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert ran.code == 1
    assert "both the name and the code on this sheet are of another PCN" in ran.err
    fill(riverside / "r.xlsx", "Your PCN", {("name", "Your words"): "Riverside Primary Care Network"})
    assert rolecall(riverside, "import", "workbook", "r.xlsx").code == 0, "a code alone may be corrected"


def test_a_column_that_is_gone_is_told(rolecall: Rolecall, riverside: Path) -> None:
    assert rolecall(riverside, "export", "workbook", "--to", "r.xlsx").code == 0
    book = openpyxl.load_workbook(riverside / "r.xlsx")
    book["Surgeries"].delete_cols(column_of(book["Surgeries"], "Postcode"))
    book.save(riverside / "r.xlsx")
    ran = rolecall(riverside, "import", "workbook", "r.xlsx", "--dry-run")
    assert "Surgeries: these columns are not there, so nothing of them was read: Postcode" in ran.out
