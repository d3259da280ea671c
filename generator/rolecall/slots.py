"""Slots in national texts: `{link-worker}` stands for what that role is called where a page is read.

A text that names a role by its national name would give one person 2 names wherever a PCN has a title of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from rolecall.model import (
    Answer,
    Choose,
    ChooseQuestion,
    DoneByOthers,
    EasyLine,
    Model,
    Need,
    Outcome,
    Reach,
    Role,
    ServiceWords,
    StaffWords,
    Term,
    WayAnswer,
)
from rolecall.model.walk import fields_of
from rolecall.places import Path

TEXTS: Mapping[type[Model], tuple[str, ...]] = {
    Role: ("in_short", "reach", "answers", "others", "easy_read"),
    DoneByOthers: ("what",),
    Answer: ("text", "list"),
    Reach: ("text",),
    EasyLine: ("text",),
    Need: ("about", "why", "can", "cannot", "next_step", "urgent", "warning"),
    Choose: ("questions", "outcomes"),
    ChooseQuestion: ("ask", "hint", "answers"),
    WayAnswer: ("text",),
    Outcome: ("why",),
    Term: ("means",),
    StaffWords: ("no_text", "consent"),
    ServiceWords: ("routes",),
}
"""The fields whose texts may have slots, and those that lead to them."""

SLOT = re.compile(r"\{([^{}]*)\}")
_STARTS = re.compile(r"(^|[.!?][\"'”’)]*\s)[\s\"'“‘(]*$")
"""What stands before the first word of a sentence."""

_Value = TypeVar("_Value")


def texts_of(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a national value that may have slots, with its path."""
    if isinstance(value, Model):
        for name, field in fields_of(type(value)).items():
            if field.attribute in TEXTS.get(type(value), ()):
                yield from texts_of(getattr(value, field.attribute), (*path, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, (*path, key))
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from texts_of(inner, (*path, at))
    elif isinstance(value, str):
        yield path, value


def filled(value: _Value, titles: Mapping[str, str]) -> _Value:
    """A national value with what roles are called in place of slots. What has none is the same object."""
    changed: _Value = _changed(value, lambda text: _filled(text, titles) if "{" in text else text)
    return changed


def _filled(text: str, titles: Mapping[str, str]) -> str:
    def title(slot: re.Match[str]) -> str:
        words = titles.get(slot[1], slot[0])  # an unknown one is a problem, told elsewhere
        return words[0].upper() + words[1:] if _STARTS.search(text[: slot.start()]) else words

    return SLOT.sub(title, text)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Model):
        names = TEXTS.get(type(value), ())
        new = {name: _changed(getattr(value, name), change) for name in names}
        new = {name: inner for name, inner in new.items() if inner is not getattr(value, name)}
        return value.model_copy(update=new) if new else value
    if isinstance(value, Mapping):
        mapped = {key: _changed(inner, change) for key, inner in value.items()}
        return mapped if any(mapped[key] is not value[key] for key in mapped) else value
    if isinstance(value, tuple):
        items = tuple(_changed(inner, change) for inner in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value
