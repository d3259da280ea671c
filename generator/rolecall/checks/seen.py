"""A page of a site as checks look at it, and where a person can correct what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from rolecall.checks.pages import Part
from rolecall.places import Place

Sources = Mapping[str, tuple[str, Path]]
"""The Markdown file of each page that has one, by the page's file, under the name that messages give it."""

_NONE: Sources = MappingProxyType({})


@dataclass(frozen=True)
class BuiltPage:
    """A page of a built site."""

    name: str
    """Its file, as messages name it."""
    html: str
    source: tuple[str, Path] | None
    """The Markdown file that it is made from, and its name in messages. None where a template makes it of data."""

    @property
    def main(self) -> str:
        """What the page is about, without what stands around it on every page."""
        return self.html.partition("<main")[2].partition("</main>")[0]

    @cached_property
    def _source_lines(self) -> list[str]:
        return self.source[1].read_text(encoding="utf-8").splitlines() if self.source else []

    def place(self, part: Part) -> Place:
        """Where a person can correct a part: in the Markdown file, if the words are found there."""
        if self.source:
            wanted = part.text.rpartition("/")[2]
            lines = (number for number, line in enumerate(self._source_lines, 1) if wanted and wanted in line)
            return Place(self.source[0], next(lines, 1))
        return Place(self.name, part.line)


def pages_of(files: Mapping[str, bytes], folder: str = "", sources: Sources = _NONE) -> Iterator[BuiltPage]:
    """The pages of a built site, but for those that only lead on. `folder` stands in front of their names."""
    for name, data in files.items():
        if name.endswith(".html"):
            html = data.decode()
            if 'http-equiv="refresh"' not in html:
                yield BuiltPage(folder + name, html, sources.get(name))
