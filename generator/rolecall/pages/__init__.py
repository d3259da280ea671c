"""A site to all that it publishes: a module for each family of pages, whose templates are in theme/pages/.

A module says which pages there are and what each shows. What a page is called stands in its template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolecall import addresses as at
from rolecall.pages import (
    about,
    calendars,
    choose,
    compare,
    danger,
    data,
    home,
    job_titles,
    lost,
    my_list,
    needs,
    people,
    robots,
    roles,
    search,
    service_sheet,
    services,
    staff,
    surgeries,
    try_it,
    whats_on,
    yours,
)
from rolecall.pages.frame import Frame, frame_of
from rolecall.pages.lost import moves
from rolecall.pages.page import File, Link, Page
from rolecall.site import Site, once
from rolecall.templates import Words

__all__ = ["File", "Frame", "Link", "Page", "Plan", "moves", "plan"]

BEFORE_SEARCH = (home, roles, compare, surgeries, choose, needs, job_titles, people)
AFTER_SEARCH = (services, whats_on, yours, my_list, staff, data, about, try_it)
"""In the order of the list for robots. The search is made of all the others."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a site publishes, but for what is published as it is."""

    pages: tuple[Page, ...]
    files: tuple[File, ...]
    frame: Frame

    @property
    def parts(self) -> tuple[Page | File, ...]:
        """Pages, then files."""
        return (*self.pages, *self.files)


def plan(site: Site, words: Words) -> Plan:
    """Every page and file of a site, and its frame."""
    before, after = (
        tuple(_titled(site, page, words) for family in families for page in family.pages(site))
        for families in (BEFORE_SEARCH, AFTER_SEARCH)
    )
    found = search.entries(site, (*before, *after), words)
    made = (_titled(site, page, words) for page in (search.page(site, found), service_sheet.page(site, words)))
    pages = (*before, *made, *after)
    by_address = {page.address: page for page in pages}
    pages = tuple(page._replace(crumbs=_crumbs(page, by_address)) for page in pages)
    lone = (_titled(site, page, words) for page in lost.pages(site, {page.address: page.title for page in pages}))
    lone = (page._replace(crumbs=_crumbs(page, by_address)) for page in lone)
    return Plan(
        (*pages, *lone),
        (search.index(site, found), danger.patterns(site), *_files(site, pages, words)),
        frame_of(site, by_address),
    )


def _files(site: Site, pages: Sequence[Page], words: Words) -> Iterator[File]:
    yield from robots.files(site, pages)
    yield from data.files(site, words)
    yield from services.files(site)
    yield from calendars.files(site, words)
    yield from my_list.files(site, words)
    yield from staff.files(site, words)
    yield from service_sheet.files(site, words)


def _titled(site: Site, page: Page, words: Words) -> Page:
    """A page with its titles, which its template says."""
    title = words.title(page.template, page.data)
    return page._replace(title=title, short_title=_short_title(site, page.template, words) or title)


@once
def _short_title(site: Site, template: str, words: Words) -> str:
    """What pages of this template are called in short. Empty where that is their title."""
    return words.of("components/names", "short_title", template)


def _crumbs(page: Page, pages: dict[str, Page]) -> tuple[Link, ...]:
    """The way to a page. Nothing is above the home page, and of other pages the home page is."""
    if page.within is None:
        return ()
    above = dict.fromkeys((at.HOME, page.within))
    return tuple(Link(address, pages[address].short_title) for address in above)
