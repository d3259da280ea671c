"""Words as they are compared, and lists of words beside the code."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rolecall.yamltext import plain, read

_SMALL = {"the", "a", "and", "of", "with", "for"}


@lru_cache(4096)
def folded(text: str) -> str:
    """A text without capitals and marks."""
    return " ".join(re.sub(r"[^\w+]+", " ", text.casefold()).split())


@lru_cache(4096)
def stemmed(text: str) -> str:
    """Words folded, in which singular and plural do not differ."""
    return " ".join(_stem(word) for word in folded(text).split() if word not in _SMALL)


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def word_list(file: Path) -> dict[str, Any]:
    """What a list of words says, by the names of its parts."""
    node, problems = read(file.read_text(encoding="utf-8"), file.name)
    assert not problems, problems
    found = plain(node)
    assert isinstance(found, dict)
    return found
