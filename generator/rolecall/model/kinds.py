"""A value as a kind of thing that the model knows, or why it is none; and what a kind looks like to editors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from rolecall.model.walk import fields_of, holds, sentences_of
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
    """The JSON Schema of a kind, with what the model says of each field."""
    for model in _models_in(kind):
        for name, field in model.model_fields.items():
            field.description = sentences_of(model).get(name)
        model.model_rebuild(force=True)
    return TypeAdapter(kind).json_schema()


def _models_in(kind: Any) -> list[type[BaseModel]]:
    """The models of which a kind is made, those within others first."""
    held = holds(kind)
    found: dict[type[BaseModel], None] = {}
    for part in (held.inner, held.key):
        found |= dict.fromkeys(_models_in(part) if part is not None else ())
    if held.model:
        for field in fields_of(held.model).values():
            found |= dict.fromkeys(_models_in(field.kind))
        found[held.model] = None
    return [*found]
