"""Commands that are killed, or that fail, at a chosen step: each a process of its own, begun where Python is warm.

As a program, this file reads an order a line and answers each with a line. What a command writes goes through Python's
audit events, so that each of its steps can be the last, without the command knowing.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod", "os.truncate"}
"""Audit events of what changes a disk, beside those of files that are opened to be written."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and which steps it took: what each did, and to what."""

    code: int
    said: str
    steps: tuple[str, ...]
    seconds: float

    @property
    def is_killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Cutter:
    """Runs commands that are cut off."""

    def __init__(self) -> None:
        # What measures branches would count as a writer, and lose what it found.
        env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        self._program = subprocess.Popen(
            [sys.executable, "-B", __file__],
            env={**env, "PYTHONPATH": f"{ROOT}/generator:{ROOT}/tests", "SOURCE_DATE_EPOCH": "1795305600"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, folder: Path, words: list[str], how: str = "", at: float = 0, code: int = errno.ENOSPC) -> Ended:
        """Run a command in a folder. `how` it is cut off: "kill" or "fail" at a step, or "later", after seconds.

        With "copy" it is not, and what a kill at each step would have left is copied: of `at` steps, one.
        """
        return self.runs([(folder, words)], how, at, code)[0]

    def runs(
        self, commands: list[tuple[Path, list[str]]], how: str = "", at: float = 0, code: int = errno.ENOSPC
    ) -> list[Ended]:
        """Run several at once."""
        assert self._program.stdin
        assert self._program.stdout
        order = {"commands": [[str(folder), words] for folder, words in commands], "how": how, "at": at, "code": code}
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()
        return [
            Ended(**{**found, "steps": tuple(found["steps"])}) for found in json.loads(self._program.stdout.readline())
        ]

    def close(self) -> None:
        assert self._program.stdin
        self._program.stdin.close()
        assert self._program.stdout
        self._program.stdout.close()
        self._program.wait()


@contextmanager
def cutter() -> Iterator[Cutter]:
    found = Cutter()
    try:
        yield found
    finally:
        found.close()


def _main() -> None:
    import rolecall

    for module in pkgutil.walk_packages(rolecall.__path__, "rolecall."):
        if not module.name.endswith(("__main__", "cluster")):
            importlib.import_module(module.name)
    import editing  # noqa: F401 what saves a form

    for line in sys.stdin:
        order = json.loads(line)
        begun = [_begun(Path(folder), words, order) for folder, words in order["commands"]]
        print(json.dumps([_ended(pid, log, started, order) for pid, log, started in begun]), flush=True)


def _begun(folder: Path, words: list[str], order: dict[str, Any]) -> tuple[int, Path, float]:
    log = Path(f"{os.environ.get('TMPDIR', '/tmp')}/cut-{os.getpid()}-{time.monotonic_ns()}")
    pid = os.fork()
    if not pid:
        code = 70
        try:
            code = _command(folder, words, order, log)
        finally:
            os._exit(code)
    return pid, log, time.monotonic()


def _ended(pid: int, log: Path, started: float, order: dict[str, Any]) -> dict[str, Any]:
    if order["how"] == "later":
        time.sleep(max(0.0, started + order["at"] - time.monotonic()))
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - started
    said, steps = (Path(f"{log}.{kind}") for kind in ("said", "steps"))
    found = {
        "code": os.waitstatus_to_exitcode(status),
        "said": said.read_text(errors="replace") if said.exists() else "",
        "steps": steps.read_text(errors="replace").splitlines() if steps.exists() else [],
        "seconds": seconds,
    }
    for file in (said, steps):
        file.unlink(missing_ok=True)
    return found


def _command(folder: Path, words: list[str], order: dict[str, Any], log: Path) -> int:
    """Run a command here, in a process that is for it alone. Its exit code."""
    said = os.open(f"{log}.said", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.chdir(folder)
    _watch(folder, order, os.open(f"{log}.steps", os.O_WRONLY | os.O_CREAT | os.O_APPEND))
    command: Callable[[], None] = _save if words == ["save"] else _rolecall(words)
    try:
        command()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        return int(end.code or 0)
    return 0


def _rolecall(words: list[str]) -> Callable[[], None]:
    from rolecall.cli import main

    sys.argv = ["rolecall", *words]
    return main


LIST = "Name,What it is,Run by,Helps with,Phone\n" + "".join(
    f"{name},Tea and a talk.,Quay Trust,money,0117 496 0123\n" for name in ("Quay Café", "Quay Choir", "Quay Lunch")
)


def _save() -> None:
    """Save in `rolecall edit`: a list that was pasted, which is several files."""
    from editing import Fields, editing

    with editing(Path.cwd(), "testbury") as (visitor, _):
        visitor.enter()
        text = LIST.replace(",", "\t")
        page = visitor.ask("/-/paste", {**Fields(visitor.ask("/-/paste").text).values, "pasted": text})
        sent = {**Fields(page.text).values, "add": "yes"}
        _counting.append("on")
        answer = visitor.ask("/-/paste", sent)
        _counting.clear()
    if answer.code != 200 or "Quay Caf" not in answer.text or "cannot be written" in answer.text:
        print(answer.code, answer.text)
        sys.exit(1)


_counting: list[str] = []
"""Not empty while the steps of a save count: what the pages before it write does not."""


def _watch(folder: Path, order: dict[str, Any], log: int) -> None:
    """Have the step with the number that was ordered be the last, or fail, counting those near the folder."""
    near = folder.parent
    how, at = order["how"], order["at"]
    taken, is_copying = 0, False
    is_save = order["commands"][0][1] == ["save"]

    def step(what: str, path: Path) -> None:
        nonlocal taken, is_copying
        if is_copying or (is_save and not _counting):
            return
        taken += 1
        os.write(log, f"{what} {os.path.relpath(path, near)}\n".encode(errors="replace"))
        if how == "copy" and (not at or taken % at == 0):
            is_copying = True
            shutil.copytree(folder, near.with_name(f"{near.name}-at") / str(taken) / folder.name, symlinks=True)
            is_copying = False
        elif taken == at and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif taken == at and how == "fail":
            raise OSError(order["code"], os.strerror(order["code"]), str(path))

    def heard(event: str, given: tuple[Any, ...]) -> None:
        if event == "ctypes.dlsym" and given[1] == "renameat2":
            step("exchange", near)
        elif event in STEPS or (event == "open" and _is_written(given)):
            path = folder / os.fsdecode(given[0]) if isinstance(given[0], str | bytes | os.PathLike) else near.parent
            if path.is_relative_to(near):
                step(event, path)

    sync = os.fsync

    def synced(handle: int) -> None:
        step("sync", Path(f"/proc/self/fd/{handle}").readlink())
        sync(handle)

    os.fsync = synced
    sys.addaudithook(heard)


def _is_written(given: tuple[Any, ...]) -> bool:
    mode, flags = given[1], given[2]
    return bool({*"wax+"} & {*(mode or "")}) or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR))


if __name__ == "__main__":
    _main()
