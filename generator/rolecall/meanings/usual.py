"""Words that people usually have for what services are sorted by: ways in, groups, routes, access, languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from rolecall.meanings.called import Called
from rolecall.meanings.words import folded, word_list

Kind = Literal["access", "groups", "routes", "languages"]


def id_of(text: str, kind: Kind, known: Mapping[str, str]) -> str:
    """The id, among those that are `known` with their words, that a text means and no more. Empty where none is."""
    key = folded(text)
    as_id = key.replace(" ", "-")
    found = as_id if as_id in known else _table()[kind].get(key, "")
    return found if found in known else next((id for id, word in known.items() if folded(word) == key), "")


@cache
def _table() -> dict[str, dict[str, str]]:
    found = word_list(Path(__file__).with_name("usual.yml"))
    return {kind: {folded(word): id for id, words in ids.items() for word in words} for kind, ids in found.items()}


def called_choices(choices: Mapping[str, str]) -> Called:
    """The choices of a field, by the words that are shown for each."""
    words = usual("choices")
    return Called(choices, {**words, **usual("status")} if "active" in choices else words)


def usual(kind: str) -> Mapping[str, tuple[str, ...]]:
    """All that people say for the ids of a kind, beside the words of pages."""
    words: dict[str, tuple[str, ...]] = {}
    for file in ("usual.yml", "in_cells.yml"):
        for id, more in word_list(Path(__file__).with_name(file)).get(kind, {}).items():
            words[id] = (*words.get(id, ()), *more)
    return words
