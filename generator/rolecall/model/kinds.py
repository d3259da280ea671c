"""A value as a kind of thing that the model knows, or why it is none; and what a kind looks like to editors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rolecall.places import Kind


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value is not of a kind, and what to do."""

    sentence: str
    fix: str = ""
    kind: Kind = "wrong"


def reader_of(kind: Any) -> Callable[[object], tuple[Any, list[Misfit]]]:
    """A function from a value to the same as the model takes it, or to None and why it does not."""
    adapter = TypeAdapter(kind)

    def read(value: object) -> tuple[Any, list[Misfit]]:
        try:
            return adapter.validate_python(value), []
        except ValidationError as error:
            contexts = [detail.get("ctx", {}) for detail in error.errors(include_url=False)]
            return None, [
                Misfit(found.get("sentence", "this cannot be read"), found.get("fix", ""), found.get("kind", "wrong"))
                for found in contexts
            ]

    return read


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a kind."""
    return TypeAdapter(kind).json_schema()
