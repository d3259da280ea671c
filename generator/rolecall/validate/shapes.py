"""A file's values as one of the model's types, or what does not fit, in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rolecall.load import YamlFile
from rolecall.meanings import Called, called_choices, folded
from rolecall.model import SHARED_FILES
from rolecall.model.walk import example_of, fields_of, groups_with, holds, kind_at, model_at
from rolecall.places import Path, Place, Problem
from rolecall.slugs import slug
from rolecall.values import NO, YES
from rolecall.yamltext import YamlFields, YamlText, node_at, place_at, plain

_Model = TypeVar("_Model", bound=BaseModel)

FIELD_ALIKE = 0.7
"""From which likeness on a field is taken for another one misspelt. Of fewer, colour_of_door would be colour."""

_SAID = {"surgeries": "practices", "surgery": "practices"}
"""Fields by what people call what stands in them, where that is like no name of a field, or like a wrong one."""

_NOUNS = {
    "PCN": "a PCN",
    "LocalRole": "a role of a PCN",
    "Practice": "a surgery",
    "Notice": "a notice",
    "Role": "a role",
    "Answer": "an answer",
    "Reach": "reach",
    "Checked": "checked",
    "Code": "a code",
    "Question": "a question",
    "Group": "a group of questions",
    "InShort": "a question in short",
    "Same": "what is the same",
    "Need": "a need",
    "Source": "a source",
    "Card": "a care card",
    "BriefLine": "a line of urgent help",
    "Helpline": "a helpline",
    "LocalHelpline": "a helpline of a PCN",
    "Team": "a team",
    "Term": "a term",
    "FrontMatter": "a page",
    "ChooseQuestion": "a question of choose.yml",
    "WayAnswer": "an answer of choose.yml",
    "Way": "where an answer leads",
    "Outcome": "an outcome",
    "Distress": "a family of danger",
    "InLanguage": "words in another language",
    "DangerWords": "words of danger",
    "EasyLine": "a line of easy read",
    "LinkException": "an exception for a link",
    "Person": "a person",
    "Service": "a service",
    "SharedService": "a service",
    "ServiceHere": "a service",
    "Organisation": "an organisation",
    "WhoFor": "who a service is for",
    "HowToJoin": "how to join",
    "Cost": "the cost",
    "Price": "a price",
    "When": "a time",
    "Where": "a place",
    "Area": "an area",
    "ServiceContact": "a service's contact",
    "ServicePhone": "a phone of a service",
    "Alert": "an alert",
    "Origin": "the source of a service",
    "AgeRange": "a range of ages",
    "ServiceRules": "the rules for services",
}


def did_you_mean(word: str, known: Iterable[str], *, called: str) -> str:
    """The known word closest to `word`, as a question; where none is close, all that are known."""
    # What has no order would be listed in another one each time.
    names = sorted(known) if isinstance(known, set | frozenset) else list(known)
    if near := _nearest(word, names):
        return f'did you mean "{near}"?'
    return f"{called}: {', '.join(names)}" if names else ""


def which_is_meant(word: str, called: Called, *, heading: str) -> str:
    """The ids that `word` may mean, as a question, with what each stands for; where it is like none, all there are."""
    labels = {id: f" ({label})" * (id not in (label, slug(label))) for id, label in called.labels.items()}
    if near := called.near(word):
        meant = [f'"{id}"{labels[id]}' for id in near]
        return f"did you mean {' or '.join(meant)}?"
    if near_id := _nearest(word, called.labels, 0.7):
        return f'did you mean "{near_id}"?'
    return f"{heading}: {', '.join(id + label for id, label in labels.items())}" if labels else ""


def _nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that `word` is most like. Empty where it is like none."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")


def read_as(
    model: type[_Model], file: YamlFile, path: Path = (), *, numbers: dict[str, str] | None = None
) -> tuple[_Model | None, list[Problem]]:
    """The part of a file at `path` as `model`, or None and every way in which it does not fit.

    `numbers` are the phone numbers that are printed in a form of their own, by their digits.
    """
    value, context = plain(node_at(file.node, path)), {"numbers": numbers or {}}
    try:
        return model.model_validate(value, context=context), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        if slips := [(found["loc"], id) for found in errors if (id := _choice_meant(model, found))]:
            for loc, id in slips:
                _put(value, loc, id)
            try:
                return model.model_validate(value, context=context), []
            except ValidationError as again:
                errors = again.errors(include_url=False)
        meant = {_meant(model, error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
        problems = {
            _problem_from(error, model, file.node, path)
            for error in errors
            # A field that is there but misspelt is one problem, not 2.
            if error["type"] != "missing" or error["loc"] not in meant
        }
        return None, sorted(problems)


def fitting(model: type[_Model], value: object) -> _Model | None:
    """Plain values as `model`. None where they do not fit: in which ways, `read_as` says of the same in a file."""
    try:
        return model.model_validate(value, context={"numbers": {}})
    except ValidationError:
        return None


def _choice_meant(model: type[BaseModel], error: ErrorDetails) -> str:
    """The choice from which what stands there differs by capitals, blanks or hyphens alone, or as yes does from on."""
    given = error["input"]
    if error["type"] != "literal_error" or not isinstance(given, str):
        return ""
    choices, word = holds(kind_at(model, error["loc"])).choices, folded(given)
    of_yaml = "yes" if word in YES else "no" if word in NO else ""
    return next((id for id in choices if folded(id.replace("_", " ")) == word or id == of_yaml), "")


def _put(value: Any, path: Path, new: str) -> None:
    """Write `new` at `path` within the plain values of a file."""
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


def _meant(model: type[BaseModel], unknown: Path) -> Path:
    """The way to the field that is most like an unknown one, beside it."""
    *above, name = unknown
    return (*above, _nearest_field(str(name), _fields_of(model_at(model, tuple(above)))))


def _nearest_field(name: str, fields: Collection[str]) -> str:
    return meant if (meant := _SAID.get(name, "")) in fields else _nearest(name, fields, FIELD_ALIKE)


def _field_meant(name: str, owner: type[BaseModel] | None) -> str:
    """Which field somebody meant who wrote `name` among those of `owner`: beside it, or in a group below."""
    beside = _fields_of(owner)
    below = groups_with(owner) if owner else {}
    near = _nearest_field(name, [*beside, *below])
    if not near or near in beside:
        return f'did you mean "{near}"?' if near else f"Fields here are: {', '.join(beside)}"
    goes = f"goes under one of these: {', '.join(below[near])}"
    if len(below[near]) <= 2:
        goes = "goes " + " or ".join(f"under {group}: {example}" for group, example in below[near].items())
    return f'"{near}" {goes}' if near == name else f'did you mean "{near}"? It {goes}'


def _fields_of(owner: type[BaseModel] | None) -> list[str]:
    return [*fields_of(owner)] if owner else []


def _problem_from(error: ErrorDetails, model: type[BaseModel], top: YamlFields, base: Path) -> Problem:
    """What pydantic found, in words, and where that is in a file."""
    type_, where = error["type"], tuple(step for step in error["loc"] if step != "[key]")
    path = (*base, *where)
    owner = model_at(model, where[:-1])
    noun = _noun(owner) if owner else "this"
    last = str(where[-1]) if where else ""
    place = place_at(top, path)
    written = node_at(top, path)
    context: dict[str, Any] = error.get("ctx", {})
    if type_ == "missing":
        help = _field_help(owner, last)
        if node_at(top, path) is not None:
            sentence = f'"{last}" is empty'
            return Problem(place_at(top, path, of_key=True), sentence, f"Fill it in. {help}".strip(), kind="missing")
        above = path[:-1]
        place = place_at(top, above, of_key=not isinstance(above[-1], int)) if above else Place(top.place.file)
        sentence, fix = f'"{last}" is missing from {noun}', f"Add a line {last}: ... {help}".strip()
        if owner and getattr(node_at(top, above), "start", -1) >= 0:
            fix = f"Write it inside the curly brackets, for example {example_of(owner)}. {help}".strip()
        return Problem(replace(place, path=path), sentence, fix, kind="missing")
    if type_ == "extra_forbidden":
        place, sentence = place_at(top, path, of_key=True), f'"{last}" is not a field of {noun}'
        return Problem(place, sentence, _field_meant(last, owner), kind="unknown")
    if type_ == "rolecall":
        at = place_at(top, path, of_key=True) if "[key]" in error["loc"] else place
        return Problem(at, str(context["sentence"]), str(context["fix"]), kind=context["kind"])
    if type_ == "literal_error":
        choices = holds(kind_at(model, where)).choices
        if isinstance(written, YamlText):
            sentence = f'"{written.value}" is not a choice here'
            called = called_choices({id: id for id in choices})
            fix = which_is_meant(written.value, called, heading="Choose from")
            return Problem(place, sentence, fix, kind="unknown")
        return Problem(place, "a choice is expected here", f"Choose from: {', '.join(choices)}", kind="wrong")
    if type_ == "greater_than_equal":
        fix = f"It can be {context['ge']} or more."
        return Problem(place, f"{error['input']} is too small here", fix, kind="wrong")
    if type_ == "less_than_equal":
        fix = f"It can be {context['le']} or less."
        return Problem(place, f"{error['input']} is too large here", fix, kind="wrong")
    expected = {
        "string_type": "text",
        "model_type": "fields",
        "model_attributes_type": "fields",
        "dict_type": "fields",
        "tuple_type": "a list",
        "int_type": "a number",
        "float_type": "a number",
        "decimal_type": "a number",
        "date_type": "a date",
    }.get(type_, "something else")
    given = error["input"]
    found = (
        "text" if isinstance(given, str) else "a list" if isinstance(given, list) else "fields" if given else "nothing"
    )
    sample = example_of(kind_at(model, where))
    bare = given.strip("()[]{} ") if isinstance(given, str) else ""
    if sample[:1] == "[" and sample[1:2] != "{" and re.fullmatch(r"[\w' ,-]+", bare):
        sample = f"[{bare}]"  # Only the brackets were left out, or are others.
    name = str(path[-1]) if path and isinstance(path[-1], str) else ""
    example = "Write text on the same line, after the colon."
    if expected != "text":
        example = f"Write it as in this example: {name + ': ' * bool(name)}{sample}"
    this = "these are" if found == "fields" else "this is"
    verb = "are" if expected == "fields" else "is"
    return Problem(place, f"{this} {found}, and {expected} {verb} expected", example, kind="wrong")


def _noun(model: type[BaseModel]) -> str:
    """What messages call a model."""
    of_shared = {file.model: f"{'an entry of ' * file.by_id}{file.name}.yml" for file in SHARED_FILES.values()}
    return _NOUNS.get(model.__name__, of_shared.get(model, "this"))


def _field_help(owner: type[BaseModel] | None, name: str) -> str:
    return fields_of(owner)[name].description if owner else ""
