"""A file's values as one of the model's types, or what does not fit, in words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rolecall.load import YamlFile
from rolecall.places import Place, Problem
from rolecall.yamltext import YamlFields, YamlText, node_at, place_at, plain

_Model = TypeVar("_Model", bound=BaseModel)
Path = tuple[str | int, ...]

_NOUNS = {
    "PCN": "a PCN",
    "LocalRole": "a role of a PCN",
    "Practice": "a practice",
    "Role": "a role",
    "Answer": "an answer",
    "Reach": "reach",
    "Checked": "checked",
    "Code": "a code",
    "Question": "a question",
    "Group": "a group of questions",
    "Questions": "questions.yml",
    "Need": "a need",
    "Source": "a source",
    "Card": "a care card",
    "BriefLine": "a line of urgent help",
    "Helpline": "a helpline",
    "LocalHelpline": "a helpline of a PCN",
    "Team": "a team",
    "Term": "a term",
    "UrgentHelp": "urgent-help.yml",
    "FrontMatter": "a page",
    "Choose": "choose.yml",
    "ChooseQuestion": "a question of choose.yml",
    "WayAnswer": "an answer of choose.yml",
    "Way": "where an answer leads",
    "Outcome": "an outcome",
    "Distress": "a group of words",
    "EasyLine": "a line of easy read",
    "Person": "a person",
    "Service": "a service",
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
    "ServiceWords": "service-words.yml",
    "AgeRange": "a range of ages",
    "ServiceRules": "the rules for services",
}


def did_you_mean(word: str, known: Iterable[str], *, called: str = "Known here") -> str:
    """The known word closest to `word`, as a question; where none is close, all that are known."""
    # What has no order would be listed in another one each time.
    names = sorted(known) if isinstance(known, set | frozenset) else list(known)
    if near := get_close_matches(word, names, n=1, cutoff=0.6):
        return f'did you mean "{near[0]}"?'
    return f"{called}: {', '.join(names)}" if names else ""


def read_as(
    model: type[_Model], file: YamlFile, path: Path = (), *, numbers: dict[str, str] | None = None
) -> tuple[_Model | None, list[Problem]]:
    """The part of a file at `path` as `model`, or None and every way in which it does not fit.

    `numbers` are the phone numbers that are printed in a form of their own, by their digits.
    """
    node = node_at(file.node, path)
    try:
        return model.model_validate(plain(node), context={"numbers": numbers or {}}), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        told = {_told(model, file.node, path, detail) for detail in details if detail["type"] != "missing"}
        meant = {problem.fix for problem in told}
        # A field that is there but misspelt is one problem, not 2.
        told |= {
            _told(model, file.node, path, detail)
            for detail in details
            if detail["type"] == "missing" and f'did you mean "{detail["loc"][-1]}"?' not in meant
        }
        return None, sorted(told)


def _told(model: type[BaseModel], top: YamlFields, base: Path, error: ErrorDetails) -> Problem:
    kind, where = error["type"], tuple(step for step in error["loc"] if step != "[key]")
    path = (*base, *where)
    owner = _model_at(model, where[:-1])
    noun = _NOUNS.get(owner.__name__, "this") if owner else "this"
    last = str(where[-1]) if where else ""
    place = place_at(top, path)
    written = node_at(top, path)
    context: dict[str, Any] = error.get("ctx", {})
    if kind == "missing":
        help = _field_help(owner, last)
        parent = node_at(top, path[:-1])
        at = place_at(top, path[:-1]) if path[:-1] and isinstance(path[-2], int) else None
        if at is None:
            at = place_at(top, path[:-1], of_key=True) if path[:-1] else Place(top.place.file)
        if isinstance(parent, YamlFields) and last in parent.keys:
            return Problem(parent.keys[last].place, f'"{last}" has nothing after it', f"Fill it in. {help}".strip())
        return Problem(at, f'"{last}" is missing from {noun}', f"Add a line {last}: ... {help}".strip())
    if kind == "extra_forbidden":
        fields = [_yaml_name(owner, name) for name in owner.model_fields] if owner else []
        return Problem(
            place_at(top, path, of_key=True),
            f'"{last}" is not a field of {noun}',
            did_you_mean(last, fields, called="Fields here are"),
        )
    if kind == "rolecall":
        at = place_at(top, path, of_key=True) if "[key]" in error["loc"] else place
        return Problem(at, str(context["sentence"]), str(context["fix"]))
    if kind == "literal_error":
        choices = [choice.strip("'") for choice in str(context["expected"]).replace(" or ", ", ").split(", ")]
        if isinstance(written, YamlText):
            return Problem(
                place,
                f'"{written.value}" is not one of the choices here',
                did_you_mean(written.value, choices, called="Choose from"),
            )
        return Problem(place, "one of a few words is expected here", f"Choose from: {', '.join(choices)}")
    if kind == "int_parsing":
        return Problem(place, f'"{error["input"]}" is not a whole number', "Write digits only, for example 5")
    if kind in ("decimal_parsing", "float_parsing"):
        return Problem(place, f'"{error["input"]}" is not a number', "Write digits only, for example 4 or 4.50")
    if kind in ("greater_than_equal", "less_than_equal"):
        if "ge" in context:
            return Problem(place, f"{error['input']} is too small here", f"It can be {context['ge']} or more.")
        return Problem(place, f"{error['input']} is too large here", f"It can be {context['le']} or less.")
    if kind == "string_pattern_mismatch":
        return Problem(place, f'"{error["input"]}" does not fit here', _field_help(owner, last))
    expected = {
        "string_type": "text",
        "model_type": "fields",
        "model_attributes_type": "fields",
        "dict_type": "fields",
        "tuple_type": "a list",
        "int_type": "a number",
    }.get(kind, "something else")
    given = error["input"]
    found = (
        "text" if isinstance(given, str) else "a list" if isinstance(given, list) else "fields" if given else "nothing"
    )
    example = {
        "text": "Write text on the same line, after the colon.",
        "fields": f"Write fields below {last or 'it'}, each indented, with a colon.",
        "a list": f"Write the lines below {last or 'it'}, each indented and after a hyphen.",
    }.get(expected, "")
    return Problem(place, f"here {_is(found)}, and {_is(expected, first=False)} expected", example)


def _field_help(owner: type[BaseModel] | None, name: str) -> str:
    return (owner.model_fields[_attribute(owner, name)].description or "") if owner else ""


def _is(what: str, *, first: bool = True) -> str:
    verb = "are" if what == "fields" else "is"
    return f"{verb} {what}" if first else f"{what} {verb}"


def _attribute(owner: type[BaseModel], name: str) -> str:
    return name if name in owner.model_fields else name + "_"


def _yaml_name(owner: type[BaseModel], attribute: str) -> str:
    return owner.model_fields[attribute].alias or attribute


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that describes what stands at `path` below a `model`."""
    kind: Any = model
    for step in path:
        kind = _bare(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(_attribute(kind, str(step)))
            if field is None:
                return None
            kind = field.annotation
        elif get_origin(kind) in (tuple, dict):
            kind = [inner for inner in get_args(kind) if inner is not Ellipsis][-1]
    kind = _bare(kind)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _bare(kind: Any) -> Any:
    """`X` for `X | None`."""
    if get_origin(kind) in (Union, UnionType):
        return next(inner for inner in get_args(kind) if inner is not type(None))
    return kind
