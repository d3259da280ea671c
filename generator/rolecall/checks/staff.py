"""What pages for staff lack: how to refer, whom to turn to in danger, and whether somebody takes referrals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rolecall.checks.subject import Subject
from rolecall.language import in_words, listed
from rolecall.load import YamlFile
from rolecall.model import PCN, Danger, LocalRole, Referrals, availability
from rolecall.places import Path, Problem
from rolecall.standing import referrals_on

_LOCAL: dict[Danger, str] = {"safeguarding": "safeguarding", "crisis": "a mental health crisis"}
"""What each place has somebody of its own for. Out of hours it is 111 in all of England."""
_EXAMPLES: dict[Danger, str] = {"safeguarding": "Safeguarding lead", "crisis": "Crisis team"}


def lacking_for_staff(subject: Subject) -> Iterator[Problem]:
    """What is left out of `pcn.yml` that staff look for."""
    pcn, roles, file = subject.pcn, subject.content.roles, subject.file
    if without := [id for id, role in roles.items() if role.core and not _says_how(id, pcn)]:
        names = listed([roles[id].short_name for id in without])
        fix = f"Add under roles: {without[0]}: {{refer: Send a task to our team}}. Pages for staff say who to ask."
        yield Problem(file.lacking("roles"), f"nobody has written how staff refer to: {names}", fix, kind="missing")
    for kind, what in _LOCAL.items():
        if not getattr(pcn, kind) and not (pcn.practices and all(getattr(each, kind) for each in pcn.practices)):
            sentence = f"nobody has written whom staff turn to for {what}, so they read the national number alone"
            fix = f"Add {kind}: {{lead: {_EXAMPLES[kind]}, phone: 0117 496 0107}}: a job, never a person."
            yield Problem(file.lacking(kind), sentence, fix, kind="missing")


def _says_how(id: str, pcn: PCN) -> bool:
    """Whether staff learn how to refer: at the PCN, at each surgery, from who does the job too, or as nobody has it."""
    whole = pcn.roles.get(id, LocalRole())
    if not availability([whole]).available or whole.refer or whole.combined_with:
        return True
    places = [practice.roles.get(id, LocalRole()) for practice in pcn.practices]
    return bool(places) and all(place.refer or not availability([place, whole]).available for place in places)


def run_out_referrals(subject: Subject) -> Iterator[Problem]:
    """What a PCN, its surgeries and its services say of referrals that has run out."""
    pcn, file, today = subject.pcn, subject.file, subject.today
    yield from _run_out(pcn.roles, ("roles",), file, today)
    for at, practice in enumerate(pcn.practices):
        yield from _run_out(practice.roles, ("practices", at, "roles"), file, today)
    for id, service in subject.content.services.get(subject.id, {}).items():
        if service.referrals and not referrals_on(service.referrals, today):
            yield _old(service.referrals, subject.service_files[id], ("referrals",))


def _run_out(roles: Mapping[str, LocalRole], base: Path, file: YamlFile, today: date) -> Iterator[Problem]:
    for id, role in roles.items():
        if role.referrals and not referrals_on(role.referrals, today):
            yield _old(role.referrals, file, (*base, id, "referrals"))


def _old(referrals: Referrals, file: YamlFile, path: Path) -> Problem:
    day = in_words(referrals.checked.date)
    sentence = f"whether they take referrals was last checked on {day}, so pages for staff do not say it any more"
    return Problem(file.key(*path), sentence, "Ask, and write the new day under checked.", kind="expired")
