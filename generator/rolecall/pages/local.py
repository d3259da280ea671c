"""What is so of a role in a PCN, or at a surgery, and not everywhere. The template is components/local.html.jinja.

All that speaks of a role shows this one value: pages, sheets, frames, the search, leaflets, data. So they agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from rolecall.pages.page import Link
from rolecall.site import Site, SitePractice, SiteRole, Where, once


class Note(NamedTuple):
    """Something that is so in one place, or at some surgeries."""

    kind: Literal["absent", "there", "called", "shared", "also", "only-for", "answers"]
    """Nobody has the role; somebody has it where others of the PCN have not; its title; who does this job too; which
    other job this person does; for whom it is; which answers are others."""
    surgeries: tuple[Link, ...] = ()
    """Empty where it is so in the whole place."""
    other: Link | None = None
    """Whom to see instead, or who does this job too."""
    words: tuple[str, ...] = ()
    """The title, for whom, or the headings of answers, within a sentence."""


class Local(NamedTuple):
    """A role as it is in one place."""

    id: str
    place: Where | None
    """None where nothing is so in the whole of it. Then a role is the same value wherever it is."""
    title: Link
    """Its short title, within a sentence."""
    name: str
    """Its title in full, within a sentence."""
    national: str
    """Its national name, within a sentence. Empty where that is its title here."""
    notes: tuple[Note, ...]
    answers: tuple[Note, ...]
    """What is answered another way at some surgeries, which only the page of the role says."""

    @property
    def is_for_some(self) -> bool:
        """Whether it is only for some people in the whole place."""
        return any(note.kind == "only-for" and not note.surgeries for note in self.notes)

    @property
    def is_absent(self) -> bool:
        """Whether nobody has it in the whole place."""
        return any(note.kind == "absent" and not note.surgeries for note in self.notes)


@once
def local(site: Site, role: SiteRole) -> Local:
    """A role as it is in the PCN."""
    at_surgeries = _together(note for surgery in site.practices for note in _notes_at(site, surgery, role))
    notes = (*_notes(site, role, site.all_roles), *(note for note in at_surgeries if note.kind != "answers"))
    answers = tuple(note for note in at_surgeries if note.kind == "answers")
    return _local(site, role, Where(site.short_name), notes, answers)


@once
def local_at(site: Site, surgery: SitePractice, role: SiteRole) -> Local:
    """A role of a surgery as it is there."""
    place = Where(surgery.practice.name, is_surgery=True)
    return _local(site, role, place, tuple(_notes(site, role, surgery.all_roles)), ())


def local_for(site: Site, role: SiteRole, surgery: SitePractice | None) -> Local:
    """A role as it is at a surgery, or without one in the PCN."""
    return local_at(site, surgery, role) if surgery else local(site, role)


@once
def short_link(site: Site, role: SiteRole) -> Link:
    """A role by its short title, within a sentence. Of the wider team, only whom the PCN has is explained."""
    return Link(role.address if site.role(role.id).is_explained else "", role.short_title_within)


def _local(site: Site, role: SiteRole, place: Where, notes: tuple[Note, ...], answers: tuple[Note, ...]) -> Local:
    national = role.name_within if role.title != role.role.name else ""
    is_told = any(not note.surgeries for note in notes)
    title = short_link(site, role)
    return Local(role.id, place if is_told else None, title, role.title_within, national, notes, answers)


def _notes(site: Site, role: SiteRole, roles: Sequence[SiteRole]) -> Iterator[Note]:
    """What is so of a role where these are the roles."""
    if not role.available:
        yield Note("absent", other=_by_id(site, role.instead, roles))
        return
    if shared_with := _by_id(site, role.combined_with, roles):
        yield Note("shared", other=shared_with)
    for other in roles:
        if other.available and other.combined_with == role.id:
            yield Note("also", other=short_link(site, other))
    if role.only_for_within:
        yield Note("only-for", words=(role.only_for_within.removesuffix("."),))


def _by_id(site: Site, id: str | None, roles: Sequence[SiteRole]) -> Link | None:
    found = next((role for role in roles if role.id == id and role.available), None)
    return short_link(site, found) if found else None


def _notes_at(site: Site, surgery: SitePractice, role: SiteRole) -> Iterator[Note]:
    """What is not the same at a surgery as in the PCN, by what counts today."""
    there = next((other for other in surgery.roles if other.id == role.id), role)
    link = (Link(surgery.address, surgery.practice.name),)
    if there.available and not role.available:
        yield Note("there", link)
    if there.available and there.short_title != role.short_title:
        yield Note("called", link, words=(there.short_title_within,))
    in_pcn = [note._replace(surgeries=link) for note in _notes(site, role, site.all_roles)]
    for note in _notes(site, there, surgery.all_roles):
        if (at_surgery := note._replace(surgeries=link)) not in in_pcn:
            yield at_surgery
    if answers := tuple(_answered_at(site, there)) if there.available else ():
        yield Note("answers", link, words=answers)


def _answered_at(site: Site, role: SiteRole) -> Iterator[str]:
    """The headings of what the surgery itself says, where what it says still counts."""
    reach = [part.reach for part in role.reach.parts if part.where and part.where.is_surgery]
    for group in site.patient_groups:
        for question in group.questions:
            answer = role.answers.get(question.id)
            if question.from_ == "reach":
                is_told = any(way.text or way.phone or way.email or way.url for way in reach)
            elif question.from_ == "self_refer":
                is_told = any(way.self_refer for way in reach)
            else:
                is_told = bool(answer and answer.where and answer.where.is_surgery)
                is_told = is_told and not (role.only_for and question.use == "helps_with")  # a note of its own
            if is_told:
                yield role.ordinary.heading(question.ask)


def _together(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each note once, with all the surgeries at which it is so."""
    found: dict[Note, tuple[Link, ...]] = {}
    for note in notes:
        alike = note._replace(surgeries=())
        found[alike] = (*found.get(alike, ()), *note.surgeries)
    return tuple(note._replace(surgeries=surgeries) for note, surgeries in found.items())
