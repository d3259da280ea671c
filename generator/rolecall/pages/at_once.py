"""Whom staff turn to at once. The template is in components/staff-card.html.jinja."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rolecall.model import Danger, DangerContact, Helpline
from rolecall.pages.parts import helplines
from rolecall.site import Where, Workplace, once


class DangerRow(NamedTuple):
    """Whom to turn to at once."""

    kind: Danger
    title: str
    contact: DangerContact | None
    """Whom the surgery or the PCN names."""
    where: Where | None
    checked: date | None
    """The day on which somebody checked that."""
    text: str | None
    """What to do wherever staff work."""
    phone: str | None
    helplines: tuple[Helpline, ...]
    warning: str | None


@once
def danger_rows(workplace: Workplace) -> tuple[DangerRow, ...]:
    """Whom to turn to where staff work, in the order of staff.yml."""
    return tuple(
        DangerRow(
            kind=found.kind,
            title=found.national.title,
            contact=found.contact,
            where=found.where,
            checked=found.checked.date if found.checked else None,
            text=found.national.text,
            phone=found.national.phone,
            helplines=helplines(workplace.site, found.national.helplines),
            warning=found.national.warning,
        )
        for found in workplace.in_danger
    )
