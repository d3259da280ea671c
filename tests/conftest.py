"""What the tests share: a built workspace to spoil, the command, and a browser."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from shown import Shown, show

# The same examples in each run, so that a failure is seen by whoever looks next. `make test-all` looks at more.
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("long", derandomize=True, deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"


LONGEST = (
    "publishing", "workbook", "install", "any_workspace", "axe", "problems", "import_pcns", "build", "material",
    "cases", "keyboard", "reading", "sorted_workbooks", "half_written", "cut_off", "search", "strategies",
    "two_builders", "serve",
)  # fmt: skip
"""The files of tests that take longest, in that order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: a worker that began one last would be waited for."""
    ranks = {f"test_{name}": rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(LONGEST)))


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def _ended(main: Callable[[], None]) -> int:
    """The exit code of a command. Nothing keeps its end, which would keep all that it had read."""
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    raise AssertionError("a command ends with an exit code")


@pytest.fixture
def rolecall(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in a folder, as the shell would: `rolecall(folder, "build")`."""
    from rolecall.cli import main

    def run(folder: Path, *words: str) -> Ran:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["rolecall", *words])
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
        capsys.readouterr()
        code = _ended(main)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def built_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one small PCN with its site, to be copied and never changed."""
    from click.testing import CliRunner

    from rolecall.cli import cli

    folder = tmp_path_factory.mktemp("built") / "w"
    runner = CliRunner()
    made = runner.invoke(cli, ["init", str(folder), "--name", "Testbury PCN", "--ods", "U12345"])
    assert made.exit_code == 0, made.output
    pcn = folder / "content/pcns/testbury/pcn.yml"  # without the parts that wait to be filled in: tests add theirs
    pcn.write_text(
        "".join(
            line for line in pcn.read_text().splitlines(True) if line[:1] not in " \n" and not line.endswith("s:\n")
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made = runner.invoke(cli, ["build", "--today", TODAY])
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def workspace(built_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of one small PCN with its site, to do anything to."""
    shutil.copytree(built_workspace, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def lay(case: Path, workspace: Path) -> None:
    """Put a case's files into a workspace: those in its folder, and those that `made.json` describes.

    A made file is `hex` bytes, or `text` and something to `repeat`, or a `folder`, or a `link`.
    """
    shutil.copytree(case, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected*", "made.json"))
    made = case / "made.json"
    for name, how in json.loads(made.read_text()).items() if made.exists() else ():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        if "folder" in how:
            path.mkdir()
        elif "link" in how:
            path.symlink_to(how["link"])
        elif "hex" in how:
            path.write_bytes(bytes.fromhex(how["hex"]))
        else:
            path.write_text(how["text"] + how["repeat"] * how["times"])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright, which ships none that may be fetched here."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "the tests need Chromium: make programs"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The example sites and the gallery, built and served."""
    with show(tmp_path_factory.mktemp("shown")) as sites:
        yield sites
