"""A build replaces what a build made, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran, contents


def without_site(workspace: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(workspace).items() if not name.startswith("site/")}


@pytest.mark.parametrize(
    "out", ["content", "content/pcns", "content/pcns/testbury", "content/pages", "content/new/er", "roles", "theme/new"]
)
def test_no_site_goes_among_the_files_that_people_write(
    out: str, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    for name in ("roles", "theme"):
        (workspace / name).mkdir()
    before = without_site(workspace)
    for words in (["--out", out], ["--out", str(workspace / out)], ["--out", out, "--zip"]):
        ran = rolecall(workspace, "build", *words)
        assert ran.code == 2
        assert "of your own files" in ran.err
    ran = mkdocs(workspace, out)
    assert ran.code == 1
    assert "of your own files" in ran.err or "docs_dir" in ran.err
    assert without_site(workspace) == before


def test_the_workspace_itself_is_never_replaced(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    home = workspace.rename(workspace.with_name("testbury"))
    before = contents(home)
    ran = rolecall(home, "build", "--out", "..")
    assert ran.code == 1
    assert "your own files are in this folder" in ran.err
    assert contents(home) == before
    ran = mkdocs(home, str(home))
    assert ran.code == 1
    assert contents(home) == before


@pytest.mark.parametrize("leads", ["content", "content/pages", "content/pcns/testbury"])
@pytest.mark.parametrize("out", ["door", "door/pcns", "door/new/er"])
def test_a_link_to_the_workspace_is_seen_through(
    leads: str, out: str, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    (workspace.parent / "door").symlink_to(workspace / leads)
    before = without_site(workspace)
    assert rolecall(workspace, "build", "--out", f"../{out}").code == 2
    assert without_site(workspace) == before
    assert rolecall(workspace, "build", "--out", "content/../elsewhere").code == 0


@pytest.mark.parametrize("inside", ["letter.txt", "index.html", "a/b.txt", ".hidden"])
def test_a_folder_of_somebody_else_under_the_same_name_stays(
    inside: str, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321")
    theirs = workspace.parent / "Documents/testbury"
    (theirs / inside).parent.mkdir(parents=True)
    (theirs / inside).write_text("keep")
    ran = rolecall(workspace, "build", "--out", "../Documents")
    assert ran.code == 1
    assert "Documents/testbury:1:1: Rolecall did not make this folder, so it is left as it is" in ran.err
    assert "Name another folder with --out" in ran.err
    assert contents(theirs) == {inside: b"keep"}
    assert (theirs.parent / "otherton/index.html").exists(), "the other site is built"
    if inside != ".hidden":  # MkDocs leaves those alone
        assert mkdocs(workspace, str(theirs)).code == 1
    assert contents(theirs) == {inside: b"keep"}


def test_a_file_or_a_link_under_the_name_of_a_site_stays(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    out = workspace / "out"
    out.mkdir()
    (out / "testbury").write_text("keep")
    assert rolecall(workspace, "build", "--out", "out").code == 1
    assert (out / "testbury").read_text() == "keep"
    (out / "testbury").unlink()
    (out / "testbury").symlink_to(workspace / "site/testbury")
    assert "this is a shortcut" in rolecall(workspace, "build", "--out", "out").err
    assert (out / "testbury").is_symlink()


def test_a_zip_of_somebody_else_under_the_same_name_stays(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    theirs = workspace / "site/testbury.zip"
    theirs.write_bytes(b"PK\x03\x04 photos")
    ran = rolecall(workspace, "build", "--zip")
    assert ran.code == 1
    assert "site/testbury.zip:1:1: Rolecall did not make this file, so it is left as it is" in ran.err
    assert theirs.read_bytes() == b"PK\x03\x04 photos"
    assert "The sites were built, and the ZIPs named above were not." in ran.err
    theirs.unlink()
    assert rolecall(workspace, "build", "--zip").code == 0
    first = theirs.read_bytes()
    assert rolecall(workspace, "build", "--zip").code == 0
    assert theirs.read_bytes() == first


def test_what_is_hidden_in_a_site_is_never_deleted(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    site = workspace / "site/testbury"
    (site / ".DS_Store").write_bytes(b"")
    (workspace / "content/pcns/testbury/pcn.yml").write_text("name: Newbury PCN\nods_code: U12345\n")
    (site / ".git").mkdir()
    (site / ".git/config").write_text("history")
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert "site/testbury:1:1: there is .git in this folder, and a build would delete it" in ran.err
    assert mkdocs(workspace, "site/testbury").code == 0
    assert (site / ".git/config").read_text() == "history"
    shutil.rmtree(site / ".git")
    assert rolecall(workspace, "build").code == 0


def test_an_empty_folder_and_a_site_of_an_older_version_are_replaced(
    workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    site = workspace / "site/testbury"
    assert (site / "made-by-rolecall.txt").exists()
    (site / "made-by-rolecall.txt").unlink()
    assert rolecall(workspace, "build").code == 0
    assert (site / "made-by-rolecall.txt").exists()
    (workspace / "empty/testbury").mkdir(parents=True)
    assert rolecall(workspace, "build", "--out", "empty").code == 0
    assert (workspace / "empty/testbury/index.html").exists()
    assert mkdocs(workspace, "empty/testbury").code == 0


def mkdocs(workspace: Path, out: str) -> Ran:
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", out],
        cwd=workspace,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795305600"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    return Ran(ran.returncode, ran.stdout, ran.stderr)
