"""Names of the register come out as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rolecall.exchange.names import out_of_capitals

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
def test_only_the_case_of_letters_changes(name: str) -> None:
    assert out_of_capitals(name).upper() == name
