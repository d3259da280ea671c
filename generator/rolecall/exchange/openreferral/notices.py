"""What to know of a service for a while."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from rolecall.days import MONTHS
from rolecall.exchange.incoming.cleaning import day, words
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.part import MODIFIED, Part, as_text
from rolecall.language import in_words
from rolecall.values import months_after

_DATE = re.compile(rf"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(MONTHS)})(?:,? (\d{{4}}))?\b")
_MONTHS_SHOWN = 3


def alert(top: Part, *, today: date) -> dict[str, Any]:
    """What to know at present, with the last day on which it shows: the last that it names, else some months on.

    A feed gives no such day, and a notice that nobody takes down is worse than none.
    """
    text, path = top.clean(words, "alert"), "alert"
    until = _last_day(text, today) if text else None
    if text and not until:
        since = day(as_text(top.find(*MODIFIED)[0]), "").value
        until = months_after(since or today.replace(day=1), _MONTHS_SHOWN)
        if until >= today:
            sentence = f"A notice has no last day in the feed. It shows until {until}."
            top.reading.say(Finding("alert-until", path, sentence, text[:100]))
    if not text:
        text, until = _holidays(top, today)
    if text and until and until < today:
        top.reading.say(Finding("alert-over", path, f"This notice was for the time until {until}.", text[:100]))
        top.leave("alert")
        return {}
    return {"text": text, "until": until} if text and until else {}


def _last_day(text: str, today: date) -> date | None:
    """The last day that a text names, in this year or the next where it names none."""
    found = []
    for number, month, year in _DATE.findall(text):
        at = [name.casefold() for name in MONTHS].index(month.casefold()) + 1
        try:
            named = date(int(year) if year else today.year, at, int(number))
        except ValueError:
            continue
        is_next = not year and named < today - timedelta(days=90)
        found.append(named.replace(year=named.year + 1) if is_next and (at, int(number)) != (2, 29) else named)
    return max(found, default=None)


def _holidays(top: Part, today: date) -> tuple[str, date | None]:
    """The next time for which a service closes, in words."""
    found = []
    for part in top.parts("holiday_schedules"):
        first, last = part.clean(day, "start_date"), part.clean(day, "end_date")
        if part.flag("closed") and first and last and first <= last and last >= today:
            found.append((first, last))
        else:
            part.leave("closed", "start_date", "end_date")
    if not found:
        return "", None
    first, last = min(found)
    days = in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
    return f"Closed {days}", last
