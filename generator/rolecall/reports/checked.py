"""The report of `rolecall check`, PCN by PCN: whether its site is ready, what to do, where local help is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from rolecall.checks.gaps import LocalHelp, local_help, to_ask, without_need
from rolecall.checks.stale import NOW, Old, stale
from rolecall.load import YamlFile
from rolecall.opened import Opened
from rolecall.places import GROUPS, Group, Problem
from rolecall.yamltext import YamlText

Figure = Literal["blocks", "problems", Group, "services", "to_check", "without_help"]
"""What is counted of a PCN: what stops its site from going live, problems, notes of each group, services, needs."""

FIGURES: tuple[Figure, ...] = ("blocks", "problems", *GROUPS, "services", "to_check", "without_help")


class Moved(NamedTuple):
    """A figure that is another one than last time."""

    figure: Figure
    before: int
    now: int


class OfPcn(NamedTuple):
    """What there is to say of a PCN."""

    id: str
    """The id of its part of the report, with which those of its sections begin."""
    pcn: str
    """Its own id."""
    title: str
    """What people call it, or its id where that is not known."""
    problems: tuple[Problem, ...]
    blocks: tuple[Problem, ...]
    """What else stops its site from going live."""
    notes: tuple[Problem, ...]
    """What is worth a look, and stops nothing."""
    help: LocalHelp | None
    """None where its files, or those that all PCNs share, have a problem."""
    stale: tuple[Old, ...]
    to_check: int
    """How many services somebody has to check now: overdue, or never checked."""
    to_ask: tuple[Problem, ...] = ()
    """Services whose entries leave out what may fill a gap."""
    without_need: tuple[Problem, ...] = ()
    """Services that run and help with nothing yet."""
    since: date | None = None
    """The day of the last report. None where this is the first."""
    moved: tuple[Moved, ...] = ()
    """The figures that are others since."""

    @property
    def is_ready(self) -> bool:
        """Whether nothing stops its site from going live."""
        return not (self.problems or self.blocks)

    @property
    def by_group(self) -> tuple[tuple[Group, tuple[Problem, ...]], ...]:
        """The notes of each group that has some."""
        found = ((group, tuple(note for note in self.notes if note.group == group)) for group in GROUPS)
        return tuple((group, notes) for group, notes in found if notes)

    @property
    def figures(self) -> dict[Figure, int]:
        """Each figure that is known: where files have problems, only how many stop the site."""
        found: dict[Figure, int] = {"blocks": len(self.problems) + len(self.blocks), "problems": len(self.problems)}
        if self.help:
            found |= {group: sum(note.group == group for note in self.notes) for group in GROUPS}
            found["services"], found["to_check"] = len(self.help.running), self.to_check
            found["without_help"] = len(self.help.without_help)
        return found

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


def checked(
    opened: Opened,
    problems: Iterable[Problem],
    notes: Iterable[Problem],
    blocks: Mapping[str, Sequence[Problem]] | None = None,
) -> Checked:
    """All that a check found: what keeps sites from being built, and what is worth a look.

    `blocks` is what else stops the site of a PCN from going live. PCNs for which there is most come first.
    """
    found, to_know = _by_pcn(problems), _by_pcn(notes)
    pcns = sorted({*opened.loaded.pcns, *found} - {""})
    each = [
        _of_pcn(
            opened,
            pcn,
            f"pcn-{at}",
            problems=found[pcn],
            to_know=to_know[pcn],
            blocks=(blocks or {}).get(pcn, ()),
        )
        for at, pcn in enumerate(pcns, 1)
    ]
    return Checked(
        tuple(sorted(each, key=lambda pcn: -len(pcn.problems) - len(pcn.blocks))),
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


def since(found: Checked, before: Mapping[str, tuple[date, Mapping[Figure, int]]]) -> Checked:
    """The same with how figures moved since `before`: of each PCN, a day and its figures on it."""

    def of_pcn(pcn: OfPcn) -> OfPcn:
        day, then = before.get(pcn.pcn, (None, {}))
        now = pcn.figures
        both = (figure for figure in FIGURES if figure in then and figure in now)
        moved = tuple(Moved(figure, then[figure], now[figure]) for figure in both if then[figure] != now[figure])
        return pcn._replace(since=day, moved=moved)

    return found._replace(pcns=tuple(map(of_pcn, found.pcns)))


def _of_pcn(
    opened: Opened,
    pcn: str,
    part: str,
    *,
    problems: Sequence[Problem],
    to_know: Sequence[Problem],
    blocks: Sequence[Problem],
) -> OfPcn:
    notes = tuple(note for note in to_know if note not in {*blocks})
    if not (opened.content_if_sound and pcn in opened.content.pcns):
        name = _name_in(opened.loaded.pcns.get(pcn)) or pcn
        return OfPcn(part, pcn, name, tuple(problems), tuple(blocks), _hardest_first(notes), None, (), 0)
    site, files = opened.site(pcn), opened.loaded.services_in(pcn)
    help = local_help(site)
    old = stale(site.services, files, opened.today)
    return OfPcn(
        part,
        pcn,
        site.name,
        tuple(problems),
        tuple(blocks),
        _hardest_first(notes),
        help,
        old,
        to_check=sum(len(each.services) for each in old if each.kind in NOW),
        to_ask=to_ask(help, files),
        without_need=without_need(help, files),
    )
