"""What staff say, send and give where they work: a role in a consultation, and whom to turn to in danger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rolecall import addresses
from rolecall.model import PCN, Checked, Danger, DangerContact, Person, Practice, StaffDanger
from rolecall.site.model import Site, SiteAnswer, SitePractice, SiteRole, Where
from rolecall.site.once import Kept, once
from rolecall.standing import standing_of
from rolecall.texts import LONGEST, SURGERY_SLOT, About, filled, link_to, plain, septets, that_fits


class Message(NamedTuple):
    """Words to send, with slots in [ ] that staff fill in."""

    text: str
    septets: int
    """What it needs at most, with the longest name of a surgery and a name of 15 letters."""

    @property
    def parts(self) -> int:
        """How many texts it costs."""
        return 1 if self.septets <= LONGEST else -(-self.septets // 153)


@dataclass(frozen=True, slots=True)
class InDanger:
    """Whom staff turn to at once, where they work."""

    kind: Danger
    national: StaffDanger
    contact: DangerContact | None
    """Whom the surgery names, or else the PCN. None where neither does."""
    where: Where | None
    checked: Checked | None
    """Who made sure of that, and when."""


@dataclass(frozen=True)
class Workplace:
    """Where staff work: at a surgery, or anywhere in the PCN."""

    site: Site
    surgery: SitePractice | None = None

    @property
    def slug(self) -> str:
        """Its part of the address. Empty for the PCN."""
        return self.surgery.slug if self.surgery else ""

    @cached_property
    def kept(self) -> Kept:
        """What was worked out for this place by functions that do so `once`."""
        return {}

    @property
    def place(self) -> Where:
        if self.surgery:
            return Where(self.surgery.practice.name, is_surgery=True)
        return Where(self.site.short_name)

    @cached_property
    def all_roles(self) -> tuple[SiteRole, ...]:
        """Everybody whom staff there can send people to."""
        return self.surgery.all_roles if self.surgery else self.site.all_roles

    @cached_property
    def core_roles(self) -> tuple[SiteRole, ...]:
        """The core roles as they are there, those that nobody has there too."""
        roles = self.surgery.roles if self.surgery else self.site.core_roles
        return tuple(role for role in roles if role.role.core)

    @cached_property
    def wider_roles(self) -> tuple[SiteRole, ...]:
        """Who else is there."""
        return tuple(role for role in self.all_roles if not role.role.core and role.available)

    def role(self, id: str) -> SiteRole:
        """The role with this id as it is there."""
        return next((role for role in self.all_roles if role.id == id), None) or self.site.role(id)

    def who_does(self, role: SiteRole) -> SiteRole | None:
        """Who does the job of a role there: whoever has it, or stands in. None where nobody does."""
        return role.stand_in(self.all_roles) or (role if role.available else None)

    def people(self, role: SiteRole) -> tuple[tuple[Person, tuple[str, ...]], ...]:
        """Those who have a role and agreed to be named, each with the surgeries to go to where that is not here."""
        code = self.surgery.practice.ods_code if self.surgery else None
        names = {surgery.practice.ods_code: surgery.practice.name for surgery in self.site.practices}
        return tuple(
            (person, () if code in person.practices else tuple(names[other] for other in person.practices))
            for person in self.site.people
            if role.id in person.roles
        )

    @property
    def in_danger(self) -> tuple[InDanger, ...]:
        """Whom to turn to at once, in the order of staff.yml."""
        return tuple(self._in_danger(kind, words) for kind, words in self.site.content.staff.danger.items())

    def _in_danger(self, kind: Danger, national: StaffDanger) -> InDanger:
        pcn = self.site.pcn
        if self.surgery and (contact := _said_by(self.surgery.practice, kind)):
            at = pcn.practices.index(self.surgery.practice)
            return InDanger(kind, national, contact, self.place, standing_of(pcn, ("practices", at, kind)).checked)
        if contact := _said_by(pcn, kind):
            where = Where(self.site.short_name)
            return InDanger(kind, national, contact, where, standing_of(pcn, (kind,)).checked)
        return InDanger(kind, national, None, None, None)


def _said_by(place: PCN | Practice, kind: Danger) -> DangerContact | None:
    """Whom a PCN or a surgery names, if it says anything of that."""
    contact: DangerContact | None = getattr(place, kind)
    return contact if contact and any(value for _, value in contact) else None


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A core role as staff need it, who may be somebody else there or nobody."""

    role: SiteRole
    refer_when: SiteAnswer | None
    not_for: SiteAnswer | None
    link: str | None
    """The full address of the page about it. None while the site has none, or where nobody has the role."""
    typed: str
    """The address that is short enough to type: the same, or a short link. Empty without one."""
    text: Message | None
    """A text for a phone that costs one text once the slots in [ ] are filled in."""
    text_alone: Message | None
    """The same without greeting and sender."""
    app_message: Message | None
    """The longer message for the NHS App, with the same slots."""
    read_aloud: str
    """What to ask before it is sent."""
    record: str
    """A line for the patient's record."""


@once
def staff_cards(workplace: Workplace) -> tuple[StaffCard, ...]:
    """A card for each core role. Where nobody has it, it says no more than that."""
    return tuple(_card(workplace, role) for role in workplace.core_roles)


def _card(at: Workplace, role: SiteRole) -> StaffCard:
    site, words, url = at.site, at.site.content.staff, at.site.pcn.site_url
    when, not_for = site.answer_for("refer_when", role), site.answer_for("not_for", role)
    names = [name for slug, name in text_names(site) if at.slug in ("", slug)]
    surgery = names[0] if len(names) == 1 else SURGERY_SLOT
    link = link_to(role.id, url, site.pcn.short_links) if url else ""
    about = About(role.text_name, plain(role.ordinary.heading(role.role.in_few_words or "")), link, _phone(at, role))
    read_aloud = filled(words.read_aloud, about)
    if not url or not role.available:
        return StaffCard(role, when, not_for, None, "", None, None, None, read_aloud, "")

    def message(choices: Sequence[str], **others: str) -> Message:
        best = that_fits(choices, about, names)
        longest = max((septets(filled(best, about, name, **others)) for name in names), default=0)
        text = filled(best, about, surgery, **others)
        return Message(text, longest or septets(text))

    return StaffCard(
        role=role,
        refer_when=when,
        not_for=not_for,
        link=addresses.whole(url, role.address),
        typed=link.removeprefix("https://"),
        text=message((site.pcn.text_message,) if site.pcn.text_message else words.texts),
        text_alone=message(words.texts_alone),
        app_message=message([words.app_message.strip()], in_short=role.role.in_short),
        read_aloud=read_aloud,
        record=filled(words.record, about, surgery),
    )


def _phone(at: Workplace, role: SiteRole) -> str:
    """The number that reaches a role: its own, or the surgery's where that is the way in."""
    doer = role.stand_in(at.all_roles) or role
    if doer.reach.is_direct or not at.surgery:
        return doer.reach.reach.phone or ""
    return at.surgery.practice.phone or ""


@once
def text_names(site: Site) -> tuple[tuple[str, str], ...]:
    """Each surgery's slug, and what texts call it."""
    return tuple(
        (surgery.slug, plain(surgery.practice.text_name or surgery.practice.name)) for surgery in site.practices
    )


def workplaces(site: Site) -> Iterator[Workplace]:
    """The PCN, then each surgery."""
    yield Workplace(site)
    yield from (Workplace(site, surgery) for surgery in site.practices)
