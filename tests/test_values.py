"""Any text gives a value or a sentence, and what people write in many ways has one form."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from conftest import ROOT
from rolecall import values
from rolecall.days import FIRST_YEAR, LAST_YEAR
from rolecall.editing.cells import CellKind, Field, Odd, understood
from rolecall.opened import open_shipped
from rolecall.phones import digits_of, in_one_form, known_forms, with_number
from rolecall.site.names import ordinary
from rolecall.values import Once, day_of, months_after
from rolecall.wrong import NOT_TEXT
from rolecall.yamltext import read

WORDS = ordinary(open_shipped(today=date(2026, 11, 22)).content)

KINDS = {
    name: TypeAdapter[Any](getattr(values, name))
    for name in (
        "Day", "YesNo", "Name", "Words", "Prose", "Token", "ClockTime", "DayOfMonth", "Slug", "Key", "PcnCode",
        "PracticeCode", "Snomed", "Colour", "Picture", "FileName", "Phone", "Postcode", "WebAddress", "SiteAddress",
        "PageAddress", "Email", "Whole", "Degrees", "Pounds", "Uprn", "NeedId",
    )
}  # fmt: skip
OTHER_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
SAMPLES = {
    "Day": "2026-10-01",
    "ClockTime": "14:30",
    "PcnCode": "U12345",
    "PracticeCode": "L81008",
    "Snomed": "871731000000106",
    "Uprn": "100012345678",
    "Colour": "#004f9e",
    "Phone": "0117 496 0123",
    "Postcode": "BS1 4ND",
    "Whole": "12",
    "Degrees": "51.4",
    "Pounds": "4.50",
    "Slug": "bd4",
    "Key": "bd4",
    "DayOfMonth": "2 sun",
}

NEAR_NUMBERS = st.text(st.sampled_from("0123456789+()- .ext#x/０²\u00a0\u2013\u202d"), max_size=24)
TEXTS = st.one_of(st.text(max_size=60), NEAR_NUMBERS, st.from_regex(r"[0-9]{0,4}[-/.:][0-9]{0,2}[-/.][0-9]{0,4}"))


def read_as(kind: str, text: str) -> Any:
    """The value that a text gives, or None; any other refusal than a sentence of ours is a fault."""
    try:
        return KINDS[kind].validate_python(text)
    except ValidationError as error:
        for detail in error.errors():
            assert detail["type"] == "rolecall", detail
            assert detail["ctx"]["sentence"][0] not in " A", detail
        return None


@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS)
@example("https://[x")
@example("https://ex\u2100mple.org")
@example("00")
@example("\ud800")
def test_any_text_gives_a_value_or_a_sentence(kind: str, text: str) -> None:
    read_as(kind, text)


@pytest.mark.parametrize("kind", SAMPLES)
def test_only_the_digits_0_to_9_count(kind: str) -> None:
    assert read_as(kind, SAMPLES[kind]) is not None
    assert read_as(kind, SAMPLES[kind].translate(OTHER_DIGITS)) is None


@pytest.mark.parametrize("text", ["1_000", "1e3", "nan", "inf", "-inf", "0x10", "²", "١٢", "1,5", "", "9" * 5000])
def test_what_only_python_takes_for_a_number_is_none(text: str) -> None:
    assert [read_as(kind, text) for kind in ("Whole", "Degrees", "Pounds")] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "0117 496 0123", "01174960123", "(0117) 496 0123", "0117-496-0123", "0117.496.0123", "0117 4960123",
        "+44 (0)117 496 0123", "+44 117 496 0123", "+441174960123", "(+44) 117 496 0123", "+44(0)1174960123",
        "0044 117 496 0123", "0044 (0) 117 496 0123", "0117\u2013496\u20130123", "0117\u00a0496\u00a00123",
        "\u202d0117 496 0123\u202c", "tel:01174960123",
        "0117\u2011496\u20110123", " 0117  496\t0123 ", "0117\u2212496\u22120123",
    ],
)  # fmt: skip
def test_a_phone_number_has_one_form(text: str) -> None:
    assert read_as("Phone", text) == "0117 496 0123"


@pytest.mark.parametrize(
    "text",
    ["00", "0", "+", "+44", "0044", "0117 496 0123 ext 12", "0117 496 0123 x12", "0117 496 0123#12", "0800 FLOWERS",
     "0117 496 0123 / 0124", "0117 496 0123, 0117 496 0124", "+33 1 23 45 67 89", "+44 999", "0999", "0117+496 0123",
     "0117 496 01234567", "", "0" * 5000],
)  # fmt: skip
def test_what_is_no_phone_number_alone_is_none(text: str) -> None:
    assert read_as("Phone", text) is None


@given(st.text(max_size=40) | NEAR_NUMBERS)
def test_the_form_of_a_number_is_that_of_its_digits(text: str) -> None:
    form = read_as("Phone", text)
    if form:
        assert re.fullmatch(r"[0-9]+( [0-9]+)*", form)
        assert digits_of(form) == digits_of(text)
        assert read_as("Phone", form) == form
        assert read_as("Phone", digits_of(form)) == form


def test_the_national_helplines_keep_the_form_that_people_know() -> None:
    helplines = yaml.load((ROOT / "content/helplines.yml").read_text(), yaml.BaseLoader)
    numbers = [one["phone"] for one in helplines.values() if "phone" in one]
    known = known_forms(numbers)
    assert {"116 123", "0800 4 70 80 90", "0808 2000 247", "0808 8020 133"} <= {*known.values()}
    for number in numbers:
        assert in_one_form(number, known) == number
        assert in_one_form(digits_of(number), known) == number
        assert in_one_form("+44 (0)" + number[1:], known) == number or not number.startswith("0")


def test_a_number_without_groups_is_no_form_that_people_know() -> None:
    assert known_forms(["08082000247", "0808-2000-247", "116123"]) == {}
    assert in_one_form("116123", {}) == "116 123"


@pytest.mark.parametrize(
    ("text", "number", "wanted"),
    [
        ("Call Samaritans on 116123, day or night.", "116 123", "Call Samaritans on 116 123, day or night."),
        ("Call 0117-496-0123.", "0117 496 0123", "Call 0117 496 0123."),
        ("Call +44 (0)117 496 0123 (free).", "0117 496 0123", "Call 0117 496 0123 (free)."),
        ("In 2026 call 111 or 999.", "999", "In 2026 call 111 or 999."),
        ("Call 1116123.", "116 123", "Call 1116123."),
        ("Call us.", "111", "Call us."),
    ],
)
def test_a_number_in_a_sentence_has_that_form_too(text: str, number: str, wanted: str) -> None:
    assert with_number(text, number) == wanted


@given(st.dates())
def test_a_day_is_within_the_years_that_can_be_meant(day: date) -> None:
    assert (read_as("Day", day.isoformat()) is not None) == (FIRST_YEAR <= day.year <= LAST_YEAR)


def test_no_sum_of_months_leaves_the_calendar() -> None:
    last = day_of(f"{LAST_YEAR}-12-31")
    assert months_after(months_after(months_after(last, 60), 60), 60).year == LAST_YEAR + 15


@pytest.mark.parametrize("kind", ["Name", "Words", "Prose", "Token"])
@pytest.mark.parametrize("bad", ["\0", "\a", "\x1b", "\x1c", "\x7f", "\x85", "\ud800", "\ufffe"])
def test_no_text_holds_a_character_that_is_not_text(kind: str, bad: str) -> None:
    assert read_as(kind, f"Marsh{bad}Lane") is None


@pytest.mark.parametrize("kind", ["text", "prose", "lines", "ids", "pairs", "choice", "day", "time", "number"])
def test_no_cell_of_a_workbook_holds_one(kind: CellKind) -> None:
    with pytest.raises(Odd, match="a character here that is not text"):
        understood("Marsh\aLane", Field("", ("name",), kind, None))


@given(st.text())
def test_no_text_of_a_file_holds_such_a_character_behind_a_backslash(text: str) -> None:
    node, problems = read(f"name: {json.dumps(text)}", "x.yml")
    assert bool(NOT_TEXT.search(text)) <= bool(problems)
    assert node or problems


@pytest.mark.parametrize(
    "email",
    ["hello?cc=evil%40evil.example&x=@example.org", "a&b@example.org", "a%40b@example.org", "a=b@example.org",
     "a@example.org,b@example.org", "a@example.org;b@example.org", '"a b"@example.org',
     "<a@example.org?cc=b>", "mailto:a@example.org?cc=b", "a@example.org?cc=b", "a/b@example.org",
     "a\u0663@example.org"],
)  # fmt: skip
def test_an_email_address_is_one_and_nothing_else(email: str) -> None:
    assert read_as("Email", email) is None


@pytest.mark.parametrize(
    "email", ["hello@example.org", "marsh.lane+pcn@example.nhs.uk", "o'neil@example.org", "a-b_c@sub.example.org"]
)
def test_ordinary_email_addresses_stay(email: str) -> None:
    assert read_as("Email", email) == email


def test_what_stands_twice_in_a_list_counts_once() -> None:
    assert TypeAdapter(Once[values.NeedId]).validate_python(("money", "work", "money")) == ("money", "work")
    assert TypeAdapter(Once[values.PracticeCode]).validate_python(("l81008", "L81008")) == ("L81008",)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Community connector", "community connector"),
        ("Social prescribing link worker", "social prescribing link worker"),
        ("Dietitian", "dietitian"),
        ("GP assistant", "GP assistant"),
        ("Health Coach", "Health Coach"),
        ("Care coordinator for over 65s", "Care coordinator for over 65s"),
        ("Age UK link worker", "Age UK link worker"),
        ("Macmillan nurse", "Macmillan nurse"),
        ("Mind adviser", "Mind adviser"),
        ("سوشل ورکر", "سوشل ورکر"),
        ("1", "1"),
    ],
)
def test_a_title_is_small_within_a_sentence_where_it_is_no_name(title: str, wanted: str) -> None:
    assert WORDS.title(title) == wanted


@pytest.mark.parametrize(
    ("group", "wanted"),
    [
        ("People who live in Testbury.", "people who live in Testbury."),
        ("Carers.", "carers."),
        ("Young people aged 11 to 25.", "young people aged 11 to 25."),
        ("Young Minds members.", "Young Minds members."),
        ("Age UK members.", "Age UK members."),
        ("LGBT+ people.", "LGBT+ people."),
        ("Macmillan patients.", "Macmillan patients."),
        ("65s and over.", "65s and over."),
    ],
)
def test_a_group_of_people_is_small_within_a_sentence_where_it_is_no_name(group: str, wanted: str) -> None:
    assert WORDS.group(group) == wanted


@pytest.mark.parametrize(
    "path", ["%22%20;x/", "%0areturn%20200;/", "%5C/", "$host/", "%24host/", "a%00/", "a/%7f/", "\x7f/"]
)
@pytest.mark.parametrize("kind", ["SiteAddress", "NewAddress"])
def test_no_address_is_an_order_to_a_server(kind: str, path: str) -> None:
    with pytest.raises(ValidationError, match="which a web server would read as an order"):
        TypeAdapter(getattr(values, kind)).validate_python(f"https://riverside.example.org/{path}")


def test_no_site_is_at_what_leads_to_another_website() -> None:
    with pytest.raises(ValidationError, match="2 slashes side by side"):
        TypeAdapter(values.SiteAddress).validate_python("https://riverside.example.org//elsewhere.example/")
