"""Each group of `rolecall check` finds the mistakes that are planted for it, and finds them alone.

A folder of `planted/<group>/` has the wrong files; its `expected.txt` is what that group says of them and did not say
before. To add one: make the folder, run `RECORD=1 pytest tests/test_groups.py`, and read what it says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TODAY, Ran, lay
from rolecall.places import GROUPS

Rolecall = Callable[..., Ran]
CASES = sorted(path for path in (Path(__file__).parent / "planted").glob("*/*") if path.is_dir())


def found(rolecall: Rolecall, folder: Path, *words: str) -> list[dict[str, Any]]:
    """What a check finds, but for gaps in local help."""
    ran = rolecall(folder, "check", "--format", "json", "--today", TODAY, *words)
    assert ran.code in (0, 1), ran.err
    return [row for row in json.loads(ran.out) if row["level"] != "gap"]


@pytest.fixture(scope="module")
def before(built_workspace: Path) -> dict[str, frozenset[str]]:
    """What each group says of the workspace without a planted mistake."""
    from click.testing import CliRunner

    from rolecall.cli import cli

    said = {}
    for group in GROUPS:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(built_workspace)
            words = ["check", "--format", "json", "--today", TODAY, "--only", group]
            ran = CliRunner().invoke(cli, words)
        said[group] = frozenset(row["sentence"] for row in json.loads(ran.stdout))
    return said


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_planted_mistake_is_found_by_its_group(
    case: Path, workspace: Path, rolecall: Rolecall, before: dict[str, frozenset[str]]
) -> None:
    group = case.parent.name
    lay(case, workspace)
    rows = [row for row in found(rolecall, workspace, "--only", group) if row["sentence"] not in before[group]]
    assert rows and all(row["group"] == group for row in rows)
    text = "".join(
        f"{row['level']}: {row['file']}:{row['line']}:{row['column']}: {row['sentence']}\n    {row['fix']}\n"
        for row in rows
    )
    expected = case / "expected.txt"
    if os.environ.get("RECORD"):
        expected.write_text(text)
    assert text == expected.read_text()


def test_each_group_that_reads_files_has_mistakes_planted() -> None:
    assert {path.parent.name for path in CASES} == {*GROUPS}


def test_the_groups_together_are_all(workspace: Path, rolecall: Rolecall) -> None:
    rows = found(rolecall, workspace)
    for group in GROUPS:
        assert found(rolecall, workspace, "--only", group) == [row for row in rows if row["group"] == group], group


def test_what_is_worth_a_look_ends_with_1_only_where_it_is_strict(workspace: Path, rolecall: Rolecall) -> None:
    assert rolecall(workspace, "check").code == 0
    assert rolecall(workspace, "check", "--strict").code == 1
    assert rolecall(workspace, "check", "--strict", "--only", "links", "--data").code == 0


def test_a_template_that_leaves_out_urgent_help_is_told_for_each_page(workspace: Path, rolecall: Rolecall) -> None:
    name = "theme/components/urgent-brief.html.jinja"
    words = (ROOT / name).read_text()
    ours = workspace / name
    ours.parent.mkdir(parents=True)
    ours.write_text(words.replace("<li>{{ urgent_line(line) }}</li>\n", ""))
    assert words != ours.read_text()
    rows = [row for row in found(rolecall, workspace, "--only", "safety") if "urgent help" in row["sentence"]]
    assert "site/testbury/about/index.html" in {row["file"] for row in rows}
    assert {row["sentence"] for row in rows} >= {"this page does not show urgent help: nobody can tap 999 on it"}


def test_the_examples_have_no_error(rolecall: Rolecall) -> None:
    rows = found(rolecall, ROOT)
    assert not [row for row in rows if row["level"] == "problem"]
