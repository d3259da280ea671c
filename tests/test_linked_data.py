"""What the page of a service says to programs: the same as to people, and nothing that can end its block."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html
from markupsafe import Markup

from conftest import ROOT
from rolecall.linked_data import linked_data
from rolecall.model import Service
from rolecall.pages import plan
from rolecall.pages.service import service_page
from rolecall.render import framed
from rolecall.site import Site
from rolecall.templates import Words, environment
from test_hsds import any_service, harbour, service, site_with

ENV = environment([ROOT / "theme", ROOT / "theme/shell"])
FRAME = cache(lambda: plan(harbour(), Words(ENV)).frame)
BLOCK = "//script[@type='application/ld+json']"


def shown_by(site: Site) -> html.HtmlElement:
    """The page of the only service of a site, as a browser reads it."""
    page = service_page(site, site.services[0])
    return html.fromstring(framed(ENV, FRAME(), page, Markup()))


def checked(**fields: Any) -> Service:
    return service(**{"checked": {"date": "2026-11-01", "by": "T"}, **fields})


def linked(**fields: Any) -> dict[str, Any]:
    site = site_with({"tea": checked(**fields)})
    found: dict[str, Any] = json.loads(linked_data(site, site.services[0]))
    return found


def test_weekly_hours_are_opening_hours_and_other_times_are_events() -> None:
    found = linked(
        where=[{"name": "Hall", "address": "1 Mill Street", "town": "Bristol", "postcode": "BS1 1AA"}],
        when=[
            {"every": "week", "days": ["mon", "wed"], "from": "10:00", "to": "12:00", "notes": "In term",
             "until": "2027-07-01"},
            {"every": "week", "interval": 2, "starts": "2026-09-01", "days": ["tue"], "from": "09:00"},
            {"every": "month", "days": ["last fri", "2 sun"], "from": "19:00", "to": "20:00"},
            {"dates": ["2026-12-01", "2020-01-01"], "from": "10:00", "to": "11:00"},
            {"text": "And now and then"},
        ],
    )  # fmt: skip
    about, *events = found["@graph"]
    assert about["@type"] == "Service"
    assert about["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Wednesday"], "opens": "10:00",
            "closes": "12:00", "validThrough": "2027-07-01", "description": "In term",
        }
    ]  # fmt: skip
    assert [event.get("eventSchedule") for event in events] == [
        {
            "@type": "Schedule", "repeatFrequency": "P2W", "byDay": ["TU"], "startTime": "09:00",
            "startDate": "2026-09-01", "scheduleTimezone": "Europe/London",
        },
        {
            "@type": "Schedule", "repeatFrequency": "P1M", "byDay": ["-1FR", "2SU"], "startTime": "19:00",
            "endTime": "20:00", "scheduleTimezone": "Europe/London",
        },
        None,
    ]  # fmt: skip
    assert (events[2]["startDate"], events[2]["endDate"]) == ("2026-12-01T10:00", "2026-12-01T11:00")
    assert all(event["location"]["address"]["postalCode"] == "BS1 1AA" for event in events)


def test_a_time_at_no_place_to_go_to_has_no_location() -> None:
    where = [{"name": "Online", "kind": "virtual"}, {"name": "Hall"}, {"name": "Barn"}]
    for at in ("Online", None):
        found = linked(where=where, when=[{"dates": ["2026-12-01"], "at": at}])
        assert "location" not in found["@graph"][1]


def test_who_runs_it_what_it_costs_and_how_to_get_in_touch() -> None:
    found = linked(
        also_known_as=["Cuppa"], summary="Tea with others.", languages=["pl"],
        organisation={"name": "Trust", "website": "https://trust.example.org/"},
        who_for={"text": "Anyone aged 55 or over", "min_age": 55},
        cost={"options": [{"label": "Tea", "amount": "0"}, {"label": "Cake", "amount": "1.50"}]},
        area=[{"name": "Marsh Lane"}],
        contact={"phones": [{"number": "0117 496 0123"}], "email": "tea@example.org", "website": "https://tea.example.org/"},
    )  # fmt: skip
    assert found["@context"] == "https://schema.org"
    assert (found["name"], found["alternateName"], found["description"]) == ("Tea", ["Cuppa"], "Tea with others.")
    assert found["url"] == "https://harbour.example.org/services/tea/"
    assert found["provider"] == {"@type": "Organization", "name": "Trust", "url": "https://trust.example.org/"}
    assert found["audience"]["suggestedMinAge"] == 55
    assert [offer["price"] for offer in found["offers"]] == ["0", "1.50"]
    assert found["areaServed"] == ["Marsh Lane"]
    [channel] = found["availableChannel"]
    assert channel["servicePhone"] == {
        "@type": "ContactPoint", "telephone": ["0117 496 0123"], "email": "tea@example.org",
    }  # fmt: skip
    assert channel["availableLanguage"] == ["English", "Polish"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "paused"},
        {"status": "closed"},
        {"checked": {"date": "2020-01-01", "by": "T"}},
        {"checked": None},
        {"alert": {"text": "Not this week.", "until": "2026-11-22"}},
    ],
)
def test_nothing_is_said_where_the_page_warns_people(fields: dict[str, Any]) -> None:
    site = site_with({"tea": checked(**fields)})
    assert linked_data(site, site.services[0]) == ""
    assert not shown_by(site).xpath(BLOCK)


def test_no_text_ends_the_block() -> None:
    attack = "</script><script>alert(1)</script><!--<script> & \u2028 ]]>"
    site = site_with(
        {"tea": checked(summary=attack, who_for={"text": attack}, when=[{"dates": ["2026-12-01"], "notes": attack}])}
    )
    [block] = shown_by(site).xpath("//script")
    assert not {"<", ">", "&"} & {*block.text}
    about, event = json.loads(block.text)["@graph"]
    assert about["description"] == about["audience"]["audienceType"] == event["description"]
    assert about["description"].split() == attack.split()


@settings(max_examples=60, suppress_health_check=[*HealthCheck])
@given(any_service())
def test_any_service_has_a_block_that_can_be_read(found: Service) -> None:
    site = site_with({"tea": found})
    for block in shown_by(site).xpath(BLOCK):
        assert json.loads(block.text)["@context"] == "https://schema.org"
