"""A role as staff need it in a consultation, where they work. The template is components/staff-card.html.jinja."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from rolecall import addresses as at
from rolecall.model import Choice, Code, Referrals
from rolecall.pages.answers import Answer, Contacts, InShort, answer_there, in_short, reach
from rolecall.pages.local import Local, local_for, short_link
from rolecall.pages.page import Link
from rolecall.pages.parts import feedback
from rolecall.site import Message, SiteAnswer, SiteRole, StaffCard, Workplace, once


class Fact(NamedTuple):
    """A fact in a few words."""

    title: str
    answer: InShort


class Capacity(NamedTuple):
    """Whether somebody takes referrals at present."""

    open: Literal["yes", "no", "waiting-list"]
    wait: str | None
    checked: date


class Named(NamedTuple):
    """Somebody of the team who agreed to be named."""

    name: str
    days: str | None
    languages: tuple[str, ...]
    surgeries: tuple[str, ...]
    """Where to meet this person, if not where staff read this."""


class HowToRefer(NamedTuple):
    """How staff refer somebody. Sentences for patients never stand in for it."""

    text: str | None
    """In the words of the PCN or the surgery. None where nobody has written how."""
    ask: Contacts
    """Whom to ask then."""


class Referral(NamedTuple):
    """What staff need to know before they refer, and what to tell the patient."""

    when: tuple[Answer, ...]
    """When to refer, and whom not to."""
    self_refer: Choice | None
    """Whether people can refer themselves."""
    in_short: str
    first_contact: Answer | None


class ToSend(NamedTuple):
    """What can be sent about a role. Slots in [ ] are for staff to fill in."""

    link: str
    text: Message
    text_alone: Message
    app_message: Message
    read_aloud: str
    record: str


class Card(NamedTuple):
    """A core role on the page for staff."""

    id: str
    title: str
    title_within: str
    """Its short title, within a sentence."""
    page: str
    """The address of the page about it, under which the search finds it."""
    is_here: bool
    instead: Link | None
    """Whom to refer to where nobody has it: that part of the page. None where nobody does."""
    local: Local
    facts: tuple[Fact, ...]
    capacity: Capacity | None
    people: tuple[Named, ...]
    how: HowToRefer
    referral: Referral
    to_send: ToSend | None
    """None where nobody has the role, and while the site has no address of its own."""
    handout: str
    large: str
    """The address of the handout in large print."""
    easy_read: str
    """Empty without any."""
    poster: str
    code: str
    """The address of its QR code. Empty while the site has no address of its own."""
    snomed: tuple[Code, ...]


class WiderCard(NamedTuple):
    """A role of the wider team on the page for staff."""

    page: Link
    """Its address is empty where the site does not explain who that is."""
    local: Local
    how: str | None
    capacity: Capacity | None


@once
def card(workplace: Workplace, found: StaffCard) -> Card:
    """The card of a core role."""
    site, role = workplace.site, found.role
    instead = None if role.available else workplace.who_does(role)
    return Card(
        id=role.id,
        title=role.title,
        title_within=role.short_title_within,
        page=role.address,
        is_here=role.available,
        instead=on_page(workplace, instead) if instead else None,
        local=local_for(site, role, workplace.surgery),
        facts=tuple(_facts(workplace, role)) if role.available else (),
        capacity=capacity(role.referrals) if role.available else None,
        people=_people(workplace, role),
        how=_how(workplace, role),
        referral=_referral(workplace, found),
        to_send=_to_send(found),
        handout=at.handout(role.id, workplace.slug),
        large=at.large(role.id, workplace.slug),
        easy_read=at.easy_read(role.id, workplace.slug) if role.role.easy_read else "",
        poster=at.poster(role.id, workplace.slug),
        code=at.code("roles", role.id, "svg") if found.link else "",
        snomed=role.role.codes,
    )


def wider_card(workplace: Workplace, role: SiteRole) -> WiderCard:
    """The card of somebody of the wider team."""
    facts = local_for(workplace.site, role, workplace.surgery)
    page = Link(short_link(workplace.site, role).address, role.title)
    return WiderCard(page, facts, role.refer, capacity(role.referrals))


def capacity(referrals: Referrals | None) -> Capacity | None:
    """Whether somebody takes referrals, as the card says it."""
    return Capacity(referrals.open, referrals.wait, referrals.checked.date) if referrals else None


def on_page(workplace: Workplace, role: SiteRole) -> Link:
    """Somebody there: the card of a core role, else where the site explains who it is, if it does."""
    if role.role.core:
        return Link(at.staff_role(role.id, workplace.slug), role.short_title_within)
    return short_link(workplace.site, role)


def _facts(workplace: Workplace, role: SiteRole) -> list[Fact]:
    site, surgery = workplace.site, workplace.surgery
    rows = ((row.title, in_short(site, role, row.question, surgery)) for row in site.content.questions.staff_card)
    return [Fact(title, found) for title, found in rows if found and found.words]


def _people(workplace: Workplace, role: SiteRole) -> tuple[Named, ...]:
    languages = workplace.site.content.service_words.languages
    return tuple(
        Named(person.name, person.days, tuple(languages[id] for id in person.languages), surgeries)
        for person, surgeries in workplace.people(role)
    )


def _how(workplace: Workplace, role: SiteRole) -> HowToRefer:
    doer = role.stand_in(workplace.all_roles) or role
    if doer.refer:
        return HowToRefer(doer.refer, Contacts())
    asked = reach(workplace.site, role, workplace.surgery).contacts._replace(for_questions=False)  # staff refer
    whole = feedback(workplace.site)
    return HowToRefer(None, asked or (Contacts(whole.phone, whole.email, whole.url) if whole else Contacts()))


def _referral(workplace: Workplace, found: StaffCard) -> Referral:
    site, role = workplace.site, found.role
    return Referral(
        when=tuple(filled for each in (found.refer_when, found.not_for) if (filled := given(workplace, role, each))),
        self_refer=reach(site, role, workplace.surgery).self_refer,
        in_short=role.role.in_short,
        first_contact=given(workplace, role, site.answer_for("first_contact", role)),
    )


def given(workplace: Workplace, role: SiteRole, found: SiteAnswer | None) -> Answer | None:
    """An answer as pages show it where staff work, if there is one."""
    return answer_there(workplace.site, role, found, workplace.surgery) if found else None


def _to_send(found: StaffCard) -> ToSend | None:
    if not (found.link and found.text and found.text_alone and found.app_message):
        return None
    return ToSend(found.link, found.text, found.text_alone, found.app_message, found.read_aloud, found.record)
