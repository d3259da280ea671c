"""The sheets of a yearly check: the lines that are to be checked soon, and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rolecall.editing import fields
from rolecall.editing.cells import Field
from rolecall.editing.layout import Layout
from rolecall.editing.roles import path_of_role, says
from rolecall.editing.sheet import STILL_RIGHT, Row, Sheet
from rolecall.editing.sheets import of_people, of_practices, sheets_of
from rolecall.model import Content
from rolecall.model.walk import value_at
from rolecall.places import Path
from rolecall.site import SiteService
from rolecall.site.services import site_services
from rolecall.standing import OF_A_PCN
from rolecall.values import months_after

WITHIN = 2
"""Months within which a check is due enough to be asked for."""

_OF_THE_CHECK = (STILL_RIGHT, "checked", "next_check")
"""The lines of the PCN's own check."""


def due_sheets(layout: Layout) -> list[Sheet]:
    """Where all lines of these are found to be right, nothing that shows now has run out `WITHIN` months later."""
    soon = months_after(layout.today, WITHIN)
    pcn_is_due = _is_by(layout.until((), ()), soon)
    services = {service.id for service in due_services(layout.content, layout.pcn, today=layout.today)}
    people = {row.key: ("people", at) for at, row in enumerate(of_people(layout).rows)}
    practices = {row.key: ("practices", at) for at, row in enumerate(of_practices(layout).rows)}
    rules: Mapping[str, Callable[[Row], bool]] = {
        "Your PCN": lambda row: pcn_is_due and _rests_on_the_check(row),
        "Surgeries": lambda row: _is_by(layout.until(practices[row.key], ()), soon) and _says_something(row),
        "Roles": lambda row: _role_is_due(layout, row.key, soon),
        "Services": lambda row: row.key in services,
        "People": lambda row: _is_by(layout.until(people[row.key], ()), soon),
        "Helplines": lambda row: (
            pcn_is_due and any(what.value for what in row.cells.values() if isinstance(what, Field))
        ),
    }
    due = [replace(sheet, rows=[row for row in sheet.rows if rules[sheet.name](row)]) for sheet in sheets_of(layout)]
    about = f'If all of this is right, choose Yes beside "{STILL_RIGHT}". Today and your team are then written down.'
    due = [replace(sheet, about=about) if sheet.name == "Your PCN" else sheet for sheet in due]
    return [sheet for sheet in due if sheet.rows or sheet.name in ("Roles", "Services")]


def due_services(content: Content, pcn: str, *, today: date) -> list[SiteService]:
    """The services of a PCN whose entries are to be checked within `WITHIN` months, or never were."""
    soon = site_services(content, pcn, today=months_after(today, WITHIN))
    return [service for service in soon if service.state != "closed" and (service.is_due or not service.checked)]


def _is_by(day: date | None, soon: date) -> bool:
    return day is not None and day <= soon


def _rests_on_the_check(row: Row) -> bool:
    what = row.cells["Your words"]
    assert isinstance(what, Field), "it is for people to fill in"
    return what.path[0] in _OF_THE_CHECK or (what.path[0] in OF_A_PCN and what.value is not None)


def _says_something(row: Row) -> bool:
    """Whether a surgery says more than who it is."""
    identity = ("name", "ods_code", "slug", "text_name", "website")
    cells = [what for what in row.cells.values() if isinstance(what, Field)]
    return any(what.value is not None for what in cells if what.path[-1] not in identity)


def _role_is_due(layout: Layout, key: str, soon: date) -> bool:
    """Whether what is said here of a role, or the check of all of it, is soon to be looked at again."""
    code, role, line = key.split("/", 2)
    base = path_of_role(layout, code or None, role)
    local: Any = value_at(layout.raw, base) or {}
    first = line.partition(".")[0]
    fact: Path = {"answers": tuple(line.split(".")), "reach": ("reach",)}.get(first, ())
    if line == "*":  # It stands for the lines that have no check of their own.
        is_given = any(value_at(local, path) is not None for _, path, _ in fields.ROLE_FIELDS)
    else:
        is_given = says(local, line)
    return is_given and _is_by(layout.until(base, fact), soon)
