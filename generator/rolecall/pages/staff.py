"""What staff need in a consultation, at a surgery or in the whole PCN. The search leaves these pages out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Danger
from rolecall.pages import handouts
from rolecall.pages.at_once import DangerRow, danger_rows
from rolecall.pages.checked import checked
from rolecall.pages.my_list import can_be_listed
from rolecall.pages.page import File, Link, Page
from rolecall.pages.parts import UrgentLine, short_urgent_lines
from rolecall.pages.referrals import Card, WiderCard, capacity, card, on_page, wider_card
from rolecall.pages.search import FILES
from rolecall.pages.service_facts import service_facts
from rolecall.site import Site, SiteNeed, SiteService, StaffCard, Workplace, staff_cards, workplaces
from rolecall.templates import Words
from rolecall.texts import costs_one, plain


class Surgery(NamedTuple):
    """A surgery to choose."""

    slug: str
    page: Link
    """The page for its staff."""
    is_chosen: bool
    """Whether this is that page."""


class Need(NamedTuple):
    """What people come with, and what to give them."""

    page: Link
    see_first: Link | None
    """The role to see first. None where nobody has one."""
    warning: str | None
    """What to tell people so that they stay safe, whoever helps."""
    has_link: bool
    """Whether there is a link to copy: not while the site has no address, nor where it may put somebody at risk."""
    may_harm: bool
    """Whether what leads there may put somebody at risk."""


class Staff(NamedTuple):
    """What the page for staff shows."""

    place: str
    """The surgery, or what people call the PCN."""
    is_surgery: bool
    surgeries: tuple[Surgery, ...]
    """Those to choose from."""
    emergency: UrgentLine
    """The number to call before all others."""
    danger: tuple[DangerRow, ...]
    consent: str
    no_text: str
    cards: tuple[Card, ...]
    wider: tuple[WiderCard, ...]
    needs: tuple[Need, ...]
    files: tuple[str, ...]
    """The addresses of what the script loads when somebody starts to type, in this order."""
    table: str
    posters: str


class ToCopy(NamedTuple):
    """What staff send about a service."""

    address: str
    text: str
    fits: bool
    """Whether it costs 1 text."""
    on_sheet: str
    """Its part of the sheet of services. Empty where it may not be on one."""
    capacity: str
    """Whether it takes referrals. Empty where nobody has said so lately."""
    title: str
    needs: tuple[str, ...]
    """The addresses of what it helps with."""


class ToFind(NamedTuple):
    """What leads to a row of danger."""

    kind: Danger
    words: tuple[str, ...]
    """What staff type for it."""
    families: tuple[str, ...]
    """The ids of what sounds like danger and leads there."""
    warns: bool
    """Whether nothing is to be sent or printed before somebody asked."""


class Finder(NamedTuple):
    """What the finder knows beside what the search does."""

    rows: tuple[ToFind, ...]
    services: tuple[ToCopy, ...]


def pages(site: Site) -> Iterator[Page]:
    """The pages for staff: of the whole PCN, then of each surgery, each with what it prints."""
    page = partial(Page, in_sitemap=False, is_found=False)
    for workplace in workplaces(site):
        reviewed = checked(site, roles=(*workplace.core_roles, *workplace.wider_roles), pcn=True)
        within = at.STAFF if workplace.surgery else at.HOME
        cards = staff_cards(workplace)
        yield page(
            at.staff(workplace.slug), "staff", _staff(workplace, cards), within=within, lasts=not workplace.surgery,
            styles=("staff.css",), scripts=("staff.js",), reviewed=reviewed,
        )  # fmt: skip
        yield from handouts.pages(workplace, cards)


def files(site: Site, words: Words) -> Iterator[File]:
    """What the finder loads."""
    listed = [service for service in site.services if service.is_listed]
    yield File(
        at.STAFF_FINDER, "staff-finder.js", Finder(_rows(site), tuple(_to_copy(site, each, words) for each in listed))
    )


def _staff(workplace: Workplace, cards: Sequence[StaffCard]) -> Staff:
    site = workplace.site
    surgeries = tuple(
        Surgery(surgery.slug, Link(at.staff(surgery.slug), surgery.practice.name), surgery.slug == workplace.slug)
        for surgery in site.practices
    )
    return Staff(
        place=workplace.place.name,
        is_surgery=workplace.place.is_surgery,
        surgeries=surgeries,
        emergency=short_urgent_lines(site)[0],
        danger=danger_rows(workplace),
        consent=site.content.staff.consent,
        no_text=site.content.staff.no_text,
        cards=tuple(card(workplace, found) for found in cards),
        wider=tuple(wider_card(workplace, role) for role in workplace.wider_roles),
        needs=tuple(_need(workplace, need) for need in site.needs),
        files=(*FILES, at.STAFF_FINDER),
        table=at.who_to_refer_to(workplace.slug),
        posters=at.posters(workplace.slug),
    )


def _rows(site: Site) -> tuple[ToFind, ...]:
    staff, distress = site.content.staff, site.content.distress
    return tuple(
        ToFind(kind, row.words, tuple(id for id, found in distress.items() if found.staff == kind), bool(row.warning))
        for kind, row in staff.danger.items()
    )


def _need(workplace: Workplace, need: SiteNeed) -> Need:
    first = workplace.who_does(workplace.role(need.role.id)) if need.role else None
    return Need(
        page=Link(need.address, need.need.label),
        see_first=Link(on_page(workplace, first).address, first.short_title) if first else None,
        warning=need.need.warning,
        has_link=bool(workplace.site.pcn.site_url) and not need.need.exit,
        may_harm=need.need.exit,
    )


def _to_copy(site: Site, found: SiteService, words: Words) -> ToCopy:
    facts = service_facts(site, found)
    say, phones = partial(words.of, "components/service-facts"), found.service.contact.phones
    phone = phones[0].number if phones else ""

    def message(much: str) -> str:
        return plain(say("as_message", found.service.name, facts, phone, much))

    # As much as costs no more than 1 text: with what it costs and who it is for, in full, or in brief.
    text = next(filter(costs_one, map(message, ("all", "full", "brief"))), None) or message("full")
    part = at.service_on_list(found.id) if can_be_listed(site, found) else ""
    takes = words.of("components/staff-card", "capacity_in_words", capacity(found.referrals)) if found.referrals else ""
    needs = tuple(at.need(id) for id in found.service.needs)
    return ToCopy(found.address, text, costs_one(text), part, takes, found.service.name, needs)
