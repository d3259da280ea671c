"""What staff need: whom to turn to in danger, whether somebody takes referrals, and words to say and to send."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rolecall.model.facts import Checked, Model
from rolecall.values import HelplineId, Name, Once, Phone, Prose, SourceId, Words, YesNo

Danger = Literal["safeguarding", "crisis", "out_of_hours"]
"""What staff may need at once, and patients must not wait for."""


class DangerContact(Model):
    """Whom staff turn to at once. Whatever is left out is not printed."""

    lead: Name | None = None
    """Who it is, by the job and never by a person's name, for example Safeguarding lead."""
    phone: Phone | None = None
    """The number to call: of a team or a desk, never somebody's own."""
    text: Words | None = None
    """What to do, in a short sentence."""


class StaffDanger(DangerContact):
    """What staff read of one kind of danger wherever they work."""

    title: Words
    """What it is called, in 1 to 3 words."""
    helplines: Once[HelplineId] = ()
    """Ids in helplines.yml of who helps nationally."""
    words: tuple[Words, ...] = ()
    """What staff type for it."""
    warning: Words | None = None
    """What to keep in mind before anything is sent or printed."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet."""


class Referrals(Model):
    """Whether somebody takes referrals at present. It counts for a month after its check."""

    open: Literal["yes", "no", "waiting-list"]
    """yes, no, or waiting-list where people have to wait."""
    wait: Words | None = None
    """How long people usually wait, for example About 3 weeks."""
    checked: Checked
    """Who said so, and when."""


class StaffWords(Model):
    """The file staff.yml: words for staff, and words that they send."""

    texts: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Ready texts for a phone, the best first. Of these, the first that costs one text is used. {name}, {surgery},
    {role}, {what}, {link} and {phone} stand for what is filled in."""
    texts_alone: Annotated[tuple[Words, ...], Field(min_length=1)]
    """The same without greeting and sender, for systems that add their own: without {name} and {surgery}."""
    app_message: Prose
    """The longer message for the NHS App, with the same slots and {in_short}."""
    no_text: Words
    """Why there is no text about a need."""
    consent: Words
    """What to ask before a text is sent."""
    read_aloud: Words
    """The same as a sentence to read to the patient, with {role}."""
    record: Words
    """A line for the patient's record, with {day}, {role}, {surgery} and {link}."""
    danger: dict[Danger, StaffDanger]
    """Whom to turn to at once, in the order in which it stands."""
