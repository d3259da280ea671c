"""Urgent help for what somebody types in danger: the boxes on the page of the search, and what its script looks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Distress, Helpline
from rolecall.pages.page import File, Link
from rolecall.pages.parts import UrgentLine, helplines, urgent_lines
from rolecall.site import Site


class Box(NamedTuple):
    """Urgent help that stands on top of what is found where somebody types words of danger."""

    id: str
    level: str
    heading: str
    urgent: tuple[UrgentLine, ...]
    """The lines of urgent help that it begins with."""
    helplines: tuple[Helpline, ...]
    need: Link | None


class Family(NamedTuple):
    """What people type in one kind of danger."""

    id: str
    certain: tuple[str, ...]
    likely: tuple[str, ...]


class Patterns(NamedTuple):
    """What the script looks for in what is typed."""

    words: tuple[tuple[str, tuple[str, ...]], ...]
    """Lists of words by name."""
    small: tuple[str, ...]
    calm: tuple[str, ...]
    ordinary: tuple[str, ...]
    harmless: tuple[str, ...]
    families: tuple[Family, ...]


def boxes(site: Site) -> Iterator[Box]:
    """A box for each family of danger, in their order."""
    by_number = {line.phone: line for line in urgent_lines(site)}
    for id, family in site.content.distress.items():
        yield Box(
            id,
            family.level,
            family.heading,
            tuple(by_number[number] for number in family.urgent if number in by_number),
            helplines(site, family.helplines),
            Link(at.need(family.need), site.content.needs[family.need].label) if family.need else None,
        )


def patterns(site: Site) -> File:
    """The file of what the script of the search takes for danger. It is the same for all PCNs."""
    words = site.content.danger_words
    shows = Patterns(
        tuple(words.words.items()),
        words.small,
        words.calm,
        words.ordinary,
        words.harmless,
        tuple(_family(id, family) for id, family in site.content.distress.items()),
    )
    return File(at.DANGER_PATTERNS, "danger-patterns.js", shows)


def _family(id: str, family: Distress) -> Family:
    others = (pattern for other in family.other_languages for pattern in other.patterns)
    return Family(id, (*family.certain, *others), family.likely)
