"""Surgeries: all of a PCN, and a page for each with who is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.answers import Answer, ReachInFull, answer, reach_in_full
from rolecall.pages.local import Local, local_at
from rolecall.pages.page import Link, Page
from rolecall.site import Site, SitePractice, SiteRole, earliest


class SurgeryCard(NamedTuple):
    """A surgery in the list."""

    surgery: Link
    phone: str | None


class Surgeries(NamedTuple):
    """What the list of surgeries shows."""

    pcn: str
    surgeries: tuple[SurgeryCard, ...]


class RoleThere(NamedTuple):
    """A role as patients of a surgery meet it."""

    id: str
    role: Link
    """Its address is empty where the site has no page about it, as for every role here."""
    available: bool
    in_short: str
    local: Local
    reach: ReachInFull
    answers: tuple[Answer, ...]
    """What the surgery itself answers."""


class Surgery(NamedTuple):
    """What the page of a surgery shows."""

    name: str
    phone: str | None
    email: str | None
    website: str | None
    address: tuple[str, ...]
    postcode: str | None
    not_checked: str
    """The full name of a PCN that has not checked the page. Empty for others."""
    roles: tuple[RoleThere, ...]
    pcn: str


def pages(site: Site) -> Iterator[Page]:
    """The list of surgeries, then the page of each."""
    due = site.pcn.next_check
    cards = (SurgeryCard(surgery_link(surgery), surgery.practice.phone) for surgery in site.practices)
    reviewed = earliest([site.last_checked, *(surgery.last_checked for surgery in site.practices)])
    shows = Surgeries(site.short_name, tuple(cards))
    yield Page(at.SURGERIES, "surgeries", shows, reviewed=reviewed, next_check=due)
    for surgery in site.practices:
        yield Page(
            surgery.address, "surgery", _surgery(site, surgery), within=at.SURGERIES,
            reviewed=surgery.last_checked, next_check=surgery.next_check,
        )  # fmt: skip


def surgery_link(surgery: SitePractice) -> Link:
    """A link to a surgery by its name."""
    return Link(surgery.address, surgery.practice.name)


def _surgery(site: Site, surgery: SitePractice) -> Surgery:
    practice = surgery.practice
    return Surgery(
        name=practice.name,
        phone=practice.phone,
        email=practice.email,
        website=practice.website,
        address=practice.address,
        postcode=practice.postcode,
        not_checked="" if surgery.checked else site.name,
        roles=tuple(_role(site, surgery, role) for role in surgery.roles),
        pcn=site.short_name,
    )


def _role(site: Site, surgery: SitePractice, role: SiteRole) -> RoleThere:
    answers = (
        answer(site, found)
        for found in role.answers.values()
        if found.where and found.where.is_surgery and found.question.from_ == "answers"
    )
    return RoleThere(
        id=role.id,
        role=Link(role.address if site.role(role.id).is_explained else "", role.title),
        available=role.available,
        in_short=role.role.in_short,
        local=local_at(site, surgery, role),
        reach=reach_in_full(site, role, surgery),
        answers=tuple(answers),
    )
