"""Answers to the files that they change: a check by who runs the service, on the day of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rolecall.editing.changes import Change, Merged
from rolecall.editing.files import changed_files, layout_of
from rolecall.editing.layout import Layout
from rolecall.editing.still_right import next_check
from rolecall.exchange.checks.judged import Judged, Known, judged_mail, together
from rolecall.exchange.checks.rows import judged_rows
from rolecall.exchange.checks.saved import TABLES, Saved, files_in, saved
from rolecall.load import Loaded
from rolecall.model import Content, Service
from rolecall.places import Problem
from rolecall.site import Site
from rolecall.templates import Words


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of all answers, and the new text of each file. No texts where a file cannot be changed."""

    answers: tuple[Judged, ...]
    new: frozenset[str]
    """The services whose check is new."""
    texts: Mapping[Path, str]
    unread: tuple[Problem, ...]
    """Files that are no answers, or cannot be read."""
    problems: tuple[Problem, ...]
    """Why files cannot be changed."""


def taken(
    paths: Sequence[Path], site: Site, content: Content, loaded: Loaded, words: Words, *, root: Path, today: date
) -> Taken:
    """What the answers in files and folders say, and what it makes of the files of a PCN in the workspace `root`."""
    files, problems = files_in(paths)
    known = Known.of(site, words, today=today)
    found = [each for file in files for each in _in(file, known)]
    unread = [*problems, *(each for each in found if isinstance(each, Problem))]
    answers = together(each for each in found if isinstance(each, Judged))
    layout = layout_of(content, loaded, site.id, today=today)
    checks = {answer.id: answer for answer in sorted(answers, key=_day) if answer.outcome == "right"}
    new = {id: answer for id, answer in checks.items() if _is_news(answer, site)}
    changes = [change for answer in new.values() for change in _changes(answer, layout, content)]
    texts, wrong = changed_files(Merged(changes), layout, loaded, site.id, root, today=today) if changes else ({}, [])
    return Taken(
        tuple(answers), frozenset(new), {} if wrong else texts, tuple(sorted(set(unread))), tuple(sorted(set(wrong)))
    )


def _in(file: Path, known: Known) -> Iterator[Judged | Problem]:
    if file.suffix.lower() in TABLES:
        yield from judged_rows(file, known)
        return
    for each in saved(file):
        yield judged_mail(each, known) if isinstance(each, Saved) else each


def _day(answer: Judged) -> date:
    return answer.day or date.min


def _is_news(answer: Judged, site: Site) -> bool:
    """Whether nobody has checked the entry since, so that the answer says something new."""
    checked = next(service.checked for service in site.services if service.id == answer.id)
    return not checked or checked.date < _day(answer)


def _changes(answer: Judged, layout: Layout, content: Content) -> Iterator[Change]:
    """The check, and the next one as long after it as that was after the last."""
    raw, service = layout.raws[answer.id], content.services[layout.pcn][answer.id]
    name = f"{service.name}, checked"
    day = _day(answer).isoformat()
    on = layout.field(answer.id, Service, ("checked", "date"), "day", raw)
    by = layout.field(answer.id, Service, ("checked", "by"), "text", raw)
    until = layout.field(answer.id, Service, ("next_check",), "day", raw)
    yield Change(answer.place, on, day, name)
    if by.value != service.organisation.name:
        yield Change(answer.place, by, service.organisation.name, name)
    before = service.checked.date.isoformat() if service.checked else None
    if until.value and (then := next_check(day, before, until.value)) and then != until.value:
        yield Change(answer.place, until, then, f"{service.name}, next check")
