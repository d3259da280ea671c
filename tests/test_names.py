"""Names of the register come out as people write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rolecall.exchange.names import forms, out_of_capitals

NAMES = [line.split("\t") for line in Path(__file__).with_name("names.txt").read_text("utf-8").splitlines()]

register_names = st.lists(
    st.sampled_from([*" '’-/(),.&@+", " - ", " (", ") ", "DR ", "ST ", "THE ", "OF ", "MC", "O'", "1ST", "OX3", "PCN"])
    | st.text("ABEMSTY19", max_size=6),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(("register", "expected"), NAMES, ids=[name for name, _ in NAMES])
def test_a_register_name_reads_as_people_write_it(register: str, expected: str) -> None:
    assert out_of_capitals(register) == expected


@given(register_names | st.text())
@example("İ")
def test_a_name_out_of_capitals_stays_as_it_is(name: str) -> None:
    once = out_of_capitals(name)
    assert out_of_capitals(once) == once


@given(register_names | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '-()/&.,+@"))
def test_only_case_and_missing_spaces_change_where_nothing_is_abbreviated(name: str) -> None:
    assume(not re.search(r"\b(CTRS?|SRGY|HL?TH|GRP|PTNRS?|FAM|MED|PRACT)\b", name))
    assert out_of_capitals(name).upper().replace(" ", "") == name.replace(" ", "")


@given(register_names)
def test_what_an_import_has_written_is_known_again(name: str) -> None:
    assert forms(name)[0] == out_of_capitals(name)
    assert forms(name)[-1].upper() == name
