"""Times as schedules of HSDS, and back. Hours are those of a clock on the wall in England."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rolecall.hsds.addresses import uri
from rolecall.hsds.ids import Ids
from rolecall.model import When

_FREQ = {"week": "WEEKLY", "month": "MONTHLY"}
_EVERY = {freq: every for every, freq in _FREQ.items()}
_DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_SHORT = {day: short for short, day in _DAYS.items()}
_WHICH = {"last": "-1"}


def schedules(when: When, ids: Ids) -> Iterator[dict[str, Any]]:
    """A time: what repeats as one schedule, each single day as another, words alone as one too."""
    about = {
        "opens_at": when.from_,
        "closes_at": when.to,
        "description": when.text,
        "notes": when.notes,
        "attending_type": when.how,
        "schedule_link": uri(when.booking),
    }
    if when.every or not when.dates:
        repeats: dict[str, Any] = {}
        if when.every:
            days = ",".join(_byday(which, day) for which, day in when.weekdays)
            repeats = {"freq": _FREQ[when.every], "interval": when.interval, "byday": days}
        first, last = (day.isoformat() if day else None for day in (when.starts, when.until))
        yield _schedule(ids, {**repeats, "dtstart": first, "until": last, "valid_to": last, **about})
    for day in when.dates:
        single = day.isoformat()
        yield _schedule(ids, {"dtstart": single, "valid_from": single, "valid_to": single, **about})


def _byday(which: str, day: str) -> str:
    return f"{_WHICH.get(which, which)}{_DAYS[day]}"


def _schedule(ids: Ids, values: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in values.items() if value is not None}
    named = " ".join(str(fields.get(name, "")) for name in ("freq", "byday", "dtstart", "opens_at", "description"))
    return {"id": ids.of("schedule", named), **fields}


def times(schedules: list[Mapping[str, Any]], at: str | None = None) -> Iterator[dict[str, Any]]:
    """The times that schedules say. Single days after each other, with the same hours and words, are one time."""
    last: dict[str, Any] | None = None
    for schedule in schedules:
        found = _time(schedule, at)
        if last and "dates" in last and "dates" in found and _beside(last) == _beside(found):
            last["dates"] += found["dates"]
            continue
        if last:
            yield last
        last = found
    if last:
        yield last


def _beside(when: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in when.items() if name != "dates"}


def _time(schedule: Mapping[str, Any], at: str | None) -> dict[str, Any]:
    freq, first, last = schedule.get("freq"), schedule.get("dtstart"), schedule.get("valid_to")
    is_single = not freq and first is not None and first == last
    interval = schedule.get("interval", 1)
    fields: dict[str, Any] = {
        "text": schedule.get("description"),
        "every": _EVERY.get(freq) if freq else None,
        "interval": interval if interval != 1 else None,
        "days": [_day(day) for day in schedule["byday"].split(",")] if schedule.get("byday") else None,
        "dates": [first] if is_single else None,
        "from": schedule.get("opens_at"),
        "to": schedule.get("closes_at"),
        "starts": first if not is_single else None,
        "until": schedule.get("until"),
        "notes": schedule.get("notes"),
        "booking": schedule.get("schedule_link"),
        "how": schedule.get("attending_type"),
        "at": at,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _day(byday: str) -> str:
    which, day = byday[:-2], _SHORT.get(byday[-2:], byday[-2:].lower())
    return f"{'last' if which == '-1' else which} {day}".strip()
