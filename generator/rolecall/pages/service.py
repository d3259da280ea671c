"""The page of a local service."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.language import LANGUAGE, name_of
from rolecall.model import Checked, Price, Service, ServicePhone, ServiceWords, When, Where
from rolecall.pages.calendars import calendar_of
from rolecall.pages.my_list import list_of
from rolecall.pages.page import Link, Page
from rolecall.pages.sessions import lines_of
from rolecall.site import Site, SiteService, day_of
from rolecall.standing import ServiceState


class Joining(NamedTuple):
    """How people start, and how they get in touch."""

    text: str | None
    routes: tuple[str, ...]
    wait: str | None
    phones: tuple[ServicePhone, ...]
    email: str | None
    website: str | None


class Place(NamedTuple):
    """Where it is, or a way to take part from home."""

    kind: str
    name: str
    lines: tuple[str, ...]
    """The name and the address, each line once, whatever its capitals."""
    transport: str | None
    access: tuple[str, ...]
    access_notes: str | None


class People(NamedTuple):
    """Who it is for. Where nothing is said of that, it is for everybody."""

    text: str | None
    min_age: int | None
    max_age: int | None
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    """Where people have to live."""
    not_for: str | None


class Provider(NamedTuple):
    """Who runs it."""

    name: str
    has_other_name: bool
    """Whether it is called something else than the service."""
    description: str | None
    website: str | None
    email: str | None
    charity: str | None
    """Its number in the register of charities."""
    funding: str | None
    accreditation: str | None


class Details(NamedTuple):
    """What is known of a service that runs, or is paused."""

    is_paused: bool
    alert: str
    was_due: date | None
    """The day by which somebody was to check it, where that has passed."""
    description: str
    join: Joining
    when: tuple[When, ...]
    calendar: str
    """The address of its times for a calendar. Empty where their days and hours are not known."""
    places: tuple[Place, ...]
    cost: str | None
    prices: tuple[Price, ...]
    """Those that the words about the cost do not say."""
    people: People
    bring: tuple[str, ...]
    languages: tuple[str, ...]
    """The language of the site and others. Empty where no other is spoken."""
    interpreting: str | None
    my_list: str
    """The address of a list with this service on it. Empty where no list may have it."""
    provider: Provider
    checked: Checked | None
    feed: str | None
    """The directory from which the entry came."""
    licence: str | None
    pcn: str


class ServicePage(NamedTuple):
    """What the page of a service shows."""

    name: str
    state: ServiceState
    last_day: date | None
    """Of one that has ended, the last day."""
    details: Details | None
    """None of one that does not run, or of which nobody knows."""
    needs: tuple[Link, ...]


def service_page(site: Site, service: SiteService) -> Page:
    """The page of a service. Texts and leaflets carry its address, so that a closed one has a page too."""
    file = service.service
    needs = tuple(Link(at.need(id), site.content.needs[id].label) for id in file.needs)
    last_day = service.last_day if service.state == "ended" else None
    details = _details(site, service) if service.is_listed else None
    return Page(
        service.address, "service", ServicePage(file.name, service.state, last_day, details, needs),
        summary=service.summary, within=at.SERVICES, made_from=f"content/pcns/{site.id}/services/{service.id}.yml",
        reviewed=day_of(service.checked),
    )  # fmt: skip


def _details(site: Site, service: SiteService) -> Details:
    file, words = service.service, site.content.service_words
    prices, spoken = file.cost.options, tuple(words.languages[id] for id in file.languages)
    return Details(
        is_paused=service.state == "paused",
        alert=service.alert,
        was_due=service.due if service.is_due else None,
        description=file.description,
        join=_joining(file, words),
        when=service.when,
        calendar=calendar_of(site, service),
        places=tuple(_place(where, words) for where in file.where),
        cost=file.cost.text,
        prices=prices if not file.cost.text or len(prices) > 1 else (),
        people=_people(file, words),
        bring=file.bring,
        languages=(name_of(LANGUAGE), *spoken) if spoken else (),
        interpreting=file.interpreting,
        my_list=list_of(site, (service,)),
        provider=_provider(file),
        checked=service.checked,
        feed=file.source.feed if file.source else None,
        licence=file.source.licence if file.source else None,
        pcn=site.short_name,
    )


def _joining(file: Service, words: ServiceWords) -> Joining:
    join, contact = file.how_to_join, file.contact
    routes = tuple(words.routes[id] for id in join.routes)
    return Joining(join.text, routes, join.wait, contact.phones, contact.email, contact.website)


def _place(where: Where, words: ServiceWords) -> Place:
    access = tuple(words.access[id] for id in where.access)
    return Place(where.kind, where.name, lines_of(where), where.transport, access, where.access_notes)


def _people(file: Service, words: ServiceWords) -> People:
    who = file.who_for
    groups = tuple(words.groups[id] for id in who.groups)
    return People(who.text, who.min_age, who.max_age, groups, tuple(area.name for area in file.area), who.not_for)


def _provider(file: Service) -> Provider:
    runs = file.organisation
    return Provider(
        runs.name,
        runs.name != file.name,
        runs.description,
        runs.website,
        runs.email,
        runs.identifiers.get("GB-CHC"),
        file.funding,
        file.accreditation,
    )
