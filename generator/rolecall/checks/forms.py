"""Days, times, phone numbers and capitals that are not written as the NHS writes them, each with how it does.

Words are in plain-words.yml. Here is what has to be worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from rolecall import days, phones
from rolecall.checks.plain import Found
from rolecall.language import clock

_DAY = re.compile(r"(?<![\d./-])\d{1,2}([/.-])\d{1,2}\1(?:20)?\d\d(?![\d/-])")

_TIME = r"\d{1,2}(?:[:.]\d\d)?(?: ?(?:[ap]\.m\.|[ap]\.?m\b|noon\b|midday\b|midnight\b))?"
_TIMES = re.compile(
    rf"(?<![\w£:.,/+-])({_TIME})(?:(\s?[-–—]\s?|\s(?:to|until|til|till)\s)({_TIME}))?(?![\w%]|[:.,/-]\d)", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s?(?:([ap])\.?m\.?|(noon|midday|midnight))?", re.IGNORECASE)

A_DAY = 24 * 60
LAST_OPEN = 8
"""The last hour that, without am or pm, is in the evening as often as in the morning."""

_PHONE = re.compile(r"(?<![\w£./-])(?:\+44|\(?0)(?:[\d()–-]|[ .](?=[\d(–-])){8,22}\d(?![\w-])")

_GROUPED = re.compile(r"0\d{2,4}( \d{3,6}){1,2}")
"""A number in groups that can be read out: 01234 567 890 as well as 01234 567890."""

_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:[ ,]+(?:[A-Z]{2,}|[AI])\b){2,}")
LONGEST_SHOWN = 60
_FEWEST_LETTERS = 10
"""Letters of words in capitals that are no name: BBC AND ITV has 9."""


def forms_in(text: str, known: Mapping[str, str]) -> Iterator[Found]:
    """What is not in its usual form. `known` are phone numbers that have a form of their own, by their digits."""
    if re.search(r"\d", text):
        yield from _phones(text, known)
        yield from _days(text)
        yield from _times(text)
    for match in _CAPITALS.finditer(text):
        if sum(map(str.isalpha, match[0])) >= _FEWEST_LETTERS:
            shown = match[0] if len(match[0]) <= LONGEST_SHOWN else f"{match[0][:LONGEST_SHOWN]}..."
            sentence = f'"{shown}" is hard to read in capitals'
            yield Found(*match.span(), sentence, "Write it in small letters.")


def _days(text: str) -> Iterator[Found]:
    for match in _DAY.finditer(text):
        day = days.read(match[0])
        if isinstance(day, date):
            sentence = f'"{match[0]}" can be read as another day'
            yield Found(*match.span(), sentence, f'Write "{days.in_words(day)}".')


def _phones(text: str, known: Mapping[str, str]) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        number = phones.in_one_form(match[0], known)
        if isinstance(number, str) and number != match[0] and not _GROUPED.fullmatch(match[0]):
            yield Found(*match.span(), f'the number "{match[0]}" is hard to read out', f'Write "{number}".')


def _times(text: str) -> Iterator[Found]:
    for match in _TIMES.finditer(text):
        first, between, last = match.groups()
        if not (_is_time(first) or (last and _is_time(last))):
            continue
        joined = " until " if between and between.strip().lower() in ("until", "till", "til") else " to "
        written = [joined.join(map(_written, times)) for times in _meant([first, last] if last else [first])]
        if written and match[0] not in written:
            quoted = " or ".join(f'"{words}"' for words in written)
            yield Found(*match.span(), f'"{match[0]}" is not how the NHS writes times', f"Write {quoted}.")


def _is_time(text: str) -> bool:
    """Whether this is a time of day by itself: `5pm` or `17:00`, and not `5` or `2.50`."""
    return bool(re.search(r"[a-z]", text, re.IGNORECASE) or re.fullmatch(r"\d\d?:\d\d", text))


def _meant(texts: list[str]) -> list[tuple[int, ...]]:
    """The minutes of the day that times may mean. Of an end and a start, the nearest that fit: 9 to 5pm are 8 hours."""
    found = [*product(*map(_minutes, texts))]
    lengths = [(times[-1] - times[0]) % A_DAY for times in found]
    return [times for times, length in zip(found, lengths, strict=True) if length == min(lengths)]


def _minutes(text: str) -> list[int]:
    """The minutes of the day that a time may mean: 2, where it may be in the morning or the afternoon."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return []
    hour, minute, half, word = int(match[1]), int(match[2] or 0), (match[3] or "").lower(), (match[4] or "").lower()
    if word or hour > 23 or minute > 59 or (half and hour == 0):
        return [0 if word == "midnight" else A_DAY // 2] if word and hour == 12 else []
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    is_open = not half and 1 <= hour <= LAST_OPEN and len(match[1]) == 1
    return [60 * hour + minute, 60 * (hour + 12) + minute][: 1 + is_open]


def _written(minutes: int) -> str:
    words = {0: "midnight", A_DAY // 2: "midday"}
    return words.get(minutes) or clock(f"{minutes // 60:02}:{minutes % 60:02}")
