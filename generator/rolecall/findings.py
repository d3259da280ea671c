"""All that `rolecall check` finds of a workspace and of its sites, or of some groups of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from rolecall.build import Look, look_over
from rolecall.exchange.incoming.remembered import damaged
from rolecall.exchange.publishing import installed_by_name
from rolecall.opened import Opened
from rolecall.outside import LinksOutside, links_outside
from rolecall.places import GROUPS, Group, Problem, in_group, told_once
from rolecall.publishing.before import is_example, lacking, of_examples, unsigned
from rolecall.publishing.persons import mailboxes, persons
from rolecall.tasks import Built

IN_PAGES: frozenset[Group] = frozenset({"links", "safety", "access"})
"""The groups that look at pages too."""


@dataclass(frozen=True)
class Findings:
    """What was found, and of what."""

    opened: Opened
    looked_over: tuple[Built, ...]
    """The sites whose pages were looked at. Empty where that was not asked for."""
    groups: frozenset[Group] = frozenset(GROUPS)
    links: LinksOutside | None = None
    """Links to other websites, where these were asked about."""

    @cached_property
    def problems(self) -> list[Problem]:
        """What keeps a site from being built, told once. A file with one hides what else is wrong, so all are in it."""
        return told_once([*self.opened.problems, *(problem for site in self.looked_over for problem in site.problems)])

    @cached_property
    def notes(self) -> list[Problem]:
        """What is worth a look, told once."""
        found = told_once([*self.opened.notes, *_beside(self.opened), *self._of_pages(), *self._of_links()])
        return [note for note in found if note.group in self.groups]

    @property
    def warnings(self) -> list[Problem]:
        """Of the notes, those about which somebody can do something."""
        return [note for note in self.notes if not note.place.is_shipped]

    @property
    def is_whole(self) -> bool:
        """Whether all was looked at, so that its figures can be compared with those of another day."""
        return self.groups == frozenset(GROUPS) and {site.pcn for site in self.looked_over} == {*self.opened.pcns}

    @property
    def blocks(self) -> dict[str, list[Problem]]:
        """What stops the site of each PCN from going live, where its files have no problem."""
        return {pcn: of_examples(self.opened, pcn) or lacking(self.opened, pcn) for pcn in self.opened.pcns}

    def _of_pages(self) -> Iterator[Problem]:
        return (note for site in self.looked_over for note in site.notes)

    def _of_links(self) -> Iterator[Problem]:
        return in_group("links", self.links.notes if self.links else ())


def findings(
    opened: Opened,
    groups: Collection[Group] = (),
    *,
    pages: bool = True,
    reading: bool = False,
    also: Look | None = None,
    links: LinksOutside | None = None,
) -> Findings:
    """What there is to find, in all groups where none is named. Without `pages`, only files are looked at.

    `also` is what else looks at pages, for how easy they are to see and to use. `links` are those to other websites
    that were opened. Without it, what is remembered of them is told.
    """
    asked = frozenset(groups or GROUPS)
    has_pages = pages and (reading or also is not None or not groups or bool(asked & IN_PAGES))
    looked_over = tuple(look_over(opened, asked, reading=reading, also=also)) if has_pages else ()
    return Findings(opened, looked_over, asked, links or (links_outside(opened) if "links" in asked else None))


def _beside(opened: Opened) -> Iterator[Problem]:
    """What no site is made of, whose names and mailboxes are shown, and what nobody has signed off."""
    yield from damaged(opened.workspace, opened.loaded.services)
    yield from installed_by_name(opened.workspace.root)
    for pcn in opened.pcns:
        yield from in_group("safety", (*persons(opened, pcn), *mailboxes(opened, pcn)))
        facts = opened.content.pcns[pcn]
        if not is_example(facts.name, facts.ods_code):  # an example is signed off by nobody, and never goes live
            yield from in_group("safety", unsigned(opened, pcn))
