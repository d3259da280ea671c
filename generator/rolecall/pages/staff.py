"""What staff say, send, print and give. Search engines and the search of the site leave these out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Choice, Code
from rolecall.pages.answers import Answer, Reach, answer, reach
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import QrCode, qr_code
from rolecall.pages.service_cards import service_link
from rolecall.site import Site, SiteAnswer, SiteNeed, SiteRole, SiteService, StaffCard, staff_cards, text_names


class Referral(NamedTuple):
    """When and how to refer somebody, and what to tell them."""

    when: tuple[Answer, ...]
    """When to refer, and whom not to."""
    local: Local
    how: str | None
    """How staff refer, in the PCN's own words."""
    reach: Reach | None
    """How to reach the role, where the PCN has no words for staff."""
    self_refer: Choice | None
    """Whether people can refer themselves."""
    in_short: str
    first_contact: Answer | None


class Card(NamedTuple):
    """A core role as staff need it in a consultation."""

    id: str
    title: str
    short_title: str
    title_within: str
    """Its short title, within a sentence."""
    words: str
    """The names under which it is found."""
    sheet: str
    """The address of the page about it, which prints as a sheet."""
    refer_page: str
    """The address of the page on how to refer."""
    code: str
    """The address of its QR code. Empty while the site has no address of its own."""
    link: str | None
    text_message: str | None
    referral: Referral
    is_explained: bool
    """Whether there is an answer on when to refer."""


class Surgery(NamedTuple):
    """A surgery to choose: what the address keeps of it, and what texts call it."""

    slug: str
    name: str


class Need(NamedTuple):
    """What people come with, and what to give them."""

    page: Link
    words: str
    """The names under which it is found."""
    see_first: str
    """The role to see first. Empty where nobody has one."""
    warning: str | None
    """What to tell people so that they stay safe, whoever helps."""
    link: str
    """Its whole address. Empty while the site has none of its own."""
    code: str
    """The address of its QR code."""


class Service(NamedTuple):
    """A local service in the list for staff."""

    page: Link
    words: str
    """The names under which it is found."""
    is_paused: bool
    phone: str


class Staff(NamedTuple):
    """What the page for staff shows."""

    surgeries: tuple[Surgery, ...]
    """Those to choose from. Empty where there is no choice."""
    has_one_surgery: bool
    """Whether texts name it already."""
    consent: str
    no_text: str
    cards: tuple[Card, ...]
    needs: tuple[Need, ...]
    services: tuple[Service, ...]


class StaffRole(NamedTuple):
    """What the page on how to refer to a role shows."""

    card: Card
    consent: str
    app_message: tuple[str, ...]
    """The lines of the message for the NHS App."""
    poster: str
    """The address of its poster."""
    code: QrCode | None
    snomed: tuple[Code, ...]


class TableRow(NamedTuple):
    """A role in the table of whom to refer to: as a row, and in full for narrow screens."""

    title: str
    refer_when: Answer | None
    not_for: Answer | None
    how: str | None
    phone: str | None
    referral: Referral


class StaffTable(NamedTuple):
    """What the table of whom to refer to shows."""

    pcn: str
    rows: tuple[TableRow, ...]


class Poster(NamedTuple):
    """What the poster of a role shows, and its part of the poster about everybody."""

    title: str
    picture: str | None
    in_short: str
    helps_with: Answer | None
    code: QrCode | None
    local: Local
    reach: Reach
    refer_page: str
    """The address of the page on how to refer."""


class Posters(NamedTuple):
    """What the poster about everybody shows."""

    roles: tuple[Poster, ...]


PRINTED = ("sheets.css",)


def pages(site: Site) -> Iterator[Page]:
    """The page for staff, the pages of each role, then tables and posters."""
    page = partial(Page, within=at.STAFF, in_sitemap=False, is_found=False)
    cards, listed = staff_cards(site), [service for service in site.services if service.is_listed]
    of_roles = checked(site, roles=[card.role for card in cards])
    everything = checked(site, roles=[card.role for card in cards], services=listed, pcn=True)
    yield page(at.STAFF, "staff", _staff(site, cards), within=at.HOME, scripts=("staff.js",), reviewed=everything)
    for card in cards:
        role, in_short = card.role, card.role.role.in_short
        # There is a page for each role that is here, and those come and go.
        page_of_role = partial(page, lasts=False, reviewed=checked(site, roles=(role,)))
        yield page_of_role(at.staff_role(role.id), "staff-role", _staff_role(site, card), scripts=("staff.js",))
        yield page_of_role(at.poster(role.id), "poster", _poster(site, role), summary=in_short, styles=PRINTED)
    table = StaffTable(site.short_name, tuple(_row(site, card) for card in cards))
    yield page(at.WHO_TO_REFER_TO, "staff-table", table, reviewed=of_roles, styles=PRINTED)
    posters = Posters(tuple(_poster(site, card.role) for card in cards))
    yield page(at.POSTERS, "posters", posters, reviewed=of_roles, styles=PRINTED)


def _staff(site: Site, cards: tuple[StaffCard, ...]) -> Staff:
    surgeries = tuple(Surgery(slug, name) for slug, name in text_names(site))
    return Staff(
        surgeries=surgeries if len(surgeries) > 1 else (),
        has_one_surgery=len(surgeries) == 1,
        consent=site.content.staff.consent,
        no_text=site.content.staff.no_text,
        cards=tuple(_card(site, card) for card in cards),
        needs=tuple(_need(site, need) for need in site.needs),
        services=tuple(_service(found) for found in site.services if found.is_listed),
    )


def _card(site: Site, card: StaffCard) -> Card:
    role = card.role
    return Card(
        id=role.id,
        title=role.title,
        short_title=role.short_title,
        title_within=role.short_title_within,
        words=" ".join((role.title, role.role.name, *role.also_known_as)),
        sheet=role.address,
        refer_page=at.staff_role(role.id),
        code=at.code("roles", role.id, "svg") if card.link else "",
        link=card.link,
        text_message=card.text_message,
        referral=_referral(site, card),
        is_explained=card.refer_when is not None,
    )


def _referral(site: Site, card: StaffCard) -> Referral:
    role = card.role
    how = (role.stand_in(site.all_roles) or role).refer
    found = reach(site, role)
    return Referral(
        when=tuple(answer(site, found) for found in (card.refer_when, card.not_for) if found),
        local=local(site, role),
        how=how,
        reach=None if how else found,
        self_refer=found.self_refer,
        in_short=role.role.in_short,
        first_contact=_given(site, site.answer_for("first_contact", role)),
    )


def _given(site: Site, found: SiteAnswer | None) -> Answer | None:
    return answer(site, found) if found else None


def _need(site: Site, need: SiteNeed) -> Need:
    first = (need.role.stand_in(site.all_roles) or need.role) if need.role else None
    url = site.pcn.site_url
    return Need(
        page=Link(need.address, need.need.label),
        words=" ".join((need.need.label, *need.need.words)),
        see_first=first.short_title if first and first.available else "",
        warning=need.need.warning,
        link=at.whole(url, need.address) if url else "",
        code=at.code("needs", need.id, "svg"),
    )


def _service(found: SiteService) -> Service:
    phones = found.service.contact.phones
    return Service(
        page=service_link(found),
        words=" ".join((found.service.name, *found.service.also_known_as)),
        is_paused=found.state == "paused",
        phone=phones[0].number if phones else "",
    )


def _staff_role(site: Site, card: StaffCard) -> StaffRole:
    role = card.role
    return StaffRole(
        card=_card(site, card),
        consent=site.content.staff.consent,
        app_message=tuple(card.app_message.strip().split("\n")) if card.app_message else (),
        poster=at.poster(role.id),
        code=qr_code(site, "roles", role.id, role.address),
        snomed=role.role.codes,
    )


def _row(site: Site, card: StaffCard) -> TableRow:
    role = card.role
    referral = _referral(site, card)
    found = reach(site, role)
    return TableRow(
        title=role.title,
        refer_when=_given(site, card.refer_when),
        not_for=_given(site, card.not_for),
        how=referral.how or found.text,
        phone=found.contacts.phone,
        referral=referral,
    )


def _poster(site: Site, role: SiteRole) -> Poster:
    return Poster(
        title=role.title,
        picture=role.role.picture,
        in_short=role.role.in_short,
        helps_with=_given(site, site.answer_for("helps_with", role)),
        code=qr_code(site, "roles", role.id, role.address),
        local=local(site, role),
        reach=reach(site, role),
        refer_page=at.staff_role(role.id),
    )
