"""Whatever is wrong with a file, a command takes it or says where to look, and takes neither 1 GB nor a minute."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran
from spoiling.bounded import Tried, tried
from spoiling.cost import measured

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


def test_thousands_of_needs_that_do_not_exist(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    folder = workspace / "content/pcns/testbury"
    (folder / "categories.yml").write_text("".join(f"a{at}: b{at}\n" for at in range(3000)))
    with measured() as cost:
        ran = rolecall(workspace, "check")
    assert ran.code == 1
    assert 'categories.yml:1:5: there is no need called "b0"' in ran.out + ran.err
    assert cost.seconds < 15


def test_a_heading_that_is_longer_than_the_name_of_a_field_may_be(
    workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    (workspace / "list.csv").write_text(f"Name,Description,Telephone,{'x' * 1100}\nTea,Cake,0117 496 0123,y\n")
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    assert "Give it a shorter heading" in ran.out + ran.err


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
