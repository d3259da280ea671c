"""All that one build stands on, put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from rolecall.model.danger import DangerWords, Distress
from rolecall.model.facts import Model
from rolecall.model.links import LinkExceptions
from rolecall.model.local import PCN
from rolecall.model.national import (
    Choose,
    Helpline,
    Need,
    NeedGroup,
    Role,
    Source,
    Team,
    Term,
    UrgentHelp,
)
from rolecall.model.plain import PlainWords
from rolecall.model.questions import Questions
from rolecall.model.search import SearchWords
from rolecall.model.service import Service, ServiceWords
from rolecall.model.staff import StaffWords
from rolecall.model.walk import fields_of, holds, sentences_of
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


class Shared(BaseModel):
    """What every PCN shares. Each field is a file: `urgent_help` is content/urgent-help.yml, one value or one by id.

    A file that is added here is read, checked, offered to editors, documented and drawn by the tests.
    """

    model_config = ConfigDict(frozen=True)

    questions: Questions
    """The questions."""
    need_groups: dict[str, NeedGroup]
    """Groups of needs by id, in their order."""
    needs: dict[str, Need]
    """Needs by id."""
    sources: dict[str, Source]
    """Sources by id."""
    teams: dict[str, Team]
    """Teams by id."""
    terms: dict[str, Term]
    """Terms by id."""
    helplines: dict[str, Helpline]
    """Helplines by id."""
    urgent_help: UrgentHelp
    """Urgent help."""
    choose: Choose
    """Help me choose."""
    distress: dict[str, Distress]
    """Families of danger."""
    danger_words: DangerWords
    """Words of danger."""
    search_words: SearchWords
    """Words of the search."""
    plain_words: PlainWords
    """Words to avoid."""
    service_words: ServiceWords
    """Words in services."""
    staff: StaffWords
    """Words for staff."""
    link_exceptions: LinkExceptions
    """Links that are left alone."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """One of those files."""

    name: str
    """Without its ending."""
    attribute: str
    """The field of `Content` that it is."""
    model: type[BaseModel]
    """What it is, or what each of its ids is."""
    by_id: bool

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return sentences_of(Shared)[self.attribute].rstrip(".")


def _shared_files() -> dict[str, SharedFile]:
    files = {}
    for field in fields_of(Shared).values():
        kind, name = holds(field.kind), field.name.replace("_", "-")
        model = kind.model or holds(kind.inner).model
        assert model, f"{field.name} is of a model"
        files[name] = SharedFile(name, field.name, model, kind.key is not None)
    return files


SHARED_FILES = _shared_files()
"""The files that every PCN shares, by name: `content/<name>.yml`."""


class Content(Shared):
    """All that one build stands on, each part valid by itself and with the others."""

    roles: dict[str, Role]
    """By id, in the order in which they are shown."""
    pages: tuple[MarkdownPage, ...]
    pcns: dict[str, PCN]
    """By id, which is the folder's name."""
    services: dict[str, dict[str, Service]]
    """By id of the PCN, then by id of the service, which is the file's name."""
