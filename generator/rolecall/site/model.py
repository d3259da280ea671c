"""What is true in one PCN and at its practices, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rolecall import addresses
from rolecall.model import (
    PCN,
    Answer,
    Checked,
    Content,
    Group,
    Helpline,
    Need,
    Notice,
    Person,
    Practice,
    Question,
    Reach,
    Referrals,
    Role,
    Team,
    Use,
)
from rolecall.site.names import Ordinary
from rolecall.site.once import Kept
from rolecall.site.services import SiteService


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of these days. None where there is none, or where even a single day is not known."""
    found = [*days]
    known = [day for day in found if day]
    return min(known, default=None) if len(known) == len(found) else None


def day_of(checked: Checked | None) -> date | None:
    """The day of a check, if there was one."""
    return checked.date if checked else None


@dataclass(frozen=True, slots=True)
class Where:
    """Where a local fact holds: in a PCN, or at a surgery."""

    name: str
    is_surgery: bool = False


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """One role's answer to one question, as a page shows it."""

    question: Question
    answer: Answer
    where: Where | None = None
    """For a local answer, where it holds. None for a national one."""
    checked: Checked | None = None
    """Who checked the local answer, and when."""
    expired: Where | None = None
    """Where a local answer has run out and the national one stands in: the place it was for."""


@dataclass(frozen=True, slots=True)
class ReachPart:
    """What one place says of how to reach a role, as far as no nearer place says it. `where` is as in `SiteAnswer`."""

    reach: Reach
    where: Where | None = None
    checked: Checked | None = None


@dataclass(frozen=True)
class SiteReach:
    """How to reach a role here, each word and number from the nearest place that gives it."""

    parts: tuple[ReachPart, ...]
    """From the nearest place to what is so nationally."""
    expired: Where | None = None
    """Where local words have run out and no other place says something."""

    @cached_property
    def reach(self) -> Reach:
        """All parts as one."""
        given = {name: value for part in self.parts for name, value in part.reach if value}
        return Reach.model_construct(**{**dict(Reach()), **given})

    @cached_property
    def where(self) -> Where | None:
        """The nearest place that says something."""
        return self.parts[0].where if self.parts else None

    def part_with(self, name: str) -> ReachPart:
        """The part that gives `phone`, say. Where none does, one that is empty."""
        return next((part for part in self.parts if getattr(part.reach, name)), ReachPart(Reach()))

    def answer(self, question: Question) -> SiteAnswer:
        """What it says as the answer to a question: whether people can refer themselves, else how to reach a role."""
        is_choice = question.from_ == "self_refer"
        part = self.part_with("self_refer" if is_choice else "text")
        choice, text = (part.reach.self_refer, None) if is_choice else (None, part.reach.text)
        given = Answer(answer=choice, text=text, assumed=True)
        return SiteAnswer(question, given, part.where, part.checked, self.expired)

    @cached_property
    def is_direct(self) -> bool:
        """Whether there is a number, address or page to turn to, and not only words."""
        return bool(self.reach.phone or self.reach.email or self.reach.url)


@dataclass(frozen=True)
class SiteRole:
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
    refer: str | None
    """How staff refer somebody, where the PCN or practice says so."""
    referrals: Referrals | None
    """Whether it takes referrals. None where nobody has said so lately."""
    text_name: str
    """What texts call it: short, and in signs that a text can carry."""
    reach: SiteReach
    answers: dict[str, SiteAnswer]
    """By question id. What stands elsewhere in the role file (reach, names) is here too."""
    checks: tuple[Checked | None, ...]
    """Who checked, at each place that says so, that the role is here and what it is called. None where nobody did."""
    next_check: date
    """The first day by which something on its page is to be checked again, here or for England."""
    ordinary: Ordinary
    """Which words are small within a sentence."""

    @cached_property
    def title_within(self) -> str:
        """The title as it stands within a sentence."""
        return self.ordinary.title(self.title)

    @cached_property
    def short_title_within(self) -> str:
        """The short title as it stands within a sentence."""
        return self.ordinary.title(self.short_title)

    @cached_property
    def name_within(self) -> str:
        """The national name as it stands within a sentence."""
        return self.ordinary.title(self.role.name)

    @cached_property
    def short_name_within(self) -> str:
        """The short national name as it stands within a sentence."""
        return self.ordinary.title(self.role.short_name)

    @cached_property
    def only_for_within(self) -> str | None:
        """Who it is for, as it stands within a sentence."""
        return self.ordinary.group(self.only_for) if self.only_for else None

    @property
    def address(self) -> str:
        """Where the site explains it: a page for a core role, an entry on the page of roles for the others."""
        return addresses.role(self.id) if self.role.core else addresses.wider_role(self.id)

    @cached_property
    def last_checked(self) -> date | None:
        """The day since which all that is written of it stands checked, for England and here. None without a check."""
        answers = [answer.checked for answer in self.answers.values() if answer.where]
        ways = [part.checked for part in self.reach.parts if part.where]
        return earliest([self.role.reviewed, *map(day_of, (*self.checks, *answers, *ways))])

    @property
    def is_explained(self) -> bool:
        """Whether there is something at that address. Of the wider team, only who is here has an entry."""
        return self.role.core or self.available

    def stand_in(self, roles: Sequence[SiteRole]) -> SiteRole | None:
        """Whom of `roles` to ask in its place: where nobody does this job, or another person does it too."""
        if self.available and self.reach.where:
            return None
        other = self.combined_with if self.available else self.instead
        return next((role for role in roles if role.id == other and role.available), None)


@dataclass(frozen=True)
class SitePractice:
    """One practice and the roles as its patients meet them."""

    slug: str
    practice: Practice
    roles: tuple[SiteRole, ...]
    """The core roles, and those of the wider team of which the practice says something."""
    all_roles: tuple[SiteRole, ...]
    """These, and everybody else of the PCN's wider team: whom its patients can be sent to."""
    checked: Checked | None
    next_check: date | None

    @property
    def address(self) -> str:
        return addresses.surgery(self.slug)

    @cached_property
    def last_checked(self) -> date | None:
        """The day since which what is written of it, and of who is there, stands checked."""
        return earliest([day_of(self.checked), *(role.last_checked for role in self.roles)])


@dataclass(frozen=True, slots=True)
class SiteNeed:
    """Something that people come with, and what there is for it in this PCN."""

    id: str
    need: Need
    role: SiteRole | None
    """Whom to see first, where that is a role. It may not be here; then `stand_in` says who is."""
    services: tuple[SiteService, ...]

    @property
    def address(self) -> str:
        return addresses.need(self.id)


@dataclass(frozen=True)
class Site:
    """All that one PCN's website says."""

    id: str
    pcn: PCN
    name: str
    """The full name with PCN written out, as patients may not know the letters."""
    short_name: str
    core_roles: tuple[SiteRole, ...]
    """Core roles in their order, those that are not here too."""
    wider_roles: tuple[SiteRole, ...]
    """The other roles that people may meet here, in their order."""
    absent_roles: tuple[SiteRole, ...]
    """The other roles that nobody has here."""
    helplines: dict[str, Helpline]
    """National helplines by id, as the PCN prints them."""
    practices: tuple[SitePractice, ...]
    services: tuple[SiteService, ...]
    """Every service by name, closed ones too."""
    people: tuple[Person, ...]
    """Those of the team who are named, in the order of pcn.yml, where what is said of them still counts."""
    notice: Notice | None
    """What everybody needs to know today."""
    content: Content
    today: date
    in_folder: bool = False
    """Whether links name files, so that the site works from a folder or a USB stick, without a web server."""

    def role(self, id: str) -> SiteRole:
        """The role with this id, whether somebody has it here or not."""
        return self._by_id[id]

    @cached_property
    def _by_id(self) -> dict[str, SiteRole]:
        return {role.id: role for role in (*self.core_roles, *self.wider_roles, *self.absent_roles)}

    @cached_property
    def kept(self) -> Kept:
        """What was worked out for this site by functions that do so `once`."""
        return {}

    @cached_property
    def all_roles(self) -> tuple[SiteRole, ...]:
        """All roles that a page can send people to."""
        return self.core_roles + self.wider_roles

    @cached_property
    def last_checked(self) -> date | None:
        """The day on which somebody checked the PCN's facts."""
        return day_of(self.pcn.checked)

    @cached_property
    def needs(self) -> tuple[SiteNeed, ...]:
        """What people come with, in the order of needs.yml."""
        return tuple(
            SiteNeed(
                id,
                need,
                self.role(need.first_role) if need.first_role else None,
                tuple(offer for offer in self.services if offer.is_listed and id in offer.service.needs),
            )
            for id, need in self.content.needs.items()
        )

    @cached_property
    def teams(self) -> tuple[tuple[Team, tuple[SiteRole, ...]], ...]:
        """The roles by team, in the order of teams.yml. Teams without anybody are left out."""
        teams = (
            (team, tuple(role for role in self.all_roles if role.role.team == id))
            for id, team in self.content.teams.items()
        )
        return tuple((team, roles) for team, roles in teams if roles)

    @cached_property
    def available_core_roles(self) -> tuple[SiteRole, ...]:
        """The roles that people can see in this PCN."""
        return tuple(role for role in self.core_roles if role.available)

    @cached_property
    def met_core_roles(self) -> tuple[SiteRole, ...]:
        """These, and those that people can see at some surgeries alone."""
        there = {role.id for surgery in self.practices for role in surgery.roles if role.available}
        return tuple(role for role in self.core_roles if role.available or role.id in there)

    def answer_for(self, use: Use, role: SiteRole) -> SiteAnswer | None:
        """A role's answer to the question that has this use."""
        return role.answers.get(self.content.questions.id_for(use))

    @cached_property
    def patient_questions(self) -> frozenset[str]:
        """The ids of the questions for patients."""
        return frozenset(question.id for group in self.patient_groups for question in group.questions)

    @cached_property
    def patient_groups(self) -> tuple[Group, ...]:
        """The questions for patients, by table."""
        return tuple(group for group in self.content.questions.groups if not group.staff)
