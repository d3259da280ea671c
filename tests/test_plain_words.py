"""Words that are hard for patients to read are found where they stand, and what to write is sound."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Ran
from rolecall.checks.forms import forms_in
from rolecall.checks.marks import headings, links, lists, paragraphs
from rolecall.checks.plain import Lists
from rolecall.checks.texts import STAFF_ALONE, Text, texts_in
from rolecall.checks.words import NOT_FOR_PATIENTS, Plain
from rolecall.load import Workspace
from rolecall.model import PCN, Avoid, LocalRole, PlainWords, Practice, Role, Service
from rolecall.model.plain import NUMBER
from rolecall.model.walk import holds, sentences_of
from rolecall.opened import Opened, open_workspace
from rolecall.reports.checked import checked
from rolecall.yamltext import YamlFields, read

Rolecall = Callable[..., Ran]
CHECKED = "checked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\n"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_workspace(Workspace(ROOT, ROOT), today=date.fromisoformat(TODAY))


@pytest.fixture(scope="module")
def plain_words(opened: Opened) -> PlainWords:
    return opened.content.plain_words


@pytest.fixture(scope="module")
def avoided(plain_words: PlainWords) -> Lists:
    return Lists(plain_words)


def filled(form: str, plain_words: PlainWords) -> str:
    """A form with something in each slot."""
    return re.sub(r"\{([a-z_]+)\}", lambda slot: "18" if slot[1] == NUMBER else plain_words.lists[slot[1]][0], form)


def forms(plain_words: PlainWords) -> Iterator[tuple[Avoid, str]]:
    return ((avoid, filled(form, plain_words)) for avoid in plain_words.avoid for form in avoid.words)


def told(lists: Lists, text: str) -> list[str]:
    return [text[found.start : found.end] for found in lists.found_in(text)]


# The lists that come with Rolecall


def test_each_form_of_the_lists_is_found(plain_words: PlainWords, avoided: Lists) -> None:
    lost = [form for _, form in forms(plain_words) if form not in told(avoided, f"we say {form} to you")]
    assert not lost


def test_nothing_is_advised_that_is_to_be_avoided(plain_words: PlainWords, avoided: Lists) -> None:
    advised = {filled(text, plain_words) for avoid in plain_words.avoid for text in avoid.write}
    assert not {text: hits for text in advised if (hits := told(avoided, f"we say {text} to you"))}


def test_each_form_stands_in_the_lists_once(plain_words: PlainWords) -> None:
    each = [form for avoid in plain_words.avoid for form in avoid.words]
    assert sorted(each) == sorted({*each})


def test_longer_forms_in_which_words_are_right_have_them(plain_words: PlainWords) -> None:
    for avoid in plain_words.avoid:
        for right in avoid.right_in:
            text = filled(right, plain_words)
            for exceptions in (), avoid.right_in:
                alone = avoid.model_copy(update={"right_in": exceptions})
                lists = Lists(plain_words.model_copy(update={"avoid": (alone,)}))
                assert bool(told(lists, f"we say {text} to you")) == (not exceptions), right


def test_what_comes_with_rolecall_keeps_its_own_rules(opened: Opened) -> None:
    plain, loaded = Plain(opened.content), opened.loaded
    found = [note for page in loaded.pages.values() for note in plain.of_page(page)]
    found += [
        note for name in {*loaded.shared} - {*NOT_FOR_PATIENTS} for note in plain.of_shared(name, loaded.shared[name])
    ]
    found += [note for file in loaded.roles.values() for note in plain.of_file(file, holds(Role))]
    for pcn in loaded.pcns:
        found += [*plain.of_file(loaded.pcns[pcn], holds(PCN))]
        found += [note for file in loaded.services_in(pcn).values() for note in plain.of_file(file, holds(Service))]
    assert not list(map(str, found))


def test_a_text_of_staff_is_full_of_what_is_told(avoided: Lists) -> None:
    text = (
        "The MDT provides holistic, person-centred interventions for service users in community settings, e.g. via"
        " signposting prior to discharge. Patients should self-refer."
    )
    found = {*told(avoided, text)}
    assert found >= {"MDT", "holistic", "person-centred", "interventions", "service users", "community settings"}
    assert found >= {"e.g.", "via", "signposting", "prior to", "should", "self-refer"}


# What is no word to avoid


@pytest.mark.parametrize(
    "text",
    [
        "Come to the Ring Road Centre, or to Two Rivers Hall.",
        "Tom & Jerry Club",
        "A&E is open.",
        "Ring the bell at the door.",
        "The primary care network runs it.",
        "You need the patient group (PPG). The PPG has tea.",
        "Your assistance dog is welcome.",
        "We help people who seek asylum.",
        "People over 20 miles away",
        "You save 20%.",
        "See e.gif or write to prior@example.org, and see https://example.org/signposting.",
        "The practitioner's-eye view of Practice Plus",
    ],
)
def test_names_and_right_words_are_left_alone(text: str, opened: Opened) -> None:
    assert [found.sentence for found in Plain(opened.content).in_text(text, is_markdown=False)] == []


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("Signposting helps.", 'Say what happens, as in "We tell you who can help".'),
        ("Assist us.", 'Write "Help" or "Helps".'),
        ("People over 50 come.", 'Write "People aged 50 or over".'),
        ("Come on 6th of August.", 'Write "6 August".'),
        ("Please don’t.", 'Write "do not".'),
        ("It costs £1,250.00.", 'Write "£1,250".'),
        ("PLEASE come.", 'Write "please".'),
        ("Ask your practice.", 'Write "your GP surgery".'),
    ],
)
def test_the_advice_is_what_to_write_there(text: str, fix: str, avoided: Lists) -> None:
    assert [found.fix for found in avoided.found_in(text)] == [fix]


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("17:00", ["5pm"]),
        ("5.00 pm", ["5pm"]),
        ("at 5 p.m. we", ["5pm"]),
        ("9AM", ["9am"]),
        ("9-5pm", ["9am to 5pm"]),
        ("2-4pm", ["2pm to 4pm"]),
        ("10-12pm", ["10am to midday"]),
        ("12am to 2am", ["midnight to 2am"]),
        ("9.30am–12.30pm", ["9:30am to 12:30pm"]),
        ("10.00am till 12 noon", ["10am until midday"]),
        ("1:30-3:30", ["1:30am to 3:30am", "1:30pm to 3:30pm"]),
        ("06/08/2018", ["6 August 2018"]),
        ("6.8.18", ["6 August 2018"]),
        ("01174960123", ["0117 496 0123"]),
        ("(0117) 496 0123", ["0117 496 0123"]),
        ("+44 117 496 0123", ["0117 496 0123"]),
    ],
)
def test_a_day_a_time_or_a_number_gets_its_usual_form(text: str, fixes: list[str]) -> None:
    (found,) = forms_in(text, {})
    assert re.findall(r'"([^"]*)"', found.fix) == fixes


@pytest.mark.parametrize(
    "text",
    [
        "9:30am to 11am", "1pm to 2:30pm.", "midday to 2pm", "10am until 2pm", "between 5 and 6pm", "24/7",
        "ages 5 to 12", "1 to 2 hours", "3:2", "£2.50",
        "31/31/2018", "0117 496 0123", "01273 800 900", "call 111", "AGE UK",
        "NHS and BBC", "version 2.5.1", "room 5.30", "116 123 or 0800 1111",
    ],
)  # fmt: skip
def test_what_is_right_or_nothing_of_that_kind_is_left_alone(text: str) -> None:
    known = {"08001111": "0800 1111", "116123": "116 123"}
    assert [found.sentence for found in forms_in(text, known)] == []


# Markdown


def test_parts_of_a_page_are_found_where_they_are() -> None:
    text = "## What is new ##\n\nSee [our *news*](news.md).\n\n- 1\n- 2\n    - a\n    - b\n\n"
    text += "```\n# no\n- no\n```\n\n1. one\n2. two\n3. three\n"
    assert [(part.text, text[part.start :][:4]) for part in headings(text)] == [("What is new", "What")]
    assert [part.text for part in links(text)] == ["our *news*"]
    assert sorted((count, text[start : start + 7].strip()) for start, count in lists(text)) == [
        (2, "- 1\n- 2"),
        (2, "- a"),
        (3, "1. one"),
    ]
    assert next(part.text for part in paragraphs(text)) == "See our *news*."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(part * (100_000 // len(part)), id=repr(part))
        for part in (
            "a", "1", " ", "[", "](", "[a](b", "A", "AA ", "a & ", "A& ", "# ", "- ", "    - a\n", "0117 ", "1-",
            "1:00 ", "9 to ", "people over ", "people over 1", "MDT ", "ring the ", "can't ", "e.", "a@", "http://",
            "1/1/", "**", "\n", "|", "two two\n", "Z", "(", "PLEASE DO NOT ", "18 years ", "the practice nurse ",
        )
    ],
)  # fmt: skip
def test_no_text_takes_long(text: str, opened: Opened) -> None:
    plain = Plain(opened.content)
    start = time.process_time()
    for found in plain.in_text(text, is_markdown=True):
        assert found.sentence
    assert len([*headings(text), *paragraphs(text)]) <= len(text)
    assert time.process_time() - start < 4


# Places and files


@pytest.mark.parametrize(
    "lines",
    [
        "description: We offer signposting here.",
        'description: "We offer signposting here."',
        "description: |\n  We meet.\n\n  We offer signposting here.\n",
        "description: |-\n    We offer signposting here.\n    Come.\n",
        "alert: {until: 2026-12-01, text: We offer signposting here.}",
    ],
)
def test_the_place_is_that_of_the_words(lines: str, avoided: Lists) -> None:
    text = f"name: Club\n{lines}\n"
    node, _ = read(text, "club.yml")
    assert isinstance(node, YamlFields)
    (each,) = (text for text in texts_in(node, holds(Service)) if isinstance(text, Text))
    place = each.at(avoided.found_in(each.node.value)[0].start)
    assert text.split("\n")[place.line - 1][place.column - 1 :].startswith("signposting")


def test_of_a_folded_text_the_place_is_that_of_the_text(avoided: Lists) -> None:
    node, _ = read("description: >-\n  We offer\n  signposting here.\n", "club.yml")
    assert isinstance(node, YamlFields)
    (each,) = texts_in(node, holds(Service))
    assert isinstance(each, Text)
    assert (each.at(9).line, each.at(9).column) == (1, 14)


def test_what_only_staff_see_is_left_out() -> None:
    said = {name: text for model in (PCN, Practice, LocalRole, Service) for name, text in sentences_of(model).items()}
    assert {name for name, sentence in said.items() if "Only staff see it" in sentence} == STAFF_ALONE


def test_words_for_staff_may_be_words_of_staff(workspace: Path, rolecall: Rolecall) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write(
            f"{CHECKED}"
            "safeguarding: {text: Tell the MDT prior to discharge.}\n"
            "roles: {link-worker: {refer: Task the SPLW via EMIS.}}\n"
        )
    ran = rolecall(workspace, "check", "--data", "--only", "words")
    assert "to know" not in ran.out and ran.code == 0


def test_a_list_of_ones_own_takes_the_place_of_ours(workspace: Path, rolecall: Rolecall) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write(f"another_way: {{text: Ask the wibbler about signposting.}}\n{CHECKED}")
    ran = rolecall(workspace, "check", "--data", "--only", "words")
    assert "signposting" in ran.out and "wibbler" not in ran.out
    (workspace / "content/plain-words.yml").write_text(
        "because: {ours: 'nobody knows a \"{words}\"'}\navoid: [{words: [wibbler], write: [helper], because: ours}]\n"
    )
    ran = rolecall(workspace, "check", "--data", "--only", "words")
    assert "signposting" not in ran.out
    assert 'nobody knows a "wibbler"\n    Write "helper".' in ran.out


def test_the_report_has_the_hardest_text_first(workspace: Path) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write(
            "another_way: {text: You can ask us via a friend.}\n"
            f"complaints: {{text: Via organisational communication methodologies.}}\n{CHECKED}"
        )
    opened = open_workspace(Workspace(workspace, ROOT), today=date.fromisoformat(TODAY))
    notes = [note for note in opened.notes if note.group == "words"]
    (pcn,) = checked(opened, (), notes).pcns
    assert [note.place.path for note in sorted(notes)] == [("another_way", "text"), ("complaints", "text")]
    assert [note.place.path for note in pcn.notes] == [("complaints", "text"), ("another_way", "text")]
    assert pcn.notes[0].grade > pcn.notes[1].grade
