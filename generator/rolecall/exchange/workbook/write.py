"""The sheets of a PCN as the bytes of a workbook (xlsx), made for people who fill it in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args

from rolecall.editing.cells import CellKind, Field, shown
from rolecall.editing.sheet import KEY, Heading, Row, Sheet
from rolecall.exchange.workbook.folds import fold, is_fold, with_folds
from rolecall.exchange.workbook.save import saved
from rolecall.exchange.workbook.sheets import CHOICES, ONLY_DUE, START
from rolecall.language import in_words
from rolecall.places import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

TOP = 2
"""The row of the headings. Above it stands what the sheet is for."""

SPARE = 100
"""Empty rows below the last one, in which people add theirs."""

LINE = 15
"""Points of height for each line of text. Not every program works that out by itself."""

READABLE = 16
"""Columns up to which a sheet is printed on one page's width."""

HEADING, FOLDED, SHOWN = "Heading", "More", "What Rolecall knows"

_START = """\
1. Fill in the white cells. Grey cells only show what Rolecall knows.
2. Point at a heading to read what belongs below it.
3. Leave empty what you do not know. A role then has what is usual in England. Of a service, the site says Ask.
4. Where a list opens, choose from it. Where several may stand, write each on a line of its own (Alt and Enter).
5. On the sheet Services, most columns are folded. Click a + above the letters of the columns to open some of them.
6. Is a row still right? Choose Yes under "Still right?". Today and your team are then written down.
7. A service that has ended: choose Closed under Status. A surgery that has left: choose Yes under "Take out?".
8. You may sort the rows of a sheet. Sort all of its columns together.
9. Save the file as it is (.xlsx) and close it. The command below shows what would change, and changes nothing.
10. Without --dry-run, the same command makes the change.

Your PCN: its name and numbers, and who checked all of this.
Surgeries: their names, phones and addresses.
Roles: what each role does here, for all surgeries or for one.
Services: local groups and services, a row each.
People: only those who agreed to be named. No personal names on any other sheet.
Helplines: only where a national number differs here."""


def workbook(sheets: Sequence[Sheet], *, pcn: str, name: str, code: str, today: date, only_due: bool = False) -> bytes:
    """The workbook of the PCN with this id, name and code in the NHS register."""
    book, start = begun(name, START, today)
    first = [
        name,
        f"Written on {in_words(today)} for the PCN with the code {code}.",
        *([ONLY_DUE] if only_due else []),
    ]
    _start_here(start, pcn, first)
    lists = book.create_sheet(CHOICES)
    known: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), with_folds(sheet), lists, known)
    book.move_sheet(lists, len(sheets))
    lists.sheet_state = "hidden"
    return without_the_hour(io.BytesIO(saved(book)), today)


def begun(name: str, sheet: str, today: date) -> tuple[Workbook, Worksheet]:
    """A workbook with this name and our styles, and its first sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = book.properties.modified = datetime(today.year, today.month, today.day)
    book.properties.creator, book.properties.title = "Rolecall", name
    for style in styles():
        book.add_named_style(style)
    page = book.active
    assert page
    page.title = sheet
    return book, page


def without_the_hour(book: io.BytesIO, today: date) -> bytes:
    """The same workbook, written on `today`: openpyxl writes down the second in which it was saved."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>%sT00:00:00Z" % str(today).encode(), data)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _start_here(page: Worksheet, pcn: str, first: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    command = f"rolecall import workbook {pcn}.xlsx --pcn {pcn} --dry-run"
    lines = [*first, "", *_START.split("\n"), "", command]
    for at, line in enumerate(lines, 1):
        cell = page.cell(at, 1)
        put(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page["A1"].font = Font(name="Calibri", size=18, bold=True)
    page.row_dimensions[1].height = 2 * LINE
    page.cell(len(lines), 1).font = Font(name="Courier New")
    page.column_dimensions["A"].width = 115
    page.sheet_view.showGridLines = False
    _protect(page)


def _write(page: Worksheet, sheet: Sheet, lists: Worksheet, known: dict[tuple[str, ...], str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    put(page.cell(1, 2), sheet.about)
    page.cell(1, 2).font = Font(name="Calibri", bold=True, size=12)
    put(page.cell(TOP, 1), KEY)
    page.column_dimensions["A"].hidden = True
    last = TOP + len(sheet.rows) + (SPARE if sheet.grows else 0)
    for column, heading in enumerate(sheet.headings, 2):
        cell = page.cell(TOP, column)
        put(cell, heading.name)
        cell.style = FOLDED if is_fold(heading) else HEADING
        page.column_dimensions[letters(column)].width = _width(heading)
        if note := _note(heading):
            cell.comment = Comment(note, "Rolecall", width=320, height=140)
        several = heading.kind in ("ids", "lines") or heading.name == "Where"  # a surgery may be new in this workbook
        span = f"{letters(column)}{TOP + 1}:{letters(column)}{last}"
        _offer(page, heading.choices, [span], lists, known=known, others=several)
    for line, row in enumerate(sheet.rows, TOP + 1):
        put(page.cell(line, 1), row.key)
        _write_row(page, line, row, sheet)
    # On these, each line is another field, with choices of its own.
    by_choices: dict[tuple[str, ...], tuple[Field, list[str]]] = {}
    for line, row in enumerate(sheet.rows, TOP + 1):
        for column, heading in enumerate(sheet.headings, 2):
            what = row.cells.get(heading.name)
            if isinstance(what, Field) and what.kind == "choice" and not heading.choices:
                by_choices.setdefault((*what.choices,), (what, []))[1].append(f"{letters(column)}{line}")
    for what, cells in by_choices.values():
        _offer(page, what.choices, cells, lists, known=known, others=False)
    for line in range(TOP + len(sheet.rows) + 1, last + 1):
        for column, heading in enumerate(sheet.headings, 2):
            if is_fold(heading):
                page.cell(line, column).style = SHOWN
            elif heading.name not in ("National answer", "Counts until"):
                page.cell(line, column).style = opened_style(heading.kind)
    page.freeze_panes = f"{letters(5 if sheet.name == 'Roles' else 3)}{TOP + 1}"
    page.row_dimensions[TOP].height = 3 * LINE
    _on_paper(page, columns=len(sheet.headings))
    if any(heading.group for heading in sheet.headings):
        fold(page, sheet, top=TOP, last=last)
    else:
        _protect(page)


def _write_row(page: Worksheet, line: int, row: Row, sheet: Sheet) -> None:
    lines = 1
    for column, heading in enumerate(sheet.headings, 2):
        cell = page.cell(line, column)
        what = row.cells.get(heading.name)
        text = str((shown(what) if isinstance(what, Field) else what) or "")
        if not heading.group:
            lines = max(lines, sum(1 + len(part) // _width(heading) for part in text.split("\n")))
        page.row_dimensions[line].height = LINE * min(lines, 25)
        if isinstance(what, Field):
            cell.style = opened_style(what.kind)
            value = shown(what)
            if isinstance(value, str):
                put(cell, value)
            elif value is not None:
                cell.value = value
            continue
        put(cell, what or "")
        cell.style = SHOWN


def _on_paper(page: Worksheet, *, columns: int) -> None:
    """A4 on its side, the headings on each sheet; all columns beside each other where they can still be read."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.paperSize, page.page_setup.orientation = 9, "landscape"
    page.print_title_rows = f"{TOP}:{TOP}"
    if columns <= READABLE:
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0


def styles() -> Iterator[NamedStyle]:
    """How cells look and behave. Made once: openpyxl compares a style of a cell's own with all that there are."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    side = Side("thin", color="BBBBBB")
    border, font = Border(side, side, side, side), Font(name="Calibri", size=11)
    wrapped = Alignment(wrap_text=True, vertical="top")
    white = Font(name="Calibri", bold=True, color="FFFFFF")
    yield NamedStyle(HEADING, white, PatternFill("solid", fgColor="005EB8"), border, wrapped)
    dark = Font(name="Calibri", bold=True, color="003087")
    yield NamedStyle(FOLDED, dark, PatternFill("solid", fgColor="D8E6F3"), border, wrapped)
    yield NamedStyle(SHOWN, font, PatternFill("solid", fgColor="EEEEEE"), border, wrapped)
    # Text stays as people type it: no number, no date is made of it.
    for kind, form in {**dict.fromkeys(get_args(CellKind), "@"), "day": "yyyy-mm-dd", "number": "General"}.items():
        left = Alignment(wrap_text=True, vertical="top", horizontal="left")
        yield NamedStyle(opened_style(kind), font, None, border, left, form, Protection(locked=False))


def opened_style(kind: CellKind) -> str:
    """The style of a cell that people write into."""
    return f"Yours, {kind}"


def put(cell: Cell | MergedCell, text: str) -> None:
    """Text into a cell, never a formula. A workbook reads _x0041_ as a letter, so the sign in front is written out."""
    cell.value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text) or None
    if cell.value is not None:
        cell.data_type = "s"
        if text[0] in "=+-@":
            cell.quotePrefix = True


def _offer(
    page: Worksheet, choices: Mapping[str, str], spans: Sequence[str], lists: Worksheet, *,
    known: dict[tuple[str, ...], str], others: bool,
) -> None:  # fmt: skip
    """A list to choose from. `others` says whether other words are taken too, as where several stand in a cell."""
    from openpyxl.worksheet.datavalidation import DataValidation

    labels = tuple(choices.values())
    if not labels:
        return
    if labels not in known:
        name = letters(len(known) + 1)
        for line, label in enumerate(labels, 1):
            put(lists.cell(line, len(known) + 1), label)
        known[labels] = f"{CHOICES}!${name}$1:${name}${len(labels)}"
    offer = DataValidation("list", formula1=known[labels], allow_blank=True)
    offer.showErrorMessage = not others
    offer.errorTitle = "Choose from the list"
    offer.error = "Choose from the list, or leave the cell empty."
    for span in spans:
        offer.add(span)
    page.add_data_validation(offer)


def _note(heading: Heading) -> str:
    several = "Several: one on a line. " if heading.kind == "ids" else ""
    return f"{heading.help} {several}{'Needed.' if heading.needed else ''}".strip()


def _width(heading: Heading) -> int:
    if heading.name in ("National answer", "Your answer", "What it is", "Your words"):
        return 45
    return {"prose": 50, "lines": 30, "ids": 24, "day": 13, "time": 9, "number": 9}.get(heading.kind, 24)


def _protect(page: Worksheet) -> None:
    """Headings and grey cells cannot be changed by mistake. There is no password."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = page.protection.formatCells = False
    page.protection.sort = page.protection.autoFilter = False
