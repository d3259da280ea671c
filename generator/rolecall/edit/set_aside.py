"""What somebody has looked at and left as it is, so that it is on the list of what to do no more.

It is remembered on this computer only, beside the schemas, and counts until the words change that it is about.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from rolecall.writing import NotWritten, write_all

FILE = ".rolecall/set-aside.json"
MOST = 5000
"""Entries that are kept, the newest last."""


def set_aside(root: Path) -> list[str]:
    """What is set aside, by the id of each. Nothing where the file cannot be read."""
    with suppress(OSError, ValueError):
        held = json.loads((root / FILE).read_text(encoding="utf-8"))
        return [str(id) for id in held] if isinstance(held, list) else []
    return []


def keep(root: Path, ids: Collection[str]) -> bool:
    """Set aside exactly these. False where that cannot be written down."""
    try:
        write_all({root / FILE: (json.dumps([*ids][-MOST:], indent=0) + "\n").encode()})
    except NotWritten:
        return False
    return True
