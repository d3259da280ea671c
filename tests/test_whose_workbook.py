"""Which workbook and which sheets are taken in: renamed, deleted, copied, another PCN's, broken."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import ROOT, Ran, contents
from test_workbook import column_of, fill, office, riverside, said

__all__ = ["riverside"]
Rolecall = Callable[..., Ran]


@pytest.fixture
def changed(rolecall: Rolecall, riverside: Path) -> Callable[..., Ran]:
    """Change Riverside's workbook in some way and take it in."""

    def run(change: Callable[[Any], object], *options: str, due: bool = False) -> Ran:
        (riverside / "r.xlsx").unlink(missing_ok=True)
        also = ["--due", "--today", "2027-10-01"] if due else []
        assert rolecall(riverside, "export", "workbook", "--to", "r.xlsx", *also).code == 0
        book = openpyxl.load_workbook(riverside / "r.xlsx")
        change(book)
        book.save(riverside / "r.xlsx")
        return rolecall(riverside, "import", "workbook", "r.xlsx", *options)

    return run


# Sheets


def rename(book: Any, old: str, new: str) -> None:
    book[old].title = new


@pytest.mark.parametrize("sheet", ["Your PCN", "Surgeries", "Roles", "Services", "People", "Helplines"])
def test_a_renamed_sheet_is_read_and_told(sheet: str, changed: Callable[..., Ran]) -> None:
    ran = changed(lambda book: rename(book, sheet, "Our own"))
    assert ran.code == 0, ran.err
    assert f'"Our own" is read as {sheet}\n' in ran.out
    assert "sheets read: Your PCN, Surgeries, Roles, Services, People, Helplines\n" in ran.out


def test_an_edit_in_a_renamed_sheet_is_taken_in(changed: Callable[..., Ran], riverside: Path) -> None:
    def edit(book: Any) -> None:
        page = book["Surgeries"]
        page.cell(3, column_of(page, "Phone")).value = "0117 496 0299"
        page.title = "Our surgeries"

    assert "1 change in 1 file." in changed(edit).out
    assert said(riverside, "riverside")[0].practices[0].phone == "0117 496 0299"


def test_a_sheet_that_is_not_there_is_told(changed: Callable[..., Ran]) -> None:
    ran = changed(lambda book: [book.remove(book[name]) for name in ("Surgeries", "People")])
    assert "sheets read: Your PCN, Roles, Services, Helplines\n" in ran.out
    assert "sheets that are not there, so what they say stays as it is: Surgeries, People\n" in ran.out


def test_a_yearly_workbook_is_not_said_to_lack_sheets(changed: Callable[..., Ran]) -> None:
    ran = changed(lambda _: None, due=True)
    assert ran.out.splitlines() == [
        "sheets read: Your PCN, Surgeries, Roles, Services, People",
        "0 changes in 0 files.",
    ]


def test_a_sheet_of_somebody_is_told_and_an_empty_one_is_not(changed: Callable[..., Ran]) -> None:
    def add(book: Any) -> None:
        book.create_sheet("Ideas")["A1"] = "Ask Jo about the choir"
        book.create_sheet("Sheet1")

    ran = changed(add)
    assert '"Ideas" is not a sheet that Rolecall knows, so it was not read\n' in ran.out
    assert "Sheet1" not in ran.out
    assert "Choices" not in ran.out
    assert "Start here" not in ran.out


def test_a_copy_of_a_sheet_is_told_and_not_read(changed: Callable[..., Ran], riverside: Path) -> None:
    def copy(book: Any) -> None:
        page = book.copy_worksheet(book["Surgeries"])
        page.title = "Surgeries (2)"
        page.cell(3, column_of(page, "Phone")).value = "0117 496 0299"

    assert '"Surgeries (2)" looks like Surgeries, which is there too, so it was not read\n' in changed(copy).out
    assert said(riverside, "riverside")[0].practices[0].phone == "0117 496 0210"


def test_2_sheets_that_could_be_the_same_are_refused(changed: Callable[..., Ran]) -> None:
    def twice(book: Any) -> None:
        book.copy_worksheet(book["Surgeries"]).title = "Old"
        book["Surgeries"].title = "New"

    ran = changed(twice)
    assert ran.code == 1
    assert 'these look like the sheet Surgeries: "New", "Old"' in ran.err


# PCNs


@pytest.fixture
def both(riverside: Path) -> Path:
    """A workspace with Harbour beside Riverside."""
    shutil.copytree(ROOT / "content/pcns/harbour", riverside / "content/pcns/harbour")
    return riverside


@pytest.mark.parametrize("due", [False, True])
def test_another_pcns_workbook_is_refused_unless_asked_for(due: bool, rolecall: Rolecall, both: Path) -> None:
    also = ["--due", "--today", "2027-10-01"] if due else []
    assert rolecall(both, "export", "workbook", "--pcn", "harbour", "--to", "h.xlsx", *also).code == 0
    before = contents(both / "content")
    ran = rolecall(both, "import", "workbook", "h.xlsx", "--pcn", "riverside")
    assert ran.code == 1
    assert ran.err.startswith(
        "h.xlsx Start here!A2: this workbook was written for another PCN: U99993. This one is riverside (U99991)\n"
    )
    assert contents(both / "content") == before
    assert "--from-another-pcn" in ran.err
    ran = rolecall(both, "import", "workbook", "h.xlsx", "--pcn", "riverside", "--from-another-pcn", "--dry-run")
    assert "this workbook was written for another PCN" not in ran.err


@pytest.mark.parametrize("keep", ["Your PCN", "Start here"])
def test_an_older_workbook_is_known_by_its_code_or_its_command(keep: str, rolecall: Rolecall, both: Path) -> None:
    rolecall(both, "export", "workbook", "--pcn", "harbour", "--to", "h.xlsx")
    book = openpyxl.load_workbook(both / "h.xlsx")
    book["Start here"]["A2"] = "Written on 2026-11-22."
    book.remove(book["Your PCN" if keep == "Start here" else "Start here"])
    book.save(both / "h.xlsx")
    ran = rolecall(both, "import", "workbook", "h.xlsx", "--pcn", "riverside")
    assert ran.code == 1
    assert "this workbook was written for another PCN: " in ran.err
    assert rolecall(both, "import", "workbook", "h.xlsx", "--pcn", "harbour").code == 0


def test_a_pcn_may_correct_its_code_and_go_on_in_its_workbook(changed: Callable[..., Ran], rolecall: Rolecall,
                                                              riverside: Path) -> None:  # fmt: skip
    def correct(book: Any) -> None:
        page = book["Your PCN"]
        line = next(at for at in range(3, page.max_row + 1) if page.cell(at, 1).value == "ods_code")
        page.cell(line, column_of(page, "Your words")).value = "U99994"

    ran = changed(correct)
    assert ran.code == 0, ran.err
    assert said(riverside, "riverside")[0].ods_code == "U99994"
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "0 changes in 0 files."), ran.err


def test_libreoffice_keeps_whose_workbook_it_is(rolecall: Rolecall, both: Path, tmp_path: Path) -> None:
    rolecall(both, "export", "workbook", "--pcn", "harbour", "--to", "h.xlsx", "--due", "--today", "2027-10-01")
    office(tmp_path, both / "h.xlsx", "ods", tmp_path / "o")
    ran = rolecall(both, "import", "workbook", str(tmp_path / "o/h.ods"), "--pcn", "riverside")
    assert "this workbook was written for another PCN: U99993" in ran.err


# Words that name no line of a file


def test_a_code_that_stands_twice_names_the_other_surgery(changed: Callable[..., Ran]) -> None:
    def add(book: Any) -> None:
        page = book["Surgeries"]
        for line, name in ((6, "Quay Surgery"), (7, "Quayside Surgery")):
            page.cell(line, column_of(page, "Name")).value = name
            page.cell(line, column_of(page, "ODS code")).value = "Y99979"

    ran = changed(add)
    assert "r.xlsx Surgeries!C7: Y99979 is the code of Quay Surgery too\n" in ran.err


def test_an_address_that_stands_twice_names_the_other_surgery(changed: Callable[..., Ran]) -> None:
    def add(book: Any) -> None:
        page = book["Surgeries"]
        page.cell(6, column_of(page, "Name")).value = "Mill-Street Surgery"
        page.cell(6, column_of(page, "ODS code")).value = "Y99979"

    ran = changed(add)
    address = "/surgeries/mill-street-surgery/"
    told = f"r.xlsx Surgeries!B6: the web address of this surgery, {address}, is also that of Mill Street Surgery\n"
    assert told in ran.err
    assert 'Write "End of its web address": mill-street-surgery-y99979 for this surgery.' in ran.err
    assert "slug:" not in ran.err


def test_a_surgery_with_people_is_not_taken_out_before_them(changed: Callable[..., Ran], riverside: Path) -> None:
    def out(book: Any, *, people: bool = False) -> None:
        page = book["Surgeries"]
        page.cell(3, column_of(page, "Take out?")).value = "Yes"
        if people:
            book["People"].cell(3, column_of(book["People"], "Surgeries")).value = None

    ran = changed(out)
    column = openpyxl.load_workbook(riverside / "r.xlsx")["Surgeries"].max_column
    cell = openpyxl.utils.get_column_letter(column)
    assert ran.err.splitlines() == [
        f"r.xlsx Surgeries!{cell}3: people are named at this surgery: Sam Example",
        '    Choose "Yes, with all that names it", and the surgery is taken out of their rows.'
        " Sam Example would be taken out too, as nobody knows another surgery of theirs."
        " Or change their rows on People.",
        "1 problem in 1 file. Nothing was changed.",
    ]
    assert changed(lambda book: out(book, people=True)).code == 0
    assert [one.ods_code for one in said(riverside, "riverside")[0].practices] == ["Y99972", "Y99973"]


# Broken workbooks, of which a copy with notes is asked for


def merged(book: Any) -> None:
    book["Surgeries"].merge_cells("B3:E4")
    book["Your PCN"].merge_cells("C3:D5")


def with_a_chart_sheet(book: Any) -> None:
    from openpyxl.chart import BarChart, Reference

    rename(book, "Surgeries", "Old")
    for name in ("Chart", "Surgeries"):
        chart = BarChart()
        chart.add_data(Reference(book["Old"], min_col=2, min_row=3, max_row=4))
        book.create_chartsheet(name).add_chart(chart)


@pytest.mark.parametrize("change", [merged, with_a_chart_sheet])
def test_notes_on_odd_workbooks(change: Callable[[Any], None], changed: Callable[..., Ran], riverside: Path) -> None:
    def spoil(book: Any) -> None:
        page = book["Surgeries"]
        for line in (3, 4):
            page.cell(line, column_of(page, "Phone")).value = "12"
        book["Your PCN"]["C7"] = "12"
        change(book)

    ran = changed(spoil, "--notes", "copy.xlsx")
    assert ran.code == 1, ran.out
    assert "Traceback" not in ran.err
    assert openpyxl.load_workbook(riverside / "copy.xlsx")["Your PCN"]["C7"].comment


def without_parts(data: bytes, *names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not any(one in name for one in names):
                new.writestr(name, old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"not a workbook",
        lambda data: data[: len(data) // 2],
        lambda data: without_parts(data, "styles.xml"),
        lambda data: without_parts(data, "sheet3.xml"),
        lambda data: without_parts(data, "comments"),
        lambda data: without_parts(data, "[Content_Types].xml"),
        lambda data: without_parts(data, "workbook.xml.rels"),
    ],
)
def test_notes_on_broken_workbooks(spoil: Callable[[bytes], bytes], rolecall: Rolecall, riverside: Path) -> None:
    rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    fill(riverside / "r.xlsx", "Your PCN", {("phone", "Your words"): "12"})
    (riverside / "r.xlsx").write_bytes(spoil((riverside / "r.xlsx").read_bytes()))
    before = contents(riverside / "content")
    ran = rolecall(riverside, "import", "workbook", "r.xlsx", "--notes", "copy.xlsx")
    assert ran.code == 1, ran.out
    assert "Traceback" not in ran.err
    assert (riverside / "copy.xlsx").exists() != ("copy.xlsx was not written" in ran.err)
    assert contents(riverside / "content") == before
