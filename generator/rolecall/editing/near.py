"""The name that somebody meant who wrote another one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def meant(word: str, known: Iterable[str]) -> str:
    """The known name that a word is most like, whatever its capitals and blanks. Empty where it is like none."""
    by_words = {" ".join(name.split()).casefold(): name for name in known}
    near = get_close_matches(" ".join(word.split()).casefold(), by_words, n=1, cutoff=0.75)
    return by_words[near[0]] if near else ""
