"""What grows old: checks and reviews that are due, and what has ended or run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rolecall.checks.soon import due_soon
from rolecall.checks.staff import run_out_referrals
from rolecall.checks.subject import Subject
from rolecall.language import in_words
from rolecall.load import Loaded
from rolecall.model import Content, Facts, LocalRole, Person
from rolecall.places import Problem
from rolecall.standing import facts_of
from rolecall.values import months_after

SOURCES_COUNT_FOR = 12
"""Months until somebody has to read a source again."""


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What of a PCN is due, or shows no more."""
    pcn, file, today = subject.pcn, subject.file, subject.today
    if pcn.notice and pcn.notice.until < today:
        sentence = f"this notice ended on {in_words(pcn.notice.until)}, and is not shown any more"
        yield Problem(file.key("notice"), sentence, "Delete it, or write new words and days.", kind="expired")
    yield from due_soon(pcn, file, today)
    yield from _run_out(subject)
    yield from run_out_referrals(subject)
    for shown, of_service in subject.services:
        if shown.is_due and shown.due and shown.is_listed:
            sentence = f"{shown.service.name} was due to be checked by {in_words(shown.due)}, and its page says so"
            yield Problem(of_service.key("name"), sentence, "Check it, and write the day under checked.", kind="due")
        if shown.state == "ended" and shown.last_day:
            sentence = f"{shown.service.name} ended on {in_words(shown.last_day)}, so it is not in the lists any more"
            fix = "Write its new times. If it does not go on: status: closed"
            yield Problem(of_service.key("when"), sentence, fix, kind="expired")
    yield from held_back(subject)


def of_all(content: Content, loaded: Loaded, today: date) -> Iterator[Problem]:
    """Roles whose review is due, and sources that nobody has read for long."""
    for id, source in content.sources.items():
        if months_after(source.read, SOURCES_COUNT_FOR) < today:
            sentence = f"this source was last read on {in_words(source.read)}"
            fix = "Read it again, compare what rests on it, and write the new day under read."
            yield Problem(loaded.shared["sources"].at(id, "read"), sentence, fix, kind="due")
    for id, role in content.roles.items():
        if role.next_review < today:
            sentence = f"the review of this role was due on {in_words(role.next_review)}"
            place = loaded.roles[id].at("next_review")
            yield Problem(place, sentence, "Compare it with its sources.", kind="due")


def held_back(subject: Subject) -> Iterator[Problem]:
    """Each service whose details no longer show, as nobody has checked it for longer than its PCN allows."""
    if subject.pcn.services.hold_back_after is None:
        return
    for shown, file in subject.services:
        if shown.state == "held" and shown.due:
            sentence = (
                f"{shown.service.name} was due to be checked by {in_words(shown.due)}, so its details are not shown"
            )
            fix = "Check it, and write the day under checked. If it has ended, write status: closed"
            yield Problem(file.key("name"), sentence, fix, subject.id, kind="expired")


def _run_out(subject: Subject) -> Iterator[Problem]:
    """Local facts past their day: for answers the national one is shown, and people are left out."""
    file, today = subject.file, subject.today
    for fact in facts_of(subject.pcn):
        until = fact.standing.until
        if until is None or fact.standing.counts_on(today):
            continue
        if isinstance(fact.value, Person):
            sentence = f"{fact.value.name} was due to be checked by {in_words(until)}, and is not shown any more"
            fix = "Ask if this person still agrees, and write the new dates."
            yield Problem(file.key(*fact.path, "name"), sentence, fix, kind="expired")
        elif isinstance(fact.value, LocalRole) and not fact.value.available:
            sentence = f"that nobody has this role was due to be checked by {in_words(until)}, and is still shown"
            fix = "Check it, and write the new dates."
            yield Problem(file.key(*fact.path, "available"), sentence, fix, kind="due")
        elif isinstance(fact.value, Facts):
            yield Problem(
                file.key(*fact.path),
                f'"{fact.path[-1]}" was due to be checked by {in_words(until)}, so the national answer is shown',
                "Check it, and write the new dates.",
                kind="expired",
            )
