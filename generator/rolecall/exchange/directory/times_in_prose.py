"""Times as people write them, "Tues & Thurs 2-4pm term time", as days and hours. Pure: from a text to values.

A wrong time sends somebody to a locked door. So a text is read only where 1 thing can be meant; all others stay words.
The words are kept in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rolecall.days import DAYS
from rolecall.exchange.directory.time_clauses import Clause, Unsure, clauses_of
from rolecall.exchange.directory.time_tokens import Kind, Token, tokens

_SHORT = tuple(DAYS)
_JOINTS = " ,;.&+/-–|•·*"
_SAYS: tuple[Kind, ...] = ("word", "harmless")

LONGEST = 1000
"""Letters of a text that may be times. What is longer is about something else."""


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
    except Unsure:
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
    clauses = clauses_of(parts)
    if not clauses:
        raise Unsure
    ends = [*(clause.start for clause in clauses[1:]), end]
    texts = [_trimmed(text[clause.start : stop]) for clause, stop in zip(clauses, ends, strict=True)]
    lead = _lead(text, parts, clauses)
    open_ones = [(clause, phrase) for clause, phrase in zip(clauses, texts, strict=True) if not clause.shut]
    notes += [phrase for clause, phrase in zip(clauses, texts, strict=True) if clause.shut]
    if not open_ones or any(bool(clause.hours) != bool(open_ones[0][0].hours) for clause, _ in open_ones):
        raise Unsure
    if {day for clause in clauses if clause.shut for day in clause.days} & {d for c, _ in open_ones for d in c.days}:
        raise Unsure  # "Mon-Sat 9-5, closed Wednesday"
    labels = [_has_label(parts, clause) for clause, _ in open_ones]
    for at, (clause, phrase) in enumerate(open_ones):
        before = [other for other, _ in open_ones[:at]]
        if not labels[at] and any(_contradict(other, clause) for other in before):
            raise Unsure
        others = [part for part in parts[_first_fact(parts) :] if part.start < clause.start]
        if at and not labels[at] and (any(labels[1:at]) or (lead and any(part.kind in _SAYS for part in others))):
            raise Unsure  # "Men Mon 6-7pm Women Wed 6-7pm": whose words are they?
        words = {"text": phrase if labels[at] or not at else f"{lead} {phrase}".strip()}
        if len(clauses) == 1 and not notes:
            words = {"text": " ".join(text.split())}
        yield from _times(clause, words, {"notes": _sentence(notes)} if notes else {})


def _has_label(parts: Sequence[Token], clause: Clause) -> bool:
    """Whether a clause begins with words: "Choir Thu 7-9pm"."""
    return next((part.kind for part in parts if part.start >= clause.start and part.kind != "mark"), "") == "word"


def _contradict(first: Clause, other: Clause) -> bool:
    """Whether 2 clauses tell other hours for the same day: "Mon-Fri 9-5, Thu 9-8"."""
    if first.until and first.until < other.starts:
        return False
    days, others = ([*clause.days, *clause.of_month, *clause.dates] for clause in (first, other))
    if not (first.of_month and other.of_month):
        days, others = ([day.split()[-1] for day in each] for each in (days, others))
    same_hours = any(
        (start <= begin < (stop or start)) or (begin <= start < (end or begin)) or start == begin
        if start and begin
        else bool((start or stop) and (begin or end))  # "Mon-Fri 9-5 (Thu until 8pm)"
        for start, stop in first.hours
        for begin, end in other.hours
    )
    return same_hours and not {*days}.isdisjoint(others)


def _times(clause: Clause, words: Mapping[str, str], note: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The times of a clause. Of several hours each prints its own, and not the words of all."""
    days = _days(clause)
    for start, stop in clause.hours or [("", "")]:
        hours = {name: hour for name, hour in (("from", start), ("to", stop)) if hour}
        if len(clause.hours) > 1 and (clause.worded or not hours):
            raise Unsure
        yield {**(words if len(clause.hours) < 2 else {}), **days, **hours, **note}


def _trimmed(text: str) -> str:
    """The words of a clause without what joins them to the next."""
    text = re.sub(r"\s+(?:and|&)$", "", " ".join(text.split()).strip(_JOINTS)).strip(_JOINTS)
    if text.count("(") > text.count(")"):
        text = text.removesuffix("(").strip(" ,;") if text.endswith("(") else f"{text})"
    return text.lstrip(") ") if text.count("(") < text.count(")") else text


def _lead(text: str, parts: Sequence[Token], clauses: Sequence[Clause]) -> str:
    """The words before all days and hours. They are said of each clause: "Office hours: Mon-Thu 9-5, Fri 9-4"."""
    first = _first_fact(parts)
    if len(clauses) > 1 and any(part.kind == "note" for part in parts[:first]):
        raise Unsure  # "Term time: Mon 10-12, Wed 2-4"
    has_words = any(part.kind in _SAYS for part in parts[:first])
    return " ".join(text[: parts[first].start].split()) if has_words else ""


def _first_fact(parts: Sequence[Token]) -> int:
    """Where the words before all days and hours end."""
    before = (*_SAYS, "mark", "note", "at")
    return next((at for at, part in enumerate(parts) if part.kind not in before), 0)


def _sentence(notes: Sequence[str]) -> str:
    text = ", ".join(" ".join(note.split()) for note in notes)
    return text[0].upper() + text[1:]


def _days(clause: Clause) -> dict[str, Any]:
    """The days of a clause as fields of a time."""
    if clause.which or (clause.days and clause.of_month):
        raise Unsure
    if clause.dates:
        if clause.weeks or clause.months or clause.every or clause.days or clause.of_month or clause.monthly:
            raise Unsure
        if clause.starts or clause.until:
            raise Unsure
        return {"dates": sorted({*clause.dates})}
    interval = clause.weeks or clause.months
    bounds = {name: day for name, day in (("starts", clause.starts), ("until", clause.until)) if day}
    if clause.starts and clause.until and clause.until < clause.starts:
        raise Unsure
    days = clause.of_month or clause.days
    if interval not in ("", "1") and not clause.starts:
        raise Unsure  # in which week?
    first = _SHORT[date.fromisoformat(clause.starts).weekday()] if clause.starts else ""
    if interval not in ("", "1") and first not in {day.split()[-1] for day in days}:
        raise Unsure
    repeats = {"interval": interval} if interval not in ("", "1") else {}
    if clause.of_month:
        # "Every second Wednesday" is every other one as often as the second of the month.
        if clause.weeks or (clause.every and not clause.monthly and any(day[0] in "2345" for day in days)):
            raise Unsure
        return {"every": "month", **repeats, "days": [*dict.fromkeys(days)], **bounds}
    if clause.monthly or not days:
        raise Unsure
    return {"every": "week", **repeats, "days": sorted({*days}, key=_SHORT.index), **bounds}
