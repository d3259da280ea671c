"""What there is to build: the PCNs whose sites are not what their files say, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rolecall import record
from rolecall.folders import Outcome
from rolecall.inputs import Files, Inputs, digest_of, inputs_of, shared_files, sharing_codes
from rolecall.places import Problem
from rolecall.record import Record
from rolecall.workspace import Workspace

if TYPE_CHECKING:  # a build that has nothing to do starts sooner without what makes pages
    from rolecall.checks.reading import ReadingOf


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one PCN's site. Where there is a problem or a bug, the last one is as it was."""

    pcn: str
    outcome: Outcome | Literal["not built"] = "not built"
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    bug: str = ""
    """The traceback of a fault in Rolecall itself."""
    notes: tuple[Problem, ...] = ()
    """What of its pages is worth a look, where that was asked for."""
    reading: tuple[ReadingOf, ...] = ()
    """How hard each page is to read, where that was asked for."""
    held_back: tuple[str, ...] = ()
    """What to tell of services that are not shown, since nobody has checked them for too long."""
    has_notes: bool = False
    """Whether there is something worth a look in its files, or in those that all PCNs share."""
    written: tuple[str, ...] = ()
    """Where that was asked for: the files that are new, or have other bytes than before."""
    gone: tuple[str, ...] = ()
    """Where that was asked for: the files that are there no more."""

    @property
    def is_there(self) -> bool:
        """Whether the site is now what the files say."""
        return self.outcome != "not built"


@dataclass(frozen=True, slots=True)
class Task:
    """Some PCNs to build the sites of. It can be sent to another process, or to another machine."""

    workspace: Workspace
    out: Path
    """The folder that gets a folder for each PCN."""
    today: date
    shared: Files
    """What all PCNs share, as it was when the build began."""
    inputs: Mapping[str, Inputs]
    """What each PCN to build is made of."""
    together: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The PCNs with which each has to be looked at."""
    lists: bool = False
    """Whether somebody asks which files change."""

    @property
    def records(self) -> Path:
        """Where what is remembered of the sites lies."""
        return record.records_of(self.workspace.root, self.out)

    def key(self, pcn: str, now: Inputs | None = None) -> str:
        """The digest of all that a site is made of, but for the day. `now` is what it is made of at this moment."""
        return digest_of(self.shared.digest, *self._of_pcn(pcn, now or self.inputs[pcn]))

    def exact_key(self, pcn: str, services: str, now: Inputs | None = None) -> str:
        """The same, `services` being the digest of those for several PCNs that it shows."""
        return digest_of(self.shared.but_services, services, *self._of_pcn(pcn, now or self.inputs[pcn]))

    def _of_pcn(self, pcn: str, inputs: Inputs) -> Iterator[str]:
        yield from (inputs.files.digest, inputs.lock)
        yield from (self.inputs[other].files.digest for other in sorted(self.together.get(pcn, ())) if other != pcn)

    def last(self, pcn: str) -> Record | None:
        """What is known of the last build, if its site is still as that build left it."""
        found = record.read(self.records, pcn)
        return found if found and found.left.is_still_in(self.out / pcn) else None

    def unchanged(self, pcn: str) -> Built | None:
        """What a build would say that has nothing to do. None where it has something to do."""
        if self.lists and record.owed(self.records, pcn) is not None:
            return None
        if not (last := self.last(pcn)) or not last.counts(self.key(pcn), self.today):
            return None
        return Built(pcn, "unchanged", last.pages, held_back=last.held_back, has_notes=last.has_notes)


def task_of(workspace: Workspace, pcns: Collection[str], out: Path, *, today: date, lists: bool = False) -> Task:
    """All there may be to do for some PCNs, as their files are at this moment."""
    shared = shared_files(workspace)
    inputs = {pcn: inputs_of(workspace, pcn) for pcn in pcns}
    return Task(workspace, out, today, shared, inputs, sharing_codes(inputs), lists)


def left_to_do(task: Task) -> tuple[list[Built], Task]:
    """The sites that are already what their files say, and the task of building the others."""
    done = {pcn: built for pcn in task.inputs if (built := task.unchanged(pcn))}
    to_do = frozenset[str]().union(*(task.together[pcn] for pcn in task.inputs if pcn not in done))
    inputs = {pcn: found for pcn, found in task.inputs.items() if pcn in to_do}
    return [built for pcn, built in done.items() if pcn not in to_do], replace(task, inputs=inputs)
