"""Times of a service in words, as the NHS writes them: 2pm, 10:30am, midday."""

from __future__ import annotations

from collections.abc import Sequence

from rolecall.model import When
from rolecall.values import DAYS, in_words

_WHICH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "last": "last"}


def clock(time: str) -> str:
    """`14:30` as `2:30pm`, `12:00` as `midday`."""
    hour, minute = map(int, time.split(":"))
    if minute == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    return f"{(hour + 11) % 12 + 1}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def listed(words: Sequence[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def in_plain_words(when: When) -> str:
    """Days and hours as a sentence without a full stop, empty where there are none."""
    parts = []
    if when.every == "week":
        days = listed([DAYS[day] for day in when.days])
        parts.append(f"Every {days}" if when.interval == 1 else f"{days}, every {when.interval} weeks")
    elif when.every == "month":
        days = listed([f"{_WHICH[which]} {DAYS[day]}" for which, day in (d.split() for d in when.days)])
        parts.append(f"The {days} of {'each month' if when.interval == 1 else f'every {when.interval} months'}")
    if when.dates:
        parts.append(listed([in_words(day) for day in when.dates]))
    if parts and when.from_:
        parts.append(f"{clock(when.from_)} to {clock(when.to)}" if when.to else f"from {clock(when.from_)}")
    elif parts and when.to:
        parts.append(f"until {clock(when.to)}")
    if parts and when.starts:
        parts.append(f"starting on {in_words(when.starts)}")
    if parts and when.until:
        parts.append(f"until {in_words(when.until)}")
    return ", ".join(parts)
