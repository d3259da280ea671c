"""The filters of the list of services, by kind: what people need help with, the day, the cost and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rolecall.days import DAYS
from rolecall.language import weekday
from rolecall.model import AgeRange, Content
from rolecall.site.services import SiteService
from rolecall.slugs import slug_of_any

FROM_HOME = "from-home"
_FROM_HOME = ("virtual", "phone", "home")
"""The ways to take part that ask nobody to go out."""

Fits = Callable[[SiteService], bool]
"""Whether a filter leaves a service."""


class Filter(NamedTuple):
    """A choice that narrows the list of services, and those that it leaves."""

    kind: str
    choice: str
    label: str
    services: tuple[SiteService, ...]

    @property
    def id(self) -> str:
        """What addresses call it."""
        return id_of(self.kind, self.choice)


class FilterGroup(NamedTuple):
    """Filters of one kind."""

    id: str
    label: str
    filters: tuple[Filter, ...]


def id_of(kind: str, choice: str) -> str:
    """What addresses call a filter: `need-money`. So a need called `free` and the filter Free cannot meet."""
    return f"{kind}-{choice}"


def filters(services: Sequence[SiteService], content: Content) -> tuple[FilterGroup, ...]:
    """The filters that leave at least one of these services."""
    labels: dict[str, str] = dict(content.service_words.filters.items())
    groups = []
    for kind, choices in _choices(services, content, labels):
        left = ((id, label, tuple(service for service in services if fits(service))) for id, label, fits in choices)
        found = tuple(Filter(kind, id, label, some) for id, label, some in left if some)
        if found:
            groups.append(FilterGroup(kind, labels[kind], found))
    return tuple(groups)


def _choices(
    services: Sequence[SiteService], content: Content, labels: dict[str, str]
) -> Iterator[tuple[str, list[tuple[str, str, Fits]]]]:
    """By kind, each choice's id, its label and which services fit it."""
    words = content.service_words
    yield "need", [(id, need.label, _helps_with(id)) for id, need in content.needs.items()]
    yield (
        "day",
        [
            *((day, weekday(day), _runs_on(day)) for day in DAYS),
            ("ask", labels["ask"], lambda service: not service.days),
        ],
    )
    yield "time", [(part, labels[part], _runs_in(part)) for part in ("morning", "afternoon", "evening")]
    yield (
        "cost",
        [
            ("free", labels["free"], lambda service: service.is_free is True),
            ("paid", labels["paid"], lambda service: service.is_free is False),
        ],
    )
    yield (
        "how",
        [
            ("place", labels["place"], _takes_part("place")),
            (FROM_HOME, labels[FROM_HOME], _takes_part(*_FROM_HOME)),
            *((way, labels[way], _takes_part(way)) for way in _FROM_HOME),
        ],
    )
    yield "language", [(id, label, _speaks(id)) for id, label in words.languages.items()]
    yield "access", [(id, label, _has(id)) for id, label in words.access.items()]
    yield "age", [(id, ages.label, _is_for(ages)) for id, ages in words.ages.items()]
    areas = {slug_of_any(area.name): area.name for service in services for area in service.service.area}
    yield "area", [(id, name, _is_near(id)) for id, name in sorted(areas.items())]


def _helps_with(need: str) -> Fits:
    return lambda service: need in service.service.needs


def _runs_on(day: str) -> Fits:
    return lambda service: day in service.days


def _runs_in(part: str) -> Fits:
    return lambda service: part in service.parts_of_day


def _takes_part(*ways: str) -> Fits:
    return lambda service: any(way in service.ways for way in ways)


def _speaks(language: str) -> Fits:
    return lambda service: language in service.service.languages


def _has(access: str) -> Fits:
    return lambda service: access in service.access


def _is_for(ages: AgeRange) -> Fits:
    """Whether nothing is known by which somebody of these ages cannot use it. What names no age has to be asked."""

    def fits(service: SiteService) -> bool:
        who = service.service.who_for
        return (who.min_age or 0) <= ages.to and (120 if who.max_age is None else who.max_age) >= ages.from_

    return fits


def _is_near(area: str) -> Fits:
    """Whether nothing is known by which people who live there cannot use it. What names no area has to be asked."""

    def fits(service: SiteService) -> bool:
        areas = service.service.area
        return not areas or area in {slug_of_any(named.name) for named in areas}

    return fits
