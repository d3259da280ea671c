"""The things of one kind by what they are called: which of them a word can only mean, and which it may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from math import log

from rolecall.meanings.words import folded, stemmed
from rolecall.model import Model
from rolecall.yamltext import YamlFields, YamlList, YamlText

LABELS = ("label", "short_name", "name", "title", "ask", "heading")
"""Fields that say what a thing is called, the one that is shown first."""

_OTHERS = ("name", "short_name", "also_known_as", "local_title", "words", "everyday_words")

ALIKE = 0.8
"""From which likeness on letters count. Below it, `loneliness` would be `homeless`."""

_TELLS = 0.34
"""The share of the telling words of a text that a name has to have in common with it."""

_MOST = 3
"""Things that are named where a word may mean several."""


@dataclass(frozen=True)
class Called:
    """The things of one kind: the words that are shown for each, and what else people say for it."""

    labels: Mapping[str, str]
    usual: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Words that mean a thing, and nothing else where only one thing has them."""
    everyday: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Words that may lead to a thing, and also be about another."""
    only: Callable[[str], str] = field(default=lambda word: "")
    """Which thing everyday words can only mean, where there is a rule for that. Else nothing."""

    @cached_property
    def _sure(self) -> Mapping[str, str]:
        """Ids by the names that only they have: the id itself before a label, and a label before other words."""
        found: dict[str, str] = {}
        for names in (
            [(id, id) for id in self.labels],
            [(label, id) for id, label in self.labels.items()],
            [(word, id) for id, words in self.usual.items() if id in self.labels for word in words],
        ):
            meant: dict[str, set[str]] = {}
            for name, id in names:
                meant.setdefault(_key(name), set()).add(id)
            found |= {key: next(iter(ids)) for key, ids in meant.items() if len(ids) == 1 and key and key not in found}
        return found

    @cached_property
    def _names(self) -> tuple[tuple[str, str], ...]:
        """Each name with its id, stemmed."""
        return tuple(
            dict.fromkeys(
                (key, id)
                for id, label in self.labels.items()
                for name in (id, label, *self.usual.get(id, ()), *self.everyday.get(id, ()))
                if (key := stemmed(name))
            )
        )

    def id_of(self, word: str) -> str:
        """The id that a word can only mean, capitals and marks aside. Empty where it is none, or may be several."""
        return self._sure.get(_key(word), "") or self.only(word)

    def near(self, word: str) -> tuple[str, ...]:
        """The ids that a word may mean, the likeliest first: by what it says, and else by its letters."""
        if sure := self.id_of(word):
            return (sure,)
        key = stemmed(word)
        if same := tuple(dict.fromkeys(id for name, id in self._names if name == key)):
            return same[:_MOST]
        return self._with_words_of(key) or self._with_letters_of(key)

    def _with_words_of(self, key: str) -> tuple[str, ...]:
        """The ids of which a name shares the words of a text that tell most, where there are such."""
        often = Counter(part for part, _ in {(part, id) for name, id in self._names for part in name.split()})
        weight = {part: log(1 + len(self.labels) / count) for part, count in often.items()}
        unknown = log(1 + len(self.labels))
        wanted, best = set(key.split()), dict[str, float]()
        for name, id in self._names:
            parts = set(name.split())
            if shared := sum(weight[part] for part in wanted & parts):
                all_ = sum(weight.get(part, unknown) for part in wanted | parts)
                best[id] = max(best.get(id, 0), shared / all_)
        ranked = [(id, score) for id, score in sorted(best.items(), key=lambda pair: -pair[1]) if score >= _TELLS]
        return tuple(id for id, score in ranked if score >= 0.9 * ranked[0][1])[:_MOST]

    def _with_letters_of(self, key: str) -> tuple[str, ...]:
        ids = dict(reversed(self._names))  # The first that has a name counts.
        near = get_close_matches(key, ids, n=1, cutoff=ALIKE) if len(key) > 2 else []
        return (ids[near[0]],) if near else ()


def _key(name: str) -> str:
    """A name as it is compared: without capitals and marks, but for one that is nothing but marks."""
    return folded(name) or name.strip().casefold()


def names_of(thing: object) -> tuple[str, tuple[str, ...]]:
    """What a thing is called, be it text, part of a file or a value, and its other names. Empty where it has none."""
    if isinstance(thing, str):
        return thing, ()
    label = next((text for name in LABELS for text in _texts(thing, name)), "")
    return label, tuple(text for name in _OTHERS for text in _texts(thing, name))


def _texts(thing: object, name: str) -> tuple[str, ...]:
    """The text or texts in a field of a thing."""
    found = thing.entries.get(name) if isinstance(thing, YamlFields) else None
    if isinstance(thing, Model):
        found = getattr(thing, name, None)
    items: Iterable[object] = (found,)
    if isinstance(found, YamlList):
        items = found.items
    elif isinstance(found, tuple) and not isinstance(found, YamlText | YamlFields):
        items = found
    return tuple(text for item in items if (text := _text(item)))


def _text(item: object) -> str:
    """A text in 1 line, as a message that names it is read line by line."""
    return " ".join((item.value if isinstance(item, YamlText) else item if isinstance(item, str) else "").split())


def called_like(
    things: Mapping[str, object] | Iterable[str], others: Mapping[str, Iterable[str]] | None = None
) -> Called:
    """Things by id as what they are called, with what else people say for them."""
    if not isinstance(things, Mapping):
        # What has no order would be listed in another one each time.
        ids = sorted(things) if isinstance(things, set | frozenset) else things
        return Called({id: id for id in ids}, everyday=others or {})
    named = {id: names_of(thing) for id, thing in things.items()}
    more = others or {}
    return Called(
        {id: label or id for id, (label, _) in named.items()},
        everyday={id: (*words, *more.get(id, ())) for id, (_, words) in named.items()},
    )
