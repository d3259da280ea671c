"""Words of a text that are hard to read, each with what to write. Which they are, plain-words.yml says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from rolecall.model import Avoid, PlainWords
from rolecall.model.plain import NUMBER, parts_of_form
from rolecall.places import Group

_TOKEN = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
_DIGIT = "0"
_A_NUMBER = r"(?:\d{1,9}(?:,\d{3})*)"
_STARTS = re.compile(r"(?:^|[.!?:\n]\s+|\n|^\s*[-*#>]+ +|[(\"“‘\[])\s*\Z", re.MULTILINE)
"""What stands in front of the first word of a sentence."""


class Found(NamedTuple):
    """Words to avoid in a text."""

    start: int
    end: int
    sentence: str
    fix: str
    group: Group = "words"


class _Form:
    """One form of words to avoid."""

    def __init__(self, written: str, avoid: Avoid, lists: Mapping[str, tuple[str, ...]]) -> None:
        self.avoid = avoid
        self._written, self._lists = written, lists
        self.literal = tuple(part.lower().strip() for part in parts_of_form(written)[::2])
        """Its words, without what may stand in its slots."""

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words of which a text has 1 or more if it has this form."""
        parts = parts_of_form(self._written)
        literal = [token for part in self.literal for token in _TOKEN.findall(part)]
        if words := [token for token in literal if token.isalpha()]:
            return (max(words, key=len),)
        if listed := [slot for slot in parts[1::2] if slot != NUMBER]:
            return tuple({_TOKEN.findall(word.lower())[0] for word in self._lists[listed[0]]})
        return (literal[0] if literal else _DIGIT,)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _compiled(self._written, self._lists)

    @cached_property
    def _right(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_compiled(form, self._lists) for form in self.avoid.right_in)

    def in_text(self, text: str) -> Iterator[re.Match[str]]:
        """Where these words stand in a text and are not right."""
        bare = text
        for pattern in self._right:
            bare = pattern.sub(lambda found: "\0" * len(found[0]), bare)
        found = [*self._pattern.finditer(bare)]
        is_explained = {words: _is_explained(text, words) for words in {match[0] for match in found}}
        for match in found:
            if not (is_explained[match[0]] or _is_name(text, match, self._written)):
                yield match

    def fix(self, match: re.Match[str]) -> str:
        """What to write."""
        slots: defaultdict[str, list[str]] = defaultdict(list)
        for slot, words in zip(parts_of_form(self._written)[1::2], match.groups(), strict=True):
            slots[slot].append(words)
        begins = match[0][0].isupper() and self._written[0].islower()
        choices = [_filled(text, slots) for text in self.avoid.write]
        quoted = " or ".join(f'"{words[:1].upper()}{words[1:]}"' if begins else f'"{words}"' for words in choices)
        tip = f"{self.avoid.tip.rstrip('.')}." if self.avoid.tip else ""
        return " ".join(part for part in (f"Write {quoted}." if quoted else "", tip) if part)


def _compiled(form: str, lists: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    parts = parts_of_form(form)
    has_capitals = any(part != part.lower() for part in parts[::2])
    text = ""
    for at, part in enumerate(parts):
        if at % 2 and part == NUMBER:
            text += (
                rf"(?<!\d)(?<!\d[.,:/])({_A_NUMBER})(?![.,:/]?\d)"
                if not parts[at + 1]
                else rf"(?<![\d.,:/])({_A_NUMBER})"
            )
        elif at % 2:
            text += f"((?i:{'|'.join(map(_written, sorted(lists[part], key=len, reverse=True)))}))"
        else:
            text += _written(part)
    before = r"(?<![\w'’-])" if parts[0] == "" or parts[0][0].isalnum() else r"(?<!\w)"
    last = parts[-1][-1:]
    behind = r"(?!\w|['’]\w|-\w)" if not last or last.isalnum() else r"(?!\w)"
    if has_capitals and text[0].islower():
        text = f"[{text[0].upper()}{text[0]}]{text[1:]}"
    return re.compile(before + text + behind, 0 if has_capitals else re.IGNORECASE)


def _written(words: str) -> str:
    return re.sub(r"(\\? )+", r"\\s+", re.escape(words)).replace("'", "['’]")


def _filled(text: str, slots: Mapping[str, list[str]]) -> str:
    """Words to write, with what stands in the text in their slots."""
    left = {slot: iter(words) for slot, words in slots.items()}
    return re.sub(r"\{([a-z_]+)\}", lambda slot: next(left[slot[1]]), text)


def _is_name(text: str, match: re.Match[str], form: str) -> bool:
    """Whether words are part of a name: with a capital within a sentence, or a sign that stands between names."""
    before, behind = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
    if not any(letter.isalnum() or letter == "{" for letter in form):
        if not (before[-1:].isspace() and behind[:1].isspace()):
            return True
        return bool(re.search(r"[A-Z][\w’'.]*\s$", before) and re.match(r"\s[A-Z]", behind))
    if not (match[0][0].isupper() and form[0].islower()):
        return False
    return not _STARTS.search(before) or bool(re.match(r" [A-Z][a-z]", behind))


def _is_explained(text: str, words: str) -> bool:
    """Whether a text says what letters stand for: `patient group (PPG)`."""
    return words.isupper() and (f"({words})" in text or f"{words} (" in text)


class Lists:
    """The words to avoid, by a word that each of their forms has: few texts have it, and only these are looked at."""

    def __init__(self, plain: PlainWords) -> None:
        self._plain = plain
        self._by_token: defaultdict[str, list[_Form]] = defaultdict(list)
        for avoid in plain.avoid:
            for written in avoid.words:
                form = _Form(written, avoid, plain.lists)
                for token in form.tokens:
                    self._by_token[token].append(form)

    @property
    def plain(self) -> PlainWords:
        """What they are made of."""
        return self._plain

    @cached_property
    def link_words(self) -> frozenset[str]:
        """Words that do not say where a link leads."""
        return frozenset(self._plain.link_words)

    def found_in(self, text: str) -> list[Found]:
        """The words to avoid in a text, wherever they stand, those within longer ones too."""
        small = " ".join(text.lower().replace("’", "'").split())
        tokens = {*_TOKEN.findall(small)}
        if not tokens.isdisjoint("123456789"):
            tokens.add(_DIGIT)
        likely = {form: None for token in tokens & self._by_token.keys() for form in self._by_token[token]}
        # To look for words alone is quick, and few forms are then left whose pattern has to be made.
        forms = [form for form in likely if all(words in small for words in form.literal)]
        shown: dict[tuple[int, str], tuple[str, str, Group]] = {}
        found = []
        for form in forms:
            for match in form.in_text(text):
                if not (words := shown.get((id(form), match[0]))):
                    words = shown[id(form), match[0]] = self._told(match, form)
                sentence, fix, group = words
                found.append(Found(*match.span(), sentence, fix, group))
        return found

    def _told(self, match: re.Match[str], form: _Form) -> tuple[str, str, Group]:
        sentence = self._plain.because[form.avoid.because].replace("{words}", " ".join(match[0].split()))
        return sentence, form.fix(match), "safety" if form.avoid.because in self._plain.safety else "words"

    def link_in(self, start: int, words: str) -> Found | None:
        """A link of words that do not say where it leads."""
        bare = re.sub(r"[^\w\s]", "", " ".join(words.lower().split())).strip()
        if bare not in self.link_words:
            return None
        sentence = f'a link with the words "{words[:40]}" does not say where it leads'
        return Found(start, start + len(words), sentence, 'Write where it leads, as in "Book a place".')


_LAST: list[Lists] = []


def lists_of(plain: PlainWords) -> Lists:
    """The words to avoid of a workspace. The last ones are kept, as each of its PCNs asks for them."""
    lists = next((kept for kept in _LAST if kept.plain is plain), None) or Lists(plain)
    _LAST[:] = [lists]
    return lists
