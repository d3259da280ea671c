"""What counts at a surgery, its PCN's facts too, as the surgery's own. So it says the same in another PCN.

A fact is a part of what `pcn.yml` says, in plain values. It has a name within its surgery or PCN: the role and the
field, the role, `answers` and the question, or the kind of danger alone.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rolecall.days import iso_or_as_is
from rolecall.model import PCN, Content, LocalRole, Practice
from rolecall.model.walk import fields_of, value_at
from rolecall.places import Path
from rolecall.standing import nearest, referrals_on, standing_of
from rolecall.values import YES

Raw = dict[str, Any]
Name = tuple[str, ...]

IN_DANGER = ("safeguarding", "crisis", "out_of_hours")
_THERE = ("available", "instead", "combined_with")
"""Whether somebody does a job, which is 1 fact: the nearest place that tells counts for all 3."""
_CHECKS = ("checked", "next_check")
_OF_CHECKS = (*_CHECKS, "sources", "assumed")


@dataclass(frozen=True, slots=True)
class Level:
    """A PCN on a day: the values of its file, and the same as the model."""

    content: Content
    pcn: PCN
    raw: Mapping[str, Any]
    today: date

    def facts(self, base: Path = ()) -> dict[Name, Any]:
        """What is said at `base`, the PCN or one of its surgeries, by name."""
        at: Mapping[str, Any] = value_at(self.raw, base) if base else self.raw
        found: dict[Name, Any] = {(kind,): at[kind] for kind in IN_DANGER if at.get(kind)}
        for id, role in at.get("roles", {}).items():
            there = {field: role[field] for field in _THERE if field in role}
            if "available" in there or "combined_with" in there:
                found[id, "available"] = there
            for field, value in role.items():
                if field == "answers":
                    found |= {(id, field, key): answer for key, answer in value.items()}
                elif field not in (*_THERE, *_CHECKS):
                    found[id, field] = value
        return found

    def counts(self, base: Path, name: Name) -> bool:
        """Whether what is said there still shows on this day."""
        path = (*base, *_path(name))
        if name[-1] == "referrals":
            return referrals_on(value_at(self.pcn, path), self.today) is not None
        if _has_check(name):
            return standing_of(self.pcn, path).counts_on(self.today)
        return True

    def check(self, base: Path, name: Name) -> Raw:
        """The check that counts for it, and the next one."""
        path = (*base, *(_path(name) if _has_check(name) else _path(name)[:-1]))
        return check_at(self.raw, path)


@dataclass(slots=True)
class Alone:
    """A surgery with all that counts there. `checks` are those of its facts, `from_pcn` the names of its PCN's."""

    practice: Raw
    facts: dict[Name, Any]
    checks: dict[Name, Raw]
    from_pcn: set[Name]
    live: set[Name]


def check_at(raw: Mapping[str, Any], path: Path) -> Raw:
    """The check that counts at a path, and the next one, as the file has them."""
    found = {field: next(nearest(raw, path, field), None) for field in _CHECKS}  # type: ignore[arg-type]
    return {field: value for field, value in found.items() if value is not None}


def bare(value: Any) -> Any:
    """A fact without who checked it and where it is from."""
    if not isinstance(value, dict):
        return value
    return {field: inner for field, inner in value.items() if field not in _OF_CHECKS}


def alone(level: Level, at: int) -> Alone:
    """The surgery at a place in its PCN, with all that counts there."""
    base: Path = ("practices", at)
    of_pcn, its = level.facts(), level.facts(base)
    made = Alone(copy.deepcopy(level.raw["practices"][at]), {}, {}, set(), set())
    for name in dict.fromkeys((*its, *of_pcn)):
        near, far = name in its and level.counts(base, name), name in of_pcn and level.counts((), name)
        if name[1:] == ("reach",) and near and far:
            value, check = _both(its[name], level.check(base, name), of_pcn[name], level.check((), name))
        elif name in its and (near or not far):
            value, check = its[name], level.check(base, name)
        elif _is_for_others(name, its, level):
            continue  # Whom the surgery says it is for goes before what the PCN answers.
        else:
            value, check = of_pcn[name], level.check((), name)
            made.from_pcn.add(name)
        made.facts[name], made.checks[name] = copy.deepcopy(value), check
        made.live |= {name} if near or far else set()
    for name in [name for name in made.facts if name[1:] == ("available",)]:
        # Whom to see instead may not be there: the PCN says one, the surgery the other. Then the site names nobody.
        fact = made.facts[name]
        other = made.facts.get((fact.get("instead", ""), "available"), {})
        if not _is_yes(other.get("available", "yes")):
            made.facts[name] = {field: word for field, word in fact.items() if field != "instead"}
    given = check_at(level.raw, base)
    of_danger = [made.checks[name] for name in made.from_pcn if name[0] in IN_DANGER]
    made.checks[()] = older([given, *of_danger])
    return made


def _is_for_others(name: Name, its: Mapping[Name, Any], level: Level) -> bool:
    questions = level.content.questions
    return (name[0], "only_for") in its and name[1:] == ("answers", questions.id_for("helps_with"))


def _both(near: Raw, near_check: Raw, far: Raw, far_check: Raw) -> tuple[Raw, Raw]:
    """How to reach a role as 2 places say it, the nearer first, under the check that claims less."""
    added = {field: value for field, value in far.items() if field not in near and field not in _OF_CHECKS}
    if not added:
        return near, near_check
    both = {**near, **added}
    if sources := dict.fromkeys([*near.get("sources", []), *far.get("sources", [])]):
        both["sources"] = [*sources]
    if assumed := far.get("assumed") or near.get("assumed"):
        both["assumed"] = assumed
    return {field: value for field, value in both.items() if field not in _CHECKS}, older([near_check, far_check])


def older(checks: Sequence[Raw]) -> Raw:
    """Of several checks the one made first, and the next one that comes first."""
    made = [check["checked"] for check in checks if "checked" in check]
    due = [check["next_check"] for check in checks if "next_check" in check]
    found: Raw = {}
    if made and len(made) == len(checks):
        found["checked"] = min(made, key=lambda check: iso_or_as_is(str(check.get("date", ""))))
    if due:
        found["next_check"] = min(due, key=iso_or_as_is)
    return found


def placed(surgery: Alone, names: Sequence[Name], raw: Mapping[str, Any]) -> Raw:
    """The surgery as an entry of a PCN that says `raw`: with facts of these names, each under the check that it had."""
    practice = {field: value for field, value in surgery.practice.items() if field not in ("roles", *IN_DANGER)}
    before: Raw = surgery.practice.get("roles", {})
    roles: Raw = {id: {field: role[field] for field in _CHECKS if field in role} for id, role in before.items()}
    for name in names:
        value = copy.deepcopy(surgery.facts[name])
        if len(name) == 1:
            practice[name[0]] = value
        elif name[1] == "answers":
            roles.setdefault(name[0], {}).setdefault("answers", {})[name[2]] = value
        else:
            roles.setdefault(name[0], {}).update(value if name[1] == "available" else {name[1]: value})
    within = {**raw, "practices": [practice]}
    _put_check(within, ("practices", 0), surgery.checks[()])
    practice["roles"] = {id: _in_order(role, before.get(id, {}), LocalRole) for id, role in roles.items()}
    for id in roles:
        plain = [surgery.checks[name] for name in names if name[0] == id and _is_of_role(name)]
        if plain:
            _put_check(within, ("practices", 0, "roles", id), older(plain))
    for name in names:
        if _has_check(name):
            _put_check(within, ("practices", 0, *_path(name)), surgery.checks[name])
    practice["roles"] = {id: role for id, role in practice["roles"].items() if set(role) - {*_CHECKS}}
    if not practice["roles"]:
        del practice["roles"]
    return _in_order(practice, surgery.practice, Practice)


def _put_check(raw: Mapping[str, Any], path: Path, check: Raw) -> None:
    """Write a check at a path, where another would count there."""
    holder = value_at(raw, path)
    for field, value in check.items():
        if next(nearest(raw, path, field), None) != value:  # type: ignore[arg-type]
            holder[field] = copy.deepcopy(value)


def _in_order(fields: Raw, before: Mapping[str, Any], model: type[Practice | LocalRole]) -> Raw:
    """Fields as they were, and those that are new in the order of the model."""
    return {name: fields[name] for name in dict.fromkeys((*before, *fields_of(model), *fields)) if name in fields}


def without(raw: Mapping[str, Any], names: Sequence[Name]) -> Raw:
    """What a PCN says, but for these facts."""
    left: Raw = copy.deepcopy(dict(raw))
    for name in names:
        if len(name) == 1:
            left.pop(name[0], None)
            continue
        role = left["roles"][name[0]]
        for field in _THERE if name[1] == "available" else name[1:2]:
            if len(name) == 3:
                del role["answers"][name[2]]
            else:
                role.pop(field, None)
    roles = left.get("roles", {})
    for id in [*roles]:
        if not roles[id].get("answers", True):
            del roles[id]["answers"]
        if not set(roles[id]) - {*_CHECKS}:
            del roles[id]
    if "roles" in left and not roles:
        del left["roles"]
    return left


def _path(name: Name) -> Path:
    return name if len(name) == 1 else ("roles", *name)


def _has_check(name: Name) -> bool:
    """Whether a fact can have a check of its own."""
    return name[1:2] in (("answers",), ("reach",))


def _is_of_role(name: Name) -> bool:
    """Whether the check of its role counts for it, and no other."""
    return len(name) == 2 and not _has_check(name) and name[1] != "referrals"


def said_by_all(level: Level, others: Sequence[Alone]) -> Iterator[Name]:
    """The facts of a PCN that may stay so for all of it, where these surgeries come to it.

    Each of the surgeries says the same, or something else in its place, and will for as long as that shows.
    """
    for name, value in level.facts().items():
        if all(_is_covered(name, value, other) for other in others):
            yield name


def _is_covered(name: Name, value: Any, surgery: Alone) -> bool:
    there = surgery.facts.get((name[0], "available"), {})
    is_there = _is_yes(there.get("available", "yes"))
    if not is_there and name[1:] not in ((), ("available",), ("local_title",)):
        return True  # Of a job that nobody does there, the site says its name and no more.
    theirs = surgery.facts.get(name)
    if theirs is None or name not in surgery.live:
        return False
    if name[1:] == ("available",):
        return bool(theirs == value) or _is_yes(value.get("available", "yes"))
    if name[1:] == ("reach",):
        return set(bare(value)) <= set(bare(theirs))
    return True


def _is_yes(word: object) -> bool:
    return str(word).strip().lower() in YES


def differing(surgery: Alone, level: Level, stays: Collection[Name]) -> list[Name]:
    """The facts of a surgery that a PCN does not say for it already by those of its facts that stay so."""
    there = level.facts()

    def is_same(name: Name) -> bool:
        return (
            name in surgery.from_pcn & surgery.live
            and name in stays
            and level.counts((), name)
            and bare(there[name]) == bare(surgery.facts[name])
        )

    return [name for name in surgery.facts if not is_same(name)]
