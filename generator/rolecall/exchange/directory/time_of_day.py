"""Hours as people write them, "2-4pm" or "9 to 5", as a clock shows them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

_FROM_AM, _FROM_PM = range(9, 13), range(1, 6)
"""Hours at which something starts that can only be in the morning, or after noon. Of 6, 7 and 8 nobody can say."""


def _minutes(value: Sequence[str], half: str) -> int:
    """Minutes since midnight."""
    hours, minutes, day_half = int(value[0]), int(value[1]), value[2] or half
    if day_half == "pm" and hours < 12:
        hours += 12
    return hours * 60 + minutes


def hours_of(first: Sequence[str], last: Sequence[str], *, half: str) -> tuple[str, str]:
    """From and to as on a clock. Empty where they are not certain, as of 7-9."""
    starts = [_minutes(first, "")] if first[2] else [_minutes(first, "am"), _minutes(first, "pm")]
    ends = [_minutes(last, "")] if last[2] else [_minutes(last, "am"), _minutes(last, "pm")]
    if "24" in (first[2], last[2]) and not (first[2] and last[2]):  # "9-17", "7:00 - 19:00": both by the whole day
        starts, ends = [_minutes(first, first[2] or "am")], [_minutes(last, last[2] or "am")]
        if int(first[0]) < 7 and not first[2]:
            return "", ""
    fits = [(start, end) for start in starts for end in ends if start < end <= 24 * 60]
    if first[2] or last[2]:  # of the others, the shortest
        fits = sorted({*fits}, key=lambda pair: pair[1] - pair[0])[:1]
    elif half:
        fits = [pair for pair in fits if (pair[0] < 12 * 60) == (half == "am") and pair[0] >= 6 * 60]
        fits = sorted({*fits}, key=lambda pair: pair[1] - pair[0])[:1]
    else:
        wraps = _minutes(last, "am") <= _minutes(first, "am") and int(first[0]) < 12
        usual = [pair for pair in fits if pair[0] // 60 in (9, 10, 11, 12, 13, 14, 15, 16, 17)]
        early = [pair for pair in fits if wraps and 6 <= pair[0] // 60 < 12]
        fits = sorted({*(early or usual)}, key=lambda pair: pair[1] - pair[0])
        fits = fits[:1] if int(first[0]) in (*_FROM_AM, *_FROM_PM) or early else []
    if not fits:
        return "", ""
    start, end = fits[0]
    return _clock(start), _clock(end) if end < 24 * 60 else ""


def hour_of(value: Sequence[str], *, half: str) -> str | None:
    """The hour of a single time. None where it is not certain."""
    if not value[2] and not half and int(value[0]) not in (*_FROM_AM, *_FROM_PM):
        return None
    guess = half or ("am" if int(value[0]) in _FROM_AM else "pm")
    at = _minutes(value, guess)
    return _clock(at) if at < 24 * 60 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
