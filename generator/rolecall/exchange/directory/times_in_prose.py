"""Times as people write them, "Tues & Thurs 2-4pm term time", as days and hours. Pure: from a text to values.

A wrong time sends somebody to a locked door. So a text is read only where 1 thing can be meant; all others stay words.
The words are kept in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rolecall.exchange.directory.time_of_day import hour_of, hours_of
from rolecall.exchange.directory.time_tokens import Kind, Token, tokens
from rolecall.values import DAYS

_SHORT = tuple(DAYS)
_LEAD: tuple[Kind, ...] = ("which", "every", "weeks")
_DAYS_AND_HOURS: tuple[Kind, ...] = ("clock", "number", "days", "which")


LONGEST = 600
"""Letters of a text that may still be times. A longer one tells more than that."""


class _Unsure(Exception):
    """More than 1 thing can be meant."""


@dataclass(slots=True)
class _Clause:
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
    done: bool = False
    """Whether that was said after its days, so that further days are of the next clause."""


def times_in(text: str) -> tuple[dict[str, Any], ...]:
    """The times that a text tells, by the names of `When`. Where they are not certain, one with the words alone."""
    words = " ".join(text.split())
    if not words:
        return ()
    if len(words) > LONGEST:
        return ({"text": words},)
    flat = re.sub(r"[ \t\r\f\v\xa0]+", " ", text.strip())
    try:
        found = [*_read(flat)]
    except _Unsure:
        found = []
    return tuple(found) or ({"text": words},)


def is_read(times: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there are days in them, and not words alone."""
    return any("days" in time or "dates" in time for time in times)


def _read(text: str) -> Iterator[dict[str, Any]]:
    parts = [*tokens(text)]
    notes: list[str] = []
    end = len(text)
    while parts and parts[-1].kind in ("note", "mark", "and"):  # what is said of all of it, at the end
        last = parts.pop()
        if last.kind == "note":
            notes.insert(0, text[last.start : last.end])
        end = last.start
    clauses = _clauses(parts)
    if not clauses:
        raise _Unsure
    ends = [*(clause.start for clause in clauses[1:]), end]
    texts = [_trimmed(text[clause.start : stop]) for clause, stop in zip(clauses, ends, strict=True)]
    lead = _lead(text, parts, clauses)
    open_ones = [(clause, phrase) for clause, phrase in zip(clauses, texts, strict=True) if not clause.shut]
    notes += [phrase for clause, phrase in zip(clauses, texts, strict=True) if clause.shut]
    if not open_ones or any(bool(clause.hours) != bool(open_ones[0][0].hours) for clause, _ in open_ones):
        raise _Unsure
    if {day for clause in clauses if clause.shut for day in clause.days} & {d for c, _ in open_ones for d in c.days}:
        raise _Unsure  # "Mon-Sat 9-5, closed Wednesday"
    for at, (clause, phrase) in enumerate(open_ones):
        begins = next((part.kind for part in parts if part.start >= clause.start and part.kind != "mark"), "")
        words = {"text": f"{lead} {phrase}".strip() if at and begins != "word" else phrase}
        if len(clauses) == 1 and not notes:
            words = {"text": " ".join(text.split())}
        yield from _times(clause, words, {"notes": _sentence(notes)} if notes else {})


def _times(clause: _Clause, words: Mapping[str, str], note: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The times of a clause. Of several hours each prints its own, and not the words of all."""
    days = _days(clause)
    for start, stop in clause.hours or [("", "")]:
        hours = {name: hour for name, hour in (("from", start), ("to", stop)) if hour}
        if len(clause.hours) > 1 and (clause.worded or not hours):
            raise _Unsure
        yield {**(words if len(clause.hours) < 2 else {}), **days, **hours, **note}


def _trimmed(text: str) -> str:
    """The words of a clause without what joins them to the next."""
    text = re.sub(r"\s+(?:and|&)$", "", " ".join(text.split()).strip(" ,;.&+/-–")).strip(" ,;")
    if text.count("(") > text.count(")"):
        text = text.removesuffix("(").strip(" ,;") if text.endswith("(") else f"{text})"
    return text.lstrip(") ") if text.count("(") < text.count(")") else text


def _lead(text: str, parts: Sequence[Token], clauses: Sequence[_Clause]) -> str:
    """The words before all days and hours. They are said of each clause: "Office hours: Mon-Thu 9-5, Fri 9-4"."""
    first = next(
        (at for at, part in enumerate(parts) if part.kind not in ("word", "harmless", "mark", "note", "at")), 0
    )
    if len(clauses) > 1 and any(part.kind == "note" for part in parts[:first]):
        raise _Unsure  # "Term time: Mon 10-12, Wed 2-4"
    words = [part for part in parts[:first] if part.kind in ("word", "harmless")]
    return " ".join(text[: parts[first].start].split()) if words else ""


def _sentence(notes: Sequence[str]) -> str:
    text = ", ".join(" ".join(note.split()) for note in notes)
    return text[0].upper() + text[1:]


def _clauses(parts: Sequence[Token]) -> list[_Clause]:
    """The clauses of a text, each with days or dates."""
    first = next((part.kind for part in parts if part.kind in ("days", "clock", "number", "date")), "word")
    hours_first = first in ("clock", "number")
    found: list[_Clause] = [_Clause(0)]
    at = 0
    while at < len(parts):
        part, now = parts[at], found[-1]
        if _starts_anew(part, parts, at, now, hours_first=hours_first):
            now = _Clause(_first_word(parts, at, now))
            found.append(now)
        at = _taken(parts, at, now)
    return found if all(clause.days or clause.of_month or clause.dates for clause in found) else []


def _first_word(parts: Sequence[Token], at: int, before: _Clause) -> int:
    """Where the words of a clause begin: "Crafts Tue 10-12, Choir Thu 7-9pm". A hall behind hours is of those."""
    first = at
    while first and parts[first - 1].kind in ("word", "harmless", "mark", "at"):
        first -= 1
    has_words = any(part.kind == "word" for part in parts[first:at])
    if has_words and first and parts[first - 1].kind == "and" and parts[first - 1].start > before.start:
        return parts[first].start
    return parts[at].start


def _starts_anew(part: Token, parts: Sequence[Token], at: int, now: _Clause, *, hours_first: bool) -> bool:
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


def _taken(parts: Sequence[Token], at: int, now: _Clause) -> int:
    """Take the token into the clause, with those that belong to it. Gives where to go on."""
    part = parts[at]
    kind = part.kind
    if kind == "unsure" or (now.shut and kind in ("clock", "number", "date", "which", "weeks", "months")):
        raise _Unsure
    if kind == "closed":
        if now.hours or now.which or now.of_month or now.dates:
            raise _Unsure
        now.shut, now.done = True, bool(now.days)
        return at + 1
    if kind == "which" and _is_a_word(parts, at):
        kind = "word"
    if kind in ("word", "harmless", "note"):
        begun = (now.days or now.of_month or now.which or now.every) and not now.hours
        if kind == "word" and begun and any(later.kind in _DAYS_AND_HOURS for later in parts[at:]):
            raise _Unsure  # A word between days and hours: "Tuesdays, women 2 to 4".
        now.worded = True
        now.ended |= kind == "word" and bool(now.hours)
    elif kind == "hint":
        half = _half_of(part)
        if now.half not in ("", half):
            raise _Unsure
        now.half = half
    elif kind == "days":
        if now.half and not now.hours:  # "Tuesday mornings and Thursdays 2-4"
            raise _Unsure
        return _take_days(parts, at, now)
    elif kind == "date":
        if at + 2 < len(parts) and parts[at + 1].kind in ("to", "until") and parts[at + 2].kind == "date":
            if now.starts or now.until:
                raise _Unsure
            now.starts, now.until = parts[at].value[0], parts[at + 2].value[0]
            return at + 3
        _take_date(parts, at, now)
    elif kind in ("clock", "number"):
        return _take_hours(parts, at, now)
    elif kind == "which":
        now.which.append(part.value[0])
    elif kind == "weeks":
        if now.days and at + 1 < len(parts) and parts[at + 1].kind == "days":  # "Mondays and alternate Fridays"
            raise _Unsure
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


def _take_days(parts: Sequence[Token], at: int, now: _Clause) -> int:
    days = [*parts[at].value]
    if (
        len(days) == 1
        and at + 2 < len(parts)
        and parts[at + 1].kind in ("to", "until")
        and parts[at + 2].kind == "days"
    ):
        last = parts[at + 2].value
        if len(last) > 1:
            raise _Unsure
        first, stop = _SHORT.index(days[0]), _SHORT.index(last[0])
        if first == stop:
            raise _Unsure
        days = [_SHORT[day % 7] for day in range(first, (stop if stop > first else stop + 7) + 1)]
        at += 2
    if now.which:
        if len(days) > 1 or (now.of_month and not _own(parts, at)):
            raise _Unsure
        now.of_month += [f"{which} {days[0]}" for which in now.which]
        now.which = []
    elif now.of_month or now.dates:  # "the first Monday and Tuesday"
        raise _Unsure
    else:
        now.days += days
    return at + 1


def _own(parts: Sequence[Token], at: int) -> bool:
    """Whether a day has a number of its own before it."""
    return at > 0 and parts[at - 1].kind == "which"


def _take_date(parts: Sequence[Token], at: int, now: _Clause) -> None:
    day = parts[at].value[0]
    before = [part for part in parts[:at] if part.kind not in ("at", "mark", "days")]
    if (before and before[-1].kind == "until") or (before and before[-1].kind == "to" and now.starts):
        now.until = day
    elif before and before[-1].kind == "from":
        now.starts = day
    elif now.days and parts[at - 1].kind in ("days", "at", "mark") and not now.every and not now.weeks:
        if _SHORT[date.fromisoformat(day).weekday()] != now.days.pop() or now.days:
            raise _Unsure
        now.dates.append(day)
    elif not now.days and not now.of_month:
        now.dates.append(day)
    else:
        raise _Unsure


def _take_hours(parts: Sequence[Token], at: int, now: _Clause) -> int:
    """An hour, or 2 with what joins them. "2-4pm", "from 2 until 4", "between 2 and 4pm"."""
    if now.ended:
        raise _Unsure  # "ages 5-11", "room 2"
    before = next((part.kind for part in reversed(parts[:at]) if part.kind not in ("mark",)), "")
    between = before == "from" and parts[at - 1].text.lower() == "between"
    joins = ("to", "until", "and") if between else ("to", "until")
    follows = at + 2 < len(parts) and parts[at + 1].kind in joins and parts[at + 2].kind in ("clock", "number")
    if follows:
        now.hours.append(hours_of(parts[at].value, parts[at + 2].value, half=now.half or _half(parts, at + 3)))
        return at + 3
    if now.hours and before in ("clock", "number"):  # "Tues 10am 12pm"
        raise _Unsure
    if (parts[at].kind == "number" and before != "at") or (before == "to" and parts[at - 1].text.lower() == "to"):
        raise _Unsure
    if at + 1 < len(parts) and parts[at + 1].kind == "to":  # to what?
        raise _Unsure
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


def _days(clause: _Clause) -> dict[str, Any]:
    """The days of a clause as fields of a time."""
    if clause.which or (clause.days and clause.of_month):
        raise _Unsure
    if clause.dates:
        if clause.weeks or clause.months or clause.every or clause.days or clause.of_month or clause.monthly:
            raise _Unsure
        if clause.starts or clause.until:
            raise _Unsure
        return {"dates": sorted({*clause.dates})}
    interval = clause.weeks or clause.months
    bounds = {name: day for name, day in (("starts", clause.starts), ("until", clause.until)) if day}
    if clause.starts and clause.until and clause.until < clause.starts:
        raise _Unsure
    days = clause.of_month or clause.days
    if interval not in ("", "1") and not clause.starts:
        raise _Unsure  # in which week?
    first = _SHORT[date.fromisoformat(clause.starts).weekday()] if clause.starts else ""
    if interval not in ("", "1") and first not in {day.split()[-1] for day in days}:
        raise _Unsure
    repeats = {"interval": interval} if interval not in ("", "1") else {}
    if clause.of_month:
        # "Every second Wednesday" is every other one as often as the second of the month.
        if clause.weeks or (clause.every and not clause.monthly and any(day[0] in "2345" for day in days)):
            raise _Unsure
        return {"every": "month", **repeats, "days": [*dict.fromkeys(days)], **bounds}
    if clause.monthly or not days:
        raise _Unsure
    return {"every": "week", **repeats, "days": sorted({*days}, key=_SHORT.index), **bounds}
