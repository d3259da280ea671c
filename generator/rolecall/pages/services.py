"""Local services: the list with its filters, a page for each, and a page for what each filter leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.filters import Filter, FilterGroup, filters
from rolecall.pages.local import short_link
from rolecall.pages.page import Link, Page
from rolecall.pages.service import service_page
from rolecall.pages.service_cards import ServiceList, service_link, service_list
from rolecall.site import Site, SiteService

_MANY = 60
"""Of more services than these, the list of all has the names alone."""


class Choice(NamedTuple):
    """A filter that somebody can choose, and how many services it leaves."""

    id: str
    label: str
    address: str
    number: int


class Choices(NamedTuple):
    """Filters of one kind."""

    id: str
    label: str
    choices: tuple[Choice, ...]


class Listed(NamedTuple):
    """A service in the list of all."""

    service: Link
    codes: tuple[int, ...]
    """Which filters leave it, by their place in all the lists together: ids would be half of the page's weight."""
    is_paused: bool
    alert: str
    summary: str
    """Empty where there are many."""


class NotRunning(NamedTuple):
    """A service that people cannot go to, or of which nobody knows."""

    service: Link
    state: Literal["closed", "ended", "held"]


class Services(NamedTuple):
    """What the list of all services shows."""

    filters: tuple[Choices, ...]
    """None where there is only 1 service."""
    services: tuple[Listed, ...]
    has_many: bool
    ask: Link | None
    """Where no service is listed, who else knows what there is."""
    not_running: tuple[NotRunning, ...]


class ServicesFor(NamedTuple):
    """What the page of a filter shows."""

    filter: str
    number: int
    services: ServiceList
    need: str
    """The address of the need, where it is one that the filter is for. Else empty."""
    warning: str | None
    """What to know to stay safe with that need."""


def pages(site: Site) -> Iterator[Page]:
    """The list of services, a page for each, and a page for each filter."""
    listed = [service for service in site.services if service.is_listed]
    groups = filters(listed, site.content)
    reviewed = checked(site, services=listed, pcn=not listed)
    yield Page(at.SERVICES, "services", _services(site, listed, groups), reviewed=reviewed, scripts=("services.js",))
    yield from (service_page(site, service) for service in site.services)
    for group in groups if len(listed) > 1 else [group for group in groups if group.id == "need"]:
        for choice in group.filters:
            need, warning = _need(site, choice)
            shows = ServicesFor(choice.label, len(choice.services), service_list(choice.services), need, warning)
            yield Page(
                at.services_for(choice.id), "services-for", shows, within=at.SERVICES, in_sitemap=False, lasts=False,
                reviewed=checked(site, services=choice.services),
            )  # fmt: skip


def _need(site: Site, choice: Filter) -> tuple[str, str | None]:
    """The address of the need that a filter is for, and its warning."""
    if choice.kind != "need":
        return "", None
    return at.need(choice.choice), site.content.needs[choice.choice].warning


def _services(site: Site, listed: Sequence[SiteService], groups: Sequence[FilterGroup]) -> Services:
    choices = [
        Choices(
            group.id,
            group.label,
            tuple(
                Choice(found.id, found.label, at.services_for(found.id), len(found.services)) for found in group.filters
            ),
        )
        for group in groups
    ]
    every = [found for group in groups for found in group.filters]
    codes: dict[str, list[int]] = {}
    for code, found in enumerate(every):
        for service in found.services:
            codes.setdefault(service.id, []).append(code)
    many, roles = len(listed) > _MANY, site.available_core_roles
    return Services(
        filters=tuple(choices) if len(listed) > 1 else (),
        services=tuple(
            Listed(
                service_link(service),
                tuple(codes[service.id]),
                service.state == "paused",
                service.alert,
                "" if many else service.summary,
            )
            for service in listed
        ),
        has_many=many,
        ask=short_link(site, roles[0]) if roles and not listed else None,
        not_running=tuple(_not_running(site)),
    )


def _not_running(site: Site) -> Iterator[NotRunning]:
    for service in site.services:
        if service.state in ("closed", "ended", "held"):
            yield NotRunning(service_link(service), service.state)
