"""Names of the NHS register, which are all capitals, as people write them.

The case of letters changes. Abbreviations are spelt out where they can mean one thing only, and a space that is missing
after a comma or in front of a bracket is added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_ORDINAL = re.compile(r"\d+(ST|ND|RD|TH)")
_NUMBERED = re.compile(r"(?=.*\d)\d*(?:[^\W\d_]{4,}\d+)+(?:[^\W\d_]*)|\d+[^\W\d_]{4,}")
"""Words with a number in them that are no codes: TOGETHER4HEALTHCARE."""
_OPENING = re.compile(r"(^|[(/]|\s[-–—])\W*$")

_SMALL = frozenset({"AND", "OF", "THE", "IN", "ON", "AT", "FOR", "WITH", "BY", "TO", "UPON", "UNDER"})
_SMALL_WITHIN_HYPHENS = _SMALL | {"LE", "LA", "DE", "EN", "SUPER", "CUM", "NEXT"}
_ACRONYMS = frozenset({"UK", "IW", "NEL", "SEL", "APMS", "CIC", "ICB", "ICS", "UCC", "UTC", "UEA", "RAF", "III", "VII"})
"""Acronyms that would pass for words. NHS, PCN, GP and others without a vowel need no list."""
_WORDS = re.compile(r"ST|DRS?|MRS?|LE|LA|DE|EL|AL|UP|NO|MY|WE|RDS?|SQ|LN|LTD|CTRS?|HTH|HLTH|GRP|PTNR|SRGY")
"""Titles, short words and abbreviations that would pass for acronyms."""


_NEXT = r"(?=\W*\b(?:CENTRES?|CTRS?|HEALTH|HL?TH|MEDICAL|MED|PRACTICE|PRACT|GROUP|GRP|SURGERY|SRGY)\b)"
_ABBREVIATIONS = {
    re.compile(rf"\b{short}\b\.?"): whole
    for short, whole in {
        "CTR": "CENTRE",
        "CTRS": "CENTRES",
        "SRGY": "SURGERY",
        "HL?TH": "HEALTH",
        "GRP": "GROUP",
        "PTNR": "PARTNER",
        "PTNRS": "PARTNERS",
        f"FAM{_NEXT}": "FAMILY",
        f"MED{_NEXT}": "MEDICAL",
        r"PRACT(?=\W*(?:$|\())": "PRACTICE",
    }.items()
}
"""What can mean one thing only, some of it only in front of certain words or at the end."""


def out_of_capitals(name: str) -> str:
    """`name` as people write it, acronyms kept: `ST PAUL'S MED CTR` gives `St Paul's Medical Centre`.

    A name that is not all capitals comes back as it is.
    """
    return name if any(letter.islower() for letter in name) else _in_small(_spelt(name), with_numbers=True)


def forms(name: str) -> tuple[str, ...]:
    """The forms in which imports have written a name of the register, the present one first."""
    before = name if any(letter.islower() for letter in name) else _in_small(name, with_numbers=False)
    return tuple(dict.fromkeys((out_of_capitals(name), before)))


def _spelt(name: str) -> str:
    """`name` with its abbreviations spelt out, and with the spaces that are missing."""
    name = re.sub(r",(?=[^\W\d_])", ", ", name)
    name = re.sub(r"(?<=[^\W\d_])\((?=[^\W\d_]{2}|\w )", " (", name)  # not that of PRACTICE(S)
    for short, whole in _ABBREVIATIONS.items():
        name = short.sub(lambda found, whole=whole: whole + _gap(found), name)  # type: ignore[misc]
    return name


def _gap(found: re.Match[str]) -> str:
    """The space that comes in place of a full stop, where a word follows it at once."""
    following = found.string[found.end() : found.end() + 1]
    return " " if found[0].endswith(".") and following.isalnum() else ""


def _in_small(name: str, *, with_numbers: bool) -> str:
    acronyms = _acronyms(name)
    return _WORD.sub(
        lambda word: word[0] if word.start() in acronyms else _cased(word, name, with_numbers=with_numbers), name
    )


def _cased(match: re.Match[str], name: str, *, with_numbers: bool) -> str:
    """A word in the case that its place in `name` gives it: `PAUL'S` gives `Paul's`, `O'BRIEN` `O'Brien`."""
    word, *rest = re.split(r"(['’`])", match[0], maxsplit=1)
    before, after = name[: match.start()], name[match.end() :]
    if _is_small(word, before, after):
        word = word.lower()
    elif with_numbers and _NUMBERED.fullmatch(word):
        word = re.sub(r"[^\W\d_]+", lambda part: _capitalised(part[0]), word)
    elif not _stays(word, before, after):
        word = _capitalised(word)
    if not rest:
        return word
    mark, ending = rest
    return word + mark + (_capitalised(ending) if len(word) == 1 and len(ending) > 2 else ending.lower())


def _is_small(word: str, before: str, after: str) -> bool:
    """Whether `word` has no capital at all: `and`, `of`, the `on` of `Leigh-on-Sea`, `1st`."""
    if _are_initials(word, before):
        return False
    if _follows_hyphen(before):
        return word in (_SMALL_WITHIN_HYPHENS if _precedes_hyphen(after) else _SMALL)
    opens = _OPENING.search(before) or _precedes_hyphen(after)
    return bool(_ORDINAL.fullmatch(word)) or (word in _SMALL and not opens)


def _stays(word: str, before: str, after: str) -> bool:
    """Whether `word` is all capitals for people too: `BHF`, `OX3`, the `VM` of `Dr VM Patel`."""
    if word in _ACRONYMS or any(sign.isdigit() for sign in word) or _are_initials(word, before):
        return True
    if word in _SMALL or _WORDS.fullmatch(word):
        return False
    has_no_vowel = len(word) <= 4 and not set(word) & set("AEIOUY")
    return has_no_vowel or (len(word) == 2 and not _follows_hyphen(before) and not _precedes_hyphen(after))


def _are_initials(word: str, before: str) -> bool:
    """Whether these are 2 initials of a doctor, even where they spell a word as in `DR AT PATEL`."""
    return len(word) == 2 and not _WORDS.fullmatch(word) and bool(re.search(r"\bDRS?\.? $", before))


def _follows_hyphen(before: str) -> bool:
    return bool(re.search(r"\w-$", before))


def _precedes_hyphen(after: str) -> bool:
    return bool(re.match(r"-\w", after))


def _capitalised(word: str) -> str:
    if re.fullmatch(r"MC[A-Z]{3,}", word):
        return "Mc" + _capitalised(word[2:])
    return word[0] + word[1:].lower()


def _acronyms(name: str) -> set[int]:
    """Where words stand that abbreviate the words in the brackets after them, or before their own brackets."""
    found = set()
    for match in re.finditer(r"([A-Z]+) ?\(([^()]*)\)", name):
        if _abbreviates(match[1], re.findall(r"\w+", match[2])):
            found.add(match.start(1))
    for match in re.finditer(r"\(([A-Z]+)\)", name):
        words = re.findall(r"\w+", name[: match.start()])
        most = min(len(words), 2 * len(match[1]))
        if any(_abbreviates(match[1], words[-count:]) for count in range(2, most + 1)):
            found.add(match.start(1))
    return found


def _abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether `short` is made of first letters of the words, or picks out at most one letter for each of them."""
    if len(words) < 2 or short[0] != words[0][0] or any(word.startswith(short) for word in words):
        return False
    reached = {0}
    for word in words:
        sizes = range(1, min(len(word), len(short)) + 1)
        further = {at + size for at in reached for size in sizes if short.startswith(word[:size], at)}
        reached = further | reached if word in _SMALL else further
    if len(short) in reached:
        return True
    letters = iter("".join(words))
    return len(short) <= len(words) and all(letter in letters for letter in short)
