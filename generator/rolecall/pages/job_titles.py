"""What job titles mean: every name that people meet, from A to Z, and whose it is here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import Words, by_letter, words_of_term
from rolecall.site import Site, SiteRole, Title, titles


class TitledRole(NamedTuple):
    """A role that has the title."""

    role: Link
    in_short: str
    local: Local


class TitleEntry(NamedTuple):
    """A title, and the roles that have it."""

    id: str
    """Its part of the page."""
    name: str
    is_its_name: bool
    """Whether the one role that has it is called so here."""
    roles: tuple[TitledRole, ...]
    terms: tuple[Words, ...]
    """With what people confuse it."""


class Letter(NamedTuple):
    """The titles that begin with a letter."""

    letter: str
    id: str
    """Its part of the page."""
    titles: tuple[TitleEntry, ...]


class JobTitles(NamedTuple):
    """What the page of job titles shows."""

    pcn: str
    letters: tuple[Letter, ...]
    terms: tuple[Words, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of job titles."""
    terms = tuple(words_of_term(site, id, term) for id, term in site.content.terms.items())
    shows = JobTitles(site.short_name, tuple(_letters(site)), terms)
    yield Page(at.JOB_TITLES, "job-titles", shows, within=at.ROLES, reviewed=checked(site, roles=site.all_roles))


def _letters(site: Site) -> Iterator[Letter]:
    found = titles(site.all_roles, site.content.terms, site.pcn)
    for letter, id, some in by_letter(found, lambda title: title.name):
        yield Letter(letter, id, tuple(_entry(site, title) for title in some))


def _entry(site: Site, title: Title) -> TitleEntry:
    terms = (words_of_term(site, id, site.content.terms[id]) for id in title.terms)
    is_its_name = len(title.roles) == 1 and title.roles[0].title == title.name
    return TitleEntry(title.id, title.name, is_its_name, tuple(_role(site, role) for role in title.roles), tuple(terms))


def _role(site: Site, role: SiteRole) -> TitledRole:
    return TitledRole(
        Link(role.address, role.title_within),
        role.role.in_short,
        local(site, role),
    )
