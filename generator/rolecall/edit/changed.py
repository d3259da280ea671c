"""What a save changed, as the person who saved it would say it: in the words of the form, a line for each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rolecall.editing.cells import Value, shown
from rolecall.editing.changes import Change
from rolecall.editing.layout import Layout
from rolecall.language import in_words

LONGEST = 80
"""Letters of a value that are shown. The form has all of it."""


def changes_in_words(changes: Sequence[Change], layout: Layout) -> Iterator[str]:
    """Each change in words. Of a service that is new, its name is enough."""
    new = {change.field.file for change in changes} - {"", *layout.raws}
    for change in changes:
        if change.field.file not in new:
            yield _in_words(change)
        elif change.field.path == ("name",):
            yield f"Added: {change.new}"


def _in_words(change: Change) -> str:
    if change.takes_out:
        return change.what
    before, after = change.field.value, change.new
    if isinstance(before, list) and isinstance(after, list) and change.field.kind == "ids":
        parts = [
            f"{verb} {_said(change, some)}"
            for verb, some in (
                ("added", [item for item in after if item not in before]),
                ("taken out", [item for item in before if item not in after]),
            )
            if some
        ]
        return f"{change.what}: {'; '.join(parts)}"
    if after is None:
        return f"{change.what}: emptied. It was {_said(change, before)}"
    now = _said(change, after)
    return f"{change.what}: {now}" if before is None else f"{change.what}: {now}. It was {_said(change, before)}"


def _said(change: Change, value: Value) -> str:
    """A value as its cell shows it, in a line."""
    cell = shown(replace(change.field, value=value))
    if isinstance(cell, date):
        return in_words(cell)
    if isinstance(cell, float):
        return f"{cell:g}"
    text = ", ".join(str(cell).split("\n"))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
