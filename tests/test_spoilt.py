"""Whatever is wrong with a file, a command takes it or says where to look, and takes neither 1 GB nor a minute."""

from __future__ import annotations

import sys

import pytest

from spoiling.bounded import Tried, tried

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory was taken at most")


def all_is_told(kind: str, first: int, count: int) -> Tried:
    found = tried(kind, first, count)
    assert not found.faults, "\n".join(found.faults[:20])
    assert found.outcomes.total() == count
    return found


def test_a_spoilt_file_gives_a_site_or_problems() -> None:
    assert {*all_is_told("yaml", 1, 19).outcomes} == {"sound", "refused"}


def test_a_spoilt_workbook_or_list_is_taken_or_told() -> None:
    assert {"taken", "refused"} <= {*all_is_told("tables", 0, 8).outcomes}


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 6000, 500))
def test_5000_spoilt_files(first: int) -> None:
    outcomes = all_is_told("yaml", first, 500).outcomes
    assert min(outcomes["sound"], outcomes["refused"]) > 50, outcomes


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 3000, 250))
def test_2000_spoilt_workbooks_and_lists(first: int) -> None:
    outcomes = all_is_told("tables", first, 250).outcomes
    assert min(outcomes["taken"], outcomes["refused"]) > 25, outcomes
