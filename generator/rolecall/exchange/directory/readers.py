"""Cells of somebody's list to facts of a service, a function for each kind. What is not certain stays words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from rolecall.editing.cells import Field, Odd, understood
from rolecall.editing.given import folded
from rolecall.exchange.directory import spoiled
from rolecall.exchange.directory.facts import Facts
from rolecall.exchange.directory.prices_and_ages import UNNAMED, ages_in, cost_in, is_only_ages
from rolecall.exchange.directory.times_in_prose import is_read, times_in
from rolecall.exchange.directory.vocabulary import NO, YES
from rolecall.exchange.incoming import cleaning
from rolecall.exchange.incoming.categories import Crosswalk
from rolecall.exchange.incoming.cleaning.text import description
from rolecall.exchange.incoming.entry import Category


def read_extra(facts: Facts) -> None:
    """What has no field of its own."""
    for heading, text in facts.texts("Extra"):
        facts.put_extra(heading, text)


def read_names(facts: Facts) -> None:
    """What it is called, who runs it, and what it is."""
    heading, text = facts.first("Name")
    if text:
        facts.put(("name",), facts.cleaned(cleaning.name(text, heading)))
    heading, text = facts.first("Run by")
    if text:
        facts.put(("organisation", "name"), facts.cleaned(cleaning.name(text, heading)))
    heading, text = facts.first("What it is")
    if text:
        bare, findings = cleaning.without_people(facts.cleaned(cleaning.prose(text, heading)), heading, facts.known)
        facts.findings += findings
        whole, *rest = facts.cleaned(description(bare, heading))
        for part in rest:
            facts.put_extra(heading, part)
        facts.put(("description",), whole)
    heading, text = facts.first("In a sentence")
    facts.put(("summary",), facts.public(text, heading) if text else "")


_DAY = re.compile(r"\b\d{1,2}([/.-])\d{1,2}\1(?:20)?\d\d\b")
"""A day in numbers."""

_BEHIND_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?\s+\d[A-Za-z]{2})\s+(?=[A-Za-z])")

PART_OF_LIST = "Part of the list"
"""Where a theme is kept that nobody has said a need for."""

_WAY = re.compile(
    r"(?:(?:please|by|via|or|and|/|,|&|\s)*(?:(?:tele)?phone|call|ring|e-?mail|text|self|website|online form))+"
    r"(?:\s+us)?\W*"
    r"|self[- ]refer\w*\b.*|via\b.*|(?:any|open) referral\w*",
    re.IGNORECASE,
)
"""What says how people join, wherever it stands."""


def read_people(facts: Facts) -> None:
    """Who it is for, and of which age."""
    heading, text = facts.first("Who it is for")
    routes = facts.vocabulary.meant("routes", text) if text else None
    if routes and routes.ids and not routes.others:  # "Referral criteria: self-referral"
        facts.add(("how_to_join", "routes"), list(routes.ids))
    elif _WAY.fullmatch(text):
        facts.put(("how_to_join", "text"), facts.public(text[:1].upper() + text[1:], heading))
    elif text:
        groups = facts.vocabulary.meant("groups", text)
        ages = ages_in(text)
        if groups.ids and not groups.others:
            facts.add(("who_for", "groups"), list(groups.ids))
        if (not groups.ids or groups.others) and not (ages and is_only_ages(text)):
            facts.put(("who_for", "text"), facts.public(text, heading))
        _put_ages(facts, ages)
    heading, text = facts.first("Ages")
    if text:
        ages = ages_in(text) or ages_in(text + " years")
        there = facts.fields.get("who_for", {})
        if ages and is_only_ages(text) and not {"min_age", "max_age"} & {*there}:
            _put_ages(facts, ages)
        elif "text" not in there and re.search(r"[^\W\d]{2}", text):
            facts.put(("who_for", "text"), facts.public(text, heading))
            _put_ages(facts, ages)
        else:
            facts.put_extra(heading, text)
    (young_at, young), (old_at, old) = facts.first("Age from"), facts.first("Age to")
    if young or old:
        low, high = facts.cleaned(cleaning.ages(young, old, young_at or old_at))
        for name, at, given, age in (("min_age", young_at, young, low), ("max_age", old_at, old, high)):
            if age:
                facts.put(("who_for", name), age)
            elif given:
                facts.find("age-unset", at, "This sets no limit.", given)
    for heading, text in facts.texts("Groups"):
        found = facts.vocabulary.meant("groups", text, facts.said_of)
        facts.add(("who_for", "groups"), list(found.ids))
        facts.put_extra(heading, ", ".join(found.others))
    heading, text = facts.first("Who it is not for")
    facts.put(("who_for", "not_for"), facts.public(text, heading) if text else "")


def _put_ages(facts: Facts, ages: Mapping[str, str]) -> None:
    if not {"min_age", "max_age"} & {*facts.fields.get("who_for", {})}:
        for name, age in ages.items():
            facts.put(("who_for", name), age)


def read_joining(facts: Facts) -> None:
    """How people start, and what it costs."""
    heading, text = facts.first("How to join")
    if text:
        found = facts.vocabulary.meant("routes", text, facts.said_of)
        facts.add(("how_to_join", "routes"), list(found.ids))
        if found.others or not found.ids:
            facts.put(("how_to_join", "text"), facts.public(text, heading))
    heading, text = facts.first("Wait")
    facts.put(("how_to_join", "wait"), facts.public(text, heading) if text else "")
    heading, text = facts.first("Cost")
    if text:
        cost = cost_in(facts.public(text, heading))
        if cost.get("text", "") != " ".join(text.split()):
            facts.find("price-repaired", heading, "A price was written out.", text, str(cost.get("text", "")))
        for name, value in cost.items():
            facts.put(("cost", name), value)


def read_times(facts: Facts) -> None:
    """When it is: one column of prose, or a day and hours in columns of their own. Else what a place has of it."""
    apart = [*facts.texts("Day"), *_hours(facts)]
    if not apart and not facts.texts("When"):
        _out_of_places(facts)
    for given in [*facts.texts("When"), *([("When", _beside([text for _, text in apart]))] if apart else [])]:
        heading, text = given
        lines = [facts.public(part, heading) for part in text.splitlines()]
        times = times_in("\n".join(filter(None, lines)))
        if not is_read(times):
            sentence = "These times stay words, as more than 1 thing can be meant. Nobody finds them by day."
            facts.find("times-as-words", heading, sentence, text)
        for found in _DAY.finditer(text):
            facts.findings += cleaning.day(found[0], heading).findings
        facts.add(("when",), [dict(time) for time in times])
    heading, text = facts.first("Time 1: notes")
    if text and facts.fields.get("when"):
        for time in facts.fields["when"]:
            time.setdefault("notes", facts.public(text, heading))
    elif text:
        facts.put_extra(heading, text)


def _out_of_places(facts: Facts) -> None:
    """Take days with their hours out of the cells of places: `Legion Club, 5 Mill Road, Weds 7pm - 9pm`."""
    for given in facts.cells.get("Where", []):
        parts = re.split(r"\s*[,;\n]\s*|\.\s+", _BEHIND_POSTCODE.sub(r"\1, ", str(given.value)))
        times = [part for part in parts if is_read(found := times_in(part)) and all("from" in time for time in found)]
        if not times or len(times) == len(parts):
            continue
        rest = ", ".join(part for part in parts if part not in times)
        facts.cells = {
            **facts.cells,
            "Where": [replace(each, value=rest) if each is given else each for each in facts.cells["Where"]],
            "When": [*facts.cells.get("When", ()), replace(given, value="; ".join(times))],
        }


def _hours(facts: Facts) -> list[tuple[str, str]]:
    times = facts.texts("Time", spoiled.as_clock)
    starts, ends = facts.texts("Starts at", spoiled.as_clock), facts.texts("Ends at", spoiled.as_clock)
    if starts and ends and not times:
        return [(starts[0][0], _beside([starts[0][1], ends[0][1]], " - "))]
    return [*times, *starts, *((heading, f"until {text}") for heading, text in ends)]


def _beside(texts: Sequence[str], joint: str = " ") -> str:
    """Cells beside each other as 1 text: line by line, where each has as many lines as the others."""
    lines = [text.splitlines() for text in texts]
    return "\n".join(map(joint.join, zip(*lines, strict=True))) if len({*map(len, lines)}) == 1 else joint.join(texts)


def read_check(facts: Facts, today: date) -> None:
    """Who checked it, and when. Only both together are a check, and never a person's name."""
    heading, text = facts.first("Checked on", spoiled.as_day)
    by_at, by = facts.first("Checked by (team)")
    if by and cleaning.is_person(by) and not re.search(r"\b(?:team|pcn|service|council|trust|group)\b", by, re.I):
        facts.find("person-left-out", by_at, "Who checked it may be a person. Give the name of the team instead.")
        by = ""
    found = facts.cleaned(cleaning.day(text, heading)) if text else None
    if text and not found:
        facts.put_extra(heading, text)
    elif found and found > today:
        facts.find("day-to-come", heading, "This day has not come yet, so it is no check.", text)
    elif found and by:
        facts.put(("checked",), {"date": found.isoformat(), "by": facts.cleaned(cleaning.name(by, by_at))})
        return
    elif found:
        sentence = "This says when it was checked, and not by whom, so it is no check. Write the team under for_all."
        facts.find("check-without-team", heading, sentence, text)
        facts.put_extra(heading, found.isoformat())
    if by:
        facts.put_extra(by_at, by)


def read_status(facts: Facts) -> None:
    """Whether it runs. What has ended is held back."""
    heading, text = next(iter(facts.ticks("Status")), ("", ""))
    found = facts.vocabulary.id_of("status", text)
    if found == "closed":
        facts.put(("status",), "closed")
    elif found == "paused":
        facts.put(("status",), "paused")
    elif text and not found:
        facts.put_extra(heading, text)
    for heading, text in facts.ticks("Is it closed for now?"):
        if text.casefold() in YES:
            facts.put(("status",), "paused")
        elif text.casefold() not in NO:
            facts.put_extra(heading, text)


def read_needs(facts: Facts, theme: str, crosswalk: Crosswalk) -> None:
    """What it helps with: as the columns file says, else as a person decided for a category, else by the same words."""
    texts = facts.texts("Helps with")
    for heading, text in [*texts, *([("", theme)] if theme and not texts else [])]:
        known = facts.said_of
        lost = []
        for word in facts.vocabulary.parts("needs", text, known):
            category = Category(word[:120])
            needs = crosswalk.needs_of(category)
            if (given := known(word)) is not None:
                needs = (given,) if given else ()
            elif needs is None and (id := facts.vocabulary.id_of("needs", word)):
                needs = (id,)
            if given is None and category not in facts.categories:
                facts.categories.append(category)
            if needs is None:
                lost.append(word)
            facts.add(("needs",), [*(needs or ())])
        facts.unmapped += [word for word in lost if word not in facts.unmapped]
        facts.put_extra(heading or PART_OF_LIST, ", ".join(lost))
    facts.fields.setdefault("needs", [])


def read_others(facts: Facts) -> None:
    """Languages, what to bring, areas, and what has a field of its own that is only words."""
    for heading, text in facts.texts("Languages"):
        found = facts.vocabulary.meant("languages", text)
        others = [word for word in found.others if word.casefold() != "english"]
        facts.add(("languages",), list(found.ids))
        facts.put_extra(heading, ", ".join(others) if others else "" if found.ids else text)
    for path, holds in (
        (("bring",), "What to bring (one line each)"),
        (("also_known_as",), "Other names (one line each)"),
    ):
        for heading, text in facts.texts(holds):
            facts.add(path, [facts.public(part, heading) for part in re.split(r"[\n;]", text) if part.strip()])
    for heading, text in facts.texts("Area 1"):
        parts = [part for part in re.split(r"\s*[;\n]\s*", text) if part]
        facts.add(("area",), [{"name": facts.cleaned(cleaning.name(part, heading))} for part in parts])
    words = ((("interpreting",), "Interpreters"), (("accreditation",), "Standard that it meets"),
             (("funding",), "Who pays for it"))  # fmt: skip
    for field, holds in words:
        heading, text = facts.first(holds)
        facts.put(field, facts.public(text, heading) if text else "")


def read_prices(facts: Facts) -> None:
    """A price whose parts stand in columns of their own."""
    (_, what), (_, per) = facts.first("Price 1: for what"), facts.first("Price 1: per")
    heading, text = facts.first("Price 1: pounds")
    amount = re.fullmatch(r"£?\s?(\d{1,4}(?:\.\d{1,2})?)", text)
    if amount:
        price = {"label": what or UNNAMED, "amount": amount[1], **({"per": per} if per else {})}
        facts.add(("cost", "options"), [price])
    else:
        words = " ".join(filter(None, [text, what, per]))
        facts.put_extra(heading or "Price", words)


def read_our_own(facts: Facts, cells: Mapping[str, Field]) -> None:
    """Columns that a person has named as one of the workbook's, and that nothing else here reads: as they are."""
    for holds in [holds for holds in facts.cells if holds in cells and holds not in facts.read]:
        for given in facts.cells[holds]:
            try:
                value = understood(given.value, cells[holds])
            except Odd as odd:
                facts.find("left-out", given.heading, odd.in_full, folded(given.value))
                continue
            if value is not None:
                facts.put_at(cells[holds].path, value)
