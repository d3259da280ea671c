"""What is on: the services of 7 days from the day that the site is built for, or of fewer where very many are on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.days import DAYS
from rolecall.language import weekday
from rolecall.model import When
from rolecall.model.schedule import happens_on
from rolecall.pages.checked import checked
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import QrCode, qr_code
from rolecall.pages.service_cards import MANY, service_link
from rolecall.pages.sessions import Session, session
from rolecall.site import Site, SiteService
from rolecall.site.filters import id_of
from rolecall.standing import has_days

_SHORT = 10
"""As many times fit on a sheet in large print."""

_MOST = 400
"""Where there are many services, as many times as the page may have lines for: then it stays light."""

_FEWEST = 2
"""Today and tomorrow are shown, however many times they have."""


class DayOf(NamedTuple):
    """A day and what is on."""

    id: str
    """The part of the page: `today` for the first, else the day of the week."""
    day: date
    weekday: str
    sessions: tuple[Session, ...]


class Others(NamedTuple):
    """A service with times that are on no day that anybody can count."""

    service: Link
    when: tuple[When, ...]
    """Its times that are words alone. Empty where people have to ask."""
    phone: str | None


class WhatsOn(NamedTuple):
    """What the page shows. It says which days it is about, since a page stays where it was printed or left open."""

    pcn: str
    is_short: bool
    """Whether it fits on a sheet in large print."""
    days: tuple[DayOf, ...]
    """Empty where no service has days. Then the page is the same on each day."""
    later: tuple[Link, ...]
    """Where very many are on, so that not all 7 days are shown, the services of each other day."""
    others: tuple[Others, ...]
    paused: tuple[Link, ...]
    code: QrCode | None


def pages(site: Site) -> Iterator[Page]:
    """The page of the next days."""
    listed = [service for service in site.services if service.is_listed]
    runs = [service for service in listed if service.state == "open"]
    week = tuple(_days(site.today, runs)) if any(has_days(service.when) for service in runs) else ()
    others = tuple(_others(runs))
    days = _first_of(week, _MOST - len(others)) if len(runs) > MANY else week
    shows = WhatsOn(
        pcn=site.short_name,
        is_short=sum(len(found.sessions) for found in days) + len(others) <= _SHORT,
        days=days,
        later=tuple(_services_of(found) for found in week[len(days) :] if found.sessions),
        others=others,
        paused=tuple(service_link(service) for service in listed if service.state == "paused"),
        code=qr_code(site, "pages", at.CODE_OF_THIS_WEEK, at.THIS_WEEK),
    )
    reviewed = checked(site, services=listed, pcn=not listed)
    yield Page(
        at.THIS_WEEK, "whats-on", shows, within=at.SERVICES, reviewed=reviewed, styles=("lists.css",),
        scripts=("whats-on.js",),
    )  # fmt: skip


def _days(today: date, services: Sequence[SiteService]) -> Iterator[DayOf]:
    for number in range(7):
        day = today + timedelta(days=number)
        found = [
            session(service, when, in_short=len(services) > MANY)
            for service in services
            for when in service.when
            if happens_on(when, day)
        ]
        found.sort(key=lambda session: (session.start or "24", session.end or "24"))
        name = [*DAYS][day.weekday()]
        yield DayOf(name if number else "today", day, name, tuple(found))


def _first_of(week: Sequence[DayOf], most: int) -> tuple[DayOf, ...]:
    """The first of these days, each whole: those that have no more than so many times together."""
    so_far = accumulate(len(found.sessions) for found in week)
    return tuple(
        found
        for number, (found, times) in enumerate(zip(week, so_far, strict=True), 1)
        if number <= _FEWEST or times <= most
    )


def _services_of(found: DayOf) -> Link:
    return Link(at.services_for(id_of("day", found.weekday)), weekday(found.weekday))


def _others(services: Sequence[SiteService]) -> Iterator[Others]:
    for service in services:
        words = tuple(when for when in service.when if not (when.days or when.dates))
        if words or not service.when:
            phones = service.service.contact.phones
            yield Others(service_link(service), words, phones[0].number if phones else None)
