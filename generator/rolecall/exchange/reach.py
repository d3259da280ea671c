"""How far a sheet of a workbook reaches, read before its reader makes room for each cell from the first to the last."""

from __future__ import annotations

import re
from typing import IO, NamedTuple
from xml.parsers import expat

_CELL = re.compile(r"([A-Za-z]{1,7})([0-9]{1,20})")


class Reach(NamedTuple):
    """The last row and column that hold something, and how many cells show as one with others."""

    rows: int
    columns: int
    merged: int


class _Reading:
    """What was found so far, and where the reader stands: cells and rows need not say where they are."""

    def __init__(self) -> None:
        self.rows = self.columns = self.merged = 0
        self.row = self.column = 0
        self.in_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]  # some programs put a prefix to names, as x:c
        if name == "c":
            row, column = _place(attributes.get("r", "")) or (self.row, self.column + 1)
            self.row, self.column, self.in_cell = max(row, self.row), max(column, self.column), True
        elif self.in_cell:  # of a cell that is only coloured, nothing is read
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        elif name == "row":
            says = attributes.get("r", "")
            row = int(says) if re.fullmatch("[0-9]{1,20}", says) else self.row + 1
            self.row, self.column = max(row, self.row), 0
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if (start := _place(first)) and (end := _place(last)):
                self.merged += (abs(end[0] - start[0]) + 1) * (abs(end[1] - start[1]) + 1)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self.in_cell = False


def reach(sheet: IO[bytes]) -> Reach:
    """How far a sheet reaches. What is none has no cells. An error where it is not XML, or declares entities."""
    found, parser = _Reading(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.EntityDeclHandler = _refuse
    parser.ParseFile(sheet)
    return Reach(found.rows, found.columns, found.merged)


def _refuse(*_: object) -> None:
    raise ValueError("no program for workbooks declares entities")


def _place(cell: str) -> tuple[int, int] | None:
    """The row and column of a cell by its name: 12 and 27 of AA12."""
    if not (found := _CELL.fullmatch(cell)):
        return None
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(found[2]), number
