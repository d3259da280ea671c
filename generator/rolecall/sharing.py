"""Building shared out among processes, or among the machines of a cluster."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import date
from functools import lru_cache

from rolecall.build import build_sites
from rolecall.bundled import bundled
from rolecall.inputs import Files, shared_files
from rolecall.opened import Opened, open_shared
from rolecall.tasks import Built, Task
from rolecall.workspace import Workspace

MANY = 12
"""Sites from which on several processes are quicker than one."""

PART = 32
"""Sites that are built in a row, so that what they share is read and sent once for all of them."""


def processors() -> int:
    """How many things this process can do at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build_all(task: Task, *, jobs: int | None = None, cluster: Executor | None = None) -> Iterator[Built]:
    """Build the sites of a task, each as it is done: in `jobs` processes, as many as
    there are processors if not given, or on the machines of a cluster."""
    shared = shared_by(task)
    if cluster:
        yield from _shared_out(task, cluster, _build_elsewhere)
    elif (jobs := jobs or processors()) == 1 or len(task.inputs) < MANY:
        yield from build_sites(shared, task)
    else:
        assert shared.templates  # read once, before the processes part
        with ProcessPoolExecutor(jobs) as processes:
            yield from _shared_out(task, processes, _build_part)


def shared_by(task: Task) -> Opened:
    """What the sites of a task share: its workspace without PCNs."""
    return _shared(task.workspace, task.today, task.shared)


@lru_cache(maxsize=1)
def _shared(workspace: Workspace, today: date, files: Files) -> Opened:
    """The workspace without its PCNs, once in a process while its files stay as they are."""
    return open_shared(workspace, today=today)


def parts_of(task: Task) -> list[Task]:
    """The task in parts. PCNs that have to be looked at together stay together."""
    parts: list[dict[str, None]] = [{}]
    placed: set[str] = set()
    for pcn in task.inputs:
        if pcn in placed:
            continue
        group = [other for other in sorted(task.together.get(pcn, (pcn,))) if other in task.inputs]
        if parts[-1] and len(parts[-1]) + len(group) > PART:
            parts.append({})
        parts[-1].update(dict.fromkeys(group))
        placed.update(group)
    return [replace(task, inputs={pcn: task.inputs[pcn] for pcn in part}) for part in parts]


def _shared_out(task: Task, executor: Executor, build: Callable[[Task], list[Built]]) -> Iterator[Built]:
    parts = {executor.submit(build, part): part for part in parts_of(task)}
    lost: list[Task] = []
    try:
        for done in as_completed(parts):
            try:
                yield from done.result()
            except BrokenExecutor:
                lost.append(parts[done])
    finally:
        for future in parts:
            future.cancel()
    for part in lost:
        yield from _by_itself(part)


def _by_itself(part: Task) -> Iterator[Built]:
    """Build sites whose process was ended from outside, each in a process of its own: perhaps not all end theirs."""
    for group in dict.fromkeys(part.together.get(pcn, frozenset([pcn])) for pcn in part.inputs):
        alone = replace(part, inputs={pcn: part.inputs[pcn] for pcn in sorted(group)})
        try:
            with ProcessPoolExecutor(1) as process:
                yield from process.submit(_build_part, alone).result()
        except BrokenExecutor:
            why = "The process that built this site was ended from outside. Is there enough memory?"
            yield from (Built(pcn, bug=why) for pcn in alone.inputs)


def _build_part(task: Task) -> list[Built]:
    """Build the sites of a part in another process."""
    return [*build_sites(shared_by(task), task)]


def _build_elsewhere(task: Task) -> list[Built]:
    """Build the sites of a part on a machine of a cluster, with what is installed there. OtherFiles if it differs."""
    workspace = replace(task.workspace, shipped=bundled())
    there = shared_files(workspace)
    if there.digest != task.shared.digest:
        where = f"On {platform.node()}, the shared files or the version of Rolecall"
        raise OtherFiles(f"{where} are not those with which the build began. Nothing more was built.")
    return _build_part(replace(task, workspace=workspace, shared=there))


class OtherFiles(Exception):
    """What PCNs share is not the same everywhere, or has changed since the build began."""
