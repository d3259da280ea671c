"""Local services: the list with its filters, a page for each, and a page for what each filter leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.local import short_link
from rolecall.pages.page import File, Link, Page
from rolecall.pages.parts import by_letter
from rolecall.pages.service import service_page
from rolecall.pages.service_cards import MANY, ServiceList, service_link, service_list
from rolecall.pages.service_facts import ServiceFacts, service_facts
from rolecall.site import Site, SiteService, day_of, once
from rolecall.site.filters import FROM_HOME, Filter, FilterGroup, filters, id_of
from rolecall.standing import has_days

_IN_SIGHT = ("need", "day")
"""The kinds of filters that stand above the list. The others are folded."""

_QUICK = (id_of("cost", "free"), id_of("how", FROM_HOME), id_of("how", "virtual"))
"""The filters that people ask for most, as links."""


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


class Letter(NamedTuple):
    """A letter that names begin with, and the part of the page where the first of them stands."""

    letter: str
    id: str


class Listed(NamedTuple):
    """A service in the list of all."""

    service: Link
    is_paused: bool
    letter: str
    """The part of the page for a letter, where it is the first with that letter and there are many. Else empty."""
    summary: str
    facts: ServiceFacts | None
    """None where there are many."""


class Fits(NamedTuple):
    """What the script of the list knows of each service, in the order of the list. It comes when somebody chooses."""

    filters: tuple[tuple[int, ...], ...]
    """Which filters leave it, by their place in all the lists together: ids would be most of the file."""
    next: tuple[int, ...]
    """Its place by when it is on next, as it is on the day of the site. Those that are alike share one."""
    check: tuple[int, ...]
    """Its place by when somebody checked it, the last first."""


class NotRunning(NamedTuple):
    """A service that people cannot go to, or of which nobody knows."""

    service: Link
    state: Literal["closed", "ended", "held"]


class Services(NamedTuple):
    """What the list of all services shows."""

    has_days: bool
    """Whether it is known of some on which days they are, so that there is a today."""
    quick: tuple[Link, ...]
    """Ways to what people ask for most, beside what is on."""
    filters: tuple[Choices, ...]
    """None where there is only 1 service."""
    more_filters: tuple[Choices, ...]
    """Those that are folded."""
    letters: tuple[Letter, ...]
    """Where there are many, the parts of the list."""
    services: tuple[Listed, ...]
    """By letter, then by name."""
    ask: Link | None
    """Where no service is listed, who else knows what there is."""
    not_running: tuple[NotRunning, ...]


class ServiceFilters(NamedTuple):
    """What the page of all filters shows, for who cannot choose several at once."""

    groups: tuple[Choices, ...]


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
    listed = _in_order(site)
    groups = _groups(site)
    reviewed = checked(site, services=listed, pcn=not listed)
    yield Page(
        at.SERVICES, "services", _services(site, listed, groups), reviewed=reviewed, styles=("lists.css",),
        scripts=("services.js",),
    )  # fmt: skip
    yield from (service_page(site, service) for service in site.services)
    if len(listed) > 1:
        in_sight, more = _in_sight_and_more(groups)
        every = ServiceFilters(tuple(_choices(group) for group in (*in_sight, *more)))
        yield Page(
            at.SERVICES_FOR, "service-filters", every, within=at.SERVICES, in_sitemap=False, lasts=False,
            has_facts=False,
        )  # fmt: skip
    for group in groups if len(listed) > 1 else [group for group in groups if group.id == "need"]:
        for choice in group.filters:
            need, warning = _need(site, choice)
            shows = ServicesFor(choice.label, len(choice.services), service_list(site, choice.services), need, warning)
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
    shown = groups if len(listed) > 1 else ()
    in_sight, more = _in_sight_and_more(shown)
    roles = site.available_core_roles
    has_many = len(listed) > MANY
    letters = [*by_letter(listed, _name)] if has_many else []
    firsts = {some[0].id: id for _, id, some in letters}
    return Services(
        has_days=any(has_days(service.when) for service in listed if service.state == "open"),
        quick=tuple(_quick(shown)),
        filters=tuple(_choices(group) for group in in_sight),
        more_filters=tuple(_choices(group) for group in more),
        letters=tuple(Letter(letter, id) for letter, id, _ in letters),
        services=tuple(
            Listed(
                service_link(service),
                service.state == "paused",
                firsts.get(service.id, ""),
                "" if has_many else service.summary,
                None if has_many else service_facts(site, service),
            )
            for service in listed
        ),
        ask=short_link(site, roles[0]) if roles and not listed else None,
        not_running=tuple(_not_running(site)),
    )


def _quick(groups: Sequence[FilterGroup]) -> Iterator[Link]:
    found = {choice.id: choice for group in groups for choice in group.filters}
    yield from (Link(at.services_for(id), found[id].label) for id in _QUICK if id in found)


def _choices(group: FilterGroup) -> Choices:
    found = (Choice(each.id, each.label, at.services_for(each.id), len(each.services)) for each in group.filters)
    return Choices(group.id, group.label, tuple(found))


def _in_sight_and_more(groups: Sequence[FilterGroup]) -> tuple[list[FilterGroup], list[FilterGroup]]:
    """The groups that stand above the list, and those that are folded."""
    in_sight = [group for group in groups if group.id in _IN_SIGHT]
    return in_sight, [group for group in groups if group.id not in _IN_SIGHT]


@once
def _in_order(site: Site) -> tuple[SiteService, ...]:
    """The services of the list, as they stand there."""
    listed = [service for service in site.services if service.is_listed]
    return tuple(service for _, _, some in by_letter(listed, _name) for service in some)


@once
def _groups(site: Site) -> tuple[FilterGroup, ...]:
    return filters(_in_order(site), site.content)


def _name(service: SiteService) -> str:
    return service.listed_name


def files(site: Site) -> Iterator[File]:
    """What the script of the list reads, where there is something to choose."""
    listed = _in_order(site)
    if len(listed) > 1:
        in_sight, more = _in_sight_and_more(_groups(site))
        codes: dict[str, list[int]] = {service.id: [] for service in listed}
        for code, found in enumerate(found for group in (*in_sight, *more) for found in group.filters):
            for service in found.services:
                codes[service.id].append(code)
        fits = Fits(
            tuple(tuple(codes[service.id]) for service in listed),
            _places([service.next_start for service in listed]),
            _places([-(day_of(service.checked) or date.min).toordinal() for service in listed]),
        )
        yield File(at.SERVICES_FILTERS, "services-filters.js", fits)


def _places(keys: Sequence[Any]) -> tuple[int, ...]:
    """The place of each of these, from the lowest on."""
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return tuple(places[key] for key in keys)


def _not_running(site: Site) -> Iterator[NotRunning]:
    for service in site.services:
        if service.state in ("closed", "ended", "held"):
            yield NotRunning(service_link(service), service.state)
