"""A sheet to test the site with patients: tasks made of what there is here, and what counts as found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from rolecall import addresses as at
from rolecall.pages.answers import answer, reach
from rolecall.pages.page import Page
from rolecall.pages.parts import another_way, urgent_lines
from rolecall.site import Site, SiteNeed, SiteRole

TASKS = 6
"""As many as people try without getting tired. One sheet holds them."""


class Task(NamedTuple):
    """Something to find out. What there is not here, nobody is asked."""

    kind: Literal["need", "answer", "difference", "service", "urgent", "reach", "surgery", "another-way"]
    about: str = ""
    """What is asked about: a need, a role within a sentence, a surgery."""
    other: str = ""
    """The other role, or the question."""
    found: tuple[str, ...] = ()
    """Any of these counts as found: names, numbers, an answer."""


class TryIt(NamedTuple):
    """What the sheet shows."""

    pcn: str
    tasks: tuple[Task, ...]


def pages(site: Site) -> Iterator[Page]:
    """The sheet for a test with patients."""
    shows = TryIt(site.short_name, tuple(islice(_tasks(site), TASKS)))
    yield Page(
        at.TRY_IT, "try-it", shows, within=at.STAFF, in_sitemap=False, is_found=False, has_facts=False,
        styles=("sheets.css",),
    )  # fmt: skip


def _tasks(site: Site) -> Iterator[Task]:
    """All that can be asked here, the most telling first."""
    roles = site.available_core_roles
    asked = [need for need in site.needs if _first(site, need)][:1]
    for need in asked:
        if role := _first(site, need):
            yield Task("need", need.need.label, found=(role.title,))
    yield from islice((task for role in roles for task in _choices(site, role)), 1)
    if len(roles) > 1:
        yield Task("difference", roles[0].short_title_within, roles[-1].short_title_within)
    served = [need for need in site.needs if _names(need)]
    for need in [*(need for need in served if need not in asked), *served][:1]:
        yield Task("service", need.need.label, found=_names(need))
    yield Task("urgent", found=tuple(line.phone for line in urgent_lines(site)))
    for role in roles[-1:]:
        how = reach(site, role)
        yield Task("reach", role.short_title_within, found=tuple(filter(None, (how.contacts.phone or how.text,))))
    for surgery in [surgery for surgery in site.practices if surgery.practice.phone][:1]:
        yield Task("surgery", surgery.practice.name, found=tuple(filter(None, (surgery.practice.phone,))))
    ways = another_way(site).contacts
    yield Task("another-way", found=tuple(filter(None, (ways.phone, ways.email))))


def _first(site: Site, need: SiteNeed) -> SiteRole | None:
    """Whom people see first about a need. None where that is nobody here, or where it is not for a game."""
    if not need.role or need.need.exit or need.need.help_first:
        return None
    role = need.role.stand_in(site.all_roles) or need.role
    return role if role.available else None


def _choices(site: Site, role: SiteRole) -> Iterator[Task]:
    """What a role answers with yes, no or something between."""
    for group in site.patient_groups:
        for question in group.questions:
            if question.kind == "choice" and question.from_ == "answers" and question.id in role.answers:
                given = answer(site, role.answers[question.id])
                yield Task("answer", role.short_title_within, question.ask, (given.choice,) if given.choice else ())


def _names(need: SiteNeed) -> tuple[str, ...]:
    """The first few services that are there for a need."""
    if need.need.exit:
        return ()
    return tuple(found.service.name for found in need.services if found.state == "open")[:3]
