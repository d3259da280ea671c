"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A point in a file: its path as the reader knows it, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
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
