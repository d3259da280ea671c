"""Where a service is: the cells of a list that tell of a place, in one or in several columns."""

from __future__ import annotations

import re
from typing import Any

from rolecall.exchange.directory.facts import Facts
from rolecall.exchange.directory.place_in_prose import places_in
from rolecall.exchange.incoming import cleaning

_APART = (
    ("address", "street"), ("address_2", "second line"), ("town", "town"), ("county", "county"),
    ("transport", "how to get there"), ("access_notes", "access in words"), ("name", "name"),
)  # fmt: skip
"""Fields of a place, and what their columns are called."""


def read_places(facts: Facts) -> None:
    """Where it is: in one cell, or in columns of their own."""
    whole = [(heading, facts.public(_in_lines(text), heading)) for heading, text in facts.texts("Where")]
    streets = facts.texts("Address")
    if len(whole) == 1 and len(streets) == 1:
        (heading, venue), (_, street) = whole[0], streets[0]
        joined = street if street.casefold().startswith(venue.casefold()) else f"{venue}, {_in_lines(street)}"
        whole, streets = [(heading, joined)], []
    found: list[dict[str, Any]] = []
    for heading, text in [*whole, *((heading, _in_lines(text)) for heading, text in streets)]:
        found += [_clean_place(facts, place, heading) for place in places_in(text)]
    found = [place for at, place in enumerate(found) if place not in found[:at]]
    apart: dict[str, Any] = {}
    for name, holds in _APART:
        heading, text = facts.first(f"Place 1: {holds}")
        if text:
            apart[name] = facts.cleaned(cleaning.name(text, heading)) if name == "name" else facts.public(text, heading)
    heading, text = facts.first("Place 1: postcode")
    code = facts.cleaned(cleaning.postcode(text, heading)) if text else ""
    if code:
        apart["postcode"] = code
    _put_point(facts, apart)
    for _, text in facts.texts("Place 1: access"):
        meant = facts.vocabulary.meant("access", text, facts.said_of)
        apart["access"] = [*dict.fromkeys([*apart.get("access", []), *meant.ids])]
        if meant.others:
            apart["access_notes"] = ". ".join(filter(None, [apart.get("access_notes", ""), ", ".join(meant.others)]))
    if apart:
        found = _with(facts, found, apart)
    facts.add(("where",), found)


def _in_lines(text: str) -> str:
    """An address of several lines, its lines parted by commas."""
    return re.sub(r"\s*,?\s*[\r\n]+\s*", ", ", text.strip())


def _clean_place(facts: Facts, place: dict[str, Any], heading: str) -> dict[str, Any]:
    place = dict(place)
    if code := place.pop("postcode", ""):
        clean = facts.cleaned(cleaning.postcode(code, heading))
        if clean and place["name"] == code.upper():
            place["name"] = clean
        place |= {"postcode": clean} if clean else {}
        if not clean and "address" in place:
            place["address"] += f", {code}"
    place["name"] = facts.cleaned(cleaning.name(place["name"], heading))
    return place


def _put_point(facts: Facts, apart: dict[str, Any]) -> None:
    (north_at, north), (_, east) = facts.first("Place 1: degrees north"), facts.first("Place 1: degrees east")
    if north or east:
        point = facts.cleaned(cleaning.coordinates(north, east, north_at))
        if point:
            apart["lat"], apart["lon"] = point


def _with(facts: Facts, found: list[dict[str, Any]], apart: dict[str, Any]) -> list[dict[str, Any]]:
    """The places with what columns of their own say of the only one. A street without a name is its name."""
    real = [place for place in found if place.get("kind", "place") == "place"]
    if len(real) > 1:
        for name, value in apart.items():
            facts.put_extra(f"Place: {name}", ", ".join(value) if isinstance(value, list) else str(value))
        return found
    place = real[0] if real else {}
    others = [other for other in found if other is not place]
    if "name" in place and place["name"].casefold() == str(apart.get("address", "")).casefold():
        apart.pop("address")
    if "address" in apart and place.get("address"):
        apart["address_2"] = ", ".join(filter(None, [apart["address"], apart.get("address_2", "")]))
        apart.pop("address")
    whole = {**place, **{name: value for name, value in apart.items() if not (name == "name" and name in place)}}
    if "name" not in whole:
        names = ("address", "address_2", "town", "postcode", "county")
        at = next((name for name in names if name in whole), "")
        if not at:
            if others:
                others[0] |= {name: value for name, value in whole.items() if name in ("access", "access_notes")}
                return others
            for name, value in whole.items():
                facts.put_extra(f"Place: {name}", ", ".join(value) if isinstance(value, list) else str(value))
            return found
        whole["name"] = whole[at] if at == "postcode" else whole.pop(at)
    return [whole, *others]
