"""What an import may change in a `pcn.yml`: names, surgeries that went and that came. All else stays, to the byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rolecall.model import Practice
from rolecall.places import Path
from rolecall.yamltext import YamlFields, YamlList, YamlText, commented, is_empty, node_at, plain, updated


@dataclass(frozen=True, slots=True)
class Edits:
    """New names by their paths, the numbers in the list of those to take out, practices to add."""

    names: dict[Path, str]
    gone: set[int]
    added: list[Practice]


def edited(source: str, top: YamlFields, edits: Edits) -> str | None:
    """`source`, which reads as `top`, with the edits. None where it is written in a way that does not allow them."""
    listed = top.entries.get("practices")
    is_list = listed is None or isinstance(listed, YamlList) or is_empty(listed)
    if not is_list or not all(isinstance(node_at(top, path), YamlText) for path in edits.names):
        return None
    return updated(source, top, _meant(top, edits))


def is_as_imported(source: str, entry: YamlFields, name: str, code: str) -> bool:
    """Whether an entry says what an import wrote, and nobody wrote more in it or beside it."""
    given: Any = plain(entry)
    address = given.get("slug", "")
    return (
        {*entry.entries} <= {"name", "ods_code", "slug"}
        and (given.get("name"), given.get("ods_code")) == (name, code)
        and (not address or re.fullmatch(rf"[a-z0-9-]*{re.escape(code.lower())}", str(address)) is not None)
        and not commented(source, entry)
    )


def _meant(top: YamlFields, edits: Edits) -> dict[str, Any]:
    """What the file is to say after the edits."""
    value: Any = plain(top)
    for path, name in edits.names.items():
        parent = value
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = name
    if edits.gone or edits.added:
        kept = [item for at, item in enumerate(value.pop("practices", [])) if at not in edits.gone]
        kept += [
            practice.model_dump(include={"name", "ods_code", "slug"}, exclude_none=True) for practice in edits.added
        ]
        value |= {"practices": kept} if kept else {}
    return value  # type: ignore[no-any-return]
