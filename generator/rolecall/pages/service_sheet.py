"""The sheet of services: staff tick some, and print those. What is ticked stands in the address, after the #."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.language import weekday
from rolecall.pages.checked import checked
from rolecall.pages.my_list import can_be_listed
from rolecall.pages.page import File, Link, Page
from rolecall.pages.service_on_paper import OnPaper, on_paper
from rolecall.site import Site, SiteService
from rolecall.templates import Words

_FEW = 15
"""Of as many services the page has what is printed. Of more it comes once somebody ticks, so that the page is light."""


class ToTick(NamedTuple):
    """A service to tick, so that it is printed."""

    id: str
    """The part of the page that it is, which an address names."""
    name: str
    is_paused: bool
    paper: OnPaper | None
    """What is printed. None where the script reads it from a file."""


class Chosen(NamedTuple):
    """What the sheet of services shows, of which staff tick some."""

    pcn: str
    services: tuple[ToTick, ...]
    has_many: bool
    """Whether a file has what is printed of services."""
    left_out: tuple[Link, ...]
    """Needs whose services are not here, as others may read the sheet."""


class Known(NamedTuple):
    """What the script reads of a service."""

    id: str
    words: str
    """By which it is found, beside what is printed."""
    paper: OnPaper | None
    """What is printed. None where the page has it."""


class AllKnown(NamedTuple):
    """What the script reads once somebody looks for a service, or ticks one of many."""

    services: tuple[Known, ...]


def page(site: Site, words: Words) -> Page:
    """The page on which staff tick services, to print those."""
    services = services_on_sheet(site)
    has_many = len(services) > _FEW
    shows = Chosen(
        pcn=site.short_name,
        services=tuple(
            ToTick(
                id=at.service_on_list(service.id),
                name=service.listed_name,
                is_paused=service.state == "paused",
                paper=None if has_many else on_paper(site, service, words),
            )
            for service in services
        ),
        has_many=has_many,
        left_out=tuple(Link(need.address, need.need.label) for need in site.needs if need.need.exit),
    )
    return Page(
        at.SERVICE_SHEET, "chosen", shows, within=at.STAFF, in_sitemap=False, is_found=False, styles=("sheet.css",),
        scripts=("sheet.js",), reviewed=checked(site, services=services, pcn=not services),
    )  # fmt: skip


def files(site: Site, words: Words) -> Iterator[File]:
    """By which words services are found, and of many what is printed."""
    if services := services_on_sheet(site):
        has_many = len(services) > _FEW
        known = (
            Known(
                at.service_on_list(service.id),
                _words(site, service),
                on_paper(site, service, words) if has_many else None,
            )
            for service in services
        )
        yield File(at.SHEET_FACTS, "chosen-facts.js", AllKnown(tuple(known)))


def services_on_sheet(site: Site) -> Sequence[SiteService]:
    """The services that are on a sheet without anybody asking for them by name. It may be read at home by others."""
    return [service for service in site.services if can_be_listed(site, service)]


def _words(site: Site, service: SiteService) -> str:
    """By which words a service is found: other names, what it helps with, where it is, its days."""
    file = service.service
    needs = [site.content.needs[id] for id in file.needs]
    places = [name for where in file.where for name in (where.name, where.address, where.town, where.postcode) if name]
    found = (
        *file.also_known_as,
        *(word for need in needs for word in (need.label, *need.words)),
        *places,
        *(weekday(day) for day in service.days),
    )
    return " ".join(dict.fromkeys(found))
