"""Which check counts and until when, and the day on which a site changes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from built import Folders, templates
from conftest import ROOT
from rolecall.build import files as files_of
from rolecall.load import Workspace, load
from rolecall.model import PCN, Content, MarkdownPage, Service
from rolecall.pages import plan, whats_on
from rolecall.site import Site, site_of
from rolecall.standing import nearest, next_change, standing_of
from rolecall.templates import Words, theme_folders
from rolecall.validate import validate
from strategies import Drawn, look_at

CHECK = {"checked": {"date": "2026-01-01", "by": "PCN team"}, "next_check": "2027-01-01"}
OF_SURGERY = {"checked": {"date": "2026-02-01", "by": "Desk"}}
OF_ROLE = {"next_check": "2027-03-01"}
OF_ANSWER = {"checked": {"date": "2026-04-01", "by": "Link worker team"}, "next_check": "2027-04-01"}


def a_pcn(**levels: Mapping[str, Any]) -> PCN:
    """A PCN with an answer at its surgery, whose levels have these checks."""
    answer = {"text": "Ask.", **levels.get("answer", {})}
    role = {"answers": {"contacts": answer}, **levels.get("role", {})}
    surgery = {"name": "Mill", "ods_code": "A12345", "roles": {"link-worker": role}, **levels.get("surgery", {})}
    roles = {"link-worker": {"local_title": "Connector", "checked": {"date": "2026-03-01", "by": "Nobody"}}}
    top = {"name": "A PCN", "ods_code": "U12345", "practices": [surgery], "roles": roles, **levels.get("pcn", {})}
    return PCN.model_validate(top)


ANSWER = ("practices", 0, "roles", "link-worker", "answers", "contacts")


@pytest.mark.parametrize(
    ("levels", "by", "until"),
    [
        ({}, None, None),
        ({"pcn": CHECK}, "PCN team", date(2027, 1, 1)),
        ({"pcn": CHECK, "surgery": OF_SURGERY}, "Desk", date(2027, 1, 1)),
        ({"pcn": CHECK, "surgery": OF_SURGERY, "role": OF_ROLE}, "Desk", date(2027, 3, 1)),
        ({"pcn": CHECK, "role": OF_ROLE, "answer": OF_ANSWER}, "Link worker team", date(2027, 4, 1)),
        ({"answer": {"next_check": "2027-05-01"}}, None, date(2027, 5, 1)),
    ],
)
def test_the_nearest_check_counts_and_so_does_the_nearest_next_check(
    levels: Mapping[str, Mapping[str, Any]], by: str | None, until: date | None
) -> None:
    standing = standing_of(a_pcn(**levels), ANSWER)
    assert (standing.checked.by if standing.checked else None, standing.until) == (by, until)


def test_a_fact_counts_on_its_last_day_and_not_on_the_next() -> None:
    standing = standing_of(a_pcn(pcn=CHECK), ANSWER)
    assert standing.counts_on(date(2027, 1, 1))
    assert not standing.counts_on(date(2027, 1, 2))


def test_a_role_or_question_that_is_called_like_a_check_is_none() -> None:
    raw = {"roles": {"checked": {"answers": {"next_check": {"text": "Ask."}}}}, "next_check": "2027-01-01"}
    path = ("roles", "checked", "answers", "next_check")
    assert [*nearest(raw, path, "checked")] == []
    assert [*nearest(raw, path, "next_check")] == ["2027-01-01"]


SERVICE = {"name": "Tea", "description": "Tea.", "organisation": {"name": "Mill"}, "needs": ["lonely"]}
PERSON = {"name": "Sam", "roles": ["link-worker"], **CHECK}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("pcn", "service", "day"),
    [
        pytest.param({"phone": "111", **CHECK}, {}, None, id="a PCN's own number stays"),
        pytest.param({**CHECK, "roles": {"gp": {"available": "no"}}}, {}, None, id="that nobody is here stays"),
        pytest.param({"people": [PERSON]}, {}, "2027-01-02", id="a person"),
        pytest.param({"roles": {"gp": {"reach": {"text": "Ask.", **CHECK}}}}, {}, "2027-01-02", id="how to reach"),
        pytest.param({"roles": {"gp": {"reach": {"next_check": "2026-11-22"}}}}, {}, "2026-11-23", id="the last day"),
        pytest.param({"roles": {"gp": {"reach": {"next_check": "2026-11-21"}}}}, {}, None, id="the day after it"),
        pytest.param({}, {"checked": CHECK["checked"]}, "2027-01-02", id="a service is due"),
        pytest.param({"services": {"check_every": "1"}}, {"checked": CHECK["checked"]}, None, id="it is due already"),
        pytest.param(
            {"services": {"hold_back_after": "2"}}, {"next_check": "2026-10-01"}, "2026-12-02", id="it is held back"
        ),
        pytest.param(
            {"services": {"hold_back_after": "2"}}, {"next_check": "2026-10-01", "status": "closed"}, None, id="closed"
        ),
        pytest.param({}, {"alert": {"text": "No tea.", "until": "2026-11-30"}}, "2026-12-01", id="an alert ends"),
        pytest.param({}, {"when": [{"dates": ["2026-11-30"]}]}, "2026-11-23", id="its week is another one"),
        pytest.param({"notice": {"text": "Hot.", "until": "2026-11-30"}}, {}, "2026-12-01", id="a notice ends"),
        pytest.param(
            {"notice": {"text": "Hot.", "from": "2026-11-24", "until": "2026-11-30"}}, {}, "2026-11-24", id="one begins"
        ),
        pytest.param({"notice": {"text": "Hot.", "until": "2026-11-21"}}, {}, None, id="a notice has ended"),
        pytest.param(
            {},
            {"when": [{"text": "Mondays", "until": "2026-12-25"}]},
            "2026-12-26",
            id="the last day passes",
        ),
        pytest.param({}, {"when": [{"every": "week", "days": ["mon"]}]}, "2026-11-23", id="so is that of what repeats"),
        pytest.param({}, {"when": [{"text": "Mondays"}]}, None, id="nobody knows when it is on"),
        pytest.param({}, {"when": [{"text": "Mondays", "until": "2026-11-21"}]}, None, id="it has ended"),
        pytest.param(
            {},
            {"when": [{"every": "week", "days": ["mon"], "until": "2026-12-25"}], "status": "paused"},
            "2026-12-22",
            id="the last Monday of a paused one passes",
        ),
    ],
)
def test_a_site_changes_by_itself_the_day_after(
    pcn: Mapping[str, Any], service: Mapping[str, Any], day: str | None, examples: Content
) -> None:
    one = PCN.model_validate({"name": "A PCN", "ods_code": "U12345", **pcn})
    services = {"tea": Service.model_validate({**SERVICE, **service})}
    content = examples.model_copy(update={"pcns": {"a": one}, "services": {"a": services}, "pages": ()})
    assert next_change(content, "a", TODAY) == (date.fromisoformat(day) if day else None)


def test_a_page_that_was_reviewed_in_the_future_says_so_then(examples: Content) -> None:
    reviewed = date(2026, 12, 1)
    page = MarkdownPage(slug="a", title="A", markdown="", reviewed=reviewed, sources=())
    pcn = PCN(name="A PCN", ods_code="U12345")
    content = examples.model_copy(update={"pcns": {"a": pcn}, "services": {}, "pages": (page,)})
    assert next_change(content, "a", TODAY) == reviewed
    assert next_change(content, "a", reviewed) is None


@pytest.fixture(scope="module")
def examples() -> Content:
    """What all PCNs share."""
    content, _ = validate(*load(Workspace(ROOT, ROOT), []), today=TODAY)
    assert content
    return content


def test_a_site_stays_until_its_next_change_and_is_another_one_then(tmp_path: Path) -> None:
    folders = Folders.below(tmp_path)
    changes = []

    def look(drawn: Drawn) -> None:
        workspace = folders.workspace(drawn)
        loaded, unread = load(workspace)
        content, _ = validate(loaded, unread, today=drawn.today)
        on = partial(files, workspace=workspace, published=loaded.published)
        for id in content.pcns if content else ():
            assert content
            day = drawn.today
            for _ in range(3):
                change = next_change(content, id, day)
                last = change - timedelta(days=1) if change else date(2140, 1, 1)
                assert_same(content, id, day, last)
                assert on(content, id, day) == on(content, id, last), (id, day, last)
                if change is None:
                    break
                changes.append(change)
                assert is_another(content, id, last, change), f"{id}: nothing is another way on {change}"
                day = change

    look_at(20, look)
    assert len(changes) > 12, "few of these workspaces change by themselves"


def assert_same(content: Content, id: str, first: date, last: date) -> None:
    """The site says the same on each day from the first to the last, of which about 100 are looked at."""
    before = site_on(content, id, first)
    days = (last - first).days
    for n in range(0, days + 1, max(1, days // 100)):
        assert site_on(content, id, first + timedelta(days=n)) == before, (id, first, n)


def site_on(content: Content, id: str, day: date) -> Site:
    """The site on a day, but for the day itself."""
    return replace(site_of(content, id, today=day), today=date.min)


def is_another(content: Content, id: str, before: date, after: date) -> bool:
    """Whether something is another way: on the site, in its week, or when a page says that it was reviewed."""
    if site_on(content, id, before) != site_on(content, id, after):
        return True
    if len({page.data for day in (before, after) for page in whats_on.pages(site_of(content, id, today=day))}) > 1:
        return True
    return any(page.reviewed == after for page in content.pages)


def files(
    content: Content, id: str, day: date, *, workspace: Workspace, published: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """What a build writes on a day."""
    site = site_of(content, id, today=day)
    env = templates(*theme_folders(workspace))
    return files_of(site, plan(site, Words(env)), env, workspace, published)
