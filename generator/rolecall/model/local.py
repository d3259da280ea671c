"""What holds in one PCN, and in one of its practices: the file pcn.yml."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from rolecall.model.facts import Answer, Checked, HelplineDetails, Model, Reach
from rolecall.model.service import ServiceRules
from rolecall.model.staff import DangerContact, Referrals
from rolecall.slugs import slug
from rolecall.values import (
    AnswerId,
    Colour,
    Day,
    Email,
    FileName,
    HelplineId,
    LanguageId,
    Name,
    NewAddress,
    Once,
    PageAddress,
    PcnCode,
    Phone,
    Postcode,
    PracticeCode,
    PracticeReference,
    RoleId,
    SiteAddress,
    Slug,
    WebAddress,
    Whole,
    Words,
    YesNo,
)


class LocalHelpline(HelplineDetails):
    """What a PCN prints of a helpline in place of the national facts. Whatever is left out stays."""

    shown: YesNo = True
    """No where it is not to be printed here."""
    name: Name | None = None
    """What it is called here."""


class LocalRole(Model):
    """What a PCN or a practice says of one role. Whatever is left out stays national."""

    local_title: Name | None = None
    """What this role is called here, for example Community connector."""
    available: YesNo = True
    """Yes, unless nobody here has this role."""
    instead: RoleId | None = None
    """With available: no, the id of the role to see instead."""
    combined_with: RoleId | None = None
    """The id of the role whose holder does this job too."""
    only_for: Words | None = None
    """Who the role is for, where it is not for everybody, for example People with cancer."""
    text_name: Name | None = None
    """What texts call it, where its title is long or has characters that a text cannot have."""
    refer: Words | None = None
    """How staff refer somebody, for example Task to the link worker team. Only staff see it."""
    referrals: Referrals | None = None
    """Whether this role takes referrals at present. Only staff see it."""
    reach: Reach | None = None
    """How to reach this role here."""
    answers: dict[AnswerId, Answer] = {}
    """Answers that differ from the national ones, by question id."""
    checked: Checked | None = None
    """Who checked these facts and when. Left out, that of the surgery or PCN counts."""
    next_check: Day | None = None
    """The day by which these facts are to be checked again."""


def availability(levels: Sequence[LocalRole]) -> LocalRole:
    """Of what places say of a role, nearest first, the one that counts for whether somebody does this job."""
    telling = (level for level in levels if "available" in level.model_fields_set or level.combined_with)
    return next(telling, levels[0] if levels else LocalRole())


class Contact(Model):
    """Whom people turn to for one thing. Whatever is left out is not printed."""

    text: Words | None = None
    """What to do, in a short sentence."""
    phone: Phone | None = None
    """A phone number for this."""
    email: Email | None = None
    """An email address for this, of a team and not of a person."""
    url: WebAddress | None = None
    """A page for this."""


class Accessibility(Model):
    """What only a person can say about how well everybody can use the site."""

    tested: Checked
    """Who tried the site with real people or assistive technology, and when."""
    how: Words
    """How it was tested, in plain words."""
    people: Annotated[Whole, Field(ge=1, le=1000)] | None = None
    """How many people tried it. The sheet for a test with patients is in /staff/print/try-it/."""
    tasks: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    """How many tasks all of them together tried: 30 where 5 people tried 6 each."""
    found_alone: Annotated[Whole, Field(ge=0, le=10_000)] | None = None
    """With tasks: how many of them people did without help."""
    problems: tuple[Words, ...] = ()
    """What does not work for everybody yet, one line each."""


class SignOff(Model):
    """Who said yes before the site went live, and when: a job each time, never a person's name."""

    clinical_safety: Checked | None = None
    """That nobody comes to harm by what the site says: the clinical safety officer, or who does that work."""
    data_protection: Checked | None = None
    """That the site keeps the rules on personal data: the data protection officer, or who does that work."""
    content: Checked | None = None
    """That what the site says is right here: the clinical lead or the manager of the PCN."""


class Notice(Model):
    """Something that everybody needs to know for some days: heat, a strike, a day on which all is closed."""

    text: Words
    """What to know and what to do, in up to 200 characters."""
    from_: Day | None = None
    """The first day on which it shows. Left out, it shows at once."""
    until: Day
    """The last day on which it shows, at most 62 days after the first."""
    urgent: YesNo = False
    """Yes where people may come to harm or travel for nothing. Then it says that it is urgent."""


class Practice(Model):
    """One GP practice of the PCN. Patients call it a surgery."""

    name: Name
    """What patients call it."""
    ods_code: PracticeCode
    """The surgery's code in the NHS register: a letter and 5 digits."""
    slug: Slug | None = None
    """Its part of the web address. Left out, it is made from the name, or else from the code."""
    phone: Phone | None = None
    """The number that patients call."""
    email: Email | None = None
    """The surgery's email address for patients."""
    website: WebAddress | None = None
    """The surgery's own website."""
    address: tuple[Name, ...] = ()
    """Street and town, one line each, without the postcode."""
    postcode: Postcode | None = None
    """The surgery's postcode."""
    text_name: Name | None = None
    """What texts call the surgery, where its name is long or has characters that a text cannot have."""
    roles: dict[RoleId, LocalRole] = {}
    """What differs at this surgery, by role id."""
    safeguarding: DangerContact | None = None
    """Whom staff tell when a child or an adult may be at risk. Left out, as in the PCN. Only staff see it."""
    crisis: DangerContact | None = None
    """Whom staff call for somebody in a mental health crisis. Left out, as in the PCN. Only staff see it."""
    out_of_hours: DangerContact | None = None
    """Whom staff call when the surgery is closed. Left out, as in the PCN. Only staff see it."""
    checked: Checked | None = None
    """Who checked these facts and when. Left out, that of the PCN counts."""
    next_check: Day | None = None
    """The day by which these facts are to be checked again."""

    @property
    def address_part(self) -> str:
        """Its part of the web address: its own, or of its name, or of its code where the name has no Latin letter."""
        return self.slug or slug(self.name) or self.ods_code.lower()


class Person(Model):
    """Somebody of the team who agreed to be named on the site."""

    name: Name
    """What patients call this person."""
    roles: Once[RoleId]
    """Ids of the roles that this person has."""
    photo: FileName | None = None
    """A picture file beside pcn.yml (svg, png, webp), square, of at most 8,000 bytes."""
    photo_shows: Words | None = None
    """What the photo shows, for people who cannot see it. Needed with a photo."""
    days: Words | None = None
    """When people can meet this person, for example Mondays and Thursdays."""
    practices: Once[PracticeReference] = ()
    """ODS codes of the surgeries where people can meet this person."""
    languages: Once[LanguageId] = ()
    """Ids under languages in service-words.yml, beside English."""
    about: Words | None = None
    """A short sentence."""
    checked: Checked | None = None
    """Who checked these facts and when. Left out, that of the PCN counts."""
    next_check: Day | None = None
    """The day by which these facts are to be checked again. After it, the person is not shown."""


class PCN(Model):
    """One primary care network: the file pcn.yml."""

    name: Name
    """The PCN's full name."""
    ods_code: PcnCode
    """The PCN's code in the NHS register: U and 5 digits."""
    short_name: Name | None = None
    """What people call it. Left out: the name without Primary Care Network or PCN."""
    site_url: SiteAddress | None = None
    """The web address at which this site is published."""
    phone: Phone | None = None
    """A number that patients can call with questions."""
    email: Email | None = None
    """The PCN's email address for patients."""
    website: WebAddress | None = None
    """The PCN's own website."""
    checked: Checked | None = None
    """Who checked the local facts and when. Counts for each that has no check of its own."""
    next_check: Day | None = None
    """The day by which the local facts are to be checked again."""
    roles: dict[RoleId, LocalRole] = {}
    """What differs in this PCN, by role id."""
    practices: tuple[Practice, ...] = ()
    """The PCN's surgeries: its GP practices."""
    safeguarding: DangerContact | None = None
    """Whom staff tell when a child or an adult may be at risk. Only staff see it."""
    crisis: DangerContact | None = None
    """Whom staff call for somebody in a mental health crisis. Only staff see it."""
    out_of_hours: DangerContact | None = None
    """Whom staff call when the surgery is closed. Only staff see it."""
    another_way: Contact | None = None
    """How to ask for large print, British Sign Language or an interpreter. Give a way that is not a phone."""
    feedback: Contact | None = None
    """Where "Report a mistake" on each page leads. Left out: the PCN's email address, or else its phone number."""
    complaints: Contact | None = None
    """How to complain about the service."""
    privacy_url: WebAddress | None = None
    """The PCN's own privacy notice: what the people here keep of what patients tell them, and who sees it."""
    accessibility: Accessibility | None = None
    """What people found who tested the site. Left out, the site says that nobody has yet."""
    urgent_help_checked: Checked | None = None
    """Who opened each link on the page Urgent help and compared each number, and on which day. Needed to publish."""
    sign_off: SignOff | None = None
    """Who said that the site may go live, and when. Needed to publish."""
    notice: Notice | None = None
    """Something that everybody needs to know for some days. It stands at the top of each page."""
    colour: Colour | None = None
    """The colour of the top of each page, as #004f9e. White words stand on it."""
    logo: FileName | None = None
    """A picture file beside pcn.yml (svg, png, webp), of at most 20,000 bytes."""
    people: tuple[Person, ...] = ()
    """The people of the team, where they agreed to be named. Left out, the site names nobody."""
    text_message: Words | None = None
    """The PCN's own words for texts, with {name}, {surgery}, {role} and {link}. Left out, those of staff.yml."""
    short_links: dict[Slug, RoleId] = {}
    """Short addresses for texts, for example lw: link-worker. Each leads to the page of the role."""
    moved: dict[PageAddress, NewAddress] = {}
    """Where a page is now that had another address, for example services/old-club/: services/new-club/. For a page of
    another site, its whole address."""
    services: ServiceRules = ServiceRules()
    """How long the entries in the folder services count."""
    helplines: dict[HelplineId, LocalHelpline] = {}
    """National helplines that differ here, by id in helplines.yml."""
