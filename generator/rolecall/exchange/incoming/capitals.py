"""Names that somebody typed in capitals, as people write them."""

from __future__ import annotations

import re
from functools import cache

from rolecall.exchange.incoming.word_lists import known_words
from rolecall.exchange.names import out_of_capitals


@cache
def _acronyms() -> dict[str, str]:
    return {word.upper(): word for word in known_words()["acronyms"]}


def out_of_shouting(name: str) -> str:
    """`name` with small letters where all of it, or several words of it, are capitals. Acronyms stay."""
    letters = [*filter(str.isalpha, name)]
    if len(letters) < 5 or sum(map(str.isupper, letters)) < 0.8 * len(letters):
        return name
    if not re.search(r"[^\W\d_]{5,}", name) and len(re.findall(r"[^\W\d_]{4,}", name)) < 2:
        return name  # a few letters each: as likely initials as words
    quiet = out_of_capitals(name.upper() if any(letter.islower() for letter in name) else name)
    quiet = re.sub(r"(?<=\d )the\b", "The", quiet)  # "11 The Green" is a street
    return re.sub(r"[^\W\d_]+", lambda word: _acronyms().get(word[0].upper(), word[0]), quiet)
