"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

SHIPPED = "rolecall"
"""The folder that messages put in front of the name of a file that comes with Rolecall."""


Path = tuple[str | int, ...]
"""The way to a value: names of fields, and places in lists counted from 0."""

Kind = Literal[
    "missing",
    "unknown",
    "wrong",
    "repeated",
    "conflict",
    "unreadable",
    "misplaced",
    "address",
    "length",
    "template",
    "assumed",
    "unchecked",
    "due",
    "expired",
    "unusual",
]
"""What kind of problem something is, for programs. `docs/problems.md` says what each means."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A point in a file: its path as the reader knows it, line and column counted from 1.

    In a workbook, line and column are those of a cell, and `sheet` names its sheet.
    """

    file: str
    line: int = 1
    column: int = 1
    sheet: str = ""
    path: Path = field(default=(), compare=False)
    """In a YAML file, the way to the value that stands here, or that is missing here."""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{letters(self.column)}{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to fix: where, what, and how where that is known.

    `pcn` is the id of the only PCN it touches; empty when it touches every site.
    """

    place: Place
    sentence: str
    fix: str = ""
    pcn: str = ""
    kind: Kind = field(default="wrong", kw_only=True)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" + (f"\n    {self.fix}" if self.fix else "")


def letters(column: int) -> str:
    """How a workbook names a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
