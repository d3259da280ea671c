"""What the model says of a field, and what the things that may be chosen are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from rolecall.editing.sheet import Heading
from rolecall.model import Model
from rolecall.model.walk import field_at, holds, kind_at
from rolecall.places import Path


def needed(headings: Sequence[Heading]) -> str:
    """Which cells a new line cannot do without, in words."""
    *names, last = [heading.name for heading in headings if heading.needed]
    return f"Each row needs: {', '.join(names)} and {last}."


def is_needed(model: type[Model], base: Path, path: Path) -> bool:
    """Whether an entry at `base` has to have the field at `path` below it."""
    steps = (field_at(model, (*base, *path[: at + 1])) for at in range(len(path)))
    return all(field and field.is_needed for field in steps)


def describe(model: type[Model], path: Path) -> str:
    """What the model says of the field at `path`, without what only a file needs: quotes, one form of days."""
    field = field_at(model, path)
    return re.sub(r",? (?:in quotes|as year-month-day)\b", "", field.description) if field else ""


@cache
def choices_at(model: type[Model], path: Path) -> tuple[str, tuple[str, ...]]:
    """What the field at `path`, or each item of its list, holds ids of (or nothing), and the words to choose from."""
    held = holds(kind_at(model, path))
    if held.inner and held.key is None:
        held = holds(held.inner)
    return str(held.hints.get("x-ids", "")), held.choices


def labels(words: Mapping[str, str]) -> dict[str, str]:
    """What each id is called in a cell: its words, or the id where 2 have the same words."""
    called = {id: " ".join(label.split()) for id, label in words.items()}
    counts = Counter(word for id, label in called.items() for word in {id.casefold(), label.casefold()})
    return {id: label if counts[label.casefold()] == 1 else id for id, label in called.items()}


def folded_name(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def id_of(label: str, choices: Mapping[str, str]) -> str | None:
    wanted = " ".join(label.split()).casefold()
    return next((id for id, word in choices.items() if wanted and wanted in (word.casefold(), id.casefold())), None)
