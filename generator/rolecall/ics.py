"""Times as a file for the calendar of a phone or computer (RFC 5545). The one module that imports icalendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:  # its parts are imported where a calendar is made: most starts make none
    from icalendar import Event, Timezone

_ZONE = "Europe/London"


class Rule(NamedTuple):
    """How a time repeats, as calendars say it."""

    every: Literal["week", "month"]
    interval: int
    days: tuple[str, ...]
    """As in YAML: `mon`, `2 sun`, `last fri`."""
    until: date | None


class Entry(NamedTuple):
    """A time in a calendar: a single one, or the first of those that repeat."""

    uid: str
    """The same in each build, so that a calendar takes a newer file for the same."""
    stamp: date
    """The day on which somebody last looked at it."""
    name: str
    day: date
    start: str
    """As `14:00`, of a clock on the wall in England."""
    end: str | None
    rule: Rule | None
    place: str
    about: str
    url: str
    """Empty while the site has no address of its own."""


def calendar(entries: Sequence[Entry]) -> bytes:
    """The file with these entries. Whatever their texts hold, it stays text."""
    begin, end = _frame()
    return begin + b"".join([_event(entry).to_ical() for entry in entries]) + end


def _event(entry: Entry) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.combine(entry.stamp, time(), UTC))
    event.add("dtstart", _at(entry.day, entry.start))
    if entry.end:
        event.add("dtend", _at(entry.day, entry.end))
    if entry.rule:
        event.add("rrule", _rrule(entry.rule))
    for name, text in (("summary", entry.name), ("location", entry.place), ("description", entry.about)):
        if text:
            event.add(name, text)
    if entry.url:
        event.add("url", entry.url)
    return event


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(_ZONE))


def _rrule(rule: Rule) -> dict[str, object]:
    found: dict[str, object] = {"freq": f"{rule.every}ly", "interval": rule.interval}
    if rule.until:
        # Where times have a zone, the last moment is told in UTC.
        found["until"] = datetime.combine(rule.until, time(23, 59, 59), ZoneInfo(_ZONE)).astimezone(UTC)
    return {**found, "byday": [_by_day(day) for day in rule.days]}


def _by_day(day: str) -> str:
    """`2SU` for `2 sun`, `-1FR` for `last fri`."""
    which, _, short = day.rpartition(" ")
    return which.replace("last", "-1") + short[:2].upper()


@cache
def _frame() -> tuple[bytes, bytes]:
    """What stands in each file before its entries, and after them."""
    from icalendar import Calendar

    empty = Calendar()
    empty.add("prodid", "-//Rolecall//EN")
    empty.add("version", "2.0")
    empty.add_component(_london())
    begin, end, rest = empty.to_ical().partition(b"END:VCALENDAR")
    return begin, end + rest


def _london() -> Timezone:
    """The zone with its rule since 1996, so that no calendar has to know it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", _ZONE)
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "BST", 3, 1, 0, 1),
        (TimezoneStandard(), "GMT", 10, 2, 1, 0),
    ):
        last_sunday = date(1996, month, 31 if month == 3 else 27)
        part.add("dtstart", datetime.combine(last_sunday, time(hour)))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone
