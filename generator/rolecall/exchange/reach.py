"""How far the sheets of a workbook reach and how much text they hold, read before its reader makes room for it.

The reader makes each cell from the first to the last, and a text that cells share once for each of them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import IO
from xml.parsers import expat

_CELL = re.compile(r"([A-Za-z]{1,7})([0-9]{1,20})")
_OF_SHEETS = re.compile(rb"sheetData|[<:]sst\b")


@dataclass(slots=True)
class Reach:
    """The furthest row and column of any sheet, and of all sheets the cells, those that show as 1, and the letters."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    listed: int = 0
    """Cells that stand in the file, those that are only coloured too."""
    merged: int = 0
    letters: int = 0


def reach(workbook: IO[bytes]) -> Iterator[Reach]:
    """What is known of a workbook so far, after each million bytes of each part.

    An error where a part cannot be read, or declares entities.
    """
    with zipfile.ZipFile(workbook) as parts:
        if any(name.lower().endswith("workbook.bin") for name in parts.namelist()):
            raise ValueError("an xlsb has sheets that are no XML")
        texts = _Texts()
        for part in parts.infolist():
            for _ in _read(parts, part, texts):
                pass
        sheets = _Sheets(texts.lengths)
        for part in parts.infolist():
            for _ in _read(parts, part, sheets):
                yield sheets.so_far()
            sheets.next_sheet()


def _read(parts: zipfile.ZipFile, part: zipfile.ZipInfo, reader: _Texts | _Sheets) -> Iterator[None]:
    """Have a part read by pieces. What is no XML is passed over: the workbook says in which parts its sheets are."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse
    try:
        with parts.open(part) as opened:
            while piece := opened.read(1_000_000):
                parser.Parse(piece)
                yield
            parser.Parse(b"", True)
            yield
    except _NotOfInterest:
        return
    except expat.ExpatError:
        if part.filename.lower().endswith(".xml") or _OF_SHEETS.search(parts.read(part)):
            raise


class _NotOfInterest(Exception):
    """A part has nothing that is looked for."""


class _Texts:
    """How long each text is that cells share."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.length = 0
        self.is_inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _bare(name)
        if not self.is_inside and name != "sst":
            raise _NotOfInterest
        self.is_inside = True
        if name == "si":
            self.length = 0

    def end(self, name: str) -> None:
        name = _bare(name)
        if name == "si":
            self.lengths.append(self.length)
        self.is_inside = name != "sst"

    def text(self, text: str) -> None:
        self.length += len(text)


class _Sheets:
    """What was found so far, and where the reader stands: cells and rows need not say where they are."""

    def __init__(self, lengths: list[int]) -> None:
        self.found = Reach()
        self.lengths = lengths
        self.rows = self.columns = self.row = self.column = 0
        self.alike = self.rows_alike = 1
        """How often OpenDocument says that the cell and the row are there."""
        self.in_cell = self.is_shared = False
        self.words: list[str] = []

    def so_far(self) -> Reach:
        """What was found, with the sheet that is being read."""
        rows, columns = max(self.found.rows, self.rows), max(self.found.columns, self.columns)
        return replace(self.found, rows=rows, columns=columns, cells=self.found.cells + self.rows * self.columns)

    def next_sheet(self) -> None:
        """Count what the last sheet had, and begin another."""
        self.found = self.so_far()
        self.rows = self.columns = self.row = self.column = 0
        self.alike = self.rows_alike = 1
        self.in_cell = self.is_shared = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _bare(name)
        if name == "c":
            self.found.listed += 1
            says = attributes.get("r")
            row, column = (_place(says) if says else None) or (self.row, self.column + 1)
            self.row, self.column, self.in_cell = max(row, self.row), max(column, self.column), True
            self.is_shared = attributes.get("t") == "s"
        elif name in ("table-cell", "covered-table-cell"):  # of OpenDocument
            self.alike = _number(attributes, "number-columns-repeated")
            self.column, self.in_cell = self.column + self.alike, True
            if any(name.endswith(":value-type") for name in attributes):
                self.fill()
        elif self.in_cell:  # of a cell that is only coloured, nothing is read
            self.fill()
            if name == "s":
                self.found.letters += _number(attributes, "c") * self.alike * self.rows_alike
        elif name == "row":
            says = attributes.get("r", "")
            row = int(says) if re.fullmatch("[0-9]{1,20}", says) else self.row + 1
            self.row, self.column = max(row, self.row), 0
        elif name == "table-row":
            self.rows_alike = _number(attributes, "number-rows-repeated")
            self.row, self.column = self.row + self.rows_alike, 0
        elif name == "table":
            self.next_sheet()
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if (start := _place(first)) and (end := _place(last)):
                self.found.merged += (abs(end[0] - start[0]) + 1) * (abs(end[1] - start[1]) + 1)

    def fill(self) -> None:
        """Note that the cell in which the reader stands has something in it."""
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def text(self, text: str) -> None:
        if self.is_shared:
            self.words.append(text)
        elif self.in_cell:
            self.found.letters += len(text) * self.alike * self.rows_alike

    def end(self, name: str) -> None:
        name = _bare(name)
        if name == "v" and self.is_shared:
            number = "".join(self.words).strip()
            if number.isdecimal() and len(number) < 20 and int(number) < len(self.lengths):
                self.found.letters += self.lengths[int(number)]
            self.words = []
        elif name in ("c", "table-cell", "covered-table-cell"):
            self.in_cell = self.is_shared = False
            self.alike = 1


@lru_cache(maxsize=1000)
def _bare(name: str) -> str:
    """The name of an element without the prefix that some programs put to it, as x:c."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise ValueError("no program for workbooks declares entities")


def _number(attributes: dict[str, str], ending: str) -> int:
    """How often something is there, as OpenDocument says it. Once where it does not."""
    says = next((value for name, value in attributes.items() if name.rpartition(":")[2] == ending), "1")
    return int(says) if re.fullmatch("[0-9]{1,20}", says) else 1


def _place(cell: str) -> tuple[int, int] | None:
    """The row and column of a cell by its name: 12 and 27 of AA12."""
    if not (found := _CELL.fullmatch(cell)):
        return None
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(found[2]), number
