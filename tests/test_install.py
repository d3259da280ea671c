"""What somebody gets who installs Rolecall and has nothing else."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.markers import Marker

from conftest import ROOT
from rolecall.exchange.publishing import program


def run(*words: str | Path, cwd: Path) -> str:
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "ROLECALL_PCN")}
    ran = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**env, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source distribution as a release would be."""
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", dist, ROOT, cwd=dist)
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the locked packages and the wheel."""
    venv = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv)
    pip = [sys.executable, "-m", "pip", "--python", venv / "bin/python", "install", "--quiet", "--no-compile"]
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=venv)
    run(*pip, "--no-deps", wheel, cwd=venv)
    return venv / "bin"


def test_from_the_wheel_a_new_folder_becomes_a_site(installed: Path, tmp_path: Path) -> None:
    run(installed / "rolecall", "init", ".", "--name", "Testbury PCN", "--ods", "U12345", cwd=tmp_path)
    run(installed / "rolecall", "build", cwd=tmp_path)
    run(installed / "mkdocs", "build", "--strict", "-d", tmp_path / "theirs", cwd=tmp_path)
    ours, theirs = tmp_path / "site/testbury", tmp_path / "theirs"
    names = {path.relative_to(ours) for path in ours.rglob("*") if path.is_file()}
    assert names == {path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file()}
    assert all((ours / name).read_bytes() == (theirs / name).read_bytes() for name in names)
    assert "Nothing to fix in 1 PCN." in run(installed / "rolecall", "check", cwd=tmp_path)


def test_what_init_puts_beside_the_files_is_the_same_wheel(wheel: Path, installed: Path, tmp_path: Path) -> None:
    """From a checkout, and from what was installed of it, to the byte."""
    made = program.wheel.__wrapped__()
    assert made and made == program.wheel.__wrapped__()
    run(installed / "rolecall", "init", ".", "--name", "Testbury PCN", "--ods", "U12345", cwd=tmp_path)
    again = (tmp_path / "program" / program.NAME).read_bytes()
    files = [
        {
            name: zip.read(name)
            for name in zip.namelist()
            if not name.endswith((".dist-info/WHEEL", "/RECORD", "/METADATA"))
        }
        for zip in (zipfile.ZipFile(wheel), zipfile.ZipFile(io.BytesIO(made)), zipfile.ZipFile(io.BytesIO(again)))
    ]
    assert files[0] == files[1] == files[2]


def test_the_wheel_holds_the_shipped_files_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "roles/link-worker.yml",
        "content/questions.yml",
        "theme/shell/main.html",
        "content/pages/social-prescribing.md",
    ):
        assert f"rolecall/_bundled/{name}" in names
    assert "rolecall/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "generator", "content", "theme"))]


def test_the_wheel_lists_the_locked_packages_with_their_licences(wheel: Path) -> None:
    """Where PEP 770 has it, in the form of CycloneDX. `make sbom` writes it anew."""
    with zipfile.ZipFile(wheel) as files:
        [name] = [name for name in files.namelist() if ".dist-info/sboms/" in name]
        listed = json.loads(files.read(name))
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "rolecall")
    pins = re.findall(r"^([a-z0-9.-]+)==(\S+)(?: ; (.+))? \\$", (ROOT / "requirements.lock").read_text(), re.M)
    there = {"python_full_version": "3.13.1", "sys_platform": "linux"}
    locked = {f"pkg:pypi/{name}@{pin}" for name, pin, where in pins if not where or Marker(where).evaluate(there)}
    assert len(locked) > 40 and {part["purl"] for part in listed["components"]} == locked
    assert [part["name"] for part in listed["components"] if not part.get("licenses")] == []


def test_the_help_answers_without_any_work(installed: Path, tmp_path: Path) -> None:
    assert "Websites that explain" in run(installed / "rolecall", "--help", cwd=tmp_path)
    loaded = run(
        installed / "python", "-c", "import sys, rolecall.cli; print(' '.join(sys.modules))", cwd=tmp_path
    ).split()
    assert not {"pydantic", "jinja2", "mkdocs", "yaml"} & set(loaded)


def test_building_never_imports_mkdocs(installed: Path, tmp_path: Path) -> None:
    run(installed / "rolecall", "init", ".", "--name", "Testbury PCN", "--ods", "U12345", cwd=tmp_path)
    script = (
        "import sys; from rolecall.cli import cli; cli(['build'], standalone_mode=False);print('mkdocs' in sys.modules)"
    )
    assert run(installed / "python", "-c", script, cwd=tmp_path).splitlines()[-1] == "False"
