"""Where local help is missing: each case of `gaps.yml`, what the site's own filters find, and what is old."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Ran
from rolecall import addresses as at
from rolecall.checks.gaps import Gap, local_help, needs_without_help
from rolecall.checks.stale import stale
from rolecall.load import Workspace, YamlFile
from rolecall.model import PCN, Content, Service
from rolecall.opened import open_shipped, open_workspace
from rolecall.pages import services as service_pages
from rolecall.site import Site, site_of
from rolecall.yamltext import YamlFields

TODAY = date(2026, 11, 22)
CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/gaps.yml").read_text())
SURGERIES = [
    {"name": "Mill", "ods_code": "A12345", "postcode": "BS1 1AA"},
    {"name": "Hill", "ods_code": "A12346", "postcode": "BS2 1AA"},
]


@cache
def shipped() -> Content:
    return open_shipped(today=TODAY).content


def a_site(services: Mapping[str, Mapping[str, Any]], pcn: Mapping[str, Any] | None = None) -> Site:
    """A PCN with 2 surgeries and these services, each with what differs from a group for carers."""
    top = {"name": "A PCN", "ods_code": "U12345", "practices": SURGERIES, **(pcn or {})}
    group = {"description": "A group.", "organisation": {"name": "Us"}, "needs": ["caring"]}
    made = {id: Service.model_validate({"name": f"Group {id}", **group, **given}) for id, given in services.items()}
    there = {"pcns": {"a": PCN.model_validate(top)}, "services": {"a": made}}
    return site_of(shipped().model_copy(update=there), "a", today=TODAY)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_gaps_are_told_in_words(case: dict[str, Any]) -> None:
    gaps = local_help(a_site(case["services"], case.get("pcn"))).gaps
    about = {gap.kind: gap for gap in gaps if gap.need in ("", case.get("need", "caring"))}
    assert about.keys() == case["gaps"].keys()
    for kind, words in case["gaps"].items():
        assert words in said(about[kind])
    for words in case.get("not", ()):
        assert not [gap for gap in about.values() if words in said(gap)]


def said(gap: Gap) -> str:
    return f"{gap.sentence} {gap.fix}"


def test_the_services_that_may_fill_a_gap_are_given_to_programs() -> None:
    gaps = {
        gap.kind: gap for gap in local_help(a_site({"a": {}, "b": {"status": "paused"}})).gaps if gap.need == "caring"
    }
    assert {gap.services for gap in gaps.values()} == {("a",)}


HOURS = [
    {"from": "09:00", "to": "12:00"},
    {"from": "15:00", "to": "17:00"},
    {"from": "16:30", "to": "17:30"},
    {"from": "19:00"},
    {},
]
KINDS = {
    "free": ["cost-free"],
    "hours": ["time-evening", "day-sat", "day-sun"],
    "step-free": ["access-step-free"],
    "from-home": ["how-from-home"],
}
"""By kind of gap, the filters of the site of which one has to leave a service."""


def against_the_site(site: Site) -> int:
    """That what counts for a need is what people find with the filters, but for what is paused. Gives how often."""
    shown = {page.address: page.data for page in service_pages.pages(site)}
    paused = {service.address for service in site.services if service.state == "paused"}

    def found(filter: str) -> set[str]:
        data: Any = shown.get(at.services_for(filter))
        links = [*data.services.lines, *(card.service for card in data.services.cards)] if data else []
        return {link.address for link in links} - paused

    help, compared = local_help(site), 0
    for need in help.needs:
        running = {service.address for service in need.running}
        assert running == found(f"need-{need.need.id}")
        for look in need.looks if at.SERVICES_FOR in shown else ():
            if look.aspect.kind in KINDS:
                fits = set().union(*map(found, KINDS[look.aspect.kind]))
                assert {service.address for service in look.there} == running & fits, look.aspect.kind
                compared += 1
            rest = [service.address for _, services in look.others for service in services]
            assert sorted([*rest, *(service.address for service in look.there)]) == sorted(running)
    assert [need.need.id for need in help.without_help] == needs_without_help(site.services, site.content.needs)
    return compared


def test_what_counts_is_what_people_find_with_the_filters() -> None:
    opened = open_workspace(Workspace(ROOT, ROOT), today=TODAY)
    assert sum(against_the_site(opened.site(pcn)) for pcn in opened.pcns) > 60


WHEN = [
    *({"every": "week", "days": [day], **hours} for day in ("mon", "sat") for hours in HOURS),
    {"every": "month", "days": ["2 sun"]},
    {"dates": ["2026-11-27"], "from": "18:00"},
    {"dates": ["2026-11-28", "2026-01-01"]},
    {"dates": ["2026-01-03"]},
    {"text": "Saturdays at 6pm"},
]
PLACES = [
    {"name": "Hall", "postcode": "BS1 2AA", "access": ["step-free"]},
    {"name": "Shed", "postcode": "BS10 2AA", "access": ["parking"]},
    {"name": "Park"},
    *({"name": "Elsewhere", "kind": kind} for kind in ("virtual", "phone", "home")),
]
any_service = st.fixed_dictionaries(
    {"needs": st.lists(st.sampled_from(["caring", "money", "safety"]), unique=True, min_size=1)},
    optional={
        "status": st.sampled_from(["active", "paused", "closed"]),
        "cost": st.lists(st.sampled_from([0, 2]), max_size=2).map(
            lambda amounts: {"options": [{"label": f"{at}", "amount": amount} for at, amount in enumerate(amounts)]}
        ),
        "when": st.lists(st.sampled_from(WHEN), max_size=2),
        "where": st.lists(st.sampled_from(PLACES), max_size=2),
        "checked": st.sampled_from([{"date": day, "by": "Team"} for day in ("2024-01-01", "2026-01-01")]),
    },
)


@given(services=st.dictionaries(st.sampled_from("abcdefgh"), any_service, min_size=5), hold=st.booleans())
def test_it_is_so_whatever_services_there_are(services: Mapping[str, Any], hold: bool) -> None:
    against_the_site(a_site(services, {"services": {"hold_back_after": 1}} if hold else {}))


def test_a_check_says_how_many_needs_have_no_service(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    assert "Local help" not in rolecall(workspace, "check").out  # nobody has said that it wants services
    add(workspace, "carers", "needs: [caring]")
    told = "Local help: 19 of 20 needs have no service. See all gaps: rolecall check --format html --to report.html\n"
    assert told in rolecall(workspace, "check").out
    (workspace / "content/pcns/other").mkdir()
    (workspace / "content/pcns/other/pcn.yml").write_text("name: Other PCN\nods_code: U12346\n")
    assert "rolecall check testbury --format html --to report.html\n" in rolecall(workspace, "check", "testbury").out
    assert "19 of 20 needs have no service. See all gaps: rolecall check --f" in rolecall(workspace, "check").out
    rows = json.loads(rolecall(workspace, "check", "testbury", "--format", "json").out)
    gaps = [row for row in rows if row["level"] == "gap"]
    assert [row["need"] for row in gaps if row["kind"] == "any"] == [id for id in shipped().needs if id != "caring"]
    [free] = [row for row in gaps if row["kind"] == "free"]
    assert (free["need"], free["services"], free["pcn"]) == ("caring", ["carers"], "testbury")


def add(workspace: Path, id: str, lines: str) -> None:
    """A service more."""
    path = workspace / f"content/pcns/testbury/services/{id}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"name: {id.title()}\ndescription: A group.\norganisation: {{name: Us}}\n{lines}\n")


def checked(day: str) -> dict[str, Any]:
    return {"checked": {"date": day, "by": "Team"}}


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        (checked("2025-11-21"), "overdue", "was to be checked by 21 November 2026"),
        (checked("2025-11-22"), "soon", "is to be checked by 22 November 2026"),
        (checked("2026-01-22"), "soon", "is to be checked by 22 January 2027"),
        (checked("2026-01-23"), "later", "is to be checked by 23 January 2027"),
        (checked("2026-05-22"), "later", "is to be checked by 22 May 2027"),
        (checked("2026-05-23"), None, ""),
        ({"next_check": "2026-11-21"}, "overdue", "21 November"),
        ({}, "unchecked", "Nobody has checked Group a yet"),
        (checked("2025-08-21"), "held", "Its details are not shown any more"),
        ({**checked("2026-11-01"), "when": [{"dates": ["2026-11-21"]}]}, "ended", "ended on 21 November 2026"),
        ({**checked("2026-11-01"), "when": [{"dates": ["2027-01-22"]}]}, "ends", "last time on 22 January 2027"),
        ({**checked("2026-11-01"), "when": [{"dates": ["2027-01-23"]}]}, None, ""),
        ({**checked("2026-05-21"), "status": "paused"}, "paused", "on 21 May 2026, more than 6 months ago."),
        ({**checked("2026-05-22"), "status": "paused"}, "paused", "on 22 May 2026."),
        ({"status": "paused"}, "paused", "nobody has checked its entry yet"),
        ({**checked("2020-01-01"), "status": "closed"}, None, ""),
    ],
)
def test_what_is_old_is_told_once_with_what_to_do(given: dict[str, Any], kind: str | None, words: str) -> None:
    site = a_site({"a": given}, {"services": {"hold_back_after": 3}})
    files = {"a": YamlFile("a.yml", YamlFields("a.yml", 1, 1, {}, {}))}
    found = [(old.kind, each.sentence) for old in stale(site.services, files, TODAY) for each in old.services]
    assert [found_kind for found_kind, _ in found] == ([kind] if kind else [])
    assert all(words in sentence for _, sentence in found)
