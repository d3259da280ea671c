"""A service as a full record of HSDS, and those of a site that anybody may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from rolecall import addresses
from rolecall.hsds import beyond
from rolecall.hsds.addresses import email, uri
from rolecall.hsds.back import standard_fields
from rolecall.hsds.ids import Ids, uuid5, uuid_in
from rolecall.hsds.places import at_location
from rolecall.hsds.times import schedules
from rolecall.model import Organisation, Service
from rolecall.site import Site, SiteService, once

NOT_PUBLIC = ("referrals", "extra")
"""What never goes out: what only staff see, and what stays in the file."""

_STATUS = {"open": "active", "paused": "temporarily closed"}

_MAILBOXES = re.compile(
    r"(admin|administration|bookings?|community|contact(us)?|directory|enquir(y|ies)|hello|help|info|information|"
    r"mail|office|reception|referrals?|services?|support|team|volunteers?|wellbeing)([.+_-].*)?",
    re.IGNORECASE,
)
"""What stands before the @ of an address of a team and not of a person."""


class Full(NamedTuple):
    """A service as others read it."""

    id: str
    """Its uuid, which is the name of its file too."""
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What ids in a service are called, and the pages of needs."""

    needs: Mapping[str, str]
    groups: Mapping[str, str]
    routes: Mapping[str, str]
    access: Mapping[str, str]
    languages: Mapping[str, str]
    site_url: str | None


@once
def full_records(site: Site) -> tuple[Full, ...]:
    """Each service of a site that lists show, by name: none that has ended, has closed or is held back."""
    words = site.content.service_words
    needs = {id: need.label for id, need in site.content.needs.items()}
    vocabulary = Vocabulary(needs, words.groups, words.routes, words.access, words.languages, site.pcn.site_url)
    listed = [service for service in site.services if service.is_listed]
    ids = _ids(listed, site.pcn.ods_code)
    return tuple(
        Full(id, record_of(service, id, site.pcn.ods_code, vocabulary)) for id, service in zip(ids, listed, strict=True)
    )


def _ids(services: Sequence[SiteService], code: str) -> list[str]:
    """The id of each: that of its source where that is a uuid and no other's, else one made of its name here."""
    made = {uuid5(code, "services", service.id): service.id for service in services}
    found: dict[str, str] = {}
    for slug, service in ((service.id, service.service) for service in services):
        given = uuid_in(service.source.id) if service.source else None
        if given is None or given in found or made.get(given, slug) != slug:
            given = uuid5(code, "services", slug)
        found[given] = slug
    return [*found]


def record_of(found: SiteService, id: str, code: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """The full record of a service. What HSDS has no field for is in its attributes."""
    service, ids = found.service, Ids(id)
    runs = _organisation(service, code)
    by = service.checked.by if service.checked else ""
    fields: dict[str, Any] = {
        "id": id,
        "organization_id": runs["id"],
        "name": service.name,
        "alternate_name": ", ".join(service.also_known_as),
        "status": _STATUS[found.state],
        "description": service.description,
        "url": uri(service.contact.website),
        "email": email(service.contact.email),
        "phones": [
            {"id": ids.of("phone", phone.number), "number": phone.number, "type": "voice"}
            | ({"description": phone.text} if phone.text else {})
            for phone in service.contact.phones
        ],
        "organization": runs,
        "eligibility_description": service.who_for.text,
        "minimum_age": service.who_for.min_age,
        "maximum_age": service.who_for.max_age,
        "application_process": service.how_to_join.text,
        "wait_time": service.how_to_join.wait,
        "fees": service.cost.text,
        "fees_description": service.cost.text,
        "cost_options": [
            {"id": ids.of("price", price.label), "option": price.label, "amount": _amount(float(price.amount))}
            | {"currency": "GBP"}
            | ({"amount_description": price.per} if price.per else {})
            for price in service.cost.options
        ],
        **_when_and_where(service, ids, vocabulary.access),
        "service_areas": [
            {"id": ids.of("area", area.name), "name": area.name, "service_area": area.name}
            | ({"uri": uri(area.uri)} if area.uri else {})
            for area in service.area
        ],
        "languages": [
            {"id": ids.of("language", code), "name": vocabulary.languages[code], "code": code}
            for code in service.languages
        ],
        "interpretation_services": service.interpreting,
        "required_documents": [{"id": ids.of("bring", thing), "document": thing} for thing in service.bring],
        "accreditations": service.accreditation,
        "funding": [{"id": ids.of("funding", ""), "source": service.funding}] if service.funding else None,
        "alert": found.alert,
        "assured_date": service.checked.date.isoformat() if service.checked else None,
        "assurer_email": by if is_mailbox(by) else None,
        "last_modified": _moment(service.source.modified if service.source else None),
        "attributes": [*_terms(service, ids, vocabulary)],
    }
    record = {name: value for name, value in fields.items() if value not in (None, "", [])}
    lacking = beyond.lacking(published(service), standard_fields(record))
    record["attributes"] = [*fields["attributes"], *beyond.attributes(lacking, ids), *beyond.slug(found.id, ids)]
    return record


def published(service: Service) -> dict[str, Any]:
    """What a file says that anybody may know, as plain values. Who checked it is never a person's address."""
    fields = service.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=set(NOT_PUBLIC))
    for price in fields.get("cost", {}).get("options", ()):
        price["amount"] = str(_amount(float(price["amount"])))
    if service.checked and re.search(r"\S@\S", service.checked.by) and not is_mailbox(service.checked.by):
        del fields["checked"]["by"]
    return fields


def is_mailbox(text: str) -> bool:
    """Whether this is an email address that a team reads, and not one of a person."""
    name, at, _ = text.partition("@")
    return bool(at and email(text) and " " not in text and _MAILBOXES.fullmatch(name))


def _amount(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _organisation(service: Service, code: str) -> dict[str, Any]:
    runs: Organisation = service.organisation
    given = uuid_in(service.source.organisation_id) if service.source else None
    id = given or uuid5(code, "organisations", runs.name.casefold())
    fields = {
        "id": id,
        "name": runs.name,
        "description": runs.description or runs.name,
        "website": uri(runs.website),
        "email": email(runs.email),
        "organization_identifiers": [
            {
                "id": uuid5(id, "identifiers", scheme),
                "identifier_scheme": scheme,
                "identifier_type": scheme,
                "identifier": number,
            }
            for scheme, number in runs.identifiers.items()
        ],
    }
    return {name: value for name, value in fields.items() if value}


def _when_and_where(service: Service, ids: Ids, access: Mapping[str, str]) -> dict[str, Any]:
    """Times at a place that is named stand with it, others with the service."""
    places = [where.name for where in service.where]
    by_place: dict[str | None, list[dict[str, Any]]] = {}
    for when in service.when:
        at = when.at if when.at in places else None
        by_place.setdefault(at, []).extend(schedules(when, ids))
    elsewhere = by_place.pop(None, [])
    locations = [at_location(where, by_place.pop(where.name, []), ids, access) for where in service.where]
    return {"schedules": elsewhere, "service_at_locations": locations}


def _terms(service: Service, ids: Ids, vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """What it helps with, who it is for and how people start, as terms of our vocabulary."""
    url = uri(vocabulary.site_url)
    for taxonomy, given, words in (
        ("needs", service.needs, vocabulary.needs),
        ("groups", service.who_for.groups, vocabulary.groups),
        ("routes", service.how_to_join.routes, vocabulary.routes),
    ):
        for id in given:
            called = words.get(id, id)
            term = {"id": uuid5(taxonomy, id), "name": called, "term": id, "description": called, "taxonomy": taxonomy}
            if taxonomy == "needs" and url:
                term["term_uri"] = addresses.whole(url, addresses.need(id))
            yield {"id": ids.of(taxonomy, id), "link_type": "service", "taxonomy_term": term}


def _moment(text: str | None) -> str | None:
    """A moment as HSDS has it, if `text` is one."""
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)"
    if not text or not re.fullmatch(pattern, text, re.ASCII):
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text
