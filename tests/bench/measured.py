"""What a command took: time, work and memory of the process and of all that it started."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bench.workload import TODAY

NOON = datetime.combine(date.fromisoformat(TODAY), datetime.min.time().replace(hour=12), UTC)
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOON.timestamp())), "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Took:
    """What commands took, run one after another."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of work of all processes, in the program and in the system."""
    memory: float
    """Megabytes of the largest process at its largest."""

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


NOTHING = Took(0, 0, 0)


def took(command: Sequence[str | Path], folder: Path) -> Took:
    """Run a command in a folder. One that fails ends the whole run, with what it printed last."""
    # In Linux a new process counts the memory of whoever started it as its own, so the one that measures stays small.
    with tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=printed, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            raise SystemExit(
                f"{' '.join(map(str, command))} failed:\n{printed.read().decode(errors='replace')[-3000:]}"
            )
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Took(wall, used.ru_utime + used.ru_stime, kilobytes / 1024)
