"""Which letter an answer belongs to, and whether it can be taken as Right. All else is for a person, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from rolecall.exchange.checks.answer import between, parted, words_of
from rolecall.exchange.checks.asked import address_of
from rolecall.exchange.checks.draft import on_one_line
from rolecall.exchange.checks.letter import Letter, letter_of
from rolecall.exchange.checks.mail import sent_on
from rolecall.exchange.checks.reference import Reference, reference_of
from rolecall.exchange.checks.saved import Saved
from rolecall.exchange.checks.senders import is_from
from rolecall.exchange.checks.verdict import says_right
from rolecall.places import Place
from rolecall.site import Site, SiteService
from rolecall.templates import Words
from rolecall.values import months_after

Outcome = Literal["right", "read", "returned", "automatic", "ours", "blank"]
"""Right; for a person to read; a letter that did not arrive; written by a program; a letter of ours; no answer yet."""

TOO_OLD = 12
"""Months after which an answer says nothing of an entry."""

_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of an answer."""

    place: Place
    outcome: Outcome
    id: str = ""
    """The service that it is about. Empty where that is not known."""
    day: date | None = None
    why: str = ""
    """Why a person has to read it. Empty where it just says something else than Right."""
    words: str = ""
    """What it says, cut to what a person needs to know whether to open it."""


@dataclass(frozen=True)
class Known:
    """The services that answers may be about, by the first part of their codes."""

    site: Site
    words: Words
    today: date
    by_code: Mapping[str, list[SiteService]] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, words: Words, *, today: date) -> Known:
        """All services of a PCN."""
        found: dict[str, list[SiteService]] = defaultdict(list)
        for service in site.services:
            found[reference_of(site.pcn.ods_code, service.id, service.service).service].append(service)
        return cls(site, words, today, found)

    def about(self, references: Iterable[Reference]) -> tuple[SiteService | None, str]:
        """The service that these codes are of, and why its entry is not what was asked about, if so."""
        codes = [*references]
        if len(codes) != 1:
            many = (
                "it has codes of several letters"
                if codes
                else "there is no code in it, so nobody knows which service it is"
            )
            return None, many
        found = self.by_code.get(codes[0].service, [])
        same = [service for service in found if self._code(service) == codes[0]]
        if not found:
            return None, "its code is of no service here"
        if not same:
            only = found[0] if len(found) == 1 else None
            return only, "the entry has changed since the letter was written, so it answers old words"
        if same[0].state == "closed":
            return same[0], "the service has closed since"
        return same[0], ""

    def _code(self, service: SiteService) -> Reference:
        return reference_of(self.site.pcn.ods_code, service.id, service.service)

    def letter(self, service: SiteService) -> Letter:
        """The letter about a service as it would be written now."""
        return letter_of(self.site, service, self.words)


def judged_mail(saved: Saved, known: Known) -> Judged:
    """What becomes of an email."""
    mail = saved.mail
    service, old = known.about(mail.references)
    id, day = service.id if service else "", sent_on(mail, saved=saved.day, today=known.today)
    if mail.is_ours:
        return Judged(saved.place, "ours", id)
    if mail.is_returned:
        return Judged(saved.place, "returned", id, day)
    if mail.is_automatic:
        return Judged(saved.place, "automatic", id, day)
    answer = parted(mail.text)
    why = old or (_odd(saved, service, known, answer.quoted, day) if service else "")
    if not why and not answer.written.strip():
        why = "there are no words beside our letter"
    names = (service.service.name, service.service.organisation.name) if service else ()
    is_right = not why and says_right(answer.written, names)
    return Judged(saved.place, "right" if is_right else "read", id, day, why, in_short(answer.written))


def _odd(saved: Saved, service: SiteService, known: Known, quoted: str, day: date) -> str:
    """Why an answer that says Right would not be enough. Empty where it is."""
    mail = saved.mail
    if not is_from(mail.sender, address_of(service.service) or ""):
        return "it is not from the address that was asked"
    if mail.doubt:
        return mail.doubt
    if months_after(day, TOO_OLD) < known.today:
        return "it is more than a year old"
    letter = known.letter(service)
    facts = between(words_of(quoted), words_of(letter.begin), words_of(letter.end))
    if facts is not None and facts != words_of(letter.facts_as_text):
        return "something in the words of our letter was changed"
    return ""


def in_short(text: str) -> str:
    """The first words of a text, on one line, with nothing that a terminal would obey."""
    line = on_one_line(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " ..."


def together(found: Iterable[Judged]) -> list[Judged]:
    """All answers, none taken as Right where another about the same service, as late or later, says something else."""
    all_of = [*found]
    latest: dict[str, date] = {}
    for each in all_of:
        if each.outcome == "read" and each.id and each.day:
            latest[each.id] = max(each.day, latest.get(each.id, each.day))
    why = "another answer about this service says something else"
    return [
        replace(each, outcome="read", why=why)
        if each.outcome == "right" and each.day and each.day <= latest.get(each.id, date.min)
        else each
        for each in all_of
    ]
