"""Local services as one PCN's site shows them on a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from rolecall import addresses
from rolecall.days import DAYS
from rolecall.model import Checked, Content, Referrals, Service, When, Where
from rolecall.model.schedule import happens_on, last_day
from rolecall.standing import ServiceState, referrals_on, service_standing

_PARTS_OF_DAY = {"morning": ("00:00", "12:00"), "afternoon": ("12:00", "17:00"), "evening": ("17:00", "24:00")}
"""The hours of each part, the last one left out."""

Checker = Literal["provider", "directory", "team"]
"""Who checked an entry: the people who run the service, the directory that it comes from, or a team of the PCN."""


@dataclass(frozen=True)
class SiteService:
    """One service on the day that the site is built for."""

    id: str
    service: Service
    state: ServiceState
    """Open; paused; held back, as nobody has checked it for long; ended, as its last day has passed; or closed."""
    checked: Checked | None
    """Who checked the entry itself. That somebody checked the PCN's facts says nothing of it."""
    due: date | None
    """The day until which the entry counts."""
    is_due: bool
    """Whether that day has passed, so that the page says that the entry may have changed."""
    alert: str
    """Something to know at present."""
    when: tuple[When, ...]
    """Its times that have not passed, without single days that have. Of one that has ended, all that there were."""
    next_on: date | None
    """The day on which it is on next, that of the site included. None where it does not run, or people have to ask."""

    referrals: Referrals | None
    """Whether it takes referrals from staff. None where nobody has said so lately."""
    apart: str = ""
    """What tells it from others of the same name: where it is, or who runs it. Empty where no other has its name."""

    @property
    def checker(self) -> Checker | None:
        """Who checked the entry. None where nobody has."""
        if not self.checked:
            return None
        source, by = self.service.source, _folded(self.checked.by)
        if by == _folded(self.service.organisation.name):
            return "provider"
        return "directory" if source and source.feed and by == _folded(source.feed) else "team"

    @cached_property
    def next_start(self) -> tuple[date, str]:
        """When it is on next, to put services in order: a day and a time of the clock. If never, the last day."""
        if self.next_on is None:
            return date.max, ""
        return self.next_on, min(when.from_ or "" for when in self.when if happens_on(when, self.next_on))

    @cached_property
    def last_day(self) -> date | None:
        """The day on which the last of its times ended, or will end. None where one goes on."""
        days = [last_day(when) for when in self.service.when]
        return max((day for day in days if day), default=None) if None not in days else None

    @property
    def listed_name(self) -> str:
        """Its name in lists, where several may have the same."""
        return f"{self.service.name}, {self.apart}" if self.apart else self.service.name

    @property
    def address(self) -> str:
        return addresses.service(self.id)

    @property
    def is_listed(self) -> bool:
        """Whether lists and filters show it."""
        return self.state in ("open", "paused")

    @cached_property
    def summary(self) -> str:
        """One sentence for lists."""
        paragraphs = self.service.description.strip().split("\n\n")
        first = next((text for text in paragraphs if not text.startswith("#")), paragraphs[0])
        text = re.sub(r"[*_`#>\[]|\]\([^)]*\)", "", first)
        return self.service.summary or re.split(r"(?<=[.!?])\s", " ".join(text.split()))[0]

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days of the week on which it runs, as `mon`. Empty where people have to ask."""
        found = {day[-3:] for when in self.when for day in when.days}
        found |= {list(DAYS)[day.weekday()] for when in self.when for day in when.dates}
        return tuple(day for day in DAYS if day in found)

    @cached_property
    def parts_of_day(self) -> frozenset[str]:
        """The parts of a day in which it runs: `morning`, `afternoon`, `evening`. Empty where no hours are given."""
        return frozenset(
            part for part, hours in _PARTS_OF_DAY.items() for when in self.when if _is_within(when, *hours)
        )

    @property
    def is_free(self) -> bool | None:
        """Whether it costs nothing. None where no price is given."""
        prices = self.service.cost.options
        return all(price.amount == 0 for price in prices) if prices else None

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """How people take part: `place`, `virtual`, `phone`, `home`."""
        given = {where.kind for where in self.service.where}
        return tuple(kind for kind in ("place", "virtual", "phone", "home") if kind in given)

    @property
    def access(self) -> frozenset[str]:
        """What at least one of its places has."""
        return frozenset(word for where in self.service.where for word in where.access)


def site_services(content: Content, pcn: str, *, today: date) -> tuple[SiteService, ...]:
    """Every service of a PCN by name, its state on the day worked out."""
    rules = content.pcns[pcn].services
    found = []
    for id, service in content.services.get(pcn, {}).items():
        standing = service_standing(service, rules)
        now = standing.on(today)
        referrals = referrals_on(service.referrals, today)
        found.append(
            SiteService(
                id, service, now.state, service.checked, standing.until, now.is_due, now.alert, now.when, now.next_on,
                referrals,
            )
        )  # fmt: skip
    apart = _apart(found)
    named = (replace(service, apart=apart.get(service.id, "")) for service in found)
    return tuple(sorted(named, key=lambda found: (found.listed_name.casefold(), found.id)))


def _apart(found: Iterable[SiteService]) -> dict[str, str]:
    """What tells services of the same name apart, by their ids: the first of these that differs, or the first known."""
    same: dict[str, list[SiteService]] = {}
    for service in found:
        same.setdefault(_folded(service.service.name), []).append(service)
    apart: dict[str, str] = {}
    for some in (some for some in same.values() if len(some) > 1):
        ways = [[way(service.service) for service in some] for way in _WAYS_APART]
        best = next((way for way in ways if all(way) and len({*map(_folded, way)}) == len(some)), None)
        each = best or [next(filter(None, known), "") for known in zip(*ways, strict=True)]
        apart |= {service.id: words for service, words in zip(some, each, strict=True)}
    return apart


def _first_place(service: Service) -> Where | None:
    return next((where for where in service.where if where.kind == "place"), None)


_WAYS_APART: tuple[Callable[[Service], str], ...] = (
    lambda service: (place.town or "") if (place := _first_place(service)) else "",
    lambda service: place.name if (place := _first_place(service)) else "",
    lambda service: service.organisation.name,
)


def _is_within(when: When, start: str, end: str) -> bool:
    """Whether some of a time lies between these hours. Of one whose start or end nobody gives, the other counts."""
    if when.from_ is None:
        return when.to is not None and start < when.to <= end
    return when.from_ < end and (when.to > start if when.to else when.from_ >= start)


def _folded(name: str) -> str:
    """A name without its capitals and blanks, by which it is known again."""
    return " ".join(name.split()).casefold()
