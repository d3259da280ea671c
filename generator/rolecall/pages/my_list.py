"""My list: services and people to keep, print or send. What is on it stands in the address, after the #."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.page import File, Link, Page
from rolecall.pages.parts import RoleCard, role_card
from rolecall.pages.service_cards import MANY, ServiceCard, service_card
from rolecall.pages.service_facts import service_facts
from rolecall.site import Site, SiteRole, SiteService
from rolecall.templates import Words


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
    """Whether services have their names alone until somebody ticks one."""
    left_out: tuple[Link, ...]
    """Needs whose services are not here, as a list may be read by those from whom somebody is not safe."""


class Facts(NamedTuple):
    """All that people need of a service on a list: its card has less, so that the page stays light."""

    id: str
    lines: tuple[str, ...]
    phone: str


class AllFacts(NamedTuple):
    """What the script reads once somebody ticks something."""

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
        has_many=len(services) > MANY,
        left_out=tuple(Link(need.address, need.need.label) for need in site.needs if need.need.exit),
    )
    reviewed = checked(site, roles=roles, services=services, pcn=True)
    yield Page(
        at.MY_LIST, "my-list", shows, knows_itself=True, styles=("my-list.css",), scripts=("my-list.js",),
        reviewed=reviewed,
    )  # fmt: skip


def files(site: Site, words: Words) -> Iterator[File]:
    """All that a list says of services."""
    if services := _services(site):
        facts = tuple(_facts(site, service, words) for service in services)
        yield File(at.LIST_FACTS, "my-list-facts.js", AllFacts(facts))


def _facts(site: Site, found: SiteService, words: Words) -> Facts:
    facts, say = service_facts(site, found), partial(words.of, "components/service-facts")
    times = [words.of("components/times", "time_in_full", when, False) for when in facts.when]
    places = [say("place", place, False) for place in facts.places]
    lines = (
        say("state_as_text", facts),
        found.summary,
        *(times or [say("times_in_brief", facts)]),
        *places,
        say("cost_in_brief", facts.charge),
        say("people_in_brief", facts.people),
    )
    phones = found.service.contact.phones
    return Facts(
        at.service_on_list(found.id), tuple(line for line in lines if line), phones[0].number if phones else ""
    )


def _services(site: Site) -> list[SiteService]:
    return [service for service in site.services if can_be_listed(site, service)]


def can_be_listed(site: Site, service: SiteService) -> bool:
    """Whether a service may be on a list: one that is shown, and whose name puts nobody at risk who has the list."""
    return service.is_listed and not any(site.content.needs[need].exit for need in service.service.needs)


def list_with_service(site: Site, service: SiteService) -> str:
    """The address of a list with this service on it. Empty where no list may have it."""
    return f"{at.MY_LIST}#{at.service_on_list(service.id)}" if can_be_listed(site, service) else ""


def list_with_role(role: SiteRole) -> str:
    """The address of a list with this core role on it. Empty where nobody has it."""
    return f"{at.MY_LIST}#{at.role_on_list(role.id)}" if role.available else ""
