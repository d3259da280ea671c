"""Answers, and ways to reach somebody, as pages show them. The templates are in components/answer.html.jinja."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Choice
from rolecall.pages.page import Link
from rolecall.site import Site, SiteAnswer, SiteReach, SiteRole, Where


class Holds(NamedTuple):
    """Where a fact holds, or that a local one has run out. When it was checked, the end of the page says."""

    where: Where
    expired: bool = False


def holds(fact: SiteAnswer) -> Holds | None:
    """Where an answer holds. None for one that holds in England."""
    return _holds(fact.where, fact.expired)


def _holds(where: Where | None, expired: Where | None) -> Holds | None:
    if where:
        return Holds(where)
    return Holds(expired, expired=True) if expired else None


class Contacts(NamedTuple):
    """A number, an address and a page to turn to."""

    phone: str | None = None
    email: str | None = None
    url: str | None = None

    def __bool__(self) -> bool:
        return bool(self.phone or self.email or self.url)


class Reach(NamedTuple):
    """How to get to see somebody, in short."""

    text: str | None
    contacts: Contacts


class ReachPart(NamedTuple):
    """What a place says of how to reach somebody."""

    text: str | None
    contacts: Contacts
    self_refer: Choice | None
    """Whether people can refer themselves, where the page says so."""
    holds: Holds | None


class ReachInFull(NamedTuple):
    """How to get to see somebody, each part followed by where it holds."""

    parts: tuple[ReachPart, ...]
    is_known: bool
    """Whether there are words, a number, an address or a page."""
    expired: Holds | None


def reach(role: SiteRole, roles: Sequence[SiteRole]) -> Reach:
    """How to reach a role. Where another person does this job, how to reach that person."""
    found = (role.stand_in(roles) or role).reach.reach
    return Reach(found.text, Contacts(found.phone, found.email, found.url))


def reach_in_full(role: SiteRole, roles: Sequence[SiteRole], *, self_refer: bool = False) -> ReachInFull:
    """The same with where each part holds. With `self_refer`, also whether people can refer themselves."""
    found: SiteReach = (role.stand_in(roles) or role).reach
    parts = []
    for part in found.parts:
        contacts = Contacts(part.reach.phone, part.reach.email, part.reach.url)
        says_more = bool(self_refer or part.reach.text or contacts)
        where = Holds(part.where) if part.where and says_more else None
        parts.append(ReachPart(part.reach.text, contacts, part.reach.self_refer if self_refer else None, where))
    expired = Holds(found.expired, expired=True) if found.expired else None
    # Where some place says something, the whole is as the nearest one has it.
    return ReachInFull(tuple(parts), bool(found.reach.text or found.is_direct), expired)


class ToAsk(NamedTuple):
    """Whom to ask about an answer that is not sure: the number, else the email address, else a page that says how."""

    phone: str | None
    email: str | None
    how: Link


class Answer(NamedTuple):
    """The words of an answer."""

    ask: str
    choice: str
    text: str | None
    items: tuple[str, ...]
    is_steps: bool
    lead_in: str | None
    marks: str = ""
    """`do` or `dont` where the list is of what somebody does, or does not."""


def answer(site: Site, found: SiteAnswer) -> Answer:
    """An answer as pages show it."""
    question, given = found.question, found.answer
    choice = site.content.questions.choices[given.answer] if given.answer else ""
    return Answer(
        question.ask,
        choice,
        given.text,
        given.list,
        question.kind == "steps",
        question.lead_in,
        {"does": "do", "does_not": "dont"}.get(question.use or "", ""),
    )


class AnswerInFull(NamedTuple):
    """An answer, where it holds, and whom to ask where it is not sure. How to reach somebody is one too."""

    ask: str
    answer: Answer | None
    reach: ReachInFull | None
    holds: Holds | None
    to_ask: ToAsk | None
    privacy_notice: str = ""
    """The PCN's own privacy notice, where the answer is about privacy."""


def answer_in_full(site: Site, role: SiteRole, found: SiteAnswer) -> AnswerInFull:
    """A role's answer. Whether people can refer themselves is asked of who does the job."""
    other = role.stand_in(site.all_roles)
    if other and found.question.from_ == "self_refer" and found.question.id in other.answers:
        found = other.answers[found.question.id]
    to_ask = None
    if found.answer.is_unsure:
        how = reach(role, site.all_roles).contacts
        to_ask = ToAsk(how.phone, how.email, Link(at.how_to_reach(role.id), role.short_title))
    if found.question.from_ == "reach":
        return AnswerInFull(found.question.ask, None, reach_in_full(role, site.all_roles), None, to_ask)
    notice = (site.pcn.privacy_url or "") if found.question.use == "private" else ""
    return AnswerInFull(found.question.ask, answer(site, found), None, holds(found), to_ask, notice)
