"""2 PCNs become one, or a surgery moves: what was true at each stays true there alone, and addresses lead on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import Ran
from joined import at_surgery, checks, put
from rolecall.bundled import bundled
from rolecall.joining.merging import merged
from rolecall.joining.moving import surgery_moved
from rolecall.joining.pair import Pair
from rolecall.opened import Opened, open_shared
from rolecall.site import Site
from rolecall.workspace import Workspace
from strategies.workspaces import as_yaml

Rolecall = Callable[..., Ran]
DAY = date(2026, 11, 22)
ROLES = ["link-worker", "care-coordinator", "paramedic"]
WORDS = st.sampled_from(["Ask at the desk.", "Call us.", "On Mondays."])
CHECKS = [
    {},
    {"checked": {"date": "2026-06-01", "by": "Link worker team"}, "next_check": "2027-06-01"},
    {"checked": {"date": "2025-06-01", "by": "Old team"}, "next_check": "2026-06-01"},
]
check = st.sampled_from(CHECKS)


def with_check(fields: dict[str, Any]) -> Any:
    return st.builds(lambda said, checked: {**said, **checked}, st.fixed_dictionaries({}, optional=fields), check)


answers = st.fixed_dictionaries(
    {},
    optional={
        "wait": st.builds(lambda text, checked: {"text": text, **checked}, WORDS, check),
        "home_visits": st.builds(
            lambda word, checked: {"answer": word, **checked}, st.sampled_from(["yes", "no"]), check
        ),
        "helps_with": st.builds(lambda text, checked: {"list": [text], **checked}, WORDS, check),
    },
)
reach = with_check(
    {"text": WORDS, "phone": st.sampled_from(["0117 496 0001", "0117 496 0002"]), "self_refer": st.just("yes")}
)
there = st.sampled_from(
    [
        {},
        {},
        {},
        {"available": "no"},
        {"available": "yes"},
        {"available": "no", "instead": "care-navigator"},
        {"combined_with": "care-navigator"},
    ]
)
role = st.builds(
    lambda fields, here: {**fields, **here},
    with_check(
        {
            "local_title": st.sampled_from(["Connector", "Adviser"]),
            "only_for": st.sampled_from(["People with cancer.", "Carers."]),
            "refer": WORDS,
            "referrals": st.sampled_from(
                [{"open": "yes", "checked": {"date": day, "by": "Team"}} for day in ("2026-11-20", "2026-01-01")]
            ),
            "reach": reach,
            "answers": answers,
        }
    ),
    there,
)
roles = st.dictionaries(st.sampled_from(ROLES), role, max_size=3)
danger = st.fixed_dictionaries(
    {}, optional={"crisis": st.sampled_from([{"lead": "Crisis team"}, {"lead": "The desk"}])}
)


@st.composite
def pcns(draw: st.DrawFn, at: int, least: int = 1) -> dict[str, Any]:
    practices = [
        {"name": f"Surgery {at}{n}", "ods_code": f"L8{at}00{n}", **draw(danger), **draw(check), "roles": draw(roles)}
        for n in range(draw(st.integers(least, 2)))
    ]
    people = st.lists(st.sampled_from([practice["ods_code"] for practice in practices]), max_size=1)
    person = {"name": f"Sam {at}", "roles": ["link-worker"], "practices": draw(people)}
    return {
        "name": f"Part {at} PCN", "ods_code": f"U1234{at}", "site_url": f"https://s{at}.test/",
        "checked": {"date": "2026-10-01", "by": f"Team {at}"}, "next_check": f"2027-10-0{at + 1}",
        **draw(danger), "people": draw(st.sampled_from([[], [person]])), "roles": draw(roles), "practices": practices,
    }  # fmt: skip


def without_nothing(said: Any) -> Any:
    """The same without fields that say nothing, which files do not have."""
    if isinstance(said, dict):
        return {key: value for key, inner in said.items() if (value := without_nothing(inner)) not in ({}, [])}
    return [without_nothing(item) for item in said] if isinstance(said, list) else said


@cache
def shared_by(root: Path) -> Opened:
    return open_shared(Workspace(root, bundled()), today=DAY)


def pair_in(root: Path, first: dict[str, Any], second: dict[str, Any]) -> Pair | None:
    shutil.rmtree(root / "content/pcns", ignore_errors=True)
    shutil.rmtree(root / "moved", ignore_errors=True)
    for id, said in (("one", first), ("two", second)):
        (root / f"content/pcns/{id}").mkdir(parents=True)
        (root / f"content/pcns/{id}/pcn.yml").write_text(as_yaml(without_nothing(said)))
    both = shared_by(root).with_pcns(["one", "two"])
    if len(both.pcns) < 2:
        return None
    return Pair(both.loaded, both.with_pcns(["one"]), "one", both.with_pcns(["two"]), "two")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merged")
    (folder / "content/pages").mkdir(parents=True)
    return folder


def is_as_it_was(before: dict[str, Site], after: dict[str, Site], where: dict[str, str]) -> None:
    """Each surgery, in the PCN that `where` names by its code, says what it said, under no newer check."""
    for was in before.values():
        for practice in was.pcn.practices:
            code = practice.ods_code
            now, known = after[where[code]], checks(was, code)
            assert at_surgery(now, code) == at_surgery(was, code)
            for name, by in checks(now, code).items():
                # One check may have to stand for what 2 places said. It is the older then, and claims no more.
                is_of_all = now.id != was.id and by.by in ("Team 1", "Link worker team", "Old team")
                assert is_of_all or by == known[name] or by.date <= known[name].date


quick = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)  # fmt: skip


@quick
@given(first=pcns(0), second=pcns(1))
def test_each_surgery_of_2_pcns_says_what_it_said(first: dict[str, Any], second: dict[str, Any], root: Path) -> None:
    pair = pair_in(root, first, second)
    if not pair:
        return
    before = {"one": pair.opened.site("one"), "two": pair.opened_there.site("two")}
    out = merged(pair)
    assert not out.problems
    put(root, out)
    after = shared_by(root).with_pcns(["two"])
    assert after.pcns == ["two"], after.problems
    now = after.site("two")
    is_as_it_was(before, {"two": now}, {practice.ods_code: "two" for practice in now.pcn.practices})
    for was in before.values():
        for person in was.people:
            same = next(other for other in now.people if other.name == person.name)
            assert set(same.practices) <= {practice.ods_code for practice in was.pcn.practices}


@quick
@given(first=pcns(0, least=2), second=pcns(1))
def test_a_surgery_that_moves_says_what_it_said(first: dict[str, Any], second: dict[str, Any], root: Path) -> None:
    pair = pair_in(root, first, second)
    if not pair:
        return
    before = {"one": pair.opened.site("one"), "two": pair.opened_there.site("two")}
    out = surgery_moved(replace(pair, merges=False), "L80000")
    if out.problems:  # the only one of a role, who is named, and whom no surgery has that stays: somebody has to decide
        assert {problem.place.path[0] for problem in out.problems} == {"people"}
        return
    put(root, out)
    both = shared_by(root).with_pcns(["one", "two"])
    assert both.pcns == ["one", "two"], both.problems
    after = {id: both.site(id) for id in both.pcns}
    where = {practice.ods_code: id for id, site in after.items() for practice in site.pcn.practices}
    assert where["L80000"] == "two"
    assert where["L80001"] == "one"
    is_as_it_was(before, after, where)
