"""What is true here: the nearest answer wins, practice before PCN before England.

A local answer past its `next_check` no longer counts: the national one is shown in its place,
marked as such, so that the page can say whom to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rolecall.model import (
    PCN,
    Answer,
    Checked,
    Content,
    Group,
    Helpline,
    LocalHelpline,
    LocalRole,
    Practice,
    Question,
    Reach,
    Role,
    Team,
)
from rolecall.values import slug


@dataclass(frozen=True, slots=True)
class AnswerHere:
    """One role's answer to one question, as a page shows it."""

    question: Question
    answer: Answer
    where: str = ""
    """For a local answer, where it holds: `In Riverside` or `At Marsh Lane Surgery`. Empty for a national one."""
    checked: Checked | None = None
    """Who checked the local answer, and when."""
    expired: str = ""
    """Where a local answer has run out and the national one stands in: the place it was for."""


@dataclass(frozen=True, slots=True)
class ReachHere:
    """How to reach a role here, each part from the nearest place that gives it."""

    reach: Reach
    where: str = ""
    checked: Checked | None = None
    expired: str = ""

    @property
    def is_direct(self) -> bool:
        """Whether there is a number, address or page to turn to, and not only words."""
        return bool(self.reach.phone or self.reach.email or self.reach.url)


@dataclass(frozen=True, slots=True)
class RoleHere:
    """One role as this PCN, or one of its practices, has it."""

    id: str
    role: Role
    title: str
    """What it is called here, in full."""
    short_title: str
    local_title: str | None
    also_known_as: tuple[str, ...]
    """The other titles that people meet for it, its national one first where the local one differs."""
    available: bool
    instead: str | None
    combined_with: str | None
    only_for: str | None
    reach: ReachHere
    answers: dict[str, AnswerHere]
    """By question id. What stands elsewhere in the role file (reach, names) is here too."""
    checked: Checked | None
    """Who checked that the role is here and what it is called."""

    @property
    def address(self) -> str:
        """Where the site explains it: a page for a core role, an entry on the page of roles for the others."""
        return f"{self.id}/" if self.role.core else f"roles/#{self.id}"

    def turn_to(self, roles: Sequence[RoleHere]) -> RoleHere | None:
        """Whom of `roles` to ask in its place: where nobody does this job, or another person does it too."""
        if self.available and self.reach.where:
            return None
        other = self.combined_with if self.available else self.instead
        return next((role for role in roles if role.id == other and role.available), None)


@dataclass(frozen=True, slots=True)
class PracticeHere:
    """One practice and the core roles as its patients meet them."""

    slug: str
    practice: Practice
    roles: tuple[RoleHere, ...]
    checked: Checked | None


@dataclass(frozen=True, slots=True)
class Site:
    """All that one PCN's website says."""

    id: str
    pcn: PCN
    name: str
    """The full name with PCN written out, as patients may not know the letters."""
    short_name: str
    roles: tuple[RoleHere, ...]
    """Core roles in their order, those that are not here too."""
    others: tuple[RoleHere, ...]
    """The other roles that people may meet here, in their order."""
    helplines: dict[str, Helpline]
    """National helplines by id, as the PCN prints them."""
    practices: tuple[PracticeHere, ...]
    content: Content
    today: date

    def role(self, id: str) -> RoleHere:
        """The role with this id."""
        return next(role for role in self.roles if role.id == id)

    @property
    def everyone(self) -> tuple[RoleHere, ...]:
        """All roles that a page can send people to."""
        return self.roles + self.others

    @property
    def teams(self) -> tuple[tuple[Team, tuple[RoleHere, ...]], ...]:
        """The roles by team, in the order of teams.yml. Teams without anybody are left out."""
        teams = (
            (team, tuple(role for role in self.everyone if role.role.team == id))
            for id, team in self.content.teams.items()
        )
        return tuple((team, roles) for team, roles in teams if roles)

    @property
    def here(self) -> tuple[RoleHere, ...]:
        """The roles that people can see in this PCN."""
        return tuple(role for role in self.roles if role.available)

    @property
    def patient_groups(self) -> tuple[Group, ...]:
        """The questions for patients, by table."""
        return tuple(group for group in self.content.questions.groups if not group.staff)


_ENDING = re.compile(r"[\s,(-]*\b(PCN|Primary Care Network)\b\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a comparison: its rows are the questions that somebody answers."""

    group: Group
    roles: tuple[RoleHere, ...]
    questions: tuple[Question, ...]


def tables(site: Site, roles: tuple[RoleHere, ...]) -> tuple[Table, ...]:
    """The comparison of these roles for patients."""
    return tuple(
        Table(group, roles, tuple(q for q in group.questions if any(q.id in role.answers for role in roles)))
        for group in site.patient_groups
    )


def full_name(pcn: PCN) -> str:
    """The PCN's name with Primary Care Network in words."""
    return re.sub(r"\bPCN\b", "Primary Care Network", pcn.name)


def short_name(pcn: PCN) -> str:
    """What people call the PCN: its own short name, or the name without Primary Care Network or PCN."""
    return pcn.short_name or _ENDING.sub("", pcn.name) or pcn.name


def site(content: Content, id: str, *, today: date, site_url: str | None = None) -> Site:
    """The site of the PCN `id`, every local answer weighed against the day. `site_url` goes before the PCN's own."""
    pcn = content.pcns[id]
    if site_url:
        pcn = pcn.model_copy(update={"site_url": site_url})
    short = short_name(pcn)
    core = [(key, role) for key, role in content.roles.items() if role.core]
    wider = [(key, role) for key, role in content.roles.items() if not role.core]
    pcn_level = _Level(f"In {short}", pcn.roles, pcn.checked, pcn.next_check)
    questions = [q for group in content.questions.groups for q in group.questions]
    practices = []
    for practice in sorted(pcn.practices, key=lambda p: (p.name.casefold(), p.ods_code)):
        own = _Level(f"At {practice.name}", practice.roles, practice.checked, practice.next_check)
        practices.append(
            PracticeHere(
                practice.slug or slug(practice.name),
                practice,
                tuple(
                    _role(key, role, [own, pcn_level], questions, today)
                    for key, role in content.roles.items()
                    if role.core or key in practice.roles
                ),
                practice.checked or pcn.checked,
            )
        )
    return Site(
        id=id,
        pcn=pcn,
        name=full_name(pcn),
        short_name=short,
        roles=tuple(_role(key, role, [pcn_level], questions, today) for key, role in core),
        others=tuple(
            here for key, role in wider if (here := _role(key, role, [pcn_level], questions, today)).available
        ),
        helplines=_helplines(content, pcn),
        practices=tuple(practices),
        content=content,
        today=today,
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """A place that can have facts of its own."""

    where: str
    roles: Mapping[str, LocalRole]
    checked: Checked | None
    next_check: date | None


@dataclass(frozen=True, slots=True)
class _Local:
    """One role's facts at one level, with the checks that count for them."""

    where: str
    local: LocalRole
    checked: Checked | None
    next_check: date | None


def _role(id: str, role: Role, levels: Sequence[_Level], questions: Sequence[Question], today: date) -> RoleHere:
    locals = list(_locals(id, levels))
    named = [local.local for local in locals]
    first = named[0] if named else LocalRole()
    local_title = next((local.local_title for local in named if local.local_title), None)
    availability = next(
        (local for local in named if "available" in local.model_fields_set or local.combined_with), first
    )
    names = [role.name] if local_title and local_title != role.name else []
    names += [name for name in role.also_known_as if name != local_title]
    reach = _reach(role, locals, today)
    answers = {}
    for question in questions:
        if question.from_ == "answers" or not role.core:
            found = _answer(question, role, locals, today)
            if found:
                answers[question.id] = found
        else:
            answers[question.id] = _from_elsewhere(question, role, reach, names)
    return RoleHere(
        id=id,
        role=role,
        title=local_title or role.name,
        short_title=local_title or role.short_name,
        local_title=local_title,
        also_known_as=tuple(names),
        available=availability.available,
        instead=availability.instead,
        combined_with=availability.combined_with,
        only_for=next((local.only_for for local in named if local.only_for), None),
        reach=reach,
        answers=answers,
        checked=locals[0].checked if locals else None,
    )


def _helplines(content: Content, pcn: PCN) -> dict[str, Helpline]:
    """The national helplines with what the PCN says in their place. One that it does not print is left out."""
    merged = {}
    for id, helpline in content.helplines.items():
        local = pcn.helplines.get(id, LocalHelpline())
        if local.shown:
            own = {name: value for name in Helpline.model_fields if (value := getattr(local, name, None))}
            merged[id] = helpline.model_copy(update=own)
    return merged


def _locals(id: str, levels: Sequence[_Level]) -> Iterator[_Local]:
    """What each level says of the role, nearest first. Checks not given there come from further out."""
    for at, level in enumerate(levels):
        if id in level.roles:
            local, outer = level.roles[id], levels[at:]
            yield _Local(
                level.where,
                local,
                local.checked or next((o.checked for o in outer if o.checked), None),
                local.next_check or next((o.next_check for o in outer if o.next_check), None),
            )


def _answer(question: Question, role: Role, locals: Sequence[_Local], today: date) -> AnswerHere | None:
    expired = ""
    for level in locals:
        own = level.local.answers.get(question.id)
        if own is None:
            continue
        until = own.next_check or level.next_check
        if until is None or until >= today:
            return AnswerHere(question, own, level.where, own.checked or level.checked)
        expired = expired or level.where
    national = role.answers.get(question.id)
    return AnswerHere(question, national, expired=expired) if national else None


def _reach(role: Role, locals: Sequence[_Local], today: date) -> ReachHere:
    """The parts of `reach`, each from the nearest level whose facts still count."""
    parts: dict[str, object] = {}
    where, checked, expired = "", None, ""
    for level in locals:
        own = level.local.reach
        if own is None:
            continue
        until = own.next_check or level.next_check
        if until is not None and until < today:
            expired = expired or level.where
            continue
        where, checked = where or level.where, checked or own.checked or level.checked
        for name in ("text", "phone", "email", "url", "self_refer"):
            if getattr(own, name):
                parts.setdefault(name, getattr(own, name))
    return ReachHere((role.reach or Reach()).model_copy(update=parts), where, checked, "" if where else expired)


def _from_elsewhere(question: Question, role: Role, reach: ReachHere, names: Sequence[str]) -> AnswerHere:
    if question.from_ == "also_known_as":
        return AnswerHere(question, Answer(list=tuple(names) or (role.name,), assumed=True))
    if question.from_ == "self_refer":
        return AnswerHere(
            question, Answer(answer=reach.reach.self_refer, assumed=True), reach.where, reach.checked, reach.expired
        )
    return AnswerHere(question, Answer(text=reach.reach.text, assumed=True), reach.where, reach.checked, reach.expired)
