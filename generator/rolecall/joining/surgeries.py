"""Surgeries of one PCN as entries of another, and what both PCNs say then. Values of files, and no text yet."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rolecall import addresses, tidy
from rolecall.joining.levels import Alone, Level, Name, Raw, alone, check_at, differing, placed, said_by_all, without
from rolecall.slugs import slug


@dataclass(frozen=True, slots=True)
class Came:
    """What a PCN says once surgeries came to it: `raw` without them, and they themselves, by their places before."""

    raw: Raw
    practices: Mapping[int, Raw]
    narrowed: Sequence[Name]
    """What it said of all its surgeries and says of each of them now, as it is not so at those that came."""


def came(leaving: Level, to: Level, ats: Sequence[int]) -> Came:
    """Surgeries of `leaving`, by their places, in `to`. At each surgery of either, all counts that counted before."""
    surgeries = {at: alone(leaving, at) for at in ats}
    stays = [*said_by_all(to, [*surgeries.values()])]
    narrowed = [name for name in to.facts() if name not in stays]
    raw = without(to.raw, narrowed)
    raw["practices"] = [_with(to, at, narrowed, raw) for at in range(len(to.raw.get("practices", [])))]
    if "people" in raw and ats:
        raw["people"] = _where_they_are(raw["people"], codes_of(to.raw))
    practices = {at: placed(it, differing(it, to, stays), raw) for at, it in surgeries.items()}
    return Came(raw, practices, narrowed)


def _with(level: Level, at: int, narrowed: Collection[Name], raw: Mapping[str, Any]) -> Raw:
    """A surgery that stays, with those of its PCN's facts that are not of all surgeries any more."""
    practice: Raw = level.raw["practices"][at]
    whole, its = alone(level, at), level.facts(("practices", at))
    added = [name for name in narrowed if name in whole.facts and whole.facts[name] != its.get(name)]
    if not added:
        return copy.deepcopy(practice)
    facts = its | {name: whole.facts[name] for name in added}
    checks = {name: level.check(("practices", at), name) for name in its} | {n: whole.checks[n] for n in added}
    base = whole.checks[()] if any(len(name) == 1 for name in added) else check_at(level.raw, ("practices", at))
    return placed(Alone(practice, facts, {**checks, (): base}, {*added}, whole.live), [*facts], raw)


def people_of(leaving: Level, to: Mapping[str, Any], ats: Sequence[int]) -> list[Raw]:
    """People of a PCN, by their places, as entries of another that says `to`: at the surgeries where they were."""
    people = _where_they_are([leaving.raw["people"][at] for at in ats], codes_of(leaving.raw))
    for at, person in zip(ats, people, strict=True):
        for field, value in check_at(leaving.raw, ("people", at)).items():
            if to.get(field) != value:
                person[field] = copy.deepcopy(value)
    return people


def _where_they_are(people: Sequence[Raw], codes: Sequence[str]) -> list[Raw]:
    """People, those of all surgeries with the codes of these."""
    return [person if person.get("practices") else {**person, "practices": [*codes]} for person in people]


def codes_of(raw: Mapping[str, Any]) -> list[str]:
    """The codes of a PCN's surgeries."""
    return [tidy.code(str(practice["ods_code"])) for practice in raw.get("practices", [])]


def only_at(raw: Mapping[str, Any], code: str) -> list[int]:
    """The places of those people who work at this surgery and at no other."""
    people = enumerate(raw.get("people", []))
    return [at for at, person in people if {tidy.code(str(where)) for where in person.get("practices", [])} == {code}]


def left(level: Level, at: int, people: Collection[int]) -> Raw:
    """What a PCN says once a surgery has left it, with the people at these places."""
    raw: Raw = copy.deepcopy(dict(level.raw))
    code = codes_of(raw)[at]
    del raw["practices"][at]
    stay = [person for at, person in enumerate(raw.get("people", [])) if at not in people]
    for person in stay:
        if "practices" in person:
            person["practices"] = [where for where in person["practices"] if tidy.code(str(where)) != code]
    raw["people"] = stay
    return {field: value for field, value in raw.items() if field not in ("people", "practices") or value}


def with_parts(practices: Mapping[int, Raw], leaving: Level, to: Level, published: Mapping[str, str]) -> dict[int, Raw]:
    """Surgeries that come, each with the part of its address that it had, or with another where that is taken there.

    `published` has the parts of those that were published, by code.
    """
    taken = {practice.address_part for practice in to.pcn.practices}
    found = dict[int, Raw]()
    for at, practice in practices.items():
        code = leaving.pcn.practices[at].ods_code
        part = before = leaving.pcn.practices[at].address_part
        if part in taken:
            part = f"{part}-{code.lower()}"
        taken.add(part)
        is_kept = part == before and code not in published
        has_it = part == (practice.get("slug") or slug(str(practice["name"])))
        found[at] = practice if is_kept or has_it else {**practice, "slug": part}
    return found


def starts(leaving: Level, practices: Mapping[int, Raw]) -> dict[str, str]:
    """The beginnings of addresses of surgeries that are other ones now."""
    found = dict[str, str]()
    for at, practice in practices.items():
        before = leaving.pcn.practices[at].address_part
        now = str(practice.get("slug") or before)
        if now != before:
            found |= {address(before): address(now) for address in (addresses.surgery, addresses.staff)}
    return found
