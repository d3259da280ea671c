"""The page of a local service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.language import LANGUAGE, name_of
from rolecall.linked_data import linked_data
from rolecall.model import Checked, Price, Service, ServicePhone, ServiceWords
from rolecall.pages.calendars import calendar_of
from rolecall.pages.my_list import list_with_service
from rolecall.pages.page import Link, Page
from rolecall.pages.service_facts import ServiceFacts, service_facts
from rolecall.site import Checker, Site, SiteService, day_of
from rolecall.standing import ServiceState


class Joining(NamedTuple):
    """How people start, and how they get in touch."""

    text: str | None
    routes: tuple[str, ...]
    wait: str | None
    phones: tuple[ServicePhone, ...]
    email: str | None
    website: str | None


class GettingIn(NamedTuple):
    """How people get to a place, and what it has for them."""

    place: str
    transport: str | None
    access: tuple[str, ...]
    access_notes: str | None


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

    was_due: date | None
    """The day by which somebody was to check it, where that has passed."""
    facts: ServiceFacts
    join: Joining
    calendar: str
    """The address of its times for a calendar. Empty where their days and hours are not known."""
    description: str
    getting_in: tuple[GettingIn, ...]
    """Of the places of which something is known."""
    has_other_places: bool
    """Whether it has to be said which place that is."""
    prices: tuple[Price, ...]
    """Each price, where words say the cost in short."""
    bring: tuple[str, ...]
    languages: tuple[str, ...]
    """The language of the site and others. Empty where no other is spoken."""
    interpreting: str | None
    my_list: str
    """The address of a list with this service on it. Empty where no list may have it."""
    provider: Provider
    checked: Checked | None
    checker: Checker | None
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
    details = details_of(site, service) if service.is_listed else None
    return Page(
        service.address, "service", ServicePage(file.name, service.state, last_day, details, needs),
        summary=service.summary if details else "", within=at.SERVICES,
        made_from=f"content/pcns/{site.id}/services/{service.id}.yml", reviewed=day_of(service.checked),
        linked_data=linked_data(site, service), in_sitemap=details is not None, is_found=details is not None,
    )  # fmt: skip


def details_of(site: Site, service: SiteService) -> Details:
    """All that the page of a service says, if it is shown."""
    file, words = service.service, site.content.service_words
    spoken = tuple(words.languages[id] for id in file.languages)
    return Details(
        was_due=service.due if service.is_due else None,
        facts=service_facts(site, service),
        join=_joining(file, words),
        calendar=calendar_of(site, service),
        description=file.description,
        getting_in=tuple(getting_in(file, words)),
        has_other_places=len(file.where) > 1,
        prices=file.cost.options if file.cost.text and len(file.cost.options) > 1 else (),
        bring=file.bring,
        languages=(name_of(LANGUAGE), *spoken) if spoken else (),
        interpreting=file.interpreting,
        my_list=list_with_service(site, service),
        provider=_provider(file),
        checked=service.checked,
        checker=service.checker,
        feed=file.source.feed if file.source else None,
        licence=file.source.licence if file.source else None,
        pcn=site.short_name,
    )


def _joining(file: Service, words: ServiceWords) -> Joining:
    join, contact = file.how_to_join, file.contact
    routes = tuple(words.routes[id] for id in join.routes)
    return Joining(join.text, routes, join.wait, contact.phones, contact.email, contact.website)


def getting_in(file: Service, words: ServiceWords) -> Iterator[GettingIn]:
    """How people get to each place of a service of which something is known, and what it has for them."""
    for where in file.where:
        access = tuple(words.access[id] for id in where.access)
        if where.transport or access or where.access_notes:
            yield GettingIn(where.name, where.transport, access, where.access_notes)


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
