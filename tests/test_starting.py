"""From `init` to `serve`: what is printed works, and what cannot work is told in a sentence."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Ran
from rolecall import ports
from rolecall.cli import main
from rolecall.cli.results import quoted
from rolecall.ports import nearest_free

Run = Callable[..., Ran]


EPOCHS = ["abc", "", "-5", "1e30", "99999999999999999999", "9999999999", "１２", "1.5", " 5"]
COMMANDS = ["check", "serve", "export redirects nginx", "init x --name A --ods U12345"]


@pytest.mark.parametrize(
    ("epoch", "command"), [*((epoch, "build") for epoch in EPOCHS), *(("abc", command) for command in COMMANDS)]
)
def test_a_day_by_the_environment_that_is_none_is_a_wrong_command(
    epoch: str, command: str, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace)
    monkeypatch.setattr(sys, "argv", ["rolecall", *command.split()])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert f'SOURCE_DATE_EPOCH is "{epoch}"' in " ".join(told.split("\n"))
    assert "Traceback" not in told
    assert not (workspace / "x").exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "20261001", "2026-W40-1", "２０２６-10-01", "now", ""])
def test_a_day_that_is_none_or_out_of_range_is_a_wrong_command(day: str, workspace: Path, rolecall: Run) -> None:
    ran = rolecall(workspace, "check", "--today", day)
    assert ran.code == 2
    assert "Write it as 2026-10-01" in ran.err


def test_after_init_the_commands_that_are_printed_work(tmp_path: Path, rolecall: Run) -> None:
    folder = tmp_path / "Sam's sites & more"
    first = rolecall(tmp_path, "init", str(folder), "--name", "Testbury PCN", "--ods", "U12345")
    second = rolecall(folder, "init", ".", "--name", "Marsh Lane PCN", "--ods", "U12346")
    assert f"cd {shlex.quote(str(folder))}\n" in first.out
    assert "    rolecall edit\n" in first.out
    assert "cd " not in second.out
    assert "    rolecall edit marsh-lane\n" in second.out
    for ran in (first, second):
        command = next(line for line in ran.out.splitlines() if "export workbook" in line)
        name = "testbury" if ran is first else "marsh-lane"
        assert (f"--pcn {name}" in command) == (ran is second)
    assert rolecall(folder, *shlex.split(command)[1:]).code == 0
    assert (folder / "marsh-lane.xlsx").exists()


def test_beside_somebodys_own_mkdocs_yml_init_names_the_pcn(tmp_path: Path, rolecall: Run) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins: {rolecall: {pcn: other}}\n")
    assert "rolecall edit testbury" in rolecall(tmp_path, "init", ".", "--name", "Testbury PCN", "--ods", "U12345").out


def test_a_path_is_quoted_as_windows_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "name", "nt")
    assert [quoted(path) for path in ("C:\\sites", "C:\\My sites", "a&b")] == ["C:\\sites", '"C:\\My sites"', '"a&b"']


@pytest.mark.parametrize(
    "address",
    ["nonsense", "", ":", ":8000", "8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
     "127.0.0.1:８０", "example.org:8000", "127.0.0.1:80a", "http://127.0.0.1:8000", "[::1:8000]", "192.0.2.1:8000"],
)  # fmt: skip
def test_an_address_at_which_nothing_can_be_shown_is_a_wrong_command(
    address: str, workspace: Path, rolecall: Run
) -> None:
    ran = rolecall(workspace, "serve", "--address", address)
    assert ran.code == 2
    assert "127.0.0.1:8000" in ran.err


def test_a_port_that_is_taken_gives_way_to_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < nearest_free("127.0.0.1", port) < port + 100


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "does not let you use port 80"),
        (errno.EADDRINUSE, "port 80 is in use, and so are those after it"),
        (errno.EADDRNOTAVAIL, "is not an address of this computer"),
        (errno.ENETDOWN, "nothing can be shown at 127.0.0.1:80"),
    ],
)
def test_a_port_that_cannot_be_had_is_a_wrong_command(
    number: int, told: str, workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(host: str, port: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(ports, "_try", refuse)
    ran = rolecall(workspace, "serve", "--address", "127.0.0.1:80")
    assert ran.code == 2
    assert told in ran.err


def test_serve_says_which_pcns_there_are(workspace: Path, rolecall: Run) -> None:
    assert "There are: testbury" in rolecall(workspace, "serve", "nowhere").err
    rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321")
    ran = rolecall(workspace, "serve")
    assert ran.code == 2
    assert "Which PCN? Name it: rolecall serve PCN. There are: otherton, testbury" in ran.err
    shutil.rmtree(workspace / "content/pcns")
    ran = rolecall(workspace, "serve")
    assert ran.code == 2
    assert "There is no PCN yet" in ran.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("today: 2026-10-01", ""),
        ('today: "2026-10-01"', ""),
        ("today:", ""),
        ("today: tomorrow", "option 'today': \"tomorrow\" is not a date"),
        ("today: 9999-12-31", "option 'today': the year of 9999-12-31 is not between"),
        ("today: 20261001", "option 'today': \"20261001\" is not a day"),
        ("today: 2026-10-01 10:00:00", "option 'today'"),
        ("today: [2026-10-01]", "option 'today'"),
    ],
)
def test_the_day_in_mkdocs_yml_is_quoted_or_not_and_a_bad_one_is_told(line: str, told: str, workspace: Path) -> None:
    with (workspace / "mkdocs.yml").open("a") as file:
        file.write(f"    {line}\n")
    ran = with_mkdocs(workspace)
    assert "Traceback" not in ran.stderr
    assert told in ran.stderr
    assert (ran.returncode == 0) == (not told), ran.stderr


def test_a_day_by_the_environment_that_is_none_is_told_by_mkdocs_too(workspace: Path) -> None:
    ran = with_mkdocs(workspace, SOURCE_DATE_EPOCH="abc")
    assert ran.returncode == 1
    assert 'SOURCE_DATE_EPOCH is "abc"' in ran.stderr
    assert "Traceback" not in ran.stderr


def test_mkdocs_itself_tells_of_a_port_that_is_taken(workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = with_mkdocs(workspace, "serve", "--dev-addr", f"127.0.0.1:{port}")
    assert ran.returncode == 1
    assert f"Port {port} is in use" in ran.stderr
    assert "Traceback" not in ran.stderr


def with_mkdocs(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *(words or ("build", "-d", str(folder / "out")))],
        cwd=folder, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "generator"), **env},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
