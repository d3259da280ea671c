"""The report for programs. `docs/import-report.md` says what each field means; none is renamed or taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.incoming.merge import Difference
from rolecall.exchange.incoming.remembered import name_of
from rolecall.exchange.incoming.report.values import Report
from rolecall.exchange.incoming.updates import Outcome
from rolecall.places import Problem


def as_json(report: Report) -> bytes:
    """The report as JSON."""
    source = report.source
    about: dict[str, Any] = {
        "version": 1,
        "pcn": report.pcn,
        "date": report.day.isoformat(),
        "feed": source.name,
        "source": source.place,
        "format": source.shape,
        "licence": source.licence,
        "only": source.only,
        "dry_run": report.is_dry_run,
        "stopped": report.arrived.too_many_gone,
        "whole": source.is_whole,
        "read": report.read,
        "missing": source.missing,
        "counts": {name.replace("-", "_"): number for name, number in report.counts.items()},
        "repaired": {kind: len(found) for kind, found in report.repaired.items()},
        "held_back": {kind: len(found) for kind, found in report.held_back.items()},
        "unmapped": dict(report.unmapped),
        "gone": [{"file": gone.slug, "name": gone.name, "became": gone.became} for gone in report.gone],
        "problems": [_problem(problem) for problem in source.problems],
        "to_know": [_problem(problem) for problem in source.to_know],
    }
    # A line for each service: as one value, 10,000 of them would take the memory of several reports.
    in_a_line = json.JSONEncoder(ensure_ascii=False).encode
    top = json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}")
    services = (_bytes(in_a_line(_service(outcome))) for outcome in report.arrived.outcomes)
    return b"".join([_bytes(top), b',\n "services": [\n', *_apart(services), b"\n]\n}\n"])


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")


def _apart(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of a list, with what stands between 2 of them."""
    for at, line in enumerate(lines):
        yield from (b",\n", line) if at else (line,)


def _service(outcome: Outcome) -> dict[str, Any]:
    entry = outcome.entry
    return {
        "id": entry.key,
        "name": entry.name,
        "place": str(entry.place),
        "became": outcome.became.replace("-", "_"),
        "file": outcome.slug,
        "why": outcome.why,
        "held_back": [_finding(finding) for finding in entry.held_back],
        "repaired": [_finding(finding) for finding in entry.repaired],
        "unmapped": [*entry.unmapped],
        "stale": entry.is_stale,
        "near": [*entry.near],
        "changes": [_difference(found, "before", "after") for found in outcome.changes],
        "conflicts": [_difference(found, "here", "there") for found in outcome.conflicts],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "kind": finding.kind,
        "field": finding.field,
        "sentence": finding.sentence,
        "before": finding.before,
        "after": finding.after,
    }


def _difference(found: Difference, first: str, second: str) -> dict[str, Any]:
    return {"field": name_of(found.steps), first: found.ours, second: found.theirs}


def _problem(problem: Problem) -> dict[str, str]:
    return {"place": str(problem.place), "sentence": problem.sentence, "fix": problem.fix}
