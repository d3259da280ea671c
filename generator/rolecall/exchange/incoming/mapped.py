"""Words of other directories as our ids: ways in, groups, routes and languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from rolecall.exchange.incoming.word_lists import word_list

Kind = Literal["access", "groups", "routes", "languages"]


def id_of(text: str, kind: Kind, known: Mapping[str, str]) -> str:
    """The id, among those that are `known` with their words, that a text means and no more. Empty where none is."""
    key = folded(text)
    as_id = key.replace(" ", "-")
    found = as_id if as_id in known else _table()[kind].get(key, "")
    return found if found in known else next((id for id, word in known.items() if folded(word) == key), "")


@lru_cache(4096)
def folded(text: str) -> str:
    """A text without capitals and marks."""
    return " ".join(re.sub(r"[^\w+]+", " ", text.casefold()).split())


@cache
def _table() -> dict[str, dict[str, str]]:
    found = word_list(Path(__file__).with_name("mapped.yml"))
    return {kind: {folded(word): id for id, words in ids.items() for word in words} for kind, ids in found.items()}
