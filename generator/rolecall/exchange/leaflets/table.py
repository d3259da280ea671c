"""Whom staff refer to, as a leaflet. Its columns have headings that a screen reader can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from rolecall.exchange.leaflets.leaflet import Frame, Leaflet, Pair, Table
from rolecall.exchange.leaflets.texts import answer
from rolecall.pages.who_to_refer_to import Row, staff_table
from rolecall.site import StaffCard, Workplace
from rolecall.templates import Words


def table(workplace: Workplace, cards: Sequence[StaffCard], words: Words, frame: Frame, foot: str) -> Leaflet:
    """The table of a place: roles, needs, whom to turn to at once."""
    shown, say = staff_table(workplace, cards), partial(words.of, "leaflets/words")
    headings = [say("role"), say("refer_when"), say("not_for"), *shown.facts, say("how_to_refer_here")]
    return Leaflet(
        kind="table", name="who-to-refer-to", title=words.title("staff-table", shown), frame=frame, foot=foot, size=10,
        title_size=18,
        table=Table(headings, [[*_row(row, words)] for row in shown.rows]),
        needs_heading=say("for_needs"),
        needs=[Pair(need.label, say("see", need.see, need.phone)) for need in shown.needs],
        at_once=[Pair(row.title, say("at_once", row)) for row in shown.danger],
    )  # fmt: skip


def _row(row: Row, words: Words) -> Iterator[str]:
    """The cells of a role. Of one that is not there, 2."""
    say = partial(words.of, "leaflets/words")
    yield row.card.title
    if not row.card.is_here:
        yield say("not_here", row.card)
        return
    notes = [words.of("components/local", "sentence", row.card.local, note) for note in row.card.local.notes]
    for found, first in ((row.when, notes), (row.not_for, [])):
        part = answer(found, words) if found else None
        points = say("in_a_row", part.items) if part else ""
        yield " ".join([*first, *(part.texts if part else ()), points])
    yield from (fact.words if fact and fact.words else say("ask") for fact in row.facts)
    yield say("how_to_refer", row.card.how)
