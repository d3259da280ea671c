"""A build that makes only what changed leaves the same bytes as one that makes everything."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import ROOT, Ran, contents
from rolecall import record
from rolecall.build import made
from rolecall.bundled import bundled
from rolecall.lock import keep
from rolecall.opened import open_workspace
from rolecall.tasks import task_of
from rolecall.workspace import Workspace

Run = Callable[..., Ran]
DAY = date(2026, 11, 22)
SERVICE = """\
name: Walk {at}
summary: A short walk, and tea after it.
description: We meet at the park gate. Bring a friend.
organisation: {{name: Walking friends}}
needs: [lonely]
how_to_join: {{routes: [drop-in], text: Just come along.}}
when:
  - {{every: week, days: [mon], from: "10:00", to: "11:00", text: Mondays}}
where:
  - {{name: Park gate, address: 1 Park Road, town: Testbury, postcode: BS1 1AQ}}
contact: {{phones: [{{number: 0117 496 0{at:03}}}]}}
checked: {{date: {day}, by: PCN team}}
"""


class Edits:
    """A workspace, and what people may do to it by day: each edit is named, and drawn by chance."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance, self.day = root, chance, DAY
        self.number = 0

    def any_pcn(self) -> Path:
        return self.chance.choice(sorted((self.root / "content/pcns").iterdir()))

    def make(self) -> str:
        """Make an edit. Gives its name."""
        self.number += 1
        edits = [name for name in dir(self) if name.startswith("edit_")]
        name = self.chance.choice(edits)
        getattr(self, name)()
        return f"{self.number}: {name}"

    def edit_a_name(self) -> None:
        replace_line(self.any_pcn() / "pcn.yml", "name:", f"name: Place {self.chance.randrange(3)} & Co PCN")

    def edit_a_phone_of_the_same_length(self) -> None:
        replace_line(self.any_pcn() / "pcn.yml", "phone:", f"phone: 0117 496 0{self.chance.randrange(100, 200)}")

    def edit_nothing(self) -> None:
        for path in self.any_pcn().rglob("*.yml"):
            path.write_bytes(path.read_bytes())

    def edit_a_service_in(self) -> None:
        at = self.chance.randrange(6)
        folder = self.any_pcn() / "services"
        folder.mkdir(exist_ok=True)
        checked = self.day - timedelta(days=self.chance.randrange(200))
        (folder / f"walk-{at}.yml").write_text(SERVICE.format(at=at, day=checked))

    def edit_a_service_out(self) -> None:
        pcn = self.any_pcn()
        for path in sorted((pcn / "services").glob("*.yml"))[:1]:
            path.unlink()
            if self.chance.random() < 0.7:  # else its address is lost, which is a problem until somebody says so
                forget_addresses(pcn / "links.lock", path.stem)

    def edit_a_service_to_paused(self) -> None:
        for path in sorted((self.any_pcn() / "services").glob("*.yml"))[-1:]:
            path.write_text(path.read_text() + ("" if "status:" in path.read_text() else "status: paused\n"))

    def edit_a_service_for_several_in(self) -> None:
        at = self.chance.randrange(3)
        where = self.chance.choice(["pcns: [all]", "pcns: [part-0]", "pcns: [part-1]", "area: [{name: Place 1 & Co}]"])
        folder = self.root / "content/services"
        folder.mkdir(exist_ok=True)
        checked = self.day - timedelta(days=self.chance.randrange(200))
        (folder / f"club-{at}.yml").write_text(f"{where}\n{SERVICE.format(at=at, day=checked)}")
        for lock in self.root.glob("content/pcns/*/links.lock"):  # it may leave some of them
            if self.chance.random() < 0.7:
                forget_addresses(lock, f"club-{at}")

    def edit_a_service_for_several_out(self) -> None:
        for path in sorted((self.root / "content/services").glob("*.yml"))[:1]:
            path.unlink()
            for lock in self.root.glob("content/pcns/*/links.lock"):
                forget_addresses(lock, path.stem)

    def edit_what_differs(self) -> None:
        folder = self.any_pcn() / "services"
        folder.mkdir(exist_ok=True)
        text = self.chance.choice(["status: paused\n", "cost: {text: £2}\n", "shown: yes\n", "nmae: Slip\n"])
        (folder / f"club-{self.chance.randrange(3)}.yml").write_text(text)

    def edit_what_differs_out(self) -> None:
        for path in self.root.glob("content/pcns/*/services/club-*.yml"):
            path.unlink()

    def edit_a_mistake_in(self) -> None:
        path = self.any_pcn() / "pcn.yml"
        path.write_text(path.read_text() + "nmae: Slip\n")

    def edit_mistakes_out(self) -> None:
        for path in self.root.glob("content/pcns/*/pcn.yml"):
            path.write_text("".join(f"{line}\n" for line in path.read_text().splitlines() if "nmae" not in line))

    def edit_a_role(self) -> None:
        shipped = (bundled() / "roles/link-worker.yml").read_text()
        (self.root / "roles").mkdir(exist_ok=True)
        words = self.chance.choice(["They listen.", "They have time."])
        replaced = [f"in_short: {words}" if line.startswith("in_short:") else line for line in shipped.splitlines()]
        (self.root / "roles/link-worker.yml").write_text("\n".join(replaced) + "\n")

    def edit_a_role_out(self) -> None:
        shutil.rmtree(self.root / "roles", ignore_errors=True)

    def edit_a_template(self) -> None:
        name = self.chance.choice(["roles", "needs", "privacy"])
        self.theme(f"pages/{name}.html.jinja", f"\n<p>More {self.chance.randrange(3)}.</p>\n")

    def edit_a_component(self) -> None:
        self.theme("components/page-end.html.jinja", f"{{# {self.chance.randrange(3)} #}}\n")

    def edit_the_frame(self) -> None:
        self.theme("shell/main.html", f"<!-- {self.chance.randrange(3)} -->\n")

    def edit_the_style(self) -> None:
        self.theme("shell/assets/rolecall.css", f"p {{ margin: {self.chance.randrange(3)}px }}\n")

    def edit_the_theme_out(self) -> None:
        shutil.rmtree(self.root / "theme", ignore_errors=True)

    def theme(self, name: str, more: str) -> None:
        path = self.root / "theme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((bundled() / "theme" / name).read_text() + more)

    def edit_a_page(self) -> None:
        page = self.root / "content/pages/our-garden.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"# Our garden\n\nIt has {self.chance.randrange(3)} trees.\n")

    def edit_the_day(self) -> None:
        self.day += timedelta(days=self.chance.choice([1, 1, 3, 30, 90, -20]))

    def edit_addresses_promised(self) -> None:
        pcn = self.any_pcn()
        found = sorted((self.root / "site" / pcn.name).glob("services/*/index.html"))
        keep(self.root, pcn.name, [f"services/{page.parent.name}/" for page in found])

    def edit_a_file_of_a_site(self) -> None:
        for page in sorted(self.root.glob("site/*/index.html"))[:1]:
            page.write_bytes(page.read_bytes()[:-1] + b"!")

    def edit_a_file_into_a_site(self) -> None:
        for page in sorted(self.root.glob("site/*/link-worker/index.html"))[:1]:
            page.with_name("notes.txt").write_text("mine")

    def edit_a_file_out_of_a_site(self) -> None:
        for page in sorted(self.root.glob("site/*/urgent-help/index.html"))[-1:]:
            page.unlink()

    def edit_a_site_away(self) -> None:
        shutil.rmtree(self.root / "site" / self.any_pcn().name, ignore_errors=True)

    def edit_a_record(self) -> None:
        for path in sorted(self.root.glob(".rolecall/built/*/*.json"))[:1]:
            data = bytearray(path.read_bytes())
            data[self.chance.randrange(len(data))] ^= 1
            path.write_bytes(data)

    def edit_records_away(self) -> None:
        shutil.rmtree(self.root / ".rolecall/built", ignore_errors=True)


def replace_line(path: Path, start: str, line: str) -> None:
    lines = [line if old.startswith(start) else old for old in path.read_text().splitlines()]
    path.write_text("".join(f"{text}\n" for text in (lines if line in lines else [*lines, line])))


def forget_addresses(lock: Path, part: str) -> None:
    lines = lock.read_text().splitlines() if lock.exists() else []
    lock.write_text("".join(f"{line}\n" for line in lines if part not in line))


def whole(root: Path, day: date) -> dict[str, dict[str, bytes]]:
    """The files of each site that can be built, made without any record."""
    opened = open_workspace(Workspace(root, bundled()), today=day)
    sites = {pcn: made(opened, pcn) for pcn in opened.pcns}
    return {pcn: site.files for pcn, site in sites.items() if not site.problems}


def start(folder: Path, rolecall: Run, pcns: int = 2) -> None:
    folder.mkdir(exist_ok=True)
    for at in range(pcns):
        assert rolecall(folder, "init", ".", "--name", f"Part {at} PCN", "--ods", f"U1234{at}").code == 0
        with (folder / f"content/pcns/part-{at}/pcn.yml").open("a") as file:
            file.write("\nchecked: {date: 2026-10-01, by: PCN team}\nnext_check: 2027-01-15\n")


@pytest.mark.parametrize("turns", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_after_each_edit_the_sites_are_those_of_a_whole_build(turns: int, tmp_path: Path, rolecall: Run) -> None:
    start(root := tmp_path / "w", rolecall)
    edits, became = Edits(root, random.Random(turns)), list[str]()
    for _ in range(turns):
        name = edits.make()
        before = {path.name: contents(path) for path in sorted((root / "site").glob("*"))}
        ran = rolecall(root, "build", "--today", str(edits.day), "--changed-list", "changed.txt")
        assert ran.code in (0, 1), (name, ran.err)
        became += re.findall("(new|changed|unchanged)$", ran.out, re.M)
        there = {path.name: contents(path) for path in sorted((root / "site").glob("*"))}
        wanted = {pcn: before[pcn] for pcn in before} | whole(root, edits.day)
        assert there.keys() == wanted.keys(), (name, ran.err)
        for pcn, files in wanted.items():
            assert there[pcn] == files, (name, pcn, ran.out, ran.err)
        assert after_upload(before, root) == there, name
    assert min(became.count("changed"), became.count("unchanged")) > turns / 8, "both were tried"


def after_upload(before: dict[str, dict[str, bytes]], root: Path) -> dict[str, dict[str, bytes]]:
    """What a server has that had the sites from before, and then does what the list says."""
    server = {f"{pcn}/{name}": data for pcn, files in before.items() for name, data in files.items()}
    for line in (root / "changed.txt").read_text().splitlines():
        what, _, name = line.partition(" ")
        if what == "upload":
            server[name] = (root / "site" / name).read_bytes()
        else:
            assert what == "delete"
            del server[name]
    found: dict[str, dict[str, bytes]] = {}
    for name, data in server.items():
        pcn, _, file = name.partition("/")
        found.setdefault(pcn, {})[file] = data
    return found


def nodes(folder: Path) -> dict[str, int]:
    """By which number the disk knows each file: another one where it was written anew."""
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_only_what_an_edit_reaches_is_written(workspace: Path, rolecall: Run) -> None:
    start(workspace, rolecall, 1)
    rolecall(workspace, "build")
    before = {pcn: nodes(workspace / "site" / pcn) for pcn in ("testbury", "part-0")}
    service = workspace / "content/pcns/testbury/services/walk.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(SERVICE.format(at=1, day="2026-11-01"))
    ran = rolecall(workspace, "build", "--changed-list", "changed.txt")
    assert "0 new, 1 changed, 1 unchanged" in ran.out
    after = {pcn: nodes(workspace / "site" / pcn) for pcn in before}
    assert after["part-0"] == before["part-0"]
    written = {f"testbury/{name}" for name, node in after["testbury"].items() if before["testbury"].get(name) != node}
    lines = (workspace / "changed.txt").read_text().splitlines()
    assert {f"upload {name}" for name in written} == {*lines}
    assert "upload testbury/services/walk/index.html" in lines
    assert "upload testbury/link-worker/index.html" not in lines
    for words in ((), ("--zip",)):
        (workspace / "changed.txt").write_text("upload what was changed before")
        rolecall(workspace, "build", "--changed-list", "changed.txt", *words)
        assert (workspace / "changed.txt").read_text() == "", words


def test_a_day_on_which_nothing_changes_builds_nothing(workspace: Path, rolecall: Run) -> None:
    rolecall(workspace, "build", "--today", "2026-11-22")
    last = record.read(records(workspace), "testbury")
    assert last
    assert "1 unchanged" in rolecall(workspace, "build", "--today", "2026-11-23").out
    assert record.read(records(workspace), "testbury") == last, "it was not even looked at"


def records(root: Path) -> Path:
    return record.records_of(root, root / "site")


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b"0" * 32 + b"\n{}", None])
def test_a_damaged_record_means_a_whole_build(damage: bytes | None, workspace: Path, rolecall: Run) -> None:
    rolecall(workspace, "build")
    path = records(workspace) / "testbury.json"
    assert path.exists()
    if damage is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(damage)
    page = workspace / "site/testbury/index.html"
    page.write_text("spoilt")
    ran = rolecall(workspace, "build")
    assert (ran.code, "1 changed" in ran.out) == (0, True), ran.err
    assert contents(workspace / "site/testbury") == whole(workspace, DAY)["testbury"]


def test_another_version_makes_everything_anew(workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rolecall(workspace, "build")
    pcns = ["testbury"]
    before = task_of(Workspace(workspace, bundled()), pcns, workspace / "site", today=DAY)
    assert before.unchanged("testbury")
    monkeypatch.setattr("rolecall.inputs.__version__", "99.0")
    after = task_of(Workspace(workspace, bundled()), pcns, workspace / "site", today=DAY)
    assert not after.unchanged("testbury")
    monkeypatch.setattr("rolecall.inputs._packages", lambda: ["Jinja2 99.0"])
    assert task_of(after.workspace, pcns, after.out, today=DAY).shared.digest != after.shared.digest


def test_2_pcns_with_the_same_code_are_found_however_they_are_shared_out(tmp_path: Path, rolecall: Run) -> None:
    start(root := tmp_path / "w", rolecall, 8)
    for at in range(8, 40):
        rolecall(root, "init", ".", "--name", f"Part {at} PCN", "--ods", f"U543{at:02}")
    assert rolecall(root, "build").code == 0
    last = root / "content/pcns/part-39/pcn.yml"
    last.write_text(last.read_text().replace("U54339", "u12340"))
    ran = rolecall(root, "build")
    assert ran.code == 1
    assert "U12340 is also in content/pcns/part-39/pcn.yml" in ran.err
    assert "U12340 is also in content/pcns/part-0/pcn.yml" in ran.err
    last.write_text(last.read_text().replace("u12340", "U54339"))
    assert "40 unchanged" in rolecall(root, "build").out


def command(root: Path, *words: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SOURCE_DATE_EPOCH": "1795305600"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "rolecall", "build", *words], cwd=root, env=env, stdout=quiet, stderr=quiet
    )


@pytest.mark.parametrize("turns", [4, pytest.param(40, marks=pytest.mark.slow)])
def test_after_a_build_that_was_killed_the_next_leaves_the_right_bytes(
    turns: int, workspace: Path, rolecall: Run
) -> None:
    chance = random.Random(turns)
    edits = Edits(workspace, chance)
    for turn in range(turns):
        replace_line(workspace / "content/pcns/testbury/pcn.yml", "name:", f"name: Turn {turn} PCN")
        edits.edit_a_service_in()
        run = command(workspace)
        time.sleep(chance.uniform(0.2, 0.9))
        run.send_signal(signal.SIGKILL)
        run.wait()
        if chance.random() < 0.5:  # what the killed build was to show is taken back
            replace_line(workspace / "content/pcns/testbury/pcn.yml", "name:", f"name: Turn {turn - 1} PCN")
        assert rolecall(workspace, "build").code == 0
        assert contents(workspace / "site/testbury") == whole(workspace, DAY)["testbury"], turn


@pytest.mark.parametrize("turns", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_builds_at_once_leave_the_right_bytes_for_the_next(turns: int, workspace: Path, rolecall: Run) -> None:
    chance = random.Random(turns)
    for turn in range(turns):
        runs = []
        for at in range(3):
            replace_line(workspace / "content/pcns/testbury/pcn.yml", "name:", f"name: Turn {turn} of {at} PCN")
            runs.append(command(workspace))
            time.sleep(chance.uniform(0, 0.5))
        assert [run.wait() for run in runs] == [0, 0, 0]
        back = chance.randrange(3)
        replace_line(workspace / "content/pcns/testbury/pcn.yml", "name:", f"name: Turn {turn} of {back} PCN")
        assert rolecall(workspace, "build").code == 0
        assert contents(workspace / "site/testbury") == whole(workspace, DAY)["testbury"], turn


def test_where_files_cannot_have_2_names_they_are_copied(
    workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    rolecall(workspace, "build")
    replace_line(workspace / "content/pcns/testbury/pcn.yml", "name:", "name: Otherbury PCN")
    monkeypatch.setattr(os, "link", refuse)
    assert "1 changed" in rolecall(workspace, "build").out
    assert contents(workspace / "site/testbury") == whole(workspace, DAY)["testbury"]


def test_files_that_change_while_they_are_read_are_looked_at_again(
    workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit during a build, taken back before the next: the record of the first would hold for both."""
    from rolecall import build

    pcn = workspace / "content/pcns/testbury/pcn.yml"
    before, real = pcn.read_text(), build.made

    def edited(*values: object, **named: object) -> object:
        pcn.write_text(before)
        return real(*values, **named)  # type: ignore[arg-type]

    pcn.write_text(before.replace("name: ", "name: Other "))
    monkeypatch.setattr(build, "made", edited)
    rolecall(workspace, "build")
    monkeypatch.undo()
    assert not (records(workspace) / "testbury.json").exists()
    rolecall(workspace, "build")
    assert contents(workspace / "site/testbury") == whole(workspace, DAY)["testbury"]


def test_a_workspace_in_which_nothing_can_be_kept_builds(workspace: Path, rolecall: Run) -> None:
    shutil.rmtree(workspace / ".rolecall", ignore_errors=True)
    (workspace / ".rolecall").write_text("")
    assert rolecall(workspace, "build").code == 0


def test_the_folder_in_which_a_site_is_made_may_go_at_any_moment(
    workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process that ends a site clears it away if it is empty, while another may be about to use it."""
    from rolecall import folders

    real, left = folders._staging, [3]

    def going(out: Path) -> Path:
        staging = real(out)
        if left[0]:
            left[0] -= 1
            staging.rmdir()
        return staging

    monkeypatch.setattr(folders, "_staging", going)
    replace_line(workspace / "content/pcns/testbury/pcn.yml", "name:", "name: Otherbury PCN")
    assert "1 changed" in rolecall(workspace, "build").out
    assert left == [0]
