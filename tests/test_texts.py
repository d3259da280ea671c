"""A text costs as one: it is counted as a phone counts (3GPP TS 23.038), and holds no sign that makes it dearer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Ran
from rolecall.opened import open_shipped
from rolecall.texts import (
    BASIC,
    EXTENSION,
    LONGEST,
    About,
    filled,
    instead_of,
    link_to,
    odd_characters,
    plain,
    septets,
    that_fits,
)  # fmt: skip

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),  # in the alphabet
        ("£5", 2),
        ("€5", 3),  # in the extension: 2
        ("[x]", 5),
        ("{}", 4),
        ("[name]", 15),
        ("[name], hello", 22),
        ("a\nb", 3),
    ],
)
def test_signs_are_counted_as_a_phone_counts_them(text: str, cost: int) -> None:
    assert septets(text) == cost
    assert odd_characters(text) == []


def test_the_alphabet_has_127_signs_and_10_more() -> None:
    assert (len(BASIC), len(EXTENSION), BASIC & EXTENSION) == (127, 10, frozenset())


@pytest.mark.parametrize("sign", [*"–—‘’“”…•êáíóúŵŷçł🙂`\u00a0\t"])
def test_what_a_text_cannot_carry_is_named_with_its_place(sign: str) -> None:
    assert odd_characters(f"ab{sign}c") == [(3, sign)]
    assert instead_of(sign).startswith(("Write ", "Leave it out"))


@given(st.text(max_size=30))
def test_what_is_made_plain_is_never_odder(text: str) -> None:
    assert len(odd_characters(plain(text))) <= len(odd_characters(text))
    assert plain(plain(text)) == plain(text)


@given(st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=60))
def test_each_sign_of_the_alphabet_costs_1_or_2(text: str) -> None:
    assert septets(text) == len(text) + sum(text.count(sign) for sign in EXTENSION)
    assert odd_characters(text) == []


PCN = "name: Testbury PCN\nods_code: U12345\nsite_url: https://testbury.example.org/\n"


def roles_of(workspace: Path) -> list[dict[str, str]]:
    data = json.loads((workspace / "site/testbury/data/roles.json").read_text())
    assert data["version"] == 1
    roles: list[dict[str, str]] = data["roles"]
    return roles


def test_accents_and_euros_that_a_text_can_carry_stay(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    words = '"{name}, {surgery}: the {role} at the café, €0. {link}"'
    text = f"{PCN}text_message: {words}\npractices:\n  - {{name: St Mary’s Surgery, ods_code: Y99991}}\n"
    (workspace / "content/pcns/testbury/pcn.yml").write_text(text)
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    message = roles_of(workspace)[0]["text_message"]
    assert message == (
        "[name], St Mary's Surgery: the link worker at the café, €0. https://testbury.example.org/link-worker/"
    )


@pytest.mark.parametrize(
    ("short", "ending"), [({}, "link-worker/"), ({"lw": "link-worker", "w": "link-worker"}, "lw/")]
)
def test_a_short_address_is_used_where_there_is_one(short: dict[str, str], ending: str) -> None:
    site = "https://testbury.example.org/"
    assert link_to("link-worker", site, short) == site + ending


LINK = "https://testbury.example.org/lw/"


@pytest.mark.parametrize(
    ("about", "surgery", "text"),
    [
        (
            About("link worker", "links you to local help", LINK, "0117 496 0201"),
            "Mill Surgery",
            f"Mill Surgery: [name], about the link worker (links you to local help): {LINK} or 0117 496 0201."
            " You can say no.",
        ),
        (
            About("link worker", "links you to local help and to groups near you", LINK, "0117 496 0201"),
            "Mill Surgery",
            f"Mill Surgery: [name], we told you about the link worker. {LINK} or call 0117 496 0201. You can say no.",
        ),
        (
            About("link worker", "links you to local help", LINK),
            "Mill Surgery",
            f"Mill Surgery: [name], we told you about the link worker (links you to local help). {LINK}"
            " You can say no.",
        ),
        (
            About("health and wellbeing coach", "helps", f"{LINK}{'x' * 40}", "0117 496 0201"),
            "Mill Street Health Centre",
            f"Mill Street Health Centre: [name], the health and wellbeing coach: {LINK}{'x' * 40}",
        ),
    ],
)
def test_a_text_says_as_much_as_costs_1(about: About, surgery: str, text: str) -> None:
    staff = open_shipped(today=TODAY).content.staff
    best = that_fits(staff.texts, about, [surgery])
    assert filled(best, about, surgery) == text
    assert septets(text) <= LONGEST


def test_unknown_slots_stay() -> None:
    assert filled("{name} {role} {other} {", About("link worker", "", LINK)) == "[name] link worker {other} {"
