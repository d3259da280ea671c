"""The entries of all lists of a feed, each service once, with what its own page says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rolecall.exchange.openreferral.feed import Feed, Record
from rolecall.exchange.openreferral.reading.failure import shown
from rolecall.exchange.openreferral.reading.jsontext import Item, Outline
from rolecall.exchange.openreferral.reading.shapes import changed_at, digest_of, id_of, shape_of, together
from rolecall.places import Place, Problem

NAMED = 10
"""How many services a problem names, and how many problems of entries a page has."""
MOST = 200_000
"""Entries that a feed may have. The largest county has 10,000."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: where it is, and its entries, which can be read again and again."""

    address: str
    items: Callable[[Outline], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Detail:
    """What the page of one service gave: `value` None where there is none. `is_had` False where there should be one."""

    place: Place
    value: Mapping[str, Any] | None
    is_had: bool = True


@dataclass(slots=True)
class _Best:
    """Which entry counts for a service, and how it compares with others of the same id."""

    at: tuple[int, int]
    digest: bytes
    changed: str
    size: int


@dataclass(slots=True)
class Index:
    """Which entries there are, without their words."""

    best: dict[str | bytes, _Best] = field(default_factory=dict)
    differing: dict[str, None] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    """How many entries of each page were taken in."""
    damaged: int = 0
    """Entries that cannot be read, of which nobody knows the service."""

    def add(self, value: Mapping[str, Any], at: tuple[int, int], feed: Feed) -> bool:
        """Count an entry. Whether it is a service that was not seen before."""
        digest = digest_of(value)
        key = id_of(value) or digest
        new = _Best(at, digest, changed_at(value), len(str(value)))
        if not (old := self.best.get(key)):
            self.best[key] = new
            return True
        feed.repeats += 1
        if new.digest != old.digest:
            feed.differing += 1
            self.differing[str(key)] = None
            if (new.changed, new.size) > (old.changed, old.size):
                self.best[key] = new
        return False

    def counts(self, value: Mapping[str, Any], at: tuple[int, int]) -> bool:
        """Whether this entry is the one that counts for its service."""
        best = self.best.get(id_of(value) or digest_of(value))
        return best is not None and best.at == at

    def told(self, feed: Feed, address: str) -> None:
        """Say which services were there more than once with other words."""
        if not (ids := [*self.differing]):
            return
        named = ", ".join(id if id.isprintable() else ascii(id) for id in ids[:NAMED]) + (
            f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        )
        sentence = f"the feed has these ids more than once, with other words: {named}"
        fix = "The entry that was changed last was taken. If they are different services, tell the feed's people."
        feed.to_know.append(Problem(Place(shown(address), 0, 0), sentence, fix, kind="repeated"))


def take_page(page: Page, number: int, index: Index, feed: Feed, outline: Outline) -> int:
    """Count the entries of a page, and tell what could not be read. How many services in it are new."""
    new = at = unreadable = 0
    for item in page.items(outline):
        if feed.listed >= MOST:
            outline.damage, outline.line = f"goes on, after {MOST} entries in all", item.line
            break
        at += 1
        feed.listed += 1
        if not isinstance(item.value, Mapping) or not item.value:
            feed.unreadable += 1
            index.damaged += bool(item.damage)
            unreadable += 1
            if unreadable > NAMED:
                continue
            sentence = f"this entry {item.damage or 'is no service: it has no fields'}"
            fix = "It was left out. Tell the people who run the feed."
            problem = Problem(Place(shown(page.address), item.line, 1), sentence, fix, kind="unreadable")
            feed.problems.append(problem)
            continue
        feed.shape = feed.shape or shape_of(item.value)
        new += index.add(item.value, (number, at), feed)
    index.lengths.append(at)
    feed.shape = feed.shape or shape_of({}, outline)
    if unreadable > NAMED:
        sentence = f"{unreadable - NAMED} more entries are no services that can be read"
        fix = "They were left out. Tell the people who run the feed."
        feed.problems.append(Problem(Place(shown(page.address), 0, 0), sentence, fix, kind="unreadable"))
    return new


def records(
    pages: Iterable[Page], index: Index, detail: Callable[[Mapping[str, Any], Place], Detail | None]
) -> Iterator[Record]:
    """Each service once, in the order of the lists, with its own page. `detail` gives that, or None."""
    for number, page in enumerate(pages):
        entries = islice(page.items(Outline()), index.lengths[number])
        for at, item in enumerate(entries, start=1):
            if not isinstance(item.value, Mapping) or not index.counts(item.value, (number, at)):
                continue
            entry, place = item.value, Place(shown(page.address), item.line, 1)
            found = detail(entry, place)
            if found is None:
                yield Record(place, entry)
            elif found.value is None:
                yield Record(place, entry, is_whole=found.is_had)
            else:
                yield Record(found.place, together(entry, found.value), is_whole=found.is_had)
