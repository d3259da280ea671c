"""The day that a site is built for: an input, so that the same input gives the same bytes."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today(given: str | None = None) -> date:
    """`given` as a day, else that of SOURCE_DATE_EPOCH, else today in England. ValueError if it is not a day."""
    if given:
        return date.fromisoformat(given)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(ZoneInfo("Europe/London")).date()
