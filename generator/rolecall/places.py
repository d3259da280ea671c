"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass

SHIPPED = "rolecall"
"""The folder that messages put in front of the name of a file that comes with Rolecall."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A point in a file: its path as the reader knows it, line and column counted from 1.

    In a workbook, line and column are those of a cell, and `sheet` names its sheet.
    """

    file: str
    line: int = 1
    column: int = 1
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{letters(self.column)}{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend: where, what, and how where that is known.

    `pcn` is the id of the only PCN it touches; empty when it touches every site.
    """

    place: Place
    sentence: str
    fix: str = ""
    pcn: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" + (f"\n    {self.fix}" if self.fix else "")


def letters(column: int) -> str:
    """How a workbook names a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
