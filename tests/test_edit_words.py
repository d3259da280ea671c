"""The words of the forms of `rolecall edit`: those of a form, not of a workbook or a file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from editing import Fields, Visitor, editing
from rolecall.edit.hints import hint


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Path]]:
    root = tmp_path_factory.mktemp("words") / "w"
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
    with editing(root, "riverside") as (visitor, _):
        visitor.enter()
        yield visitor, root


def test_beside_choices_no_hint_names_an_id(place: tuple[Visitor, Path]) -> None:
    for path in ("service/new", "person/new", "role/link-worker", "first/reach", "first/people"):
        page = place[0].ask(f"/-/{path}").text
        for words in (
            "sometimes, not-usually",
            "mon, tue",
            "ODS codes of",
            "Only an entry with a source",
            "Ids in",
            "Left out,",
        ):
            assert words not in page, (path, words)


def test_a_hint_of_a_field_without_choices_is_that_of_the_workbook() -> None:
    assert hint(("cost", "text"), (), "In words, for example £4.") == "In words, for example £4."
    assert hint(("x",), ("yes", "no", "ask"), "Is it so? Say yes, no or ask.") == "Is it so?"
    assert hint(("x",), ("yes", "no", "ask"), "It is printed. One of yes, no or ask.") == "It is printed."


def test_a_file_is_not_named_in_a_form(place: tuple[Visitor, Path]) -> None:
    for path in ("service/new", "service/mill-street-lunch-club"):
        assert "Id" not in Fields(place[0].ask(f"/-/{path}").text).labels


def test_a_day_alone_asks_how_it_repeats(place: tuple[Visitor, Path]) -> None:
    visitor, _ = place
    form = Fields(visitor.ask("/-/service/new?like=mill-street-lunch-club").text)
    each = next(name for name in form.values if name.startswith("time-1-each"))
    answer = visitor.ask("/-/service/new", {**form.values, form.named("Name"): "Quay Club", each: ""})
    assert answer.code == 422
    assert "Nothing is chosen here yet. Choose Week or Month." in answer.text


def test_a_role_that_is_not_here_asks_whom_to_see(tmp_path: Path) -> None:
    file = tmp_path / "content/pcns/quay/pcn.yml"
    file.parent.mkdir(parents=True)
    file.write_text("name: Quay Primary Care Network\nods_code: U99970\n")
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        page = visitor.ask("/-/first/people").text
        assert "Leave it as it is: yes" in page
        assert ">Nobody</option>" in page
        form = Fields(page)
        role = next(name for name in form.values if f'name="{name}" value="no"' in page)
        check = {form.named("Checked by (team)"): "Quay team"}
        answer = visitor.ask("/-/first/people", {**form.values, **check, role: "no", "go": "on"})
        assert "Choose the role to see instead" in answer.text, answer.text
        assert "available: false" in file.read_text() or "available: no" in file.read_text()


def test_what_is_wrong_names_the_surgery_that_it_is_of(place: tuple[Visitor, Path]) -> None:
    visitor, _ = place
    form = Fields(visitor.ask("/-/first/surgeries").text)
    phones = [name for name in form.values if name.startswith("phone-")]
    answer = visitor.ask("/-/first/surgeries", {**form.values, phones[1]: "0117 496", "go": "on"})
    wrong = answer.text.partition('id="wrong"')[2].partition("</section>")[0]
    assert re.search(r'<a href="#phone-[^"]+">[^<]+, Phone</a>', wrong)


def test_what_is_new_is_saved_by_its_name(place: tuple[Visitor, Path]) -> None:
    answer = place[0].send("/-/person/new", {"Name": "Alex"})
    assert "Saved: Alex." in answer.text or "Nothing was saved yet" in answer.text
    assert "Saved: Somebody new" not in answer.text
