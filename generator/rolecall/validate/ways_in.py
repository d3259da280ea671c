"""The rules of the ways in: needs, the questions of Help me choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rolecall.load import Loaded
from rolecall.model import Choose, Need, Role, Way
from rolecall.places import Kind, Path, Problem
from rolecall.validate.answers import sourced, unknown, unknown_ids

DEEPEST = 4
"""Answers that people give at most before they are where they need to be."""


def need_rules(needs: Mapping[str, Need], loaded: Loaded) -> Iterator[Problem]:
    """What is wrong with needs, beside their shape."""
    for id, need in needs.items():
        file = loaded.shared["needs"]
        yield from unknown_ids(file, (id, "helplines"), need.helplines, "helpline", loaded.ids("helplines"))
        yield from unknown_ids(file, (id, "sources"), need.sources, "source", loaded.ids("sources"))
        yield from sourced(file, (id,), need)
        if need.group and need.group not in loaded.ids("need-groups"):
            yield unknown(file.at(id, "group"), need.group, "group of needs", loaded.ids("need-groups"))
        if need.first_role and need.first_role not in loaded.roles:
            yield unknown(file.at(id, "first_role"), need.first_role, "role", loaded.roles)
        if need.help_first and need.first_role:  # What else they lack depends on which of the two stays.
            sentence = "help comes first on this page, so it cannot have a first role"
            fix = "Delete first_role. Delete help_first only if nobody who reads this page can be in danger."
            yield Problem(file.at(id, "first_role"), sentence, fix, kind="conflict")
        elif need.help_first and not need.helplines:
            place = replace(file.key(id, "help_first"), path=(id, "helplines"))
            sentence = "help comes first on this page, and no help is named"
            yield Problem(place, sentence, "Add helplines: [...]", kind="missing")
        for name in ("why", "can", "cannot") if need.first_role and not need.help_first else ():
            if not getattr(need, name):
                sentence = f'"{name}" is missing from a need with a first role'
                fix = "Say why to see that role first, and what it can and cannot do."
                yield Problem(file.lacking(id, name), sentence, fix, kind="missing")
        if need.urgent and not need.urgent.startswith("If "):
            sentence = 'this urgent line does not start with "If"'
            fix = "Start it with If, for example: If you feel that life is not worth living, get help now."
            yield Problem(file.at(id, "urgent"), sentence, fix, kind="wrong")


def choose_rules(choose: Choose, roles: Mapping[str, Role], needs: Mapping[str, Need], loaded: Loaded) -> list[Problem]:
    """What is wrong with the questions of Help me choose: dead ends, loops, ways too long, what nobody reaches."""
    file = loaded.shared["choose"]
    if choose.start not in choose.questions:
        return [unknown(file.at("start"), choose.start, "question", choose.questions)]
    problems: list[Problem] = []
    for id, question in choose.questions.items():
        base: Path = ("questions", id)
        ways: list[tuple[Path, Way]] = [((*base, "answers", at), way) for at, way in enumerate(question.answers)]
        for path, way in [*ways, ((*base, "unsure"), question.unsure)]:
            problems += _way_rules(path, way, choose, loaded)
        if len(question.answers) < 2:
            count = "only 1 answer" if question.answers else "no answers"
            place, sentence = file.key(*base, "answers"), f"this question has {count}"
            problems.append(Problem(place, sentence, "Write at least 2.", kind="missing"))
    for id, outcome in choose.outcomes.items():
        if id in choose.questions:
            sentence = f'a question has the id "{id}" too, and both would have the same web address'
            place = file.key("outcomes", id)
            problems.append(Problem(place, sentence, "Give one of the two another id.", kind="repeated"))
        if outcome.role not in loaded.roles:
            place = file.at("outcomes", id, "role")
            problems.append(unknown(place, outcome.role, "role", loaded.roles))
    return problems or list(_reach_rules(choose, roles, needs, loaded))


def _way_rules(path: Path, way: Way, choose: Choose, loaded: Loaded) -> Iterator[Problem]:
    file = loaded.shared["choose"]
    given = [name for name in ("to", "need", "outcome") if getattr(way, name)]
    if len(given) != 1:
        kind: Kind = "missing"
        sentence, fix = (
            "this answer leads nowhere",
            "Add 1 of these 3 to the answer: to (another question), need or outcome.",
        )
        if given:
            sentence, kind = f"this answer leads to {len(given)} places", "conflict"
            fix = f"Keep 1 of these and delete the rest: {', '.join(given)}"
        yield Problem(file.at(*path), sentence, fix, kind=kind)
    known = {"to": [*choose.questions], "need": [*loaded.ids("needs")], "outcome": [*choose.outcomes]}
    nouns = {"to": "question", "need": "need", "outcome": "outcome"}
    for name in given:
        if getattr(way, name) not in known[name]:
            yield unknown(file.at(*path, name), getattr(way, name), nouns[name], known[name])


def _reach_rules(
    choose: Choose, roles: Mapping[str, Role], needs: Mapping[str, Need], loaded: Loaded
) -> Iterator[Problem]:
    """Follow every way from the start."""
    file = loaded.shared["choose"]
    seen: dict[str, set[str]] = {"to": {choose.start}, "need": set(), "outcome": set()}
    ways: list[tuple[str, tuple[str, ...]]] = [(choose.start, (choose.start,))]
    while ways:
        id, trail = ways.pop()
        question = choose.questions[id]
        for way in (*question.answers, question.unsure):
            for name, reached in seen.items():
                reached.update(filter(None, [getattr(way, name)]))
            if way.to in trail:
                sentence = f"the answers lead in a circle: {', '.join((*trail, way.to or ''))}"
                fix = "Let an answer lead somewhere else."
                yield Problem(file.key("questions", id), sentence, fix, kind="conflict")
                return
            if way.to and len(trail) >= DEEPEST:
                sentence = f"this question comes after {len(trail)} answers, which is too many"
                fix = "Let an answer before it lead to a need or an outcome."
                yield Problem(file.key("questions", way.to), sentence, fix, kind="size")
                return
            if way.to:
                ways.append((way.to, (*trail, way.to)))
    for id in choose.questions.keys() - seen["to"]:
        sentence, fix = "no answer leads to this question", "Delete this question, or let an answer lead to it."
        yield Problem(file.key("questions", id), sentence, fix, kind="missing")
    for id in choose.outcomes.keys() - seen["outcome"]:
        sentence, fix = "no answer leads to this outcome", "Delete this outcome, or let an answer lead to it."
        yield Problem(file.key("outcomes", id), sentence, fix, kind="missing")
    for id in needs:
        if id not in seen["need"]:
            sentence = f'in Help me choose, no answer leads to the need "{id}"'
            fix = f"Add an answer with need: {id}"
            yield Problem(file.key("questions"), sentence, fix, kind="missing")
    found = {choose.outcomes[id].role for id in seen["outcome"]}
    for id, role in roles.items():
        if role.core and id not in found:
            sentence = f'in Help me choose, no answer leads to the role "{id}"'
            fix = "Add an outcome with this role, and an answer that leads there."
            yield Problem(file.key("outcomes"), sentence, fix, kind="missing")
