"""The times of services, for the calendar of a phone or computer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from rolecall import addresses as at
from rolecall.ics import Entry, Rule
from rolecall.model import When
from rolecall.model.schedule import first_on, happens_on
from rolecall.pages.page import File
from rolecall.pages.sessions import place_of
from rolecall.site import Site, SiteService, day_of, once
from rolecall.templates import Words


def files(site: Site, words: Words) -> Iterator[File]:
    """A file for each service that runs at times of which a day and an hour are known."""
    for service in site.services:
        if entries := tuple(_entries(site, service, words)):
            file = f"content/pcns/{site.id}/services/{service.id}.yml"
            yield File(at.calendar(service.id), "ics", entries, file)


def calendar_of(site: Site, service: SiteService) -> str:
    """The address of a service's file. Empty where there is none."""
    return at.calendar(service.id) if _times(site, service) else ""


@once
def _times(site: Site, service: SiteService) -> Sequence[tuple[str, When, date, Rule | None]]:
    """Each time that goes into a calendar: what is its own in the id, its first day from today, how it repeats."""
    found: list[tuple[str, When, date, Rule | None]] = []
    for number, when in enumerate(service.service.when, 1) if service.state == "open" else ():
        repeated = when.model_copy(update={"dates": ()})
        if not when.from_:
            continue
        if when.every and (first := first_on(repeated, site.today)):
            found.append((f"{number}", when, first, Rule(when.every, when.interval, when.days, when.until)))
        for day in when.dates:
            if day >= site.today and not happens_on(repeated, day):
                found.append((f"{number}-{day}", when, day, None))
    return found


def _entries(site: Site, service: SiteService, words: Words) -> Iterator[Entry]:
    url, file = site.pcn.site_url, service.service
    address = at.whole(url, service.address) if url else ""
    host = urlsplit(url).hostname if url else site.id
    phone = file.contact.phones[0].number if file.contact.phones else ""
    for own_id, when, first, rule in _times(site, service):
        place = place_of(file, when)
        yield Entry(
            uid=f"{service.id}-{own_id}@{host}",
            stamp=day_of(service.checked) or site.today,
            name=file.name,
            day=first,
            start=when.from_ or "",
            end=when.to,
            rule=rule,
            place=words.of("components/session", "place_alone", place),
            about=words.of("components/session", "about", when, service.alert, phone, address),
            url=address,
        )
