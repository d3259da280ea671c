"""Services in lists: a card for each, or a line where there are many. The templates are in components/service-card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rolecall.model import When
from rolecall.pages.page import Link
from rolecall.site import SiteService

_FEW = 20
"""As many services have cards. More have a line each, so that the page stays light."""


class ServiceCard(NamedTuple):
    """A service in a list, in short."""

    service: Link
    is_paused: bool
    alert: str
    """Something to know at present."""
    summary: str
    when: When | None
    """The first of its times. None where people have to ask."""
    has_other_times: bool
    cost: str | None
    """What it costs, in words."""
    is_free: bool
    phone: str | None


def service_card(service: SiteService) -> ServiceCard:
    """A service's card."""
    phones = service.service.contact.phones
    return ServiceCard(
        service=service_link(service),
        is_paused=service.state == "paused",
        alert=service.alert,
        summary=service.summary,
        when=service.when[0] if service.when else None,
        has_other_times=len(service.when) > 1,
        cost=service.service.cost.text,
        is_free=bool(service.is_free),
        phone=phones[0].number if phones else None,
    )


def service_link(service: SiteService) -> Link:
    """A link to a service by its name."""
    return Link(service.address, service.service.name)


class ServiceList(NamedTuple):
    """Few services as cards, or many as lines. One of both is empty."""

    cards: tuple[ServiceCard, ...]
    lines: tuple[Link, ...]


def service_list(services: Sequence[SiteService]) -> ServiceList:
    """Services as they are listed."""
    if len(services) <= _FEW:
        return ServiceList(tuple(service_card(service) for service in services), ())
    return ServiceList((), tuple(service_link(service) for service in services))
