"""What every statement is made of: a choice or a text or a list, where it comes from, who checked it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from rolecall.values import Day, Email, Name, Once, Phone, SourceId, WebAddress, Words, YesNo

Choice = Literal["yes", "usually", "sometimes", "not-usually", "no", "ask"]
"""An answer to a yes-or-no question."""


class Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
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

    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet. The build lists these."""
    checked: Checked | None = None
    """For a local fact: who checked it and when. Left out, that of the role, surgery or PCN counts."""
    next_check: Day | None = None
    """For a local fact: the day by which it is to be checked again. After it, the national answer is shown."""


MOST_IN_SHORT = 40
"""Letters of a text that is short enough for where there is room for a few words."""


class Answer(Facts):
    """What a role file, or a PCN in its place, answers to one question."""

    answer: Choice | None = None
    """For a yes-or-no question: yes, usually, sometimes, not-usually, no or ask."""
    text: Words | None = None
    """One or 2 short sentences."""
    short: Words | None = None
    """The same in 1 to 4 words, for tables at a glance. Left out, a yes-or-no answer stands there as its choice, and a
    text of up to 40 letters as it is."""
    list: tuple[Words, ...] = ()
    """For a question whose answer is a list: one short line each."""

    @property
    def is_unsure(self) -> bool:
        """Whether the page has to say whom to ask."""
        return self.answer in ("sometimes", "ask")

    @property
    def few_words(self) -> str:
        """Its short words, else its text without the full stop where that is short. Empty where neither is there."""
        if self.short or not self.text or self.answer or self.list:
            return self.short or ""
        text = self.text.removesuffix(".")
        return text if len(text) <= MOST_IN_SHORT else ""


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


class HelplineDetails(Model):
    """How to use a helpline: what is known nationally, or what a PCN prints in its place."""

    phone: Phone | None = None
    """The number alone."""
    how: Words | None = None
    """What to do, for example Text SHOUT to 85258."""
    who: Words | None = None
    """Who it is for, small letter first."""
    hours: Words | None = None
    """When it answers. Left out where sources disagree."""
    cost: Words | None = None
    """What it costs, for example Free."""
    url: WebAddress | None = None
    """Its own page."""
