"""My list: services and people to keep, print or send. What is on it stands in the address, after the #."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.page import File, Link, Page
from rolecall.pages.parts import RoleCard, role_card
from rolecall.pages.service_cards import ServiceCard, service_card
from rolecall.pages.sessions import place_of
from rolecall.site import Site, SiteRole, SiteService
from rolecall.templates import Words

_MANY = 60
"""Of more services than these, the page has the names and numbers alone, so that it stays light."""


class Role(NamedTuple):
    """A role to put on a list."""

    id: str
    """The part of the page that it is, which an address names."""
    card: RoleCard


class Service(NamedTuple):
    """A service to put on a list."""

    id: str
    """The part of the page that it is, which an address names."""
    card: ServiceCard


class MyList(NamedTuple):
    """What the page shows: all that can be on a list."""

    pcn: str
    address: str
    """Its whole address. Empty while the site has none of its own."""
    roles: tuple[Role, ...]
    services: tuple[Service, ...]
    has_many: bool
    """Whether services have their names alone, and their facts come once somebody ticks one."""
    left_out: tuple[Link, ...]
    """Needs whose services are not here, as a list may be read by those from whom somebody is not safe."""


class Facts(NamedTuple):
    """What there is to know of a service on a list, where its card has its name alone."""

    id: str
    lines: tuple[str, ...]
    phone: str


class AllFacts(NamedTuple):
    """What the script reads where there are many services."""

    services: tuple[Facts, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page on which people make a list."""
    services = _services(site)
    roles = site.available_core_roles
    shows = MyList(
        pcn=site.short_name,
        address=at.whole(site.pcn.site_url, at.MY_LIST) if site.pcn.site_url else "",
        roles=tuple(Role(at.role_on_list(role.id), role_card(site, role)) for role in roles),
        services=tuple(Service(at.service_on_list(service.id), service_card(site, service)) for service in services),
        has_many=len(services) > _MANY,
        left_out=tuple(Link(need.address, need.need.label) for need in site.needs if need.need.exit),
    )
    reviewed = checked(site, roles=roles, services=services, pcn=True)
    yield Page(
        at.MY_LIST, "my-list", shows, knows_itself=True, styles=("my-list.css",), scripts=("my-list.js",),
        reviewed=reviewed,
    )  # fmt: skip


def files(site: Site, words: Words) -> Iterator[File]:
    """The facts of services, where they are too many for the page."""
    if len(services := _services(site)) > _MANY:
        yield File(at.LIST_FACTS, "my-list-facts.js", AllFacts(tuple(_facts(service, words) for service in services)))


def _facts(found: SiteService, words: Words) -> Facts:
    service, when = found.service, found.when
    phone = service.contact.phones[0].number if service.contact.phones else ""
    times = (words.of("components/times", "time", time) for time in when)
    places = (words.of("components/session", "place_alone", place_of(service, time)) for time in when)
    cost = service.cost.text or (words.of("components/session", "free") if found.is_free else "")
    lines = dict.fromkeys(line for line in (found.alert, found.summary, *times, *places, cost) if line)
    return Facts(at.service_on_list(found.id), tuple(lines), phone)


def _services(site: Site) -> list[SiteService]:
    return [service for service in site.services if can_be_listed(site, service)]


def can_be_listed(site: Site, service: SiteService) -> bool:
    """Whether a service may be on a list: one that is shown, and whose name puts nobody at risk who has the list."""
    return service.is_listed and not any(site.content.needs[need].exit for need in service.service.needs)


def list_of(site: Site, services: Iterable[SiteService], roles: Iterable[SiteRole] = ()) -> str:
    """The address of a list with these on it. Empty where none of them may be on one."""
    parts = [at.role_on_list(role.id) for role in roles if role.role.core and role.available]
    parts += [at.service_on_list(service.id) for service in services if can_be_listed(site, service)]
    return at.on_my_list(*parts) if parts else ""
