"""What several kinds of page show beside answers, each with a template in components/: cards, urgent help, codes.

`pcn` is what people call the PCN, `within` a name as it stands within a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from rolecall import addresses as at
from rolecall.model import Contact, Helpline, Term
from rolecall.pages.answers import Contacts, Reach, ReachInFull, reach, reach_in_full
from rolecall.pages.local import Local, local, short_link
from rolecall.pages.page import Link
from rolecall.site import Site, SiteRole, Workplace, once
from rolecall.slugs import initial, slug_of_any


class UrgentLine(NamedTuple):
    """A line of urgent help, its number between the words before and after it."""

    before: str
    phone: str
    after: str


@once
def urgent_lines(site: Site) -> tuple[UrgentLine, ...]:
    """The urgent help that every page carries."""
    return tuple(UrgentLine(*line.text.partition(line.phone)) for line in site.content.urgent_help.in_brief)


@once
def short_urgent_lines(site: Site) -> tuple[UrgentLine, ...]:
    """The same in a few words."""
    lines = site.content.urgent_help.in_brief
    return tuple(UrgentLine(*(line.short or line.text).partition(line.phone)) for line in lines)


@once
def urgent_in_a_line(site: Site) -> tuple[str, ...]:
    """The same in few words, for where there is room for a line."""
    return tuple("".join(line) for line in short_urgent_lines(site))


def cannot_speak(site: Site) -> tuple[Helpline, ...]:
    """How to call for urgent help where somebody cannot speak, or not safely."""
    return helplines(site, [line.cannot_speak for line in site.content.urgent_help.in_brief if line.cannot_speak])


def helplines(site: Site, ids: Sequence[str]) -> tuple[Helpline, ...]:
    """Of these helplines, those that the PCN prints, as it prints them."""
    return tuple(site.helplines[id] for id in ids if id in site.helplines)


class Tile(NamedTuple):
    """A core role, small: what it is called here, its picture, and what it does in a few words."""

    id: str
    role: Link
    """By its short title."""
    picture: str | None
    in_few_words: str


def tile(role: SiteRole) -> Tile:
    """A core role's tile."""
    words = role.role.in_few_words or role.role.in_short
    return Tile(role.id, Link(role.address, role.short_title), role.role.picture, words)


def differing(site: Site, roles: Iterable[SiteRole]) -> tuple[Local, ...]:
    """Of these roles, those of which something is so here that is not so everywhere."""
    return tuple(found for role in roles if (found := local(site, role)).notes)


class RoleCard(NamedTuple):
    """A core role in a list: what it is called here, what sets it apart, how to reach it."""

    role: Link
    in_short: str
    local: Local
    reach: Reach


def role_card(site: Site, role: SiteRole) -> RoleCard:
    """A core role's card."""
    return RoleCard(Link(role.address, role.title), role.role.in_short, local(site, role), reach(site, role))


class FirstRole(NamedTuple):
    """Whom to see first about something, and how to reach that person here."""

    see: Link | None
    """By the short title: who has the role, or who stands in. None where nobody does."""
    local: Local
    """The role that usually helps with this."""
    why: str | None
    """Why to see that role, where it is the one to see."""
    reach: ReachInFull


def first_role(site: Site, role: SiteRole, why: str | None) -> FirstRole:
    """A role as the first to see."""
    other = role.stand_in(site.all_roles)
    see = other or (role if role.available else None)
    return FirstRole(
        short_link(site, see) if see else None,
        local(site, role),
        why if role.available else None,
        reach_in_full(site, role),
    )


class Words(NamedTuple):
    """Words that people mix up, and whom to see where one of the roles is not here."""

    id: str
    term: str
    means: tuple[str, ...]
    absent: tuple[Local, ...]
    """Those of its roles that nobody has here."""


def words_of_term(site: Site, id: str, term: Term) -> Words:
    """A term as pages explain it."""
    roles = [site.role(role) for role in term.roles]
    return Words(id, term.term, term.means, tuple(local(site, role) for role in roles if not role.available))


@once
def feedback(site: Site) -> Contact | None:
    """Whom to tell what is wrong with the site. None where the PCN gives nobody."""
    pcn = site.pcn
    ways = (pcn.feedback, Contact.model_construct(phone=pcn.phone, email=pcn.email))  # both were checked as it was read
    return next((way for way in ways if way and any(value for _, value in way)), None)


class AnotherWay(NamedTuple):
    """How to ask for all this in a form that suits."""

    text: str | None
    """The PCN's own words."""
    contacts: Contacts
    can_write: bool
    """Whether there is a way that is not a phone."""


@once
def another_way(site: Site) -> AnotherWay:
    """How to ask for another way: as the PCN says. Its own email goes with a number, for who cannot call."""
    pcn, given = site.pcn, site.pcn.another_way or Contact()
    phone, email, url = given.phone, given.email, given.url
    if not (phone or email or url):
        phone, email = pcn.phone, pcn.email
    elif not (email or url):
        email = pcn.email
    return AnotherWay(given.text, Contacts(phone, email, url), bool(email or url))


class Desk(NamedTuple):
    """Who hands out what is printed: a surgery, or the PCN."""

    name: str
    phone: str | None
    is_surgery: bool
    staff: str
    """The address of its page for staff."""


@once
def desk(workplace: Workplace) -> Desk:
    """Who hands out what is printed there."""
    surgery, pcn = workplace.surgery, workplace.site.pcn
    phone = surgery.practice.phone if surgery else pcn.phone
    return Desk(workplace.place.name, phone, surgery is not None, at.staff(workplace.slug))


class QrCode(NamedTuple):
    """A code to read with a phone, and its address as people type it."""

    picture: str
    typed: str


def qr_code(site: Site, kind: str, id: str, address: str) -> QrCode | None:
    """The code of a page. None where the site has no address of its own."""
    if not site.pcn.site_url:
        return None
    return QrCode(at.code(kind, id, "svg"), at.typed(site.pcn.site_url, address))


T = TypeVar("T")


def by_letter(things: Iterable[T], name: Callable[[T], str]) -> Iterator[tuple[str, str, tuple[T, ...]]]:
    """Things by the letter under which each stands: the letter, its part of the page, and those under it in order."""
    in_order = sorted(things, key=lambda thing: initial(name(thing)))
    for letter, some in groupby(in_order, lambda thing: initial(name(thing))):
        yield letter, f"letter-{letter.lower() if letter.isalnum() else slug_of_any(letter)}", tuple(some)
