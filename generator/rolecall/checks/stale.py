"""Which of a PCN's services are old, or soon will be: checks that are due or were never made, and what stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from rolecall.language import in_words
from rolecall.load import YamlFile
from rolecall.places import Place
from rolecall.site import SiteService, day_of
from rolecall.values import months_after

SOON, LATER = 2, 6
"""Months within which a check is due soon, and later."""

Kind = Literal["held", "overdue", "unchecked", "paused", "ended", "ends", "soon", "later"]
"""Not shown any more; overdue; never checked; paused; ended; ends within `SOON`; to check within that or `LATER`."""

NOW: tuple[Kind, ...] = ("held", "overdue", "unchecked")
"""Those that somebody has to check now."""

_CHECK = "Check them, and write the day under checked."
_FIXES: dict[Kind, str] = {
    "held": _CHECK,
    "overdue": _CHECK,
    "unchecked": _CHECK,
    "paused": "Ask when they start again. For what does not, write status: closed",
    "ended": "Write their new times. For what does not go on, write status: closed",
    "ends": "Ask if they go on, and write their new times.",
    "soon": _CHECK,
    "later": _CHECK,
}


class Stale(NamedTuple):
    """A service that is old or soon will be."""

    day: date
    """The day that it is about, by which those of a kind are sorted."""
    sentence: str
    place: Place


class Old(NamedTuple):
    """The services that are old in the same way, the longest due first."""

    kind: Kind
    fix: str
    services: tuple[Stale, ...]


def stale(services: Sequence[SiteService], files: Mapping[str, YamlFile], today: date) -> tuple[Old, ...]:
    """The services of a PCN that are old or soon will be. Each is in it once at most, by what to do first about it."""
    found: dict[Kind, list[Stale]] = {kind: [] for kind in _FIXES}
    for service in services:
        if kind := _kind(service, today):
            day, sentence = _words(service, kind, today)
            found[kind].append(Stale(day, sentence, files[service.id].key("name")))
    return tuple(Old(kind, _FIXES[kind], tuple(sorted(some))) for kind, some in found.items() if some)


def _kind(service: SiteService, today: date) -> Kind | None:
    if service.state in ("held", "paused", "ended"):
        return service.state
    if service.state == "closed":
        return None
    if service.is_due:
        return "overdue"
    if not service.checked:
        return "unchecked"
    soon = months_after(today, SOON)
    if service.last_day and service.last_day <= soon:
        return "ends"
    if service.due and service.due <= months_after(today, LATER):
        return "soon" if service.due <= soon else "later"
    return None


def _words(service: SiteService, kind: Kind, today: date) -> tuple[date, str]:
    """The day that it is about, and a sentence."""
    name, due, last_day = service.service.name, service.due or date.min, service.last_day or date.min
    if kind == "paused":
        return _of_paused(name, day_of(service.checked), today)
    if kind == "unchecked":
        return date.min, f"Nobody has checked {name} yet, and its page says so."
    if kind == "ended":
        return last_day, f"{name} ended on {in_words(last_day)}."
    if kind == "ends":
        return last_day, f"{name} is there for the last time on {in_words(last_day)}."
    if kind == "held":
        return due, f"{name} was to be checked by {in_words(due)}. Its details are not shown any more."
    if kind == "overdue":
        return due, f"{name} was to be checked by {in_words(due)}. Its page says that it may have changed."
    return due, f"{name} is to be checked by {in_words(due)}."


def _of_paused(name: str, last: date | None, today: date) -> tuple[date, str]:
    if not last:
        return date.min, f"{name} is paused, and nobody has checked its entry yet."
    ago = f", more than {LATER} months ago" if last < months_after(today, -LATER) else ""
    return last, f"{name} is paused. Its entry was last checked on {in_words(last)}{ago}."
