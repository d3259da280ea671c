"""The form for what stands at a place of a PCN's files, and what people call that."""

from __future__ import annotations

from typing import NamedTuple

from rolecall.edit.forms import NEW, person_id
from rolecall.editing import fields
from rolecall.editing.layout import Layout
from rolecall.editing.roles import all_lines, line_name
from rolecall.model.walk import value_at
from rolecall.places import Path


class Where(NamedTuple):
    """A form: its address below `-/`, and what it is about."""

    form: str
    title: str


def where(layout: Layout, service: str, path: Path) -> Where:
    """The form for a path of the file of a service, or of `pcn.yml` where none is named."""
    name = str(layout.raw.get("name", layout.pcn))
    if service:
        return Where(f"service/{service}", str(layout.raws.get(service, {}).get("name", service)))
    match path:
        case ("practices", int(at), "roles", str(role), *rest):
            form, title = _of_role(layout, role, tuple(rest))
            return Where(form, f"{title} ({_surgery(layout, at)})")
        case ("roles", str(role), *rest):
            return _of_role(layout, role, tuple(rest))
        case ("practices", int(at), *_) if at < len(layout.codes) and layout.codes[at]:
            return Where(f"surgery/{layout.codes[at]}", _surgery(layout, at))
        case ("practices",):
            return Where(f"surgery/{NEW}", name)
        case ("roles",):
            core = [id for id, role in layout.content.roles.items() if role.core]
            silent = (id for id in core if not value_at(layout.raw, ("roles", id, "refer")))
            return _of_role(layout, next(silent, core[0]), ("refer",))
        case ("people", int(at), *_):
            person = str(value_at(layout.raw, ("people", at, "name")) or "")
            return Where(f"person/{person_id(f'{at} {person}')}", person)
        case ("helplines", str(id), *_) if id in layout.content.helplines:
            return Where(f"helpline/{id}", layout.content.helplines[id].name)
    top = str(path[0]) if path else ""
    known = any(first[0] == top for _, first, _ in fields.PCN_FIELDS)
    return Where(f"pcn/{top}" if known else "pcn", name)


def _surgery(layout: Layout, at: int) -> str:
    return str(value_at(layout.raw, ("practices", at, "name")) or "")


def _of_role(layout: Layout, role: str, rest: Path) -> Where:
    line, name = _line(layout, rest), layout.role_here(role)
    if not line:
        return Where(f"role/{role}", name)
    first = next(id for id in all_lines(layout) if id == line or id.startswith(f"{line}."))
    return Where(f"role/{role}/{line}", f"{name}: {line_name(layout, first)}")


def _line(layout: Layout, rest: Path) -> str:
    """The line, or the lines together, of a role that has the field at a path below it. Empty where it is all of it."""
    lines, top = all_lines(layout), str(rest[0]) if rest else ""
    id = ".".join(map(str, rest[:2]))
    if id in lines and top != "reach":
        return id
    return top if any(line == top or line.startswith(f"{top}.") for line in lines) and top != "answers" else ""
