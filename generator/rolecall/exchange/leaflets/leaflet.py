"""What a leaflet is made of. theme/leaflets/leaflet.typ sets each kind of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rolecall.pages.service_on_paper import Fact


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, and the address that people type in place of it."""

    svg: str
    caption: str
    shows: str
    """What it shows, for who cannot see it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    texts: Sequence[str] = ()
    items: Sequence[str] = ()
    steps: bool = False
    facts: Sequence[Fact] = ()
    """Each with what it is about."""
    note: str = ""
    """What stands below all that."""
    before_phone: str = ""
    phone: str = ""
    """A number in large figures, below the texts."""
    after: Sequence[str] = ()
    """More texts, below the number."""
    picture: str = ""
    """As SVG. Empty without one."""
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An idea in easy read, and its picture as SVG."""

    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Words, and what belongs to them."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. In a row of 2 cells the second is as wide as all others."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around all leaflets of a place."""

    pcn: str
    desk: str
    """Who hands it out, and the number. Empty where a PCN has none."""
    urgent: Part
    urgent_line: Sequence[str]
    """The same in few words."""
    another_way: Part
    """How to ask for all this in another form."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One leaflet. Sizes are points."""

    kind: Literal["handout", "easy-read", "poster", "posters", "table", "services"]
    name: str
    """Its file, without `.pdf`."""
    title: str
    frame: Frame
    foot: str
    size: float
    title_size: float
    lead: str = ""
    also: str = ""
    """What else a role is called."""
    notes: Sequence[str] = ()
    """What is so of it here."""
    picture: str = ""
    """As SVG. Empty without one."""
    reach: Part | None = None
    parts: Sequence[Part] = ()
    lines: Sequence[Line] = ()
    table: Table | None = None
    needs_heading: str = ""
    needs: Sequence[Pair] = ()
    at_once: Sequence[Pair] = ()
