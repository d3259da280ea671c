"""Whom staff refer to where they work, on 1 side of paper: roles, needs, and whom to turn to at once."""

from __future__ import annotations

from typing import NamedTuple

from rolecall.model import DangerContact
from rolecall.pages.answers import Answer, InShort, in_short
from rolecall.pages.parts import Desk, desk, helplines
from rolecall.pages.referrals import Card, card, given
from rolecall.site import InDanger, SiteNeed, StaffCard, Workplace, staff_cards

MOST_POINTS = 3
"""Points of when to refer and whom not to, the first of each. The card of the role has all of them."""


class Row(NamedTuple):
    """A core role in the table."""

    card: Card
    when: Answer | None
    not_for: Answer | None
    facts: tuple[InShort | None, ...]
    """As many as the table has headings for. None where nothing is known."""


class ForNeed(NamedTuple):
    """What people come with, and whom to send them to."""

    label: str
    see: str
    """A role, else a service, else a help line. Empty where there is none."""
    phone: str | None
    """Its number, but for a role, whose number is above."""


class AtOnce(NamedTuple):
    """Whom to turn to at once."""

    title: str
    contact: DangerContact | None
    """Whom the surgery or the PCN names."""
    phone: str | None
    """The national number."""
    text: str | None
    """What to do wherever staff work."""


class StaffTable(NamedTuple):
    """What the table of whom to refer to shows."""

    desk: Desk
    facts: tuple[str, ...]
    """The headings of the facts."""
    beside: int
    """How many columns there are beside the one of titles."""
    rows: tuple[Row, ...]
    needs: tuple[ForNeed, ...]
    danger: tuple[AtOnce, ...]


def staff_table(workplace: Workplace) -> StaffTable:
    """The table of a place."""
    site = workplace.site
    facts = tuple(fact.title for fact in site.content.questions.staff_table)
    return StaffTable(
        desk=desk(workplace),
        facts=facts,
        beside=len(facts) + 3,
        rows=tuple(_row(workplace, found) for found in staff_cards(workplace)),
        needs=tuple(_for_need(workplace, need) for need in site.needs),
        danger=tuple(row for row in map(_at_once, workplace.in_danger) if any(row[1:])),
    )


def _row(workplace: Workplace, found: StaffCard) -> Row:
    site, role = workplace.site, found.role
    rows = site.content.questions.staff_table if role.available else ()
    return Row(
        card=card(workplace, found),
        when=_few(given(workplace, role, found.refer_when)),
        not_for=_few(given(workplace, role, found.not_for)),
        facts=tuple(in_short(site, role, row.question, workplace.surgery) for row in rows),
    )


def _few(found: Answer | None) -> Answer | None:
    return found._replace(items=found.items[:MOST_POINTS]) if found else None


def _for_need(workplace: Workplace, need: SiteNeed) -> ForNeed:
    label = need.need.label
    if need.role and (does := workplace.who_does(workplace.role(need.role.id))):
        return ForNeed(label, does.short_title, None)
    for service in need.services:
        phones = service.service.contact.phones
        return ForNeed(label, service.service.name, phones[0].number if phones else None)
    for line in helplines(workplace.site, need.need.helplines):
        return ForNeed(label, line.name, line.phone)
    return ForNeed(label, "", None)


def _at_once(found: InDanger) -> AtOnce:
    return AtOnce(found.national.title, found.contact, found.national.phone, found.national.text)
