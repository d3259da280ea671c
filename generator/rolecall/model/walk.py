"""The model, walked by the path of a YAML file: which field of which model stands there, and what may stand in it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, WithJsonSchema

from rolecall.places import Path
from rolecall.values import Prose, Words


@dataclass(frozen=True, slots=True)
class ModelField:
    """One field of a model, as YAML has it."""

    name: str
    attribute: str
    """Its name in Python, where that is another."""
    kind: Any
    """Its type, with all that is said of it."""
    owner: type[BaseModel]
    is_needed: bool

    @property
    def description(self) -> str:
        """What the model says of it, or else of the fields below it."""
        below = holds(self.kind).model
        return sentences_of(self.owner).get(self.attribute) or (below.__doc__ if below else "") or ""


@dataclass(frozen=True, slots=True)
class Holds:
    """What may stand in one place of a file."""

    type: Any
    """The type of the value, or of the list or fields."""
    model: type[BaseModel] | None = None
    """The model whose fields stand there."""
    inner: Any = None
    """Of a list or of fields by id, the type of each."""
    key: Any = None
    """Of fields by id, the type of the ids."""
    choices: tuple[str, ...] = ()
    """The words that may be chosen."""
    hints: Mapping[str, Any] = field(default_factory=dict)
    """What editors are told beside: `x-ids`, `format`, `examples`."""
    is_text: bool = False
    """Whether it is a text that people wrote, and no name, code or address."""
    is_markdown: bool = False


def holds(kind: Any) -> Holds:
    """What a value of this type is made of. Whether it may be left out does not count."""
    hints: dict[str, Any] = {}
    is_text = is_markdown = False
    while (origin := get_origin(kind)) in (Annotated, Union, UnionType):
        if origin is Annotated:
            is_text, is_markdown = is_text or kind is Words or kind is Prose, is_markdown or kind is Prose
            kind, *notes = get_args(kind)
            for hint in notes:
                hints |= hint.json_schema if isinstance(hint, WithJsonSchema) and hint.json_schema else {}
        else:
            kind = next(inner for inner in get_args(kind) if inner is not type(None))
    args = get_args(kind)
    if origin is dict:
        return Holds(kind, inner=args[1], key=args[0], hints=hints)
    if origin is tuple:
        return Holds(kind, inner=args[0], hints=hints)
    words = args if origin is Literal else hints.get("enum", ())
    model = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    choices = tuple(str(word) for word in words if not isinstance(word, bool))
    return Holds(kind, model, choices=choices, hints=hints, is_text=is_text, is_markdown=is_markdown)


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, ModelField]:
    """The fields of a model by their names in YAML, in their order."""
    kinds = get_type_hints(model, include_extras=True)
    found = {}
    for attribute, info in model.model_fields.items():
        name = info.alias or attribute
        found[name] = ModelField(name, attribute, kinds[attribute], model, info.is_required())
    return found


@cache
def held_by(model: type[BaseModel]) -> Mapping[str, Holds]:
    """What each field of a model holds, by its name in YAML."""
    return {name: holds(field.kind) for name, field in fields_of(model).items()}


@cache
def sentences_of(model: type[BaseModel]) -> Mapping[str, str]:
    """What stands below each field of a model, by its name in Python.

    Pydantic would read the source of each model at each start. Few commands need it.
    """
    found: dict[str, str] = {}
    for base in reversed([base for base in model.__mro__ if base.__module__.startswith("rolecall.")]):
        for part, note in pairwise(_classes_in(base.__module__)[base.__name__].body):
            if isinstance(part, ast.AnnAssign) and isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant):
                found[ast.unparse(part.target)] = cleandoc(str(note.value.value))
    return found


@cache
def _classes_in(module: str) -> Mapping[str, ast.ClassDef]:
    """The classes of a module as they are written. For the source of each alone, Python would read all of it again."""
    tree = ast.parse(getsource(sys.modules[module]))
    return {part.name: part for part in tree.body if isinstance(part, ast.ClassDef)}


_EXAMPLES: Mapping[object, str] = {
    "date": "2026-10-01",
    "uri": "https://riverside.example.org/",
    "email": "name@example.org",
    "roles": "link-worker",
    "needs": "lonely",
    "helplines": "samaritans",
    "languages": "pl",
    "answers": "home_visits",
    int: "5",
    float: "51.45",
    Decimal: "4.50",
}
"""What may stand in places of a format, where ids of a kind are expected, and in those of a type."""


def example_of(kind: Any) -> str:
    """What may stand where a value of this type is expected, as YAML on one line, with only what has to be there."""
    held = holds(kind)
    if held.model:
        fields = fields_of(held.model)
        telling = [fields["text"]] if "text" in fields else [*fields.values()][:1]
        needed = [field for field in fields.values() if field.is_needed] or telling
        return f"{{{', '.join(f'{field.name}: {example_of(field.kind)}' for field in needed)}}}"
    if held.inner:
        inner = example_of(held.inner)
        return f"[{inner}]" if held.key is None else f"{{{example_of(held.key)}: {inner}}}"
    if held.choices:
        return held.choices[0]
    if examples := held.hints.get("examples"):
        return str(examples[0])
    hint = held.hints.get("format") or held.hints.get("x-ids")
    return _EXAMPLES.get(hint) or _EXAMPLES.get(held.type, "...")


@cache
def groups_with(model: type[BaseModel]) -> Mapping[str, Mapping[str, str]]:
    """For each field of the groups below a `model`: the names of those groups, each with an example of it there."""
    found: dict[str, dict[str, str]] = {}
    for group in fields_of(model).values():
        held = holds(group.kind)
        listed = held.inner is not None and held.key is None
        below = holds(held.inner).model if listed else held.model
        fields = fields_of(below) if below else {}
        for name, kind in ((name, there.kind) for name, there in fields.items()):
            beside = [other for other, there in fields.items() if there.is_needed and other != name]
            text = "".join(f"{other}: ..., " for other in beside) + f"{name}: {example_of(kind)}"
            example = f"{group.name}: {'[' * listed}{{{text}}}{']' * listed}"
            found.setdefault(name, {})[group.name] = example
    return found


def kind_at(model: type[BaseModel], path: Path) -> Any:
    """The type of what stands at `path` below a `model`. None where nothing can."""
    kind: Any = model
    for step in path:
        held = holds(kind)
        if held.model:
            found = fields_of(held.model).get(str(step))
            kind = found.kind if found else None
        else:
            kind = held.inner
        if kind is None:
            return None
    return kind


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model whose fields stand at `path` below a `model`, if any do."""
    return holds(kind_at(model, path)).model


def field_at(model: type[BaseModel], path: Path) -> ModelField | None:
    """The field at `path` below a `model`, if there is one."""
    owner = model_at(model, path[:-1]) if path else None
    return fields_of(owner).get(str(path[-1])) if owner else None


def value_at(top: Any, path: Path) -> Any:
    """What stands at `path` in a value of the model, or in the plain values of a file. None where nothing does."""
    for step in path:
        if isinstance(top, BaseModel):
            found = fields_of(type(top)).get(str(step))
            top = getattr(top, found.attribute) if found else None
        elif isinstance(top, Mapping):
            top = top.get(step)
        elif isinstance(top, list | tuple) and isinstance(step, int) and step < len(top):
            top = top[step]
        else:
            return None
    return top


def parts_of(value: Any, path: Path = (), *, having: str) -> Iterator[tuple[Path, BaseModel]]:
    """Every model's value within a value that has the field `having`, itself too, with its path."""
    if isinstance(value, BaseModel):
        if having in fields_of(type(value)):
            yield path, value
        for found in _fields_above(type(value), having):
            yield from parts_of(getattr(value, found.attribute), (*path, found.name), having=having)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from parts_of(inner, (*path, key), having=having)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from parts_of(inner, (*path, at), having=having)


@cache
def _fields_above(model: type[BaseModel], name: str) -> tuple[ModelField, ...]:
    """The fields of a model below which a model may have the field `name`."""

    def leads_there(kind: Any) -> bool:
        held = holds(kind)
        if held.model:
            return name in fields_of(held.model) or bool(_fields_above(held.model, name))
        return held.inner is not None and leads_there(held.inner)

    return tuple(found for found in fields_of(model).values() if leads_there(found.kind))
