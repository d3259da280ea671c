"""The home page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.local import Local
from rolecall.pages.needs import Group, grouped
from rolecall.pages.page import Page
from rolecall.pages.parts import Tile, differing, tile
from rolecall.pages.search import Search, search
from rolecall.site import Site


class Home(NamedTuple):
    """What the home page shows."""

    not_checked: str
    """The full name of a PCN that has not checked its facts. Empty for others."""
    search: Search
    roles: tuple[Tile, ...]
    """Those that somebody has here."""
    differs: tuple[Local, ...]
    """Roles of which something is so here that is not so everywhere."""
    groups: tuple[Group, ...]
    """What people come with."""
    names_people: bool
    has_wider_roles: bool
    has_services: bool


def pages(site: Site) -> Iterator[Page]:
    """The home page."""
    data = Home(
        not_checked="" if site.pcn.checked else site.name,
        search=search(site),
        roles=tuple(tile(role) for role in site.available_core_roles),
        differs=differing(site, site.core_roles),
        groups=grouped(site),
        names_people=bool(site.people),
        has_wider_roles=bool(site.wider_roles),
        has_services=any(service.is_listed for service in site.services),
    )
    reviewed = checked(site, roles=site.core_roles, pcn=True)
    yield Page(
        at.HOME, "home", data, within=None, reviewed=reviewed, next_check=site.pcn.next_check, styles=("home.css",),
        scripts=("search.js",),
    )  # fmt: skip
