"""Which need the words of a person or a directory can only mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rolecall.meanings.called import Called
from rolecall.meanings.words import folded, stemmed
from rolecall.model import Need

_VAGUE = {
    "advice", "support", "help", "information", "health", "services", "community", "groups", "group", "activities",
    "activity", "other", "people", "clubs", "club", "education", "low", "home", "school", "hospital", "heart", "child",
    "partner", "lifts", "company", "friend", "friends", "english", "reading", "internet", "forms", "cards", "gay",
    "food", "cook", "cooking", "eating", "drinks", "drinking", "vegetables", "chocolate", "sugar", "salt", "shopping",
    "car", "drive", "train", "trains", "house", "flat", "gas", "electric", "furniture", "free", "christmas", "baby",
    "retired", "pensioners", "mobility", "union", "bike", "heavy", "head", "form", "letter", "read", "write", "online",
    "sleep", "learning", "course", "courses", "skills", "school age", "parents", "polish", "chinese", "arabic",
    "older people", "older adults", "elderly",
}  # fmt: skip
"""Words of a need that say little where they stand alone as a category."""

_OF_CARE = {"complex", "care-plan", "which-service"}
"""Needs about how care is put together. A category such as `Dementia` says who a service is for, and not that."""

_ENDINGS = {
    "advice", "support", "help", "information", "services", "service", "groups", "group", "clubs", "club", "activities",
    "organisations", "charities", "classes", "sessions", "and",
}  # fmt: skip


def called_needs(needs: Mapping[str, Need]) -> Called:
    """Needs by what they are called. Words such as `advice` may mean one, and never only that."""

    def only(word: str) -> str:
        ids = meant_by(" ".join(word.split()), needs)
        return ids[0] if len(ids) == 1 else ""

    words = {id: (*need.words, *need.everyday_words) for id, need in needs.items()}
    return Called({id: need.label for id, need in needs.items()}, everyday=words, only=only)


def meant_by(name: str, needs: Mapping[str, Need]) -> tuple[str, ...]:
    """The need whose label or words are those of a name. None where no need has them, or several do."""
    table = _words(tuple((id, need.label, (*need.words, *need.everyday_words)) for id, need in needs.items()))
    last = re.split(r"[>/|:]", name)[-1]
    for words in (name, last, _without_endings(last)):
        if found := table.get(stemmed(words)):
            return found
    parts = [part for part in re.split(r",|&|\band\b|\bor\b", name) if part.strip()]
    ids = {id for part in parts for id in table.get(stemmed(part), ())} if len(parts) > 1 else set()
    return tuple(ids) if len(ids) == 1 and all(_is_said(part, table) for part in parts) else ()


def _without_endings(name: str) -> str:
    """`Debt advice` without what each need could have behind it. What is left says enough, or it is empty."""
    words = folded(name).split()
    while words and words[-1] in _ENDINGS:
        words.pop()
    bare = " ".join(words)
    return "" if bare in _VAGUE else bare


def _is_said(part: str, table: Mapping[str, tuple[str, ...]]) -> bool:
    return stemmed(part) in table or folded(part) in _VAGUE


@lru_cache(8)
def _words(needs: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    """Needs by the words that only they have, stemmed."""
    found: dict[str, dict[str, None]] = {}
    for id, label, words in needs:
        if id in _OF_CARE:
            continue
        for word in (label, *words, id):
            if folded(word) not in _VAGUE and (key := stemmed(word)):
                found.setdefault(key, {})[id] = None
    return {key: tuple(ids) for key, ids in found.items() if len(ids) == 1}
