"""What it costs to read a file, and what it may cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MEMORY = 1_000_000_000
"""Bytes that a program may have in memory while it reads 1 file."""
SECONDS = 60
"""Of the processor, as others may use it too."""


@dataclass
class Cost:
    """What something took of the processor, and the most bytes that the program had in memory meanwhile."""

    seconds: float = 0.0
    memory: int = 0
    before: int = 0
    """Bytes that it had in memory at the start."""


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure what is done within. Of memory Linux alone knows the peak."""
    forget = Path("/proc/self/clear_refs")
    if forget.exists():
        forget.write_text("5")
    cost, started = Cost(before=_peak()), time.process_time()
    yield cost
    cost.seconds, cost.memory = time.process_time() - started, _peak()


def _peak() -> int:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else ()
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
