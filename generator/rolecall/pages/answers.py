"""Answers, and ways to reach somebody, as pages show them. The templates are in components/answer.html.jinja."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rolecall import addresses as at
from rolecall.model import Choice
from rolecall.pages.page import Link
from rolecall.site import Site, SiteAnswer, SitePractice, SiteReach, SiteRole, Where, once


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
    for_questions: bool = False
    """Whether they are not the way in, as somebody else has to refer people."""

    def __bool__(self) -> bool:
        return bool(self.phone or self.email or self.url)


class SurgeryPhone(NamedTuple):
    """A surgery to call."""

    name: str
    phone: str


class Surgeries(NamedTuple):
    """The surgeries, where they are the way in: few with their numbers, else where to find one's own."""

    to_call: tuple[SurgeryPhone, ...] = ()
    in_list: bool = False


class Reach(NamedTuple):
    """How to get to see somebody, in short."""

    text: str | None
    contacts: Contacts
    self_refer: Choice | None
    """Whether people can refer themselves."""
    surgeries: Surgeries


class ReachPart(NamedTuple):
    """What a place says of how to reach somebody."""

    text: str | None
    contacts: Contacts
    self_refer: Choice | None
    """Whether people can refer themselves."""
    holds: Holds | None


class ReachInFull(NamedTuple):
    """How to get to see somebody, each part followed by where it holds."""

    parts: tuple[ReachPart, ...]
    is_known: bool
    """Whether there are words, a number, an address or a page."""
    surgeries: Surgeries
    expired: Holds | None


MOST_SURGERIES = 4
"""Surgeries whose numbers are listed. Where there are more, people find theirs in the list of surgeries."""


@once
def reach(site: Site, role: SiteRole, surgery: SitePractice | None = None) -> Reach:
    """How to reach a role, of a surgery if that is given. Where another person does this job, how to reach that."""
    doer = role.stand_in(surgery.all_roles if surgery else site.all_roles) or role
    found = doer.reach.reach
    contacts = Contacts(found.phone, found.email, found.url, found.self_refer == "no")
    return Reach(found.text, contacts, found.self_refer, _surgeries(site, doer, surgery))


@once
def reach_in_full(site: Site, role: SiteRole, surgery: SitePractice | None = None) -> ReachInFull:
    """The same with where each part holds: in the PCN, or at a surgery."""
    doer = role.stand_in(surgery.all_roles if surgery else site.all_roles) or role
    found: SiteReach = doer.reach
    parts = []
    for part in found.parts:
        to_ask = found.reach.self_refer == "no"
        contacts = Contacts(part.reach.phone, part.reach.email, part.reach.url, to_ask)
        where = Holds(part.where) if part.where else None
        parts.append(ReachPart(part.reach.text, contacts, part.reach.self_refer, where))
    expired = Holds(found.expired, expired=True) if found.expired else None
    # Where some place says something, the whole is as the nearest one has it.
    to_call = _surgeries(site, doer, surgery)
    return ReachInFull(tuple(parts), bool(found.reach.text or found.is_direct), to_call, expired)


@once
def _surgeries(site: Site, role: SiteRole, only: SitePractice | None = None) -> Surgeries:
    """The surgeries at which people reach a role that has no way of its own."""
    if role.reach.is_direct:
        return Surgeries()
    there = [
        surgery.practice
        for surgery in ((only,) if only else site.practices)
        if all(other.available for other in surgery.roles if other.id == role.id)
    ]
    found = tuple(SurgeryPhone(practice.name, practice.phone) for practice in there if practice.phone)
    in_list = not only and bool(there) and not 0 < len(found) <= MOST_SURGERIES
    return Surgeries((), True) if in_list else Surgeries(found)


class ToAsk(NamedTuple):
    """Whom to ask about an answer that is not sure: the number, else the email address, else a page that says how."""

    phone: str | None
    email: str | None
    how: Link


class Answer(NamedTuple):
    """The words of an answer."""

    ask: str
    choice: str
    self_refer: Choice | None
    """Where it is about people who refer themselves, which has words of its own."""
    text: str | None
    items: tuple[str, ...]
    is_steps: bool
    lead_in: str | None
    marks: str = ""
    """`do` or `dont` where the list is of what somebody does, or does not."""


@once
def answer(site: Site, found: SiteAnswer) -> Answer:
    """An answer as pages show it."""
    question, given = found.question, found.answer
    choice = site.content.questions.choices[given.answer] if given.answer else ""
    return Answer(
        question.ask,
        choice,
        given.answer if question.from_ == "self_refer" else None,
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


@once
def answer_in_full(site: Site, role: SiteRole, found: SiteAnswer) -> AnswerInFull:
    """A role's answer. Whether people can refer themselves is asked of who does the job."""
    found = _of_who_does_it(role, found, site.all_roles)
    to_ask = None
    if found.answer.is_unsure and role.available:  # of who is not here, nobody here can say
        how = reach(site, role).contacts
        to_ask = ToAsk(how.phone, how.email, Link(at.how_to_reach(role.id), role.short_title))
    if found.question.from_ == "reach":
        return AnswerInFull(found.question.ask, None, reach_in_full(site, role), None, to_ask)
    notice = (site.pcn.privacy_url or "") if found.question.use == "private" else ""
    return AnswerInFull(found.question.ask, answer(site, found), None, holds(found), to_ask, notice)


def answer_there(site: Site, role: SiteRole, found: SiteAnswer, surgery: SitePractice | None) -> Answer:
    """A role's answer as it is at a surgery, or without one in the PCN."""
    return answer(site, _of_who_does_it(role, found, surgery.all_roles if surgery else site.all_roles))


def _of_who_does_it(role: SiteRole, found: SiteAnswer, roles: Sequence[SiteRole]) -> SiteAnswer:
    """An answer, or that of who stands in where it is about how people get to see somebody."""
    other = role.stand_in(roles) if found.question.from_ in ("reach", "self_refer") else None
    theirs = other.reach.answer(found.question) if other else found
    return theirs if theirs.answer.answer or theirs.answer.text else found


class InShort(NamedTuple):
    """An answer in a few words, for where there is no room for more."""

    words: str
    """Empty where the answer is only known at length."""
    shape: Literal["yes", "some", "no", ""]
    """A yes-or-no answer as a picture. Empty for the others."""
    may_differ: bool
    """Whether a local answer has run out, so that this is the national one."""


@once
def in_short(site: Site, role: SiteRole, question: str, surgery: SitePractice | None = None) -> InShort | None:
    """A role's answer to the question with this id, in a few words. None where nothing is known."""
    if question not in role.answers:
        return None
    found = _of_who_does_it(role, role.answers[question], surgery.all_roles if surgery else site.all_roles)
    given = found.answer
    if not (given.answer or given.short or given.text or given.list):
        return None
    choice = site.content.questions.choices[given.answer] if given.answer else ""
    return InShort(given.few_words or choice, _shape(given.answer), found.expired is not None)


def _shape(choice: Choice | None) -> Literal["yes", "some", "no", ""]:
    match choice:
        case None:
            return ""
        case "yes" | "no":
            return choice
        case _:
            return "some"


def common(site: Site, roles: Sequence[SiteRole], question: str) -> str:
    """What all of these roles answer: a choice, else their few words, else all they say. Empty where they differ.

    An answer in whose place a local one has run out is like no other, as nobody knows what is so now.
    """
    found = [
        _of_who_does_it(role, role.answers[question], site.all_roles) for role in roles if question in role.answers
    ]
    answers = [each.answer for each in found]
    texts = {given.answer or given.few_words or given.text or "\n".join(given.list) for given in answers}
    is_certain = len(found) == len(roles) and not any(each.expired for each in found)
    return texts.pop() if is_certain and len(texts) == 1 else ""
