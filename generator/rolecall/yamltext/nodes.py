"""Values of a YAML file that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolecall.places import Place


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written, `start` and `end` being its offsets in the file's characters."""

    value: str
    place: Place
    start: int
    end: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list. `start` and `end` are offsets where it stands in brackets, and -1 where each item has its line."""

    items: tuple[Node, ...]
    place: Place
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields by name, in their order. `start` and `end` are offsets where they stand in braces, otherwise -1."""

    entries: dict[str, Node]
    place: Place
    keys: dict[str, Text] = field(default_factory=dict)
    start: int = -1
    end: int = -1


Node = Text | Sequence | Mapping


def plain(node: Node | None) -> object:
    """The value as dicts, lists and text. A field left empty (`phone:`) is left out, as if not written."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items() if not is_empty(value)}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if node else None


def is_empty(node: Node) -> bool:
    """Whether nothing is written where a value may stand, as in `phone:`."""
    return isinstance(node, Text) and node.plain and not node.value


def node_at(node: Node | None, path: tuple[str | int, ...]) -> Node | None:
    """The part of `node` that `path` leads to, or None."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.entries.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def place_at(node: Node, path: tuple[str | int, ...], *, of_key: bool = False) -> Place:
    """The place of the deepest part of `path` that exists; `of_key` gives its name's rather than its value's."""
    place = node.place
    for at, step in enumerate(path):
        parent = node_at(node, path[:at])
        child = node_at(node, path[: at + 1])
        if child is None:
            break
        last = at == len(path) - 1
        if isinstance(parent, Mapping) and ((of_key and last) or is_empty(child) or isinstance(child, Mapping)):
            place = parent.keys[str(step)].place
        else:
            place = child.place
    return place
