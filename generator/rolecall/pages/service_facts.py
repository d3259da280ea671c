"""What people ask of a service before all else: when, where, what it costs, who it is for, and if it runs at all.

One value for lists, cards, the page of the service, paper and the search. Its template is components/service-facts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Price, ServiceWords, When, Where
from rolecall.site import Site, SiteService, once


class Place(NamedTuple):
    """Where it is, or a way to take part from home."""

    kind: str
    name: str
    lines: tuple[str, ...]
    """The name and the address, each line once, whatever its capitals."""
    town: str | None
    """None where the name says it."""
    directions: str | None
    """A page on which people find the way. None of what is no place to go to, or has no address."""


class Charge(NamedTuple):
    """What it costs."""

    text: str | None
    prices: tuple[Price, ...]
    """Where no words say it."""
    is_free: bool
    least: Decimal | None
    """Of several prices, the lowest. None where there is one price or none."""
    most: Decimal | None

    @property
    def is_known(self) -> bool:
        """Whether anything is said of it."""
        return bool(self.text or self.prices or self.is_free)


class People(NamedTuple):
    """Who it is for. Where nothing is said of that, people have to ask."""

    text: str | None
    min_age: int | None
    max_age: int | None
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    """Where people have to live."""
    not_for: str | None
    says_more: bool
    """Whether something is said beside the groups."""

    @property
    def is_known(self) -> bool:
        """Whether its own words, ages or groups say it."""
        return self.says_more or bool(self.groups)


class ServiceFacts(NamedTuple):
    """The facts of a service that runs, or is paused."""

    is_paused: bool
    alert: str
    """Something to know at present."""
    when: tuple[When, ...]
    """Its times that have not passed. None where people have to ask."""
    places: tuple[Place, ...]
    to_go_to: tuple[Place, ...]
    """Of these, those that people go to."""
    from_home: tuple[str, ...]
    """The other ways to take part, each once: `virtual`, `phone`, `home`."""
    charge: Charge
    people: People


@once
def service_facts(site: Site, service: SiteService) -> ServiceFacts:
    """The facts of a service as they are on the day of the site."""
    file = service.service
    places = tuple(_place(where) for where in file.where)
    return ServiceFacts(
        is_paused=service.state == "paused",
        alert=service.alert,
        when=tuple(_without_only_place(when, file.where) for when in service.when),
        places=places,
        to_go_to=tuple(place for place in places if place.kind == "place"),
        from_home=tuple(way for way in service.ways if way != "place"),
        charge=charge_of(service),
        people=_people(site.content.service_words, service),
    )


def _without_only_place(when: When, places: tuple[Where, ...]) -> When:
    """A time. Where there is one place only, it goes without saying."""
    return when.model_copy(update={"at": None}) if len(places) == 1 else when


def lines_of(where: Where) -> tuple[str, ...]:
    """The name and the address of a place, each line once, whatever its capitals."""
    each: dict[str, str] = {}
    for line in (where.name, where.address, where.address_2, where.town, where.county, where.postcode):
        if line:
            each.setdefault(line.casefold(), line)
    return tuple(each.values())


def _place(where: Where) -> Place:
    town = where.town if where.town and where.town.casefold() not in where.name.casefold() else None
    return Place(where.kind, where.name, lines_of(where), town, _directions(where))


def _directions(where: Where) -> str | None:
    if where.kind != "place":
        return None
    if where.lat is not None and where.lon is not None:
        return at.directions(f"{where.lat},{where.lon}")
    if where.address or where.postcode:
        return at.directions(", ".join(line for line in (where.address, where.town, where.postcode) if line))
    return None


def charge_of(service: SiteService) -> Charge:
    """What a service costs."""
    cost = service.service.cost
    prices = () if cost.text else cost.options
    amounts = [price.amount for price in prices] if len(prices) > 1 else []
    return Charge(cost.text, prices, bool(service.is_free), min(amounts, default=None), max(amounts, default=None))


def _people(words: ServiceWords, service: SiteService) -> People:
    who, areas = service.service.who_for, service.service.area
    groups = tuple(words.groups[id] for id in who.groups)
    says_more = bool(who.text) or who.min_age is not None or who.max_age is not None
    return People(
        who.text, who.min_age, who.max_age, groups, tuple(area.name for area in areas), who.not_for, says_more
    )
