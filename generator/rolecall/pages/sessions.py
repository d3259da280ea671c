"""A single time of a service, on one day: when it is, and where."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rolecall.model import Service, When
from rolecall.pages.page import Link
from rolecall.pages.service_cards import service_link
from rolecall.pages.service_facts import Charge, charge_of, lines_of
from rolecall.site import SiteService

PlaceKind = Literal["place", "virtual", "phone", "home", "several"]
"""`several` where the page of the service has to say."""

_WAYS: dict[str | None, PlaceKind] = {"in-person": "place", "online": "virtual", "phone": "phone"}


class SessionPlace(NamedTuple):
    """Where somebody goes, or how they take part from home."""

    kind: PlaceKind
    lines: tuple[str, ...]
    """The name and the address, each line once. Of what is from home, its name."""


def place_of(service: Service, when: When) -> SessionPlace:
    """The place of a time: the one that it names, or the only one of its kind."""
    kind = _WAYS.get(when.how)
    found = [where for where in service.where if where.name == when.at] if when.at else []
    found = found or [where for where in service.where if kind in (None, where.kind)]
    if len(found) == 1:
        return SessionPlace(found[0].kind, lines_of(found[0]))
    return SessionPlace(kind if kind in ("virtual", "phone") else "several", ())


class Session(NamedTuple):
    """A service at one time of one day."""

    service: Link
    start: str | None
    end: str | None
    place: SessionPlace
    charge: Charge | None
    """None where nothing is known of it, or there is no room for it."""
    notes: tuple[str, ...]
    """What to know at present, then what to know of this time."""


def session(service: SiteService, when: When, *, in_short: bool) -> Session:
    """A service at one of its times. In short, its name and its hours."""
    place = place_of(service.service, when)
    if in_short:
        return Session(service_link(service), when.from_, when.to, place._replace(lines=()), None, ())
    charge = charge_of(service)
    return Session(
        service=service_link(service),
        start=when.from_,
        end=when.to,
        place=place._replace(lines=place.lines[:2]),
        charge=charge if charge.is_known else None,
        notes=tuple(note for note in (service.alert, when.notes) if note),
    )
