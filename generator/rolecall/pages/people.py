"""The team: those who agreed to be named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.language import LANGUAGE, name_of
from rolecall.model import Person
from rolecall.pages.local import Local, local
from rolecall.pages.page import Link, Page
from rolecall.pages.surgeries import surgery_link
from rolecall.site import Site, day_of, earliest
from rolecall.standing import facts_of


class PersonCard(NamedTuple):
    """Somebody of the team."""

    name: str
    photo: str
    """The address of a picture. Empty without one."""
    photo_shows: str | None
    roles: tuple[Link, ...]
    """Their addresses are empty where the site says nothing of them."""
    local: tuple[Local, ...]
    """What is so of these roles here."""
    about: str | None
    days: str | None
    surgeries: tuple[Link, ...]
    languages: tuple[str, ...]
    """The language of the site and others. Empty where no other is spoken."""


class People(NamedTuple):
    """What the page of the team shows."""

    people: tuple[PersonCard, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of the team, if somebody is named. Names run out by themselves, and the page with them."""
    if site.people:
        standings = [fact.standing for fact in facts_of(site.pcn) if fact.value in site.people]
        checked = (day_of(standing.checked) for standing in standings)
        until = min((standing.until for standing in standings if standing.until), default=None)
        yield Page(
            at.PEOPLE, "people", People(tuple(_card(site, person) for person in site.people)), within=at.ROLES,
            reviewed=earliest(checked), next_check=until, lasts=False,
        )  # fmt: skip


def _card(site: Site, person: Person) -> PersonCard:
    roles = [site.role(id) for id in person.roles]
    words = site.content.service_words.languages
    return PersonCard(
        name=person.name,
        photo=at.asset(person.photo) if person.photo else "",
        photo_shows=person.photo_shows,
        roles=tuple(Link(role.address if role.is_explained else "", role.title) for role in roles),
        local=tuple(local(site, role) for role in roles),
        about=person.about,
        days=person.days,
        surgeries=tuple(
            surgery_link(surgery) for surgery in site.practices if surgery.practice.ods_code in person.practices
        ),
        languages=(name_of(LANGUAGE), *(words[id] for id in person.languages)) if person.languages else (),
    )
