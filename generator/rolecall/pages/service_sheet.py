"""The sheet of services, of which staff tick some and print those."""

from __future__ import annotations

from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import ServicePhone
from rolecall.pages.checked import checked
from rolecall.pages.page import Page
from rolecall.pages.service_facts import ServiceFacts, service_facts
from rolecall.site import Site, SiteService


class ToTick(NamedTuple):
    """A service to tick, so that it is printed."""

    id: str
    name: str
    summary: str
    facts: ServiceFacts
    phones: tuple[ServicePhone, ...]
    typed: str
    """The address of its page as people type it. Empty while the site has none of its own."""


class Chosen(NamedTuple):
    """What the sheet of services shows, of which staff tick some."""

    pcn: str
    services: tuple[ToTick, ...]


def page(site: Site) -> Page:
    """The page on which staff tick services, to print those."""
    listed = [service for service in site.services if service.is_listed]
    return Page(
        at.SERVICE_SHEET, "chosen", Chosen(site.short_name, tuple(_choice(site, service) for service in listed)),
        within=at.STAFF, in_sitemap=False, is_found=False, reviewed=checked(site, services=listed, pcn=not listed),
    )  # fmt: skip


def _choice(site: Site, service: SiteService) -> ToTick:
    return ToTick(
        id=service.id,
        name=service.service.name,
        summary=service.summary,
        facts=service_facts(site.content.service_words, service),
        phones=service.service.contact.phones,
        typed=at.typed(site.pcn.site_url, service.address) if site.pcn.site_url else "",
    )
