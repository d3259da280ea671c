"""Killed at any step, or with a step that fails, a command leaves what was or what was to be: never a mix."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT, Ran
from cutting import Cutter, Ended, cutter
from published import may_go_live
from rolecall.at_once import undone
from test_half_written import COMMANDS, tree

SITES = ("site/", "live/site/")

Rolecall = Callable[..., Ran]
Tree = dict[str, bytes | None]


@pytest.fixture(scope="module")
def cut() -> Iterator[Cutter]:
    with cutter() as found:
        yield found


# What is cut off


def built(_: Rolecall, folder: Path) -> list[str]:
    """A site, of a PCN that has another name now."""
    pcn = folder / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("Testbury PCN", "Newbury PCN"))
    return ["build"]


def built_with_more(rolecall: Rolecall, folder: Path) -> list[str]:
    """The same with what is written beside it, of which an older one is there."""
    assert rolecall(folder, "build", "--zip", "--changed-list", "changed.txt").code == 0
    return [*built(rolecall, folder), "--zip", "--changed-list", "changed.txt"]


def published(rolecall: Rolecall, folder: Path) -> list[str]:
    """A site that was published, and has a page and a promised address more now."""
    may_go_live(folder)
    words = ["publish", "testbury", "--for", "nginx", "--to", "live/site", "--zip", "live/site.zip"]
    assert rolecall(folder, *words).code == 0
    lines = [
        "practices: [{name: Mill Street Surgery, ods_code: Y99971, phone: 0117 496 0100}]",
        "checked: {date: 2026-11-01, by: Practice manager}",
        "next_check: 2027-04-01",
        "moved: {old-page: roles/}",
    ]
    may_go_live(folder, "".join(f"{line}\n" for line in lines))
    return words


def two_pcns(folder: Path) -> None:
    shutil.rmtree(folder / "content/pcns/testbury")
    for pcn in ("riverside", "harbour"):
        shutil.copytree(ROOT / "content/pcns" / pcn, folder / "content/pcns" / pcn)


def merged(_: Rolecall, folder: Path) -> list[str]:
    two_pcns(folder)
    return ["merge-pcn", "harbour", "riverside"]


def moved(_: Rolecall, folder: Path) -> list[str]:
    two_pcns(folder)
    return ["move-practice", "Y99992", "--from", "harbour", "--to", "riverside"]


def services(rolecall: Rolecall, folder: Path) -> list[str]:
    """A list with a service that has changed, one that is gone and one that is new, whose columns are known."""
    words = COMMANDS["import services"][0](rolecall, folder)
    assert rolecall(folder, *words).code == 0
    file = folder / "list.csv"
    file.write_text(file.read_text().replace("Tea.", "Coffee.") + "Quay Lunch,Soup.,Quay Trust,money,0117 496 0124\n")
    return words


def saved(_: Rolecall, __: Path) -> list[str]:
    return ["save"]


def services_out(rolecall: Rolecall, folder: Path) -> list[str]:
    assert rolecall(folder, *services(rolecall, folder)).code == 0
    return ["export", "services", "--to", "out/of"]


CASES: dict[str, Callable[[Rolecall, Path], list[str]]] = {
    **{name: COMMANDS[name][0] for name in COMMANDS if name not in ("import services", "import workbook --notes")},
    "build": built,
    "build --zip": built_with_more,
    "publish": published,
    "merge-pcn": merged,
    "move-practice": moved,
    "import services": COMMANDS["import services"][0],
    "import services again": services,
    "edit": saved,
    "export services": services_out,
}


@dataclass
class Case:
    """A command with what is there before it, and after it."""

    words: list[str]
    before: Path
    old: Tree
    new: Tree
    whole: Ended
    here: Path
    """Where it is done. What is remembered of a site is known by its place."""

    def fresh(self, of: Path | None = None) -> Path:
        """The folder as it was before the command, or as a copy of it is."""
        shutil.rmtree(self.here, ignore_errors=True)
        shutil.copytree(of or self.before, self.here, symlinks=True)
        return self.here


def state(folder: Path) -> Tree:
    """All that people see there, and not what is remembered. An empty folder for a workspace is none."""
    there = {path: data for path, data in tree(folder).items() if not is_remembered(path)}
    if changed := there.get("changed.txt"):  # whose lines have no order
        there["changed.txt"] = b"".join(sorted(changed.splitlines(keepends=True)))
    return {path: data for path, data in there.items() if path != "new" or "new/content" in there}


def is_remembered(path: str) -> bool:
    return any(part.startswith(".") and part.endswith(".rolecall") for part in path.split("/"))


def left_over(folder: Path) -> list[str]:
    """What somebody has to clear away: files and folders that a command had begun."""
    there = tree(folder)
    found = [path for path in there if Path(path).name.startswith(".") and path.endswith((".new", ".old"))]
    begun = [path for path in there if is_remembered(path) and not path.startswith((".rolecall", "new/.rolecall"))]
    return [*found, *begun, *(path for path in there if ".rolecall/undo" in path)]


QUICK = ("import workbook", "edit", "build --zip", "publish")
"""Those that the tests look at each time."""


@pytest.fixture(params=[pytest.param(name, marks=[] if name in QUICK else pytest.mark.slow) for name in CASES])
def case(request: pytest.FixtureRequest, rolecall: Rolecall, workspace: Path, cut: Cutter) -> Case:
    if not request.param.startswith("build"):  # which begin with a site
        shutil.rmtree(workspace / "site")
        shutil.rmtree(workspace / ".rolecall")
    words = CASES[request.param](rolecall, workspace)
    shutil.copytree(workspace, before := workspace.parent / "before", symlinks=True)
    whole = cut.run(workspace, words)
    assert whole.code == 0, whole.said
    old, new = state(before), state(workspace)
    assert new != old
    return Case(words, before, old, new, whole, workspace)


def recovered(case: Case, folder: Path) -> Tree:
    """What is there after the next command."""
    _age(folder)
    undone(folder / "new" if case.words[0] == "init" else folder)
    return state(folder)


def _age(folder: Path) -> None:
    """Make all that was left look as if it had been there for long."""
    for path in folder.rglob("*"):
        if path.name.endswith((".new", ".old")):
            os.utime(path, (time.time() - 7200,) * 2)


def wrong_after_a_kill(case: Case, folder: Path, cut: Cutter, *, again: bool) -> str:
    """What is wrong in a folder in which the command was killed. Nothing where all is well."""
    now = state(folder)
    for path, data in now.items():
        is_beside = Path(path).name.startswith(".") and path.endswith((".new", ".old"))
        if not is_beside and data is not None and data not in (case.old.get(path), case.new.get(path)):
            return f"{path} is neither the old one nor the new one"
    for site in SITES:
        part, old, new = ({p: d for p, d in t.items() if p.startswith(site)} for t in (now, case.old, case.new))
        if site == "site/" and any(Path(p).suffix == ".zip" for p in new):
            part, old, new = ({p: d for p, d in t.items() if "/testbury/" in p} for t in (part, old, new))
        if part not in (old, new):
            return f"{site} is a mix"
    now = recovered(case, folder)
    if case.words[0] not in ("build", "publish") and now not in (case.old, case.new):
        odd_old = sorted(p for p in {*now, *case.old} if now.get(p, 0) != case.old.get(p, 0))
        odd_new = sorted(p for p in {*now, *case.new} if now.get(p, 0) != case.new.get(p, 0))
        return f"a mix: not as before {odd_old[:6]}, not as after {odd_new[:6]}"
    if again:
        ran = cut.run(folder, case.words)
        if ran.code and now != case.new:
            return f"cannot be done again: {ran.said}"
        now = state(folder)
        if not ran.code and now != case.new:
            odd = sorted(p for p in {*now, *case.new} if now.get(p, 0) != case.new.get(p, 0))
            return f"done again, it is another: {odd[:6]}"
    if (again or case.words[0] not in ("build", "publish", "init")) and (left := left_over(folder)):
        return f"left over: {left[:5]}"
    return ""


def test_killed_at_a_step(case: Case, cut: Cutter) -> None:
    """What a kill leaves is what the steps before it wrote: each such state is copied while the command runs once."""
    folder = case.fresh()
    every = max(1, len(case.whole.steps) // 60)
    ran = cut.run(folder, case.words, "copy", every)
    assert ran.code == 0, ran.said
    assert state(folder) == case.new
    wrong = {}
    left = sorted((Path(f"{folder.parent}-at")).iterdir(), key=lambda path: int(path.name))
    assert len(left) == len(ran.steps) // every
    for at, copied in enumerate(left):
        folder = case.fresh(copied / "w")
        if fault := wrong_after_a_kill(case, folder, cut, again=at in (len(left) // 2, len(left) - 1)):
            wrong[f"{copied.name} {ran.steps[int(copied.name) - 1]}"] = fault
    assert not wrong, "\n".join(f"{at}: {fault}" for at, fault in wrong.items())


@pytest.mark.slow
def test_a_step_that_fails(case: Case, cut: Cutter) -> None:
    """Each step fails once, as on a full disk or where there are no rights: all is as before, or all is done."""
    count = len(case.whole.steps)
    wrong = {}
    for at in range(1, count + 1, max(1, count // 60)):
        folder = case.fresh()
        ran = cut.run(folder, case.words, "fail", at, (errno.ENOSPC, errno.EACCES)[at % 2])
        fault = wrong_after_a_kill(case, folder, cut, again=False)
        if not fault and (ran.code not in (0, 1, 2) or "Traceback" in ran.said):
            fault = f"ended with {ran.code}"
        if not fault and not ran.code and state(folder) != case.new:
            fault = "it says that all is well"
        if fault:
            wrong[f"{at} {case.whole.steps[at - 1]}"] = f"{fault}: {ran.said[-300:]}"
    assert not wrong, "\n".join(f"{at}: {fault}" for at, fault in wrong.items())


@pytest.mark.parametrize("case", ["edit"], indirect=True)
def test_a_list_that_cannot_be_saved_is_told_in_the_browser(case: Case, cut: Cutter) -> None:
    at = next(at for at, step in enumerate(case.whole.steps) if "quay-choir" in step)
    folder = case.fresh()
    ran = cut.run(folder, case.words, "fail", at + 1)
    assert "\n507 " in ran.said, ran.said
    assert "this file cannot be written: No space left on device. Nothing was changed" in ran.said
    assert state(folder) == case.old


KILLED = ("build", "import workbook", "publish", "edit")


@pytest.mark.slow
@pytest.mark.parametrize("case", KILLED, indirect=True)
def test_killed_at_200_moments(case: Case, cut: Cutter) -> None:
    """A real kill -9 of a real process, at any moment of it."""
    chance = random.Random(21)
    print("seed 21")
    killed = 0
    for turn in range(200):
        folder = case.fresh()
        moment = chance.uniform(0, case.whole.seconds * 1.1)
        ran = cut.run(folder, case.words, "later", moment)
        killed += ran.is_killed
        fault = wrong_after_a_kill(case, folder, cut, again=turn % 20 == 0)
        assert not fault, f"turn {turn}, killed after {moment:.3f} s: {fault}"
    assert killed > 100, killed


TOGETHER = {
    "2 builds": ("build", "build"),
    "a build and a publish": ("build", "publish"),
    "an import and a save": ("import", "save"),
    "2 imports": ("import", "import"),
}


@pytest.mark.parametrize("turns", [1, pytest.param(15, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", TOGETHER)
def test_2_at_once(name: str, turns: int, rolecall: Rolecall, workspace: Path, cut: Cutter) -> None:
    """Both end well, and what is there is what one after the other would have left."""
    words = published(rolecall, workspace)
    lists = {}
    for which, drink in enumerate(("Tea", "Coffee")):
        head = "Name,Description,Run by,Helps with,Phone\n"
        rows = "".join(f"Quay {name},{drink}.,Quay Trust,money,0117 496 0123\n" for name in ("Choir", "Bank", "Garden"))
        (workspace / f"list{which}.csv").write_text(head + rows)
        lists[which] = ["import", "services", f"list{which}.csv", "--feed", "quay"]
    commands = {"build": ["build"], "publish": words, "save": ["save"]}
    chosen = [lists[at] if kind == "import" else commands[kind] for at, kind in enumerate(TOGETHER[name])]
    shutil.copytree(workspace, before := workspace.parent / "before", symlinks=True)
    ends = []
    for order in (chosen, chosen[::-1]):
        for command in order:
            assert (ran := cut.run(workspace, command)).code == 0, ran.said
        ends.append(state(workspace))
        shutil.rmtree(workspace)
        shutil.copytree(before, workspace, symlinks=True)
    for _ in range(turns):
        for ran in cut.runs([(workspace, command) for command in chosen]):
            assert ran.code == 0, ran.said
        assert state(workspace) in ends
        assert not left_over(workspace)
        shutil.rmtree(workspace)
        shutil.copytree(before, workspace, symlinks=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A disk of some bytes, where this computer lets the tests make one."""
    place = tmp_path / "disk"
    place.mkdir()

    def made(size: int) -> Path:
        if os.path.ismount(place):
            subprocess.run(["umount", place], check=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", place], check=False)
        if mounted.returncode:
            pytest.skip("only root can make a small disk")
        return place

    yield made
    if os.path.ismount(place):
        subprocess.run(["umount", place], check=True)


@pytest.mark.slow
def test_a_full_disk(case: Case, cut: Cutter, small_disk: Callable[[int], Path]) -> None:
    """With room for more and more of what is to be written, all is as before or all is done."""
    page = os.sysconf("SC_PAGE_SIZE")
    room = sum(-(-len(data or b"") // page) * page for data in tree(case.before).values())
    full = 0
    for more in (0, 1, 2, 3, 5, 8, 13, 21, 50, 100, 300):
        folder = small_disk(room + more * page) / "w"
        shutil.copytree(case.before, folder, symlinks=True)
        ran = cut.run(folder, case.words)
        assert "Traceback" not in ran.said, ran.said
        full += "No space left" in ran.said
        case.here = folder
        fault = wrong_after_a_kill(case, folder, cut, again=False)
        assert not fault, f"room for {more} pages: {fault}: {ran.said}"
        assert ran.code or state(folder) == case.new
    assert full


@pytest.mark.parametrize("at", ["files", "folders", "made", "kept"])
def test_a_list_of_what_to_undo_that_leads_outside_is_not_followed(at: str, tmp_path: Path) -> None:
    """A workspace may come from anybody."""
    root, outside = tmp_path / "w", tmp_path / "outside"
    kept = root / ".rolecall/undo"
    kept.mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (kept / "0").write_text("from elsewhere")
    listed: dict[str, object] = {"process": 1, "files": [["a.yml", True, ""]], "folders": [], "made": []}
    if at == "files":
        listed["files"] = [["../outside/new.txt", True, ""]]
    elif at == "folders":
        listed["folders"] = [["stolen", "../outside"]]
    elif at == "made":
        (tmp_path / "empty").mkdir()
        listed["made"] = ["../empty"]
    else:
        (kept / "0").unlink()
        (kept / "0").symlink_to(outside / "secret.txt")
    (kept / "list.json").write_text(json.dumps(listed))
    before = {path: data for path, data in tree(tmp_path).items() if not path.startswith("w/")}
    assert undone(root) is None
    assert {path: data for path, data in tree(tmp_path).items() if not path.startswith("w/")} == before
    assert not any(path.is_file() for path in root.rglob("*"))
