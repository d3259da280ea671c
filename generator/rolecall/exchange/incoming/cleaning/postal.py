"""Postcodes and points on the map."""

from __future__ import annotations

import re

from rolecall.exchange.incoming.cleaning.text import Cleaned, cut, line, says_nothing
from rolecall.exchange.incoming.entry import Finding
from rolecall.values import as_postcode

_IN_TEXT = re.compile(r"(?i)\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b")


def postcode(text: str, field: str) -> Cleaned[str]:
    """The postcode that a text holds, repaired where only one can be meant. Empty where it holds none."""
    whole = line(text, field)
    value, findings = whole.value, list(whole.findings)
    if says_nothing(value):
        return Cleaned("", tuple(findings))
    found = _postcode(value) or next(filter(None, map(_postcode, _IN_TEXT.findall(value))), "")
    if not found:
        findings.append(Finding("postcode-left-out", field, "This is not a UK postcode.", cut(value)))
    elif found != value:
        findings.append(Finding("postcode-repaired", field, "A postcode was put right.", cut(value), found))
    return Cleaned(found, tuple(findings))


def _postcode(text: str) -> str:
    try:
        return as_postcode(text)
    except ValueError:
        return ""


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
