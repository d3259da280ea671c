"""JSON Schemas of the YAML files, derived from the model, for editors that help while typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rolecall.model import (
    PCN,
    Choose,
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


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by the name that the files' first lines use."""
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **TypeAdapter(kind).json_schema(),
            "title": title,
        }
        for name, (title, kind) in _FILES.items()
    }


def write_schemas(folder: Path) -> list[Path]:
    """The schemas as files in `folder`. Gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written
