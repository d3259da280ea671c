"""What staff print about roles: a handout and a poster of each, a poster of everybody, whom to refer to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.answers import Answer, Reach, reach
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local_for
from rolecall.pages.page import Page
from rolecall.pages.parts import QrCode, qr_code
from rolecall.pages.referrals import Card, card, given
from rolecall.site import SiteRole, Workplace, staff_cards


class Desk(NamedTuple):
    """Who hands a sheet out: a surgery, or the PCN."""

    name: str
    phone: str | None
    is_surgery: bool
    staff: str
    """The address of its page for staff."""


class StaffTable(NamedTuple):
    """What the table of whom to refer to shows."""

    desk: Desk
    rows: tuple[Card, ...]


class Poster(NamedTuple):
    """What the poster of a role shows, and its part of the poster about everybody."""

    desk: Desk
    title: str
    picture: str | None
    in_short: str
    helps_with: Answer | None
    code: QrCode | None
    local: Local
    reach: Reach


class Posters(NamedTuple):
    """What the poster about everybody shows."""

    desk: Desk
    roles: tuple[Poster, ...]


class Handout(NamedTuple):
    """What the sheet about a role shows, which a patient takes home."""

    poster: Poster
    answers: tuple[Answer, ...]


_PRINTED = ("sheets.css",)


def pages(workplace: Workplace) -> Iterator[Page]:
    """The table, the poster of everybody, then of each role that is there its poster and its handout."""
    site, slug = workplace.site, workplace.slug
    page = partial(Page, within=at.staff(slug), in_sitemap=False, is_found=False, styles=_PRINTED, lasts=not slug)
    cards, desk = staff_cards(workplace), _desk(workplace)
    there = [found for found in cards if found.role.available]
    reviewed = checked(site, roles=[found.role for found in cards])
    table = StaffTable(desk, tuple(card(workplace, found) for found in cards))
    yield page(at.who_to_refer_to(slug), "staff-table", table, reviewed=reviewed)
    posters = Posters(desk, tuple(_poster(workplace, desk, found.role) for found in there))
    yield page(at.posters(slug), "posters", posters, reviewed=checked(site, roles=[found.role for found in there]))
    for found in there:
        role, in_short = found.role, found.role.role.in_short
        # There is a page for each role that is here, and those come and go.
        page_of_role = partial(page, summary=in_short, lasts=False, reviewed=checked(site, roles=(role,)))
        poster = _poster(workplace, desk, role)
        yield page_of_role(at.poster(role.id, slug), "poster", poster)
        yield page_of_role(at.handout(role.id, slug), "handout", _handout(workplace, role, poster))


def _desk(workplace: Workplace) -> Desk:
    surgery, pcn = workplace.surgery, workplace.site.pcn
    phone = surgery.practice.phone if surgery else pcn.phone
    return Desk(workplace.place.name, phone, surgery is not None, at.staff(workplace.slug))


def _poster(workplace: Workplace, desk: Desk, role: SiteRole) -> Poster:
    site = workplace.site
    return Poster(
        desk=desk,
        title=role.title,
        picture=role.role.picture,
        in_short=role.role.in_short,
        helps_with=given(workplace, role, site.answer_for("helps_with", role)),
        code=qr_code(site, "roles", role.id, role.address),
        local=local_for(site, role, workplace.surgery),
        reach=reach(site, role, workplace.surgery),
    )


def _handout(workplace: Workplace, role: SiteRole, poster: Poster) -> Handout:
    found = (role.answers.get(question) for question in workplace.site.content.questions.handout)
    answers = (given(workplace, role, each) for each in found)
    return Handout(poster, tuple(each for each in answers if each))
