"""A file with somebody's list to entries, by its columns file or, where there is none yet, by what can be guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from rolecall.editing import fields
from rolecall.editing.cells import Field
from rolecall.editing.given import folded
from rolecall.editing.layout import Layout
from rolecall.editing.sheets import ROOM
from rolecall.exchange.directory.columns import can_be, drafted, guess, held, read_columns
from rolecall.exchange.directory.entries import ListOf, entries
from rolecall.exchange.directory.joined import joined
from rolecall.exchange.directory.lists import Listing, in_one, listings
from rolecall.exchange.directory.own import is_own, own_entries
from rolecall.exchange.directory.repeats import without_repeats
from rolecall.exchange.directory.vocabulary import Vocabulary
from rolecall.exchange.incoming.categories import Crosswalk
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.tables import Table
from rolecall.places import Problem

NO_CROSSWALK = Crosswalk()


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a list holds: each line as an entry, what is to know of the file, and its columns file if that is new."""

    entries: tuple[Entry, ...]
    to_know: tuple[Problem, ...] = ()
    draft: str = ""
    """The text of a columns file. Empty where there was one, or where a list of ours needs none."""


def read_list(
    tables: Sequence[Table],
    layout: Layout,
    *,
    columns: str | None,
    columns_path: Path,
    today: date,
    feed: str = "",
    crosswalk: Crosswalk = NO_CROSSWALK,
) -> tuple[ListRead | None, list[Problem]]:
    """The entries of a list. `columns` is what its columns file says, if there is one; `feed` what the list is called.

    It stops only where no headings are found, or where the columns file is wrong.
    """
    cells = _cells(layout, max([ROOM, *(int(number) for number in _numbers(tables))]))
    ours = (*cells,)
    vocabulary = Vocabulary(layout.content)
    given, problems = read_columns(columns, str(columns_path), ours, vocabulary) if columns is not None else (None, [])
    if problems:
        return None, problems
    by_guess = partial(_target, ours=ours, corrected={})
    found, to_know = listings(tables, by_guess)
    if from_us := [listing for listing in found if is_own(listing, ours)]:
        whole = in_one(from_us, several=False)
        taken = without_repeats([*own_entries(whole, cells, content=layout.content, today=today)])
        return ListRead(tuple(taken), whole.to_know), []
    whole, more = _in_one(found, by_guess)
    draft = held(whole, ours, vocabulary)
    if given and (corrected := given.corrected(draft)):  # What a draft alone says finds no other headings.
        by_hand = partial(_target, ours=ours, corrected=corrected)
        found, to_know = listings(tables, by_hand)
        whole, more = _in_one(found, by_hand)
    if not found:
        return None, _without_headings(tables, to_know)
    text = "" if given else drafted(Path(tables[0].file), draft, ours)
    if given is None:
        given, wrong = read_columns(text, str(columns_path), ours, vocabulary)
        assert given, wrong
    read = ListOf(given, layout.content, vocabulary, cells, feed or Path(tables[0].file).stem, crosswalk, today)
    each = tuple(entries(whole, read))
    unlike = given.unlike(whole.headings, ours)
    return ListRead(each, (*to_know, *more, *unlike, *whole.to_know, *_may_have_closed(each)), text), []


def can_hold(layout: Layout) -> list[str]:
    """What a person may choose that a column of a list holds."""
    return can_be((*_cells(layout, 1),))


def _cells(layout: Layout, room: int) -> dict[str, Field]:
    """The cells of a service, with room for as many times and places."""
    specs = fields.service_fields(room, room, room, room, room)
    names = {name for name, _, _ in specs}
    empty = layout.service("", specs).items()
    return {name: cell for name, cell in empty if name in names and isinstance(cell, Field)}


def _in_one(found: Sequence[Listing], target: Callable[[str], str]) -> tuple[Listing, list[Problem]]:
    """The sheets of services as 1 list, and what is to know of the others. `target` knows headings."""
    services, more = joined(found)
    services, few = _with_names(services, target)
    return in_one(services, several=len(services) > 1), [*more, *few]


def _may_have_closed(found: Sequence[Entry]) -> Iterator[Problem]:
    """What notes say that are not read otherwise: a service that ended may not come in unseen."""
    for entry in found:
        for note in entry.repaired if not entry.held_back else ():
            if note.kind == "may-have-closed":
                sentence = f'what is under "{note.field}" says that {entry.name} may have closed'
                fix = "If it has, take its line out of the list, or write closed under a heading Status."
                yield Problem(entry.place, sentence, fix, kind="unusual")


def _numbers(tables: Sequence[Table]) -> list[str]:
    """The numbers in headings such as `Time 21: from`."""
    cells = (folded(cell) for table in tables for row in table.rows[:10] for cell in row)
    return [found[1] for cell in cells if (found := re.match(r"(?:Time|Place|Price|Phone|Area) (\d{1,3})\b", cell))]


def _target(heading: str, ours: Sequence[str], corrected: Mapping[str, str]) -> str:
    """What a cell says if it is a heading: as a person wrote into the columns file, or by its words."""
    by_hand = corrected.get(folded(heading).casefold(), "")
    return by_hand or (guess(heading, ours) if len(heading) < 100 else "")


def _without_headings(tables: Sequence[Table], to_know: Sequence[Problem]) -> list[Problem]:
    """Why nothing can be read, with what stands where headings would."""
    if not tables:
        return [*to_know]
    first = next((row for row in tables[0].rows if any(folded(cell) for cell in row)), ())
    shown = "; ".join(filter(None, map(folded, first)))[:100]
    fix = "Put a heading above each column, as Name, Description, Telephone, Postcode, and import it again."
    first_line = f' Its first line says: "{shown}"' if shown else ""
    hidden = [problem for problem in to_know if problem.kind == "unusual"]
    return [tables[0].problem("no headings were found in this list", f"{fix}{first_line}", kind="missing"), *hidden]


def _with_names(found: Sequence[Listing], target: Callable[[str], str]) -> tuple[list[Listing], list[Problem]]:
    """The sheets with names of services, and what is to know of the others. All, where none has."""

    def named(listing: Listing) -> bool:
        return any(target(name) in ("Name", "Run by") for name in listing.headings)

    with_names = [listing for listing in found if named(listing)]
    if not with_names:
        return [*found], []
    lost = [listing.lines[0].place for listing in found if listing not in with_names and listing.lines]
    sentence = "this sheet has no column with the names of services, so it is not read"
    return with_names, [Problem(place, sentence, kind="missing") for place in lost]
