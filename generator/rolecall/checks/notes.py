"""All that is worth knowing of what files say, group by group. Nothing of it stops a build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from rolecall.checks import access, facts, files, freshness, safety, words
from rolecall.checks.subject import Subject
from rolecall.load import Loaded
from rolecall.model import Content
from rolecall.places import SHIPPED, Group, Place, Problem, in_group

# A build looks no further than the first note, so what takes longest comes last.
_OF_PCN: dict[Group, Callable[[Subject], Iterator[Problem]]] = {
    "files": files.of_pcn,
    "freshness": freshness.of_pcn,
    "safety": safety.of_pcn,
    "facts": facts.of_pcn,
    "access": access.of_pcn,
    "words": words.of_pcn,
}


def notes(content: Content, loaded: Loaded, *, today: date) -> list[Problem]:
    """What to look at, by place. `pcn` is set on what concerns one PCN.

    What comes with Rolecall is counted in one note, the last: a PCN can do nothing about it.
    """
    of_all = [*_of_all(content, loaded, today)]
    found = [*loaded.notes, *(note for note in of_all if not note.place.is_shipped)]
    for pcn in content.pcns:
        found += _of_pcn(Subject(content, pcn, loaded, today))
    if others := sum(note.place.is_shipped for note in of_all):
        sentence = f"{others} of the facts that come with Rolecall are assumed, or due to be reviewed"
        fix = "You need not do anything. A newer Rolecall may know more."
        last = [Problem(Place(SHIPPED), sentence, fix, kind="assumed", group="facts")]
    else:
        last = []
    return [*sorted(found), *last]


def are_there(content: Content, pcn: str, loaded: Loaded, *, today: date) -> bool:
    """Whether there is a note on files of a PCN. Looks no further than the first."""
    mine = (note for note in loaded.notes if note.pcn == pcn)
    return any(True for _ in mine) or any(True for _ in _of_pcn(Subject(content, pcn, loaded, today)))


def are_shared(content: Content, loaded: Loaded, *, today: date) -> bool:
    """Whether there is a note on a workspace's own files that all PCNs share. Looks no further than the first."""
    return any(not note.pcn for note in loaded.notes) or any(
        not note.place.is_shipped for note in _of_all(content, loaded, today)
    )


def held_back(content: Content, pcn: str, loaded: Loaded, *, today: date) -> list[Problem]:
    """Each service whose details no longer show, as nobody has checked it for longer than its PCN allows."""
    return sorted(freshness.held_back(Subject(content, pcn, loaded, today)))


def _of_all(content: Content, loaded: Loaded, today: date) -> Iterator[Problem]:
    yield from in_group("files", files.of_all(content, loaded))
    yield from in_group("freshness", freshness.of_all(content, loaded, today))
    yield from in_group("safety", safety.of_all(content, loaded))
    yield from in_group("facts", facts.of_all(content, loaded))
    yield from in_group("words", words.of_all(content, loaded))


def _of_pcn(subject: Subject) -> Iterator[Problem]:
    for group, of_pcn in _OF_PCN.items():
        for note in in_group(group, of_pcn(subject)):
            yield replace(note, pcn=subject.id)
