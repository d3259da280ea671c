"""The bench measures the same work each time, gives its rivals the same words, and prints what it found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from bench.measured import Took, took
from bench.race import Row
from bench.rivals import WITHOUT_WORDS, folders_of, with_hugo, with_mkdocs
from bench.steps import Day, Step
from bench.table import as_json, lines
from bench.workload import TODAY, names_of, write
from conftest import ROOT, Ran

PCNS, SERVICES = 4, 30


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "w"
    write(folder, PCNS, SERVICES)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_workload_has_the_same_bytes_in_each_run(workload: Path, seed: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.workload", str(tmp_path / "w"), "--pcns", str(PCNS)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests")}
    subprocess.run(command, check=True, env=environment)
    assert bytes_of(tmp_path / "w") == bytes_of(workload)


def test_a_pcn_is_the_same_however_many_there_are(workload: Path, tmp_path: Path) -> None:
    write(tmp_path / "w", 1, SERVICES)
    assert bytes_of(tmp_path / "w").items() <= bytes_of(workload).items()


@pytest.mark.parametrize(("pcns", "services"), [(PCNS, SERVICES), (1, 0), (2, 100)])
def test_the_workload_has_the_pcns_and_services_asked_for(pcns: int, services: int, tmp_path: Path) -> None:
    write(tmp_path / "w", pcns, services)
    folders = list((tmp_path / "w/content/pcns").iterdir())
    assert len(folders) == pcns
    assert [len(list(folder.glob("services/*.yml"))) for folder in folders] == [services] * pcns


def test_check_finds_nothing_to_fix_in_the_workload(workload: Path, rolecall: Callable[..., Ran]) -> None:
    ran = rolecall(workload, "check", "--today", TODAY)
    assert (ran.code, ran.out.strip().splitlines()[-1]) == (0, f"Nothing to fix in {PCNS} PCNs.")


def test_a_nation_has_a_name_for_each_pcn() -> None:
    names = names_of(1300)
    assert len({name.lower().replace(" ", "-") for name in names}) == 1300


def test_pcns_of_the_workload_are_not_alike(tmp_path: Path) -> None:
    write(tmp_path / "w", 40, 1)
    texts = [path.read_text("utf-8") for path in (tmp_path / "w/content/pcns").glob("*/pcn.yml")]
    codes = [code for text in texts for code in re.findall(r"ods_code: (\S+)", text)]
    assert len(set(codes)) == len(codes)
    assert len({text.count("ods_code") for text in texts}) > 5
    assert {"available: no" in text for text in texts} == {True, False}
    assert len({re.sub(r".*?roles:|people:.*", "", text, flags=re.S) for text in texts}) > 10


def test_phones_of_the_workload_are_for_drama(workload: Path) -> None:
    texts = [data.decode() for name, data in bytes_of(workload).items() if name.endswith(".yml")]
    phones = [phone for text in texts for phone in re.findall(r"(?:phone|number): *(.+)", text) if phone[0] in "0'+"]
    assert len(phones) > 100
    assert not [phone for phone in phones if not re.fullmatch(r"0117 496 0\d{3}", phone)]


def test_rivals_have_the_words_of_each_page(built_workspace: Path, tmp_path: Path) -> None:
    site = next(path for path in (built_workspace / "site").iterdir() if path.is_dir())
    with_mkdocs(site, tmp_path / "mkdocs")
    with_hugo(site, tmp_path / "hugo")
    folders = folders_of(site)
    assert len(folders) > 50
    for folder in folders:
        tree = html.fromstring((site / folder / "index.html").read_bytes()).find(".//main")
        for part in list(tree.iter(*WITHOUT_WORDS)):
            part.drop_tree()
        words = re.findall(r"\w+", " ".join(tree.itertext()))
        beside = (tmp_path / "hugo/content" / f"{folder}.md", tmp_path / "hugo/content" / folder / "_index.md")
        of_hugo = next(path for path in beside if path.exists())
        for written in (tmp_path / "mkdocs/docs" / folder / "index.md", of_hugo):
            text = re.sub(r"\]\([^)]*\)", "]", written.read_text("utf-8")).replace("\\", "")
            assert "".join(words) in "".join(re.findall(r"\w+", text)), written


def test_an_edit_is_a_new_one_each_time(workload: Path, tmp_path: Path) -> None:
    steps = Day(workload, print)
    pages = {steps.edit_service(pcn) for pcn in steps.pcns}
    before = bytes_of(workload)
    assert len(pages) == PCNS
    assert {steps.edit_service(pcn) for pcn in steps.pcns} == pages
    assert sum(before[name] != data for name, data in bytes_of(workload).items()) == PCNS


def test_what_a_command_starts_counts_too(tmp_path: Path) -> None:
    work = "import time\nwhile time.process_time() < 0.3: pass"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    assert took([sys.executable, "-c", inner], tmp_path).cpu > 0.3


def test_a_command_that_fails_ends_the_run_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no room"):
        took([sys.executable, "-c", "raise SystemExit('no room')"], tmp_path)


MACHINE = {"processor": "Quick", "cores": 2, "system": "Linux", "python": "3.11.7"}
ROWS = [
    Row("Rolecall", 50, 10_000, 90_000_000, [Took(3, 4, 80), Took(5, 6, 90), Took(4, 5, 85)]),
    Row("Hugo", 10, 1_000, 5_000_000, [Took(1, 2, 100), Took(1, 1.5, 100), Took(1, 1, 100)]),
]
STEP_ROWS = [
    Step("nothing edited", took=[Took(0.1, 0.25, 40), Took(0.3, 0.35, 44)]),
    Step("2 PCNs", 1_234, [Took(1, 2, 50)]),
]
PRINTED = """
          PCNs   pages  KB a page  wall s  CPU s   MB  CPU ms a page     against Rolecall
Rolecall    50  10,000        9.0     4.0    5.0   90           0.50
Hugo        10   1,000        5.0     1.0    1.5  100           1.50  2.50 (2.00 to 5.00)

Rolecall        pages  wall s  CPU s  MB  rounds
nothing edited           0.20   0.30  44       2
2 PCNs          1,234    1.00   2.00  50       1
"""


def test_the_table_has_medians_and_the_ratios_of_each_round() -> None:
    printed = lines(MACHINE, ROWS, STEP_ROWS, 50, 30)
    assert printed.startswith("50 PCNs with 30 services each. Quick, 2 cores, Linux, Python 3.11.7.\n")
    assert "Pages differ in size" in printed
    assert printed.endswith(PRINTED)


def test_the_json_has_each_round() -> None:
    figures = json.loads(json.dumps(as_json(MACHINE, ROWS, STEP_ROWS, 50, 30)))
    assert [took["cpu"] for took in figures["engines"][1]["took"]] == [2, 1.5, 1]
    assert figures["rolecall"][0]["name"] == "nothing edited"
