"""What their words mean in ours: ways to join, kinds of access, groups, languages, and whether a thing is closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rolecall.exchange.directory.lists import plain_heading
from rolecall.meanings import Called, called_needs, usual
from rolecall.model import Content
from rolecall.site import service_words_nationally

YES = {
    "yes", "y", "x", "xx", "true", "1", "tick", "ticked", "✓", "✔", "✔️", "☑", "✅", "☒", "●", "•", "*", "ü",
    "ok", "yes.", "yep",
}  # fmt: skip
"""What people put into a cell to say that a thing is so. `ü` is a tick in the letters Wingdings."""
NO = {"no", "n", "false", "0", "✗", "✘", "☐", "❌", "nope", "none", "no."}

_APART = re.compile(r"\s*(?:[,;/|\n•]|\band\b|\bor\b|&|\+(?!\s*(?:$|[,;/|\n])))\s*", re.I)
_LISTED = tuple(re.compile(rf"\s*[{signs}]\s*") for signs in (";\\n•", ",|", "/"))
"""What parts a list: the first of these that is there. In `Mental health/brain injury; Dementia`, no stroke."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell means: the ids that its words stand for, and the words that nothing is known for."""

    ids: tuple[str, ...]
    others: tuple[str, ...]


class Vocabulary:
    """Words by what they may be said of: `routes`, `access`, `groups`, `languages`, `needs`, `status`."""

    def __init__(self, content: Content) -> None:
        words = service_words_nationally(content)
        ours: dict[str, Mapping[str, str]] = {
            "routes": words.routes,
            "access": words.access,
            "groups": words.groups,
            "languages": words.languages,
            "needs": {id: need.label for id, need in content.needs.items()},
            "status": {"active": "active", "paused": "paused", "closed": "closed"},
        }
        self._called = {kind: Called(labels, usual(kind)) for kind, labels in ours.items()}
        self._called["needs"] = called_needs(content.needs)

    def id_of(self, kind: str, word: str) -> str:
        """The id that a word stands for. Empty where nothing is known of it."""
        called = self._called[kind]
        return called.id_of(word) or called.id_of(_folded(word))

    def meant(self, kind: str, text: str, known: Callable[[str], str | None] = lambda word: None) -> Meant:
        """What a cell with one or several words means. `known` gives an id, or nothing to drop the word."""
        ids: list[str] = []
        others: list[str] = []
        for word in self.parts(kind, text, known):
            given = known(word)
            id = self.id_of(kind, word) if given is None else given
            if id:
                ids.append(id)
            elif given is None:
                others.append(word)
        return Meant(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(others)))

    def parts(self, kind: str, text: str, known: Callable[[str], str | None]) -> Iterator[str]:
        """The words of a cell. "Food and drink" is 1 where that is known, or where only commas part them."""
        text = text.strip()
        signs = next((signs for signs in _LISTED if signs.search(text)), _LISTED[0])
        for part in filter(None, signs.split(text)):
            if self.id_of(kind, part) or known(part) is not None:
                yield part
                continue
            smaller = [word for word in _APART.split(part) if word]
            if len(smaller) > 1 and all(self.id_of(kind, word) or known(word) is not None for word in smaller):
                yield from smaller
            else:
                yield " ".join(part.split())

    def ticked(self, heading: str) -> str:
        """What a tick below a heading says: an id of a need, a group, a way to join or a kind of access."""
        word = re.sub(r"^(?:for|helps with|supports?|suitable for)\s+|\s*\?$", "", heading, flags=re.I)
        kinds = ("needs", "access", "routes", "groups")
        return next((id for kind in kinds if (id := self.id_of(kind, word))), "")

    def kind_of(self, id: str) -> str:
        """What an id is one of. Empty where there is none such."""
        return next((kind for kind in ("needs", "access", "routes", "groups") if id in self._called[kind].labels), "")


def _folded(word: str) -> str:
    return plain_heading(word.replace("+", " plus "))
