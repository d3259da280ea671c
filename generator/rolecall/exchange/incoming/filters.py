"""Which entries of a directory a PCN wants: by postcode, by area, by distance from a point, by category.

What has no place of its own (a helpline, something online, or for everywhere) passes the filters of places: people can
use it from anywhere. What has a place whose postcode or point nobody knows passes none of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rolecall.exchange.incoming.entry import Entry
from rolecall.meanings import folded
from rolecall.wrong import wrong

Wants = Callable[[Entry], bool]

_EARTH = 6371.0
_MILE = 1.609344


class Point(NamedTuple):
    """Degrees north and east."""

    lat: float
    lon: float


def is_from_anywhere(entry: Entry) -> bool:
    """Whether an entry has no place to go to."""
    return not _places(entry)


def in_postcodes(*starts: str) -> Wants:
    """Entries with a place in one of these areas (`BS`), districts (`BS5`), sectors (`BS5 6`) or postcodes."""
    wanted = [_start(start) for start in starts]

    def wants(entry: Entry) -> bool:
        codes = [str(place["postcode"]).upper() for place in _places(entry) if place.get("postcode")]
        return is_from_anywhere(entry) or any(pattern.match(code) for code in codes for pattern in wanted)

    return wants


def _start(text: str) -> re.Pattern[str]:
    """What postcodes in an area, a district or a sector begin with. `BS1` is not `BS10`."""
    tidy = " ".join(text.upper().split())
    if re.fullmatch(r"[A-Z]{1,2}", tidy):
        return re.compile(rf"{tidy}(?=\d)")
    if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?", tidy):
        return re.compile(rf"{tidy} ")
    if not re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? \d([A-Z]{2})?", tidy):
        fix = "Write an area, for example BS, or a district, for example BS5."
        wrong(f'"{text}" is not the start of a postcode', fix)
    return re.compile(re.escape(tidy))


def in_area(*names: str) -> Wants:
    """Entries for people of one of these areas, or for everybody."""
    wanted = [folded(name) for name in names]

    def wants(entry: Entry) -> bool:
        areas = [folded(str(area.get("name", ""))) for area in entry.fields.get("area") or ()]
        return not areas or any(f" {name} " in f" {area} " for area in areas for name in wanted)

    return wants


def within(point: Point, kilometres: float) -> Wants:
    """Entries with a place at most so far from a point, as the crow flies."""

    def wants(entry: Entry) -> bool:
        points = [Point(float(at["lat"]), float(at["lon"])) for at in _places(entry) if at.get("lat") and at.get("lon")]
        return is_from_anywhere(entry) or any(distance(point, at) <= kilometres for at in points)

    return wants


def in_category(*names: str) -> Wants:
    """Entries in one of these categories."""
    wanted = {folded(name) for name in names}
    return lambda entry: any({folded(category.name), folded(str(category))} & wanted for category in entry.categories)


def point(text: str) -> Point:
    """A point that somebody typed: `51.45,-2.58`."""
    found = re.fullmatch(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)\s*", text)
    if not found or not 49 <= float(found[1]) <= 61 or not -9 <= float(found[2]) <= 2:
        wrong(f'"{text}" is not a point in Britain', "Write degrees north, a comma and degrees east, as in 51.45,-2.58")
    return Point(float(found[1]), float(found[2]))


def kilometres(text: str) -> float:
    """A distance that somebody typed, in kilometres: `5`, `5km`, `3 miles`."""
    found = re.fullmatch(r"\s*(\d{1,4}(?:\.\d+)?)\s*(km|kilomet(?:re|er)s?|mi|miles?)?\s*", text.casefold())
    if not found:
        wrong(f'"{text}" is not a distance', "Write kilometres or miles, for example 5km or 3 miles.")
    return float(found[1]) * (_MILE if (found[2] or "").startswith("mi") else 1)


def distance(a: Point, b: Point) -> float:
    """Kilometres between 2 points, as the crow flies."""
    north, east = math.radians(b.lat - a.lat), math.radians(b.lon - a.lon)
    shrunk = math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat))
    return 2 * _EARTH * math.asin(math.sqrt(math.sin(north / 2) ** 2 + shrunk * math.sin(east / 2) ** 2))


def _places(entry: Entry) -> list[Mapping[str, Any]]:
    """The places to go to."""
    return [place for place in entry.fields.get("where") or () if place.get("kind", "place") == "place"]
