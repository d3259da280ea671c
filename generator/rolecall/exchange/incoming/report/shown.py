"""Values, fields and kinds of findings as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 200
"""Letters of a value that are shown. More is in the file."""


def in_words(value: Any) -> str:
    """A value of a file in one line."""
    text = _text(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _text(value: Any) -> str:
    if isinstance(value, str):  # first, as nearly all are
        return " ".join(value.split())
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_text(part) for part in value)
    return " ".join(str(value).split())


def kind_in_words(kind: str) -> str:
    """A kind of finding as people read it: `address-without-scheme` gives Address without scheme."""
    words = kind.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
