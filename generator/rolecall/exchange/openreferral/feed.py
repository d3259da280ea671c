"""What a feed gives, wherever it came from: its services one after another, and what could not be had of it.

`reading/` makes it of an address, a file or a folder; what a service means is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rolecall.places import Place, Problem


@dataclass(frozen=True, slots=True)
class Record:
    """One service as its feed has it: what the list says and what its own page says, put together."""

    place: Place
    """The file or address it came from, and its line where there is one, else 0."""
    value: Mapping[str, Any]
    """Plain JSON: at most 40 levels deep, no NaN, whole numbers of up to 18 digits, text that UTF-8 can hold."""
    is_whole: bool = True
    """False where its own page could not be had, so that this is only what the list says of it. What is not in it may
    well be in the feed."""


@dataclass
class Feed:
    """The records of a feed, and beside them what is known of it. All but `name` and `source` fill while it is read.

    Afterwards `listed` is the number of records, `repeats` and `unreadable` together.
    """

    name: str
    """How people know it: the host of its address and what tells it from others there, or its file or folder."""
    source: str
    """The same for the same feed each time: its address without pages and filters, or the name of the file."""
    records: Iterator[Record] = field(default_factory=lambda: iter(()))
    """To be read once. It never raises: what goes wrong is in `problems`."""
    shape: str = ""
    """What people call it: `Open Referral UK 3.0`, `Open Referral UK 1.0`, `HSDS tables`. Empty where unclear."""
    licence: str = ""
    """The licence that it names, as text or as an address."""
    listed: int = 0
    """How many entries its lists had, repeats counted."""
    repeats: int = 0
    """How many of those were the same service again."""
    differing: int = 0
    """How many of the repeats had other words. The one that was changed last counts."""
    unreadable: int = 0
    """How many entries were no services that could be read."""
    missing: int = 0
    """How many more services the feed says that it has than its lists have."""
    problems: list[Problem] = field(default_factory=list)
    """Pages and services that could not be had, each with its address or file, and what to do."""
    to_know: list[Problem] = field(default_factory=list)
    """What was put right or passed over while reading, and is worth a look."""
    goes_on: bool = False
    """Whether answers of an earlier run were taken that was cut off, or a rehearsal, less than a day ago."""
    whole: bool = False
    """True once all its lists were read to the end: a service that is not in it is gone from the feed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is."""

    of: Literal["pages", "services", "waiting"]
    """Pages of the list, or services whose own pages are read. `waiting`: the feed asked to wait, `left` seconds."""
    done: int
    total: int | None = None
    """None where the feed does not say."""
    left: float | None = None
    """Seconds that are left, as far as can be guessed."""


Watch = Callable[[Progress], None]
"""Who wants to know how far it is."""
