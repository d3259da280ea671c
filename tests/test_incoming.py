"""Records of other directories become entries that `check` accepts, and each of their values is accounted for.

Each folder of `incoming/` is a record and what becomes of it. To add one: a folder with `record.json`, then
`RECORD=1 pytest tests/test_incoming.py -k its-name`, and read what it says.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecall.exchange.incoming.categories import Crosswalk, crosswalk
from rolecall.exchange.incoming.cleaning.text import _NOT_MISREAD, _REPAIRS
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.sound import sound
from rolecall.exchange.openreferral.feed import Record
from rolecall.exchange.openreferral.part import bare
from rolecall.exchange.openreferral.service import entry_of
from rolecall.load import Loaded, YamlFile
from rolecall.model import Content, Service
from rolecall.opened import open_shipped
from rolecall.places import Place
from rolecall.prose import safe_html
from rolecall.validate.services import service_rules
from rolecall.validate.shapes import read_as
from rolecall.yamltext import YamlFields, composed, read

TODAY = date(2026, 11, 26)
CASES = sorted(path for path in (Path(__file__).parent / "incoming").iterdir() if path.is_dir())


@cache
def content() -> Content:
    return open_shipped(today=TODAY).content


@cache
def loaded() -> Loaded:
    return open_shipped(today=TODAY).loaded


def entry(value: Mapping[str, Any], categories: Crosswalk | None = None) -> Entry:
    record = Record(Place("feed"), value)
    return entry_of(
        record, crosswalk=categories or Crosswalk(), content=content(), feed="Anyshire directory", today=TODAY
    )


def told(found: Entry) -> str:
    """An entry as a person reads it: its file, then what was done, then why it is held back."""
    parts = ["" if found.held_back else composed(found.fields)]
    for title, findings in (("repaired", found.repaired), ("held back", found.held_back)):
        if findings:
            parts.append(f"--- {title}\n")
        for one in findings:
            change = " => ".join(filter(None, (one.before, one.after)))
            parts.append(f"{one.kind} ({one.field}): {one.sentence}{f' | {change}' if change else ''}\n")
    parts += [f"--- unmapped: {', '.join(found.unmapped)}\n"] if found.unmapped else []
    return "".join([*parts, "--- stale\n" if found.is_stale else ""])


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_record_becomes_what_a_person_expects(case: Path) -> None:
    names = case / "categories.yml"
    node = read(names.read_text(), "categories.yml")[0] if names.exists() else None
    assert node is None or isinstance(node, YamlFields)
    said = told(entry(json.loads((case / "record.json").read_text()), crosswalk(node)))
    expected = case / "expected.txt"
    if os.environ.get("RECORD"):
        expected.write_text(said)
    assert said == expected.read_text()


def problems(fields: Mapping[str, Any]) -> list[str]:
    """What `check` says of a file with these fields."""
    node, wrong = read(composed(fields), "service.yml")
    assert isinstance(node, YamlFields) and not wrong, wrong
    file = YamlFile("service.yml", node)
    service, unfit = read_as(Service, file)
    words = content().service_words
    rules = service_rules("service", service, file, words=words, loaded=loaded(), today=TODAY) if service else ()
    return [str(problem) for problem in (*unfit, *rules)]


FIELDS = [
    "id",
    "name",
    "description",
    "url",
    "email",
    "status",
    "fees",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "alert",
    "schedules",
    "regular_schedules",
    "service_areas",
    "service_at_locations",
    "location",
    "addresses",
    "phones",
    "number",
    "contacts",
    "organization",
    "attributes",
    "taxonomy_term",
    "taxonomy",
    "byday",
    "freq",
    "interval",
    "opens_at",
    "closes_at",
    "dtstart",
    "latitude",
    "longitude",
    "postal_code",
    "languages",
    "code",
    "eligibilitys",
    "cost_options",
    "amount",
    "option",
    "accessibility",
    "attending_type",
    "title",
    "address_1",
    "city",
    "extra",
    "needs_referral",
    "holiday_schedules",
    "start_date",
    "end_date",
    "closed",
    "categories",
    "pc_targetAudience",
    "audienceType",
    "uri",
]
OF_A_SCHEDULE = [
    "freq",
    "byday",
    "opens_at",
    "closes_at",
    "dtstart",
    "until",
    "interval",
    "description",
    "weekday",
    "bymonthday",
    "valid_from",
    "valid_to",
    "notes",
]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<p>Hello</p>",
            "<",
            "a@b.org",
            "www.x.org.uk",
            "MO,TU",
            "2SU",
            "WEEKLY",
            "MONTHLY",
            "DAILY",
            "09:00",
            "17:00:00Z",
            "2026-01-01",
            "-1",
            "999",
            "51.45",
            "-2.58",
            "javascript:alert(1)",
            "[a](b",
            "&amp;lt;script&amp;gt;",
            "yes",
            "lonely",
            "Polish",
            "drop-in",
            "£4",
            "4.50",
            "😀",
            "1.",
            "\\",
        ]
    ),
    st.sampled_from(
        [
            "",
            " ",
            "0117 496 0123",
            "BS1 1AE",
            "# ",
            "- \n- ",
            "\x00",
            "`" * 9,
            "[" * 300,
            "* " * 90,
            "> " * 60,
            "\u202e",
            "    code",
            "|a|b|\n|-|-|\n|c|d|",
            "Test service",
            "A sentence. " * 500,
            "<div>" * 3000,
            "[x](" + "a" * 9000,
        ]
    ),
    st.from_regex(r"[A-Za-z ]{1,30}", fullmatch=True),
)
PLAIN = st.one_of(TEXTS, st.integers(-2, 2000), st.floats(-1e9, 1e9), st.booleans(), st.none())
NAMES = st.sampled_from(FIELDS) | st.text(max_size=9)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)
RECORDS = st.dictionaries(NAMES, JSON, max_size=9)
SCHEDULES = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(OF_A_SCHEDULE, TEXTS)), max_size=3)
ORGANISATIONS = st.fixed_dictionaries({"name": TEXTS}, optional=dict.fromkeys(("url", "email", "description"), TEXTS))
SERVICES = st.fixed_dictionaries(
    {"name": TEXTS, "description": TEXTS, "phones": st.just([{"number": "0117 496 0123"}])},
    optional={
        **{name: JSON for name in FIELDS if name not in ("name", "description", "phones")},
        "schedules": SCHEDULES,
        "organization": ORGANISATIONS,
    },
)


@given(RECORDS | SERVICES)
@settings(max_examples=60)
def test_any_record_becomes_an_entry_that_check_accepts(value: dict[str, Any]) -> None:
    found = entry(value)
    if not found.held_back:
        assert not problems(found.fields)
    assert found.key and len(found.key) <= 80


def with_words(value: Any, path: str, words: dict[str, str]) -> Any:
    """A record in which each text ends with a word that nothing else has."""
    if isinstance(value, dict):
        return {name: with_words(item, f"{path}.{name}", words) for name, item in value.items()}
    if isinstance(value, list):
        return [with_words(item, f"{path}.{at}", words) for at, item in enumerate(value)]
    if isinstance(value, str) and re.search(r"[a-z]", value):
        word = f"qzj{len(words)}x"
        words[word] = path.removeprefix(".")
        return f"{value} {word}"
    return value


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    else:
        yield str(value)


UNTOLD = re.compile(r"(?:^|[._])(?:uu)?id$|[a-z]Id$|link_type$|extent$|extent_type$|logo$|^metadata")
"""Ids and the like, which say nothing to anybody and are not told of."""


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_no_value_is_lost_without_a_word(case: Path) -> None:
    words: dict[str, str] = {}
    found = entry(with_words(json.loads((case / "record.json").read_text()), "", words))
    everything = "\n".join(texts(found.fields)).casefold() + "\n".join(f"{f.before}\n{f.after}" for f in found.repaired)
    kinds = {finding.kind for finding in found.repaired}
    fields = {finding.field for finding in (*found.repaired, *found.held_back)}
    lost = {
        path
        for word, path in words.items()
        if word not in everything and path not in fields and not UNTOLD.search(path) and not found.held_back
        if not ("address-left-out" in kinds and "location" in path)
    }
    assert not lost


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "<iframe src='//evil.example'></iframe>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "![x](data:image/svg+xml;base64,AAAA)",
    "<style>*{x:expression(alert(1))}</style>",
    "</textarea><script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>script>alert(1)<</script>/script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--<img src=x onerror=alert(1)>-->",
    "\u202e<script>",
    "{{ 7 * 7 }}{% raw %}",
]
RUNS = re.compile(r"(?i)<\s*/?\s*(script|img|svg|iframe|style|math|form|a\b|!--)|javascript:|data:\w+/")


def attacked(value: Any, attack: str) -> Any:
    if isinstance(value, dict):
        return {name: attacked(item, attack) for name, item in value.items()}
    if isinstance(value, list):
        return [attacked(item, attack) for item in value]
    return f"{value} {attack}" if isinstance(value, str) and re.search("[a-z]", value) else value


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_comes_in(attack: str) -> None:
    for case in CASES:
        found = entry(attacked(json.loads((case / "record.json").read_text()), attack))
        assert not RUNS.search("\n".join(texts(found.fields)))
        html = str(safe_html(str(found.fields.get("description", ""))))
        assert not re.search(r"(?i)<(script|img|svg|iframe|style)|<[^>]*\son\w+=|javascript:", html)


@given(SERVICES)
@settings(max_examples=20)
def test_what_is_sound_stays_as_it_is(value: dict[str, Any]) -> None:
    found = entry(value)
    again = sound(found.fields, content=content(), today=TODAY)
    assert found.held_back or (again.fields == found.fields and not again.findings)


def test_names_of_fields_are_read_however_they_are_spelt() -> None:
    assert bare("serviceAtLocations") == bare("service_at_locations")


def test_what_only_a_list_says_is_told() -> None:
    record = Record(Place("feed"), {"id": "1", "name": "Tea Club"}, is_whole=False)
    found = entry_of(record, crosswalk=Crosswalk(), content=content(), feed="Anyshire directory", today=TODAY)
    assert "detail-missing" in [finding.kind for finding in found.repaired]


def test_nobody_is_named_in_what_is_told_of_people() -> None:
    case = Path(__file__).parent / "incoming/mailboxes-of-people-are-left-out/record.json"
    found = entry(json.loads(case.read_text()))
    everything = "\n".join(
        [*texts(found.fields), *(f"{one.sentence}{one.before}{one.after}" for one in found.repaired)]
    )
    assert not re.search(r"jane|smith|j\.smith|green|ford|sam\b", everything, re.IGNORECASE)


@given(st.text(st.sampled_from("aB<&;. \t\n\r\u00a0\u200b~'")))
def test_what_is_not_looked_at_for_letters_that_came_out_wrong_has_none(text: str) -> None:
    assert _NOT_MISREAD.fullmatch(text)
    assert ftfy.fix_text(text, _REPAIRS) == text
