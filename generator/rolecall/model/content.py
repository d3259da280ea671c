"""All that one build stands on, put together."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from rolecall.model.facts import Model
from rolecall.model.local import PCN
from rolecall.model.national import (
    Choose,
    Distress,
    Helpline,
    Need,
    Questions,
    Role,
    Source,
    StaffWords,
    Team,
    Term,
    UrgentHelp,
)
from rolecall.model.service import Service, ServiceWords
from rolecall.values import Day, Once, SourceId


class FrontMatter(Model):
    """What may stand between 3 dashes at the top of a Markdown page."""

    reviewed: Day | None = None
    """The day the page was last checked."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that the page rests on."""


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
    choose: Choose
    distress: dict[str, Distress]
    service_words: ServiceWords
    staff: StaffWords
    pages: tuple[MarkdownPage, ...]
    pcns: dict[str, PCN]
    """By id, which is the folder's name."""
    services: dict[str, dict[str, Service]]
    """By id of the PCN, then by id of the service, which is the file's name."""
