"""The one vocabulary: what YAML may say of roles, questions, PCNs and practices.

The sentence under each field is what its JSON Schema shows while somebody types.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rolecall.values import (
    Colour,
    Day,
    Email,
    FileName,
    Key,
    Name,
    PcnCode,
    Phone,
    Postcode,
    PracticeCode,
    SiteAddress,
    Slug,
    Snomed,
    WebAddress,
    Words,
    YesNo,
)

Choice = Literal["yes", "usually", "sometimes", "not-usually", "no", "ask"]
"""An answer to a yes-or-no question."""

UNSURE: frozenset[str] = frozenset({"sometimes", "ask"})
"""Choices that oblige the page to say whom to ask."""

FIXED_ADDRESSES = (
    "roles", "compare", "surgeries", "urgent-help", "about", "accessibility", "privacy", "assets",
    "choose", "help-with", "job-titles", "services", "search", "staff", "embed", "data",
)  # fmt: skip
"""First parts of addresses that every site uses or will use, so that no role or page may."""


class Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        str_strip_whitespace=True,
        alias_generator=lambda name: name.rstrip("_"),
    )


class Checked(Model):
    """Who made sure of a local fact, and when."""

    date: Day
    """The day of the check, as year-month-day."""
    by: Name
    """The team that checked it, for example Riverside social prescribing team. No personal names."""


class Facts(Model):
    """What every statement may carry about where it comes from."""

    sources: tuple[Slug, ...] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet. The build lists these."""
    checked: Checked | None = None
    """For a local fact: who checked it and when. Left out, that of the role, practice or PCN counts."""
    next_check: Day | None = None
    """For a local fact: the day until which it counts. After it, the national answer is shown."""


class Answer(Facts):
    """What a role file, or a PCN in its place, answers to one question."""

    answer: Choice | None = None
    """For a yes-or-no question: yes, usually, sometimes, not-usually, no or ask."""
    text: Words | None = None
    """One or 2 short sentences."""
    list: tuple[Words, ...] = ()
    """For a question whose answer is a list: one short line each."""


class Reach(Facts):
    """How to get to see somebody."""

    text: Words | None = None
    """A sentence that says what to do, for example Ask at your GP surgery."""
    phone: Phone | None = None
    """A phone number for patients."""
    email: Email | None = None
    """An email address for patients, of a team and not of a person."""
    url: WebAddress | None = None
    """A page where people can ask online."""
    self_refer: Choice | None = None
    """Whether people can refer themselves: yes, usually, sometimes, not-usually, no or ask."""


class Code(Model):
    """A clinical code that staff use. Never on pages for patients."""

    snomed: Snomed
    """The SNOMED CT number, in quotes."""
    term: Words
    """What the number means, as in SNOMED CT."""
    sources: tuple[Slug, ...]
    """Ids in sources.yml that give this code."""


class Role(Model):
    """One role, as it usually is in England. The file's name is its id and its web address."""

    name: Name
    """The full title, for example Social prescribing link worker."""
    short_name: Name
    """What people say, for example Link worker."""
    team: Slug
    """The id in teams.yml of the people who do related work."""
    order: int
    """Where the role stands in lists and comparisons, from 1."""
    core: YesNo = False
    """Yes for roles that have a page and are compared with each other. These answer every question."""
    doctor: YesNo = False
    """Yes for doctors. The site says of everybody else that they are not."""
    also_known_as: tuple[Name, ...] = ()
    """Other titles that people meet for this role."""
    in_short: Words
    """One sentence, starting with a verb, that sets this role apart from the others."""
    sources: tuple[Slug, ...] = ()
    """For a role that is not core: ids in sources.yml of who says so."""
    assumed: YesNo = False
    """For a role that is not core: yes where no source says so yet."""
    needs: tuple[Slug, ...] = ()
    """Ids in needs.yml of what people can bring to this role."""
    reach: Reach | None = None
    """How people usually get to see this role. A core role says so."""
    answers: dict[Key, Answer] = {}
    """Answers to the questions of questions.yml, by question id."""
    codes: tuple[Code, ...] = ()
    """SNOMED codes for staff."""
    reviewed: Day
    """The day this file was last checked against its sources."""
    next_review: Day
    """The day by which it is to be checked again."""


class Question(Model):
    """One row of the comparison."""

    id: Key
    """What answers call it, for example home_visits."""
    ask: Words
    """The row's heading."""
    kind: Literal["list", "steps", "text", "choice"]
    """How the answer is given: bullets, numbered steps, a text, or a choice from yes to no."""
    lead_in: Words | None = None
    """For a list: the words before the bullets."""
    from_: Literal["answers", "reach", "self_refer", "also_known_as"] = "answers"
    """Where in the role file the answer stands."""
    optional: YesNo = False
    """Yes where roles need not answer. The row shows only where somebody does."""


class Group(Model):
    """Questions that make up one table."""

    id: Slug
    title: Words
    staff: YesNo = False
    """Yes for questions that only staff see."""
    questions: tuple[Question, ...]


class Section(Model):
    """A part of a role's own page: questions in the order in which patients ask them."""

    title: Words
    questions: tuple[Key, ...]
    folded: YesNo = False
    """Yes for a part that opens when somebody asks for it."""


class Questions(Model):
    """The file questions.yml."""

    choices: dict[Choice, Words]
    """How each choice is printed."""
    groups: tuple[Group, ...]
    role_page: tuple[Section, ...]
    """The parts of a role's page, after what it is and how to reach it."""


class Need(Model):
    """Something that people come with, in their words."""

    label: Words
    words: tuple[Words, ...] = ()
    """What else people say for it."""
    first_role: Slug | None = None
    """The role to see first. Left out where no role is the first answer."""
    helplines: tuple[Slug, ...] = ()
    """Ids in helplines.yml of national help for it."""


class Team(Model):
    """People who do related work: one heading on the page of who does what."""

    title: Words
    text: Words | None = None
    """A sentence below the heading."""


class Term(Model):
    """Words that people meet and mix up, and what they mean here."""

    term: Words
    """The words, for example Care coordinator or carer."""
    means: tuple[Words, ...]
    """What they mean, in a few short sentences."""
    roles: tuple[Slug, ...] = ()
    """Ids of the roles whose pages explain this."""
    sources: tuple[Slug, ...] = ()
    assumed: YesNo = False


class Source(Model):
    """Where a fact was read."""

    title: Words
    publisher: Words
    url: WebAddress
    read: Day
    """The day it was read."""


class Card(Model):
    """A care card: when to get which urgent help."""

    level: Literal["emergency", "urgent", "non-urgent"]
    heading: Words
    list: tuple[Words, ...]
    after: Words | None = None
    sources: tuple[Slug, ...]


class BriefLine(Model):
    """One line of the urgent help that every page carries."""

    text: Words
    """A sentence that holds the number."""
    phone: Phone
    """The number, as it stands in the sentence."""


class Helpline(Model):
    """A national service that people can call, text or open themselves."""

    name: Name
    phone: Phone | None = None
    """The number alone."""
    how: Words | None = None
    """What to do, for example Call, or Text SHOUT to 85258."""
    who: Words | None = None
    """Who it is for, small letter first."""
    hours: Words | None = None
    """When it answers. Left out where sources disagree."""
    cost: Words | None = None
    url: WebAddress | None = None
    """Its own page."""
    read: Day | None = None
    """The day its own page was read. Left out where only other sources were."""
    sources: tuple[Slug, ...]


class LocalHelpline(Model):
    """What a PCN prints of a helpline in place of the national facts. Whatever is left out stays."""

    shown: YesNo = True
    """No where it is not to be printed here."""
    name: Name | None = None
    """What it is called here."""
    phone: Phone | None = None
    """The number alone."""
    how: Words | None = None
    """What to do, for example Text CALMER to 85258."""
    who: Words | None = None
    """Who it is for, small letter first."""
    hours: Words | None = None
    """When it answers."""
    cost: Words | None = None
    """What it costs, for example free."""
    url: WebAddress | None = None
    """Its own page."""


class UrgentHelp(Model):
    """The file urgent-help.yml."""

    not_a_crisis_service: Words
    in_brief: tuple[BriefLine, ...]
    """The lines that every page carries."""
    cards: tuple[Card, ...]
    helplines: tuple[Slug, ...]
    """Ids in helplines.yml of people to talk to."""
    other_ways: tuple[Slug, ...] = ()
    """Ids in helplines.yml for people who are deaf or cannot speak."""


class LocalRole(Model):
    """What a PCN or a practice says of one role. Whatever is left out stays national."""

    local_title: Name | None = None
    """What this role is called here, for example Community connector."""
    available: YesNo = True
    """No where there is nobody in this role."""
    instead: Slug | None = None
    """With available: no, the id of the role to see instead."""
    combined_with: Slug | None = None
    """The id of the role whose holder does this job too."""
    only_for: Words | None = None
    """Who the role is for, where it is not for everybody, for example People with cancer."""
    reach: Reach | None = None
    """How to reach this role here."""
    answers: dict[Key, Answer] = {}
    """Answers that differ from the national ones, by question id."""
    checked: Checked | None = None
    """Who checked these facts and when. Left out, that of the practice or PCN counts."""
    next_check: Day | None = None
    """The day until which these facts count."""


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
    problems: tuple[Words, ...] = ()
    """What does not work for everybody yet, one line each."""


class Practice(Model):
    """One GP practice of the PCN. Patients call it a surgery."""

    name: Name
    """What patients call it."""
    ods_code: PracticeCode
    """The practice's code in the NHS register: a letter and 5 digits."""
    slug: Slug | None = None
    """Its part of the web address. Left out, it is made from the name."""
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
    roles: dict[Slug, LocalRole] = {}
    """What differs at this surgery, by role id."""
    checked: Checked | None = None
    """Who checked these facts and when. Left out, that of the PCN counts."""
    next_check: Day | None = None
    """The day until which these facts count."""


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
    """The day until which the local facts count."""
    roles: dict[Slug, LocalRole] = {}
    """What differs in this PCN, by role id."""
    practices: tuple[Practice, ...] = ()
    """The PCN's GP practices."""
    another_way: Contact | None = None
    """How to ask for large print, easy read, British Sign Language or another language."""
    feedback: Contact | None = None
    """Where to say what is wrong or missing on the site."""
    complaints: Contact | None = None
    """How to complain about the service."""
    accessibility: Accessibility | None = None
    """What people found who tested the site. Left out, the site says that nobody has yet."""
    colour: Colour | None = None
    """The colour of the top of each page, as #005eb8. White words stand on it."""
    logo: FileName | None = None
    """A picture file beside pcn.yml (svg, png, webp), of at most 20,000 bytes."""
    helplines: dict[Slug, LocalHelpline] = {}
    """National helplines that differ here, by id in helplines.yml."""


class MarkdownPage(BaseModel):
    """A page written in Markdown, its first heading being its title."""

    model_config = ConfigDict(frozen=True)

    slug: str
    title: str
    markdown: str
    """The text below the title."""
    reviewed: date | None
    sources: tuple[str, ...]


class Content(BaseModel):
    """All that one build stands on, each part valid by itself and with the others."""

    model_config = ConfigDict(frozen=True)

    roles: dict[str, Role]
    """By id, in the order in which they are shown."""
    questions: Questions
    needs: dict[str, Need]
    teams: dict[str, Team]
    terms: dict[str, Term]
    helplines: dict[str, Helpline]
    sources: dict[str, Source]
    urgent_help: UrgentHelp
    pages: tuple[MarkdownPage, ...]
    pcns: dict[str, PCN]
    """By id, which is the folder's name."""
