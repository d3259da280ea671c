"""Words that are hard to read, and what to write instead.

A form such as `over {number}` is no regular expression: it has words and slots, and it takes long in no text.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from rolecall.model.facts import Model
from rolecall.values import Slug, Words
from rolecall.wrong import wrong

NUMBER = "number"
"""The slot for a number in digits."""

_LETTERS = r"[^\W\d_]+"
_SLOT = r"\{([a-z_]+)\}"
MOST_SLOTS = 4
LONGEST = 60


def _form(text: str) -> str:
    text = " ".join(text.split())
    parts = re.split(_SLOT, text)
    between = parts[2:-1:2]
    # Where letters or digits stand between 2 slots, a text could be read in many ways, and that takes long.
    is_plain = all(re.search(r"[^\w']", part) and not re.search(r"\d", part) for part in between)
    if len(text) > LONGEST or len(between) >= MOST_SLOTS or not is_plain or re.search(r"[{}]", "".join(parts[::2])):
        wrong(
            f'"{text}" is not a form of words',
            "Write the words as they stand in a text, with a slot such as {number} where others may stand.",
        )
    return text


def _word(text: str) -> str:
    if not re.fullmatch(rf"{_LETTERS}(?:'{_LETTERS})*", text.strip()):
        wrong(f'"{text}" is not one word', "Write one word of letters alone.")
    return text.strip()


def _list_name(text: str) -> str:
    if not re.fullmatch(r"[a-z_]+", text) or text == NUMBER:
        wrong(f'"{text}" cannot be the name of a list', "Use small letters, for example people. number is taken.")
    return text


Form = Annotated[str, AfterValidator(_form), WithJsonSchema({"type": "string", "examples": ["signposting"]})]
OneWord = Annotated[str, AfterValidator(_word), WithJsonSchema({"type": "string", "examples": ["adults"]})]
WordList = Annotated[
    str,
    AfterValidator(_list_name),
    WithJsonSchema({"type": "string", "pattern": "^[a-z_]+$", "examples": ["people"]}),
]


def slots_in(form: str) -> tuple[str, ...]:
    """The names of the slots of a form, in their order."""
    return tuple(re.findall(_SLOT, form))


def parts_of_form(form: str) -> list[str]:
    """The words of a form and the names of its slots by turns. It begins and ends with words, which may be empty."""
    return re.split(_SLOT, form)


class Avoid(Model):
    """Words to avoid, and what to write."""

    words: tuple[Form, ...]
    """Each form of them: signpost, signposts, signposting. Capitals count where there are some."""
    write: tuple[Words, ...] = ()
    """What to write in their place: 1 of these. A slot of the words may stand in it."""
    tip: Words | None = None
    """What to do, in a sentence. Needed where no words fit all places."""
    because: Slug
    """Why, as an id under because."""
    right_in: tuple[Form, ...] = ()
    """Longer forms in which these words are right, for example ring road."""


class PlainWords(Model):
    """The file plain-words.yml: what `rolecall check` tells of words for patients."""

    because: dict[Slug, Words]
    """Why words are told, by an id: a sentence with {words} where they stand."""
    safety: tuple[Slug, ...] = ()
    """Of these ids, those that are about safety. The group safety tells of them, and not the group words."""
    telling: tuple[Words, ...] = ()
    """Words that give somebody away who is sent a link with 1 of them in its address. Small letters."""
    lists: dict[WordList, tuple[OneWord, ...]] = {}
    """Words of which 1 stands where a form names their list as a slot, for example {people}."""
    link_words: tuple[Words, ...] = ()
    """Words that do not say where a link leads, if they are all of it. Small letters."""
    avoid: tuple[Avoid, ...]
    """Words to avoid."""
