"""The workflows of the project itself: nothing in them is more trusted than what a workspace gets.

`make lint` reads them with zizmor and by GitHub's schema.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT

OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
SHIPPED = sorted((ROOT / "docs/template/.github/workflows").glob("*.yml"))


def read(path: Path) -> dict[str, Any]:
    """A workflow, with `on` as that word."""
    loaded: dict[str, Any] = yaml.load(path.read_text(), yaml.BaseLoader)
    return loaded


def jobs() -> list[tuple[str, dict[str, Any]]]:
    return [(f"{path.stem}-{name}", job) for path in OWN for name, job in read(path)["jobs"].items()]


def scripts(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def uses(paths: list[Path]) -> set[str]:
    return {line for path in paths for line in re.findall(r"uses: (.+)", path.read_text())}


def test_each_action_has_the_hash_that_workspaces_have_it_by() -> None:
    assert uses(OWN) <= uses(SHIPPED)
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in uses(SHIPPED))


@pytest.mark.parametrize("path", [*OWN, *SHIPPED], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_workflow_may_nothing_that_a_job_does_not_ask_for(path: Path) -> None:
    assert read(path)["permissions"] in ({}, "{}")
    assert all({"permissions", "timeout-minutes"} <= set(job) for job in read(path)["jobs"].values())


@pytest.mark.parametrize(("name", "job"), jobs(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_job_installs_has_its_hash_or_was_built_here(name: str, job: dict[str, Any]) -> None:
    installs = re.findall(r"\bpip install (.+)", scripts(job))
    assert [words for words in installs if not re.search(r"--require-hashes|--no-index .*dist/\*\.whl", words)] == []
    rights = job["permissions"]
    if rights.get("contents") == "write":
        assert not installs and "checkout" not in str(job["steps"])
    if "id-token" in rights:
        assert [*re.findall(r"-r (\S+)", scripts(job))] == ["requirements-release.lock"]


@pytest.mark.parametrize(("name", "job"), jobs(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_job_runs_is_there(name: str, job: dict[str, Any]) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)", scripts(job))) <= targets
    files = re.findall(r"\b(?:tests/[\w/.]+|requirements[\w.-]*\.lock)", scripts(job))
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_nothing_goes_to_pypi_until_its_name_is_ours() -> None:
    release = read(ROOT / ".github/workflows/release.yml")["jobs"]
    [uploads] = [job for job in release.values() if "twine" in scripts(job)]
    assert (uploads["if"], uploads["environment"]["name"]) == ("vars.PYPI_NAME_IS_OURS == 'yes'", "pypi")
    assert "--attestations" in scripts(uploads)
