"""Services as Open Referral UK: valid, whole, and nothing in them that is not for everybody."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from hsds_rules import faults
from rolecall import hsds
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


@settings(max_examples=200, suppress_health_check=[*HealthCheck])
@given(any_service())
def test_any_service_is_valid_and_comes_back_as_it_was(given: Service) -> None:
    """But for what is not public. One that lists do not show, as its last day has passed, would come back too."""
    [full] = hsds.full_records(site_with({"tea": given}))
    record = json.loads(hsds.as_json(full.record))
    assert not [*faults(record)]
    assert hsds.slug_of(record) == "tea"
    assert says(back(record)) == says(given, but=("referrals", "extra"))
