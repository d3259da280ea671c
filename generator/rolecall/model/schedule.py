"""On which days a time of a service happens."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from rolecall.days import DAYS
from rolecall.model.service import When

_SHORT = tuple(DAYS)


def happens_on(when: When, day: date) -> bool:
    """Whether a time falls on a day, by its days or single dates."""
    if day in when.dates:
        return True
    if (when.starts and day < when.starts) or (when.until and day > when.until):
        return False
    return any(_is_day(when, word, day) for word in when.days)


def _is_day(when: When, word: str, day: date) -> bool:
    which, _, short = word.rpartition(" ")
    if _SHORT[day.weekday()] != short:
        return False
    if when.every == "week":
        since = (day - when.starts).days + when.starts.weekday() if when.starts else 0
        return when.interval == 1 or since // 7 % when.interval == 0
    months = (day.year - when.starts.year) * 12 + day.month - when.starts.month if when.starts else 0
    if when.interval > 1 and months % when.interval:
        return False
    if not which:  # Nobody has said which of the month, and that is told where the file is checked.
        return True
    is_last = (day + timedelta(days=7)).month != day.month
    return is_last if which == "last" else (day.day - 1) // 7 + 1 == int(which)


def first_on(when: When, day: date) -> date | None:
    """The first day of a time on or after a day. None where there is none within 5 years."""
    start = max(day, when.starts or day)
    length = min(5 * 366, (when.until - start).days + 1) if when.until else 5 * 366
    days = (start + timedelta(days=n) for n in range(length if when.days else 0))
    repeated = (day for day in days if happens_on(when, day))
    return min([*islice(repeated, 1), *(single for single in when.dates if single >= day)], default=None)


def last_day(when: When) -> date | None:
    """The last day of a time that ends. None where it goes on; its `until` where no day of it is found before that."""
    if when.dates and not when.days:
        return max(when.dates)
    if when.until is None:
        return None
    first = max(when.starts or date.min, when.until - timedelta(days=5 * 366))
    days = (when.until - timedelta(days=n) for n in range((when.until - first).days + 1))
    found = next((day for day in days if happens_on(when, day)), when.until) if when.days else when.until
    return max([found, *when.dates])
