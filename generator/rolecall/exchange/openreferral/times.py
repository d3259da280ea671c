"""When a service runs: schedules of HSDS and of ORUK 1.0, as days and hours where they are certain, else in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rolecall.days import DAYS
from rolecall.exchange.incoming.cleaning import clock_time, day, line, web_address, words
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.days import Days, days, interval, ruled
from rolecall.exchange.openreferral.part import Part, Reading
from rolecall.exchange.openreferral.times_in_words import counted_in
from rolecall.language import clock, listed

_TERM_TIME = re.compile(r"(?i)\bterm[\s-]?time|school holidays?\b")
_HOW = (
    ("online", re.compile(r"(?i)\b(?:online|virtual\w*|video|zoom|teams|remote\w*|web\w*)\b")),
    ("phone", re.compile(r"(?i)\b(?:tele)?phone\b")),
    ("in-person", re.compile(r"(?i)\b(?:in[\s-]person|venue|face[\s-]to[\s-]face|physical\w*|centre)\b")),
)
_WHICH = {"": "", "1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "last": "last"}
_RULE = ("freq", "byday", "bymonthday", "weekday", "interval")
_ORDER = (
    "every",
    "interval",
    "days",
    "dates",
    "from",
    "to",
    "starts",
    "until",
    "text",
    "notes",
    "booking",
    "how",
    "at",
)


def times(parts: Sequence[Part], *, at: str, today: date) -> list[dict[str, Any]]:
    """The times that schedules say, each as `When` has it. `at` is the place that they are of, if any."""
    found = [when for part in parts for when in _times(ruled(part), at, today)]
    return [when for count, when in enumerate(found) if when and when not in found[:count]]


def how(text: str) -> str:
    """How people take part, where a text says one way and no other."""
    ways = [way for way, pattern in _HOW if pattern.search(text)]
    return ways[0] if len(ways) == 1 else ""


def _times(part: Part, at: str, today: date) -> list[dict[str, Any]]:
    """The times of a schedule: the one of its rule, or those that its words alone tell. None where it is over."""
    last = part.clean(day, "until") or part.clean(day, "valid_to", "end_date")
    if last and last < today:
        _say(part, "time-over", "valid_to", f"This was until {last.isoformat()}, and was left out.")
        part.take(*_RULE, "opens_at", "closes_at", "dtstart", "valid_from", "start_date")
        return []
    when = _time(part, at, today)
    if {*when} <= {"text", "notes", "at"} and (found_in_words := counted_in(when.get("text", ""))):
        beside: dict[str, Any] = {key: when[key] for key in ("notes", "at") if key in when}
        return [_ordered({**time, **beside}) for time in found_in_words]
    return [when]


def _time(part: Part, at: str, today: date) -> dict[str, Any]:
    """One time. Empty where a schedule says none: then what it says is told with the rest."""
    opens, closes = part.clean(clock_time, "opens_at"), part.clean(clock_time, "closes_at")
    text, notes = part.clean(words, "description"), part.clean(words, "notes")
    hours, weeks = {"from": opens, "to": closes}, interval(part)
    counted, which = _counted(part, today)
    if opens and closes and closes <= opens:
        sentence = f"This closes at {closes} and opens at {opens}, so that only the words show the hours."
        _say(part, "closes-before-opens", "closes_at", sentence)
        text, hours = text or in_words(which, weeks, opens, closes), {}
    if not counted:
        has_rule = part.find(*_RULE[:4])[0] is not None
        text = text or (in_words(which, weeks, opens, closes) if which.days or not has_rule else "")
        if has_rule:
            shown = "so that only the words show them" if text or notes else "and no words say them: look under extra"
            _say(part, "time-in-words", "freq", f"These days cannot be counted, {shown}.")
            part.leave(*_RULE)
    if _TERM_TIME.search(f"{text} {notes}"):
        _say(part, "term-time-in-words", "description", "That this is in term time cannot be counted. It is in words.")
    if not text and not counted:
        text, notes = notes, ""
    way = how(part.clean(line, "attending_type"))
    if not way or part.find("attending_type")[0] != way:
        part.leave("attending_type")
    booking = part.clean(web_address, "schedule_link")
    if not text and not counted:
        part.leave("opens_at", "closes_at", "attending_type", "schedule_link")
        return {}
    when = {**counted, **hours, "text": text, "notes": notes, "booking": booking, "how": way, "at": at}
    return _ordered(when)


def _counted(part: Part, today: date) -> tuple[dict[str, Any], Days]:
    """Days that can be counted, as `When` has them, if any, and the days that the rule names."""
    first = part.clean(day, "dtstart") or part.clean(day, "valid_from", "start_date")
    last = part.clean(day, "until") or part.clean(day, "valid_to", "end_date")
    part.take("timezone", "wkst")
    which, weeks = days(part, first), interval(part)
    named = days(Part({"weekday": part.value.get("weekday")}, part.path, Reading()), None)
    if {*named.days} <= {day.split()[-1] for day in which.days}:
        part.take("weekday")
    if which.days and (weeks == 1 or first):
        found: dict[str, Any] = {"every": which.every, "days": list(which.days)}
        if weeks > 1:
            found["interval"] = weeks
        if first and (weeks > 1 or first > today):
            found["starts"] = first
        elif first:
            part.leave("dtstart", "valid_from", "start_date")  # It has begun, so that nobody has to know.
        return found | ({"until": last} if last else {}), which
    if first and not which.days and last in (None, first) and not part.find(*_RULE[:4])[0]:
        return {"dates": [first]}, which
    part.leave("dtstart", "valid_from", "start_date", "until", "valid_to", "end_date")
    return {}, which


def _ordered(when: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key in _ORDER if (value := when.get(key)) not in (None, "", [])}


def _say(part: Part, kind: str, name: str, sentence: str) -> None:
    part.reading.say(Finding(kind, part.path_of(name), sentence))


def in_words(which: Days, weeks: int, opens: str, closes: str) -> str:
    """What a schedule says, where it has no words itself and its days or hours cannot be counted."""
    counts = [(count, DAYS[short]) for count, _, short in (name.rpartition(" ") for name in which.days)]
    days = listed([f"{_WHICH[count]} {day}".strip() for count, day in counts]) if counts else ""
    often = f"every {weeks} {which.every}s" if counts and weeks > 1 else "each month" if which.every == "month" else ""
    hours = f"{clock(opens)} to {clock(closes)}" if opens and closes else clock(opens) if opens else ""
    return ", ".join(filter(None, [days, often, hours]))
