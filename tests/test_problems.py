"""Each folder of `problems/` is a wrong input; its `expected.txt` is exactly what a person is told.

To add one: make the folder with the wrong files in it, run `make record`, and read what it says.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran, contents, lay

CASES = sorted(path for path in (Path(__file__).parent / "problems").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_wrong_input_is_explained_and_the_last_site_stays(
    case: Path, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    (workspace.parent / "outside.yml").write_text("name: Outside PCN\nods_code: U99999\n")
    before = contents(workspace / "site")
    lay(case, workspace)
    ran = rolecall(workspace, "build")
    expected = case / "expected.txt"
    if os.environ.get("RECORD"):
        expected.write_text(ran.err)
    assert ran.err == expected.read_text()
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert {name: data for name, data in contents(workspace / "site").items() if name.startswith("testbury")} == before
    first = ran.err.splitlines()[0].split(": ")[0]
    assert first.count(":") == 2, "the first line starts with a place"


def test_each_says_what_a_person_is_told_and_shows_it() -> None:
    for case in CASES:
        files = {path.relative_to(case).as_posix() for path in case.rglob("*") if path.is_file()}
        assert "expected.txt" in files and files - {"expected.txt"}, case.name
