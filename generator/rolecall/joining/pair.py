"""The 2 PCNs of a change: one that gives surgeries, people and services away, and one that takes them in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rolecall.joining.levels import Level
from rolecall.joining.outcome import level_of
from rolecall.load import Loaded, YamlFile
from rolecall.opened import Opened
from rolecall.places import Place

KEPT = "moved"
"""The folder of a workspace with what is left of PCNs that are no more, and what to publish in place of their sites."""


@dataclass(frozen=True)
class Pair:
    """The PCN that gives away, and the one that takes in, by id. `loaded` has all PCNs."""

    loaded: Loaded
    opened: Opened
    id: str
    opened_there: Opened
    to: str
    merges: bool = True
    """Whether the first is no more afterwards."""

    @cached_property
    def first(self) -> Level:
        return level_of(self.opened, self.id)

    @cached_property
    def second(self) -> Level:
        return level_of(self.opened_there, self.to)

    @property
    def file(self) -> YamlFile:
        """The `pcn.yml` of the first."""
        return self.loaded.pcns[self.id]

    @property
    def to_file(self) -> YamlFile:
        """The `pcn.yml` of the second."""
        return self.loaded.pcns[self.to]

    @property
    def new_site(self) -> str:
        """The address of the second's site."""
        return self.second.pcn.site_url or ""

    def was(self, *path: str | int) -> Place:
        """Where something stood in the file of the first, where that is kept, or still is."""
        place = self.file.at(*path)
        return Place(f"{KEPT}/{self.id}/was/pcn.yml" if self.merges else place.file, place.line, place.column)

    def text(self, file: YamlFile) -> str:
        """The text of a file."""
        return (self.opened.workspace.root / file.file).read_bytes().decode()
