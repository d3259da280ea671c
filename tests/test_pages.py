"""A page is its address, its template and a value with just what it shows: the same of these give the same bytes."""

from __future__ import annotations

import gc
import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from conftest import ROOT
from rolecall.load import Workspace, load
from rolecall.model import PCN, Content
from rolecall.pages import Plan, plan
from rolecall.pages.data import as_json
from rolecall.pages.local import local
from rolecall.pages.problems import pages as problem_pages
from rolecall.places import Place, Problem
from rolecall.site import Site, SitePractice, SiteRole, SiteService, site_of
from rolecall.templates import TemplateMistake, Words, environment, theme_folders
from rolecall.validate import validate

WHOLE = (Site, SiteRole, SitePractice, SiteService, PCN, Content)
"""Values that hold more than a page shows."""


@pytest.fixture(scope="module")
def content() -> Content:
    found, _ = validate(*load(Workspace(ROOT, ROOT)), today=date(2026, 11, 22))
    assert found
    return found


@pytest.fixture(scope="module")
def plans(content: Content) -> dict[str, Plan]:
    words = Words(environment(theme_folders(Workspace(ROOT, ROOT))))
    return {id: plan(site_of(content, id, today=date(2026, 11, 22)), words) for id in content.pcns}


def shown(value: object) -> list[object]:
    """A value, and all that is in it."""
    if is_dataclass(value):
        parts = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, BaseModel):
        parts = [part for _, part in value]
    else:
        parts = list(value) if isinstance(value, tuple) else []
    return [value, *(found for part in parts for found in shown(part))]


@pytest.mark.parametrize("pcn", ["riverside", "hillside", "harbour"])
def test_what_a_page_shows_never_changes_and_can_be_compared(pcn: str, plans: dict[str, Plan]) -> None:
    for part in plans[pcn].parts:
        assert isinstance(hash(part), int), part.address
    assert isinstance(hash(plans[pcn].frame), int)
    problem = Problem(Place("x.yml"), "is wrong", kind="wrong")
    assert all(isinstance(hash(page), int) for page in problem_pages((problem,)))


@pytest.mark.parametrize("pcn", ["riverside", "hillside", "harbour"])
def test_a_page_is_given_what_it_shows_and_not_the_site(pcn: str, plans: dict[str, Plan]) -> None:
    for part in (*plans[pcn].parts, plans[pcn].frame):
        whole = [type(value).__name__ for value in shown(part) if isinstance(value, WHOLE)]
        assert whole == [], part


def test_a_value_that_holds_the_site_is_found(plans: dict[str, Plan]) -> None:
    page = plans["riverside"].pages[0]
    assert len(shown(page)) > 20
    with pytest.raises(TypeError):
        hash({"site": page})


def test_a_mistake_is_told_with_its_line_in_a_title_and_in_a_macro_too(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/privacy.html.jinja").write_text("\n\n<h1>{% block title %}\n{{ nothing }}{% endblock %}</h1>")
    (tmp_path / "names.html.jinja").write_text("\n\n{% macro short_title() %}\n\n{{ nothing }}{% endmacro %}")
    words = Words(environment([tmp_path]))
    with pytest.raises(TemplateMistake) as told:
        words.title("privacy", None)
    assert told.value.problem.place == Place(str(tmp_path / "pages/privacy.html.jinja"), 4)
    with pytest.raises(TemplateMistake) as told:
        words.of("names", "short_title")
    assert told.value.problem.place == Place(str(tmp_path / "names.html.jinja"), 5)


def test_what_is_worked_out_once_goes_with_its_site(content: Content) -> None:
    site = site_of(content, "riverside", today=date(2026, 11, 22))
    role = site.core_roles[0]
    found = local(site, role)
    assert local(site, role) is found
    renamed = replace(site, short_name="Elsewhere")
    assert (renamed.kept, renamed.role(role.id)) == ({}, role)
    assert local(renamed, role) is not found
    assert {note.kind for note in found.notes} == {note.kind for note in local(renamed, role).notes}


def test_a_site_goes_from_memory_once_its_pages_are_planned(content: Content) -> None:
    words = Words(environment(theme_folders(Workspace(ROOT, ROOT))))
    gc.disable()
    try:
        site = site_of(content, "riverside", today=date(2026, 11, 22))
        planned, still_there = plan(site, words), ref(site)
        assert len(site.kept) > 100
        del site
        assert planned.pages
        assert still_there() is None
    finally:
        gc.enable()


def test_a_role_of_which_nothing_is_so_here_is_the_same_in_each_pcn(content: Content) -> None:
    first, second = (site_of(content, id, today=date(2026, 11, 22)) for id in ("riverside", "hillside"))
    of_both = [(local(first, role), local(second, second.role(role.id))) for role in first.wider_roles]
    plain = [(here, there) for here, there in of_both if not here.notes and not there.notes]
    assert plain
    assert all(here == there for here, there in plain)
    sites = [first, second, site_of(content, "harbour", today=date(2026, 11, 22))]
    noted = [(local(site, role), site) for site in sites for role in (*site.core_roles, *site.absent_roles)]
    noted = [(found, site) for found, site in noted if any(not note.surgeries for note in found.notes)]
    assert noted
    assert all(found.place and found.place.name == site.short_name for found, site in noted)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(PLAIN, lambda some: st.lists(some) | st.dictionaries(st.text(), some) | st.tuples(some, some))


@given(JSON)
def test_data_is_written_as_json_writes_it(value: object) -> None:
    assert as_json(value) == json.dumps(value, ensure_ascii=False, indent=1)
