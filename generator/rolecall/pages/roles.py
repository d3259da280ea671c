"""Roles: who does what, a page for each core role, and the same in easy read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.answers import (
    AnswerInFull,
    InShort,
    Reach,
    ReachInFull,
    answer_in_full,
    in_short,
    reach,
    reach_in_full,
)
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local, local_for, short_link
from rolecall.pages.my_list import list_with_role
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import (
    Desk,
    Tile,
    Words,
    desk,
    differing,
    tile,
    words_of_term,
)
from rolecall.site import Site, SitePractice, SiteRole, Workplace


class WiderRole(NamedTuple):
    """A role that has no page: an entry with an id to link to."""

    id: str
    title: str
    also_known_as: tuple[str, ...]
    in_short: str
    is_doctor: bool
    local: Local


class Team(NamedTuple):
    """People who do related work."""

    title: str
    text: str | None
    core: tuple[Tile, ...]
    """Those that somebody has here."""
    differs: tuple[Local, ...]
    """Of its core roles, those of which something is so here that is not so everywhere."""
    wider: tuple[WiderRole, ...]


class Roles(NamedTuple):
    """What the page of who does what shows."""

    names_people: bool
    teams: tuple[Team, ...]
    terms: tuple[Words, ...]


class ForOthers(NamedTuple):
    """What somebody else does, and who. Without anybody, the surgery can tell."""

    what: str
    see: Link | None


class Section(NamedTuple):
    """A part of a role's page."""

    title: str
    answers: tuple[AnswerInFull, ...]
    headings: tuple[str, ...]
    """What stands above each answer. Empty where the section's title says it."""
    others: tuple[ForOthers, ...]
    """What the role does not do and somebody else does."""
    needs: tuple[Link, ...]
    """What this role is the first to see about, where the section says when it can help."""
    terms: tuple[Words, ...]
    """Words that people mix up, where the section says what else it is called."""


class Fact(NamedTuple):
    """A fact in a few words."""

    title: str
    answer: InShort | None
    """None where nothing is known."""


class Role(NamedTuple):
    """What a role's page shows."""

    title: str
    title_within: str
    in_short: str
    local: Local
    reach: ReachInFull | None
    """How to reach whoever does it. None where nobody does."""
    picture: str | None
    for_you: tuple[AnswerInFull, ...]
    """When it can help, and what it does not do: the first points of each."""
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    folded: tuple[Section, ...]
    """What opens when somebody asks for it."""
    my_list: str
    """The address of a list with this role on it. Empty where nobody has it."""
    easy_read: str
    """The address of the same in easy read. Empty without any."""
    names_people: bool


class EasyLine(NamedTuple):
    """A short sentence and its picture."""

    text: str
    picture: str


class EasyRead(NamedTuple):
    """What a role's page in easy read shows."""

    title: str
    desk: Desk
    local: Local
    lines: tuple[EasyLine, ...]
    reach: Reach
    role: Link


def pages(site: Site) -> Iterator[Page]:
    """Who does what, then the pages of each core role."""
    reviewed = checked(site, roles=site.all_roles)
    yield Page(at.ROLES, "roles", _roles(site), styles=("home.css",), reviewed=reviewed)
    for role in site.core_roles:
        file, in_short = f"roles/{role.id}.yml", role.role.in_short
        reviewed = checked(site, roles=(role,))
        yield Page(
            at.role(role.id), "role", _role(site, role), summary=in_short, within=at.ROLES, made_from=file,
            reviewed=reviewed, next_check=role.next_check,
        )  # fmt: skip
        if role.role.easy_read:
            yield Page(
                at.easy_read(role.id), "easy-read", easy_read(site, role), summary=in_short, within=at.role(role.id),
                made_from=file, reviewed=reviewed, styles=("sheets.css",),
            )  # fmt: skip


def _roles(site: Site) -> Roles:
    teams = (
        Team(
            team.title,
            team.text,
            tuple(tile(role) for role in roles if role.role.core and role.available),
            differing(site, [role for role in roles if role.role.core]),
            tuple(_wider_role(site, role) for role in roles if not role.role.core),
        )
        for team, roles in site.teams
    )
    terms = (words_of_term(site, id, term) for id, term in site.content.terms.items())
    return Roles(bool(site.people), tuple(teams), tuple(terms))


def _wider_role(site: Site, role: SiteRole) -> WiderRole:
    return WiderRole(
        role.id,
        role.title,
        role.also_known_as,
        role.role.in_short,
        role.role.doctor,
        local(site, role),
    )


def _role(site: Site, role: SiteRole) -> Role:
    is_done = role.available or role.stand_in(site.all_roles)
    return Role(
        title=role.title,
        title_within=role.title_within,
        in_short=role.role.in_short,
        local=local(site, role),
        reach=reach_in_full(site, role) if is_done else None,
        picture=role.role.picture,
        for_you=tuple(_for_you(site, role)),
        facts=tuple(
            Fact(row.title, in_short(site, role, row.question)) for row in site.content.questions.role_in_short
        ),
        sections=tuple(_sections(site, role, folded=False)),
        folded=tuple(_sections(site, role, folded=True)),
        my_list=list_with_role(role),
        easy_read=at.easy_read(role.id) if role.role.easy_read else "",
        names_people=any(role.id in person.roles for person in site.people),
    )


MOST_POINTS = 3
"""Points of a list that stand near the top of a role's page. All of them are further down."""


def _for_you(site: Site, role: SiteRole) -> Iterator[AnswerInFull]:
    for use in ("helps_with", "does_not"):
        found = site.answer_for(use, role)
        whole = answer_in_full(site, role, found) if found else None
        if whole and whole.answer:
            marks = "do" if use == "helps_with" else whole.answer.marks
            few = whole.answer._replace(items=whole.answer.items[:MOST_POINTS], marks=marks)
            yield whole._replace(answer=few)


def _sections(site: Site, role: SiteRole, *, folded: bool) -> Iterator[Section]:
    """The parts of a role's page that have an answer, in the order of questions.yml."""
    helps_with, does_not = (site.content.questions.id_for(use) for use in ("helps_with", "does_not"))
    needs = tuple(
        Link(need.address, need.need.label)
        for need in site.needs
        if role.available and need.role and need.role.id == role.id
    )
    terms = tuple(words_of_term(site, id, term) for id, term in site.content.terms.items() if role.id in term.roles)
    for section in site.content.questions.role_page:
        given = [role.answers[id] for id in section.questions if id in role.answers]
        if given and section.folded == folded:
            answers = tuple(answer_in_full(site, role, found) for found in given)
            known = {section.title} if len(given) > 1 else {found.ask for found in answers}
            headings = tuple("" if found.ask in known else found.ask for found in answers)
            others = tuple(_others(site, role)) if does_not in section.questions else ()
            names = any(found.question.from_ == "also_known_as" for found in given)
            yield Section(
                section.title, answers, headings, others,
                needs if helps_with in section.questions else (), terms if names else (),
            )  # fmt: skip


def _others(site: Site, role: SiteRole) -> Iterator[ForOthers]:
    for other in role.role.others:
        there = site.role(other.see)
        see = there.stand_in(site.all_roles) or (there if there.available else None)
        yield ForOthers(other.what, short_link(site, see) if see else None)


def easy_read(site: Site, role: SiteRole, surgery: SitePractice | None = None) -> EasyRead:
    """A role in easy read: in the PCN, or as a surgery hands it out."""
    return EasyRead(
        role.title,
        desk(Workplace(site, surgery)),
        local_for(site, role, surgery),
        tuple(EasyLine(line.text, line.picture) for line in role.role.easy_read),
        reach(site, role, surgery),
        short_link(site, role),
    )
