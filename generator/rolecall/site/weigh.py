"""Practice before PCN before England, and what has run out set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rolecall.model import (
    PCN,
    Answer,
    Content,
    Helpline,
    LocalRole,
    Person,
    Question,
    Reach,
    Role,
    availability,
)
from rolecall.model.names import full_name, short_name
from rolecall.places import Path
from rolecall.site.model import ReachPart, Site, SiteAnswer, SitePractice, SiteReach, SiteRole, Where
from rolecall.site.names import Ordinary, ordinary
from rolecall.site.services import site_services
from rolecall.site.told import called, content_told, roles_told
from rolecall.standing import Standing, facts_of, notice_on, referrals_on, standing_of
from rolecall.texts import plain


def site_of(content: Content, id: str, *, today: date, site_url: str | None = None, in_folder: bool = False) -> Site:
    """The site of the PCN `id`, every local answer weighed against the day. `site_url` goes before the PCN's own."""
    pcn = content.pcns[id]
    if site_url:
        pcn = pcn.model_copy(update={"site_url": site_url})
    short = short_name(pcn)
    whole_pcn = _Level(Where(short), (), pcn.roles, pcn)
    questions = [q for group in content.questions.groups for q in group.questions]
    words = ordinary(content)
    names = called(content, [pcn.roles], words)
    national = roles_told(content, names)

    def weighed(id: str, levels: Sequence[_Level], roles: Mapping[str, Role] = national) -> SiteRole:
        return _role(id, roles[id], levels, questions, today, words=words)

    others = [weighed(id, [whole_pcn]) for id, role in national.items() if not role.core]
    practices = []
    for at, practice in sorted(enumerate(pcn.practices), key=lambda pair: (pair[1].name.casefold(), pair[1].ods_code)):
        surgery = _Level(Where(practice.name, is_surgery=True), ("practices", at), practice.roles, pcn)
        there = called(content, [practice.roles, pcn.roles], words) if practice.roles else names
        texts = roles_told(content, there) if there != names else national
        roles = tuple(
            weighed(id, [surgery, whole_pcn], texts) for id, role in texts.items() if role.core or id in practice.roles
        )
        rest = tuple(role for role in others if role.available and role.id not in practice.roles)
        standing = standing_of(pcn, ("practices", at))
        practices.append(
            SitePractice(practice.address_part, practice, roles, roles + rest, standing.checked, standing.until)
        )
    return Site(
        id=id,
        pcn=pcn,
        name=full_name(pcn),
        short_name=short,
        core_roles=tuple(weighed(id, [whole_pcn]) for id, role in national.items() if role.core),
        wider_roles=tuple(role for role in others if role.available),
        absent_roles=tuple(role for role in others if not role.available),
        helplines=_helplines(content, pcn),
        practices=tuple(practices),
        services=site_services(content, id, today=today),
        people=tuple(
            fact.value for fact in facts_of(pcn) if isinstance(fact.value, Person) and fact.standing.counts_on(today)
        ),
        notice=notice_on(pcn, today),
        content=content_told(content, national, names),
        today=today,
        in_folder=in_folder,
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """A place that can have facts of its own, and its path in the PCN."""

    where: Where
    base: Path
    roles: Mapping[str, LocalRole]
    pcn: PCN


@dataclass(frozen=True, slots=True)
class _Local:
    """One role's facts at one level."""

    level: _Level
    id: str

    @property
    def where(self) -> Where:
        return self.level.where

    @property
    def role(self) -> LocalRole:
        return self.level.roles[self.id]

    def next_checks(self, today: date) -> Iterator[date]:
        """By when what a page says of the role here is to be checked. Answers that have run out are not on it."""
        if day := self.standing().until:
            yield day  # Who is there is shown after its day too.
        paths = [*(("answers", id) for id in self.role.answers), *([("reach",)] if self.role.reach else [])]
        for standing in (self.standing(*path) for path in paths):
            if standing.until and standing.counts_on(today):
                yield standing.until

    def standing(self, *path: str) -> Standing:
        """How what stands at `path` in this role stands with its check."""
        return standing_of(self.level.pcn, (*self.level.base, "roles", self.id, *path))


def _role(
    id: str, role: Role, levels: Sequence[_Level], questions: Sequence[Question], today: date, *, words: Ordinary
) -> SiteRole:
    locals = [_Local(level, id) for level in levels if id in level.roles]
    named = [local.role for local in locals]
    local_title = next((local.local_title for local in named if local.local_title), None)
    text_name = next((local.text_name for local in named if local.text_name), local_title or role.short_name)
    counts = availability(named)
    names = [role.name] if local_title and local_title != role.name else []
    names += [name for name in role.also_known_as if name != local_title]
    reach = _reach(role, locals, today)
    answers = {}
    for question in questions:
        if question.from_ == "answers" or not role.core:
            found = _for_whom(question, locals, today) or _answer(question, role, locals, today)
            if found:
                answers[question.id] = found
        else:
            answers[question.id] = _from_elsewhere(question, role, reach, names)
    return SiteRole(
        id=id,
        role=role,
        title=local_title or role.name,
        short_title=local_title or role.short_name,
        local_title=local_title,
        also_known_as=tuple(names),
        available=counts.available,
        instead=counts.instead,
        combined_with=counts.combined_with,
        only_for=next((local.only_for for local in named if local.only_for), None),
        refer=next((local.refer for local in named if local.refer), None),
        referrals=next(filter(None, (referrals_on(local.referrals, today) for local in named)), None),
        text_name=plain(words.title(text_name)),
        reach=reach,
        answers=answers,
        checks=tuple(local.standing().checked for local in locals) or (levels[-1].pcn.checked,),
        next_check=_next_check(role, locals, levels[-1].pcn, today),
        ordinary=words,
    )


def _next_check(role: Role, locals: Sequence[_Local], pcn: PCN, today: date) -> date:
    """By when a role's page is to be checked. Where nothing is said of a role here, the PCN's own check counts."""
    days = [day for local in locals for day in local.next_checks(today)]
    days += [pcn.next_check] if pcn.next_check and not days else []
    return min([role.next_review, *days])


def _helplines(content: Content, pcn: PCN) -> dict[str, Helpline]:
    """The national helplines with what the PCN says in their place. One that it does not print is left out."""
    merged = {}
    for id, helpline in content.helplines.items():
        local = pcn.helplines.get(id)
        if local is None:
            merged[id] = helpline
        elif local.shown:
            given = {name: value for name in Helpline.model_fields if (value := getattr(local, name, None))}
            merged[id] = helpline.model_copy(update=given)
    return merged


def _for_whom(question: Question, locals: Sequence[_Local], today: date) -> SiteAnswer | None:
    """Where a role is for some people only, the answer on whom it helps is those, and not the national list."""
    for local in locals if question.use == "helps_with" else ():
        if question.id in local.role.answers and local.standing("answers", question.id).counts_on(today):
            return None
        if local.role.only_for:
            answer = Answer(text=local.role.only_for, assumed=True)
            return SiteAnswer(question, answer, local.where, local.standing().checked)
    return None


def _answer(question: Question, role: Role, locals: Sequence[_Local], today: date) -> SiteAnswer | None:
    expired = None
    for local in locals:
        answer = local.role.answers.get(question.id)
        if answer is None:
            continue
        standing = local.standing("answers", question.id)
        if standing.counts_on(today):
            return SiteAnswer(question, answer, local.where, standing.checked)
        expired = expired or local.where
    national = role.answers.get(question.id)
    return SiteAnswer(question, national, expired=expired) if national else None


def _reach(role: Role, locals: Sequence[_Local], today: date) -> SiteReach:
    """What the nearest place whose facts still count says, then what each place further off adds to it."""
    given: list[ReachPart] = []
    expired = None
    for local in locals:
        if reach := local.role.reach:
            standing = local.standing("reach")
            if standing.counts_on(today):
                given.append(ReachPart(reach, local.where, standing.checked))
            else:
                expired = expired or local.where
    parts, every = [], frozenset({"text", "phone", "email", "url", "self_refer"})
    left = every
    for part in [*given, ReachPart(role.reach or Reach())]:
        if new := {name for name in left if getattr(part.reach, name)}:
            parts.append(replace(part, reach=part.reach.model_copy(update=dict.fromkeys(every - new))))
            left -= new
    return SiteReach(tuple(parts), None if given else expired)


def _from_elsewhere(question: Question, role: Role, reach: SiteReach, names: Sequence[str]) -> SiteAnswer:
    if question.from_ == "also_known_as":
        return SiteAnswer(question, Answer(list=tuple(names) or (role.name,), assumed=True))
    return reach.answer(question)
