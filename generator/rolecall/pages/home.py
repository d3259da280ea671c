"""The home page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import RoleCard, role_card
from rolecall.site import Site


class Home(NamedTuple):
    """What the home page shows. `pcn` is what people call the PCN."""

    pcn: str
    not_checked: str
    """The full name of a PCN that has not checked its facts. Empty for others."""
    needs: tuple[Link, ...]
    roles: tuple[RoleCard, ...]
    names_people: bool
    has_wider_roles: bool


def pages(site: Site) -> Iterator[Page]:
    """The home page."""
    data = Home(
        pcn=site.short_name,
        not_checked="" if site.pcn.checked else site.name,
        needs=tuple(Link(need.address, need.need.label) for need in site.needs),
        roles=tuple(role_card(site, role) for role in site.core_roles),
        names_people=bool(site.people),
        has_wider_roles=bool(site.wider_roles),
    )
    reviewed = checked(site, roles=site.core_roles, pcn=True)
    yield Page(at.HOME, "home", data, within=None, reviewed=reviewed, next_check=site.pcn.next_check)
