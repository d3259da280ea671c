"""What people fill in: sheets of lines, each with a cell below each heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rolecall.editing.cells import CellKind, Field

ANSWER, SHORT_WORDS = "Your answer", "In a few words"
"""Headings of what a PCN answers, and of the same in short."""

STILL_RIGHT = "Still right?"
TAKE_OUT = "Take out?"
MORE = "More: "
"""With what the heading of a column begins that only says which columns are folded beside it."""

KEY = "Line"
"""The heading of the column, hidden in a workbook, by which a line is known again."""

YES_NO = {"yes": "Yes", "no": "No"}

ALL, WITH_ALL = "all", "Yes, with all that names it"
OUT = {"yes": "Yes", ALL: WITH_ALL, "no": "No"}
"""What may be chosen under `TAKE_OUT` for what others may name."""

Cell = Field | str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, what it takes, what may be chosen. A fixed one only shows what Rolecall knows."""

    name: str
    help: str = ""
    kind: CellKind = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    fixed: bool = False
    needed: bool = False
    group: str = ""
    """What it is about, where it is folded away with others until somebody asks for more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a key by which it is known again, and its cells by heading. A text is fixed."""

    key: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `new` gives the cells of a row that a person adds below, or None where none can be added."""

    name: str
    about: str
    headings: Sequence[Heading]
    rows: Sequence[Row]
    new: Callable[[Mapping[str, str], int], Mapping[str, Cell] | None] | None = None
    again: Callable[[Mapping[str, str]], str] | None = None
    """The key of the row that a line without a key would be, had this workbook been taken in before."""
    known_by: Sequence[str] = ("Name",)
    """The headings below which stands what people know a line by."""
    named: Callable[[Mapping[str, str]], str | None] | None = None
    """Where those are not for people to change: the key that they stand for."""
    row_of: Callable[[str], Row | None] | None = None
    """The row with a key, if there can be one that is not among `rows`."""

    @property
    def grows(self) -> bool:
        """Whether people add lines below the last."""
        return bool(self.new or self.row_of)
