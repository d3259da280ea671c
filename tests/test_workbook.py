"""A PCN's facts go into a workbook and come back: as they were, or changed as somebody meant."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from conftest import ROOT, Ran, contents
from rolecall.editing.cells import CellKind, Field, Odd, understood
from rolecall.editing.files import layout_of
from rolecall.editing.roles import role_line
from rolecall.editing.sheets import sheets_of
from rolecall.exchange.workbook import imported, workbook
from rolecall.load import Loaded, Workspace
from rolecall.model import PCN, Content, Service
from rolecall.model.walk import fields_of, holds
from rolecall.opened import open_workspace
from rolecall.places import Place, Problem
from rolecall.validate import validate
from rolecall.yamltext import composed

TODAY = date(2026, 11, 22)
Rolecall = Callable[..., Ran]


@pytest.fixture
def riverside(tmp_path: Path) -> Path:
    """A workspace with a copy of Riverside in it."""
    shutil.copytree(ROOT / "content/pcns/riverside", tmp_path / "w/content/pcns/riverside")
    return tmp_path / "w"


def sound(root: Path, pcn: str) -> tuple[Content, Loaded]:
    opened = open_workspace(Workspace(root, ROOT), [pcn], today=TODAY)
    assert pcn in opened.pcns, [*map(str, opened.problems)]
    return opened.content, opened.loaded


def export(root: Path, pcn: str, to: Path) -> Path:
    content, loaded = sound(root, pcn)
    layout = layout_of(content, loaded, pcn, today=TODAY)
    to.write_bytes(
        workbook(sheets_of(layout), pcn=pcn, name=content.pcns[pcn].name, code=content.pcns[pcn].ods_code, today=TODAY)
    )
    return to


def fill(file: Path, sheet: str, cells: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], str]:
    """Write into cells, each named by its row's key and its heading. Gives the address of each."""
    book = openpyxl.load_workbook(file)
    page = book[sheet]
    found = {}
    for (key, heading), value in cells.items():
        column = column_of(page, heading)
        keys = {page.cell(line, 1).value: line for line in range(3, page.max_row + 1)}
        line = keys[key] if key in keys else max(at for one, at in keys.items() if one) + 1 + int(key or 0)
        cell = page.cell(line, column)
        cell.value = value  # type: ignore[assignment]
        found[key, heading] = cell.coordinate
    book.save(file)
    return found


def column_of(page: Worksheet, heading: str) -> int:
    return next(column for column in range(1, page.max_column + 1) if page.cell(2, column).value == heading)


ALL_READ = "sheets read: Your PCN, Surgeries, Roles, Services, People, Helplines\n"


# There and back


def test_a_workbook_that_nobody_touched_changes_nothing(rolecall: Rolecall, riverside: Path) -> None:
    before = contents(riverside)
    assert rolecall(riverside, "export", "workbook", "--to", "r.xlsx").code == 0
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert (ran.code, ran.out) == (0, f"{ALL_READ}0 changes in 0 files.\n")
    (riverside / "r.xlsx").unlink()
    assert contents(riverside) == before


@pytest.mark.parametrize("pcn", ["riverside", "hillside", "harbour"])
def test_all_that_a_pcn_says_comes_back_from_its_workbook_alone(pcn: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content/pcns" / pcn, tmp_path / "a/content/pcns" / pcn)
    file = export(tmp_path / "a", pcn, tmp_path / "a.xlsx")
    assert said(into_a_bare_pcn(tmp_path / "a", tmp_path / "b", pcn, file), pcn) == said(tmp_path / "a", pcn)


def into_a_bare_pcn(old: Path, new: Path, pcn: str, file: Path) -> Path:
    """A workspace of a PCN that has only its name and its pictures, and then takes in the workbook."""
    folder = new / "content/pcns" / pcn
    folder.mkdir(parents=True)
    (folder / "pcn.yml").write_text("name: Bare PCN\nods_code: U00000\n")
    for picture in (old / "content/pcns" / pcn).glob("*.svg"):
        shutil.copy(picture, folder)
    content, loaded = sound(new, pcn)
    found = imported(file, content, loaded, pcn, new, today=TODAY, from_another=True)
    assert [str(problem) for problem in found.problems] == []
    for path, text in found.texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return new


def said(root: Path, pcn: str) -> tuple[PCN, dict[str, Service]]:
    content, _ = sound(root, pcn)
    return content.pcns[pcn], content.services[pcn]


def test_every_field_of_the_model_has_a_cell() -> None:
    content, loaded = sound(ROOT, "riverside")
    layout = layout_of(content, loaded, "riverside", today=TODAY)
    cells = {
        tuple("*" if isinstance(step, int) else step for step in what.path)
        for sheet in sheets_of(layout)
        for cells in (*(row.cells for row in sheet.rows), role_line(layout, "Y99971", "link-worker", "*"))
        for what in cells.values()
        if hasattr(what, "path")
    }
    # A surgery's roles have the lines that those of the PCN have.
    leaves = [path for path in (*_leaves(PCN), *_leaves(Service)) if path[:3] != ("practices", "*", "roles")]
    assert [path for path in leaves if not any(_same(path, cell) for cell in cells)] == []


def _leaves(kind: Any, base: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of all fields of a model that hold values, * standing for any key or number."""
    here = holds(kind)
    if here.model:
        return [leaf for field in fields_of(here.model).values() for leaf in _leaves(field.kind, (*base, field.name))]
    if here.inner and holds(here.inner).model:
        return _leaves(here.inner, (*base, "*"))
    return [base]


def _same(path: tuple[str, ...], cell: tuple[Any, ...]) -> bool:
    return len(path) == len(cell) and all(one in ("*", other) for one, other in zip(path, cell, strict=True))


# Any workspace that the model allows

SIGNS = st.lists(
    st.sampled_from([*"abcÉ£😀0123456789=+-@'\"#,;:&_", " ", "_x0041_", "=1+1", "\u2028", "é", "1e5", "TRUE"]),
    min_size=1,
    max_size=12,
).map(lambda parts: " ".join("".join(parts).split()))
WORDS = SIGNS.filter(lambda text: bool(text.strip()))
PROSE = st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join)
DAYS = st.dates(date(2026, 1, 1), TODAY).map(str)
LATER = st.dates(date(2027, 1, 1), date(2029, 1, 1)).map(str)
PHONES = st.integers(0, 999).map(lambda n: f"0117 496 0{n:03}")
SLUGS = st.sampled_from(["a", "b-c", "lunch-2", "z9"])
YES_NO = st.sampled_from(["yes", "no", "true", "false"])
NUMBERS = st.decimals(0, 10000, places=2).map(str)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name.rstrip("_"): field for name, field in fields.items()})


def one_or_more(what: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(what, min_size=1, max_size=most)


def ids(name: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(known()[name])), min_size=1, max_size=3, unique=True)


@cache
def known() -> dict[str, list[str]]:
    content, _ = sound(ROOT, "riverside")
    words = content.service_words
    return {
        "roles": [id for id, role in content.roles.items() if role.core],
        "needs": [*content.needs],
        "routes": [*words.routes],
        "access": [*words.access],
        "groups": [*words.groups],
        "languages": [*words.languages],
        "sources": [*content.sources],
        "helplines": [*content.helplines],
    }


CHECKED = st.fixed_dictionaries({"date": DAYS, "by": WORDS})
CHECKS = {"checked": CHECKED, "next_check": LATER}
CONTACT = some(text=WORDS, phone=PHONES, email=st.just("a@b.example.org"), url=st.just("https://b.example.org/?a=1&b"))


def answers() -> st.SearchStrategy[dict[str, Any]]:
    content, _ = sound(ROOT, "riverside")
    facts = {"sources": ids("sources"), "assumed": YES_NO, **CHECKS}
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    for group in content.questions.groups:
        for question in group.questions:
            if question.from_ != "answers":
                continue
            needed: dict[str, st.SearchStrategy[Any]] = {"text": WORDS}
            extra: dict[str, st.SearchStrategy[Any]] = {}
            if question.kind in ("list", "steps"):
                needed, extra = {"list": one_or_more(WORDS)}, {"text": WORDS}
            elif question.kind == "choice":
                choices = st.sampled_from(["yes", "usually", "sometimes", "not-usually", "no", "ask"])
                needed, extra = {"answer": choices}, {"text": WORDS}
            kinds[question.id] = st.fixed_dictionaries(needed, optional={**extra, **facts})
    return st.fixed_dictionaries({}, optional=kinds)


@st.composite
def roles(draw: st.DrawFn) -> dict[str, Any]:
    reach = some(text=WORDS, phone=PHONES, self_refer=st.sampled_from(["yes", "ask"]), sources=ids("sources"), **CHECKS)
    role = some(local_title=WORDS, only_for=WORDS, reach=reach, answers=answers(), **CHECKS)
    return {id: draw(role) for id in draw(ids("roles"))}


@st.composite
def pcns(draw: st.DrawFn) -> dict[str, Any]:
    practice = some(
        phone=PHONES,
        email=st.just("a@b.example.org"),
        address=one_or_more(WORDS),
        postcode=st.just("BS1 4ND"),
        roles=roles(),
        **CHECKS,
    )
    practices = [
        {"name": f"Surgery {at} {draw(WORDS)}", "ods_code": f"Y0000{at}", "slug": f"s-{at}", **draw(practice)}
        for at in range(draw(st.integers(0, 3)))
    ]
    person = st.fixed_dictionaries(
        {"name": WORDS, "roles": ids("roles")}, optional={"days": WORDS, "languages": ids("languages"), "about": WORDS}
    )
    rest = some(
        short_name=WORDS,
        site_url=st.just("https://a.example.org/"),
        phone=PHONES,
        another_way=CONTACT,
        feedback=CONTACT,
        colour=st.just("#00566b"),
        notice=st.fixed_dictionaries(
            {"text": WORDS, "until": st.just("2026-12-20")}, optional={"from": st.just("2026-11-30"), "urgent": YES_NO}
        ),
        roles=roles(),
        people=one_or_more(person),
        next_check=LATER,
        services=some(check_every=st.integers(1, 60).map(str), hold_back_after=st.integers(1, 60).map(str)),
        helplines=st.fixed_dictionaries({}, optional={"shout": some(shown=YES_NO, how=WORDS, name=WORDS)}),
    )
    base = {"name": f"Marsh {draw(WORDS)}", "ods_code": "U12345", "checked": draw(CHECKED), "next_check": "2029-01-02"}
    return {**base, **draw(rest), **({"practices": practices} if practices else {})}


@st.composite
def services(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    price = st.fixed_dictionaries({"label": WORDS, "amount": NUMBERS}, optional={"per": WORDS})
    place = st.fixed_dictionaries(
        {"name": WORDS},
        optional={
            "kind": st.sampled_from(["place", "virtual", "phone", "home"]),
            "town": WORDS,
            "access": ids("access"),
            "lat": st.sampled_from(["51.4545", "50"]),
            "lon": st.just("-2.5879"),
            "uprn": st.just("000123456789"),
        },
    )
    time_ = st.fixed_dictionaries({"text": WORDS}, optional={"notes": WORDS, "how": st.just("in-person")})
    week = st.just({"every": "week", "days": ["mon", "thu"], "from": "09:30", "to": "17:00", "interval": "1"})
    register = st.dictionaries(
        st.sampled_from(["GB-CHC", "GB-COH"]), st.sampled_from(["0000001", "1e5", "x: y"]), min_size=1
    )
    service = st.fixed_dictionaries(
        {
            "name": WORDS,
            "description": PROSE,
            "needs": ids("needs"),
            "organisation": st.fixed_dictionaries(
                {"name": WORDS}, optional={"description": WORDS, "identifiers": register}
            ),
        },
        optional={
            "also_known_as": one_or_more(WORDS),
            "summary": WORDS,
            "status": st.sampled_from(["active", "paused", "closed"]),
            "who_for": some(text=WORDS, min_age=st.integers(0, 20).map(str), groups=ids("groups")),
            "how_to_join": some(routes=ids("routes"), text=WORDS),
            "languages": ids("languages"),
            "bring": one_or_more(WORDS),
            "cost": some(text=WORDS, options=one_or_more(price)),
            "when": one_or_more(time_ | week),
            "where": one_or_more(place),
            "contact": some(phones=one_or_more(st.fixed_dictionaries({"number": PHONES}, optional={"text": WORDS}))),
            "alert": st.fixed_dictionaries({"text": WORDS, "until": LATER}),
            "area": one_or_more(st.fixed_dictionaries({"name": WORDS})),
            "source": some(feed=WORDS, id=WORDS, modified=WORDS),
            "checked": CHECKED,
        },
    )
    return {slug: draw(service) for slug in draw(st.lists(SLUGS, max_size=3, unique=True))}


# Looking for a smaller example of a fault would take minutes: each has 2 workbooks in it.
@settings(
    suppress_health_check=[*HealthCheck],
    phases=[Phase.explicit, Phase.generate],
    max_examples=settings.default.max_examples // 8,
)
@given(pcns(), services())
def test_any_pcn_that_the_model_allows_comes_back_from_its_workbook(
    tmp_path_factory: pytest.TempPathFactory, pcn: dict[str, Any], all_services: dict[str, Any]
) -> None:
    root = tmp_path_factory.mktemp("any")
    folder = root / "a/content/pcns/any"
    (folder / "services").mkdir(parents=True)
    (folder / "pcn.yml").write_text(composed(pcn))
    for id, service in all_services.items():
        (folder / f"services/{id}.yml").write_text(composed(service))
    opened = open_workspace(Workspace(root / "a", ROOT), ["any"], today=TODAY)
    # What is drawn fits each field. Rules among several fields may refuse it.
    assume("any" in opened.pcns)
    content, loaded = opened.content, opened.loaded
    before = contents(root / "a")
    file = export(root / "a", "any", root / "any.xlsx")
    same = imported(file, content, loaded, "any", root / "a", today=TODAY)
    assert [str(change) for change in same.changes] == []
    assert not same.problems and not same.texts
    assert contents(root / "a") == before
    own, others = said(into_a_bare_pcn(root / "a", root / "b", "any", file), "any")
    assert {id: without_empty(one) for id, one in others.items()} == {
        id: without_empty(one) for id, one in content.services["any"].items()
    }
    assert without_empty(own) == without_empty(content.pcns["any"])
    shutil.rmtree(root)


def without_empty(model: PCN | Service) -> Any:
    """What a file says. An empty `roles: {link-worker: {}}` says nothing."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: one for key, old in value.items() if (one := bare(old)) not in ({}, [], None)}
        return [bare(one) for one in value] if isinstance(value, (list, tuple)) else value

    return bare(model.model_dump(exclude_defaults=True))


@settings(max_examples=settings.default.max_examples // 4)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0"]))
def test_any_bytes_in_place_of_a_workbook_give_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.xlsx"
    file.write_bytes(head + data)
    content, loaded = riverside_once()
    found = imported(file, content, loaded, "riverside", ROOT, today=TODAY)
    assert found.problems
    assert not found.texts


@cache
def riverside_once() -> tuple[Content, Loaded]:
    return sound(ROOT, "riverside")


@cache
def whole_workbook() -> bytes:
    content, loaded = riverside_once()
    return workbook(
        sheets_of(layout_of(content, loaded, "riverside", today=TODAY)), pcn="r", name="R", code="U99991", today=TODAY
    )


@settings(max_examples=settings.default.max_examples // 4)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=20))
def test_a_workbook_with_spoilt_bytes_gives_a_problem_or_data(
    tmp_path_factory: pytest.TempPathFactory, at: int, data: bytes
) -> None:
    good = whole_workbook()
    at %= len(good)
    file = tmp_path_factory.getbasetemp() / "spoilt.xlsx"
    file.write_bytes(good[:at] + data + good[at + len(data) :])
    content, loaded = riverside_once()
    imported(file, content, loaded, "riverside", ROOT, today=TODAY)


def test_cells_with_choices_offer_them(riverside: Path) -> None:
    book = openpyxl.load_workbook(export(riverside, "riverside", riverside / "r.xlsx"))
    offers = {}
    for page in book.worksheets:
        for offer in page.data_validations.dataValidation:
            if offer.type != "list":
                continue
            sheet, _, span = str(offer.formula1).partition("!")
            words = [str(cell.value) for (cell,) in book[sheet][span.replace("$", "")]]
            for area in str(offer.sqref).split():
                for row in page[area] if ":" in area else [[page[area]]]:
                    offers |= {(page.title, cell.coordinate): words for cell in row}
    roles = book["Roles"]
    lines = {roles.cell(line, 1).value: line for line in range(3, roles.max_row + 1)}
    answers = ["Yes", "Usually", "Sometimes", "Not usually", "No", "Ask"]
    assert offers["Roles", f"F{lines['/link-worker/answers.home_visits']}"] == answers
    assert offers["Roles", f"F{lines['/link-worker/available']}"] == ["Yes", "No"]
    assert ("Roles", f"F{lines['/link-worker/answers.contacts']}") not in offers
    assert "Mill Street Surgery" in offers["Roles", f"B{roles.max_row}"]
    services = book["Services"]

    def offered(heading: str) -> list[str]:
        return offers["Services", services.cell(4, column_of(services, heading)).coordinate]

    assert offered("Status") == ["Active", "Paused", "Closed"]
    assert {"Welsh", "British Sign Language (BSL)"} <= {*offered("Languages")}
    assert "Feeling lonely or cut off" in offered("Helps with")


def test_of_services_what_matters_stands_first_and_the_rest_is_folded(riverside: Path) -> None:
    page = openpyxl.load_workbook(export(riverside, "riverside", riverside / "r.xlsx"))["Services"]
    headings = {str(cell.value): page.column_dimensions[cell.column_letter] for cell in page[2][1:]}
    seen = [name for name, column in headings.items() if not column.hidden]
    assert seen[:15] == [
        "Name", "Run by", "Helps with", "What it is", "Who it is for", "Time 1: in words", "Place 1: name",
        "Ways to join", "Cost", "Phone 1", "Website", "Status", "Still right?", "Checked by (team)", "Checked on",
    ]  # fmt: skip
    assert all(name.startswith("More: ") and name.endswith(" (click +)") for name in seen[15:])
    hidden = [name for name in headings if name not in seen]
    assert len(hidden) > 80
    assert all(headings[name].outlineLevel == 1 for name in hidden)
    # Each fold says what is in it, and in each row how much of that is filled in.
    places = page.cell(2, column_of(page, "More: places (click +)"))
    assert "Place 1: postcode, " in str(places.comment and places.comment.text)
    lines = {page.cell(line, 1).value: line for line in range(3, page.max_row + 1)}
    names = [name for name in hidden if name.startswith(("Place ", "Area "))]
    filled = [name for name in names if page.cell(lines["mill-street-lunch-club"], column_of(page, name)).value]
    assert page.cell(lines["mill-street-lunch-club"], places.column).value == f"{len(filled)} filled in"
    # Excel opens no fold of a protected sheet.
    assert not page.protection.sheet


def test_words_in_a_grey_cell_of_a_fold_are_not_lost(riverside: Path) -> None:
    file = export(riverside, "riverside", riverside / "r.xlsx")
    cells = fill(file, "Services", {("ferry-road-walkers", "More: times (click +)"): "Tuesdays at 3pm"})
    found = imported(file, *sound(riverside, "riverside"), "riverside", riverside, today=TODAY)
    (at,) = cells.values()
    assert [str(problem) for problem in found.problems] == [
        f"{file} Services!{at}: nothing can be written here\n    Click the + above, and write it in a column beside it."
    ]


# What people do with it


@pytest.fixture
def filled(rolecall: Rolecall, riverside: Path) -> Callable[..., Ran]:
    """Write into cells of Riverside's workbook and take it in: `filled({(sheet, key, heading): value})`."""

    def run(cells: Mapping[tuple[str, str, str], object], *options: str) -> Ran:
        (riverside / "r.xlsx").unlink(missing_ok=True)
        assert rolecall(riverside, "export", "workbook", "--to", "r.xlsx").code == 0
        for sheet in {sheet for sheet, _, _ in cells}:
            own = {(key, heading): value for (one, key, heading), value in cells.items() if one == sheet}
            fill(riverside / "r.xlsx", sheet, own)
        return rolecall(riverside, "import", "workbook", "r.xlsx", *options)

    return run


LUNCH = "riverside/services/mill-street-lunch-club.yml"


def test_a_changed_cell_changes_its_line_and_no_other(filled: Callable[..., Ran], riverside: Path) -> None:
    file = riverside / "content/pcns/riverside/pcn.yml"
    before = file.read_text()
    cells = {("Your PCN", "phone", "Your words"): "0117 496 0299"}
    ran = filled(cells, "--dry-run")
    assert ran.out.removeprefix(ALL_READ) == (
        'r.xlsx Your PCN!C7: Phone: "0117 496 0200" -> "0117 496 0299"\n'
        "would write content/pcns/riverside/pcn.yml\n"
        "1 change in 1 file. Nothing was changed: this was a dry run.\n"
    )
    assert file.read_text() == before
    ran = filled(cells)
    assert ran.code == 0
    assert file.read_text() == before.replace("phone: 0117 496 0200", "phone: 0117 496 0299")


def test_an_answer_a_surgery_and_a_service_are_added_at_once(filled: Callable[..., Ran], riverside: Path) -> None:
    ran = filled(
        {
            ("Surgeries", "", "Name"): "Quay Surgery",
            ("Surgeries", "", "ODS code"): "Y99979",
            ("Surgeries", "", "Address (one line each)"): "1 Quay Street\nBristol",
            ("Roles", "/link-worker/answers.go_with", "Your answer"): "Usually",
            ("Roles", "", "Where"): "Quay Surgery",
            ("Roles", "", "Role"): "Social prescribing link worker",
            ("Roles", "", "Question"): "How soon",
            ("Roles", "", "Your answer"): "We call you the next day.",
            ("Services", "", "Name"): "Quay Café & Crafts",
            ("Services", "", "What it is"): "Tea and crafts.\n\nEverybody is welcome.",
            ("Services", "", "Run by"): "Quay Trust",
            ("Services", "", "Helps with"): "Feeling lonely or cut off\nmoney",
            ("Services", "", "Time 1: days"): "Monday, Thursday",
            ("Services", "", "Time 1: each"): "Week",
            ("Services", "", "Time 1: from"): time(9, 30),
            ("Services", "", "Time 1: to"): "11:00",
            ("Services", "", "Age from"): 18,
        }
    )
    assert ran.err == ""
    pcn, services = said(riverside, "riverside")
    quay = pcn.practices[-1]
    assert (quay.name, quay.ods_code, quay.address) == ("Quay Surgery", "Y99979", ("1 Quay Street", "Bristol"))
    assert quay.roles["link-worker"].answers["wait"].text == "We call you the next day."
    cafe = services["quay-cafe-and-crafts"]
    assert cafe.when[0].days == ("mon", "thu")
    assert (cafe.when[0].from_, cafe.when[0].to, cafe.who_for.min_age) == ("09:30", "11:00", 18)
    assert cafe.description == "Tea and crafts.\n\nEverybody is welcome."


def test_still_right_writes_the_day_the_team_and_the_next_day(filled: Callable[..., Ran], riverside: Path) -> None:
    ran = filled(
        {
            ("Roles", "/link-worker/answers.contacts", "Still right?"): "Yes",
            ("Services", "mill-street-lunch-club", "Still right?"): "Yes",
        }
    )
    assert ran.code == 0, ran.err
    pcn, services = said(riverside, "riverside")
    contacts = pcn.roles["link-worker"].answers["contacts"]
    assert contacts.checked and contacts.checked.date == TODAY
    assert contacts.checked.by == "Riverside social prescribing team"
    assert contacts.next_check == date(2027, 11, 22)
    lunch = services["mill-street-lunch-club"]
    assert lunch.checked and (lunch.checked.date, lunch.next_check) == (TODAY, None)


def test_what_is_not_right_has_to_be_changed(filled: Callable[..., Ran]) -> None:
    line = "/link-worker/answers.contacts"
    ran = filled({("Roles", line, "Still right?"): "No"})
    assert "r.xlsx Roles!H" in ran.err
    assert "this is not right, and nothing in its row was changed" in ran.err
    ran = filled({("Roles", line, "Still right?"): "No", ("Roles", line, "Your answer"): None})
    assert ran.code == 0, ran.err
    assert (
        'Social prescribing link worker, How many times, Your answer: "Up to 8 meetings over 6 months." -> nothing'
        in ran.out
    )


def test_a_surgery_is_taken_out_only_where_somebody_says_so(filled: Callable[..., Ran], riverside: Path) -> None:
    ran = filled({("Surgeries", "Y99972", "Take out?"): "Yes", ("Surgeries", "Y99973", "Phone"): "0117 496 0239"})
    assert ran.code == 0, ran.err
    assert [(p.ods_code, p.phone) for p in said(riverside, "riverside")[0].practices] == [
        ("Y99971", "0117 496 0210"),
        ("Y99973", "0117 496 0239"),
    ]


def test_rows_that_somebody_deleted_stay_and_are_named(rolecall: Rolecall, riverside: Path) -> None:
    before = contents(riverside)
    rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    book = openpyxl.load_workbook(riverside / "r.xlsx")
    book["Services"].delete_rows(3)
    book["Roles"].delete_rows(3, 40)
    del book["Surgeries"]
    book.save(riverside / "r.xlsx")
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert ran.out == (
        "sheets read: Your PCN, Roles, Services, People, Helplines\n"
        "sheets that are not there, so what they say stays as it is: Surgeries\n"
        "not in this workbook, so it stays as it is: Services: Ferry Road Family Centre\n0 changes in 0 files.\n"
    )
    (riverside / "r.xlsx").unlink()
    assert contents(riverside) == before


WRONG = {
    ("Services", "mill-street-lunch-club", "Phone 1"): (
        1174960300,
        "Excel turned this into a number (1174960300)",
    ),
    ("Services", "ferry-road-walkers", "Phone 1"): ("0117 496 03", "this phone number has 9 digits"),
    ("Services", "ferry-road-walkers", "Place 1: postcode"): ("BS1", '"BS1" is not a UK postcode'),
    ("Services", "ferry-road-walkers", "Helps with"): ("Lonelyness", '"Lonelyness" is not a choice here'),
    ("Services", "ferry-road-walkers", "Age from"): ("young", '"young" is not a whole number'),
    ("Services", "ferry-road-walkers", "Status"): ("gone", '"gone" is not a choice here'),
    ("Services", "ferry-road-walkers", "Name"): (None, 'there is nothing under "Name"'),
    ("Services", "", "Name"): ("Ferry Road Walkers", "there is a row with this name already"),
    ("Services", "", "Cost"): ("free", "this row has no name"),
    ("Surgeries", "", "Name"): ("Quay Surgery", 'there is nothing under "ODS code"'),
    ("Surgeries", "Y99972", "Phone"): (True, "this cell holds TRUE or FALSE"),
    ("Surgeries", "Y99972", "Postcode"): ("#N/A", "the workbook could not work out this cell"),
    ("Surgeries", "Y99971", "Checked on"): ("12/31/2026", "12/31/2026 is not a day in the calendar"),
    ("Surgeries", "Y99971", "Next check"): ("next May", '"next May" is not a date that Rolecall can read'),
    ("Your PCN", "colour", "Your words"): ("#ffff00", "white words on #ffff00 are hard to read"),
    ("Your PCN", "another_way.phone", "Your words"): (date(2026, 3, 2), "this is a date, and text is expected"),
    ("Roles", "/link-worker/answers.home_visits", "Your answer"): (
        "perhaps",
        '"perhaps" is not a choice here',
    ),
    ("Roles", "/link-worker/answers.contacts", "More words"): (
        "More.",
        'nothing can be written here, and this cell has "More."',
    ),
    ("Roles", "/link-worker/instead", "Your answer"): (
        "Health and wellbeing coach",
        '"If not: the role to see instead" is for a role that is not available here',
    ),
    ("People", "0 Sam Example", "What the photo shows"): (None, 'there is nothing under "What the photo shows"'),
    ("People", "0 Sam Example", "Take out?"): ("perhaps", '"perhaps" is not a choice here'),
}


# These would hide another, or be hidden: what parts of a PCN mean together is looked at once each can be read.
ALONE = [
    ("People", "0 Sam Example", "What the photo shows"),
    ("Services", "", "Name"),
    ("Services", "", "Cost"),
    ("Services", "ferry-road-walkers", "Name"),
    ("Surgeries", "", "Name"),
    ("Roles", "/link-worker/instead", "Your answer"),
]
TOGETHER = [*([cell] for cell in ALONE), [cell for cell in WRONG if cell not in ALONE]]


@pytest.mark.parametrize("cells", TOGETHER, ids=lambda cells: " ".join(cells[0]))
def test_each_problem_names_its_cell_and_nothing_is_changed(
    cells: list[tuple[str, str, str]], rolecall: Rolecall, riverside: Path
) -> None:
    rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    before = contents(riverside / "content")
    at = {}
    for sheet in {sheet for sheet, _, _ in cells}:
        own = {cell[1:]: value for cell, (value, _) in WRONG.items() if cell in cells and cell[0] == sheet}
        at |= {(sheet, *cell): place for cell, place in fill(riverside / "r.xlsx", sheet, own).items()}
    ran = rolecall(riverside, "import", "workbook", "r.xlsx", "--notes", "copy.xlsx")
    assert ran.code == 1
    book = openpyxl.load_workbook(riverside / "copy.xlsx")
    for cell in cells:
        sentence = WRONG[cell][1]
        own_cell = cell not in [
            ("Services", "", "Cost"),
            ("Surgeries", "", "Name"),
        ]  # There it is another that is empty.
        place = f"r.xlsx {cell[0]}!{at[cell]}: " if own_cell else "r.xlsx "
        told = [line for line in ran.err.splitlines() if line.startswith(place) and sentence in line]
        assert told, f"{place}{sentence}\n{ran.err}"
        if own_cell:
            note = book[cell[0]][at[cell]].comment
            assert note and sentence.lower() in note.text.lower()
    assert "Nothing was changed." in ran.err
    assert contents(riverside / "content") == before


@pytest.mark.parametrize("cells", TOGETHER, ids=lambda cells: " ".join(cells[0]))
def test_a_problem_has_the_same_cell_whatever_its_words_are(
    cells: list[tuple[str, str, str]], riverside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = export(riverside, "riverside", riverside / "r.xlsx")
    for sheet in {sheet for sheet, _, _ in cells}:
        fill(file, sheet, {cell[1:]: WRONG[cell][0] for cell in cells if cell[0] == sheet})
    content, loaded = sound(riverside, "riverside")

    def places() -> Counter[tuple[Place, str]]:
        found = imported(file, content, loaded, "riverside", riverside, today=TODAY)
        return Counter((problem.place, problem.kind) for problem in found.problems)

    def in_other_words(*given: Any, **options: Any) -> tuple[Content | None, list[Problem]]:
        content, problems = validate(*given, **options)
        words = ((f"Problem {at}", f"Cure {at}") for at in range(len(problems)))
        return content, [replace(p, sentence=a, fix=b) for p, (a, b) in zip(problems, words, strict=True)]

    before = places()
    monkeypatch.setattr("rolecall.editing.files.validate", in_other_words)
    assert places() == before


def test_a_workbook_holds_the_day_and_not_the_second_of_its_making() -> None:
    with zipfile.ZipFile(io.BytesIO(whole_workbook())) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">2026-11-22T00:00:00Z</dcterms:modified>" in book.read("docProps/core.xml")


@pytest.mark.parametrize(("name", "fits"), [("Roles", True), ("Services", False)])
def test_on_paper_a_sheet_lies_on_its_side_with_its_headings(name: str, fits: bool) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(whole_workbook()))[name]
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$2:$2")
    assert bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage) == fits


def test_a_filled_in_workbook_is_never_written_over(rolecall: Rolecall, riverside: Path) -> None:
    (riverside / "r.xlsx").write_bytes(b"mine")
    ran = rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    assert ran.code == 2
    assert "r.xlsx is there already" in ran.err
    assert (riverside / "r.xlsx").read_bytes() == b"mine"


def test_due_exports_only_what_is_to_be_checked_soon(rolecall: Rolecall, riverside: Path) -> None:
    ran = rolecall(riverside, "export", "workbook", "--to", "now.xlsx", "--due")
    assert "2 rows to check." in ran.out, ran.out
    ran = rolecall(riverside, "export", "workbook", "--to", "later.xlsx", "--due", "--today", "2027-09-30")
    book = openpyxl.load_workbook(riverside / "later.xlsx")
    sheets = ["Your PCN", "Surgeries", "Roles", "Services", "People"]
    assert book.sheetnames == ["Start here", *sheets, "Choices"]
    keys = [book["Roles"].cell(line, 1).value for line in range(3, book["Roles"].max_row + 1)]
    assert "/link-worker/answers.contacts" in keys
    assert "/link-worker/answers.does" not in keys
    fill(riverside / "later.xlsx", "Roles", {("/link-worker/answers.contacts", "Still right?"): "Yes"})
    ran = rolecall(riverside, "import", "workbook", "later.xlsx", "--today", "2027-09-30")
    assert ran.code == 0, ran.err
    contacts = said_on(riverside, date(2027, 9, 30)).roles["link-worker"].answers["contacts"]
    assert contacts.next_check == date(2028, 9, 30)


def test_due_lists_what_a_check_is_to_cover_too(rolecall: Rolecall, workspace: Path) -> None:
    """A phone number, an own title and that nobody has the role have no check of their own."""
    (workspace / "content/pcns/testbury/pcn.yml").write_text(
        "name: Testbury PCN\nods_code: U12345\nchecked: {date: 2025-12-01, by: T}\nnext_check: 2026-12-01\n"
        "roles:\n  link-worker: {reach: {phone: 0117 496 0102}}\n  care-navigator: {available: no}\n"
        "  care-coordinator: {local_title: Helper, next_check: 2027-08-01}\n"
    )
    rolecall(workspace, "export", "workbook", "--pcn", "testbury", "--to", "d.xlsx", "--due", "--today", "2026-11-22")
    sheet = openpyxl.load_workbook(workspace / "d.xlsx")["Roles"]
    lines = [sheet.cell(line, 1).value for line in range(3, sheet.max_row + 1)]
    assert [line for line in lines if line] == [
        "/link-worker/reach.text",
        "/link-worker/reach.phone",
        "/care-navigator/available",
        "/care-navigator/*",
    ]
    fill(
        workspace / "d.xlsx",
        "Roles",
        {(f"/{line}", "Still right?"): "Yes" for line in ("link-worker/reach.text", "care-navigator/*")},
    )
    ran = rolecall(workspace, "import", "workbook", "d.xlsx", "--pcn", "testbury", "--today", "2026-11-22")
    assert ran.code == 0, ran.err
    rolecall(workspace, "export", "workbook", "--pcn", "testbury", "--to", "e.xlsx", "--due", "--today", "2026-11-22")
    sheet = openpyxl.load_workbook(workspace / "e.xlsx")["Roles"]
    assert not [line for line in range(3, sheet.max_row + 1) if sheet.cell(line, 1).value]


def said_on(root: Path, today: date) -> PCN:
    return open_workspace(Workspace(root, ROOT), ["riverside"], today=today).content.pcns["riverside"]


# As Excel's peers see it


def test_libreoffice_opens_edits_and_saves_the_workbook_and_the_import_reads_it(
    rolecall: Rolecall, riverside: Path, tmp_path: Path
) -> None:
    rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    # By way of its own format and back, LibreOffice writes each cell anew.
    saved = tmp_path / "saved"
    for file, kind in ((riverside / "r.xlsx", "ods"), (saved / "r.ods", "xlsx")):
        office(tmp_path, file, kind, saved)
    ran = rolecall(riverside, "import", "workbook", str(saved / "r.xlsx"))
    assert (ran.code, ran.out) == (0, f"{ALL_READ}0 changes in 0 files.\n"), ran.err
    fill(saved / "r.xlsx", "Your PCN", {("phone", "Your words"): "0117 496 0298"})
    (saved / "again").mkdir()
    office(tmp_path, saved / "r.xlsx", "xlsx", saved / "again")
    ran = rolecall(riverside, "import", "workbook", str(saved / "again/r.xlsx"))
    assert ran.out.splitlines()[-1] == "1 change in 1 file."
    assert said(riverside, "riverside")[0].phone == "0117 496 0298"


def office(tmp_path: Path, file: Path, kind: str, to: Path) -> None:
    """Let LibreOffice open a file and save it as `kind`."""
    program = shutil.which("soffice")
    assert program, "the tests need LibreOffice: make programs"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(to), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (to / file.with_suffix(f".{kind}").name).exists()


def test_the_same_workbook_can_be_taken_in_again(
    filled: Callable[..., Ran], rolecall: Rolecall, riverside: Path
) -> None:
    """Somebody who keeps their workbook and goes on in it adds nothing twice."""
    cells = {
        ("Surgeries", "", "Name"): "Quay Surgery",
        ("Surgeries", "", "ODS code"): "y99979",
        ("People", "", "Name"): "Kim Example",
        ("People", "", "Roles"): "Social prescribing link worker",
        ("Services", "", "Name"): "Quay Café",
        ("Services", "", "What it is"): "Tea.",
        ("Services", "", "Run by"): "Quay Trust",
        ("Services", "", "Helps with"): "money",
    }
    ran = filled(cells)
    assert ran.code == 0, ran.err
    before = contents(riverside / "content")
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert (ran.code, ran.out) == (0, f"{ALL_READ}0 changes in 0 files.\n"), ran.err
    fill(riverside / "r.xlsx", "Services", {("", "Phone 1"): "0117 496 0399"})
    ran = rolecall(riverside, "import", "workbook", "r.xlsx")
    assert ran.code == 0, ran.err
    after = contents(riverside / "content")
    assert [name for name in after if after[name] != before.get(name)] == ["pcns/riverside/services/quay-cafe.yml"]


def test_headings_speak_of_lists_and_not_of_ids() -> None:
    book = openpyxl.load_workbook(io.BytesIO(whole_workbook()))
    notes = [cell.comment.text for page in book.worksheets for cell in page[2] if cell.comment]
    assert len(notes) > 60
    of_ids = [note for note in notes if re.match("(The )?ids? (in|under) ", note, re.IGNORECASE)]
    assert of_ids == ["Ids in sources.yml, if an answer has one. Several: one on a line."]


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("day", "1st October 2026", "2026-10-01"),
        ("day", "9 Sept 2026", "2026-09-09"),
        ("day", "1/10/2026", "2026-10-01"),
        ("day", "1 Ju 2026", "1 Ju 2026"),
        ("time", "2pm", "14:00"),
        ("time", "12.30 am", "00:30"),
        ("time", "noon", "12:00"),
        ("number", "£4", "4"),
        ("number", "£2.50", "2.5"),
        ("text", "2pm", "2pm"),
    ],
)
def test_what_can_mean_only_one_thing_is_understood(kind: CellKind, typed: str, meant: str) -> None:
    field = Field("", ("x",), kind, None)
    assert understood_or_as_it_is(typed, field) == meant


def understood_or_as_it_is(typed: str, field: Field) -> object:
    try:
        return understood(typed, field)
    except Odd:
        return typed


@pytest.mark.parametrize(
    ("words", "at", "fix"),
    [
        (("Mill Street", "Care navigator", "How soon"), "B", "Mill Street Surgery"),
        (("Mill Street Surgery", "Navigator", "How soon"), "C", "Care navigator"),
        (("Mill Street Surgery", "Care navigator", "How quickly"), "D", "Choose from"),
    ],
)
def test_a_line_that_nobody_knows_names_the_cell_that_is_odd(
    words: tuple[str, str, str], at: str, fix: str, filled: Callable[..., Ran]
) -> None:
    cells = {("Roles", "", heading): word for heading, word in zip(("Where", "Role", "Question"), words, strict=True)}
    ran = filled({**cells, ("Roles", "", "Your answer"): "We call you."})
    assert ran.code == 1
    first, mend, *_ = ran.err.splitlines()
    assert re.match(rf"r\.xlsx Roles!{at}\d+: Rolecall does not know this row", first), ran.err
    assert fix in mend


@pytest.mark.parametrize(
    ("cells", "sentence", "fix"),
    [
        ({("Services", "", "Cost"): "Free"}, "this row has no name", "Write one, or empty the row."),
        (
            {("Services", "", "Name"): "茶会"},
            'the name "茶会" has no letters a to z, which its web address needs',
            "Add a word in these letters, for example 茶会 lunch club",
        ),
        (
            {("Helplines", "", "Your number"): "0117 496 0123"},
            "this row is not from Rolecall",
            "Rows cannot be added on this sheet. Delete it.",
        ),
        (
            {("Your PCN", "", "What"): "Fax", ("Your PCN", "", "Your words"): "0117 496 0123"},
            "this row is not from Rolecall",
            "Rows cannot be added on this sheet. Delete it.",
        ),
        (
            {("Your PCN", "short_links", "Your words"): "lw"},
            'this line has no colon: "lw"',
            "Put each on its own line, for example lw: link-worker",
        ),
        (
            {("Your PCN", "moved", "Your words"): "services/old/"},
            'this line has no colon: "services/old/"',
            "Put each on its own line, for example services/old-club/: services/new-club/",
        ),
        (
            {("Services", "ferry-road-walkers", "Run by: numbers in registers"): "1234567"},
            'this line has no colon: "1234567"',
            "Put each on its own line, for example GB-CHC: 1234567",
        ),
    ],
)
def test_a_row_or_line_that_cannot_be_read_says_what_it_lacks(
    cells: Mapping[tuple[str, str, str], object], sentence: str, fix: str, filled: Callable[..., Ran]
) -> None:
    ran = filled(cells)
    assert ran.code == 1
    assert f": {sentence}\n    {fix}\n" in ran.err


def test_an_address_that_another_page_has_is_told_before_anything_is_written(filled: Callable[..., Ran]) -> None:
    new = {"Name": "For", "What it is": "A meal.", "Run by": "Test Trust", "Helps with": "lonely"}
    ran = filled({("Services", "", heading): value for heading, value in new.items()})
    assert ran.code == 1
    assert "/services/for/ is also the address of a page that every site has" in ran.err
    assert "r.xlsx Services!" in ran.err
    ran = filled({("Your PCN", "short_links", "Your words"): "compare: link-worker"})
    assert ran.code == 1
    assert "/compare/ is also the address of a page that every site has" in ran.err
