"""Where a service is: locations with their addresses, points and ways in, or ways to take part from home."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rolecall.exchange.incoming.cleaning import coordinates, is_desk, line, name, postcode, words
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.part import Part
from rolecall.exchange.openreferral.terms import access_of
from rolecall.exchange.openreferral.times import times
from rolecall.meanings import folded
from rolecall.model import ServiceWords

_POSTCODE_AT_END = re.compile(r"(?i)(?P<rest>.*?)[\s,]*\b(?P<code>[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})[\s.]*")
_HERE = {"gb", "uk", "united kingdom", "great britain", "england", "gbr"}
_KINDS = (
    ("virtual", re.compile(r"(?i)^\W*(?:online|virtual\w*|web\w*|zoom|teams|remote\w*)\b")),
    ("phone", re.compile(r"(?i)^\W*(?:tele)?phone\b")),
    ("home", re.compile(r"(?i)^\W*(?:(?:in |at )?(?:your|own|client\W?s?) )?home(?: visits?)?\W*$")),
)
_WAYS = {"virtual": "Online", "phone": "By phone", "home": "At your home"}
_EXACT = (
    *("mask_exact_address", "latitude", "lat", "longitude", "lon", "lng", "geometry"),
    *("external_identifier", "external_identifier_type", "uprn", "address_1", "address_2", "postal_code", "postcode"),
)
"""What tells exactly where a place is, beside its addresses."""
_PLAIN_WAYS = {
    "", "venue", "online", "phone", "telephone", "by phone", "home", "home visit", "home visits", "in person",
    "virtual", "face to face", "at home", "in your home",
}  # fmt: skip
"""Ways to take part that a place or its kind says as well."""


def places(top: Part, *, known: ServiceWords, today: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The places of a service, and the times that only some of them have."""
    found: list[dict[str, Any]] = []
    when: list[dict[str, Any]] = []
    for at in top.parts("service_at_locations", "locations", "location"):
        location = at.part("location") if at.find("location")[0] else at
        place = _place(location, known)
        if place and place not in found:
            found.append(place)
        schedules = at.parts("schedules", "regular_schedules")
        if location is not at:
            schedules += location.parts("schedules", "regular_schedules")
        when += times(schedules, at=place.get("name", ""), today=today)
    if not found and top.find("addresses", "physical_addresses", "address")[0]:
        alone = _place(Part({key: top.value[key] for key in _address_fields(top)}, top.path, top.reading), known)
        found += [alone] if alone else []
    return found, when


def _address_fields(top: Part) -> list[str]:
    wanted = {"addresses", "physical_addresses", "address", "latitude", "longitude", "geometry"}
    return [key for key in top.value if key in wanted]


def ways(top: Part, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ways to take part from home that a service names beside its places."""
    text, path = top.text("attending_type")
    kinds = {place.get("kind", "place") for place in known}
    found = []
    for part in re.split(r"[,;/|>]", line(text, path).value):
        kind = next((kind for kind, pattern in _KINDS if pattern.search(part)), "")
        if kind and kind not in kinds:
            found.append({"name": _WAYS[kind], "kind": kind})
        if folded(part) not in _PLAIN_WAYS:
            top.leave("attending_type")
    return found


def _place(location: Part, known: ServiceWords) -> dict[str, Any]:
    """A location as `Where` has it. Empty where nothing is known of it, or it is only for letters."""
    kind = location.clean(line, "location_type").casefold()
    addresses = location.parts("addresses", "physical_addresses", "address")
    visited = [part for part in addresses if part.text("address_type")[0].strip().casefold() != "postal"]
    for part in addresses:
        if part.text("address_type")[0].strip().casefold() not in ("physical", "postal", "virtual"):
            part.leave("address_type")
    if kind not in ("physical", "postal", "virtual"):
        location.leave("location_type")
    for other in [part for part in addresses if part not in (visited or addresses)[:1]]:
        other.leave("address_type")
    if kind == "postal":
        location.leave("location_type")
        return {}
    where = _address((visited or addresses or [location])[0])
    called = location.clean(name, "name") or location.clean(name, "alternate_name")
    if _is_masked(location):
        sentence = "Its street is not to be shown, and was left out."
        location.reading.say(Finding("address-left-out", location.path_of("mask_exact_address"), sentence))
        location.take(*_EXACT)
        for part in addresses:
            part.take(*part.value)
        called = "" if folded(called) in folded(f"{where['address']} {where['address_2']}") else called
        where = {key: value for key, value in where.items() if key in ("town", "county")}
    else:
        where |= {**_point(location), "uprn": _uprn(location)}
    where |= {"transport": location.clean(words, "transportation")}
    where = {key: value for key, value in {**where, **access_of(location, known)}.items() if value}
    is_somewhere = bool({*where} & {"address", "postcode", "town", "lat"})
    way = next((way for way, pattern in _KINDS if pattern.search(called)), "virtual" if kind == "virtual" else "")
    if way and not {*where} & {"address", "postcode"}:
        return {"name": called or _WAYS[way], "kind": way, **where}
    street = where.get("address", "")
    if called and (shorter := re.fullmatch(rf"{re.escape(called)}\s*,\s*(\S.*)", street, re.IGNORECASE)):
        where["address"] = shorter[1]
    label = called or where.get("address") or where.get("town") or where.get("postcode") or ""
    return {"name": label, **where} if label and (called or is_somewhere) else {}


def _is_masked(location: Part) -> bool:
    """Whether a place asks not to be shown. What is filled in there and is no clear no counts as yes."""
    return location.find("mask_exact_address")[0] is not None and location.flag("mask_exact_address") is not False


def _address(address: Part) -> dict[str, Any]:
    if address.find("attention")[0] is not None:
        address.take("attention")
        sentence = "The name of a person was left out of an address."
        address.reading.say(Finding("person-left-out", address.path_of("attention"), sentence))
    street, second = (
        _without_care_of(address.clean(name, *names), address)
        for names in (("address_1", "street_address"), ("address_2",))
    )
    town, county = address.clean(name, "city", "town"), address.clean(name, "state_province", "county")
    found = address.clean(postcode, "postal_code", "postcode")
    if not found and (at := next(filter(None, map(_POSTCODE_AT_END.fullmatch, (street, second, town))), None)):
        inside = postcode(at["code"], address.path_of("address_1"))
        address.reading.say(*inside.findings)
        found = inside.value
        if found:
            street, second, town = (text if text != at[0] else at["rest"] for text in (street, second, town))
    if line(address.text("country")[0], "").value.casefold() not in _HERE:
        address.leave("country")
    for part in filter(None, [found, town]):
        street = _without_end(street, part)
    return {"address": street, "address_2": second, "town": town, "county": county, "postcode": found}


def _without_end(street: str, part: str) -> str:
    """A street without the town or postcode after its last comma."""
    whole, end = (re.sub(r"\W+$", "", text) for text in (street, part))
    before, last = whole[: -len(end)].rstrip(), whole[-len(end) :]
    is_there = end and last.casefold() == end.casefold() and re.search(r"\S,$", before)
    return before[:-1] if is_there else street


def _without_care_of(text: str, address: Part) -> str:
    """A line of an address without the person who takes letters: `c/o Mrs Bell, 1 Mill Street`."""
    if not (found := re.match(r"(?i)(?:c/o|care of|attn:?|fao:?|for the attention of)\s+([^,]*)(?:,\s*|$)", text)):
        return text
    if is_desk(found[1], []):
        return text
    sentence = "The name of a person was left out of an address."
    address.reading.say(Finding("person-left-out", address.path_of("address_1"), sentence))
    return text[found.end() :]


def _point(location: Part) -> dict[str, Any]:
    (lat, path), (lon, _) = location.text("latitude", "lat"), location.text("longitude", "lon", "lng")
    numbers = location.part("geometry").value.get("coordinates")
    if not lat and isinstance(numbers, list) and len(numbers) == 2:
        lon, lat = str(numbers[0]), str(numbers[1])
        location.take("geometry")
    found = coordinates(lat or None, lon or None, path)
    location.reading.say(*found.findings)
    return {"lat": found.value[0], "lon": found.value[1]} if found.value else {}


def _uprn(location: Part) -> str:
    text, kind = location.text("external_identifier", "uprn")[0], location.text("external_identifier_type")[0]
    if re.fullmatch(r"\d{1,12}", text.strip()) and ("uprn" in kind.casefold() or not kind):
        return text.strip()
    location.leave("external_identifier", "external_identifier_type")
    return ""
