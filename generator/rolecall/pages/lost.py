"""Where addresses lead that are no pages any more, or never were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.page import Page
from rolecall.site import Site


class Moved(NamedTuple):
    """What the page at an address shows that leads to another."""

    leads_to: str
    title: str
    """The heading of the page that it leads to. Empty where that is only a part of a page."""


def moves(site: Site) -> tuple[tuple[str, str], ...]:
    """Each address that leads to another page, and the address of that page: pages that moved, then short ways in.

    Last those that were pages on how to refer to a role, and are parts of the page for staff now.
    """
    return (*_promised(site), *_parts(site))


def _promised(site: Site) -> Iterator[tuple[str, str]]:
    yield from site.pcn.moved.items()
    yield from ((at.short_link(word), at.role(role)) for word, role in site.pcn.short_links.items())


def _parts(site: Site) -> Iterator[tuple[str, str]]:
    surgeries = {surgery.slug for surgery in site.practices}
    roles = (role.id for role in site.available_core_roles if role.id not in surgeries)
    return ((at.staff(id), at.staff_role(id)) for id in roles)


def pages(site: Site, titles: Mapping[str, str]) -> Iterator[Page]:
    """A page for each address that leads to another, then that for wrong ones. `titles` are by address."""
    page = partial(Page, template="moved", has_facts=False, in_sitemap=False, is_found=False)
    for address, leads_to in _promised(site):
        yield page(address, data=Moved(leads_to, titles.get(leads_to, "")), leads_to=leads_to)
    for address, leads_to in _parts(site):
        yield page(address, data=Moved(leads_to, ""), leads_to=leads_to, lasts=False)
    yield Page(at.NOT_FOUND, "404", has_facts=False, in_sitemap=False, lasts=False)
