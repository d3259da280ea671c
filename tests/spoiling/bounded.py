"""Trials in a program of its own, each of which may take so much memory and time and no more."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from spoiling.cost import MEMORY, SECONDS, measured

TESTS = Path(__file__).parents[1]
STOP = 3 * MEMORY
"""Bytes at which it is stopped, so that no trial harms the computer."""


@dataclass
class Tried:
    """What became of so many files, and what was wrong with that."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    most_memory: int = 0
    most_seconds: float = 0.0


def tried(kind: str, first: int, count: int) -> Tried:
    """The trials of so many seeds. One that ends the program is a fault, and the next goes on."""
    found, at = Tried(), first
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment["PYTHONPATH"] = os.pathsep.join([str(TESTS.parent / "generator"), str(TESTS)])
    environment["RUST_BACKTRACE"] = "0"
    while at < first + count:
        words = [sys.executable, "-m", "spoiling", kind, str(at), str(first + count - at)]
        ran = subprocess.run(words, env=environment, capture_output=True, check=False, cwd=TESTS)
        rows = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith(b"{")]
        for row in rows:
            found.outcomes[row["outcome"]] += 1
            found.faults += [f"{kind} {row['seed']}: {fault}" for fault in row["faults"]]
            found.most_memory = max(found.most_memory, row["memory"])
            found.most_seconds = max(found.most_seconds, row["seconds"])
        at += len(rows)
        if at < first + count:
            last = ran.stderr.decode(errors="replace")[-2000:]
            found.faults.append(f"{kind} {at}: it ended the program with {ran.returncode}: {last}")
            at += 1
    return found


def run(kind: str, first: int, count: int) -> None:
    """Print a line for each trial."""
    import resource  # Windows has none

    from spoiling.trials import KINDS

    resource.setrlimit(resource.RLIMIT_AS, (STOP, STOP))
    faulthandler.register(signal.SIGPROF, chain=True)  # says where it was, and ends the program
    with TemporaryDirectory() as folder:
        trials = KINDS[kind](Path(folder))
        for seed in range(first, first + count):
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            with measured() as cost:
                outcome, faults = trials.trial(seed)
            if cost.memory > MEMORY:
                faults.append(f"it took {cost.memory / 1e6:.0f} MB")
            row = {"seed": seed, "outcome": outcome, "faults": faults, "memory": cost.memory, "seconds": cost.seconds}
            print(json.dumps(row), flush=True)
