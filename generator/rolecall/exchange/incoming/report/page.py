"""The report as one page that needs nothing else: to read on a phone, to print, to send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rolecall.bundled import bundled
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.incoming.merge import Difference
from rolecall.exchange.incoming.remembered import name_of
from rolecall.exchange.incoming.report.in_words import in_conflict
from rolecall.exchange.incoming.report.shown import in_words, kind_in_words
from rolecall.exchange.incoming.report.values import Report, label
from rolecall.exchange.incoming.updates import CAME_IN, Outcome
from rolecall.places import Problem
from rolecall.reports import report as filled_report
from rolecall.templates import environment


class _Link(NamedTuple):
    """A service, as lists name it."""

    id: str
    """The part of the page that is about it. Empty where nothing more is to say."""
    name: str
    why: str = ""


class _Group(NamedTuple):
    """What has the same reason."""

    title: str
    services: Sequence[_Link]


class _Change(NamedTuple):
    """A value before and after, or here and in the source."""

    field: str
    before: str
    after: str


class _Service(NamedTuple):
    """All that is to say of a service."""

    id: str
    name: str
    file: str
    place: str
    reasons: Sequence[str]
    repairs: Sequence[tuple[str, str, str]]
    changes: Sequence[_Change]
    conflicts: Sequence[_Change]
    categories: Sequence[str]
    near: Sequence[str]
    is_stale: bool


class _Page(NamedTuple):
    """What the page shows."""

    report: Report
    problems: Sequence[Problem]
    closed: Sequence[_Link]
    on_site_anyway: Sequence[_Link]
    unfit: Sequence[_Link]
    conflicts: Sequence[_Link]
    held_back: Sequence[_Group]
    repaired: Sequence[_Group]
    already: Sequence[_Link]
    taken_out: Sequence[_Link]
    near: Sequence[_Link]
    stale: Sequence[_Link]
    came_in: Sequence[_Group]
    services: Sequence[_Service]


def as_page(report: Report) -> bytes:
    """The report as a page in HTML."""
    ids = {id(outcome): f"s{at}" for at, outcome in enumerate(report.arrived.outcomes, 1)}
    services = [_service(ids[id(outcome)], outcome) for outcome in report.of(*CAME_IN, "held", "unfit", "already")]
    there = {service.id for service in services if _says_something(service)}

    def link(outcome: Outcome, why: str = "") -> _Link:
        at = ids[id(outcome)]
        return _Link(at if at in there else "", label(outcome.entry), why)

    def groups(found: Mapping[str, Sequence[tuple[Outcome, Finding]]]) -> list[_Group]:
        each = {kind: {id(outcome): outcome for outcome, _ in pairs}.values() for kind, pairs in found.items()}
        return [_Group(kind_in_words(kind), [link(outcome) for outcome in of]) for kind, of in each.items()]

    page = _Page(
        report=report,
        problems=[*report.source.problems, *report.source.to_know],
        closed=[link(outcome, outcome.why) for outcome in report.left_the_site],
        on_site_anyway=[link(outcome, outcome.why) for outcome in report.on_site_anyway],
        unfit=[link(outcome, outcome.why) for outcome in report.of("unfit")],
        conflicts=[link(o, "; ".join(map(in_conflict, o.conflicts))) for o in report.in_conflict],
        held_back=groups(report.held_back),
        repaired=[
            _Group(_done(kind, found), group.services)
            for (kind, found), group in zip(report.repaired.items(), groups(report.repaired), strict=True)
        ],
        already=[link(outcome, outcome.why) for outcome in report.of("already")],
        taken_out=[link(outcome, outcome.why) for outcome in report.of("taken-out")],
        near=[link(outcome, "; ".join(outcome.entry.near)) for outcome in report.near],
        stale=[link(outcome) for outcome in report.stale],
        came_in=[_Group(name, [link(outcome) for outcome in found]) for name in CAME_IN if (found := report.of(name))],
        services=[service for service in services if service.id in there],
    )
    return filled_report(environment([bundled() / "theme"]), "import", page, today=report.day)


def _done(kind: str, found: Iterable[tuple[Outcome, Finding]]) -> str:
    """What was done, in the sentence that all findings of a kind have. Its kind, where they differ."""
    sentences = {finding.sentence for _, finding in found}
    return sentences.pop().rstrip(".") if len(sentences) == 1 else kind_in_words(kind)


def _service(id: str, outcome: Outcome) -> _Service:
    entry = outcome.entry
    return _Service(
        id=id,
        name=label(entry),
        file=f"{outcome.slug}.yml" if outcome.slug else "",
        place=str(entry.place),
        reasons=[*(finding.sentence for finding in entry.held_back), *filter(None, [outcome.why])],
        repairs=[] if entry.held_back else [_repair(found) for found in entry.repaired],
        changes=_changes(outcome.changes),
        conflicts=_changes(outcome.conflicts),
        categories=entry.unmapped,
        near=entry.near,
        is_stale=entry.is_stale,
    )


def _repair(found: Finding) -> tuple[str, str, str]:
    before, after = (in_words(part) if part else "" for part in (found.before, found.after))
    return found.sentence, before, after


def _says_something(service: _Service) -> bool:
    found = (service.reasons, service.repairs, service.changes, service.conflicts, service.categories, service.near)
    return any(found)


def _changes(found: Iterable[Difference]) -> list[_Change]:
    return [_Change(name_of(each.steps), in_words(each.ours), in_words(each.theirs)) for each in found]
