"""What the model says of a field, and what the things that may be chosen are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rolecall.exchange.workbook.cells import Path
from rolecall.exchange.workbook.sheet import Heading
from rolecall.model.kinds import schema_of


def needed(headings: Sequence[Heading]) -> str:
    """Which cells a new line cannot do without, in words."""
    *names, last = [heading.name for heading in headings if heading.needed]
    return f"Each row needs: {', '.join(names)} and {last}."


def is_needed(model: Any, base: Path, path: Path) -> bool:
    """Whether an entry at `base` has to have the field at `path` below it."""
    return all(path[at] in part_at(model, (*base, *path[:at])).get("required", ()) for at in range(len(path)))


def describe(model: Any, path: Path) -> str:
    """What the model says of the field at `path`."""
    return str(part_at(model, path).get("description", ""))


def part_at(model: Any, path: Path) -> Mapping[str, Any]:
    return _schema_at(model, tuple("0" if isinstance(step, int) else step for step in path))


@cache
def _schema_at(model: Any, path: tuple[str, ...]) -> Mapping[str, Any]:
    """The part of a model's JSON Schema at `path`, a number standing for any item of a list."""
    top = _schema(model)

    def resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
        said = {"description": part["description"]} if "description" in part else {}
        if "anyOf" in part:
            part = next(one for one in part["anyOf"] if one.get("type") != "null")
        if "$ref" in part:
            part = top["$defs"][part["$ref"].rpartition("/")[2]]
        return {**part, **said}

    part = resolved(top)
    for step in path:
        part = resolved(
            part["items"] if step == "0" else part.get("properties", {}).get(step) or part["additionalProperties"]
        )
    if "items" in part:
        inner = resolved(part["items"])
        part = {**{key: inner[key] for key in ("x-ids", "enum") if key in inner}, **part}
    return part


@cache
def _schema(model: Any) -> Mapping[str, Any]:
    return schema_of(model)


def labels(words: Mapping[str, str]) -> dict[str, str]:
    """What each id is called in a cell: its words, or the id where 2 have the same words."""
    called = {id: " ".join(label.split()) for id, label in words.items()}
    counts = Counter(one.casefold() for one in [*called, *called.values()])
    return {id: label if counts[label.casefold()] == 1 else id for id, label in called.items()}


def folded_name(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def id_of(label: str, choices: Mapping[str, str]) -> str | None:
    wanted = " ".join(label.split()).casefold()
    return next((id for id, one in choices.items() if wanted and wanted in (one.casefold(), id.casefold())), None)
