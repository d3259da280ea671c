"""What somebody gets who asks for a page of ours, or sends a form of it."""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """A page of ours to show, and how it went."""

    template: str
    data: object
    status: int = 200


class Goto(NamedTuple):
    """Where to go on, and what became of what somebody did."""

    address: str
    message: str = ""


Answer = Shown | Goto
