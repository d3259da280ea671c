"""Same files, same bytes: in another folder, time zone, language and order of sets, by both builders, and packed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, contents
from dist import HERE, built
from elsewhere import ELSEWHERE, checkout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("elsewhere"))


def run(project: Path, *words: str, **env: str) -> None:
    """A command with the code of that checkout, and with nothing of it compiled."""
    day = {"SOURCE_DATE_EPOCH": "1795305600", "NO_MKDOCS_2_WARNING": "1"}  # 22 November 2026
    path = {"PYTHONPATH": str(project / "generator"), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=project,
        env={**os.environ, **day, **path, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_examples_are_the_same_bytes_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    run(ROOT, "rolecall", "build", "--zip", "--out", str(tmp_path / "here"), **HERE)
    run(elsewhere, "rolecall", "build", "--zip", "--out", str(tmp_path / "there"), **ELSEWHERE)
    here, there = contents(tmp_path / "here"), contents(tmp_path / "there")
    assert len(here) > 600 and [*here] == [*there]
    assert [name for name in here if here[name] != there[name]] == []


@pytest.mark.slow
def test_mkdocs_gives_the_same_bytes_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    run(ROOT, "mkdocs", "build", "-q", "-d", str(tmp_path / "here"), ROLECALL_PCN="hillside", **HERE)
    run(elsewhere, "mkdocs", "build", "-q", "-d", str(tmp_path / "there"), ROLECALL_PCN="hillside", **ELSEWHERE)
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_a_workbook_and_a_new_workspace_are_the_same_bytes_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    for project, name, env in ((ROOT, "here", HERE), (elsewhere, "there", ELSEWHERE)):
        (tmp_path / name).mkdir()
        run(
            project,
            "rolecall",
            "export",
            "workbook",
            "--pcn",
            "harbour",
            "--to",
            str(tmp_path / name / "harbour.xlsx"),
            **env,
        )
        run(project, "rolecall", "init", str(tmp_path / name), "--name", "Testbury PCN", "--ods", "U12345", **env)
    here, there = contents(tmp_path / "here"), contents(tmp_path / "there")
    assert [*here] == [*there] and "harbour.xlsx" in here
    assert [name for name in here if here[name] != there[name]] == []


@pytest.mark.slow
def test_2_wheels_and_2_sdists_are_the_same_bytes(elsewhere: Path, tmp_path: Path) -> None:
    here, there = built(ROOT, tmp_path / "here", HERE), built(elsewhere, tmp_path / "there", ELSEWHERE)
    assert sorted(Path(name).suffix for name in here) == [".gz", ".whl"] and [*here] == [*there]
    assert [name for name in here if here[name] != there[name]] == []
