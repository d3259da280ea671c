"""What somebody changed, cell by cell, and what the files are to say then."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rolecall.editing.cells import Field, Value
from rolecall.editing.sheet import TAKE_OUT
from rolecall.places import Path, Place, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else than its field."""

    place: Place
    field: Field
    new: Value
    what: str
    """The row and the column, in words."""

    @property
    def takes_out(self) -> bool:
        """Whether it is a line of a list that goes."""
        return self.field.path[-1] == TAKE_OUT

    @property
    def in_words(self) -> str:
        """What it changes, without where."""
        return f"{self.what}: {_in_words(self.field.value)} -> {_in_words(self.new)}"

    def __str__(self) -> str:
        return f"{self.place}: {self.in_words}"


@dataclass(slots=True)
class Merged:
    """What differs, what is wrong with cells, and which cell each field of a file has, with its heading."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: dict[tuple[str, Path], tuple[Place, str]] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    """Sheets with lines that were moved without their keys, in words."""
    stay: list[str] = field(default_factory=list)
    """Lines that are not in the workbook, in words: they stay as they are."""
    follows: list[str] = field(default_factory=list)
    """What somebody has to look at after these changes, in words."""

    def with_(self, other: Merged) -> Merged:
        """Both together."""
        return Merged(
            self.changes + other.changes,
            self.problems + other.problems,
            {**self.cells, **other.cells},
            self.moved + other.moved,
            self.stay + other.stay,
            self.follows + other.follows,
        )


def applied(changes: Sequence[Change], pcn: Mapping[str, Any], services: Mapping[str, Any]) -> dict[str, Any]:
    """What each file that differs is to say: pcn.yml by an empty id, a service by its own."""
    after: dict[str, Any] = {}
    for change in sorted(changes, key=lambda change: change.takes_out):
        file = change.field.file
        raw = after.setdefault(file, copy.deepcopy(services.get(file, {}) if file else pcn))
        if change.takes_out:
            _put(raw, change.field.path[:-1], None)
            continue
        value: Any = change.new
        if change.field.kind == "prose" and isinstance(value, str):
            value += "\n"
        _put(raw, change.field.path, value)
    return {file: _without_gaps(raw) for file, raw in after.items()}


def _put(raw: Any, path: Path, value: Any) -> None:
    """Set what stands at `path`, or take it away with what is empty then. Places in lists stay as they are."""
    parents = []
    for step, following in pairwise(path):
        parents.append((raw, step))
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(raw, list):
            raw.extend([None] * (int(step) + 1 - len(raw)))
            if raw[int(step)] is None:
                raw[int(step)] = empty
            raw = raw[int(step)]
        else:
            raw = raw.setdefault(step, empty)
    last = path[-1]
    if isinstance(raw, list):
        raw.extend([None] * (int(last) + 1 - len(raw)))
        raw[int(last)] = value
    elif value is None:
        raw.pop(last, None)
    else:
        raw[last] = value
    if value is None:
        for parent, step in reversed(parents):
            child = parent[step]
            if any(item is not None for item in (child if isinstance(child, list) else child.values())):
                break
            if isinstance(parent, list):
                parent[step] = None
            else:
                del parent[step]


def _without_gaps(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: item
            for key, old in value.items()
            if (item := _without_gaps(old)) is not None and (item != [] or old == [])
        }
    if isinstance(value, list):
        return [_without_gaps(item) for item in value if item is not None]
    return value


def _in_words(value: Value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        value = [f"{key}: {item}" for key, item in value.items()]
    return f'"{value}"' if isinstance(value, str) else "; ".join(f'"{item}"' for item in value)
