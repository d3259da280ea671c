"""A record that Rolecall wrote, back to what the file of the service says.

It reads just what `full` writes. What others write has its own way in, which cleans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rolecall.hsds import beyond
from rolecall.hsds.places import place
from rolecall.hsds.times import times

Record = Mapping[str, Any]


def fields_of(record: Record) -> dict[str, Any] | None:
    """The fields of the file, but for those that are not public. None where Rolecall did not write the record.

    A check whose team nobody may know is no check that counts elsewhere.
    """
    try:
        if slug_of(record) is None:
            return None
        fields = beyond.filled_in(standard_fields(record), _attributes(record, beyond.TAXONOMY))
        return fields if "by" in fields.get("checked", ("by",)) else {**fields, "checked": None}
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # It only looks like one of ours.
        return None


def slug_of(record: Record) -> str | None:
    """The end of the address of its page. None where Rolecall did not write the record."""
    return next((text for path, text in _attributes(record, beyond.TAXONOMY) if path == beyond.SLUG), None)


def standard_fields(record: Record) -> dict[str, Any]:
    """What fields of HSDS say, and terms of our vocabulary."""
    runs = record["organization"]
    contact = {
        "email": record.get("email"),
        "website": record.get("url"),
        "phones": [_said(number=phone["number"], text=phone.get("description")) for phone in record.get("phones", ())],
    }
    fields = _said(
        name=record["name"],
        also_known_as=[record["alternate_name"]] if "alternate_name" in record else None,
        status="paused" if record["status"] == "temporarily closed" else None,
        description=record["description"],
        organisation=_said(
            name=runs["name"],
            description=runs["description"] if runs["description"] != runs["name"] else None,
            website=runs.get("website"),
            email=runs.get("email"),
            identifiers={
                found["identifier_scheme"]: found["identifier"] for found in runs.get("organization_identifiers", ())
            },
        ),
        who_for=_said(
            text=record.get("eligibility_description"),
            min_age=record.get("minimum_age"),
            max_age=record.get("maximum_age"),
            groups=_terms(record, "groups"),
        ),
        how_to_join=_said(
            routes=_terms(record, "routes"), text=record.get("application_process"), wait=record.get("wait_time")
        ),
        cost=_said(
            text=record.get("fees_description"),
            options=[
                _said(label=price["option"], amount=str(price["amount"]), per=price.get("amount_description"))
                for price in record.get("cost_options", ())
            ],
        ),
        when=[*_times(record)],
        where=[place(found["location"]) for found in record.get("service_at_locations", ())],
        area=[_said(name=area["name"], uri=area.get("uri")) for area in record.get("service_areas", ())],
        contact=_said(**contact),
        languages=[language["code"] for language in record.get("languages", ())],
        interpreting=record.get("interpretation_services"),
        bring=[found["document"] for found in record.get("required_documents", ())],
        accreditation=record.get("accreditations"),
        funding=next((found["source"] for found in record.get("funding", ())), None),
        checked=_said(date=record.get("assured_date"), by=record.get("assurer_email")),
    )
    return {**fields, "needs": _terms(record, "needs")}


def _said(**values: Any) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _times(record: Record) -> Iterator[dict[str, Any]]:
    yield from times(record.get("schedules", []))
    for found in record.get("service_at_locations", ()):
        yield from times(found.get("schedules", []), found["location"].get("name"))


def _terms(record: Record, taxonomy: str) -> list[str]:
    terms = (attribute["taxonomy_term"] for attribute in record.get("attributes", ()))
    return [term["term"] for term in terms if term["taxonomy"] == taxonomy]


def _attributes(record: Record, taxonomy: str) -> Iterator[tuple[str, str]]:
    for attribute in record.get("attributes", ()):
        term = attribute.get("taxonomy_term", {})
        if term.get("taxonomy") == taxonomy and isinstance(attribute.get("value"), str):
            yield term["term"], attribute["value"]
