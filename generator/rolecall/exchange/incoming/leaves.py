"""The values of one service, each by its way in the file: what imports compare, remember and replace.

A group of fields is several values. A list is one, as is what makes sense only as a whole: a check and who made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rolecall.model import Service

Steps = tuple[str, ...]

_WHOLE = {("checked",), ("alert",)}
"""Groups that are one value. The day of one check with the name of another would be a check that nobody made."""

_AS_IF_LEFT_OUT: Mapping[Steps, str] = {("status",): "active"}
"""What a field says where it is left out, so that both are the same."""


def as_text(value: Any) -> Any:
    """A value as files have it: fields, lists and text. What is empty is left out, and None where nothing is left."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, Mapping):
        parts = {str(key): as_text(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part is not None} or None
    if isinstance(value, list | tuple):
        return [item for item in map(as_text, value) if item is not None] or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return None if value is None else str(value)


def leaves(fields: Mapping[str, Any]) -> dict[Steps, Any]:
    """Each value by its way."""
    return {steps: value for steps, value in _leaves(fields, ()) if _AS_IF_LEFT_OUT.get(steps) != value}


def _leaves(fields: Mapping[str, Any], above: Steps) -> Iterator[tuple[Steps, Any]]:
    for name, value in fields.items():
        steps = (*above, name)
        if isinstance(value, Mapping) and steps not in _WHOLE:
            yield from _leaves(value, steps)
        elif value not in ("", [], None):
            yield steps, value


def texts_in(value: Any) -> list[str]:
    """All that a value says, as text, however deep."""
    if isinstance(value, str):  # first, as nearly all are
        return [value] if value else []
    if isinstance(value, (dict, list, tuple)):
        items = value.values() if isinstance(value, dict) else value
        return [text for item in items for text in texts_in(item)]
    return [] if value is None else [str(value)]


def put(fields: dict[str, Any], steps: Steps, value: Any) -> None:
    """Set the value at `steps`. None takes it out, with the groups that are empty then."""
    name, *rest = steps
    if not rest:
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
        return
    group = fields.get(name)
    if not isinstance(group, dict):
        if value is None:
            return
        group = fields[name] = {}
    put(group, tuple(rest), value)
    if not group:
        del fields[name]


def in_order(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in the order of the model."""
    return {name: fields[name] for name in Service.model_fields if name in fields}


def alike(value: Any, other: Any) -> bool:
    """Whether 2 values say the same. How a text ends, and in which order fields stand, says nothing."""
    return bool(bare(value) == bare(other))


def bare(value: Any) -> Any:
    """A value without what says nothing: spaces around a text, and lines that end in another way."""
    if isinstance(value, Mapping):
        return {key: bare(part) for key, part in value.items()}
    if isinstance(value, list):
        return [bare(item) for item in value]
    return "\n".join(map(str.rstrip, value.strip().splitlines())) if isinstance(value, str) else value
