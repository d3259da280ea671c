"""A preview of one PCN's site: what `rolecall build` makes, in a browser that follows each change of the files.

The server is MkDocs', since it has browsers load a page again. MkDocs makes none of what it serves.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from mkdocs.livereload import LiveReloadServer

from rolecall.addresses import NOT_FOUND
from rolecall.build import Made, made, tried
from rolecall.inputs import Stamps, stamps_of
from rolecall.opened import Opened, open_shared
from rolecall.pages import Plan
from rolecall.places import SHIPPED, Place, Problem
from rolecall.ports import url_of
from rolecall.render import problems_site, whole
from rolecall.tasks import Built
from rolecall.templates import TemplateMistake, Templates, environment, theme_folders
from rolecall.today import today
from rolecall.workspace import Workspace

BETWEEN_LOOKS = 0.1
"""Seconds from a look at the files to the next."""

AT_REST = 0.02
"""Seconds in which no file changes before the site follows: an editor may write one in several steps."""


class Look(NamedTuple):
    """What a site is made of at a moment, without having read it."""

    day: date
    shared: Stamps
    local: Stamps


class Preview:
    """The site of a PCN in a folder, as its files say. While they have problems, the last good pages, which tell them.

    What the files say is kept from one build to the next as long as they stay as they are.
    """

    def __init__(
        self,
        workspace: Workspace,
        pcn: str,
        url: str,
        folder: Path,
        *,
        worded: Callable[[Problem], Problem] = lambda it: it,
    ) -> None:
        self.worded = worded
        """How pages name a problem: by the line of a file, or by the form that has it."""
        self.workspace, self.pcn, self.url, self.folder = workspace, pcn, url, folder
        self.seen: Look | None = None
        """The look at the files before they were last read: a later change shows as another."""
        self._shared: tuple[date, Stamps, Opened] | None = None
        self._opened: tuple[Look, Opened] | None = None
        self._good: tuple[Made, Templates] | None = None
        self._there: dict[str, bytes] = {}

    def look(self) -> Look:
        """The files as they are now."""
        return Look(today(), *stamps_of(self.workspace, self.pcn))

    def build(self) -> Built:
        """Bring the folder up to date. Gives what is wrong, and which files are others than before."""
        look = self.seen = self.look()
        built = tried(self.pcn, self.workspace, lambda: self._make(look))
        problems = (_of_a_bug(built.bug),) if built.bug else built.problems
        written, gone = self._put(self._files(tuple(map(self.worded, problems))))
        return replace(built, written=written, gone=gone)

    def not_found(self) -> bytes | None:
        """The page at an address that the site does not have."""
        return self._there.get(NOT_FOUND)

    @property
    def files(self) -> Mapping[str, bytes]:
        """What is in the folder, by path."""
        return self._there

    @property
    def plan(self) -> Plan | None:
        """All pages of the last good site. None before there is one."""
        return self._good[0].plan if self._good else None

    def opened(self) -> Opened:
        """What the files say now, and what is wrong with them."""
        look = self.look()
        if self._opened is None or self._opened[0] != look:
            self._opened = look, self._shared_at(look).with_pcns([self.pcn])
        return self._opened[1]

    def _make(self, look: Look) -> Built:
        shared, opened = self._shared_at(look), self.opened()
        if problems := opened.problems or _of_no_folder(opened, self.pcn):
            return Built(self.pcn, problems=problems)
        # The script that loads a page again stands in the page, where the policy would stop it.
        site = made(opened, self.pcn, templates=shared.templates, site_url=self.url, policy="")
        if site.problems:
            return Built(self.pcn, problems=site.problems)
        self._good = site, shared.templates
        return Built(self.pcn, "changed", pages=site.pages)

    def _shared_at(self, look: Look) -> Opened:
        """What all PCNs share, with the templates, as it was at this look."""
        if self._shared is None or self._shared[:2] != look[:2]:
            self._shared = look.day, look.shared, open_shared(self.workspace, today=look.day)
        return self._shared[2]

    def _files(self, problems: tuple[Problem, ...]) -> dict[str, bytes]:
        """All files that the folder has to have."""
        try:
            if self._good is None:
                # Not the templates of the workspace, where the mistake may be.
                shipped = environment(theme_folders(Workspace(self.workspace.shipped, self.workspace.shipped)))
                return problems_site(shipped, self.workspace, problems, top="/")
            site, templates = self._good
            if not problems:
                return {**site.files}
            frame = site.plan.frame
            pages = {page.file: whole(templates, frame, page, problems=problems, policy="") for page in site.plan.pages}
            return {**site.files, **pages}
        except TemplateMistake:
            return self._there

    def _put(self, files: dict[str, bytes]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Write the files that are not yet there so, and delete those that are there no more. Gives which."""
        gone = tuple(name for name in self._there if name not in files)
        written = tuple(name for name, data in files.items() if self._there.get(name) != data)
        for name in gone:
            (self.folder / name).unlink(missing_ok=True)
            del self._there[name]
        for name in written:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(files[name])
            self._there[name] = files[name]
        return written, gone


def _of_no_folder(opened: Opened, pcn: str) -> tuple[Problem, ...]:
    """The problem of a PCN whose folder was renamed or deleted."""
    if pcn in opened.pcns:
        return ()
    fix = "Put it back, or end `rolecall serve` and name another PCN."
    return (Problem(Place(f"content/pcns/{pcn}"), "this folder is not there any more", fix, pcn, kind="missing"),)


def _of_a_bug(traceback: str) -> Problem:
    """What the page says of a fault in Rolecall itself. The command prints all of it."""
    sentence = f"Rolecall itself failed here: {traceback.strip().splitlines()[-1]}"
    fix = "This is a bug. Please report the lines that `rolecall serve` prints."
    return Problem(Place(SHIPPED), sentence, fix, kind="unreadable")


def serve(
    workspace: Workspace, pcn: str, host: str, port: int, *, tell: Callable[[Built, float], None], opens: bool = False
) -> None:
    """Show a PCN's site at an address until someone ends it. `tell` gets each build, and the seconds that it took."""
    url = url_of(host, port)
    with TemporaryDirectory(prefix="rolecall_") as folder:
        preview = Preview(workspace, pcn, url, Path(folder))

        def build() -> None:
            started = time.monotonic()
            built = preview.build()
            tell(built, time.monotonic() - started)

        build()
        server = LiveReloadServer(build, host, port, folder)
        server.url = url
        server.build_delay = 0  # the files are at rest already
        server.observer = _Looking(preview)  # type: ignore[assignment]
        server.serve_thread = _Sound(target=lambda: server.serve_forever(server.shutdown_delay))
        server.error_handler = lambda _: preview.not_found()
        server.watch(str(workspace.root))
        try:
            server.serve(open_in_browser=opens)
        finally:
            server.shutdown()


class _Sound(threading.Thread):
    """A thread that has started where an interrupt comes in between, or has not: never half.

    Half started, it holds its lock for good, or finds its socket closed.
    """

    def start(self) -> None:
        came: list[int] = []
        waiting = [it for it in signal.valid_signals() if signal.getsignal(it) is signal.default_int_handler]
        for it in waiting:
            signal.signal(it, lambda number, _: came.append(number))
        try:
            super().start()
        finally:
            for it in waiting:
                signal.signal(it, signal.default_int_handler)
        if came:
            raise KeyboardInterrupt


class _Change:
    """What the server is told: something in the files is not as it was."""

    is_directory = False


class _Looking(_Sound):
    """Looks at the files again and again, and tells the server of a change: an observer, as far as it needs one.

    Its own watches each file of every PCN, and stops for good where a folder is renamed.
    """

    def __init__(self, preview: Preview) -> None:
        super().__init__(daemon=True)
        self._preview = preview
        self._ended = threading.Event()
        self._handler: Any = None

    def schedule(self, handler: Any, path: str, *, recursive: bool) -> None:
        self._handler = handler

    def run(self) -> None:
        while not self._ended.wait(BETWEEN_LOOKS):
            with suppress(OSError):  # a folder that goes while it is looked at
                look = self._preview.look()
                if look == self._preview.seen:
                    continue
                before = None
                while look != before and not self._ended.wait(AT_REST):
                    before, look = look, self._preview.look()
                self._handler.on_any_event(_Change)

    def stop(self) -> None:
        self._ended.set()
