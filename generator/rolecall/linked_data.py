"""A service as search engines and other programs read it in its page: schema.org, as JSON-LD.

It says only what the page says, and only where the page has no warning: of a service that runs, that was checked in
time, and of which there is nothing to know at present. No program reads a warning beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from rolecall import addresses as at
from rolecall.days import DAYS
from rolecall.language import LANGUAGE, name_of
from rolecall.model import Service, When, Where
from rolecall.site import Site, SiteService

_BY_DAY = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_ZONE = "Europe/London"


def linked_data(site: Site, found: SiteService) -> str:
    """A service as JSON-LD. Empty where its page warns people."""
    if found.state != "open" or found.is_due or not found.checked or found.alert:
        return ""
    events = [*_events(found)]
    about = _kept({"@type": "Service", **_service(site, found)})
    top = {"@graph": [about, *events]} if events else about
    return json.dumps({"@context": "https://schema.org", **top}, ensure_ascii=False, separators=(",", ":"))


def _service(site: Site, found: SiteService) -> dict[str, Any]:
    file, url = found.service, site.pcn.site_url
    return {
        "name": file.name,
        "alternateName": [*file.also_known_as],
        "description": found.summary,
        "url": at.whole(url, found.address) if url else None,
        "serviceType": [site.content.needs[id].label for id in file.needs],
        "provider": _kept({"@type": "Organization", "name": file.organisation.name, "url": file.organisation.website}),
        "areaServed": [area.name for area in file.area],
        "audience": _audience(file),
        "offers": [
            {"@type": "Offer", "name": price.label, "price": f"{price.amount:f}", "priceCurrency": "GBP"}
            for price in file.cost.options
        ],
        "hoursAvailable": [*_hours(found.when)],
        "availableChannel": [*_channels(site, file)],
    }


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _audience(file: Service) -> dict[str, Any] | None:
    who = file.who_for
    ages = {"suggestedMinAge": who.min_age, "suggestedMaxAge": who.max_age}
    about = _kept({"audienceType": who.text, **ages})
    return {"@type": "PeopleAudience", **about} if about else None


def _hours(times: tuple[When, ...]) -> Iterator[dict[str, Any]]:
    """The hours of what is on each week."""
    for when in times:
        if _is_weekly(when):
            yield _kept(
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": [DAYS[day] for day in when.days],
                    "opens": when.from_,
                    "closes": when.to,
                    "validFrom": _as_text(when.starts),
                    "validThrough": _as_text(when.until),
                    "description": when.notes,
                }
            )


def _is_weekly(when: When) -> bool:
    return when.every == "week" and when.interval == 1 and bool(when.from_ and when.to)


def _events(found: SiteService) -> Iterator[dict[str, Any]]:
    """What is on at other times: in some weeks, in each month, on single days."""
    for when in found.when:
        place = _location(found.service, when)
        event = {"@type": "Event", "name": found.service.name, "location": place, "description": when.notes}
        if when.every and not _is_weekly(when):
            yield _kept({**event, "eventSchedule": _schedule(when)})
        for day in when.dates:
            start, end = (f"{day}T{hour}" if hour else None for hour in (when.from_, when.to))
            yield _kept({**event, "startDate": start or day.isoformat(), "endDate": end})


def _schedule(when: When) -> dict[str, Any]:
    return _kept(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{when.interval}{'W' if when.every == 'week' else 'M'}",
            "byDay": [f"{'-1' if which == 'last' else which}{_BY_DAY[day]}" for which, day in when.weekdays],
            "startTime": when.from_,
            "endTime": when.to,
            "startDate": _as_text(when.starts),
            "endDate": _as_text(when.until),
            "scheduleTimezone": _ZONE,
        }
    )


def _as_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _location(file: Service, when: When) -> dict[str, Any] | None:
    """The place of a time: the one that it names, or the only one."""
    places = [where for where in file.where if where.kind == "place" and (when.at or where.name) == where.name]
    return _place(places[0]) if places and (when.at or len(places) == 1) else None


def _place(where: Where) -> dict[str, Any]:
    street = ", ".join(line for line in (where.address, where.address_2) if line)
    lines = _kept(
        {
            "streetAddress": street,
            "addressLocality": where.town,
            "addressRegion": where.county,
            "postalCode": where.postcode,
        }
    )
    address = {"@type": "PostalAddress", **lines, "addressCountry": "GB"} if lines else None
    return _kept({"@type": "Place", "name": where.name, "address": address})


def _channels(site: Site, file: Service) -> Iterator[dict[str, Any]]:
    """How people get to it: each place, then phone, email and its website."""
    spoken = [site.content.service_words.languages[id] for id in file.languages]
    languages = [name_of(LANGUAGE), *spoken] if spoken else []
    for where in file.where:
        if where.kind == "place":
            yield {"@type": "ServiceChannel", "serviceLocation": _place(where)}
    phones = [phone.number for phone in file.contact.phones]
    contact = _kept({"telephone": phones, "email": file.contact.email})
    reach = _kept(
        {
            "serviceUrl": file.contact.website,
            "servicePhone": {"@type": "ContactPoint", **contact} if contact else None,
            "availableLanguage": languages,
        }
    )
    if reach:
        yield {"@type": "ServiceChannel", **reach}
