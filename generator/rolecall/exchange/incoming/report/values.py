"""The report of an import: what was read, and what became of it. Each number is that of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rolecall.exchange.incoming.entry import Entry, Finding
from rolecall.exchange.incoming.updates import CAME_IN, Arrived, Became, Gone, Outcome
from rolecall.places import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """Where services came from, and what is known of the reading."""

    name: str
    """How people know it. The files of its services have it as `feed`."""
    place: str
    """Its address without keys, or its file or folder."""
    shape: str = ""
    """What it is, as `Open Referral UK 3.0`."""
    licence: str = ""
    repeats: int = 0
    """How many of its entries were the same service again."""
    unreadable: int = 0
    """How many entries were no services that could be read."""
    missing: int = 0
    """How many more it says that it has than it gave."""
    is_whole: bool = True
    """Whether it was read to its end."""
    problems: tuple[Problem, ...] = ()
    to_know: tuple[Problem, ...] = ()
    only: str = ""
    """Which part of it somebody asked for, as they typed it. Empty where it was all."""


@dataclass(frozen=True)
class Report:
    """What became of all that was read."""

    pcn: str
    day: date
    source: Source
    arrived: Arrived
    is_dry_run: bool = False

    @cached_property
    def counts(self) -> dict[str, int]:
        """What was read, by what became of it. It is the same as all that was read."""
        found = Counter(outcome.became for outcome in self.arrived.outcomes)
        parts: dict[str, int] = {became: found.pop(became, 0) for became in _ORDER}
        assert not found, "an outcome that is not counted"
        parts["repeated"] += self.source.repeats
        return {**parts, "unreadable": self.source.unreadable}

    @property
    def read(self) -> int:
        """How many entries there were, those that repeat and those that could not be read too."""
        return sum(self.counts.values())

    @property
    def came_in(self) -> int:
        """How many services of the source are here now: new ones, those that changed, and the others."""
        return sum(self.counts[became] for became in CAME_IN)

    def of(self, *became: Became) -> list[Outcome]:
        """The outcomes of some kinds, in the order of their names."""
        return sorted((o for o in self.arrived.outcomes if o.became in became), key=_by_name)

    @cached_property
    def in_conflict(self) -> list[Outcome]:
        """Services of which the PCN and the source changed the same value."""
        return sorted((outcome for outcome in self.arrived.outcomes if outcome.conflicts), key=_by_name)

    @cached_property
    def left_the_site(self) -> list[Outcome]:
        """Services that were here, and are closed now, as the source or what it says demands it."""
        return [outcome for outcome in self.of("held") if outcome.changes]

    @cached_property
    def on_site_anyway(self) -> list[Outcome]:
        """Services that are held back now, and are on the site, as the PCN chose their status itself."""
        return [outcome for outcome in self.of("held") if outcome.needs_a_look]

    @cached_property
    def held_back(self) -> dict[str, list[tuple[Outcome, Finding]]]:
        """What is held back by its reason, the most frequent first. The first of several reasons counts."""
        return _by_kind((outcome, outcome.entry.held_back[:1]) for outcome in self.of("held"))

    @cached_property
    def repaired(self) -> dict[str, list[tuple[Outcome, Finding]]]:
        """What was put right in services that came in, by its kind, the most frequent first."""
        return _by_kind((outcome, outcome.entry.repaired) for outcome in self.of(*CAME_IN))

    @cached_property
    def unmapped(self) -> list[tuple[str, int]]:
        """Categories for which nobody has said a need, with how many services have each, the most frequent first."""
        found = Counter(name for outcome in self.of(*CAME_IN) for name in dict.fromkeys(outcome.entry.unmapped))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0].casefold()))

    @cached_property
    def stale(self) -> list[Outcome]:
        """Services that came in, and that nobody has checked for over a year."""
        return [outcome for outcome in self.of(*CAME_IN) if outcome.entry.is_stale]

    @cached_property
    def near(self) -> list[Outcome]:
        """Services that came in, and may be the same as others."""
        return [outcome for outcome in self.of(*CAME_IN) if outcome.entry.near]

    @cached_property
    def gone(self) -> list[Gone]:
        """Services that are here and no longer in the source."""
        return sorted(self.arrived.gone, key=lambda gone: (gone.name.casefold(), gone.slug))

    @property
    def is_all_read(self) -> bool:
        """Whether nothing has to be mended before all of it can come in."""
        to_mend = self.source.problems or self.counts["unreadable"] or self.counts["unfit"]
        return not to_mend and not self.arrived.too_many_gone


_ORDER: tuple[Became, ...] = (*CAME_IN, "held", "unfit", "outside", "already", "taken-out", "repeated")


def label(entry: Entry) -> str:
    """What a report calls an entry: its name, or what its source knows it by."""
    return entry.name.strip() or f"(no name) {entry.key}"


def _by_name(outcome: Outcome) -> tuple[str, str]:
    return label(outcome.entry).casefold(), outcome.entry.key


def _by_kind(found: Iterable[tuple[Outcome, Iterable[Finding]]]) -> dict[str, list[tuple[Outcome, Finding]]]:
    kinds: dict[str, list[tuple[Outcome, Finding]]] = {}
    for outcome, finding in _each(found):
        kinds.setdefault(finding.kind, []).append((outcome, finding))
    return dict(sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _each(found: Iterable[tuple[Outcome, Iterable[Finding]]]) -> Iterator[tuple[Outcome, Finding]]:
    return ((outcome, finding) for outcome, findings in found for finding in findings)
