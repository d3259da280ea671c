"""Which check counts for what is said, and until when: of a PCN's facts and of services. Nobody else works it out.

A fact, the role that it is about, the surgery and the PCN may each have a check and a next check. For both, the nearest
that is given counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from rolecall.model import (
    PCN,
    Checked,
    Content,
    Facts,
    LocalRole,
    Notice,
    Person,
    Referrals,
    Service,
    ServiceRules,
    When,
)
from rolecall.model.schedule import first_on, last_day
from rolecall.model.walk import fields_of, model_at, parts_of, value_at
from rolecall.places import Path
from rolecall.values import months_after

ServiceState = Literal["open", "paused", "held", "ended", "closed"]

_IN_DANGER = ("safeguarding", "crisis", "out_of_hours")
OF_A_PCN = ("phone", "email", "another_way", "feedback", "complaints", "helplines", *_IN_DANGER)
_OF_A_PRACTICE = ("phone", "email", "address", "postcode", *_IN_DANGER)
"""What people check beside roles. Names, codes and addresses of this site are not facts that change by themselves."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The check that counts for something, and the last day on which what it found counts."""

    checked: Checked | None
    until: date | None

    def counts_on(self, day: date) -> bool:
        """Whether it still counts. What has no last day always does."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a PCN says, where it stands in `pcn.yml`, and how it stands with its check."""

    path: Path
    value: object
    standing: Standing

    @property
    def runs_out(self) -> bool:
        """Whether it is not shown after its last day. Who is there and where the surgeries are stays."""
        return isinstance(self.value, Facts | Person)


def nearest(pcn: PCN | Mapping[str, Any], path: Path, name: Literal["checked", "next_check"]) -> Iterator[Any]:
    """What is given as `name` for the fact at `path`, in a PCN or in the plain values of its file, nearest first."""
    return (value for _, value in places_with(pcn, path, name))


def places_with(
    pcn: PCN | Mapping[str, Any], path: Path, name: Literal["checked", "next_check"]
) -> Iterator[tuple[Path, Any]]:
    """The same, with the path of the place that gives each."""
    for at, part in _places(pcn, path):
        if (value := value_at(part, (name,))) is not None:
            yield at, value


def _places(pcn: PCN | Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    """Each place on a path that can have a check of its own, nearest first, None where nothing is there."""
    parts: list[Any] = [pcn]
    for step in path:
        parts.append(value_at(parts[-1], (step,)))
    lengths = _lengths(tuple(0 if isinstance(step, int) else step for step in path))
    return ((path[:length], parts[length]) for length in lengths)


@cache
def _lengths(path: Path) -> tuple[int, ...]:
    """How much of a path leads to each place that can have a check of its own, the nearest first."""
    models = ((length, model_at(PCN, path[:length])) for length in range(len(path), -1, -1))
    return tuple(length for length, model in models if model and "next_check" in fields_of(model))


def standing_of(pcn: PCN, path: Path) -> Standing:
    """How what stands at `path` in a PCN stands with its check."""
    places = [part for _, part in _places(pcn, path) if part is not None]
    checked = next((part.checked for part in places if part.checked), None)
    return Standing(checked, next((part.next_check for part in places if part.next_check), None))


def facts_of(pcn: PCN) -> Iterator[Fact]:
    """All that a PCN says and has to check: its own details, people, roles, then each practice with its roles."""
    yield from _details(pcn, (), OF_A_PCN)
    for at, person in enumerate(pcn.people):
        yield Fact(("people", at), person, standing_of(pcn, ("people", at)))
    yield from _of_roles(pcn, ())
    for at in range(len(pcn.practices)):
        yield from _details(pcn, ("practices", at), _OF_A_PRACTICE)
        yield from _of_roles(pcn, ("practices", at))


def _details(pcn: PCN, base: Path, names: tuple[str, ...]) -> Iterator[Fact]:
    for name in names:
        if value := value_at(pcn, (*base, name)):
            yield Fact((*base, name), value, standing_of(pcn, (*base, name)))


def _of_roles(pcn: PCN, base: Path) -> Iterator[Fact]:
    roles: Mapping[str, LocalRole] = value_at(pcn, (*base, "roles"))
    for id, local in roles.items():
        path = (*base, "roles", id)
        if local.model_fields_set - {"checked", "next_check", "answers", "reach", "referrals"}:
            yield Fact(path, local, standing_of(pcn, path))
        for key, answer in local.answers.items():
            yield Fact((*path, "answers", key), answer, standing_of(pcn, (*path, "answers", key)))
        if local.reach:
            yield Fact((*path, "reach"), local.reach, standing_of(pcn, (*path, "reach")))


def checks_of(top: PCN | Service) -> Iterator[tuple[Path, Checked | None, date | None]]:
    """Each place that can have a check of its own, with the check and the next one that it gives."""
    for path, part in parts_of(top, having="next_check"):
        yield path, value_at(part, ("checked",)), value_at(part, ("next_check",))


# Services


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """How the entry of a service stands with its check, whatever the day. The PCN's own check says nothing of it."""

    service: Service
    until: date | None
    """The last day on which it counts: that of its next check, or so long after its check as the PCN says."""
    shown_until: date | None
    """The last day on which its details show, where the PCN holds back what nobody checks."""

    def on(self, day: date) -> ServiceToday:
        """What is so on a day."""
        service, alert = self.service, self.service.alert
        times = tuple(_still_to_come(when, day) for when in service.when if not _is_over(when, day))
        state: ServiceState = "open" if service.status == "active" else service.status
        if state != "closed" and service.when and not times:
            state, times = "ended", service.when
        elif state != "closed" and self.shown_until and self.shown_until < day:
            state = "held"
        is_due = self.until is not None and self.until < day
        days = [first_on(when, day) for when in times] if state == "open" else []
        next_on = min((found for found in days if found), default=None)
        return ServiceToday(state, is_due, alert.text if alert and alert.until >= day else "", times, next_on)

    def last_days(self) -> Iterator[date]:
        """The days after which something may be another way."""
        ends = [last_day(when) for when in self.service.when]
        dates = [day for when in self.service.when for day in when.dates]
        alert = self.service.alert.until if self.service.alert else None
        yield from (day for day in (self.until, self.shown_until, alert, *ends, *dates) if day)


@dataclass(frozen=True, slots=True)
class ServiceToday:
    """A service on one day."""

    state: ServiceState
    """Open; paused; held back, as nobody has checked it for long; ended, as its last day has passed; or closed."""
    is_due: bool
    """Whether the last day has passed on which its entry counts."""
    alert: str
    """Something to know at present."""
    when: tuple[When, ...]
    """Its times that have not passed, without single days that have. Of one that has ended, all that there were."""
    next_on: date | None
    """The day on which it is on next, that day included. None where it does not run, or people have to ask."""


def service_standing(service: Service, rules: ServiceRules) -> ServiceStanding:
    """How a service stands, by the rules of its PCN."""
    until = service.next_check
    if until is None and service.checked:
        until = months_after(service.checked.date, rules.check_every)
    held = rules.hold_back_after
    return ServiceStanding(service, until, months_after(until, held) if until and held else None)


def _is_over(when: When, day: date) -> bool:
    return (last := last_day(when)) is not None and last < day


def _still_to_come(when: When, day: date) -> When:
    """A time without its single days that have passed."""
    return when.model_copy(update={"dates": tuple(sorted(single for single in when.dates if single >= day))})


def has_days(times: Iterable[When]) -> bool:
    """Whether one of these times is on days that can be counted, so that a calendar can have it."""
    return any(when.days or when.dates for when in times)


def notice_on(pcn: PCN, day: date) -> Notice | None:
    """The notice that people read on a day."""
    notice = pcn.notice
    has_begun = notice is not None and (notice.from_ is None or notice.from_ <= day)
    return notice if notice and has_begun and day <= notice.until else None


def referrals_on(referrals: Referrals | None, day: date) -> Referrals | None:
    """Whether somebody takes referrals, where the check of that still counts on a day. None where nobody knows."""
    return referrals if referrals and day <= _last_day_of(referrals) else None


def _last_day_of(referrals: Referrals) -> date:
    return months_after(referrals.checked.date, 1)


# What changes by itself


def next_change(content: Content, pcn: str, today: date) -> date | None:
    """The next day on which a site says something else although nobody changes a file. None where no day is."""
    days = [*_runs_out(content.pcns[pcn], today), *_reviewed(content, today), *_of_notice(content.pcns[pcn], today)]
    days += _after(map(_last_day_of, _referrals(content.pcns[pcn], content.services.get(pcn, {}))), today)
    rules = content.pcns[pcn].services
    for service in content.services.get(pcn, {}).values():
        standing = service_standing(service, rules)
        now = standing.on(today)
        if now.state == "open" and has_days(now.when):
            days.append(today + timedelta(days=1))  # what is on this week begins with another day
        days += [day for day in _after(standing.last_days(), today) if standing.on(day) != now]
    return min(days, default=None)


def _runs_out(pcn: PCN, today: date) -> Iterator[date]:
    ends = (fact.standing.until for fact in facts_of(pcn) if fact.runs_out)
    return _after((day for day in ends if day), today)


def _referrals(pcn: PCN, services: Mapping[str, Service]) -> Iterator[Referrals]:
    """All that is said of referrals: of roles in the PCN and at surgeries, and of services."""
    places = (pcn.roles, *(practice.roles for practice in pcn.practices))
    roles = (role for roles in places for role in roles.values())
    found = (*(role.referrals for role in roles), *(service.referrals for service in services.values()))
    return (referrals for referrals in found if referrals)


def _of_notice(pcn: PCN, today: date) -> Iterator[date]:
    """The day on which its notice begins to show, and the day after its last."""
    if pcn.notice:
        yield from (day for day in (pcn.notice.from_,) if day and today < day <= pcn.notice.until)
        yield from _after([pcn.notice.until], today)


def _reviewed(content: Content, today: date) -> Iterator[date]:
    """Days on which pages in Markdown were reviewed that are not here yet: until then, those pages do not say so."""
    return (page.reviewed for page in content.pages if page.reviewed and page.reviewed > today)


def _after(last_days: Iterable[date], today: date) -> Iterator[date]:
    """Of last days that have not passed, the day after each."""
    return (day + timedelta(days=1) for day in last_days if day >= today)
