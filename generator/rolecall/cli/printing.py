"""Problems, sites and figures as people, programs, GitHub and GitLab read them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall import __version__
from rolecall.places import in_one_line

if TYPE_CHECKING:
    from rolecall.checks.reading import ReadingOf
    from rolecall.places import Problem
    from rolecall.tasks import Built


MOST = 200
"""Problems of a file that are shown at once. More are not read by anybody, and most have the same cause."""

_ORDERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

BUG = f"This is a bug in Rolecall {__version__}. Please report the lines above where you got it from."


def shown(path: Path) -> Path:
    """A path as people name it: from the folder that they are in, where it is below that."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def print_problems(
    problems: Sequence[Problem],
    style: str,
    *,
    to_know: Sequence[Problem] = (),
    others: Sequence[Mapping[str, object]] = (),
    err: bool = False,
) -> None:
    """Problems and what is to know. `others` are rows that only programs read."""
    levels = {"problem": _first(sorted(set(problems))), "to know": _first(sorted(set(to_know)))}
    if style in ("json", "gitlab"):
        rows = [*_rows(levels), *others] if style == "json" else _code_quality(levels)
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for level, found in levels.items():
        for problem in found:
            if style == "github":
                click.echo(_annotation(problem, "error" if level == "problem" else "notice"))
            else:
                tell(("to know: " if level == "to know" else "") + str(problem), err=err)


def _first(found: Sequence[Problem]) -> list[Problem]:
    """The first problems of each file, and how many there are more."""
    of_file = Counter(problem.place.file for problem in found)
    so_far: Counter[str] = Counter()
    first: list[Problem] = []
    for problem in found:
        file = problem.place.file
        so_far[file] += 1
        if so_far[file] <= MOST:
            first.append(problem)
        elif so_far[file] == of_file[file]:
            sentence = f"there are {of_file[file] - MOST:,} more like these in this file"
            fix = "Put these right first. The next time, others are shown."
            first.append(replace(problem, sentence=sentence, fix=fix, kind="size"))
    return first


def tell(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text. Files and names that somebody else wrote give the terminal no orders by it. Bytes are a file."""
    click.echo(text if isinstance(text, bytes) else obeyed_by_none(str(text)), err=err, nl=nl)


def obeyed_by_none(text: str) -> str:
    """A text without signs that a terminal would obey, or that turn what follows round."""
    return _ORDERS.sub(" ", text)


def _rows(levels: Mapping[str, Sequence[Problem]]) -> list[dict[str, object]]:
    return [
        {
            "level": level,
            "kind": problem.kind,
            "group": problem.group,
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "path": in_one_line(problem.place.path),
            "pcn": problem.pcn,
            "sentence": problem.sentence,
            "fix": problem.fix,
        }
        for level, problems in levels.items()
        for problem in problems
    ]


def _in_text(problem: Problem) -> str:
    return f"{problem.sentence}. {problem.fix}".strip()


def _annotation(problem: Problem, command: str) -> str:
    """A workflow command of GitHub. In its properties, a colon or comma would end the value."""
    place = problem.place
    values = {"file": place.file, "line": place.line, "col": place.column, "title": problem.kind}
    properties = ",".join(
        f"{name}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}" for name, value in values.items()
    )
    return f"::{command} {properties}::{_escaped(_in_text(problem))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _code_quality(levels: Mapping[str, Sequence[Problem]]) -> list[dict[str, object]]:
    """GitLab's code quality report. It knows an entry again by its fingerprint."""
    entries: list[dict[str, object]] = []
    alike: Counter[str] = Counter()
    for level, problems in levels.items():
        for problem in problems:
            about = json.dumps([level, *_what_stays(problem)])
            # Of several about a field, the first keeps its fingerprint when the next is fixed.
            fingerprint = hashlib.sha256(f"{about} {alike[about]}".encode()).hexdigest()
            alike[about] += 1
            entries.append(
                {
                    "description": _in_text(problem),
                    "check_name": f"rolecall/{problem.kind}",
                    "fingerprint": fingerprint,
                    "severity": "major" if level == "problem" else "info",
                    "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
                }
            )
    return entries


def _what_stays(problem: Problem) -> list[object]:
    """What is the same of a problem when its sentence is reworded, or lines are added above its field."""
    place = problem.place
    where = [*place.path] or [place.sheet, place.line, place.column]
    return [place.file, problem.kind, problem.pcn, bool(place.path), *where]


def print_built(built: Sequence[Built], out: Path, seconds: float) -> None:
    if len(built) <= 20:
        for site in built:
            tell(f"{shown(out / site.pcn)}: {several(site.pages, 'page')}, {site.outcome}")
    if built:
        counts = ", ".join(
            f"{sum(site.outcome == outcome for site in built)} {outcome}" for outcome in ("new", "changed", "unchanged")
        )
        tell(f"{several(len(built), 'site')} in {seconds:.1f} s: {counts}")


def print_reading(pages: Sequence[ReadingOf]) -> None:
    """The grade of each page, hardest first, and the hardest sentences with a page that has them."""
    for page in sorted(pages, key=lambda page: -page.grade):
        tell(f"grade {page.grade:4.1f}, {page.words:5} words: {page.file}")
    # In a sentence of 3 words, a single long word makes a grade of 20, which says nothing.
    where = {sentence: page.file for page in pages for sentence in page.sentences if len(sentence.text.split()) > 5}
    if where:
        tell("The hardest sentences:")
    for sentence in sorted(where, reverse=True)[:10]:
        tell(f"grade {sentence.grade:4.1f}: {sentence.text}\n    {where[sentence]}")


def several(number: int, what: str, plural: str = "") -> str:
    return f"{number} {what if number == 1 else plural or f'{what}s'}"


def count(problems: Sequence[Problem]) -> str:
    found = set(problems)
    return f"{several(len(found), 'problem')} in {several(len({p.place.file for p in found}), 'file')}."
