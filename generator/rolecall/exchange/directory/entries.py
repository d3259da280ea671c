"""Lines of somebody's list to entries: each service with what was done to it, and why it waits if it does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rolecall.editing.cells import Field
from rolecall.editing.given import folded
from rolecall.exchange.directory import contacts, places, readers, ticks
from rolecall.exchange.directory.columns import LEFT_OUT, TICKED, Columns, guessed
from rolecall.exchange.directory.facts import Facts, Given
from rolecall.exchange.directory.lists import Line, Listing
from rolecall.exchange.directory.readers import PART_OF_LIST
from rolecall.exchange.directory.repeats import without_repeats
from rolecall.exchange.directory.time_tokens import names_days
from rolecall.exchange.directory.vocabulary import Vocabulary
from rolecall.exchange.incoming.categories import Crosswalk
from rolecall.exchange.incoming.cleaning import cut
from rolecall.exchange.incoming.entry import Entry, is_stale
from rolecall.exchange.incoming.holding import held
from rolecall.exchange.incoming.sound import sound
from rolecall.model import Content, Service
from rolecall.model.walk import fields_of
from rolecall.slugs import slug_of_any

_NO_PLACE = re.compile(r"\b(?:various|varies|anywhere|outreach|across|different|several|wide|tbc|all over)\b", re.I)

_CLOSED = re.compile(
    r"^\W*(?:now\s+)?closed\b(?!\s+(?:on|in|for|over|during|group|at|to|between|weekends?|bank|(?:mon|tue|wed|thu|fri|sat|sun)))"
    r"|\b(?:has|have|now|permanently|sadly)\s+(?:closed|stopped|ended|folded|finished)\b|\bclosed\s+(?:down|since)\b"
    r"|\bno\s+longer\s+(?:running|runs|meets|meeting|open|exists|going|available)\b|\bshut\s+down\b",
    re.I,
)
"""What says in a note that a service may have ended. That it is closed on Fridays, or for Easter, does not."""

_GO_ON = ("when", "where", "area", "bring", "also_known_as")


@dataclass(frozen=True, slots=True)
class ListOf:
    """What lines are read with: which column is which, what ours words are, and the day."""

    columns: Columns
    content: Content
    vocabulary: Vocabulary
    cells: Mapping[str, Field]
    """The fields of a new service by the headings of the workbook."""
    feed: str
    """What the list is called."""
    crosswalk: Crosswalk
    today: date


def entries(listing: Listing, given: ListOf) -> list[Entry]:
    """Each line of the list as an entry, in their order. Lines that go on are part of the one before them."""
    found: list[tuple[Line, Facts]] = []
    ids: dict[str, Facts] = {}
    for line in listing.lines:
        facts = _facts(line, given)
        id, belongs = _id(facts), _word(facts, "Belongs to line")
        above = ids.get(belongs) if belongs else found[-1][1] if line.goes_on and found else None
        if above and facts.fields.get("name", "") in ("", above.fields.get("name")):
            _go_on(above, facts)
            sentence = f"Line {line.place.line} says more of the same service, and was put to it."
            above.find("lines-put-together", "", sentence, id)
        else:
            found.append((line, facts))
        if id:
            ids.setdefault(id, facts)
    whole = without_repeats(_keyed([_entry(line, facts, given) for line, facts in found]))
    return [
        replace(entry, fields={**entry.fields, "source": {**entry.fields["source"], "id": entry.key}})
        for entry in whole
    ]


def _word(facts: Facts, holds: str) -> str:
    return folded(facts.cells[holds][0].value) if facts.cells.get(holds) else ""


def _id(facts: Facts) -> str:
    return _word(facts, "Taken from: id")


def _facts(line: Line, given: ListOf) -> Facts:
    """The facts that the cells of a line tell."""
    cells: dict[str, list[Given]] = {}
    left_out = []
    for heading, (place, value) in line.cells.items():
        holds = given.columns.of(heading)
        if holds:
            cells.setdefault(holds, []).append(Given(heading, value, place))
        else:
            left_out.append(heading)
    for holds, words in given.columns.for_all.items():
        cells.setdefault(holds, [Given(holds, words, line.place)])
    facts = Facts(cells, given.vocabulary, given.columns.words)
    facts.of_all = {*given.columns.for_all} - {given.columns.of(heading) for heading in line.cells}
    ticks.hide(facts)
    for heading in left_out:
        private = guessed(heading) == LEFT_OUT
        why = "This column may hold what is private, so it is left out." if private else "This column is left out."
        says = "says so" if given.columns.names(heading) else "does not name it"
        facts.find("column-left-out", heading, f"{why} The columns file {says}.")
        if _CLOSED.search(str(line.cells[heading][1] or "")):
            facts.find("may-have-closed", heading, "A column that is left out says that it may have closed.")
    readers.read_names(facts)
    readers.read_status(facts)
    readers.read_people(facts)
    readers.read_joining(facts)
    readers.read_times(facts)
    places.read_places(facts)
    contacts.read_contact(facts)
    readers.read_prices(facts)
    readers.read_needs(facts, line.theme, given.crosswalk)
    readers.read_others(facts)
    for holds in [holds for holds in cells if holds.startswith(TICKED)]:
        ticks.read_ticks(facts, holds)
    readers.read_check(facts, given.today)
    readers.read_extra(facts)
    readers.read_our_own(facts, given.cells)
    return facts


def _go_on(above: Facts, more: Facts) -> None:
    """What a further line of the same service adds: times, places, phones, prices. What else it says is kept."""
    for facts in (above, more):  # Which of its times is at which of its places.
        where = facts.fields.get("where", [])
        if len(where) == 1 and more.fields.get("where") and more.fields.get("when"):
            for time in facts.fields.get("when", []):
                time.setdefault("at", where[0]["name"])
    for name in _GO_ON:
        above.add((name,), more.fields.get(name, []))
    above.add(("contact", "phones"), more.fields.get("contact", {}).get("phones", []))
    above.add(("cost", "options"), more.fields.get("cost", {}).get("options", []))
    above.findings += more.findings
    for path, value in _leaves(
        {name: value for name, value in more.fields.items() if name not in (*_GO_ON, "name", "needs", "source")}
    ):
        if path[:2] not in (("contact", "phones"), ("cost", "options")):
            there: Any = above.fields
            for step in path:
                there = there.get(step) if isinstance(there, Mapping) else None
            if there is None and path[0] != "extra":
                above.put(path, value)
            elif there != value:
                above.put_extra(" ".join(path), value if isinstance(value, str) else ", ".join(map(str, value)))


def _leaves(value: Mapping[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _leaves(item, (*at, name))
        else:
            yield (*at, name), item


def _entry(line: Line, facts: Facts, given: ListOf) -> Entry:
    fields = facts.fields
    name = str(fields.get("name", ""))
    if not name:
        shown = next((folded(cell) for _, cell in line.cells.values() if folded(cell)), "")
        facts.hold_back("no-name", "name", "This line has no name of a service.", cut(shown) if len(shown) < 40 else "")
    if name:
        _fill(facts, name)
    fields["source"] = {**fields.get("source", {}), "feed": given.feed}
    judged = held(fields)
    reasons = [*facts.held_back, *(judged.reasons if not facts.held_back else ())]
    if _is_where_people_know(fields):
        reasons = [reason for reason in reasons if reason.kind != "no-contact"]
    ordered = {field: judged.fields[field] for field in fields_of(Service) if field in judged.fields}
    whole = sound(ordered, content=given.content, today=given.today)
    return Entry(
        line.place,
        _id(facts),
        name or "?",
        whole.fields,
        tuple(dict.fromkeys([*facts.findings, *judged.findings, *whole.findings])),
        tuple(reasons) or whole.lacking,
        tuple(facts.unmapped),
        is_stale(whole.fields, given.today),
        categories=tuple(facts.categories),
    )


def _is_where_people_know(fields: Mapping[str, Any]) -> bool:
    """Whether there are days, and the name of a place that people know: of the library a local list says no more."""
    places = [place for place in fields.get("where", []) if place.get("kind", "place") == "place"]
    days = any({"days", "dates"} & {*time} or names_days(time.get("text", "")) for time in fields.get("when", []))
    return days and any(not _NO_PLACE.search(place["name"]) for place in places)


def _fill(facts: Facts, name: str) -> None:
    """What each service needs, where the list has nothing: what is known already says it."""
    fields = facts.fields
    if "organisation" not in fields or "name" not in fields["organisation"]:
        fields["organisation"] = {"name": name, **fields.get("organisation", {})}
        facts.find("no-organisation", "Run by", "Who runs it is not said, so its own name stands there.", "", name)
    if not fields.get("description"):
        theme = fields.get("extra", {}).get(PART_OF_LIST, "").split(", ")  # the name of a sheet may be a part of town
        themes = facts.categories if "Helps with" not in facts.of_all else ()
        known = fields.get("summary") or ", ".join(str(each) for each in themes if each.name not in theme)
        fields["description"] = str(known or name)
        facts.find("no-description", "What it is", "What it is, is not said. Write a sentence.", "", str(known or name))


def _keyed(found: Sequence[Entry]) -> list[Entry]:
    """Each with what it is known by: its id in the list, else its name, and its postcode where 2 have the same."""
    names = Counter(slug_of_any(entry.name) for entry in found)
    keyed = []
    for entry in found:
        key = entry.key or slug_of_any(entry.name)
        if not entry.key and names[key] > 1:
            codes = [place["postcode"] for place in entry.fields.get("where", []) if "postcode" in place]
            key = "-".join([key, *(slug_of_any(code) for code in codes[:1])])
        keyed.append(replace(entry, key=key[:80]))
    return keyed
