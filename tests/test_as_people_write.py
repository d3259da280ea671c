"""Words for ids, days for people, slips that mean 1 thing: what is taken, and what is answered with the right word."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from conftest import Ran
from rolecall import days, values
from rolecall.days import DAYS, FIRST_YEAR, LAST_YEAR, MONTHS
from rolecall.editing import fields
from rolecall.editing.cells import Field, Odd, understood, without_html
from rolecall.editing.layout import Layout
from rolecall.meanings import called_needs
from rolecall.model import PCN, Service
from rolecall.opened import open_shipped
from rolecall.pasted import as_markdown, as_words, tag_in
from rolecall.places import Path as At
from rolecall.prose import safe_html
from rolecall.yamltext import read

TODAY = date(2026, 11, 22)
SHIPPED = open_shipped(today=TODAY)
RAW: dict[str, Any] = {"practices": [{"name": "Mill Surgery", "ods_code": "L81008"}]}
TITLED = PCN.model_validate(
    {"name": "T", "ods_code": "U12345", "roles": {"link-worker": {"local_title": "Neighbourhood friend"}}}
)
CONTENT = SHIPPED.content.model_copy(update={"pcns": {"testbury": TITLED}})
LAYOUT = Layout(CONTENT, "testbury", RAW, {}, today=TODAY)


def _fields() -> list[Field]:
    """Each field in which something may be chosen, of services, people, roles and the PCN, with nothing in it yet."""
    groups: list[tuple[Any, At, list[fields.Spec]]] = [
        (Service, (), fields.service_fields(1, 1, 1, 1, 1)),
        (PCN, ("people", 0), fields.PERSON_FIELDS),
        (PCN, ("roles", "link-worker"), [*fields.ROLE_FIELDS, *fields.REACH_FIELDS]),
        (PCN, ("helplines", "samaritans"), fields.HELPLINE_FIELDS),
        (PCN, (), fields.PCN_FIELDS),
    ]
    found = [
        LAYOUT.field("x", model, (*base, *path), kind, {}) for model, base, specs in groups for _, path, kind in specs
    ]
    return [field for field in found if field.choices and field.kind in ("ids", "choice")]


FIELDS = _fields()


def in_any_case(draw: st.DrawFn, text: str) -> str:
    """A text in any capitals, with any blanks around and between its words."""
    cased = "".join(draw(st.sampled_from([letter, letter.upper(), letter.lower()])) for letter in text)
    blank = st.sampled_from([" ", "  ", "\t", "\u00a0"])
    return draw(blank) + draw(blank).join(cased.split(" ")) + draw(blank)


@st.composite
def labels(draw: st.DrawFn) -> tuple[Field, str, str]:
    field = draw(st.sampled_from(FIELDS))
    id = draw(st.sampled_from([*field.choices]))
    return field, id, in_any_case(draw, draw(st.sampled_from([id, field.choices[id]])))


@given(labels())
def test_any_label_in_any_capitals_and_blanks_is_its_id(drawn: tuple[Field, str, str]) -> None:
    field, id, typed = drawn
    assert understood(typed, field) == ([id] if field.kind == "ids" else id)


@given(st.sampled_from([field for field in FIELDS if field.kind == "ids"]), st.data())
def test_labels_on_one_line_are_their_ids_though_some_have_commas(field: Field, data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from([*field.choices]), min_size=1, max_size=4, unique=True))
    joint = data.draw(st.sampled_from([", ", "; ", "\n"]))
    assert understood(joint.join(field.choices[id] for id in ids), field) == ids


def field_at(*path: str) -> Field:
    return next(field for field in FIELDS if field.path[-len(path) :] == path)


@pytest.mark.parametrize(
    ("path", "typed", "meant"),
    [
        (("needs",), "Loneliness", ["lonely"]),
        (("needs",), "debt and loneliness", ["money", "lonely"]),
        (("needs",), "Feeling low, stressed or anxious, Money worries", ["low-mood", "money"]),
        (("roles",), "Link worker", ["link-worker"]),
        (("roles",), "Social prescriber / Coach", ["link-worker", "health-and-wellbeing-coach"]),
        (("roles",), "Neighbourhood friend", ["link-worker"]),
        (("practices",), "mill surgery", ["L81008"]),
        (("groups",), "Pensioners, mums and dads", ["older-people", "parents"]),
        (("routes",), "No booking needed", ["drop-in"]),
        (("access",), "Wheelchair access & loop", ["step-free", "hearing-loop"]),
        (("languages",), "Farsi", ["fa"]),
        (("days",), "Mondays and 2nd Sunday", ["mon", "2 sun"]),
        (("every",), "weekly", "week"),
        (("status",), "Open", "active"),
        (("how",), "by phone", "phone"),
        (("instead",), "Receptionist", "care-navigator"),
        (("self_refer",), "y", "yes"),
    ],
)
def test_usual_words_are_taken_for_their_ids(path: At, typed: str, meant: object) -> None:
    assert understood(typed, field_at(*map(str, path))) == meant


def test_a_need_is_never_taken_by_its_letters_alone() -> None:
    needs = called_needs(SHIPPED.content.needs)
    assert needs.near("loneliness") == ("lonely",)
    assert needs.near("lonelyness") == ("lonely",) and not needs.id_of("lonelyness")
    assert "homeless" not in needs.near("helplessness")
    assert not needs.id_of("advice") and not needs.near("tractors")
    for id, need in SHIPPED.content.needs.items():
        assert needs.near(need.label) == needs.near(id) == (id,)


@given(st.sampled_from(sorted(SHIPPED.content.needs)), st.data())
def test_a_word_that_only_1_need_has_is_answered_with_that_need(id: str, data: st.DataObject) -> None:
    needs = called_needs(SHIPPED.content.needs)
    word = data.draw(st.sampled_from([*SHIPPED.content.needs[id].words, *SHIPPED.content.needs[id].everyday_words]))
    assert id in needs.near(word) or needs.id_of(word) or len(needs.near(word)) > 1


SEPARATED = [
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{yy:02}", "{d}-{m:02}-{y}", "{d} / {m} / {y}", "{d:02} {m:02} {y}",
    "{y}-{m:02}-{d:02}", "{y}/{m}/{d}",
]  # fmt: skip
NAMED = [
    "{d} {month} {y}", "{th} {month} {y}", "{th} of {month}, {y}", "{month} {d}, {y}", "{d}-{mon}-{yy:02}",
    "{d} {mon}. {y}", "{weekday} {d} {month} {y}", "{weekday}, {th} {mon} {y}", "{d} {month} {y} ({weekday})",
]  # fmt: skip


def as_written(form: str, day: date) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    end = "th" if 10 <= day.day <= 20 else ends.get(day.day % 10, "th")
    return form.format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, th=f"{day.day}{end}", month=MONTHS[day.month - 1],
        mon=MONTHS[day.month - 1][:3], weekday=[*DAYS.values()][day.weekday()],
    )  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(SEPARATED + NAMED), st.data())
def test_any_day_in_any_of_the_forms_is_that_day(day: date, form: str, data: st.DataObject) -> None:
    typed = in_any_case(data.draw, as_written(form, day))
    assert days.read(typed) == day
    assert TypeAdapter[Any](values.Day).validate_python(typed) == day
    assert understood(typed, Field("", ("next_check",), "day", None)) == day.isoformat()


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 9999), st.sampled_from("/.-"))
def test_what_is_no_day_is_answered_with_days_that_there_are(day: int, month: int, year: int, sign: str) -> None:
    found = days.read(f"{day}{sign}{month}{sign}{year:04}")
    if isinstance(found, days.Odd):
        named = [word for word in found.fix.replace(":", " ").replace(".", " ").split() if "/" in word]
        assert all(isinstance(days.read(word), date) for word in named)
    else:
        assert FIRST_YEAR <= found.year <= LAST_YEAR and (found.day, found.month) == (day, month)


def test_a_weekday_that_does_not_fit_is_named() -> None:
    found = days.read("Friday 1 May 2027")
    assert isinstance(found, days.Odd) and "Saturday" in found.fix
    month_first = days.read("11/24/2026")
    assert isinstance(month_first, days.Odd) and "24/11/2026" in month_first.fix


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("Phone", "Tel: O117 496 0100.", "0117 496 0100"),
        ("Phone", "0117/496/0100", "0117 496 0100"),
        ("Phone", "44 117 496 0100", "0117 496 0100"),
        ("Postcode", "bs14nd", "BS1 4ND"),
        ("Postcode", "0X1 OAA.", "OX1 0AA"),
        ("PracticeCode", "l8 1oo8", "L81008"),
        ("PcnCode", "ui2345", "U12345"),
        ("Uprn", "1000 1234 5678", "100012345678"),
        ("Email", " Riverside <hello @ riverside.example> ", "hello@riverside.example"),
        ("WebAddress", "www.riverside.example/groups", "https://www.riverside.example/groups"),
        ("WebAddress", "https//riverside.example", "https://riverside.example"),
        ("Colour", "04e", "#0044ee"),
        ("YesNo", "On", True),
        ("ClockTime", "9.30 a.m.", "09:30"),
        ("DayOfMonth", "Last Friday of the month", "last fri"),
    ],
)
def test_a_slip_that_can_mean_only_1_thing_is_taken(kind: str, typed: str, meant: object) -> None:
    assert TypeAdapter[Any](getattr(values, kind)).validate_python(typed) == meant


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("Phone", "0117 496 0100/0101"),
        ("Email", "Sam a@b.example"),
        ("Email", "a@b.example c@d.example"),
        ("WebAddress", "javascript:alert(1)"),
        ("WebAddress", "a@b.example"),
        ("WebAddress", "St.Mary"),
        ("Postcode", "Bristol BS1 4ND"),
        ("PracticeCode", "LB1008"),
        ("ClockTime", "7"),
    ],
)
def test_what_may_mean_several_things_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[Any](getattr(values, kind)).validate_python(typed)


HTML = '<p>Tea &amp; <b>cake</b>.</p><ul><li><a href="https://x.example/">Map</a></li></ul><script>hit()</script>'


def typed_into(field: Field, text: str) -> object:
    return without_html(understood(text, field), field)


def test_html_in_a_cell_becomes_markdown_or_is_refused_with_its_words() -> None:
    prose, summary = (
        Field("x", ("description",), "prose", None),
        Field("x", ("summary",), "text", None),
    )
    markdown = typed_into(prose, HTML)
    assert markdown == "Tea & **cake**.\n\n- [Map](https://x.example/)"
    assert safe_html(str(markdown)).count("<li>") == 1
    with pytest.raises(Odd, match="HTML") as odd:
        typed_into(summary, "<b>Free</b> for all")
    assert odd.value.fix.endswith("Free for all")
    assert typed_into(summary, "Under 5s < 6 & more") == "Under 5s < 6 & more"
    was = Field("x", ("summary",), "text", "<b>Free</b>")
    assert typed_into(was, "<b>Free</b>") == "<b>Free</b>"  # Nobody pasted that now.
    pairs = Field("x", ("extra",), "pairs", {"Parking": "<i>Free</i>"})
    assert typed_into(pairs, "Parking: <i>Free</i>\nLifts: 2") == {"Parking": "<i>Free</i>", "Lifts": "2"}
    for words in ("Lifts: <b>2</b>", "<b>Lifts</b>: 2"):
        with pytest.raises(Odd, match="HTML"):
            typed_into(pairs, words)


@pytest.mark.parametrize("escaped", [HTML, escape(HTML), escape(escape(HTML)), f"<div>{escape(HTML)}</div>"])
def test_html_that_was_escaped_on_its_way_is_understood_like_any_other(escaped: str) -> None:
    assert as_markdown(escaped) == as_markdown(HTML)
    assert as_words(escaped) == as_words(HTML) == "Tea & cake. Map"


@given(
    st.lists(st.sampled_from([*"<>/abip &;`\n*[]()\"'=:", "&lt;", "&gt;", "&amp;", "<p>"]), max_size=60).map("".join)
)
def test_no_html_is_left_in_what_becomes_of_it(text: str) -> None:
    assert not tag_in(as_words(text))
    as_markdown(text)


@pytest.mark.parametrize("text", ["https://riverside.example.org/x", "/etc/hosts", "list.txt"])
def test_an_address_alone_is_words_and_nothing_is_said_of_it(text: str) -> None:
    with warnings.catch_warnings(action="error"):
        assert as_markdown(text) == text


@given(st.text(st.sampled_from("ab:- '\"#[]{}\n\t\u00a0“”•*@%&!|>?,."), max_size=60))
def test_advice_on_any_yaml_is_a_sentence_at_a_place_in_it(text: str) -> None:
    for problem in read(text, "f.yml")[1]:
        assert 1 <= problem.place.line <= text.count("\n") + 1 and problem.place.column >= 1
        assert str(problem).count("\n") <= 1 and "None" not in str(problem)


def test_a_workbook_takes_words_and_days_and_writes_ids(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    service = workspace / "content/pcns/testbury/services/lunch-club.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(
        "name: Lunch Club\ndescription: A meal.\norganisation: {name: Test Trust}\nneeds: [money]\n"
        "checked: {date: 03/04/2026, by: Test team}\n"
    )
    assert rolecall(workspace, "export", "workbook", "--to", "b.xlsx").code == 0
    book = openpyxl.load_workbook(workspace / "b.xlsx")
    sheet = book["Services"]
    column = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "Lunch Club")
    assert sheet.cell(row, column["Checked on"]).value.date() == date(2026, 4, 3)
    sheet.cell(row, column["Helps with"]).value = "Loneliness, Money worries"
    sheet.cell(row, column["Next check"]).value = "Saturday 1st May 2027"
    sheet.cell(row, column["What it is"]).value = "<p>A <b>hot</b> meal.</p>"
    book.save(workspace / "b.xlsx")
    ran = rolecall(workspace, "import", "workbook", "b.xlsx")
    assert ran.code == 0, ran.err
    written = service.read_text()
    assert "lonely" in written and "2027-05-01" in written and "A **hot** meal." in written
    assert "03/04/2026" in written  # What nobody changed stays as it was written.
