"""JSON Schemas of the YAML files, derived from the model, for editors that help while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rolecall.model import (
    PCN,
    Choose,
    Content,
    Distress,
    Helpline,
    Need,
    Questions,
    Role,
    Service,
    ServiceWords,
    Source,
    Team,
    Term,
    UrgentHelp,
)

_FILES: dict[str, tuple[str, Any]] = {
    "role": ("A role: roles/<role>.yml", Role),
    "pcn": ("A PCN: content/pcns/<pcn>/pcn.yml", PCN),
    "questions": ("The questions: content/questions.yml", Questions),
    "needs": ("Needs by id: content/needs.yml", dict[str, Need]),
    "sources": ("Sources by id: content/sources.yml", dict[str, Source]),
    "teams": ("Teams by id: content/teams.yml", dict[str, Team]),
    "terms": ("Terms by id: content/terms.yml", dict[str, Term]),
    "helplines": ("Helplines by id: content/helplines.yml", dict[str, Helpline]),
    "choose": ("Help me choose: content/choose.yml", Choose),
    "distress": ("Words of distress: content/distress.yml", dict[str, Distress]),
    "service": ("A local service: content/pcns/<pcn>/services/<service>.yml", Service),
    "service-words": ("Words in services: content/service-words.yml", ServiceWords),
    "urgent-help": ("Urgent help: content/urgent-help.yml", UrgentHelp),
}


def schemas(content: Content) -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by the name that the files' first lines use.

    Where a file names an id, its schema lists those that `content` has, so that an editor offers them.
    """
    words = content.service_words
    ids = {
        "roles": [*content.roles],
        "needs": [*content.needs],
        "sources": [*content.sources],
        "helplines": [*content.helplines],
        "teams": [*content.teams],
        "questions": [question.id for group in content.questions.groups for question in group.questions],
        "answers": [q.id for group in content.questions.groups for q in group.questions if q.from_ == "answers"],
        "routes": [*words.routes],
        "access": [*words.access],
        "groups": [*words.groups],
        "languages": [*words.languages],
    }
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **_with_ids(TypeAdapter(kind).json_schema(), ids),
            "title": title,
        }
        for name, (title, kind) in _FILES.items()
    }


def _with_ids(node: Any, ids: Mapping[str, list[str]]) -> Any:
    """The schema with each `x-ids` turned into the ids themselves, for values and for the keys of a mapping."""
    if isinstance(node, list):
        return [_with_ids(one, ids) for one in node]
    if not isinstance(node, dict):
        return node
    if "x-ids" in node:
        said = {"description": node["description"]} if "description" in node else {}
        return {**said, "type": "string", "enum": ids[node["x-ids"]]}
    keys = node.get("propertyNames", {}).get("x-ids")
    found = {name: _with_ids(part, ids) for name, part in node.items() if not (keys and name in _OF_KEYS)}
    if keys:
        value = _with_ids(node["additionalProperties"], ids)
        found |= {"properties": dict.fromkeys(ids[keys], value), "additionalProperties": False}
    return found


_OF_KEYS = ("propertyNames", "additionalProperties")


def write_schemas(folder: Path, content: Content) -> list[Path]:
    """The schemas as files in `folder`. Gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas(content).items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written
