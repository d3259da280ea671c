"""Problems, sites and figures as people, programs, GitHub and GitLab read them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall import __version__
from rolecall.places import SHIPPED

if TYPE_CHECKING:
    from rolecall.build import Built
    from rolecall.checks.reading import ReadingOf
    from rolecall.places import Problem


BUG = f"This is a bug in Rolecall {__version__}. Please report the lines above where you got it from."


def shown(path: Path) -> Path:
    """A path as people name it: from the folder that they are in, where it is below that."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def print_problems(
    problems: Sequence[Problem], style: str, *, to_know: Sequence[Problem] = (), err: bool = False
) -> None:
    if style == "json":
        rows = [
            {
                "kind": kind,
                "file": p.place.file,
                "line": p.place.line,
                "column": p.place.column,
                "pcn": p.pcn,
                "sentence": p.sentence,
                "fix": p.fix,
            }
            for kind, some in (("problem", problems), ("to know", to_know))
            for p in sorted(set(some))
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if style == "gitlab":
        report = [
            _code_quality(problem, severity)
            for severity, some in (("major", problems), ("info", to_know))
            for problem in sorted(set(some))
        ]
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for kind, some in (("error", problems), ("notice", to_know)):
        for problem in sorted(set(some)):
            if style == "github":
                text = f"{problem.sentence}. {problem.fix}".replace("%", "%25").replace("\n", "%0A")
                at = problem.place
                click.echo(f"::{kind} file={at.file},line={at.line},col={at.column}::{text}")
            else:
                click.echo(("to know: " if kind == "notice" else "") + str(problem), err=err)


def _code_quality(problem: Problem, severity: str) -> dict[str, object]:
    """An entry of GitLab's code quality report. It knows an entry again by its fingerprint."""
    return {
        "description": f"{problem.sentence}. {problem.fix}".strip(),
        "check_name": "rolecall",
        "fingerprint": hashlib.sha256(f"{problem.place} {problem.sentence}".encode()).hexdigest(),
        "severity": severity,
        "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
    }


def print_built(built: Sequence[Built], out: Path, seconds: float) -> None:
    if len(built) <= 20:
        for one in built:
            click.echo(f"{shown(out / one.pcn)}: {several(one.pages, 'page')}, {one.outcome}")
    if built:
        counts = ", ".join(
            f"{sum(one.outcome == kind for one in built)} {kind}" for kind in ("new", "changed", "unchanged")
        )
        click.echo(f"{several(len(built), 'site')} in {seconds:.1f} s: {counts}")


def print_reading(pages: Sequence[ReadingOf]) -> None:
    """The grade of each page, hardest first, and the hardest sentences with a page that has them."""
    for page in sorted(pages, key=lambda page: -page.grade):
        click.echo(f"grade {page.grade:4.1f}, {page.words:5} words: {page.file}")
    # Of 3 words, one long one makes a grade of 20, which says nothing.
    where = {sentence: page.file for page in pages for sentence in page.sentences if len(sentence.text.split()) > 5}
    if where:
        click.echo("The hardest sentences:")
    for sentence in sorted(where, reverse=True)[:10]:
        click.echo(f"grade {sentence.grade:4.1f}: {sentence.text}\n    {where[sentence]}")


def print_notes_in_short(notes: Sequence[Problem]) -> None:
    """How many assumed and expired facts of this workspace's own there are, with the command that lists them."""
    own = [note for note in notes if note.place.file != SHIPPED]
    if own:
        assumed = sum("assumed" in note.sentence for note in own)
        others = len(own) - assumed
        found = [several(assumed, "assumed fact")] if assumed else []
        found += [several(others, "other thing" if assumed else "thing")] if others else []
        click.echo(f"To know: {' and '.join(found)} to look at. See them with: rolecall check")


def several(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def count(problems: Sequence[Problem]) -> str:
    found = set(problems)
    return f"{several(len(found), 'problem')} in {several(len({p.place.file for p in found}), 'file')}."
