"""The rules of what the search knows: each language and need that is named is there, and what is said has a source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rolecall.load import Loaded
from rolecall.model import Need, SearchWords
from rolecall.places import SHIPPED, Problem
from rolecall.validate.answers import sourced, unknown, unknown_ids


def search_rules(
    words: SearchWords | None, needs: Mapping[str, Need], languages: Collection[str], loaded: Loaded
) -> Iterator[Problem]:
    """What is wrong with the words of the search, beside their shape.

    `languages` are the ids of those that service-words.yml knows.
    """
    for id, need in needs.items():
        for at, other in enumerate(need.other_languages):
            if languages and other.language not in languages:
                place = loaded.shared["needs"].at(id, "other_languages", at, "language")
                yield unknown(place, other.language, "language", languages)
    if words:
        file = loaded.shared["search-words"]
        # A workspace may have needs of its own beside our words. The search then leads to its surgeries.
        if words.who_to_ask not in loaded.ids("needs") and not file.key("who_to_ask").file.startswith(f"{SHIPPED}/"):
            yield unknown(file.at("who_to_ask"), words.who_to_ask, "need", loaded.ids("needs"))
        for id, thing in words.elsewhere.items():
            yield from unknown_ids(file, ("elsewhere", id, "sources"), thing.sources, "source", loaded.ids("sources"))
            yield from sourced(file, ("elsewhere", id), thing)
