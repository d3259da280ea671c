"""The home page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local
from rolecall.pages.needs import Group, grouped
from rolecall.pages.page import Link, Page
from rolecall.pages.search import Search, search
from rolecall.site import Site, SiteRole


class Tile(NamedTuple):
    """A core role, small: what it is called here, its picture, and what it does in a few words."""

    id: str
    role: Link
    """By its short title."""
    picture: str | None
    in_few_words: str


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


def pages(site: Site) -> Iterator[Page]:
    """The home page."""
    data = Home(
        not_checked="" if site.pcn.checked else site.name,
        search=search(site),
        roles=tuple(_tile(role) for role in site.available_core_roles),
        differs=tuple(found for role in site.core_roles if (found := local(site, role)).notes),
        groups=grouped(site),
        names_people=bool(site.people),
        has_wider_roles=bool(site.wider_roles),
    )
    reviewed = checked(site, roles=site.core_roles, pcn=True)
    yield Page(
        at.HOME, "home", data, within=None, reviewed=reviewed, next_check=site.pcn.next_check, scripts=("search.js",)
    )  # fmt: skip


def _tile(role: SiteRole) -> Tile:
    words = role.role.in_few_words or role.role.in_short
    return Tile(role.id, Link(role.address, role.short_title), role.role.picture, words)
