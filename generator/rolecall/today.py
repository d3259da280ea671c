"""The day that a site is built for: an input, so that the same input gives the same bytes."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rolecall.days import FIRST_YEAR, LAST_YEAR
from rolecall.values import day_of


def today(given: str | date | None = None) -> date:
    """`given` as a day, else that of SOURCE_DATE_EPOCH, else today in England. ValueError with a sentence if none."""
    if given is not None:
        return day_of(str(given))
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH")) is None:
        return datetime.now(ZoneInfo("Europe/London")).date()
    if re.fullmatch(r"[0-9]{1,10}", epoch):
        day = datetime.fromtimestamp(int(epoch), UTC).date()
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise ValueError(
        f'SOURCE_DATE_EPOCH is "{epoch[:40]}", and it has to be a number of seconds since 1970, for example 1790812800.'
        " Set it again, or unset it to build for today."
    )
