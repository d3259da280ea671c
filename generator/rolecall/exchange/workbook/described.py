"""What the model says of a field, and what the things that may be chosen are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from rolecall.exchange.workbook.cells import Path
from rolecall.exchange.workbook.sheet import Heading
from rolecall.model.walk import field_at, holds, kind_at


def needed(headings: Sequence[Heading]) -> str:
    """Which cells a new line cannot do without, in words."""
    *names, last = [heading.name for heading in headings if heading.needed]
    return f"Each line needs: {', '.join(names)} and {last}."


def is_needed(model: type[BaseModel], base: Path, path: Path) -> bool:
    """Whether an entry at `base` has to have the field at `path` below it."""
    steps = (field_at(model, (*base, *path[: at + 1])) for at in range(len(path)))
    return all(field and field.is_needed for field in steps)


def describe(model: type[BaseModel], path: Path) -> str:
    """What the model says of the field at `path`."""
    field = field_at(model, path)
    return field.description if field else ""


def choices_at(model: type[BaseModel], path: Path) -> tuple[str, tuple[str, ...]]:
    """What the field at `path`, or each item of its list, holds ids of (or nothing), and the words to choose from."""
    here = holds(kind_at(model, path))
    if here.inner and here.key is None:
        here = holds(here.inner)
    return str(here.hints.get("x-ids", "")), here.choices


def labels(words: Mapping[str, str]) -> dict[str, str]:
    """What each id is called in a cell: its words, or the id where 2 have the same words."""
    called = {id: " ".join(label.split()) for id, label in words.items()}
    counts = Counter(one.casefold() for one in [*called, *called.values()])
    return {id: label if counts[label.casefold()] == 1 else id for id, label in called.items()}


def folded_name(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def id_of(label: str, choices: Mapping[str, str]) -> str | None:
    wanted = " ".join(label.split()).casefold()
    return next((id for id, one in choices.items() if wanted and wanted in (one.casefold(), id.casefold())), None)
