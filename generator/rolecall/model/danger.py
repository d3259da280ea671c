"""What people type in danger or distress: patterns, and the lists of words that they are made of."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, WithJsonSchema

from rolecall.model.facts import Model
from rolecall.model.staff import Danger
from rolecall.values import HelplineId, LanguageId, NeedId, Once, Phone, Words, YesNo
from rolecall.wrong import wrong

_LIST = r"[A-Z][A-Z_]+"
_CHOICE = rf"(?:{_LIST}|[^\sA-Z+*/.,:;!?'\"]+\*?)"
_WORD = rf"{_CHOICE}(?:/{_CHOICE})*"
_PART = rf"{_WORD}(?: (?:\.\. )?{_WORD})*"


def _pattern(text: str) -> str:
    text = " ".join(text.split())
    if not re.fullmatch(rf"{_PART}(?: \+ {_PART})*", text):
        wrong(
            f'"{text}" is not a pattern',
            "Write small letters without apostrophes, such as kill .. self. The top of our distress.yml says how.",
        )
    return text


def _list_name(text: str) -> str:
    if not re.fullmatch(_LIST, text):
        wrong(f'"{text}" is not the name of a list of words', "Write it in capitals, for example CHILD or TOO_MUCH")
    return text


def _entry(text: str) -> str:
    text = text.strip()
    if not re.fullmatch(_CHOICE, text) or text.endswith("*"):
        wrong(f'"{text}" is not one word', "Write one word in small letters without apostrophes, or a list's name.")
    return text


Pattern = Annotated[
    str, AfterValidator(_pattern), WithJsonSchema({"type": "string", "examples": ["kill .. myself/himself"]})
]
ListName = Annotated[
    str,
    AfterValidator(_list_name),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z][A-Z_]+$", "examples": ["CHILD"]}),
]
Entry = Annotated[str, AfterValidator(_entry), WithJsonSchema({"type": "string", "examples": ["myself"]})]


def lists_in(text: str) -> tuple[str, ...]:
    """The names of lists of words in a pattern, or in a word of a list."""
    return tuple(re.findall(rf"(?<![^\s/]){_LIST}(?![^\s/])", text))


class DangerWords(Model):
    """The file danger-words.yml: the words that the patterns of distress.yml are made of."""

    words: dict[ListName, tuple[Entry, ...]]
    """Lists of words, by a name in capitals. A list may name others."""
    small: tuple[Entry, ...]
    """Words that may stand between 2 others of a pattern without a change of what is meant."""
    calm: tuple[Pattern, ...]
    """Words that show that no danger is meant, such as club or form. A likely pattern does not count beside them.
    Patterns of 2 words or more are put aside before a likely pattern is looked for, but never before a certain one."""
    harmless: tuple[Pattern, ...] = ()
    """Patterns of words that sound like danger and are not. They are put aside first."""
    ordinary: tuple[Entry, ...] = ()
    """Common words that are spelt much like a word of danger. They are not taken for a mistake in it."""


class InLanguage(Model):
    """Words of danger in another language."""

    language: LanguageId
    """The language, by its code in service-words.yml."""
    patterns: tuple[Pattern, ...]
    """Patterns in its script, and in Latin letters as people type it."""
    assumed: YesNo = False
    """Yes until somebody who speaks the language has read them."""


class Distress(Model):
    """A family of danger: what people type in it, and the urgent help that then stands on top of the results."""

    heading: Words
    """What stands above the urgent help."""
    level: Literal["emergency", "urgent"] = "emergency"
    """How the box looks: emergency, or urgent for a gentler one."""
    staff: Danger | None = None
    """Where staff who type this are led: safeguarding, crisis or out_of_hours in staff.yml. Left out, to each."""
    urgent: Once[Phone] = ()
    """Numbers of the lines in urgent-help.yml, under in_brief, that the box begins with."""
    helplines: Once[HelplineId] = ()
    """Ids in helplines.yml to show after them, in this order."""
    need: NeedId | None = None
    """An id in needs.yml of the page to show with it."""
    certain: tuple[Pattern, ...]
    """Patterns that always count."""
    likely: tuple[Pattern, ...] = ()
    """Patterns that count unless a calm word of danger-words.yml stands beside them."""
    other_languages: tuple[InLanguage, ...] = ()
    """The same in other languages."""
