"""All that can be changed, in a list: for whoever knows what, but not on which page it stands."""

from __future__ import annotations

from typing import NamedTuple

from rolecall.edit.forms import person_id
from rolecall.editing import fields
from rolecall.editing.described import labels
from rolecall.editing.layout import Layout
from rolecall.editing.roles import all_lines, line_name, says
from rolecall.editing.sheets import of_people


class Thing(NamedTuple):
    """Something that has a form: its address below `-/`, and what it is called."""

    form: str
    label: str
    differs: bool = False
    """Whether the PCN says something of its own here."""


class Service(NamedTuple):
    """A service in the list: what it is called, and whether it runs, is paused or has closed."""

    id: str
    label: str
    status: str
    state: str
    """The same in words."""


NOT_COPIED = frozenset(
    {"Name", "Status", "Id", "Other names (one line each)", *(name for name, _, _ in fields.CHECKS)}
    | {name for name, path, _ in fields.service_fields(1, 1, 1, 1, 1) if path[0] in ("source", "extra")}
)
"""What a copy of a service does not say, as it is another one, which nobody has checked."""


class Things(NamedTuple):
    """All of them."""

    roles: tuple[tuple[Thing, tuple[Thing, ...]], ...]
    surgeries: tuple[Thing, ...]
    services: tuple[Thing, ...]
    people: tuple[Thing, ...]
    helplines: tuple[Thing, ...]


class Services(NamedTuple):
    """What the list of services shows."""

    services: tuple[Service, ...]


def services_of(layout: Layout) -> Services:
    """The services by name, those of several PCNs too."""
    words = {"active": "Runs", "paused": "Paused", "closed": "Closed"}
    found = []
    for id, raw in layout.raws.items():
        status = str(raw.get("status") or "active")
        found.append(Service(id, str(raw.get("name", id)), status, words.get(status, status)))
    return Services(tuple(sorted(found, key=lambda service: service.label.casefold())))


def things_of(layout: Layout) -> Things:
    """All that can be changed of a PCN."""
    raw = layout.raw
    roles = []
    for id, role in layout.content.roles.items():
        local = raw.get("roles", {}).get(id, {})
        if role.core or local:
            questions = tuple(
                Thing(f"role/{id}/{line}", line_name(layout, line), says(local, line)) for line in all_lines(layout)
            )
            roles.append((Thing(f"role/{id}", layout.role_here(id)), questions))
    people = [(row.key, str(raw["people"][at]["name"])) for at, row in enumerate(of_people(layout).rows)]
    return Things(
        tuple(roles),
        tuple(Thing(f"surgery/{code}", name) for code, name in layout.choices["practices"].items()),
        tuple(
            Thing(f"service/{id}", name)
            for id, name in labels({id: str(raw.get("name", id)) for id, raw in layout.raws.items()}).items()
        ),
        tuple(Thing(f"person/{person_id(key)}", name) for key, name in people),
        tuple(
            Thing(f"helpline/{id}", line.name, id in raw.get("helplines", {}))
            for id, line in layout.content.helplines.items()
        ),
    )
