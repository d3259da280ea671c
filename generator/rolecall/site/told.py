"""National texts as one place tells them: with what it calls each role, so that nobody reads 2 names for 1 person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rolecall.model import Content, LocalRole, Model, Role, ServiceWords, availability
from rolecall.site.names import Ordinary, ordinary
from rolecall.slots import filled

_TEXTS = ("needs", "choose", "terms", "staff", "service_words")
"""The shared files, beside roles, whose texts may have slots."""


@dataclass(frozen=True, slots=True)
class Called:
    """What each role is called in one place, within a sentence."""

    by_title: Mapping[str, str]
    """Its short title, whether somebody has it or not. Its own texts call it so."""
    in_others: Mapping[str, str]
    """What other texts say: the title of who has it, or of who stands in, else who can tell."""


def called(content: Content, levels: Sequence[Mapping[str, LocalRole]], words: Ordinary) -> Called:
    """What roles are called where these places hold, the nearest first."""
    named = {id: [roles[id] for roles in levels if id in roles] for id in content.roles}
    counts = {id: availability(locals) for id, locals in named.items()}
    titles = {}
    for id, role in content.roles.items():
        local_title = next((local.local_title for local in named[id] if local.local_title), None)
        titles[id] = words.title(local_title or role.short_name)

    def in_others(id: str) -> str:
        who = id if counts[id].available else counts[id].instead
        return titles[who] if who and counts[who].available else content.questions.nobody

    return Called(titles, {id: in_others(id) for id in titles})


def roles_told(content: Content, names: Called) -> dict[str, Role]:
    """The national roles in a place where they are called so."""
    others = tuple(names.in_others.items())
    return {id: _kept(_Itself(role), (*others, (id, names.by_title[id]))) for id, role in content.roles.items()}


def content_told(content: Content, roles: Mapping[str, Role], names: Called) -> Content:
    """All that is national in a place, with its roles as they are told there."""
    others = tuple(names.in_others.items())
    texts = {name: _told(getattr(content, name), others) for name in _TEXTS}
    return content.model_copy(update={"roles": roles, **texts})


class _Itself:
    """A national value by which what is told of it is kept: equal to itself alone, so that nobody reads it all again.

    It is frozen, and is kept with it.
    """

    def __init__(self, value: Model) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def _told(value: Any, names: tuple[tuple[str, str], ...]) -> Any:
    if isinstance(value, Mapping):
        return {id: _kept(_Itself(each), names) for id, each in value.items()}
    return _kept(_Itself(value), names)


@lru_cache(maxsize=2048)  # in most PCNs and surgeries, most roles are called the same; there are about 100 such values
def _kept(national: _Itself, names: tuple[tuple[str, str], ...]) -> Any:
    return filled(national.value, dict(names))


def service_words_nationally(content: Content) -> ServiceWords:
    """The words in services as they are where no PCN is meant, for those who write its files."""
    return filled(content.service_words, called(content, (), ordinary(content)).by_title)
