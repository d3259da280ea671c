"""How names stand within a sentence: small where they are ordinary words, and as they are where they are names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rolecall.model import Content

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"


@dataclass(frozen=True, slots=True)
class Ordinary:
    """The words that are no names, in small letters."""

    titles: frozenset[str]
    """Those of which the titles of roles are made."""
    people: frozenset[str]
    """Those with which Rolecall says for whom something is."""

    def title(self, text: str) -> str:
        """`See the community connector`, but `See the Macmillan nurse` and `See the Age UK link worker`."""
        first = _first(text)
        named = first not in self.titles or any(sign.isupper() or sign.isdigit() for sign in text[1:])
        return text if named else text[0].lower() + text[1:]

    def group(self, text: str) -> str:
        """`only for: people with cancer`, but `only for: Age UK members`."""
        named = _first(text) not in self.people or re.match(rf"{_WORD}\s+[^\W\d_a-z]", text) is not None
        return text if named else text[0].lower() + text[1:]

    def heading(self, text: str) -> str:
        """`not the same: how to reach them`, but `not the same: NHS App`. A heading begins with an ordinary word."""
        return text[0].lower() + text[1:] if _first(text) else text


def ordinary(content: Content) -> Ordinary:
    """The words of the roles' names, of the groups that services are for, and of those who call helplines."""
    names = [name for role in content.roles.values() for name in (role.name, role.short_name, *role.also_known_as)]
    groups = [*content.service_words.groups.values(), *(line.who for line in content.helplines.values() if line.who)]
    titles = _words(tuple(names))
    return Ordinary(titles, titles | _words(tuple(groups)))


def _first(text: str) -> str:
    """The first word in small letters. Empty for one with more capitals, as GP."""
    found = re.match(_WORD, text)
    word = found[0] if found else ""
    return word.lower() if word[1:] == word[1:].lower() else ""


@lru_cache(maxsize=8)  # each site asks for the same
def _words(texts: tuple[str, ...]) -> frozenset[str]:
    """The words of texts, but for those that have a capital within one."""
    first, others = set(), set()
    for text in texts:
        words = re.findall(_WORD, text)
        first.update(words[:1])
        others.update(words[1:])
    capital = {word.lower() for word in others if not word.islower()}
    small = {word.lower() for word in first if word[1:] == word[1:].lower()} | {w for w in others if w.islower()}
    return frozenset(small - capital)
