"""Sheets that refer to each other by name: activities, with a sheet of who runs them or of where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rolecall.editing.given import folded
from rolecall.exchange.directory.columns import guessed
from rolecall.exchange.directory.lists import Line, Listing
from rolecall.places import Problem

_REFERS = ("Run by", "Where")
_MOSTLY = 0.6
"""The part of names in one sheet that another has to know, so that it is what they refer to."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """The column of a sheet that has names of another, and the column there."""

    heading: str
    other: Listing
    key: str


def joined(found: Sequence[Listing]) -> tuple[list[Listing], list[Problem]]:
    """Sheets of services, their lines with what other sheets say of the names in them, and what is to know."""
    references = {id(listing): _references(listing, found) for listing in found}
    others = {id(reference.other) for those in references.values() for reference in those}
    main = [listing for listing in found if id(listing) not in others]
    if not main:
        return [*found], []
    to_know: list[Problem] = []
    used: dict[int, set[str]] = {}
    whole = []
    for listing in main:
        for reference in references[id(listing)]:
            listing = _with(listing, reference, used.setdefault(id(reference.other), set()))
        whole.append(listing)
    for other in found:
        key = next((r.key for those in references.values() for r in those if r.other is other), "")
        for line in other.lines if key else ():
            name = folded(line.cells[key][1]) if key in line.cells else ""
            if name.casefold() not in used[id(other)]:
                sentence = f'no line of the other sheets names "{name[:80]}", so it is not used'
                to_know.append(Problem(line.place, sentence, kind="unusual"))
    return whole, to_know


def _references(listing: Listing, found: Sequence[Listing]) -> list[_Reference]:
    """What the columns of a sheet refer to, each at most 1 sheet."""
    references: list[_Reference] = []
    for heading in listing.headings:
        if guessed(heading) not in _REFERS:
            continue
        for other in found:
            key = next((name for name in other.headings if guessed(name) in ("Name", guessed(heading))), "")
            if other is listing or not key or any(reference.other is other for reference in references):
                continue
            if _knows(other, key, listing, heading):
                references.append(_Reference(heading, other, key))
                break
    return references


def _knows(other: Listing, key: str, listing: Listing, heading: str) -> bool:
    """Whether a sheet has most names that a column of another has, and each once."""
    keys = [folded(line.cells[key][1]).casefold() for line in other.lines if key in line.cells]
    names = [folded(line.cells[heading][1]).casefold() for line in listing.lines if heading in line.cells]
    known = sum(name in {*keys} for name in names)
    return bool(names) and len({*keys}) == len(keys) and known >= _MOSTLY * len(names)


def _with(listing: Listing, reference: _Reference, used: set[str]) -> Listing:
    other = reference.other
    by_name = {
        folded(line.cells[reference.key][1]).casefold(): line for line in other.lines if reference.key in line.cells
    }
    names = {name: f"{other.name}: {name}" for name in other.headings if name != reference.key}
    lines: list[Line] = []
    for line in listing.lines:
        name = folded(line.cells[reference.heading][1]).casefold() if reference.heading in line.cells else ""
        more = by_name.get(name)
        if more:
            used.add(name)
            cells = {names[heading]: cell for heading, cell in more.cells.items() if heading in names}
            line = replace(line, cells={**line.cells, **cells})
        lines.append(line)
    return replace(listing, headings=(*listing.headings, *names.values()), lines=tuple(lines))
