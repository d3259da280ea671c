"""Values of a YAML file that know where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from rolecall.places import Place


class YamlText(NamedTuple):
    """A scalar as it was written, `start` and `end` being its offsets in the file's characters."""

    file: str
    line: int
    column: int
    value: str
    start: int
    end: int
    plain: bool
    indent: int = -1
    """Below `|`, where lines are read as they stand, the spaces in front of each. Otherwise -1."""

    @property
    def place(self) -> Place:
        """Where it stands. Which path leads there, whoever came along it knows."""
        return Place(self.file, self.line, self.column)


class YamlList(NamedTuple):
    """A list. `start` and `end` are offsets where it stands in brackets, and -1 where each item has its line."""

    file: str
    line: int
    column: int
    items: tuple[YamlNode, ...]
    start: int = -1
    end: int = -1

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.line, self.column)


class YamlFields(NamedTuple):
    """Fields by name, in their order. `start` and `end` are offsets where they stand in braces, otherwise -1."""

    file: str
    line: int
    column: int
    entries: dict[str, YamlNode]
    keys: dict[str, YamlText]
    start: int = -1
    end: int = -1

    @property
    def place(self) -> Place:
        """Where they stand."""
        return Place(self.file, self.line, self.column)


YamlNode = YamlText | YamlList | YamlFields


def plain(node: YamlNode | None) -> object:
    """The value as dicts, lists and text. A field left empty (`phone:`) is left out, as if not written."""
    if isinstance(node, YamlText):
        return node.value
    if isinstance(node, YamlFields):
        return {key: plain(value) for key, value in node.entries.items() if not is_empty(value)}
    return [plain(item) for item in node.items] if node else None


def is_empty(node: YamlNode) -> bool:
    """Whether nothing is written where a value may stand, as in `phone:`."""
    return isinstance(node, YamlText) and node.plain and not node.value


def node_at(node: YamlNode | None, path: tuple[str | int, ...]) -> YamlNode | None:
    """The part of `node` that `path` leads to, or None."""
    for step in path:
        if isinstance(node, YamlFields) and isinstance(step, str):
            node = node.entries.get(step)
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def place_at(node: YamlNode, path: tuple[str | int, ...], *, of_key: bool = False) -> Place:
    """The place of the deepest part of `path` that exists; `of_key` gives its name's rather than its value's.

    The place has the whole `path`, also where its end is missing.
    """
    place = node.place
    for at, step in enumerate(path):
        parent = node_at(node, path[:at])
        child = node_at(node, path[: at + 1])
        if child is None:
            break
        last = at == len(path) - 1
        if isinstance(parent, YamlFields) and ((of_key and last) or is_empty(child) or isinstance(child, YamlFields)):
            place = parent.keys[str(step)].place
        else:
            place = child.place
    return replace(place, path=path)
