"""A workspace as it is on a day: read, judged, and ready to make sites of. The one way in for whoever needs one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from rolecall.bundled import bundled
from rolecall.checks import notes
from rolecall.load import Loaded, Workspace, load_pcns, load_shared
from rolecall.model import Content
from rolecall.places import Problem
from rolecall.site import Site, site_of
from rolecall.validate import Judged, judged, validate

if TYPE_CHECKING:
    from rolecall.templates import Templates


@dataclass(frozen=True)
class Opened:
    """What the files of a workspace say on a day, and all that is wrong with them."""

    workspace: Workspace
    today: date
    loaded: Loaded
    problems: tuple[Problem, ...]
    """Those that show before there are pages."""
    content_if_sound: Content | None
    """None where a file that all PCNs share has a problem."""
    unread: tuple[Problem, ...]
    """Of the problems, those of shared files that cannot be read."""
    judged: Judged
    """What all PCNs share, as their own files are judged by it."""

    @property
    def content(self) -> Content:
        """What the files say, of a workspace whose shared files have no problem."""
        assert self.content_if_sound, "\n".join(map(str, self.problems))
        return self.content_if_sound

    @property
    def pcns(self) -> list[str]:
        """The ids of the PCNs of which sites can be made: those whose files have no problem."""
        return [*self.content_if_sound.pcns] if self.content_if_sound else []

    @cached_property
    def notes(self) -> list[Problem]:
        """What is worth a look, and stops nothing."""
        return notes.notes(self.content_if_sound, self.loaded, today=self.today) if self.content_if_sound else []

    @cached_property
    def has_shared_notes(self) -> bool:
        """Whether one of those is about files that all PCNs share, which is quicker to know than all of them."""
        return notes.are_shared(self.content, self.loaded, today=self.today)

    @cached_property
    def templates(self) -> Templates:
        """The templates of the workspace, over those that Rolecall ships."""
        # Most commands make no pages, and start sooner without.
        from rolecall.templates import environment, theme_folders

        return environment(theme_folders(self.workspace))

    def site(self, pcn: str, *, site_url: str | None = None, in_folder: bool = False) -> Site:
        """What is true in a PCN, for its pages."""
        return site_of(self.content, pcn, today=self.today, site_url=site_url, in_folder=in_folder)

    def with_pcns(self, pcns: Collection[str], *, services: bool = True) -> Opened:
        """The same workspace with these PCNs, their services too or not. What all share is not read again."""
        loaded, unread = load_pcns(self.workspace, self.loaded, pcns, services=services)
        content, problems = validate(loaded, [*self.unread, *unread], today=self.today, by=self.judged)
        return replace(self, loaded=loaded, problems=tuple(problems), content_if_sound=content)


def open_workspace(workspace: Workspace, pcns: Collection[str] | None = None, *, today: date) -> Opened:
    """A workspace with all of its PCNs, or with those named."""
    return open_shared(workspace, today=today).with_pcns(workspace.pcns() if pcns is None else pcns)


def open_shared(workspace: Workspace, *, today: date) -> Opened:
    """A workspace without its PCNs: what all of them share."""
    loaded, unread = load_shared(workspace)
    by = judged(loaded)
    content, problems = validate(loaded, unread, today=today, by=by)
    return Opened(workspace, today, loaded, tuple(problems), content, tuple(unread), by)


def open_shipped(*, today: date) -> Opened:
    """What Rolecall ships, without any PCN."""
    return open_workspace(Workspace(bundled(), bundled()), [], today=today)
