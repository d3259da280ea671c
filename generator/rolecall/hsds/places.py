"""Places as locations of HSDS, with what is on at each, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rolecall.hsds.ids import Ids, uuid5
from rolecall.model import Where

NOT_STATED = "Not stated"
"""What stands where HSDS needs a part of an address that nobody gave."""

KINDS = "kinds of place"
"""The taxonomy of kinds of place that HSDS does not know."""

_LINES = {
    "address": "address_1",
    "address_2": "address_2",
    "town": "city",
    "county": "state_province",
    "postcode": "postal_code",
}
_NEEDED = ("address_1", "city", "state_province", "postal_code")
_TYPES = {"place": "physical", "home": "physical", "virtual": "virtual", "phone": "virtual"}


def at_location(where: Where, schedules: list[dict[str, Any]], ids: Ids, access: Mapping[str, str]) -> dict[str, Any]:
    """A place with the times at which the service is there. `access` has the words for what a place has."""
    location: dict[str, Any] = {
        "id": ids.of("location", where.name),
        "location_type": _TYPES[where.kind],
        "name": where.name,
        "latitude": where.lat,
        "longitude": where.lon,
        "transportation": where.transport,
        "external_identifier": where.uprn,
        "external_identifier_type": "UPRN" if where.uprn else None,
        "addresses": _addresses(where, ids),
        "accessibility": _accessibility(where, ids, access),
        "attributes": [_kind(where.kind, where.name, ids)] if where.kind in ("home", "phone") else None,
    }
    location = {name: value for name, value in location.items() if value not in (None, [])}
    found: dict[str, Any] = {"id": ids.of("at-location", where.name), "location": location}
    return {**found, "schedules": schedules} if schedules else found


def _addresses(where: Where, ids: Ids) -> list[dict[str, Any]]:
    lines = {name: getattr(where, field) for field, name in _LINES.items() if getattr(where, field)}
    if not lines:
        return []
    needed = {name: lines.get(name, NOT_STATED) for name in _NEEDED}
    id = ids.of("address", where.name)
    return [{"id": id, **needed, **lines, "country": "GB", "address_type": "physical"}]


def _accessibility(where: Where, ids: Ids, access: Mapping[str, str]) -> list[dict[str, Any]]:
    known = [
        {"id": ids.of("access", f"{where.name}/{word}"), "description": access[word], "accessibility": word}
        for word in where.access
    ]
    notes = {"id": ids.of("access", where.name), "description": where.access_notes}
    return [*known, notes] if where.access_notes else known


def _kind(kind: str, name: str, ids: Ids) -> dict[str, Any]:
    term = {"id": uuid5(KINDS, kind), "name": kind, "term": kind, "description": kind, "taxonomy": KINDS}
    return {"id": ids.of("kind", name), "link_type": "location", "taxonomy_term": term}


def place(location: Mapping[str, Any]) -> dict[str, Any]:
    """The place that a location is."""
    kinds = [attribute["taxonomy_term"]["term"] for attribute in location.get("attributes", ())]
    virtual = "virtual" if location["location_type"] == "virtual" else None
    address: Mapping[str, str] = next(iter(location.get("addresses", ())), {})
    accessibility = location.get("accessibility", ())
    fields: dict[str, Any] = {
        "name": location.get("name"),
        "kind": next(iter(kinds), virtual),
        **{field: _stated(address.get(name)) for field, name in _LINES.items()},
        "lat": location.get("latitude"),
        "lon": location.get("longitude"),
        "uprn": location.get("external_identifier"),
        "transport": location.get("transportation"),
        "access": [item["accessibility"] for item in accessibility if "accessibility" in item] or None,
        "access_notes": next((item["description"] for item in accessibility if "accessibility" not in item), None),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _stated(text: str | None) -> str | None:
    return text if text != NOT_STATED else None
