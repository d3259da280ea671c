"""A local service or group: one file in `content/pcns/<pcn>/services/`. Its id is the file's name.

One that several PCNs have is a file in `content/services/`, and a PCN's own file then says only what differs there.
The fields map onto Open Referral UK (HSDS 3.0). Times are those of a clock on the wall in England.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rolecall.days import names_an_hour
from rolecall.model.facts import Checked, Model
from rolecall.model.staff import Referrals
from rolecall.values import (
    AccessId,
    ClockTime,
    Day,
    DayOfMonth,
    Degrees,
    Email,
    GroupId,
    LanguageId,
    Name,
    NeedId,
    Once,
    Phone,
    Postcode,
    Pounds,
    Prose,
    RouteId,
    Slug,
    Token,
    Uprn,
    WebAddress,
    Whole,
    Words,
    YesNo,
)


class Organisation(Model):
    """Who runs the service."""

    name: Name
    """What it is called."""
    description: Words | None = None
    """What it is, in a sentence."""
    website: WebAddress | None = None
    """Its own website."""
    email: Email | None = None
    """Its email address for everybody."""
    identifiers: dict[Token, Token] = {}
    """Its numbers in registers, for example GB-CHC: "1234567" for the Charity Commission."""


class WhoFor(Model):
    """Who can use the service."""

    text: Words | None = None
    """In a short sentence, for example Anyone aged 55 or over."""
    not_for: Words | None = None
    """Who it is not for, in a short sentence."""
    min_age: Annotated[Whole, Field(ge=0, le=120)] | None = None
    """The youngest age, in years."""
    max_age: Annotated[Whole, Field(ge=0, le=120)] | None = None
    """The oldest age, in years."""
    groups: Once[GroupId] = ()
    """Ids under groups in service-words.yml."""


class HowToJoin(Model):
    """How people start."""

    routes: Once[RouteId] = ()
    """Ids under routes in service-words.yml, for example drop-in."""
    text: Words | None = None
    """What to do, in a short sentence."""
    wait: Words | None = None
    """How long people usually wait."""


class Price(Model):
    """One thing that costs money, or is free."""

    label: Words
    """What it is for, for example Meal."""
    amount: Annotated[Pounds, Field(ge=0, le=10000)]
    """Pounds. 0 is free."""
    per: Words | None = None
    """For example per meal."""


class Cost(Model):
    """What it costs."""

    text: Words | None = None
    """In words, for example £4 a meal."""
    options: tuple[Price, ...] = ()
    """The prices, for the filter and for other programs."""


class When(Model):
    """Times, in words or as days and hours. Words are always shown, with the hours where they name none."""

    text: Words | None = None
    """In words, for example Tuesdays and Thursdays, midday to 2pm."""
    every: Literal["week", "month"] | None = None
    """How it repeats."""
    interval: Annotated[Whole, Field(ge=1, le=52)] = 1
    """2 for every second week. Then starts says in which week it begins."""
    days: Once[DayOfMonth] = ()
    """Days: mon, tue. In a month: 2 sun for the second Sunday, last fri for the last Friday."""
    dates: Once[Day] = ()
    """Single days, where it does not repeat."""
    from_: ClockTime | None = None
    """When it starts, as "14:00"."""
    to: ClockTime | None = None
    """When it ends, as "16:00"."""
    starts: Day | None = None
    """The first day."""
    until: Day | None = None
    """The last day."""
    notes: Words | None = None
    """What else to know, for example Term time only."""
    booking: WebAddress | None = None
    """A page on which people book."""
    how: Literal["in-person", "online", "phone"] | None = None
    """How people take part at these times."""
    at: Name | None = None
    """The name of the place, as under where."""

    @property
    def lacks_hours(self) -> bool:
        """Whether there are words, they do not say at what hour, and the hours are known."""
        return bool(self.text and (self.from_ or self.to) and not names_an_hour(self.text))

    @property
    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Its days, each with which one of a month it is: `("2", "sun")`. That is empty where it is each week."""
        return tuple((which, day) for which, _, day in (day.rpartition(" ") for day in self.days))


class Where(Model):
    """A place, or a way to take part from home."""

    name: Name
    """What it is called, for example Marsh Lane Hall."""
    kind: Literal["place", "virtual", "phone", "home"] = "place"
    """A place to go to; virtual for online; phone; or home, where somebody visits."""
    address: Name | None = None
    """The street."""
    address_2: Name | None = None
    """A second line."""
    town: Name | None = None
    """The town or village."""
    county: Name | None = None
    """The county."""
    postcode: Postcode | None = None
    """The postcode."""
    lat: Annotated[Degrees, Field(ge=49, le=61)] | None = None
    """Degrees north."""
    lon: Annotated[Degrees, Field(ge=-9, le=2)] | None = None
    """Degrees east; west is below 0."""
    uprn: Uprn | None = None
    """The number of the building in the national register, in quotes."""
    transport: Words | None = None
    """How to get there, for example Bus 7 stops outside."""
    access: Once[AccessId] = ()
    """Ids under access in service-words.yml, for example step-free."""
    access_notes: Words | None = None
    """What else to know about getting in and around."""


class Area(Model):
    """Where people have to live."""

    name: Name
    """For example Marsh Lane ward."""
    uri: WebAddress | None = None
    """Its page in an official register."""


class ServicePhone(Model):
    """A number to call."""

    number: Phone
    """The number alone."""
    text: Words | None = None
    """When, or for what."""


class ServiceContact(Model):
    """How to get in touch with the service itself."""

    email: Email | None = None
    """An email address for people who want to come."""
    website: WebAddress | None = None
    """The page of the service itself."""
    phones: tuple[ServicePhone, ...] = ()
    """Numbers to call."""


class Alert(Model):
    """Something to know for a while."""

    text: Words
    """What to know, in a short sentence."""
    until: Day
    """The last day on which it shows."""


class Origin(Model):
    """Where the entry came from, if it came from another directory."""

    feed: Words | None = None
    """The directory from which it came."""
    id: Token | None = None
    """Its id there."""
    modified: Token | None = None
    """When it was last changed there."""
    licence: Words | None = None
    """Under which licence it may be used."""
    organisation_id: Token | None = None
    """The id of who runs it, there."""


class Service(Model):
    """One local service or group. Only the name, what it is, who runs it and what it helps with are needed."""

    id: Slug | None = None
    """The file's name. Left out, the file's name counts."""
    name: Name
    """What people call it."""
    also_known_as: Once[Name] = ()
    """Other names that people search for."""
    status: Literal["active", "paused", "closed"] = "active"
    """Active; paused where it does not run for now; closed where it has ended."""
    summary: Words | None = None
    """One short sentence for lists. Left out, the first sentence of the description."""
    description: Prose
    """What it is, in plain words. You can use - for lists and ** for strong words."""
    organisation: Organisation
    needs: Once[NeedId]
    """Ids in needs.yml of what it helps with. People filter by them. Only an entry with a source may have none yet."""
    who_for: WhoFor = WhoFor()
    """Who can use it. Left out, its page says: Ask who it is for."""
    how_to_join: HowToJoin = HowToJoin()
    """How people start."""
    cost: Cost = Cost()
    """What it costs. Left out, its page says: Ask what it costs."""
    when: tuple[When, ...] = ()
    """Times, in words or as days and hours."""
    where: tuple[Where, ...] = ()
    """Places, or ways to take part from home."""
    area: tuple[Area, ...] = ()
    """Where people have to live. Left out, its page says nothing of that."""
    contact: ServiceContact = ServiceContact()
    """How to get in touch."""
    languages: Once[LanguageId] = ()
    """Ids under languages in service-words.yml, beside English."""
    interpreting: Words | None = None
    """How people get an interpreter."""
    bring: tuple[Words, ...] = ()
    """What to bring."""
    accreditation: Words | None = None
    """A standard that it meets, and who says so."""
    funding: Words | None = None
    """Who pays for it."""
    alert: Alert | None = None
    """Something to know for a while."""
    referrals: Referrals | None = None
    """Whether it takes referrals from staff at present. Only staff see it."""
    checked: Checked | None = None
    """Who checked the entry, and when. Left out, its page says that it is not checked yet."""
    next_check: Day | None = None
    """The day by which it is to be checked again. Left out, as long after the check as the PCN says under services."""
    source: Origin | None = None
    """Where the entry came from, if from another directory."""
    extra: dict[Token, Words] = {}
    """What else came with the entry and has no field here. It stays in the file, and is not on the site."""


EVERY_PCN = "all"
"""What stands under `pcns` for each PCN of the workspace."""


class SharedService(Service):
    """A service that several PCNs have. A PCN's own file of the same name says only what differs there."""

    pcns: Once[Token] = ()
    """The PCNs on whose sites it stands, by the names of their folders, or [all]. Left out: those whose name, surgery \
or surgery's postcode stands under area or where."""


class ServiceHere(Service):
    """What differs in a PCN of a service that several have. Nothing is needed in it."""

    shown: YesNo = True
    """No leaves the service out of this PCN's site."""


FilterWord = Literal[
    "need", "day", "time", "cost", "how", "language", "access", "age", "area", "ask", "morning", "afternoon", "evening",
    "free", "paid", "place", "from-home", "virtual", "phone", "home",
]  # fmt: skip
"""The kinds of filter, then choices that are not data of their own."""


class AgeRange(Model):
    """Ages from and to, in years, both included."""

    label: Words
    """What the filter calls it."""
    from_: Annotated[Whole, Field(ge=0, le=120)] = 0
    """The youngest age, in years."""
    to: Annotated[Whole, Field(ge=0, le=120)] = 120
    """The oldest age, in years."""


class ServiceWords(Model):
    """The file service-words.yml: how ids in services are printed, and what the filters offer."""

    routes: dict[Slug, Words]
    """Ways to join."""
    access: dict[Slug, Words]
    """What a place has."""
    groups: dict[Slug, Words]
    """Who a service is for."""
    languages: dict[Slug, Words]
    """Languages by their ISO code."""
    ages: dict[Slug, AgeRange]
    """The ages that the filter offers."""
    filters: dict[FilterWord, Words]
    """What the filters and their fixed choices are called."""


class ServiceRules(Model):
    """How long entries count in this PCN."""

    check_every: Annotated[Whole, Field(ge=1, le=60)] = 12
    """Months after its check for which an entry counts. Then the page says that it may have changed."""
    hold_back_after: Annotated[Whole, Field(ge=1, le=60)] | None = None
    """Months after that for which it still shows. Left out, it stays, with the warning."""
