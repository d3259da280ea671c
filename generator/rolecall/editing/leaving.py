"""What goes along where a surgery or a person is taken out, and what somebody has to look at then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rolecall import addresses, tidy
from rolecall.editing.cells import Field
from rolecall.editing.changes import Change, Merged, applied
from rolecall.editing.layout import Layout
from rolecall.editing.sheet import ALL, TAKE_OUT, WITH_ALL
from rolecall.places import Path as Steps
from rolecall.places import Problem, in_one_line


def with_what_goes(found: Merged, layout: Layout) -> Merged:
    """The same, with all that goes along with surgeries and people that are taken out, and what follows from it."""
    stays = [change for change in found.changes if not change.takes_out]
    pcn = applied(stays, layout.raw, {}).get("", layout.raw)
    gone = {change.field.path[:2]: change for change in found.changes if change.takes_out}
    more, problems = list[Change](), list[Problem]()
    for (name, at), change in gone.items():
        if name == "practices":
            practice = pcn["practices"][at]
            if there := dict(_people_at(_code(practice), pcn, gone)):
                if change.new != ALL:
                    problems.append(_people_are_named(change, there, pcn, gone))
                    continue
                more += (_without(change, path, person, pcn, gone) for path, person in there.items())
            more += _addresses(change, practice, layout, pcn)
    wrong = {problem.place for problem in problems}
    kept = [_in_words(change, layout) for change in found.changes if change.place not in wrong]
    twice = {change.field.path: change for change in more}  # somebody may be at 2 surgeries that go
    found = replace(found, changes=[*kept, *twice.values()], problems=[*found.problems, *problems])
    return replace(found, follows=[*found.follows, *_follows(found, layout)])


def _code(practice: Mapping[str, Any]) -> str:
    return tidy.code(str(practice.get("ods_code", "")))


def _people_at(
    code: str, pcn: Mapping[str, Any], gone: Mapping[Steps, Change]
) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    for at, person in enumerate(pcn.get("people", [])):
        if ("people", at) not in gone and code in map(tidy.code, person.get("practices", [])):
            yield ("people", at), person


def _left(person: Mapping[str, Any], pcn: Mapping[str, Any], gone: Mapping[Steps, Change]) -> list[str]:
    """The codes of a person's surgeries that do not go."""
    codes = {_code(pcn["practices"][at]) for name, at in gone if name == "practices"}
    return [code for code in person.get("practices", []) if tidy.code(code) not in codes]


def _people_are_named(
    change: Change, there: Mapping[Steps, Mapping[str, Any]], pcn: Mapping[str, Any], gone: Mapping[Steps, Change]
) -> Problem:
    names = ", ".join(str(person["name"]) for person in there.values())
    leave = [str(person["name"]) for person in there.values() if not _left(person, pcn, gone)]
    goes = f" {' and '.join(leave)} would be taken out too, as nobody knows another surgery of theirs." if leave else ""
    fix = f'Choose "{WITH_ALL}", and the surgery is taken out of their rows.{goes} Or change their rows on People.'
    return Problem(change.place, f"people are named at this surgery: {names}", fix, kind="conflict")


def _without(
    change: Change, path: Steps, person: Mapping[str, Any], pcn: Mapping[str, Any], gone: Mapping[Steps, Change]
) -> Change:
    """A person without the surgeries that go, or gone with them."""
    if left := _left(person, pcn, gone):
        field = Field("", (*path, "practices"), "ids", [*person["practices"]])
        return Change(change.place, field, left, f"{person['name']}, Surgeries")
    return Change(change.place, Field("", (*path, TAKE_OUT), "choice", None), "yes", f"{person['name']}, taken out")


def _addresses(change: Change, practice: Mapping[str, Any], layout: Layout, pcn: Mapping[str, Any]) -> Iterator[Change]:
    """Where the published address of a surgery leads that goes, and what led there."""
    if part := layout.parts.get(_code(practice)):
        page = addresses.surgery(part)
        on = {old: new for old, new in pcn.get("moved", {}).items() if new.strip("/") == page.strip("/")}
        for old in (page, *on):
            field = Field("", ("moved", old), "text", on.get(old))
            yield Change(change.place, field, addresses.SURGERIES, f"Pages that moved, /{old}")


def _in_words(change: Change, layout: Layout) -> Change:
    """A change that says what goes with a surgery."""
    if change.takes_out and change.field.path[0] == "practices":
        at = change.field.path[1]
        practices = layout.raw.get("practices", [])
        roles = practices[at].get("roles", {}) if isinstance(at, int) and at < len(practices) else {}
        names = [layout.role_here(id) for id in roles]
        if names:
            return replace(change, what=f"{change.what}, with what it says of {', '.join(names)}")
    return change


def _follows(found: Merged, layout: Layout) -> Iterator[str]:
    """What somebody has to look at now that people are gone, in words."""
    after = applied(found.changes, layout.raw, {}).get("", layout.raw)
    people = layout.raw.get("people", [])
    for change in found.changes:
        if not change.takes_out or change.field.path[0] != "people":
            continue
        at = change.field.path[1]
        if not isinstance(at, int) or at >= len(people):
            continue
        person = people[at]
        for role in person.get("roles", []):
            yield _who_covers(str(person["name"]), role, after, layout)
        texts = [("", after), *layout.raws.items()]
        for id, raw in texts:
            for path, text in _texts({name: value for name, value in raw.items() if name != "people"}):
                if _names(str(person["name"]), text):
                    folder = f"content/pcns/{layout.pcn}"
                    file = f"{folder}/services/{id}.yml" if id else f"{folder}/pcn.yml"
                    yield f'{file}: {in_one_line(path)} may name {person["name"]}: "{text[:80]}". Change it if so.'


def _who_covers(name: str, role: str, after: Mapping[str, Any], layout: Layout) -> str:
    called = layout.role_here(role)
    others = [str(person["name"]) for person in after.get("people", []) if role in person.get("roles", [])]
    if others:
        return f"{called}: without {name}, the site still names {', '.join(others)}."
    return (
        f"{called}: without {name}, the site names nobody. If nobody does this job now, write No under"
        ' "Is there one?" on the sheet Roles, and whom to see instead.'
    )


def _texts(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, str):
        yield path, value
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from _texts(inner, (*path, step))


def _names(name: str, text: str) -> bool:
    """Whether a text has a person's name in it, or the first of their names."""
    first = name.split(maxsplit=1)[0]
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) for part in (name, first) if len(part) > 1)


def photos_left(found: Merged, layout: Layout, root: Path) -> list[Path]:
    """The photos of people who are taken out, where nothing shows them any more."""
    after = applied(found.changes, layout.raw, {}).get("", layout.raw)
    folder, people = root / "content/pcns" / layout.pcn, layout.raw.get("people", [])
    out = {change.field.path[1] for change in found.changes if change.takes_out and change.field.path[0] == "people"}
    shown = [str(person.get("photo", "")) for at, person in enumerate(people) if at in out]
    still = {str(person.get("photo", "")) for person in after.get("people", [])} | {str(after.get("logo", ""))}
    photos = (folder / name for name in dict.fromkeys(shown) if name and name not in still)
    return [photo for photo in photos if photo.is_file()]
