"""On which days a schedule is, by its rule (RRULE) or by its weekday."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rolecall.days import DAYS
from rolecall.exchange.openreferral.part import Part

_CODES = {"mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat", "su": "sun"}
_BYDAY = re.compile(r"(?:([+-]?\d)\s*)?([a-z]{2,9})")
_UNCOUNTED = ("byyearday", "byweekno", "count")


class Days(NamedTuple):
    """On which days something is: `every` week or month, as `When` has it. Empty where that is not certain."""

    every: str = ""
    days: tuple[str, ...] = ()


def ruled(part: Part) -> Part:
    """A schedule with the parts of its rule as fields, where the rule is 1 text: `RRULE:FREQ=WEEKLY;BYDAY=WE`."""
    for name in ("rrule", "freq", "frequency", "recurrence"):
        found, path = part.find(name)
        if isinstance(found, str) and (parts := re.findall(r"(?i)\b([a-z]{4,10})\s*=\s*([^;\s]+)", found)):
            part.reading.taken.add(path)
            fields = {key.casefold(): value for key, value in parts}
            others = {key: value for key, value in part.value.items() if key != name}
            return Part({**others, **fields}, part.path, part.reading)
    return part


def interval(part: Part) -> int:
    """After how many weeks or months a schedule comes again."""
    text, _ = part.text("interval")
    return int(text) if re.fullmatch(r"[1-9]\d?", text) else 1


def days(part: Part, first: date | None) -> Days:
    """The days of a schedule that begins on `first`. None where they cannot be counted in weeks or months."""
    freq = part.text("freq", "frequency")[0].strip().casefold()[:4]
    given = (part.text("byday")[0] or part.text("weekday", "day_of_week")[0]).casefold()
    found = [(number, short) for number, word in _BYDAY.findall(given) if (short := _short(word))]
    is_read = len(found) == len(re.findall(r"[a-z]{2,}", given))
    if not is_read or freq == "year" or any(part.find(name)[0] for name in _UNCOUNTED):
        return Days()
    if part.find("bymonthday")[0] and (freq == "mont" or not found):
        return Days()
    position = part.text("bysetpos")[0].strip()
    if position and freq == "mont":
        found = [(position, short) for _, short in found]
    if freq == "dail" and not found:
        return Days("week", tuple(DAYS)) if interval(part) == 1 else Days()
    if any(number for number, _ in found):
        counted = [f"{which} {short}" for number, short in found if (which := _which(number))]
        return Days("month", tuple(counted)) if len(counted) == len(found) else Days()
    if freq == "mont" and (interval(part) > 1 or not found):
        return Days()
    if freq == "week" and not found and first:
        found = [("", [*DAYS][first.weekday()])]
    return _weekly(found)


def _weekly(found: Sequence[tuple[str, str]]) -> Days:
    named = {short for _, short in found}
    return Days("week", tuple(short for short in DAYS if short in named)) if named else Days()


def _short(word: str) -> str:
    """A day of the week by its code, or by its name in any length."""
    if len(word) == 2:
        return _CODES.get(word, "")
    return word[:3] if word[:3] in DAYS and DAYS[word[:3]].casefold().startswith(word[:4]) else ""


def _which(number: str) -> str:
    bare = number.lstrip("+")
    return "last" if bare == "-1" else bare if bare in ("1", "2", "3", "4", "5") else ""
