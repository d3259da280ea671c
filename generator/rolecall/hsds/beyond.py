"""What a file says and HSDS has no field for: attributes with terms of our own, so that nothing is lost on the way.

A term is the name of the field, as `who_for.not_for`, and `value` is what it says. A list of words is an attribute for
each. Where HSDS has a field but cannot hold all of it, as with times in an odd order, `value` is the field as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from rolecall.hsds.ids import Ids, uuid5
from rolecall.model import Service
from rolecall.model.walk import field_at

TAXONOMY = "rolecall"
SLUG = "slug"
"""The term of the end of its page's address. It is no field: the file's name says it."""

_WHOLE = ("cost.options", "when", "where", "area", "contact.phones", "organisation.identifiers")
"""Fields that are written as JSON, as they have parts."""

_LISTS = ("also_known_as", "needs", "who_for.groups", "how_to_join.routes", "languages", "bring")

Said = Mapping[str, Any]


def lacking(fields: Said, read: Said, base: str = "") -> Iterator[tuple[str, Any]]:
    """What a file says beyond, or other than, what was read back: names of fields, with what they say."""
    for name, value in fields.items():
        path, other = f"{base}{name}", read.get(name)
        if isinstance(value, dict) and path not in _WHOLE:
            yield from lacking(value, other or {}, f"{path}.")
        elif value != other:
            yield path, value


def attributes(found: Iterator[tuple[str, Any]], ids: Ids) -> Iterator[dict[str, Any]]:
    """Fields as attributes of a service."""
    for path, value in found:
        for text in _texts(path, value):
            yield _attribute(path, text, ids)


def slug(text: str, ids: Ids) -> Iterator[dict[str, Any]]:
    """The end of the address of its page, as an attribute. By it a record is known as written by Rolecall."""
    yield _attribute(SLUG, text, ids)


def _attribute(path: str, text: str, ids: Ids) -> dict[str, Any]:
    return {"id": ids.of("attribute", path), "link_type": "service", "value": text, "taxonomy_term": term(path)}


def _texts(path: str, value: Any) -> Sequence[str]:
    if path in _WHOLE:
        return [json.dumps(value, ensure_ascii=False)]
    return value if path in _LISTS else [str(value)]


@cache
def term(path: str) -> dict[str, str]:
    """The term of a field, with what the field is in words."""
    field = field_at(Service, tuple(path.split(".")))
    what = " ".join(field.description.split()) if field else "The end of the address of its page."
    return {"id": uuid5(TAXONOMY, path), "name": path, "term": path, "description": what, "taxonomy": TAXONOMY}


def filled_in(read: Mapping[str, Any], found: Iterator[tuple[str, str]]) -> dict[str, Any]:
    """Fields as they were read, with what attributes say in place of it, where that is JSON and of a field."""
    texts: dict[str, list[str]] = {}
    for path, text in found:
        texts.setdefault(path, []).append(text)
    filled = dict(read)
    for path, values in texts.items():
        if path == SLUG or field_at(Service, tuple(path.split("."))) is None:
            continue
        value: Any = values if path in _LISTS else values[0]
        if path in _WHOLE:
            try:
                value = json.loads(values[0])
            except ValueError:
                continue
        _put(filled, path.split("."), value)
    return filled


def _put(into: dict[str, Any], path: Sequence[str], value: Any) -> None:
    name, *deeper = path
    if not deeper:
        into[name] = value
    else:
        part = into.get(name)
        into[name] = dict(part) if isinstance(part, dict) else {}
        _put(into[name], deeper, value)
