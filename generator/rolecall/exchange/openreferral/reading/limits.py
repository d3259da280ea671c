"""How much a feed may cost: seconds, bytes, pages. What is larger is no feed of services, or an attack."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Times are in seconds."""

    connect: float = 10
    silence: float = 30
    """How long a feed may send nothing."""
    answer: float = 180
    """How long a whole answer may take."""
    whole: float = 6 * 3600
    """How long the whole feed may take. The rest can be read in a later run."""
    tries: int = 4
    first_wait: float = 1
    """The wait before the second try. Each later one is twice as long."""
    longest_wait: float = 120
    """The longest wait that a feed may ask for."""
    gap: float = 0.25
    """The least time from one question to the next: 4 a second."""
    answer_bytes: int = 100_000_000
    """Unpacked."""
    feed_bytes: int = 1_000_000_000
    """Of all answers, unpacked."""
    redirects: int = 5
    pages: int = 5_000
    in_a_row: int = 5
    """Failures in a row after which no more is asked for."""
    sleep: Callable[[float], None] = time.sleep


LIMITS = Limits()
