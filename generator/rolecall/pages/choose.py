"""Help me choose: a page for each question, and one for each end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Way
from rolecall.pages.checked import checked
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import FirstRole, first_role
from rolecall.site import Site


class Choose(NamedTuple):
    """What a question shows."""

    ask: str
    hint: str | None
    answers: tuple[Link, ...]
    unsure: str
    """Where people go who do not know."""
    is_first: bool


class Outcome(NamedTuple):
    """What an end shows."""

    see: str
    """Whom to start with, within a sentence. Empty where nobody does that job here."""
    first: FirstRole
    explained: str
    """The address at which the site explains what they do. Empty where it does not."""


def pages(site: Site) -> Iterator[Page]:
    """The questions, then the ends."""
    start = site.content.choose.start
    reviewed = checked(site, roles=(site.role(end.role) for end in site.content.choose.outcomes.values()))
    for id, question in site.content.choose.questions.items():
        shows = Choose(
            question.ask,
            question.hint,
            tuple(Link(_address(answer, start), answer.text) for answer in question.answers),
            _address(question.unsure, start),
            id == start,
        )
        yield Page(
            at.question(id, start), "choose", shows, within=at.HOME if id == start else at.CHOOSE, reviewed=reviewed
        )
    for id, outcome in site.content.choose.outcomes.items():
        role = site.role(outcome.role)
        see = role.stand_in(site.all_roles) or role
        ends = Outcome(
            see.short_title_within if see.available else "",
            first_role(site, role, outcome.why),
            see.address if see.is_explained else "",
        )
        yield Page(
            at.outcome(id), "outcome", ends, summary=role.role.in_short, within=at.CHOOSE, in_sitemap=False,
            lasts=False, reviewed=checked(site, roles=(role,)),
        )  # fmt: skip


def _address(way: Way, start: str) -> str:
    """Where an answer leads: to a need, to an end, or to another question."""
    if way.need:
        return at.need(way.need)
    return at.outcome(way.outcome) if way.outcome else at.question(way.to or start, start)
