"""What was left out of lists that were pasted, so that it is on the list of what to do until somebody has looked at it.

It is remembered on this computer only, as what is set aside is: nothing of it belongs on the site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from rolecall.writing import NotWritten, write_all

FILE = ".rolecall/left-out.json"
MOST = 5000
"""Entries that are kept, the newest last."""


class LeftOut(NamedTuple):
    """A part of a line that is not on the site, or not as it was written."""

    pcn: str
    service: str
    """The id of the service that was made of the line."""
    why: str
    before: str
    """What the list has."""


def left_out(root: Path) -> list[LeftOut]:
    """What was left out, the oldest first. Nothing where the file cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        return [LeftOut(*map(str, held)) for held in json.loads((root / FILE).read_text(encoding="utf-8"))]
    return []


def remember(root: Path, new: Iterable[LeftOut]) -> None:
    """Keep this too. Where it cannot be written down, the list of what to do does without."""
    before = left_out(root)
    if kept := [*dict.fromkeys([*before, *new])][-MOST:]:
        with suppress(NotWritten):
            write_all({root / FILE: (json.dumps(kept, indent=0) + "\n").encode()})
