"""The texts of files that patients read, each with where it stands. Names, addresses and codes are none.

What only staff read is left out: there, words of staff are right. So are words that people search by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from rolecall.model.walk import Holds, held_by, holds
from rolecall.places import Path, Place
from rolecall.yamltext import YamlList, YamlNode, YamlText

STAFF_ALONE = frozenset({"refer", "referrals", "safeguarding", "crisis", "out_of_hours"})
"""Fields that only staff see."""

_NOT_SHOWN = frozenset({"source", "extra", "words", "everyday_words", "other_languages", "also_known_as", "term"})
"""Fields that no page prints as they are: where something comes from, and what people search by."""


class Text(NamedTuple):
    """One text that patients read."""

    node: YamlText
    path: Path
    is_markdown: bool

    def at(self, offset: int) -> Place:
        """The place of what stands there in the text, or of the text where it is not written as it is read."""
        node, value, quote = self.node, self.node.value, 0 if self.node.plain else 1
        if node.indent >= 0:
            column = node.indent + offset - value.rfind("\n", 0, offset)
            line = node.line + 1 + value.count("\n", 0, offset)
            return replace(node.place, line=line, column=column, path=self.path)
        is_as_read = node.end - node.start == len(value) + 2 * quote and "\n" not in value
        return replace(node.place, column=node.column + (quote + offset if is_as_read else 0), path=self.path)


class TextList(NamedTuple):
    """A list of lines that patients read."""

    node: YamlList
    path: Path


def texts_in(node: YamlNode, held: Holds, without: Collection[str] = ()) -> Iterator[Text | TextList]:
    """The texts and lists of a file and what it may hold, but for the fields named `without`."""
    return _below(node, held, (), {*STAFF_ALONE, *_NOT_SHOWN, *without})


def _below(node: YamlNode, held: Holds, path: Path, left_out: Collection[str]) -> Iterator[Text | TextList]:
    if isinstance(node, YamlText):
        if held.is_text:
            yield Text(node, path, held.is_markdown)
    elif isinstance(node, YamlList):
        inner = holds(held.inner) if held.inner is not None and held.key is None else None
        if inner and inner.is_text:
            yield TextList(node, path)
        for at, item in enumerate(node.items if inner else ()):
            yield from _below(item, inner or held, (*path, at), left_out)
    else:
        fields = held_by(held.model) if held.model else {}
        each = holds(held.inner) if held.key is not None else None
        for name, value in node.entries.items():
            if name not in left_out and (below := fields.get(name, each)):
                yield from _below(value, below, (*path, name), left_out)
