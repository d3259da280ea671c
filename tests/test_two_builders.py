"""MkDocs is the proof that our builder is right: same files, same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.workload import write
from conftest import ROOT, Ran, contents
from shown import Shown

ODD_NAMES = [
    "Fish & Chips PCN",
    'The "Old" Mill PCN',
    "St Brannoc's PCN",
    "North (Upper) [Lower] {Middle} PCN",
    "Éire-Åström Çelik Niño PCN",
    "Łódź Road PCN",
    "BD4+ / N15 - 2% @ Home PCN",
    "{{ 7 * 7 }} {% raw %} PCN",
    "$(id) `id` PCN",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and the Surrounding Area PCN",
    "PCN",
]


def with_mkdocs(folder: Path, out: Path, *words: str, program: str = "mkdocs", **env: str) -> None:
    """Run `mkdocs build --strict` as a user does."""
    ran = subprocess.run(
        [sys.executable, "-m", program, "build", "--strict", "-d", str(out), *words],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795305600", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("pcn", ["riverside", "hillside", "harbour"])
def test_both_builders_give_the_same_bytes_for_the_examples(
    pcn: str, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    assert rolecall(ROOT, "build", pcn, "--out", str(tmp_path / "ours")).code == 0
    with_mkdocs(ROOT, tmp_path / "theirs", ROLECALL_PCN=pcn)
    assert contents(tmp_path / "ours" / pcn) == contents(tmp_path / "theirs")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_both_builders_give_the_same_bytes_for_odd_names(
    name: str, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    (made := tmp_path / "w").mkdir()
    assert rolecall(made, "init", ".", "--name", name, "--ods", "U12345").code == 0
    pcn = next((made / "content/pcns").iterdir())
    practice = name.replace("PCN", "Surgery").replace("\\", "").replace('"', '\\"')
    with (pcn / "pcn.yml").open("a", encoding="utf-8") as file:
        file.write(f'  - name: "{practice}"\n    ods_code: L81008\n')  # the file ends with its surgeries
    built = rolecall(made, "build")
    assert built.code == 0, built.err
    with_mkdocs(made, tmp_path / "theirs")
    assert contents(made / "site" / pcn.name) == contents(tmp_path / "theirs")
    home = (made / "site" / pcn.name / "index.html").read_text()
    assert "<script>" not in home
    assert "49" not in home.partition("</title>")[0]


@pytest.mark.parametrize("pcn", ["riverside", "harbour"])
def test_the_pages_build_strictly_under_stock_material(pcn: str, tmp_path: Path, shown: Shown) -> None:
    config = ROOT / "mkdocs.yml"
    stock = tmp_path / "mkdocs.yml"
    stock.write_text(config.read_text().replace("pcn: riverside", "pcn: riverside\n    look: material"))
    for name in ("content", "roles", "theme"):
        (tmp_path / name).symlink_to(ROOT / name)
    with_mkdocs(tmp_path, tmp_path / "out", ROLECALL_PCN=pcn)
    pages = sorted((tmp_path / "out").rglob("*.html"))
    ours = {path.relative_to(shown.folder / pcn) for path in (shown.folder / pcn).rglob("*.html")}
    for_frames = {page for page in ours if page.parts[0] == "embed"}
    assert {path.relative_to(tmp_path / "out") for path in pages} == ours - for_frames
    for page in pages:
        text = page.read_text()
        assert "md-content" in text, "it is Material's frame"
        assert "116 123" in text or page.name == "404.html", "urgent help is on every page"


def test_the_pages_build_under_properdocs(tmp_path: Path, rolecall: Callable[..., Ran]) -> None:
    assert rolecall(ROOT, "build", "harbour", "--out", str(tmp_path / "ours")).code == 0
    with_mkdocs(ROOT, tmp_path / "theirs", "-f", "mkdocs.yml", program="properdocs", ROLECALL_PCN="harbour")
    assert contents(tmp_path / "ours/harbour") == contents(tmp_path / "theirs")


def test_mkdocs_puts_each_pcn_in_its_own_folder(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    assert rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321").code == 0
    for pcn in ("testbury", "otherton"):
        env = {**os.environ, "ROLECALL_PCN": pcn, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=workspace, env=env, check=True)
    assert sorted(path.name for path in (workspace / "site").iterdir()) == ["otherton", "testbury"]


def test_a_problem_leaves_the_site_that_mkdocs_built_before(workspace: Path) -> None:
    before = contents(workspace / "site")
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("name:", "nmae:", 1))
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=workspace,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert 'pcn.yml:3:1: "nmae" is not a field of a PCN' in ran.stderr
    assert "Traceback" not in ran.stderr
    assert contents(workspace / "site") == before


def test_a_theme_folder_of_the_pcns_own_goes_first(workspace: Path) -> None:
    (workspace / "our-theme").mkdir()
    (workspace / "our-theme/main.html").write_text("<title>Ours: {{ view.title }}</title>{{ view.body }}")
    (workspace / "our-theme/extra.css").write_text("p {}")
    config = workspace / "mkdocs.yml"
    config.write_text(config.read_text().replace("name: material", "name: material\n  custom_dir: our-theme"))
    shutil.rmtree(workspace / "site")
    with_mkdocs(workspace, workspace / "out")
    assert (workspace / "out/link-worker/index.html").read_text().startswith("<title>Ours: Social prescribing")
    assert (workspace / "out/extra.css").exists()


@pytest.mark.parametrize("many", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_both_builders_give_the_same_bytes_for_pcns_of_all_kinds(
    many: int, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    """Odd names, people who are not there, services that are paused and pages that moved."""
    write(made := tmp_path / "w", pcns=many, services=8)
    pcns = sorted((made / "content/pcns").iterdir())
    for at, pcn in enumerate(pcns):
        name = json.dumps(f"{ODD_NAMES[at % len(ODD_NAMES)]} {at}", ensure_ascii=False)
        text = re.sub(r"(?m)^name: .*$", lambda _: f"name: {name}", (pcn / "pcn.yml").read_text(), count=1)  # noqa: B023
        (pcn / "pcn.yml").write_text(f"{text}\nmoved: {{old-page/: link-worker/, services/old/: services/}}\n")
        for service in sorted((pcn / "services").iterdir())[: at % 3]:
            service.write_text(re.sub("(?m)^status:.*$", "", service.read_text()) + "\nstatus: paused\n")
    ran = rolecall(made, "build", "--out", str(tmp_path / "ours"))
    assert ran.code == 0, ran.err
    for pcn in pcns:
        with_mkdocs(made, tmp_path / "theirs" / pcn.name, ROLECALL_PCN=pcn.name)
    assert contents(tmp_path / "ours") == contents(tmp_path / "theirs")
    assert not [*made.rglob("links.lock")], "only publishing promises an address"
