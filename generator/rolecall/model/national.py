"""What holds in England: roles, questions, needs, helplines and the rest that every PCN shares."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from rolecall import phones
from rolecall.model.facts import Answer, HelplineDetails, Model, Reach
from rolecall.model.search import WordsInLanguage
from rolecall.values import (
    AnswerId,
    Day,
    HelplineId,
    Name,
    NeedGroupId,
    NeedId,
    Once,
    Phone,
    Picture,
    RoleId,
    Slug,
    Snomed,
    SourceId,
    TeamId,
    WebAddress,
    Whole,
    Words,
    YesNo,
)


class Code(Model):
    """A clinical code that staff use. Never on pages for patients."""

    snomed: Snomed
    """The SNOMED CT number, in quotes."""
    term: Words
    """What the number means, as in SNOMED CT."""
    sources: Once[SourceId]
    """Ids in sources.yml that give this code."""


class EasyLine(Model):
    """One line of easy read: a short sentence and a picture."""

    text: Words
    """One short sentence."""
    picture: Picture
    """Its name in theme/pictures, for example listen, or its path in Material's icons, as material/ear-hearing."""


class DoneByOthers(Model):
    """Something that this role does not do, and who does."""

    what: Words
    """What it is, small letter first, for example a diet for a health condition."""
    see: RoleId
    """The id of the role to see about it."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet."""


class Role(Model):
    """One role, as it usually is in England. The file's name is its id and its web address."""

    name: Name
    """The full title, for example Social prescribing link worker."""
    short_name: Name
    """What people say, for example Link worker."""
    team: TeamId
    """The id in teams.yml of the people who do related work."""
    order: Whole
    """Where the role stands in lists and comparisons, from 1."""
    core: YesNo = False
    """Yes for roles that have a page and are compared with each other. These answer every question."""
    doctor: YesNo = False
    """Yes for doctors. The site says of everybody else that they are not."""
    also_known_as: Once[Name] = ()
    """Other titles that people meet for this role."""
    words: tuple[Words, ...] = ()
    """What people say when they look for this role, for the search."""
    picture: Picture | None = None
    """A picture that stands for the role: its name in theme/pictures, or its path in Material's icons."""
    in_short: Words
    """One sentence, starting with a verb, that sets this role apart from the others."""
    in_few_words: Words | None = None
    """The same in about 5 words, without a full stop, for the home page. Left out, the sentence stands there."""
    sources: Once[SourceId] = ()
    """For a role that is not core: ids in sources.yml of who says so."""
    assumed: YesNo = False
    """For a role that is not core: yes where no source says so yet."""
    needs: Once[NeedId] = ()
    """Ids in needs.yml of what people can bring to this role."""
    reach: Reach | None = None
    """How people usually get to see this role. A core role says so."""
    answers: dict[AnswerId, Answer] = {}
    """Answers to the questions of questions.yml, by question id."""
    others: tuple[DoneByOthers, ...] = ()
    """What people may look for here and somebody else does. It stands below what this role does not do."""
    easy_read: tuple[EasyLine, ...] = ()
    """For a core role: what it does in short sentences, each with a picture."""
    codes: tuple[Code, ...] = ()
    """SNOMED codes for staff."""
    reviewed: Day
    """The day this file was last checked against its sources."""
    next_review: Day
    """The day by which it is to be checked again."""


class NeedGroup(Model):
    """Needs that stand together, under a heading with a picture."""

    label: Words
    """The heading, in a few words."""
    picture: Picture
    """The name of a picture."""


class Need(Model):
    """Something that people come with, in their words."""

    label: Words
    """What people come with, in a few words, for example Money worries."""
    group: NeedGroupId | None = None
    """The id in need-groups.yml of those that it stands with. Left out, it stands after all of them."""
    words: tuple[Words, ...] = ()
    """What else people say for it. Staff find it by these too."""
    everyday_words: tuple[Words, ...] = ()
    """More that people type into the search when they look for it: slang, slips, names of things."""
    other_languages: tuple[WordsInLanguage, ...] = ()
    """What people say for it in other languages, for the search."""
    about: Words
    """1 or 2 sentences that tell readers that this page is for them."""
    first_role: RoleId | None = None
    """The role to see first. Left out where no role is the first answer."""
    why: Words | None = None
    """Why to see that role first. Starts with They."""
    can: tuple[Words, ...] = ()
    """What that role can do about it, after the words They can."""
    cannot: tuple[Words, ...] = ()
    """What that role cannot do about it, after the words They cannot."""
    next_step: Words
    """What to do now."""
    urgent: Words | None = None
    """A sentence that starts with If: when to get urgent help with this. Left out, one that holds for everything stands
    there."""
    warning: Words | None = None
    """What to know to stay safe, whoever helps: in a sentence or 2, with whom to ask."""
    help_first: YesNo = False
    """Yes where help lines come first and no role is offered in their place."""
    exit: YesNo = False
    """Yes where looking at the page may put somebody at risk. It then has a quick way out."""
    helplines: Once[HelplineId] = ()
    """Ids in helplines.yml of national help for it."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet."""


class Way(Model):
    """Where an answer leads: to another question, to a need, or to an outcome. One of them."""

    to: Slug | None = None
    """The id of another question."""
    need: NeedId | None = None
    """An id in needs.yml."""
    outcome: Slug | None = None
    """The id of an outcome."""


class WayAnswer(Way):
    """One answer that people can choose."""

    text: Words
    """The answer, in the words of a patient."""


class ChooseQuestion(Model):
    """One page of Help me choose."""

    ask: Words
    """The question, in plain words."""
    hint: Words | None = None
    """What helps to answer it."""
    answers: tuple[WayAnswer, ...]
    """The answers to choose from, and where each leads."""
    unsure: Way
    """Where I do not know leads."""


class Outcome(Model):
    """An end of Help me choose: whom to see, and why."""

    role: RoleId
    """The role to see."""
    why: Words
    """Why this role. Starts with They."""


class Choose(Model):
    """The file choose.yml: questions that lead to the right person."""

    start: Slug
    """The id of the first question."""
    questions: dict[Slug, ChooseQuestion]
    """The questions by id."""
    outcomes: dict[Slug, Outcome]
    """Where the answers lead, by id."""


class Team(Model):
    """People who do related work: one heading on the page of who does what."""

    title: Words
    """What the team is called."""
    text: Words | None = None
    """A sentence below the heading."""


class Term(Model):
    """Words that people meet and mix up, and what they mean here."""

    term: Words
    """The words, for example Care coordinator or carer."""
    means: tuple[Words, ...]
    """What they mean, in a few short sentences."""
    roles: Once[RoleId] = ()
    """Ids of the roles whose pages explain this."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet."""


class Source(Model):
    """Where a fact was read."""

    title: Words
    """The title of the page or paper."""
    publisher: Words
    """Who published it."""
    url: WebAddress
    """Where it can be read."""
    read: Day
    """The day it was read."""


class Card(Model):
    """A care card: when to get which urgent help."""

    level: Literal["emergency", "urgent", "non-urgent"]
    """How soon help is needed."""
    heading: Words
    """What to do, in a few words."""
    list: tuple[Words, ...]
    """When to do it, one line each."""
    after: Words | None = None
    """What else to know, below the list."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet."""


EMERGENCY, MEDICAL_HELP = "999", "111"
"""Numbers that the urgent help of each page has in any case."""


class BriefLine(Model):
    """One line of the urgent help that every page carries."""

    text: Words
    """A sentence that holds the number."""
    phone: Phone
    """The number, as it stands in the sentence."""
    short: Words | None = None
    """The same in a few words, with the number, for frames on other websites and the foot of a poster. Left out, they
    have the sentence."""
    words: tuple[Words, ...] = ()
    """What people type when they look for it."""
    cannot_speak: HelplineId | None = None
    """The id in helplines.yml of how to call this number where somebody cannot speak, or not safely."""

    @model_validator(mode="after")
    def _with_one_form(self) -> BriefLine:
        texts = {"text": self.text, "short": self.short}
        return self.model_copy(
            update={name: phones.with_number(text, self.phone) for name, text in texts.items() if text}
        )


class Helpline(HelplineDetails):
    """A national service that people can call, text or open themselves."""

    name: Name
    """What the helpline is called."""
    words: tuple[Words, ...] = ()
    """What else people call it, for the search."""
    read: Day | None = None
    """The day its own page was read. Left out where only other sources were."""
    sources: Once[SourceId]
    """Ids in sources.yml that say so."""


class UrgentHelp(Model):
    """The file urgent-help.yml."""

    not_a_crisis_service: Words
    """The sentence that tells people what this site is not for."""
    in_brief: tuple[BriefLine, ...]
    """The lines that every page carries. The page of urgent help starts with them, in this order."""
    cards: tuple[Card, ...]
    """What to do in an emergency, when it is urgent, and otherwise."""
    helplines: Once[HelplineId]
    """Ids in helplines.yml of people to talk to."""
    other_ways: Once[HelplineId] = ()
    """Ids in helplines.yml for people who are deaf or cannot speak."""
