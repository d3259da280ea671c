"""Roles by what they are called: everywhere, and in one PCN."""

from __future__ import annotations

from collections.abc import Mapping

from rolecall.meanings.called import Called
from rolecall.model import PCN, Role


def titles_in(pcn: PCN) -> dict[str, tuple[str, ...]]:
    """What roles are called in a PCN or one of its surgeries, by their ids."""
    found: dict[str, list[str]] = {}
    for roles in (pcn.roles, *(practice.roles for practice in pcn.practices)):
        for id, role in roles.items():
            found.setdefault(id, []).extend(filter(None, [role.local_title, role.text_name]))
    return {id: tuple(titles) for id, titles in found.items()}


def called_roles(roles: Mapping[str, Role], pcn: PCN | None) -> Called:
    """Roles by what they are called in a PCN, or where there is none yet. A title of its own goes first."""
    local, usual = titles_in(pcn) if pcn else {}, dict[str, tuple[str, ...]]()
    taken = {title.casefold(): id for id, titles in local.items() for title in titles}
    for id, role in roles.items():
        elsewhere = (role.name, role.short_name or "", *role.also_known_as, *role.words)
        usual[id] = (*local.get(id, ()), *(word for word in elsewhere if taken.get(word.casefold(), id) == id))
    return Called({id: role.name for id, role in roles.items()}, usual)
