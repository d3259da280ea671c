"""A site is swapped in whole, or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Ran, contents
from rolecall import build, folders
from rolecall.site import Site
from rolecall.templates import Words


def rename(workspace: Path, name: str) -> None:
    """Call the PCN something else, which changes every page."""
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    lines = [f"name: {name}" if line.startswith("name:") else line for line in pcn.read_text().splitlines()]
    pcn.write_text("\n".join(lines) + "\n")


def test_the_same_input_gives_the_same_bytes_and_touches_nothing(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    page = workspace / "site/testbury/index.html"
    before = page.stat()
    ran = rolecall(workspace, "build")
    assert "unchanged" in ran.out
    assert page.stat().st_ino == before.st_ino
    assert page.stat().st_mtime_ns == before.st_mtime_ns


def test_only_sites_lie_in_the_output_folder(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    rename(workspace, "Newbury PCN")
    rolecall(workspace, "build")
    assert [path.name for path in (workspace / "site").iterdir()] == ["testbury"]
    assert not list(workspace.glob(".site*"))


def test_a_file_that_does_not_belong_is_gone_after_a_build(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    (workspace / "site/testbury/old-page.html").write_text("old")
    assert "changed" in rolecall(workspace, "build").out
    assert not (workspace / "site/testbury/old-page.html").exists()


def test_a_full_disk_leaves_the_last_site(
    workspace: Path, rolecall: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(workspace, "Newbury PCN")
    before, real, count = contents(workspace / "site"), open, 0

    def fill(path: str, mode: str, **options: Any) -> Any:
        nonlocal count
        count += mode == "wb"
        if count > 5:
            raise OSError(28, "No space left on device", path)
        return real(path, mode, **options)

    monkeypatch.setattr(folders, "open", fill, raising=False)
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert "No space left on device" in ran.err
    assert "Traceback" not in ran.err
    assert contents(workspace / "site") == before


def test_without_an_exchange_of_folders_two_renames_do(
    workspace: Path, rolecall: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    rename(workspace, "Newbury PCN")
    assert rolecall(workspace, "build").code == 0
    assert "Newbury" in (workspace / "site/testbury/index.html").read_text()
    assert [path.name for path in (workspace / "site").iterdir()] == ["testbury"]


def test_a_build_cut_off_between_two_renames_is_mended_by_the_next(
    workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    before = contents(workspace / "site/testbury")
    aside = workspace / ".site.rolecall"
    aside.mkdir()
    (workspace / "site/testbury").rename(aside / "testbury.last")
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("name:", "nmae:", 1))
    ran = rolecall(workspace, "build")
    assert "brought back" in ran.err
    assert contents(workspace / "site/testbury") == before
    assert not aside.exists()


def test_builds_beside_each_other_do_not_disturb_each_other(workspace: Path) -> None:
    rename(workspace, "Newbury PCN")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    command = [sys.executable, "-m", "rolecall", "build"]
    runs = [subprocess.Popen(command, cwd=workspace, env=env, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert "Newbury" in (workspace / "site/testbury/index.html").read_text()
    assert [path.name for path in (workspace / "site").iterdir()] == ["testbury"]
    assert not list(workspace.glob(".site*"))


def test_the_other_sites_are_built_when_one_has_a_problem(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321")
    before = contents(workspace / "site/testbury")
    rename(workspace, "A < B")
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert "content/pcns/testbury/pcn.yml:3:7: a name cannot have < or > in it" in ran.err
    assert contents(workspace / "site/testbury") == before
    assert (workspace / "site/otherton/index.html").exists()


def test_only_named_pcns_are_built(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321")
    rename(workspace, "A < B")
    assert rolecall(workspace, "build", "otherton", "--out", "elsewhere").code == 0
    assert [path.name for path in (workspace / "elsewhere").iterdir()] == ["otherton"]


@pytest.mark.parametrize(
    "folder", ["content", "content/pcns", "content/pcns/testbury/services", "roles", "theme/pages"]
)
def test_a_link_that_leads_to_itself_ends_no_build(folder: str, workspace: Path, rolecall: Callable[..., Ran]) -> None:
    (workspace / folder).mkdir(parents=True, exist_ok=True)
    (workspace / folder / "loop").symlink_to("loop")
    rename(workspace, "Newbury PCN")
    ran = rolecall(workspace, "build")
    assert "Too many" not in ran.err
    assert ran.code == 0 or "loop:1:1: this is a shortcut" in ran.err


def more_pcns(workspace: Path, rolecall: Callable[..., Ran], number: int) -> None:
    for at in range(number):
        rolecall(workspace, "init", ".", "--name", f"PCN number {at}", "--ods", f"U{at:05}")


@pytest.mark.parametrize("others", [1, 13])
def test_a_bug_that_one_pcn_meets_keeps_no_other_from_being_built(
    others: int, workspace: Path, rolecall: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    more_pcns(workspace, rolecall, others)
    before = contents(workspace / "site/testbury")
    rename(workspace, "Newbury PCN")
    real = build.plan

    def failing(site: Site, words: Words) -> object:
        return {}["gone"] if site.id == "pcn-number-0" else real(site, words)

    monkeypatch.setattr(build, "plan", failing)
    for command in ("check", "build"):
        ran = rolecall(workspace, command)
        assert ran.code == 3, ran.err
        assert "KeyError: 'gone'" in ran.err
        assert "This is a bug in Rolecall" in ran.err
        assert ran.err.strip().endswith("as they were: pcn-number-0")
    assert sorted(path.name for path in (workspace / "site").iterdir()) == sorted(
        ["testbury", *(f"pcn-number-{at}" for at in range(1, others))]
    )
    assert contents(workspace / "site/testbury") != before


@pytest.mark.parametrize("others", [0, 12])
@pytest.mark.parametrize("text", ["<h1>{{ data.titel }}</h1>", "{{ 1 + page.title }}", "{% include 'gone.jinja' %}"])
def test_a_mistake_in_a_template_has_a_place_however_many_pcns_there_are(
    others: int, text: str, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    more_pcns(workspace, rolecall, others)
    (workspace / "theme/pages").mkdir(parents=True)
    (workspace / "theme/pages/role.html.jinja").write_text(f"<p>\n{text}")
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert ran.err.startswith("theme/pages/role.html.jinja:2:1: ")
    assert "Traceback" not in ran.err
    assert "1 problem in 1 file" in ran.err


def test_a_mistake_in_a_shipped_template_is_our_bug(
    workspace: Path, rolecall: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "theme", tmp_path / "shipped/theme")
    for name in ("content", "roles"):
        shutil.copytree(ROOT / name, tmp_path / "shipped" / name)
    (tmp_path / "shipped/theme/pages/role.html.jinja").write_text("{{ data.titel }}")
    monkeypatch.setattr("rolecall.bundled.bundled", lambda: tmp_path / "shipped")
    ran = rolecall(workspace, "build")
    assert ran.code == 3
    assert "This is a bug in Rolecall" in ran.err
    assert "Compare it with" not in ran.err


def test_many_sites_at_once_are_the_same_as_one_at_a_time(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    for number in range(14):
        rolecall(workspace, "init", ".", "--name", f"PCN number {number}", "--ods", f"U{number:05}")
    assert rolecall(workspace, "build").code == 0
    assert len(list((workspace / "site").iterdir())) == 15
    assert rolecall(workspace, "build", "pcn-number-7", "--out", "one").code == 0
    assert contents(workspace / "one/pcn-number-7") == contents(workspace / "site/pcn-number-7")
    assert "15 unchanged" in rolecall(workspace, "build").out


@pytest.mark.slow
def test_a_reader_never_sees_half_a_site(workspace: Path) -> None:
    """Builds are killed at random moments; after each, the site is whole and of one build."""
    chance = random.Random(1)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SOURCE_DATE_EPOCH": "1795305600"}
    for turn in range(40):
        rename(workspace, f"Turn {turn} PCN")
        run = subprocess.Popen(
            [sys.executable, "-m", "rolecall", "build"],
            cwd=workspace,
            env=env,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 0.7))
        run.send_signal(signal.SIGKILL)
        run.wait()
        titles = {
            page.read_text().partition("</title>")[0].rpartition(" – ")[2]
            for page in (workspace / "site/testbury").rglob("*.html")
        }
        assert len(titles) == 1, titles


def test_a_mistake_in_a_template_of_ones_own_is_told_with_its_place(
    workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    before = contents(workspace / "site")
    (workspace / "theme/pages").mkdir(parents=True)
    template = workspace / "theme/pages/role.html.jinja"
    for text, told in (
        ("<h1>{{ data.titel }}</h1>", "has no attribute 'titel'"),
        ("<h1>\n{% if %}</h1>", "Expected an expression"),
    ):
        template.write_text(text)
        ran = rolecall(workspace, "build")
        assert ran.code == 1, ran.err
        assert f"role.html.jinja:{1 + text.count(chr(10))}:1" in ran.err
        assert told in ran.err
        assert "Traceback" not in ran.err
        assert contents(workspace / "site") == before
