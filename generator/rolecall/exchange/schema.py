"""JSON Schemas of the YAML files, derived from the model, for editors that help while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rolecall.load import Workspace
from rolecall.model import PCN, SHARED_FILES, Content, FrontMatter, Role, Service, ServiceHere, SharedService
from rolecall.model.kinds import schema_of
from rolecall.opened import open_shipped, open_workspace
from rolecall.site import service_words_nationally

FILES: dict[str, tuple[str, Any]] = {
    "role": ("A role: roles/<role>.yml", Role),
    "pcn": ("A PCN: content/pcns/<pcn>/pcn.yml", PCN),
    "service": ("A local service: content/pcns/<pcn>/services/<service>.yml", Service),
    "shared-service": ("A service that several PCNs have: content/services/<service>.yml", SharedService),
    "service-here": ("What differs of it in a PCN: content/pcns/<pcn>/services/<service>.yml", ServiceHere),
    **{
        file.name: (f"{file.title}: content/{file.name}.yml", dict[str, file.model] if file.by_id else file.model)  # type: ignore[name-defined]
        for file in SHARED_FILES.values()
    },
    "page": ("A page: between --- and --- at the top of content/pages/<page>.md", FrontMatter),
}
"""Each kind of file by the name of its schema: what it is, and its type."""


def ids_in(content: Content) -> dict[str, dict[str, str]]:
    """The ids that there are, by what they are ids of, each with the words that stand for it."""
    words = service_words_nationally(content)
    questions = [question for group in content.questions.groups for question in group.questions]
    return {
        "roles": {id: role.name for id, role in content.roles.items()},
        "need-groups": {id: group.label for id, group in content.need_groups.items()},
        "needs": {id: need.label for id, need in content.needs.items()},
        "sources": {id: f"{source.title} ({source.publisher})" for id, source in content.sources.items()},
        "helplines": {id: helpline.name for id, helpline in content.helplines.items()},
        "teams": {id: team.title for id, team in content.teams.items()},
        "questions": {question.id: question.ask for question in questions},
        "answers": {question.id: question.ask for question in questions if question.from_ == "answers"},
        "routes": {**words.routes},
        "access": {**words.access},
        "groups": {**words.groups},
        "languages": {**words.languages},
    }


def schemas(content: Content) -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by the name that the files' first lines use.

    Where a file names an id, its schema lists those that `content` has, each with the words that stand for it on the
    pages, so that an editor offers both.
    """
    ids = ids_in(content)
    named: dict[str, str] = dict(content.questions.choices.items())
    found = {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **_or_empty(_with_ids(schema_of(kind), ids, named)),
            "title": title,
        }
        for name, (title, kind) in FILES.items()
    }
    del found["service-here"]["required"]
    return found


def _with_ids(node: Any, ids: Mapping[str, Mapping[str, str]], named: Mapping[str, str]) -> Any:
    """The schema with each `x-ids` turned into the ids themselves, for values and for the keys of a mapping.

    `named` has the words of choices that are no ids.
    """
    if isinstance(node, list):
        return [_with_ids(part, ids, named) for part in node]
    if not isinstance(node, dict):
        return node
    if "x-ids" in node:
        description = {"description": node["description"]} if "description" in node else {}
        offered = ids[node["x-ids"]]
        return {**description, "type": "string", "enum": [*offered], "enumDescriptions": [*offered.values()]}
    keys = node.get("propertyNames", {}).get("x-ids")
    found = {name: _with_ids(part, ids, named) for name, part in node.items() if not (keys and name in _OF_KEYS)}
    if keys:
        value = _with_ids(node["additionalProperties"], ids, named)
        found |= {
            "properties": {id: {**value, "description": words} for id, words in ids[keys].items()},
            "additionalProperties": False,
        }
    elif named.keys() == set(node.get("enum", ())):
        found["enumDescriptions"] = [named[choice] for choice in node["enum"]]
    return found


def _or_empty(node: Any) -> Any:
    """The schema with lists and groups of fields that may be empty, as `practices:` is while its lines are comments."""
    if isinstance(node, list):
        return [_or_empty(part) for part in node]
    if not isinstance(node, dict):
        return node
    found = {name: _or_empty(part) for name, part in node.items()}
    if isinstance(fields := found.get("properties"), dict):
        may_lack = {name: field for name, field in fields.items() if name not in node.get("required", ())}
        empty = {name: {**field, "type": [field["type"], "null"]} for name, field in may_lack.items()
                 if field.get("type") in ("object", "array")}  # fmt: skip
        return {**found, "properties": {**fields, **empty}}
    return found


_OF_KEYS = ("propertyNames", "additionalProperties")


def schema_files(folder: Path, workspace: Workspace, *, today: date) -> dict[Path, bytes]:
    """The schemas as files in `folder`, with the ids of a workspace, or the shipped ones while it has a mistake."""
    opened = open_workspace(workspace, [], today=today)
    content = opened.content_if_sound or open_shipped(today=today).content
    return {
        folder / f"{name}.json": (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
        for name, schema in schemas(content).items()
    }
