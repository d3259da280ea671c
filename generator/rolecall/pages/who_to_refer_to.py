"""Whom staff refer to where they work, on 1 side of paper: roles, needs, and whom to turn to at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rolecall.pages.answers import Answer, InShort, in_short
from rolecall.pages.at_once import DangerRow, danger_rows
from rolecall.pages.parts import Desk, desk, helplines
from rolecall.pages.referrals import Card, card, given
from rolecall.site import SiteNeed, StaffCard, Workplace

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


class StaffTable(NamedTuple):
    """What the table of whom to refer to shows."""

    desk: Desk
    facts: tuple[str, ...]
    """The headings of the facts."""
    beside: int
    """How many columns there are beside the one of titles."""
    rows: tuple[Row, ...]
    needs: tuple[ForNeed, ...]
    danger: tuple[DangerRow, ...]


def staff_table(workplace: Workplace, cards: Sequence[StaffCard]) -> StaffTable:
    """The table of a place."""
    site = workplace.site
    facts = tuple(fact.title for fact in site.content.questions.staff_table)
    return StaffTable(
        desk=desk(workplace),
        facts=facts,
        beside=len(facts) + 3,
        rows=tuple(_row(workplace, found) for found in cards),
        needs=tuple(_for_need(workplace, need) for need in site.needs),
        danger=danger_rows(workplace),
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
