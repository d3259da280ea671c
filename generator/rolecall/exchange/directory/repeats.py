"""Lines of a list that are the same service: they have its name, and say nothing that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rolecall.exchange.incoming.entry import Entry, Finding
from rolecall.slugs import slug_of_any


def without_repeats(found: Sequence[Entry]) -> list[Entry]:
    """The entries in their order. What only repeats another is held back, and what it says more stands in the first."""
    entries = list(found)
    same: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        if entry.name != "?":
            same.setdefault(slug_of_any(entry.name), []).append(at)
    for group in same.values():
        firsts: list[int] = []
        for at in group:
            first = next((first for first in firsts if _repeats(entries[first], entries[at])), None)
            if first is None:
                firsts.append(at)
                continue
            kept = entries[first]
            unite = _with_sessions if _are_sessions(kept, entries[at]) else _united
            more = unite(kept.fields, entries[at].fields)
            more |= _extras(kept.fields, entries[at].fields, entries[at].place.line)
            entries[first] = replace(kept, fields=more)
            line = kept.place.line
            sentence = f"This repeats line {line} of the list, and is 1 service with it."
            entries[at] = replace(entries[at], key=kept.key, held_back=(Finding("repeat", "", sentence),))
    return list(_numbered(entries))


def _numbered(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Entries that are none of each other's repeats have keys of their own."""
    seen: dict[str, int] = {}
    for entry in entries:
        if any(finding.kind == "repeat" for finding in entry.held_back):
            yield entry
            continue
        seen[entry.key] = seen.get(entry.key, 0) + 1
        number = seen[entry.key]
        yield entry if number == 1 else replace(entry, key=f"{entry.key[:76]}-{number}")


def _are_sessions(first: Entry, other: Entry) -> bool:
    """Whether 2 entries differ only in when and where it is, as in a list with a line for each session."""
    have_times = all(entry.fields.get("when") for entry in (first, other)) and len(other.fields.get("where", [])) < 2
    parts = [{n: v for n, v in _facts(entry).items() if n not in ("when", "where")} for entry in (first, other)]
    contacts = [_signs(replace(entry, fields={**entry.fields, "where": []})) for entry in (first, other)]
    is_other = first.fields.get("when") != other.fields.get("when")
    return have_times and is_other and parts[0] == parts[1] and bool(contacts[0] & contacts[1])


def _with_sessions(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The times of both, each at its place where these differ."""
    where = [*first.get("where", [])]
    where += [place for place in other.get("where", []) if place not in where]
    times = []
    for fields in (first, other):
        names = [place["name"] for place in fields.get("where", [])] if len(where) > 1 else []
        times += [
            {**time, **({"at": names[0]} if len(names) == 1 and "at" not in time else {})} for time in fields["when"]
        ]
    return {**first, "when": [time for at, time in enumerate(times) if time not in times[:at]], "where": where}


def _repeats(first: Entry, other: Entry) -> bool:
    """Whether 2 entries with the same name say nothing that differs, and share what only 1 service has."""
    if bool(first.held_back) != bool(other.held_back):
        return False
    if _are_sessions(first, other):
        return True
    facts, more = _facts(first), _facts(other)
    return facts == more or (_agree(facts, more) and bool(_signs(first) & _signs(other)))


def _facts(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.fields.items() if name not in ("extra", "checked", "source")}


def _agree(first: Any, other: Any) -> bool:
    if isinstance(first, Mapping) and isinstance(other, Mapping):
        return all(_agree(first[name], other[name]) for name in first.keys() & other.keys())
    return bool(first == other)


def _signs(entry: Entry) -> set[str]:
    contact = entry.fields.get("contact", {})
    codes = {place["postcode"] for place in entry.fields.get("where", []) if "postcode" in place}
    phones = {phone["number"] for phone in contact.get("phones", [])}
    return {sign for sign in {*codes, *phones, contact.get("email", ""), contact.get("website", "")} if sign}


def _extras(first: Mapping[str, Any], other: Mapping[str, Any], line: int) -> dict[str, Any]:
    """What has no field of both. Where they differ, that of the second says its line."""
    there, more = first.get("extra", {}), other.get("extra", {})
    same = {name: value for name, value in more.items() if name not in there}
    odd = {f"{name[:60]} (line {line})": value for name, value in more.items() if there.get(name, value) != value}
    return {"extra": {**there, **same, **odd}} if there or more else {}


def _united(first: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """All that 2 entries say, where the first has nothing the second's."""
    whole = dict(first)
    for name, value in more.items():
        if name not in whole or whole[name] == []:
            whole[name] = value
        elif isinstance(value, Mapping) and isinstance(whole[name], Mapping):
            whole[name] = _united(whole[name], value)
    return whole
