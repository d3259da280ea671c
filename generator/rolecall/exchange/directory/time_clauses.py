"""The days and hours of a text about times, gathered from its tokens: a clause for each set of days. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rolecall.days import DAYS
from rolecall.exchange.directory.time_of_day import hour_of, hours_of
from rolecall.exchange.directory.time_tokens import Kind, Token

_SHORT = tuple(DAYS)
_LEAD: tuple[Kind, ...] = ("which", "every", "weeks")
_DAYS_AND_HOURS: tuple[Kind, ...] = ("clock", "number", "days", "which")

_BETWEEN: tuple[Kind, ...] = ("word", "harmless", "mark", "at")
_BESIDE = ("after", "before", "following")

_BOOKED = r"to (?:book|register|enquire|refer|apply)|bookings?|enquir(?:y|ies)|registration"
_TO_BOOK = re.compile(rf"\b(?:{_BOOKED})\b", re.I)
_TO_BOOK_OR_RING = re.compile(rf"\b(?:{_BOOKED}|call|ring|phone|telephone|e-?mail|contact)\b", re.I)
"""What says before days that they are those to ring or to book on. Of a helpline "Call Mon-Fri 9-5" is all there is."""


class Unsure(Exception):
    """More than 1 thing can be meant."""


@dataclass(slots=True)
class Clause:
    """Days with their hours, as far as it has been read."""

    start: int
    days: list[str] = field(default_factory=list)
    which: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    hours: list[tuple[str, str]] = field(default_factory=list)
    of_month: list[str] = field(default_factory=list)
    weeks: str = ""
    months: str = ""
    monthly: bool = False
    every: bool = False
    starts: str = ""
    until: str = ""
    half: str = ""
    worded: bool = False
    """Whether other words stand in it."""
    ended: bool = False
    """Whether other words stand after its hours."""
    shut: bool = False
    """Whether it tells of days on which there is nothing."""
    days_by: str = ""
    """What parts its days: a comma, or the end of a line."""
    hours_by: str = ""
    done: bool = False
    """Whether that was said after its days, so that further days are of the next clause."""


def clauses_of(parts: Sequence[Token]) -> list[Clause]:
    """The clauses of a text, each with days or dates."""
    first = next((part.kind for part in parts if part.kind in ("days", "clock", "number", "date")), "word")
    hours_first = first in ("clock", "number")
    found: list[Clause] = [Clause(0)]
    at = next((at for at, part in enumerate(parts) if part.kind in (*_DAYS_AND_HOURS, *_LEAD, "date")), 0)
    if _TO_BOOK.search(_words_before(parts, at)):
        raise Unsure
    at = 0
    while at < len(parts):
        part, now = parts[at], found[-1]
        if _starts_anew(part, parts, at, now, hours_first=hours_first):
            if _TO_BOOK_OR_RING.search(_words_before(parts, at)):
                raise Unsure  # "Tuesdays 2-4pm. To book ring Mon-Fri 9-5"
            if parts[at - 1].kind in ("to", "until") and not all(end for _, end in now.hours):
                raise Unsure  # "9am Monday - 5pm Friday"
            now = Clause(_first_word(parts, at, now))
            found.append(now)
        at = _taken(parts, at, now)
    if any(_may_be_pairs(clause) for clause in found):
        raise Unsure
    return found if all(clause.days or clause.of_month or clause.dates for clause in found) else []


def _may_be_pairs(now: Clause) -> bool:
    """Whether each of its hours may be those of 1 of its days: "Mon, Wed 10-12, 2-4"."""
    if not (now.days_by and now.hours_by) or len(now.hours) < 2:
        return False
    days = len(now.days or now.of_month)
    return days == len(now.hours) or (days > 1 and now.days_by == now.hours_by == "\n")


def _words_before(parts: Sequence[Token], at: int) -> str:
    """The words directly before a token."""
    first = at
    while first and parts[first - 1].kind in (*_BETWEEN, "to", "from"):
        first -= 1
    return " ".join(part.text for part in parts[first:at] if part.kind != "harmless")


def _first_word(parts: Sequence[Token], at: int, before: Clause) -> int:
    """Where the words of a clause begin: "Crafts Tue 10-12, Choir Thu 7-9pm". A hall behind hours is of those."""
    first = at
    while first and parts[first - 1].kind in _BETWEEN:
        first -= 1
    words = parts[first:at]
    if any(part.kind == "word" for part in words) and first and parts[first - 1].start > before.start:
        parted = parts[first - 1].kind == "and" or words[0].text == "."  # "Choir Thu 7-9pm. Band Fri 7-9pm"
        if parted or (words[-1].text == ":" and not any(part.text == "(" for part in words)):
            return next(part.start for part in words if part.kind != "mark")
    return parts[at].start


def _starts_anew(part: Token, parts: Sequence[Token], at: int, now: Clause, *, hours_first: bool) -> bool:
    has_days = bool(now.days or now.of_month or now.dates)
    if hours_first:
        return part.kind in ("clock", "number") and has_days
    begins = part.kind == "days" or part.kind in _LEAD or (part.kind == "date" and not _bounds(parts, at))
    if part.kind == "closed":
        return bool(now.hours) and has_days
    later = next((next_.kind for next_ in parts[at:] if next_.kind not in ("which", "and", "at", "every", "mark")), "")
    return begins and has_days and (bool(now.hours) or now.done) and later in ("days", "date", "weeks")


def _bounds(parts: Sequence[Token], at: int) -> bool:
    """Whether a date is the first or last of what repeats."""
    before = [part for part in parts[:at] if part.kind not in ("at", "mark", "days")]
    follows = at + 2 < len(parts) and parts[at + 1].kind in ("to", "until") and parts[at + 2].kind == "date"
    return follows or (bool(before) and before[-1].kind in ("from", "until", "to"))


def _taken(parts: Sequence[Token], at: int, now: Clause) -> int:
    """Take the token into the clause, with those that belong to it. Gives where to go on."""
    part = parts[at]
    kind = part.kind
    if kind == "unsure" or (now.shut and kind in ("clock", "number", "date", "which", "weeks", "months")):
        raise Unsure
    if kind == "closed":
        if now.hours or now.which or now.of_month or now.dates:
            raise Unsure
        now.shut, now.done = True, bool(now.days)
        return at + 1
    if kind == "which" and _is_a_word(parts, at):
        kind = "word"
    if kind in ("word", "harmless", "note"):
        begun = (now.days or now.of_month or now.which or now.every) and not now.hours
        if kind == "word" and begun and any(later.kind in _DAYS_AND_HOURS for later in parts[at:]):
            raise Unsure  # A word between days and hours: "Tuesdays, women 2 to 4".
        if now.of_month and not now.hours and part.text.lower() in _BESIDE:
            raise Unsure  # "First Monday after payday"
        now.worded = True
        now.ended |= kind == "word" and bool(now.hours)
    elif kind == "hint":
        half = _half_of(part)
        if now.half not in ("", half):
            raise Unsure
        now.half = half
    elif kind == "days":
        if now.half and not now.hours:  # "Tuesday mornings and Thursdays 2-4"
            raise Unsure
        return _take_days(parts, at, now)
    elif kind == "date":
        if at + 2 < len(parts) and parts[at + 1].kind in ("to", "until") and parts[at + 2].kind == "date":
            if now.starts or now.until:
                raise Unsure
            now.starts, now.until = parts[at].value[0], parts[at + 2].value[0]
            return at + 3
        _take_date(parts, at, now)
    elif kind in ("clock", "number"):
        return _take_hours(parts, at, now)
    elif kind == "which":
        now.which.append(part.value[0])
    elif kind == "weeks":
        if now.days and at + 1 < len(parts) and parts[at + 1].kind == "days":  # "Mondays and alternate Fridays"
            raise Unsure
        now.weeks = part.value[0]
    elif kind == "months":
        now.months, now.monthly = part.value[0], True
    elif kind == "monthly":
        now.monthly = True
    elif kind == "every":
        now.every = True
    return at + 1


def _is_a_word(parts: Sequence[Token], at: int) -> bool:
    """Whether "first" counts nothing: "ring first", "first session free"."""
    before = parts[at - 1].kind if at else ""
    after = parts[at + 1].kind if at + 1 < len(parts) else ""
    return parts[at].text.lower() == "first" and (after == "word" or (before == "word" and after in ("", "mark")))


def _take_days(parts: Sequence[Token], at: int, now: Clause) -> int:
    days = [*parts[at].value]
    now.days_by = _parted_by(parts, at) or now.days_by
    if (
        len(days) == 1
        and at + 2 < len(parts)
        and parts[at + 1].kind in ("to", "until")
        and parts[at + 2].kind == "days"
    ):
        last = parts[at + 2].value
        if len(last) > 1:
            raise Unsure
        first, stop = _SHORT.index(days[0]), _SHORT.index(last[0])
        if first == stop:
            raise Unsure
        days = [_SHORT[day % 7] for day in range(first, (stop if stop > first else stop + 7) + 1)]
        at += 2
    if now.which:
        if len(days) > 1 or (now.of_month and not _own(parts, at)):
            raise Unsure
        now.of_month += [f"{which} {days[0]}" for which in now.which]
        now.which = []
    elif now.of_month or now.dates:  # "the first Monday and Tuesday"
        raise Unsure
    else:
        now.days += days
    return at + 1


def _parted_by(parts: Sequence[Token], at: int) -> str:
    """The comma or the end of a line before a token."""
    return parts[at - 1].text if at and parts[at - 1].text in (",", "\n") else ""


def _own(parts: Sequence[Token], at: int) -> bool:
    """Whether a day has a number of its own before it."""
    return at > 0 and parts[at - 1].kind == "which"


def _take_date(parts: Sequence[Token], at: int, now: Clause) -> None:
    day = parts[at].value[0]
    before = [part for part in parts[:at] if part.kind not in ("at", "mark", "days")]
    if (before and before[-1].kind == "until") or (before and before[-1].kind == "to" and now.starts):
        now.until = day
    elif before and before[-1].kind == "from":
        now.starts = day
    elif now.days and parts[at - 1].kind in ("days", "at", "mark") and not now.every and not now.weeks:
        if _SHORT[date.fromisoformat(day).weekday()] != now.days.pop() or now.days:
            raise Unsure
        now.dates.append(day)
    elif not now.days and not now.of_month:
        now.dates.append(day)
    else:
        raise Unsure


def _take_hours(parts: Sequence[Token], at: int, now: Clause) -> int:
    """An hour, or 2 with what joins them. "2-4pm", "from 2 until 4", "between 2 and 4pm"."""
    if now.ended:
        raise Unsure  # "ages 5-11", "room 2"
    now.hours_by = _parted_by(parts, at) or now.hours_by
    before = next((part.kind for part in reversed(parts[:at]) if part.kind not in ("mark",)), "")
    between = before == "from" and parts[at - 1].text.lower() == "between"
    joins = ("to", "until", "and") if between else ("to", "until")
    follows = at + 2 < len(parts) and parts[at + 1].kind in joins and parts[at + 2].kind in ("clock", "number")
    if follows:
        now.hours.append(hours_of(parts[at].value, parts[at + 2].value, half=now.half or _half(parts, at + 3)))
        return at + 3
    if now.hours and before in ("clock", "number"):  # "Tues 10am 12pm"
        raise Unsure
    if (parts[at].kind == "number" and before != "at") or (before == "to" and parts[at - 1].text.lower() == "to"):
        raise Unsure
    if at + 1 < len(parts) and parts[at + 1].kind == "to":  # to what?
        raise Unsure
    hour = hour_of(parts[at].value, half=now.half or _half(parts, at + 1))
    if hour is None:
        now.hours.append(("", ""))
    else:
        now.hours.append(("", hour) if before == "until" else (hour, ""))
    return at + 1


def _half(parts: Sequence[Token], at: int) -> str:
    """What a word after the hours says of them: "7-9 in the evening"."""
    for part in parts[at : at + 4]:
        if part.kind == "hint":
            return _half_of(part)
        if part.kind not in ("word", "at"):
            break
    return ""


def _half_of(hint: Token) -> str:
    return "am" if hint.text.lower().startswith("morning") else "pm"
