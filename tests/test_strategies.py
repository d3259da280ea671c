"""The gallery of strategies draws every field of the model, and mostly what is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel

import rolecall.model
from built import Folders, made
from rolecall.model import SHARED_FILES, Facts, Model
from rolecall.model.facts import HelplineDetails
from strategies import Drawn, look_at
from strategies.drawn import fields_of

SEEN: Counter[tuple[str, str]] = Counter()
"""How often each field, or each choice of a field, was drawn."""


def test_every_field_and_every_choice_of_the_model_is_drawn() -> None:
    """A field that is added later is drawn too, or this fails."""

    def look(drawn: Drawn) -> None:
        for name, said in drawn.files.items():
            if name.endswith(".md") and isinstance(said, str) and said.startswith("---\n") and "\n---\n" in said:
                see(yaml.safe_load(said.split("---\n")[1]), rolecall.model.FrontMatter)
            if isinstance(said, dict):
                kind = model_of(name, said)
                for one, model in ((said, kind),) if not isinstance(kind, dict) else _each(said, kind["each"]):
                    see(one, model)

    look_at(60, look)
    missing = sorted({*expected_fields()} - {*SEEN})
    assert not missing, f"no strategy draws {missing}"


def _each(said: dict[str, Any], model: type[Model]) -> Iterator[tuple[Any, type[Model]]]:
    return ((one, model) for one in said.values())


def test_half_of_what_is_drawn_is_accepted_and_some_is_not(tmp_path: Path) -> None:
    folders, judged = Folders.below(tmp_path), Counter[str]()

    def look(drawn: Drawn) -> None:
        judged["workspaces"] += 1
        judged["refused" if made(folders.workspace(drawn), drawn).problems else "accepted"] += 1

    look_at(40, look)
    assert judged["accepted"] >= judged["workspaces"] / 2, judged
    assert judged["refused"] >= judged["workspaces"] / 10, judged


def model_of(name: str, said: dict[str, Any]) -> type[Model] | dict[str, type[Model]]:
    """The model of a file by its path: its own, or that of each of its ids."""
    if name.startswith("roles/"):
        return rolecall.model.Role
    if name.endswith("/pcn.yml"):
        return rolecall.model.PCN
    if name.startswith("content/services/"):
        return rolecall.model.SharedService
    if "/services/" in name:
        return rolecall.model.Service if "organisation" in said else rolecall.model.ServiceHere
    shared = SHARED_FILES[Path(name).stem]
    return {"each": shared.model} if shared.by_id else shared.model


def see(said: Any, kind: Any, at: tuple[str, str] | None = None) -> None:
    """Write down each field and each choice that a value has."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, value in said.items() if isinstance(said, dict) else ():
            if name in fields_of(kind):
                SEEN[kind.__name__, name] += 1
                see(value, fields_of(kind)[name], (kind.__name__, name))
        return
    if get_origin(kind) is Literal and at and isinstance(said, str):
        SEEN[at[0], f"{at[1]}: {said}"] += 1
    if get_origin(kind) is dict and at and get_origin(get_args(kind)[0]) is Literal:
        for name in said:
            SEEN[at[0], f"{at[1]}: {name}"] += 1
    inner = [one for one in get_args(kind) if one is not type(None) and one is not Ellipsis]
    for part in (*said.values(),) if isinstance(said, dict) else said if isinstance(said, list) else ():
        see(part, inner[-1] if inner else None, at)
    if not isinstance(said, dict | list):
        for one in inner:
            if get_origin(one) is Literal:
                see(said, one, at)
    elif isinstance(said, dict) and inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel):
        see(said, inner[0], at)


def expected_fields() -> Iterator[tuple[str, str]]:
    """Each field of each model that files have, and each choice that a field gives."""
    for name in rolecall.model.__all__:
        model = getattr(rolecall.model, name)
        if not (isinstance(model, type) and issubclass(model, Model)) or model in (Facts, HelplineDetails, Model):
            continue
        inherited = fields_of(rolecall.model.Service) if rolecall.model.Service in model.__mro__[1:] else {}
        for field, kind in fields_of(model).items():
            if field in inherited:
                continue
            yield name, field
            literal = [one for one in (kind, *get_args(kind)) if get_origin(one) is Literal]
            yield from ((name, f"{field}: {choice}") for one in literal for choice in get_args(one))
