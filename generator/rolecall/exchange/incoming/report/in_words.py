"""The report in a few lines for the terminal: what came in, and first of all what somebody has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rolecall.exchange.incoming.merge import STATUS, Difference
from rolecall.exchange.incoming.remembered import name_of
from rolecall.exchange.incoming.report.shown import in_words, kind_in_words
from rolecall.exchange.incoming.report.values import Report, label
from rolecall.exchange.incoming.updates import Outcome

SHOWN = 5
"""Of each part, how many are named. The page has all."""


def lines(report: Report) -> Iterator[str]:
    """The lines."""
    counts, source = report.counts, report.source
    yield f"Read {_number(report.read)} from {source.name}{f' ({source.shape})' if source.shape else ''}:"
    parts = [f"new {counts['new']}", f"changed {counts['changed']}", f"the same {counts['same']}"]
    yield f"  came in {report.came_in}: {', '.join(parts)}"
    if counts["held"]:
        reasons = (f"{kind_in_words(kind).lower()} {len(found)}" for kind, found in report.held_back.items())
        yield f"  held back {counts['held']}: {', '.join(reasons)}"
    if counts["unfit"]:
        yield f"  to mend {counts['unfit']}"
    for became, words in _LEFT_OUT.items():
        if counts[became]:
            yield f"  {words} {counts[became]}"
    if source.missing:
        yield f"  The source says that it has {_number(source.missing)} more than it gave."
    yield from _named("Closed here at once", report.left_the_site)
    yield from _named("Held back, but on your site, since you chose so", report.on_site_anyway)
    yield from _named("To mend", report.of("unfit"))
    differing = [(outcome, found) for outcome in report.in_conflict for found in outcome.conflicts]
    if differing:
        yield "You and the source changed the same. Yours stays until you decide:"
        yield from _some([f"  {o.slug}: {in_conflict(found)}" for o, found in differing])
    if paused := [gone for gone in report.gone if gone.became == "paused"]:
        yield f"Gone from the source, so paused here: {len(paused)}"
        yield from _some([f"  {gone.slug}: {gone.name}" for gone in paused])
    yield from _named("You have them already", report.of("already"))
    if report.of("already") and not report.came_in:
        yield "  If this is a newer copy of what you imported before, add --feed with the name that it had then."
    if report.unmapped:
        yield f"Categories without a need of yours: {len(report.unmapped)}"
        yield from _some([f"  {name}: {_number(services)}" for name, services in report.unmapped])
    if report.near:
        yield f"May be there twice: {_number(len(report.near))}"
    if report.stale:
        yield f"Not checked for over a year, or never: {_number(len(report.stale))}"
    if report.repaired:
        values = sum(map(len, report.repaired.values()))
        yield f"Put right in what came in: {values:,} value{'' if values == 1 else 's'}"


_LEFT_OUT = {
    "outside": "not asked for",
    "already": "here already",
    "taken-out": "taken out by you",
    "repeated": "repeated",
    "unreadable": "could not be read",
}


def changes(report: Report) -> Iterator[str]:
    """Each difference that the import makes, as a dry run shows it."""
    for outcome in report.of("new"):
        yield f"{outcome.slug}: new, {label(outcome.entry)}"
    left = {id(outcome) for outcome in report.left_the_site}
    for outcome in report.of("held"):
        if id(outcome) not in left:
            yield f"{label(outcome.entry)}: held back. {_why(outcome)}"
    for outcome in (*report.of("changed"), *report.left_the_site):
        for found in outcome.changes:
            before, after = (_status(found.ours), _status(found.theirs)) if found.steps == STATUS else _both(found)
            yield f"{outcome.slug}: {name_of(found.steps)}: {before} -> {after}"
    for gone in report.gone:
        if gone.became == "paused":
            yield f"{gone.slug}: status: active -> paused"


def _number(services: int) -> str:
    return f"{services:,} service" + ("" if services == 1 else "s")


def _named(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    if outcomes:
        yield f"{title}: {len(outcomes)}"
        yield from _some([f"  {outcome.slug or label(outcome.entry)}: {_why(outcome)}" for outcome in outcomes])


def _some(found: Sequence[str]) -> Iterator[str]:
    yield from found[:SHOWN]
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN} more"


def _why(outcome: Outcome) -> str:
    reasons = [finding.sentence for finding in outcome.entry.held_back[:1]]
    return ". ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}" for part in (*reasons, outcome.why) if part)


def _both(found: Difference) -> tuple[str, str]:
    return _quoted(found.ours), _quoted(found.theirs)


def _status(value: Any) -> str:
    return str(value or "active")


def in_conflict(found: Difference) -> str:
    """A value that differs here and in the source, in a sentence without its end."""
    ours, theirs = _both(found)
    return f"{name_of(found.steps)} is {ours} here, and {theirs} there"


def _quoted(value: Any) -> str:
    return "nothing" if value is None else f'"{in_words(value)}"'
