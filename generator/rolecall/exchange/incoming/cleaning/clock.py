"""Times of the clock, days of the calendar and ages, in whatever form they were typed."""

from __future__ import annotations

import re
from datetime import date

from rolecall import days
from rolecall.exchange.incoming.cleaning.text import Cleaned, cut
from rolecall.exchange.incoming.entry import Finding

_TIME = re.compile(r"(?i)(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*(am|pm|a\.m\.?|p\.m\.?)?")
_ZONE = re.compile(r"(?i)\s*(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2})$")
_NAMED = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00", "12noon": "12:00", "midnight": "00:00",
          "12 midnight": "00:00"}  # fmt: skip
_DAY_WITH_REST = re.compile(r"(.*?\d[-/. ,]+'?\d{4}|.*?[a-z]{3},?[ -]+\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\b[ ,]", re.I)
NO_LIMIT = 99
"""From which oldest age on people mean that there is none."""


def clock_time(text: str, field: str) -> Cleaned[str]:
    """What a clock on the wall shows, as `14:30`, whatever zone stands behind it. Empty where it is no time."""
    value = " ".join(str(text).split()).casefold()
    if not value:
        return Cleaned("")
    if value in _NAMED:
        return Cleaned(_NAMED[value])
    bare = re.sub(r"^\d{4}-\d{2}-\d{2}[t ]", "", value)
    wall = _ZONE.sub("", bare)
    found = _TIME.fullmatch(wall)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour == 24 and not minute:
            hour = 0
        is_sure = found[2] or half or wall.isdigit()
        if hour < 24 and minute < 60 and is_sure:
            done: tuple[Finding, ...] = ()
            if wall != bare:
                sentence = "A time zone behind a time was left out: it is the time of a clock on the wall."
                done = (Finding("time-zone-left-out", field, sentence, cut(value), f"{hour:02}:{minute:02}"),)
            return Cleaned(f"{hour:02}:{minute:02}", done)
    return Cleaned("", (Finding("time-left-out", field, "This is not a time of day.", cut(value)),))


def day(text: str, field: str) -> Cleaned[date | None]:
    """The day that a text names, in the forms that are usual. None where it is none."""
    value = " ".join(str(text).split())
    if not value or value.startswith(("0000", "0001-01-01")):
        return Cleaned(None)
    found = days.read(_without_rest(value))
    if isinstance(found, date):
        return Cleaned(found)
    return Cleaned(None, (Finding("impossible-date", field, "This is not a day in the calendar.", cut(value)),))


def _without_rest(text: str) -> str:
    """A day without what programs and people put behind it: a time, a zone, a name."""
    found = re.match(r"(\d{4})-?(\d{2})-?(\d{2})T.*|(\d{4})(\d{2})(\d{2})$", text)
    if found:
        return "-".join(part for part in found.groups() if part)
    with_rest = _DAY_WITH_REST.match(text)
    return with_rest[1] if with_rest else text


def ages(youngest: object, oldest: object, field: str) -> Cleaned[tuple[str, str]]:
    """The youngest and oldest age, each empty where it is not set: -1, a youngest or oldest of 0, 999."""
    findings: list[Finding] = []
    low, high = (
        _age(value, field + name, findings) for value, name in ((youngest, "minimum_age"), (oldest, "maximum_age"))
    )
    if high >= NO_LIMIT:
        sentence = f"An oldest age of {high} says that there is none."
        findings.append(Finding("age-unset", f"{field}maximum_age", sentence, str(high)))
        high = 0
    if low and high and low > high:
        sentence = "The youngest age was above the oldest. They were swapped."
        findings.append(
            Finding("ages-swapped", f"{field}minimum_age", sentence, f"{low} to {high}", f"{high} to {low}")
        )
        low, high = high, low
    return Cleaned((str(low or ""), str(high or "")), tuple(findings))


def _age(value: object, field: str, findings: list[Finding]) -> int:
    """An age in whole years. 0 where it is not set."""
    text = "" if value is None or isinstance(value, bool) else str(value).strip()
    if not text or text in ("0", "0.0"):
        return 0
    found = re.match(r"(-?\d{1,4})(?:\.(\d+))?\s*(?:\+|years?|yrs?)?$", text)
    if found and 0 <= int(found[1]) <= 120:
        if found[2] and int(found[2]):
            findings.append(Finding("age-rounded", field, "An age was put into whole years.", cut(text), found[1]))
        return int(found[1])
    findings.append(Finding("age-unset", field, "This is not an age. It was taken as not set.", cut(text)))
    return 0
