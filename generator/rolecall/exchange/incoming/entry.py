"""One service that comes from somebody else: as a file of ours would say it, with all that was done to it on the way.

Feeds (`openreferral/`) and lists by hand (`directory/`) both end in entries. What becomes of them here is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from rolecall.places import Place
from rolecall.values import months_after

STALE_AFTER = 12
"""Months after its check from which an entry may have changed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was done to a part of an entry, or why the entry is held back.

    `kind` is what reports count by, as `address-without-scheme`. `field` is where it stood in the source, as `email` or
    `service_at_locations.0.location`. `sentence` is for a person. What is private is never repeated in it, nor in
    `before` and `after`, which are cut to what a person needs to recognise the value.
    """

    kind: str
    field: str
    sentence: str
    before: str = ""
    after: str = ""


class Category(NamedTuple):
    """What a directory sorts its services by, and the vocabulary that it is a word of, if it says."""

    name: str
    vocabulary: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.vocabulary})" if self.vocabulary else self.name


@dataclass(frozen=True, slots=True)
class Entry:
    """One service as it came. `fields` are plain values by the names of `Service`, as its file would have them.

    They hold what `check` accepts. Where the entry is held back, they may be short of that, and are not used.
    """

    place: Place
    """Where it stood: the file or address, and the line where there is one."""
    key: str
    """What the source knows it by: its id there. Of a list without ids, a slug of its name."""
    name: str
    fields: Mapping[str, Any]
    repaired: tuple[Finding, ...] = ()
    held_back: tuple[Finding, ...] = ()
    """Why it does not come in. Empty where it does."""
    unmapped: tuple[str, ...] = ()
    """Its categories for which nobody has said a need yet."""
    is_stale: bool = False
    """Whether nobody has checked it for over a year, or there is no day of a check."""
    near: tuple[str, ...] = ()
    """Names of other entries that may be the same service, with where they are if the name is the same."""
    categories: tuple[Category, ...] = ()
    """All its categories."""
    is_whole: bool = True
    """False where only a part of it could be read. What it lacks may be in the source."""
    is_judged: bool = False
    """Whether `sound` has judged these very fields, and found nothing wrong."""


def is_stale(fields: Mapping[str, Any], today: date) -> bool:
    """Whether the fields of an entry have no check, or one of over a year ago."""
    check = fields.get("checked", {}).get("date", "")
    return not check or months_after(date.fromisoformat(check), STALE_AFTER) < today
