"""The report of `rolecall check`: what is to be fixed, where local help is missing, and what grows old, PCN by PCN."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rolecall.checks.gaps import LocalHelp, local_help, to_ask, without_need
from rolecall.checks.stale import NOW, Old, stale
from rolecall.load import YamlFile
from rolecall.opened import Opened
from rolecall.places import Problem
from rolecall.yamltext import YamlText


class OfPcn(NamedTuple):
    """What there is to say of a PCN."""

    id: str
    """The id of its part of the report, with which those of its sections begin."""
    pcn: str
    """Its own id."""
    title: str
    """What people call it, or its id where that is not known."""
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    help: LocalHelp | None
    """None where its files, or those that all PCNs share, have a problem."""
    stale: tuple[Old, ...]
    to_check: int
    """How many services somebody has to check now: overdue, or never checked."""
    to_ask: tuple[Problem, ...] = ()
    """Services whose entries leave out what may fill a gap."""
    without_need: tuple[Problem, ...] = ()
    """Services that run and help with nothing yet."""

    @property
    def to_complete(self) -> int:
        """How many entries those are."""
        return len({problem.place for problem in (*self.to_ask, *self.without_need)})

    @property
    def due_command(self) -> str:
        """The command that writes a workbook of what is to be checked soon."""
        return f"rolecall export workbook --due --pcn {self.pcn} --to {self.pcn}.xlsx"


class Checked(NamedTuple):
    """What the report of a check shows."""

    pcns: tuple[OfPcn, ...]
    problems: tuple[Problem, ...]
    """Those of all files that no single PCN has to itself."""
    notes: tuple[Problem, ...]


def checked(opened: Opened, problems: Iterable[Problem], notes: Iterable[Problem]) -> Checked:
    """All that a check found: what keeps sites from being built, and what is worth a look."""
    found, to_know = _by_pcn(problems), _by_pcn(notes)
    pcns = sorted({*opened.loaded.pcns, *found} - {""})
    return Checked(
        tuple(_of_pcn(opened, pcn, f"pcn-{at}", found[pcn], to_know[pcn]) for at, pcn in enumerate(pcns, 1)),
        tuple(found[""]),
        _hardest_first(to_know[""]),
    )


def _by_pcn(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """Problems by the only PCN that they touch. Those that touch all are under an empty id."""
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.pcn].append(problem)
    return found


def _hardest_first(notes: Iterable[Problem]) -> tuple[Problem, ...]:
    """Notes by place, and after them those about words, the hardest text first."""
    return tuple(sorted(notes, key=lambda note: (note.group == "words", -note.grade)))


def _name_in(file: YamlFile | None) -> str:
    """The name of a PCN as its file gives it, whatever else is wrong there. Empty without."""
    name = file.node.entries.get("name") if file else None
    return name.value if isinstance(name, YamlText) else ""


def _of_pcn(opened: Opened, pcn: str, part: str, problems: Sequence[Problem], notes: Sequence[Problem]) -> OfPcn:
    if not (opened.content_if_sound and pcn in opened.content.pcns):
        name = _name_in(opened.loaded.pcns.get(pcn)) or pcn
        return OfPcn(part, pcn, name, tuple(problems), _hardest_first(notes), None, (), 0)
    site, files = opened.site(pcn), opened.loaded.services_in(pcn)
    help = local_help(site)
    old = stale(site.services, files, opened.today)
    return OfPcn(
        part,
        pcn,
        site.name,
        tuple(problems),
        _hardest_first(notes),
        help,
        old,
        to_check=sum(len(each.services) for each in old if each.kind in NOW),
        to_ask=to_ask(help, files),
        without_need=without_need(help, files),
    )
