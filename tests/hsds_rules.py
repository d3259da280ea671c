"""What a record of HSDS has to be, of the UK profile and of core HSDS 3.0 alike, written down from their documents.

It is stricter than their schemas: a field that neither of them names is a fault too, and so is an address that is not
one as RFC 3986 has it. `!` after a kind: the field has to be there. `[x]`: a list of x.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

_ATTRIBUTES = "attributes [attribute]"

RULES = {
    "service": """id uuid! organization_id uuid name text! alternate_name text description text url uri email email
        status status! interpretation_services text application_process text fees text fees_description text
        wait_time text accreditations text eligibility_description text minimum_age number maximum_age number
        assured_date day assurer_email email alert text last_modified moment phones [phone] schedules [schedule]
        service_areas [area] service_at_locations [at_location] languages [language] organization organization
        funding [funding] cost_options [cost_option] required_documents [document]"""
    + f" {_ATTRIBUTES}",
    "organization": "id uuid! name text! description text! email email website uri "
    "organization_identifiers [identifier]",
    "identifier": "id uuid identifier_scheme text identifier_type text! identifier text!",
    "phone": "id uuid! number text! type text description text",
    "schedule": """id uuid! valid_from day valid_to day dtstart day until day freq freq interval number byday byday
        description text opens_at time closes_at time schedule_link uri attending_type text notes text""",
    "area": "id uuid! name text service_area text uri uri",
    "at_location": "id uuid! location location schedules [schedule]",
    "location": """id uuid! location_type location_type! name text latitude number longitude number transportation text
        external_identifier text external_identifier_type text addresses [address] accessibility [accessibility]"""
    + f" {_ATTRIBUTES}",
    "address": """id uuid! address_1 text! address_2 text city text! state_province text! postal_code text!
        country country! address_type location_type!""",
    "accessibility": "id uuid! description text accessibility text",
    "language": "id uuid! name text code text",
    "funding": "id uuid source text",
    "cost_option": "id uuid! option text amount number currency currency amount_description text",
    "document": "id uuid document text",
    "attribute": "id uuid! link_type text! value text taxonomy_term term!",
    "term": "id uuid! name text! term text! description text! taxonomy text! term_uri uri",
    "page": """total_items number! total_pages number! page_number number! size number! first_page yes_no!
        last_page yes_no! empty yes_no! contents [service]!""",
}

_URI = r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
_REST = r"(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
_DAY = "(MO|TU|WE|TH|FR|SA|SU)"

TEXTS = {
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "text": r"(?s).+",
    "uri": _URI + _REST,
    "email": r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "status": "active|inactive|defunct|temporarily closed",
    "freq": "WEEKLY|MONTHLY",
    "byday": rf"([1-5]|-1)?{_DAY}(,([1-5]|-1)?{_DAY})*",
    "time": "([01][0-9]|2[0-3]):[0-5][0-9]",
    "location_type": "physical|postal|virtual",
    "country": "GB",
    "currency": "GBP",
    "day": r"\d{4}-\d\d-\d\d",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
}


def faults(value: Any, kind: str = "service", path: str = "") -> Iterator[str]:
    """What is wrong with a value of this kind, each with its path. An id that stands for 2 things is wrong too."""
    yield from _faults(value, kind, path or kind)
    alike = ("term", "service", "organization", "organization_identifiers")
    ids = [id for id, kind in _ids(value) if kind not in alike]
    yield from (f"{id} stands twice" for id in {id for id in ids if ids.count(id) > 1})


def _faults(value: Any, kind: str, path: str) -> Iterator[str]:
    if kind in RULES:
        yield from _of_object(value, kind, path)
    elif kind.startswith("["):
        if not isinstance(value, list):
            yield f"{path}: no list"
        for at, item in enumerate(value):
            yield from _faults(item, kind[1:-1], f"{path}.{at}")
    elif kind in ("number", "yes_no"):
        if isinstance(value, bool) != (kind == "yes_no") or not isinstance(value, int | float):
            yield f"{path}: {value!r} is no {kind}"
    elif not isinstance(value, str) or not re.fullmatch(TEXTS[kind], value) or not _is_day(value, kind):
        yield f"{path}: {value!r} is no {kind}"


def _of_object(value: Any, kind: str, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: no object"
        return
    words = RULES[kind].split()
    kinds = dict(zip(words[::2], words[1::2], strict=True))
    yield from (f"{path}: no {name}" for name, of in kinds.items() if of.endswith("!") and name not in value)
    for name, part in value.items():
        if name in kinds:
            yield from _faults(part, kinds[name].rstrip("!"), f"{path}.{name}")
        else:
            yield f"{path}.{name} is no field"


def _is_day(value: str, kind: str) -> bool:
    try:
        if kind in ("day", "moment"):
            (date if kind == "day" else datetime).fromisoformat(value)
    except ValueError:
        return False
    return True


def _ids(value: Any, kind: str = "service") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"], kind
        for name, part in value.items():
            named = {"taxonomy_term": "term", "organization": "organization", "contents": "service"}.get(name, name)
            yield from _ids(part, named)
    elif isinstance(value, list):
        for part in value:
            yield from _ids(part, kind)
