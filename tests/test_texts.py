"""A text costs as one: it is counted as a phone counts (3GPP TS 23.038), and holds no sign that makes it dearer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from conftest import Ran
from rolecall.opened import open_shipped
from rolecall.texts import (
    BASIC,
    EXTENSION,
    LONGEST,
    NAME_SEPTETS,
    filled,
    instead_of,
    links_to,
    odd_characters,
    plain,
    septets,
    that_fits,
)  # fmt: skip
from shown import Shown

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


@pytest.mark.parametrize(
    ("pcn", "roles"),
    [
        ("riverside", ["link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"]),
        ("harbour", ["link-worker", "care-navigator", "care-coordinator"]),
    ],
)
def test_with_every_name_filled_in_each_text_costs_1(pcn: str, roles: list[str], shown: Shown) -> None:
    page = html.parse(str(shown.folder / pcn / "staff/index.html")).getroot()
    surgeries = page.xpath("//select[@id='surgery']/option/@data-name")
    assert surgeries
    texts = {}
    for card in page.xpath("//section[@id='roles']//li[@id]"):
        [texts[card.get("id").removeprefix("role_")]] = card.xpath(".//p[@class='copy']/@data-text")
    assert [*texts] == roles
    for role, text in texts.items():
        assert text.startswith("[name], ")
        assert text.endswith(f"https://{pcn}.example.org/{role}/")
        for surgery in surgeries:
            whole = text.replace("[surgery]", surgery)
            assert surgery in whole
            assert septets(whole) <= LONGEST
            assert len(whole.replace("[name]", "x" * NAME_SEPTETS)) <= LONGEST
            assert odd_characters(whole) == []


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


@pytest.mark.parametrize(("length", "ending"), [(20, "/link-worker/"), (80, "/link-worker/"), (95, "/lw/")])
def test_a_short_address_is_used_only_where_the_whole_one_does_not_fit(length: int, ending: str) -> None:
    content = open_shipped(today=TODAY).content
    links = links_to(
        "link-worker", "https://" + "x" * (length - 9) + "/", {"lw": "link-worker", "cn": "care-navigator"}
    )
    words, link = that_fits(content.staff.texts, role="link worker", links=links, surgeries=["Mill Street Surgery"])
    assert link.endswith(ending)
    assert septets(filled(words, role="link worker", link=link, surgery="Mill Street Surgery")) <= LONGEST
