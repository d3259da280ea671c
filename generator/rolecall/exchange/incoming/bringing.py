"""An import as a whole: entries, and the workspace that they come into, to a report and the files that change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.present import present
from rolecall.exchange.incoming.remembered import lock_of, read_lock
from rolecall.exchange.incoming.report import Report, Source, as_json, as_page
from rolecall.exchange.incoming.updates import NO_WISHES, Wishes, updated_with
from rolecall.opened import Opened
from rolecall.places import Problem
from rolecall.slugs import slug_of_any
from rolecall.validate import judge_of_services


def brought_in(
    opened: Opened,
    pcn: str,
    entries: Iterable[Entry],
    source: Source,
    *,
    outside: Collection[str] = (),
    wishes: Wishes = NO_WISHES,
    is_dry_run: bool = False,
) -> tuple[Report | None, list[Problem]]:
    """What becomes of entries in a PCN. None where one of its files, or `imported.lock`, cannot be read."""
    shared = {id: file.whole.node for id, file in opened.loaded.shared_in(pcn).items()}
    services, unread = present(opened.workspace, pcn, opened.content.pcns[pcn].moved, shared)
    remembered, damaged = read_lock(services.folder, opened.workspace.shown(lock_of(services.folder)))
    if remembered is None or unread:
        return None, [*unread, *damaged]
    arrived = updated_with(
        entries,
        services,
        remembered,
        judge_of_services(opened.loaded, opened.judged[0], today=opened.today),
        feed=source.name,
        whole=source.is_whole,
        outside=outside,
        wishes=wishes,
    )
    return Report(pcn, opened.today, source, arrived, is_dry_run), []


def files_of(report: Report, root: Path) -> dict[Path, bytes]:
    """The files that tell of an import, for people and for programs."""
    name = f"{report.pcn}-{slug_of_any(report.source.name) or 'services'}"
    folder = root / ".rolecall/reports"
    return {folder / f"{name}.html": as_page(report), folder / f"{name}.json": as_json(report)}
