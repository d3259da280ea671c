"""Other people's files as tables of cells: the sheets of a workbook, or a CSV file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rolecall.exchange.reach import reach
from rolecall.places import Kind, Place, Problem

LARGEST = 50_000_000
"""Bytes that one file may have. The whole register of PCNs has under 2 million."""

MOST_CELLS = 6_000_000
"""Cells that sheets may have from the first to the last. 10,000 services in a workbook of ours have 2 million."""

MOST_LISTED = 2_500_000
"""Cells that may stand in a workbook, coloured ones too. To put notes beside them, each is made, in 330 bytes."""

MOST_LETTERS = 60_000_000
"""Letters that the cells of a workbook may have. The reader and Python each keep them, some in 4 bytes."""

MOST_ROWS = 100_000
"""Rows that a sheet may have. The NHS register has 17,000 surgeries."""

MOST_COLUMNS = 16_384
"""Columns that a workbook can have."""

MOST_FILLED = 2_000
"""Cells of 1 row that may have something in them. A workbook of ours has a few hundred headings."""

MOST_MERGED = 1_000_000
"""Cells that may show as 1 with others. They are made too."""

MOST_UNPACKED = 200_000_000
"""Bytes that a workbook may have when it is unpacked, of which the reader takes 3 times as many."""

_WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".zip")

_OLD = b"\xd0\xcf\x11\xe0"
"""How a workbook begins of before 2007, and one with a password. It may claim any size: nothing says so beforehand."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its file, its name (empty for CSV) and its rows, the first being line 1."""

    file: str
    name: str
    rows: Sequence[Sequence[object]]
    is_hidden: bool = False
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    """Cells that show as 1: the first and the last of them, row and column counted from 0."""

    def problem(self, sentence: str, fix: str, *, line: int = 1, column: int = 1, kind: Kind) -> Problem:
        """What is wrong with a cell, both counted from 1."""
        return Problem(Place(self.file, line, column, self.name), sentence, fix, kind=kind)


def _problem(file: str, sentence: str, fix: str, *, line: int = 1, kind: Kind = "unreadable") -> Problem:
    return Problem(Place(file, line), sentence, fix, kind=kind)


def tables(path: Path, *, help: str) -> tuple[list[Table], list[Problem]]:
    """The tables of one file: the sheets of a workbook, or the only one of a CSV file. `help` says what to give."""
    file = str(path)
    try:
        if (size := path.stat().st_size) > LARGEST:
            sentence = f"this file has {size / 1e6:.0f} million bytes"
            return [], [_problem(file, sentence, "Is it the right file?", kind="size")]
        data = path.read_bytes()
    except FileNotFoundError:
        return [], [_problem(file, "this file is not there", "Check its name and folder.", kind="missing")]
    except (OSError, ValueError) as error:
        return [], [_problem(file, f"this file cannot be read: {getattr(error, 'strerror', error)}", help)]
    if not data.strip():
        return [], [_problem(file, "this file is empty", help, kind="missing")]
    if data.startswith(_OLD) or path.suffix.lower() in (".xls", ".xlsb"):
        fix = "Open it in Excel or LibreOffice, and save it as an Excel workbook (.xlsx) without a password."
        return [], [_problem(file, "this workbook is of an old kind, or it has a password", fix)]
    if path.suffix.lower() in _WORKBOOKS or data.startswith(b"PK\3\4"):
        return _of_workbook(file, data, help)
    return _of_csv(file, data, help)


def _of_workbook(file: str, data: bytes, help: str) -> tuple[list[Table], list[Problem]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        if too_large := _too_large(data):
            return [], [_problem(file, *too_large, kind="size")]
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for sheet in workbook.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                page = workbook.get_sheet_by_name(sheet.name)
                rows = page.to_python(skip_empty_area=False)
                hidden = sheet.visible != SheetVisibleEnum.Visible
                found.append(Table(file, sheet.name, rows, hidden, tuple(page.merged_cell_ranges or ())))
                if full := _too_full(found[-1]):
                    return [], [full]
    except BaseException as error:  # The library names no common base for what a broken file may cause.
        if (
            not isinstance(error, Exception) and type(error).__name__ != "PanicException"
        ):  # its own, which has no module
            raise
        return [], [_problem(file, "this file is not a workbook that can be read", help)]
    empty = [_problem(file, "this workbook has no sheet with cells", help, kind="missing")]
    return found, [] if found else empty


def _too_large(data: bytes) -> tuple[str, str] | None:
    """Why a workbook would take more memory than a list can need, and what to do. None where it does not."""
    far = "Delete what stands far below or far right of the list, or copy the list into a new workbook."
    long = "Is it the right file? A list has a few sentences for each service."
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if (size := sum(part.file_size for part in parts.infolist())) > MOST_UNPACKED:
            return f"this workbook has {size / 1e6:.0f} million bytes when it is unpacked", far
    for found in reach(io.BytesIO(data)):
        if found.merged > MOST_MERGED:
            return f"{found.merged:,} cells of this workbook are merged with others", far
        if found.rows > MOST_ROWS or found.rows * found.columns > MOST_CELLS:
            return f"a sheet of this workbook reaches over {found.rows} rows and {found.columns} columns", far
        if found.cells > MOST_CELLS:
            return f"the sheets of this workbook reach over {found.cells:,} cells", far
        if found.listed > MOST_LISTED:
            return f"this workbook has {found.listed:,} cells that are filled in or coloured", far
        if found.letters > MOST_LETTERS:
            return f"the cells of this workbook have {found.letters:,} letters", long
    return None


def _too_full(table: Table) -> Problem | None:
    """What a table has far more of than a list can need: rows, or words in one of them."""
    if len(table.rows) > MOST_ROWS:
        sentence = f"this sheet has {len(table.rows):,} rows"
        return table.problem(sentence, "Is it the right file?", line=MOST_ROWS + 1, kind="size")
    for line, row in enumerate(table.rows, 1):
        if len(row) > MOST_FILLED and (filled := sum(cell not in ("", None) for cell in row)) > MOST_FILLED:
            sentence = f"{filled:,} cells of this row are filled in"
            return table.problem(
                sentence, "Is it the right file? A list has a row for each service.", line=line, kind="size"
            )
    return None


def _of_csv(file: str, data: bytes, help: str) -> tuple[list[Table], list[Problem]]:
    fix = f"Save it as CSV (UTF-8). {help}"
    if (text := _decoded(data)) is None:
        return [], [_problem(file, "this file is not a table in text", fix)]
    delimiter, text = _delimiter(text)
    lines = (
        line[0] for line in _LINE.finditer(text)
    )  # a file of text in memory would be another copy, 4 bytes a letter
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows, cells = [], 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                sentence = f"this file has more cells than a list of services: {len(row)} in this row"
                return [], [_problem(file, sentence, "Is it the right file?", line=reader.line_num, kind="size")]
        full = _too_full(table := Table(file, "", rows))
        return ([], [full]) if full else ([table], [])
    except csv.Error:
        return [], [_problem(file, "a quote does not close, or stands inside a cell", fix, line=reader.line_num)]


def _decoded(data: bytes) -> str | None:
    """The text that the bytes hold, in one of the encodings that office programs write, or None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    if b"\0" in data:  # UTF-16 without the mark in front: of text in Latin letters nearly each second byte is 0
        for high, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            top, low = data[high:4000:2], data[1 - high : 4000 : 2]
            if 10 * top.count(0) > 8 * len(top) and not low.count(0):
                return _as(data, encoding)
        return None
    if (text := _as(data, "utf-8-sig")) is not None or re.search(rb"[\x00-\x08\x0e-\x1f]", data):
        return text
    # Lines that several programs wrote into 1 file: each in what it was written in.
    lines = [_as(line, "utf-8-sig") or _as(line, "cp1252") for line in data.splitlines(keepends=True)]
    return None if None in lines else "".join(filter(None, lines))


def _as(data: bytes, encoding: str) -> str | None:
    with suppress(UnicodeDecodeError):
        return data.decode(encoding)
    return None


def _delimiter(text: str) -> tuple[str, str]:
    """What stands between cells, and the text: what gives most lines the same number of cells. Or a comma."""
    if found := re.match(r"\ufeff?sep=(.)[^\S\n]*(?=\r|\n)", text):  # what Excel takes as a hint, and no cell
        return found[1], text[found.end() :]
    top = re.sub(r'"[^"]*"', "", text[:200_000]).splitlines()[:50]

    def regular(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in top if delimiter in line)
        usual, lines = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return lines, usual

    return max(",;\t|", key=regular), text
