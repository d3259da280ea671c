"""Comparisons: of all core roles that people can see here, and of each 2 of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import Difference, Table, differences, tables
from rolecall.site import Site, SiteRole


class PairLink(NamedTuple):
    """A way to a comparison of 2 roles: the short title of the first, and of the second within a sentence."""

    address: str
    first: str
    second: str


class Compare(NamedTuple):
    """What the comparison of all roles shows."""

    differences: tuple[Difference, ...]
    absent: tuple[Local, ...]
    pairs: tuple[PairLink, ...]
    """Ways to compare 2 of them, where there are more than 2."""
    tables: tuple[Table, ...]


class Pair(NamedTuple):
    """What the comparison of 2 roles shows."""

    first: str
    second: str
    differences: tuple[Difference, ...]
    is_the_same_person: bool
    tables: tuple[Table, ...]
    reach: tuple[Link, ...]
    has_others: bool
    """Whether there are more roles to compare."""


def pages(site: Site) -> Iterator[Page]:
    """The comparison of all roles, then those of 2."""
    roles = site.available_core_roles
    pairs = [*combinations(roles, 2)]
    compared = Compare(
        differences=differences(site, roles),
        absent=tuple(local(site, role) for role in site.core_roles if not role.available),
        pairs=tuple(pair_link(*pair) for pair in pairs) if len(roles) > 2 else (),
        tables=tables(site, roles),
    )
    reviewed = checked(site, roles=site.core_roles)
    yield Page(at.COMPARE, "compare", compared, reviewed=reviewed)
    for pair in pairs:
        day = checked(site, roles=pair)
        yield Page(pair_link(*pair).address, "pair", _pair(site, pair), within=at.COMPARE, reviewed=day, lasts=False)


def pair_link(first: SiteRole, second: SiteRole) -> PairLink:
    """The way to the comparison of 2 roles."""
    return PairLink(at.pair(first.id, second.id), first.short_title, second.short_title_within)


def _pair(site: Site, pair: tuple[SiteRole, SiteRole]) -> Pair:
    link = pair_link(*pair)
    return Pair(
        first=link.first,
        second=link.second,
        differences=differences(site, pair),
        is_the_same_person=any(role.combined_with in {other.id for other in pair} for role in pair),
        tables=tables(site, pair),
        reach=tuple(Link(at.how_to_reach(role.id), role.short_title_within) for role in pair),
        has_others=len(site.available_core_roles) > 2,
    )
