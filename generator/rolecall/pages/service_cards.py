"""Services in lists: a card for each, or a line where there are many. The templates are in components/service-card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rolecall.pages.page import Link
from rolecall.pages.service_facts import ServiceFacts, service_facts
from rolecall.site import Site, SiteService, once

MANY = 60
"""Of more services than these, a page with all of them has their names alone, so that it stays light."""

_FEW = 20
"""As many services have cards. More have a line each, so that the page stays light."""


class ServiceCard(NamedTuple):
    """A service in a list, in short."""

    service: Link
    summary: str
    facts: ServiceFacts
    phone: str | None


@once
def service_card(site: Site, service: SiteService) -> ServiceCard:
    """A service's card."""
    phones = service.service.contact.phones
    return ServiceCard(
        service=service_link(service),
        summary=service.summary,
        facts=service_facts(site, service),
        phone=phones[0].number if phones else None,
    )


def service_link(service: SiteService) -> Link:
    """A link to a service by its name in lists."""
    return Link(service.address, service.listed_name)


class ServiceList(NamedTuple):
    """Few services as cards, or many as lines. One of both is empty."""

    cards: tuple[ServiceCard, ...]
    lines: tuple[Link, ...]


def service_list(site: Site, services: Sequence[SiteService]) -> ServiceList:
    """Services as they are listed."""
    if len(services) <= _FEW:
        return ServiceList(tuple(service_card(site, service) for service in services), ())
    return ServiceList((), tuple(service_link(service) for service in services))
