"""Services as Open Referral UK: valid, whole, and nothing in them that is not for everybody."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from hsds_rules import faults
from rolecall import hsds
from rolecall.hsds.ids import uuid5 as quick_uuid5
from rolecall.load import Workspace
from rolecall.model import Content, Service
from rolecall.opened import Opened, open_workspace
from rolecall.site import Site
from rolecall.site.services import site_services
from strategies.drawn import World
from strategies.services import services

TODAY = date(2026, 11, 22)


@cache
def opened() -> Opened:
    return open_workspace(Workspace(ROOT, ROOT), ["harbour"], today=TODAY)


def content() -> Content:
    found = opened().content
    assert found
    return found


def world() -> World:
    """What the examples know."""
    words = content().service_words
    ids = {
        "needs": [*content().needs], "groups": [*words.groups], "routes": [*words.routes], "access": [*words.access],
        "languages": [*words.languages],
    }  # fmt: skip
    return World(TODAY, ids=ids)


@cache
def harbour() -> Site:
    return opened().site("harbour")


def site_with(given: Mapping[str, Service]) -> Site:
    """Harbour's site with these services alone, each of which lists show."""
    changed = content().model_copy(update={"services": {"harbour": dict(given)}})
    states = {"active": "open", "paused": "paused", "closed": "closed"}
    found = (
        replace(found, state=states[found.service.status]) for found in site_services(changed, "harbour", today=TODAY)
    )
    return replace(harbour(), services=tuple(found))


def service(**fields: Any) -> Service:
    said = {"name": "Tea", "description": "Tea.", "organisation": {"name": "T"}, "needs": ["lonely"], **fields}
    return Service.model_validate(said)


def records(**services: Service) -> list[dict[str, Any]]:
    """The records of some services, as a program reads them."""
    return [json.loads(hsds.as_json(found.record)) for found in hsds.full_records(site_with(services))]


def back(record: dict[str, Any]) -> Service:
    """The service of a record."""
    return Service.model_validate(hsds.fields_of(record))


def says(service: Service, but: Collection[str] = ()) -> Any:
    """What the file of a service says. A field in which nothing stands says nothing."""
    return said_of(service.model_dump(exclude_defaults=True, exclude={*but}))


def said_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: found for name, part in value.items() if (found := said_of(part)) != {}}
    return value


@st.composite
def any_service(draw: st.DrawFn) -> Service:
    """Any service that the model allows, and that lists show."""
    said = draw(services(world(), "tea"))
    said["status"] = draw(st.sampled_from(["active", "paused"]))
    return Service.model_validate(said)


@settings(suppress_health_check=[*HealthCheck])
@given(any_service())
def test_any_service_is_valid_and_comes_back_as_it_was(given: Service) -> None:
    """But for what is not public. One that lists do not show, as its last day has passed, would come back too."""
    [full] = hsds.full_records(site_with({"tea": given}))
    record = json.loads(hsds.as_json(full.record))
    assert not [*faults(record)]
    assert hsds.slug_of(record) == "tea"
    assert says(back(record)) == says(given, but=("referrals", "extra"))


# What it looks like to others


def test_times_are_schedules() -> None:
    when: list[dict[str, Any]] = [
        {"every": "week", "days": ["tue", "thu"], "from": "12:00", "to": "14:00", "text": "Twice", "notes": "In term"},
        {"every": "month", "days": ["2 sun", "last fri"], "interval": 2, "starts": "2026-01-01", "until": "2026-12-31"},
        {"dates": ["2026-12-01", "2026-12-03"], "from": "10:00", "how": "online", "at": "Hall"},
        {"text": "Now and then"},
    ]
    [record] = records(tea=service(when=when, where=[{"name": "Hall"}]))
    found = [schedule for schedule in record["schedules"] if schedule.pop("id")]
    assert found == [
        {
            "freq": "WEEKLY", "interval": 1, "byday": "TU,TH", "opens_at": "12:00", "closes_at": "14:00",
            "description": "Twice", "notes": "In term",
        },
        {
            "freq": "MONTHLY", "interval": 2, "byday": "2SU,-1FR", "dtstart": "2026-01-01", "until": "2026-12-31",
            "valid_to": "2026-12-31",
        },
        {"description": "Now and then"},
    ]  # fmt: skip
    [at_hall] = record["service_at_locations"]
    single = {"dtstart": "2026-12-01", "valid_from": "2026-12-01", "valid_to": "2026-12-01"}
    about = {"opens_at": "10:00", "attending_type": "online"}
    assert {name: at_hall["schedules"][0][name] for name in (*single, *about)} == {**single, **about}
    assert at_hall["schedules"][1]["dtstart"] == "2026-12-03"


def test_a_place_from_home_has_no_address_and_one_with_a_part_has_the_others_as_not_stated() -> None:
    places = [
        {"name": "Online", "kind": "virtual"}, {"name": "Call", "kind": "phone"}, {"name": "Yours", "kind": "home"},
        {"name": "Hall", "postcode": "BS1 1AA", "lat": "51.45", "lon": "-2.5", "uprn": "12", "access": ["step-free"]},
    ]  # fmt: skip
    [record] = records(tea=service(where=places))
    locations = [found["location"] for found in record["service_at_locations"]]
    assert [place["location_type"] for place in locations] == ["virtual", "virtual", "physical", "physical"]
    assert ["addresses" in place for place in locations] == [False, False, False, True]
    [address] = locations[3]["addresses"]
    assert [address[name] for name in ("address_1", "city", "state_province", "postal_code", "country")] == [
        "Not stated", "Not stated", "Not stated", "BS1 1AA", "GB",
    ]  # fmt: skip
    assert (locations[3]["latitude"], locations[3]["external_identifier_type"]) == (51.45, "UPRN")
    assert locations[3]["accessibility"][0]["description"] == content().service_words.access["step-free"]


def test_ids_are_those_of_the_source_where_they_are_uuids_and_never_the_same_for_2_services() -> None:
    given = "6B2A2D3E-8F0A-4C55-9A53-9F0C1B5E4D21"
    site = site_with(
        {
            "a": service(source={"id": given, "organisation_id": given}),
            "b": service(source={"id": given}),
            "c": service(source={"id": "17"}),
            "d": service(),
        }
    )
    found = [full.id for full in hsds.full_records(site)]
    code = harbour().pcn.ods_code
    assert found == [given.lower(), *(quick_uuid5(code, "services", slug) for slug in "bcd")]
    assert found[3] == str(uuid5(NAMESPACE_URL, f"https://rolecall.example/{code}/services/d"))
    runs = [full.record["organization_id"] for full in hsds.full_records(site)]
    assert runs[0] == given.lower()
    assert runs[1] == runs[2] == runs[3]


def test_what_came_back_from_our_data_does_not_take_the_id_of_the_service_itself() -> None:
    [first] = hsds.full_records(site_with({"tea": service(name="Tea")}))
    copy = service(name="A copy", source={"id": first.id})
    found = {full.record["name"]: full.id for full in hsds.full_records(site_with({"tea": service(), "copy": copy}))}
    assert found == {"Tea": first.id, "A copy": quick_uuid5(harbour().pcn.ods_code, "services", "copy")}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://a.example.org/x?y=1#z", "https://a.example.org/x?y=1#z"),
        ("https://käse.example.org/ü/%41%zz", "https://xn--kse-qla.example.org/%C3%BC/%41%25zz"),
        ("http://example.org:8080/a|b[1]'{x}", "http://example.org:8080/a%7Cb%5B1%5D'%7Bx%7D"),
    ],
)
def test_web_addresses_are_in_the_form_that_programs_take(address: str, sent: str) -> None:
    found = service(contact={"website": address}, organisation={"name": "T", "website": address})
    [record] = records(tea=found)
    assert record["url"] == record["organization"]["website"] == sent
    assert back(record) == found


@pytest.mark.parametrize(
    ("by", "sent"),
    [
        ("directory@pcn.example.org", "directory@pcn.example.org"),
        ("info.riverside@pcn.example.org", "info.riverside@pcn.example.org"),
        ("jo.bloggs@pcn.example.org", None),
        ("Jo <jo@pcn.example.org>".replace("<", "(").replace(">", ")"), None),
    ],
)
def test_who_checked_is_a_team_and_no_address_of_a_person(by: str, sent: str | None) -> None:
    [record] = records(tea=service(checked={"date": "2026-10-01", "by": by}))
    assert (record["assured_date"], record.get("assurer_email")) == ("2026-10-01", sent)
    assert ("@" in json.dumps(record)) == (sent is not None)
    assert (back(record).checked is not None) == (sent is not None)


def test_what_is_not_public_is_in_no_file_of_a_site() -> None:
    referrals = {"open": "no", "wait": "PRIVATE", "checked": {"date": "2026-11-01", "by": "PRIVATE"}}
    found = service(referrals=referrals, extra={"PRIVATE": "PRIVATE"})
    assert {*hsds.NOT_PUBLIC} == {"referrals", "extra"}
    texts = [
        text for _, text in hsds.files(hsds.full_records(site_with({"tea": found, "old": service(status="closed")})))
    ]
    assert len(texts) == 2
    assert "PRIVATE" not in "".join(texts)
    assert json.loads(texts[0])["total_items"] == 1


def test_a_notice_that_is_over_is_no_alert() -> None:
    for until, alert in (("2026-11-22", "Closed"), ("2026-11-21", None)):
        found = service(alert={"text": "Closed", "until": until})
        [record] = records(tea=found)
        assert record.get("alert") == alert
        assert back(record) == found


@given(st.sampled_from([0, 1, 4, 5, 6, 11]), st.integers(1, 5))
def test_pages_of_the_list_hold_each_service_once(count: int, size: int) -> None:
    found = hsds.full_records(site_with({f"s-{at:02}": service() for at in range(count)}))
    files = dict(hsds.files(found, size))
    lists = [json.loads(text) for file, text in files.items() if "/services/" not in file]
    assert not [fault for page in lists for fault in faults(page, "page")]
    assert [service["id"] for page in lists for service in page["contents"]] == [full.id for full in found]
    assert [page["page_number"] for page in lists] == [*range(1, len(lists) + 1)]
    assert [page["first_page"] for page in lists] == [True, *[False] * (len(lists) - 1)]
    assert [page["last_page"] for page in lists] == [*[False] * (len(lists) - 1), True]
    assert all(page["total_items"] == count and page["total_pages"] == len(lists) for page in lists)
    assert all(page["size"] <= size and page["empty"] == (count == 0) for page in lists)
    assert len(files) == len(lists) + count


def test_a_service_without_needs_and_one_that_is_only_online_are_valid() -> None:
    found = service(needs=[], source={"feed": "Anytown"}, where=[{"name": "Online", "kind": "virtual"}])
    [record] = records(tea=found)
    assert not [*faults(record)]
    assert back(record) == found


def test_text_that_attacks_is_text() -> None:
    """JSON has no HTML in it, and a program that shows a text has to escape it. It comes back as it was."""
    attack = "</script><script>alert(1)</script><!-- \u2028 =1+1 ]]> \"'{{7*7}}"
    found = service(description=attack, summary=attack, who_for={"text": attack, "not_for": attack}, bring=[attack])
    [record] = records(tea=found)
    assert not [*faults(record)]
    assert says(back(record)) == says(found)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("rolecall") | st.just("slug"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["attributes", "taxonomy_term", "taxonomy", "term", "value", "organization", "name", "schedules"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_what_only_looks_like_ours_is_not_read_as_ours(value: Any) -> None:
    term = {"taxonomy": "rolecall", "term": "slug"}
    for record in (value, {"attributes": [{"taxonomy_term": term, "value": "x"}], "organization": value}):
        found = hsds.fields_of(record)
        assert found is None or isinstance(found, dict)


def test_the_rules_of_these_tests_find_what_is_wrong() -> None:
    [record] = records(
        tea=service(contact={"website": "https://a.example.org/"}, checked={"date": "2026-01-01", "by": "T"})
    )
    for name, value in {
        "id": "1", "status": "open", "url": "a.example.org", "assured_date": "2026-02-30", "schedules": [{}],
        "minimum_age": "5", "colour": "red", "organization": {"id": record["id"]}, "attributes": {},
    }.items():  # fmt: skip
        assert [*faults({**record, name: value})], name
    assert [*faults({name: value for name, value in record.items() if name != "name"})]
