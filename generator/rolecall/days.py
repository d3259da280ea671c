"""Days and times of day as people in England write them, where they can mean 1 thing: the day stands before the month.

A reading gives the day, or says why there is none and what to write in its place.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""The years of which a day may be. Beyond them it is a slip, and sums of months could leave the calendar."""

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip

DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip

EXAMPLE = "Write it as 1 October 2026, 01/10/2026 or 2026-10-01."

LONGEST = 60
"""Characters that a day may take."""

_WEEKDAY = r"mon|tues?|wed(?:ne)?s?|thu(?:rs?)?|fri|satu?r?|sun"
_NAMED = re.compile(
    rf"(?:on )?(?:the )?(?P<before>(?:{_WEEKDAY})(?:day)?s?\b)?\.?,? *(?:the )?(?P<day>.*?),? *"
    rf"(?P<behind>\(?\b(?:{_WEEKDAY})(?:day)?\)?)?[.,]?",
    re.I,
)
"""A day, with that of the week before it or behind it."""

_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?")
_IN_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2'?(\d{4}|\d\d)(?: \d\d:\d\d(?::\d\d)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]?(?:of )?([a-z]{3,10})[-/., ]*'?(\d{4}|\d\d)?", re.I)
_MONTH_FIRST = re.compile(r"([a-z]{3,10})[-. ]*(\d{1,2})(?:st|nd|rd|th)?(?:[-, ]+'?(\d{4}|\d\d))?", re.I)
_NO_DAY = re.compile(r"(?:([a-z]{3,10})[-/., ]*'?(\d{4})|(\d{4})[-/. ](\d{1,2})|(\d{1,2})[-/. ](\d{4}))", re.I)


class Odd(NamedTuple):
    """Why a text is no day, and what to write."""

    sentence: str
    fix: str


def read(text: str) -> date | Odd:
    """The day that a text names, or why it names none."""
    shown = " ".join(text.split())
    if len(shown) > LONGEST:
        return Odd(f'"{shown[:60]}..." is more than a date', EXAMPLE)
    if not shown.isascii() and any(letter.isdigit() and not letter.isascii() for letter in shown):
        return Odd(f'"{shown[:60]}" is not a date that Rolecall can read', EXAMPLE)
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", shown).replace("’", "'").replace("‘", "'")
    plain = re.sub(r" ?([-/.]) ?(?=\d)", r"\1", plain)
    named = _NAMED.fullmatch(plain)
    bare = named["day"] if named else plain
    found = _found(bare, shown)
    if isinstance(found, date) and named and (weekday := named["before"] or named["behind"]):
        wanted = weekday.strip("()").lower()[:3]
        if wanted != (is_on := [*DAYS][found.weekday()]):
            written = f"{DAYS[is_on]} {in_words(found)}"
            sentence = f"{in_words(found)} is a {DAYS[is_on]}, and this says {DAYS[wanted]}"
            return Odd(sentence, f"Look at a calendar. Write {written}, or correct the day.")
    return found


_IN_A_TEXT = re.compile(
    rf"\b(?P<weekday>(?:{_WEEKDAY})(?:day)?)\b\.?,? (?:the )?"
    rf"(?P<bare>\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?P<month>{'|'.join(month[:3] for month in MONTHS)})[a-z]*)\b"
    rf"(?P<year>,? \d{{4}}\b)?",
    re.I,
)
"""A day with that of the week in front, as it stands in a text."""


def with_weekday(text: str) -> Iterator[str]:
    """The days that a text names together with that of the week: `Wednesday 3 December`."""
    for found in _IN_A_TEXT.finditer(" ".join(text.split())):
        if month_of(found["bare"].split()[-1]):
            yield found[0]


def has_year(named: str) -> bool:
    """Whether one of these says in which year it is."""
    return bool((found := _IN_A_TEXT.fullmatch(named)) and found["year"])


def without_weekday(named: str) -> str:
    """One of these without the day of the week."""
    found = _IN_A_TEXT.fullmatch(named)
    return found["bare"] if found else named


def in_words(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def iso_or_as_is(text: str) -> str:
    """A day as year-month-day, so that days can be compared. What is none stays as it is."""
    found = read(text)
    return found.isoformat() if isinstance(found, date) else text


def _found(text: str, shown: str) -> date | Odd:
    if match := _YEAR_FIRST.fullmatch(text):
        return _in_calendar(int(match[1]), int(match[3]), int(match[4]), shown, year_first=True)
    if match := _IN_NUMBERS.fullmatch(text):
        return _in_calendar(_year(match[4]), int(match[3]), int(match[1]), shown)
    if (match := _DAY_FIRST.fullmatch(text)) and (month := month_of(match[2])):
        return _with_year(match[3], month, int(match[1]), shown)
    if (match := _MONTH_FIRST.fullmatch(text)) and (month := month_of(match[1])):
        return _with_year(match[3], month, int(match[2]), shown)
    if match := _NO_DAY.fullmatch(text):
        month = month_of(match[1]) if match[1] else int(match[4] or match[5])
        year = int(match[2] or match[3] or match[6])
        if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
            sentence = f'"{shown}" does not say which day of {MONTHS[month - 1]} {year}'
            return Odd(sentence, f"Write the day too, for example {in_words(date(year, month, 1))}")
    year = next((int(year) for year in re.findall(r"\b\d{4}\b", text) if FIRST_YEAR <= int(year) <= LAST_YEAR), 0)
    fix = f"Write the day, for example {in_words(date(year, 10, 1))}" if year else EXAMPLE
    return Odd(f'"{shown[:60]}" is not a date that Rolecall can read', fix)


def _with_year(year: str | None, month: int, day: int, shown: str) -> date | Odd:
    if year:
        return _in_calendar(_year(year), month, day, shown)
    return Odd(f'"{shown}" does not say which year', f"Write the year behind {day} {MONTHS[month - 1]}, with 4 digits.")


def _year(text: str) -> int:
    """A year of 2 digits is of this century: what is checked or ends is never older."""
    return int(text) + (2000 if len(text) == 2 else 0)


def _in_calendar(year: int, month: int, day: int, shown: str, *, year_first: bool = False) -> date | Odd:
    """A day that there is, or the nearest one that may be meant."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        fix = f"Check the year. It has 4 digits, as in {day} {MONTHS[(month - 1) % 12]} 2026"
        return Odd(f"the year of {shown} is not between {FIRST_YEAR} and {LAST_YEAR}", fix)
    if not 1 <= month <= 12:
        sentence = f"{shown} is not a day in the calendar: there is no month {month}"
        if 1 <= day <= 12 and 1 <= month <= monthrange(year, day)[1]:
            meant = date(year, day, month)
            form = f"{meant:%Y-%m-%d}" if year_first else f"{meant:%d/%m/%Y}"
            order = "the month comes before the day" if year_first else "in England the day comes before the month"
            return Odd(sentence, f"If you mean {in_words(meant)}, write {form}: {order}.")
        return Odd(sentence, f"Write the month as a word, for example {in_words(date(year, 1, min(max(day, 1), 31)))}")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        sentence = f"{shown} is not a day in the calendar: {MONTHS[month - 1]} {year} has {last} days"
        near = date(year, month, 1 if day < 1 else last)
        return Odd(sentence, f"Check the day. The {'first' if day < 1 else 'last'} one is {in_words(near)}.")
    return date(year, month, day)


def month_of(word: str) -> int:
    """Which month a word is, cut short or with a slip in it. 0 where it is none, or could be several."""
    word = word.rstrip(".").lower()
    names = [name.lower() for name in MONTHS]
    begun = [at for at, name in enumerate(names, 1) if name.startswith(word) and len(word) >= 3]
    if len(begun) == 1:
        return begun[0]
    near = get_close_matches(word, names, n=2, cutoff=0.8) if len(word) > 4 else []
    return 9 if word == "sept" else names.index(near[0]) + 1 if len(near) == 1 else 0


def time_of_day(text: str) -> str:
    """A time as on a clock with 24 hours: `2.30pm` is 14:30. Empty where it is none, or 2 could be meant, as of 7."""
    plain = " ".join(text.lower().split())
    if plain in ("noon", "midday", "12 noon", "12noon", "12 midday"):
        return "12:00"
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?(?:[:.]00)? ?(?:([ap])\.?m\.?|(hrs|hours))?", plain)
    if not found or not (found[2] or found[3]):
        return ""
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12 and (half == "a" or not 13 <= hour <= 23):
        return ""
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


_RANGE = r"(?<!\d)\d{1,4}(?: ?(?:-|–|to|or|and|&) ?\d{1,4})?"
_OF_SOMETHING_ELSE = re.compile(
    rf"£ ?\d+(?:\.\d\d?)?|\b0\d[\d ]{{8,}}|\b(?:19|20)\d\d\b(?! ?(?:-|–|to\b|h(?:ou)?rs?\b))|\d{{1,2}}(?:st|nd|rd|th)\b"
    rf"|\b(?:every|age[ds]?|under|over|room|unit|floor) {_RANGE}"
    rf"|{_RANGE}[ -]?(?:years?|months?|weeks?|days?|hours?|minutes?|mins?|sessions?|classes|places|people)\b"
    rf"|{_RANGE} (?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\b",
    re.I,
)
"""Numbers in a text about times that are no hours: of a date, a price, an age, a length, how often."""


def names_an_hour(text: str) -> bool:
    """Whether a text about times says at what hour. A number that may be one counts: nothing is then put beside it."""
    rest = _OF_SOMETHING_ELSE.sub(" ", text)
    return bool(re.search(r"\d|\bnoon\b|\bmid(?:day|night)\b|\bo.?clock\b", rest, re.I))


_WHICH = {
    "1": "1", "1st": "1", "first": "1", "2": "2", "2nd": "2", "second": "2", "3": "3", "3rd": "3", "third": "3",
    "4": "4", "4th": "4", "fourth": "4", "5": "5", "5th": "5", "fifth": "5", "last": "last",
}  # fmt: skip
_OF_A_MONTH = re.compile(
    rf"(?:(?:the )?({'|'.join(_WHICH)}) )?({_WEEKDAY})(?:day)?s?\.?(?: (?:of|in) (?:the|each|every) month)?"
)


def weekday(text: str) -> str:
    """A day of the week, or one of a month, in the form of files: `Tuesdays` is tue, `2nd Sunday` is 2 sun."""
    found = _OF_A_MONTH.fullmatch(" ".join(text.lower().split()))
    if not found:
        return ""
    return f"{_WHICH[found[1]]} {found[2][:3]}" if found[1] else found[2][:3]
