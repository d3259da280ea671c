"""What a JSON value of a feed is: a page of a list with its numbers, a service, or something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rolecall.exchange.openreferral.reading.jsontext import Outline

Kind = Literal["service", "about", "other"]
"""A service, what says which feed this is, or another thing: an organisation, a place, a term, no thing at all."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_SERVICES = _names(
    """
    accreditations alert application_process assured_date attending_access attending_type cost_options deliverable_type
    eligibilitys eligibility_description fees fees_description fundings interpretation_services maximum_age minimum_age
    max_age min_age pc_metadata pc_targetAudience service_areas service_at_locations service_taxonomys status wait_time
    """
)
_OF_OTHERS = _names(
    """
    addresses address_1 byday freq latitude legal_status location location_id location_type organization_identifiers
    parent_id postal_code service service_id services slug tax_id taxonomy taxonomy_id taxonomy_term term_uri vocabulary
    year_incorporated openapi path $schema uri
    """
)
_NESTED = _names(
    """
    attributes contacts cost_options eligibilitys funding fundings holiday_schedules languages locations phones
    regular_schedules required_documents schedules service_areas service_at_locations service_taxonomys
    """
)
"""What only the page of a service has in full, in HSDS and in Open Referral UK 1.0."""
_OLD = frozenset({"eligibilitys", "regular_schedules", "service_taxonomys", "holiday_schedules", "physical_addresses"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a page says of its list. None where it does not say, or says no number."""

    page: int | None
    pages: int | None
    entries: int | None
    is_first: bool | None
    is_last: bool | None


def numbers_of(outline: Outline) -> Numbers:
    """The numbers around a page, by the names of HSDS, of Open Referral UK 1.0 and of others."""
    fields = outline.fields
    for around in ("pagination", "meta", "metadata", "page", "paging"):
        if isinstance(inner := fields.get(around), Mapping):
            fields = {**inner, **fields}
    return Numbers(
        _number(fields, "page_number", "number", "page", "current_page", "currentPage", "pageNumber"),
        _number(fields, "total_pages", "totalPages", "last_page_number", "pages"),
        _number(fields, "total_items", "totalElements", "total_records", "totalItems", "total_count", "total"),
        _flag(fields, "first_page", "first"),
        _flag(fields, "last_page", "last"),
    )


def _number(fields: Mapping[str, Any], *names: str) -> int | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip().isdigit() and len(value) < 10:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
            return value
    return None


def _flag(fields: Mapping[str, Any], *names: str) -> bool | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.casefold() in ("true", "false"):
            value = value.casefold() == "true"
        if isinstance(value, bool):
            return value
    return None


def next_link(outline: Outline) -> str:
    """The address of the next page, where a page says it. Empty where not."""
    links = outline.fields.get("links")
    if isinstance(links, list):  # [{"rel": "next", "href": "…"}]
        links = {"next": next((to for to in links if isinstance(to, Mapping) and to.get("rel") == "next"), None)}
    for fields in (outline.fields, links, outline.fields.get("_links")):
        if isinstance(fields, Mapping):
            found = fields.get("next", fields.get("next_page_url"))
            found = found.get("href") if isinstance(found, Mapping) else found
            if isinstance(found, str) and found:
                return found
    return ""


def kind_of(value: Any) -> Kind:
    """What a value is, by the fields that it has."""
    if not isinstance(value, Mapping):
        return "other"
    names = value.keys()
    if names & {"version", "profile", "openapi_url"} and not names & {"id", "name"}:
        return "about"
    if not names & {"id", "name"} or names & {"service", "openapi", "path"}:
        return "other"
    if names & _OF_SERVICES:
        return "service"
    return "service" if "name" in names and not names & _OF_OTHERS else "other"


def is_rich(value: Mapping[str, Any]) -> bool:
    """Whether an entry of a list has what otherwise only the page of a service has."""
    return any(value.get(name) for name in _NESTED)


def shape_of(value: Mapping[str, Any], outline: Outline | None = None) -> str:
    """What people call the shape of a service, as far as it shows. Empty where it does not."""
    if _OLD & value.keys() or (outline and "totalElements" in outline.fields):
        return "Open Referral UK 1.0"
    if value.keys() & {"schedules", "attributes", "service_at_locations"} or (
        outline and "total_items" in outline.fields
    ):
        return "Open Referral UK 3.0"
    return ""


def shape_of_about(fields: Mapping[str, Any]) -> str:
    """What a feed says it is. Empty where it does not."""
    version = str(fields.get("version", "")).upper()
    if "UK" in version or "openreferraluk" in str(fields.get("profile", "")):
        return "Open Referral UK 1.0" if "1.0" in version else "Open Referral UK 3.0"
    return "HSDS 3.0" if version.startswith(("3", "HSDS")) else ""


def licence_of(fields: Mapping[str, Any]) -> str:
    """The licence that is named beside a list. Empty where none is."""
    for name in ("license", "licence", "license_url", "licenses", "licences"):
        found = fields.get(name)
        found = found[0] if isinstance(found, list) and found else found
        if isinstance(found, Mapping):
            found = found.get("title") or found.get("name") or found.get("path") or found.get("url")
        if isinstance(found, str) and found.strip():
            return " ".join(found.split())[:200]
    return ""


def id_of(value: Mapping[str, Any]) -> str:
    """The id that a feed has for a service. Empty where it has none."""
    for name in ("id", "_id", "service_id", "serviceId"):
        found = value.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
            return str(found).strip()
    return ""


def changed_at(value: Mapping[str, Any]) -> str:
    """When a service was changed last, as text that sorts by time. Empty where it does not say."""
    metadata = value.get("pc_metadata")
    found = value.get("last_modified") or value.get("updated_at") or value.get("modified")
    if not found and isinstance(metadata, Mapping):
        found = metadata.get("date_modified")
    return found.strip().replace(" ", "T") if isinstance(found, str) and found[:4].isdigit() else ""


def digest_of(value: Any) -> bytes:
    """The same for the same value, however it is written."""
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=16).digest()


def together(entry: Mapping[str, Any], page: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the list says of a service and what its own page says, which counts more where it says something."""
    return {**entry, **{name: value for name, value in page.items() if name not in entry or not _is_nothing(value)}}


def says_more(entry: Mapping[str, Any], page: Mapping[str, Any]) -> bool:
    """Whether the page of a service says something that the list does not."""
    return any(_values(value) > _values(entry.get(name)) for name, value in page.items())


def _values(part: Any) -> int:
    """How many values a part has that say something."""
    if isinstance(part, Mapping):
        return sum(map(_values, part.values()))
    if isinstance(part, list):
        return sum(map(_values, part))
    return 0 if _is_nothing(part) else 1


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {})
