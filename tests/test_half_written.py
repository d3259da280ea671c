"""An import or export that cannot write one of its files leaves all of them, and all folders, as they were."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT, Ran
from test_import_pcns import HARBOUR, MARSH, MILL, QUAY, RIVERSIDE, csv_pair, member_row, pcn_row

Rolecall = Callable[..., Ran]


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def workbook(rolecall: Rolecall, folder: Path) -> list[str]:
    """A workbook that changes pcn.yml and a service, and adds a service."""
    shutil.rmtree(folder / "content/pcns/testbury")
    shutil.copytree(ROOT / "content/pcns/riverside", folder / "content/pcns/riverside")
    assert rolecall(folder, "export", "workbook", "--to", "r.xlsx").code == 0
    book = openpyxl.load_workbook(folder / "r.xlsx")
    book["Your PCN"]["C7"] = "0117 496 0299"
    page = book["Services"]
    page["B3"] = f"{page['B3'].value}, new"
    line = next(at for at in range(3, 99) if not page.cell(at, 1).value)
    for column, words in {"Name": "Quay Café", "What it is": "Tea.", "Run by": "Quay", "Helps with": "money"}.items():
        page.cell(line, next(cell.column for cell in page[2] if cell.value == column)).value = words
    book.save(folder / "r.xlsx")
    return ["import", "workbook", "r.xlsx"]


def wrong_workbook(rolecall: Rolecall, folder: Path) -> list[str]:
    """A workbook with a problem, of which a copy with notes is asked for."""
    assert rolecall(folder, "export", "workbook", "--to", "r.xlsx").code == 0
    book = openpyxl.load_workbook(folder / "r.xlsx")
    book["Your PCN"]["C7"] = "0117"
    book.save(folder / "r.xlsx")
    return ["import", "workbook", "r.xlsx", "--notes", "notes/copy.xlsx"]


def services(_: Rolecall, folder: Path) -> list[str]:
    """A list of services that nobody has imported yet."""
    head = "Name,Description,Run by,Helps with,Phone\n"
    rows = "".join(f"{name},Tea.,Quay Trust,money,0117 496 0123\n" for name in ("Quay Café", "Quay Choir"))
    (folder / "list.csv").write_text(head + rows)
    return ["import", "services", "list.csv"]


def register(rolecall: Rolecall, folder: Path) -> list[str]:
    """A register in which one PCN is new and another has changed."""
    words = ["import", "pcns", *map(str, csv_pair(folder, [pcn_row(RIVERSIDE)], [member_row(MARSH, RIVERSIDE)]))]
    assert rolecall(folder, *words).code == 0
    rows = [member_row(MARSH, RIVERSIDE), member_row(MILL, RIVERSIDE), member_row(QUAY, HARBOUR)]
    csv_pair(folder, [pcn_row(RIVERSIDE), pcn_row(HARBOUR)], rows)
    return words


def started(_: Rolecall, __: Path) -> list[str]:
    return ["init", "new", "--name", "New PCN", "--ods", "U12346"]


def exported(*words: str) -> Callable[[Rolecall, Path], list[str]]:
    return lambda _, __: ["export", *words]


COMMANDS: dict[str, tuple[Callable[[Rolecall, Path], list[str]], int, int]] = {
    "import workbook": (workbook, 3, 0),
    "import workbook --notes": (wrong_workbook, 1, 1),
    "import services": (services, 6, 0),
    "import pcns": (register, 4, 0),
    "export workbook": (exported("workbook", "--to", "out/w.xlsx"), 1, 0),
    "export workbook --due": (exported("workbook", "--due", "--to", "w.xlsx"), 1, 0),
    "export schema": (exported("schema", "--to", "out/schemas"), 15, 0),
    "export leaflets": (exported("leaflets"), 9, 0),
    "init": (started, 8, 0),
}
"""What is run, how many files it writes, and its exit code where all is well."""


def failing_at(number: int, real: Callable[..., object], say: OSError) -> Callable[..., object]:
    calls = iter(range(1, 1000))

    def fail(*given: object) -> object:
        if next(calls) == number:
            raise say
        return real(*given)

    return fail


@pytest.mark.parametrize("name", COMMANDS)
def test_a_write_that_fails_leaves_everything_as_it_was(name: str, rolecall: Rolecall, workspace: Path) -> None:
    begin, files, code = COMMANDS[name]
    words = begin(rolecall, workspace)
    before = tree(workspace)
    full = OSError(errno.ENOSPC, "No space left on device")
    for step, (owner, attribute) in {"sync": (os, "fsync"), "rename": (Path, "replace")}.items():
        for number in sorted({1, 2, files // 2 + 1, files}):
            if number > files:
                continue
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(owner, attribute, failing_at(number, getattr(owner, attribute), full))
                ran = rolecall(workspace, *words)
            assert ran.code == 1, f"{step} {number}: {ran.out}"
            told = ran.err.replace("\n    ", " ")
            assert "this file cannot be written: No space left on device. Nothing was changed" in told, told
            assert tree(workspace) == before, f"{step} {number}"
    ran = rolecall(workspace, *words)
    assert ran.code == code, ran.err
    assert len({path for path, data in tree(workspace).items() if data != before.get(path)}) >= files


@pytest.mark.parametrize("name", ["import workbook", "import pcns", "export schema", "export leaflets"])
def test_one_file_that_is_read_only_leaves_all_as_they_were(name: str, rolecall: Rolecall, workspace: Path) -> None:
    begin, _, _ = COMMANDS[name]
    words = begin(rolecall, workspace)
    if name.startswith("export"):
        assert rolecall(workspace, *words).code == 0
    below, last = {
        "import workbook": ("content/pcns/riverside/services", "ferry-road-family-centre.yml"),
        "import pcns": ("content/pcns/riverside", "register.yml"),
        "export schema": ("out/schemas", "urgent-help.json"),
        "export leaflets": ("leaflets/testbury", "waiting-room.pdf"),
    }[name]
    locked = workspace / below / last
    locked.chmod(0o444)
    before = tree(workspace)
    ran = rolecall(workspace, *words)
    assert ran.code == 1
    told = ran.err.replace(f"{workspace}/", "").replace(":1:1:", ":")
    assert f"{below}/{last}: this file cannot be written: this file is read-only. Nothing was changed" in told
    assert tree(workspace) == before


def _unmeasured() -> dict[str, str]:
    """The environment without what measures branches: it would have no room either for what it found."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@pytest.mark.parametrize("bytes_at_most", [0, 1000])
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "export leaflets"])
def test_no_file_is_cut_short_where_none_can_be_longer(
    name: str, bytes_at_most: int, rolecall: Rolecall, workspace: Path
) -> None:
    """As on a full disk, where the first part of a file still finds room."""
    words = COMMANDS[name][0](rolecall, workspace)
    before = tree(workspace)
    ran = subprocess.run(
        [sys.executable, "-B", "-m", "rolecall", *words],
        cwd=workspace,
        env={**_unmeasured(), "SOURCE_DATE_EPOCH": "1795305600"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_at_most, bytes_at_most)),
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    if ran.returncode or not bytes_at_most:
        assert ran.returncode == 1
        assert "cannot be written: " in ran.stderr
        assert tree(workspace) == before
