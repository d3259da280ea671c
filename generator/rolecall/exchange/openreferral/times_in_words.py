"""Times that a schedule tells in words alone."""

from __future__ import annotations

from typing import Any

from rolecall.exchange.directory.time_tokens import names_days
from rolecall.exchange.directory.times_in_prose import is_read, times_in


def counted_in(text: str) -> list[dict[str, Any]]:
    """The times that words tell, where all of them are certain. None where not."""
    found = times_in(text) if names_days(text) else ()
    return [dict(time) for time in found] if found and all(is_read([time]) for time in found) else []
