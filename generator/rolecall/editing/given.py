"""Lines as somebody gave them: in a workbook, a list or a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rolecall.editing.sheet import KEY
from rolecall.places import Place


@dataclass(frozen=True, slots=True)
class Given:
    """One line as it was given: its key, and what its cells hold, by heading."""

    key: str
    cells: Mapping[str, tuple[Place, object]]
    is_sure: bool = False
    """Whether the key is beyond doubt, as in a form: nobody can have moved its cells to another line."""

    def words(self) -> dict[str, str]:
        """The cells as text, by heading, and the key."""
        return {KEY: self.key, **{heading: folded(cell) for heading, (_, cell) in self.cells.items()}}

    @property
    def name(self) -> str:
        """What people know the line by, in words."""
        words = self.words()
        named = ("What", "Helpline", "Where", "Role", "Question", "Name")
        return ", ".join(words[heading] for heading in named if words.get(heading)) or self.key


def folded(cell: object) -> str:
    """What a cell holds, as text on one line: 20191001.0 as 20191001, nothing as empty."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())
