"""Postcodes and points on the map."""

from __future__ import annotations

import re

from rolecall.exchange.incoming.cleaning.text import Cleaned, cut, line, says_nothing
from rolecall.exchange.incoming.entry import Finding
from rolecall.values import as_postcode

_TO_DIGIT = {"O": "0", "I": "1", "L": "1", "S": "5"}
_TO_LETTER = {"0": "O", "1": "I", "5": "S"}
_IN_TEXT = re.compile(r"(?i)\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b")


def postcode(text: str, field: str) -> Cleaned[str]:
    """The postcode that a text holds, repaired where only one can be meant. Empty where it holds none."""
    whole = line(text, field)
    value, findings = whole.value, list(whole.findings)
    if says_nothing(value):
        return Cleaned("", tuple(findings))
    found = _postcode(value) or next(filter(None, map(_postcode, _IN_TEXT.findall(value))), "")
    if not found:
        found = _meant(value)
    if not found:
        findings.append(Finding("postcode-left-out", field, "This is not a UK postcode.", cut(value)))
    elif found != value:
        findings.append(Finding("postcode-repaired", field, "A postcode was put right.", cut(value), found))
    return Cleaned(found, tuple(findings))


def _postcode(text: str) -> str:
    try:
        return as_postcode(re.sub(r"[^\w]", "", text))
    except ValueError:
        return ""


def _meant(text: str) -> str:
    """The one postcode that a text is but for letters and digits that look like each other. Empty where none is."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 5 <= len(letters) <= 7 or not re.search(r"\d", letters):  # "Boots" and "Welcome" are words
        return ""
    outward, digit, inward = letters[:-3], letters[-3], letters[-2:]
    end = _TO_DIGIT.get(digit, digit) + "".join(_TO_LETTER.get(letter, letter) for letter in inward)
    starts = {outward: 0}
    for at in range(len(outward)):
        swap = _TO_LETTER if at == 0 else {**_TO_DIGIT, **_TO_LETTER}
        for start, changes in [*starts.items()]:
            if start[at] in swap:
                starts.setdefault(start[:at] + swap[start[at]] + start[at + 1 :], changes + 1)
    found = {code: changes for start, changes in starts.items() if (code := _postcode(start + end))}
    fewest = [code for code, changes in found.items() if changes == min(found.values())]
    return fewest[0] if len(fewest) == 1 else ""


def coordinates(lat: object, lon: object, field: str) -> Cleaned[tuple[str, str] | None]:
    """Degrees north and east, swapped back where that lands in Britain. None where they are not set or elsewhere."""
    north, east = _degrees(lat), _degrees(lon)
    if north is None and east is None:
        return Cleaned(None)
    if north is None or east is None:
        return Cleaned(
            None, (Finding("point-left-out", field, "One of 2 numbers of a point is missing.", cut(f"{lat}, {lon}")),)
        )
    if (north, east) == (0, 0):
        return Cleaned(None, (Finding("point-unset", field, "The point 0, 0 says that nobody set one."),))
    if not north or not east:
        sentence = "One of 2 numbers of a point is 0, which says that nobody set it."
        return Cleaned(None, (Finding("point-unset", field, sentence, cut(f"{lat}, {lon}")),))
    if _in_britain(north, east):
        return Cleaned((_shown(north), _shown(east)))
    if _in_britain(east, north):
        sentence = "Latitude and longitude were the wrong way round."
        done = Finding("coordinates-swapped", field, sentence, cut(f"{lat}, {lon}"), f"{_shown(east)}, {_shown(north)}")
        return Cleaned((_shown(east), _shown(north)), (done,))
    return Cleaned(None, (Finding("point-left-out", field, "This point is not in Britain.", cut(f"{lat}, {lon}")),))


def _degrees(value: object) -> float | None:
    text = str(value).strip().rstrip("°") if value is not None else ""
    return float(text) if re.fullmatch(r"[-+]?\d{1,3}(\.\d{1,20})?", text) else None


def _in_britain(north: float, east: float) -> bool:
    return 49 <= north <= 61 and -9 <= east <= 2


def _shown(degrees: float) -> str:
    return f"{degrees:.6f}".rstrip("0").rstrip(".")
