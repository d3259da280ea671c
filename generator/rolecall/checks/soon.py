"""What a PCN has to check soon, people who are named too, so that nothing goes from the site unasked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rolecall.checks.stale import SOON
from rolecall.language import in_words, listed
from rolecall.load import YamlFile
from rolecall.model import PCN, Person
from rolecall.places import Path, Problem
from rolecall.standing import Fact, facts_of, places_with
from rolecall.values import months_after

MOST_NAMES = 6


def due_soon(pcn: PCN, file: YamlFile, today: date) -> Iterator[Problem]:
    """A note for each check whose time is over within `SOON` months, at its day, with all that rests on it."""
    rests: dict[Path, list[Fact]] = {}
    for fact in facts_of(pcn):
        until = fact.standing.until
        if until and today <= until <= months_after(today, SOON):
            giver = next(path for path, _ in places_with(pcn, fact.path, "next_check"))
            rests.setdefault(giver, []).append(fact)
    for giver, facts in rests.items():
        day = facts[0].standing.until
        assert day, "it is soon"
        id = file.file.split("/")[-2]
        fix = f"Check all that is due in one go: rolecall export workbook --due --pcn {id} --to due.xlsx"
        yield Problem(file.at(*giver, "next_check"), _sentence(facts, day), fix, kind="due")


def _sentence(facts: list[Fact], day: date) -> str:
    """What rests on a check, by when it is to be made, and what is not shown any more then."""
    names = [fact.value.name for fact in facts if isinstance(fact.value, Person)]
    others = len(facts) - len(names)
    more = [f"{len(names) - MOST_NAMES} more people"] if len(names) > MOST_NAMES + 1 else []
    shown = names[:MOST_NAMES] if more else names
    count = [f"{others} local {'fact' if others == 1 else 'facts'}"] if others else []
    verb = "is" if len(facts) == 1 else "are"
    return f"{listed([*shown, *more, *count])} {verb} to be checked by {in_words(day)}{_then(facts)}"


def _then(facts: list[Fact]) -> str:
    """What is not shown any more after that day. Who is there and where surgeries are stays."""
    gone = sum(fact.runs_out for fact in facts)
    if not gone:
        return ""
    if gone == len(facts):
        return f", and {'is' if gone == 1 else 'are'} not shown after that"
    return f", and {gone} of them {'is' if gone == 1 else 'are'} not shown after that"
