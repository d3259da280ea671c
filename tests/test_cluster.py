"""Sites built on the machines of a cluster are the sites that this machine builds, also when a machine is lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Ran, contents

pytestmark = pytest.mark.slow
"""A scheduler and 2 workers take seconds to start."""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a part of a cluster on this machine. All of them end with the test."""
    running: list[subprocess.Popen[str]] = []

    def run(*words: str) -> subprocess.Popen[str]:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SOURCE_DATE_EPOCH": "1795305600"}
        program = [sys.executable, "-m", *words]
        process = subprocess.Popen(program, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()  # and closes what it wrote to


@pytest.fixture
def scheduler(start: Start) -> str:
    """The address of a scheduler."""
    process = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"Scheduler at:\s*(tcp://\S+)", line):
            return found[1]
    raise AssertionError("the scheduler ended")


def worker(start: Start, scheduler: str) -> subprocess.Popen[str]:
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    return start("distributed.cli.dask_worker", scheduler, *options)


def test_a_cluster_that_loses_a_machine_builds_the_same_bytes(
    tmp_path: Path, rolecall: Callable[..., Ran], start: Start, scheduler: str
) -> None:
    (root := tmp_path / "w").mkdir()
    for at in range(70):
        rolecall(root, "init", ".", "--name", f"Part {at} PCN", "--ods", f"U123{at:02}")
    first, _ = worker(start, scheduler), worker(start, scheduler)
    command = [sys.executable, "-m", "rolecall", "build", "--cluster", scheduler, "--out", str(tmp_path / "theirs")]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SOURCE_DATE_EPOCH": "1795305600"}
    build = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 120
    while not [*(tmp_path / "theirs").glob("*/index.html")] and time.monotonic() < until:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)  # in the middle of its first part
    out, err = build.communicate(timeout=300)
    assert build.returncode == 0, err
    assert "70 sites" in out
    assert rolecall(root, "build", "--out", str(tmp_path / "ours")).code == 0
    assert contents(tmp_path / "theirs") == contents(tmp_path / "ours")
    assert "70 unchanged" in rolecall(root, "build", "--out", str(tmp_path / "theirs")).out


def test_a_cluster_that_is_not_there_is_told(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    before = contents(workspace / "site")
    ran = rolecall(workspace, "build", "--cluster", "tcp://127.0.0.1:9", "--out", "elsewhere")
    assert ran.code == 2
    assert "There is no dask scheduler at tcp://127.0.0.1:9" in ran.err
    assert contents(workspace / "site") == before


def test_a_machine_with_another_version_builds_nothing(
    workspace: Path, rolecall: Callable[..., Ran], start: Start, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker(start, scheduler)
    monkeypatch.setattr("rolecall.inputs.__version__", "99.0")
    ran = rolecall(workspace, "build", "--cluster", scheduler, "--out", "elsewhere")
    assert ran.code == 2
    assert "are not those with which the build began" in ran.err
    assert not (workspace / "elsewhere/testbury").exists()
