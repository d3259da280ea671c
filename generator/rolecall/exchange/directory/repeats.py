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
            more = _united(kept.fields, entries[at].fields)
            reasons = () if more != kept.fields and not entries[at].held_back else kept.held_back
            entries[first] = replace(kept, fields=more, held_back=reasons if kept.held_back else ())
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


def _repeats(first: Entry, other: Entry) -> bool:
    """Whether 2 entries with the same name say nothing that differs, and share what only 1 service has."""
    one, more = _facts(first), _facts(other)
    return one == more or (_agree(one, more) and bool(_signs(first) & _signs(other)))


def _facts(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.fields.items() if name not in ("extra", "checked", "source")}


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(_agree(one[name], other[name]) for name in one.keys() & other.keys())
    return bool(one == other)


def _signs(entry: Entry) -> set[str]:
    contact = entry.fields.get("contact", {})
    codes = {place["postcode"] for place in entry.fields.get("where", []) if "postcode" in place}
    phones = {phone["number"] for phone in contact.get("phones", [])}
    return {sign for sign in {*codes, *phones, contact.get("email", ""), contact.get("website", "")} if sign}


def _united(one: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """All that 2 entries say, where the first has nothing the second's."""
    whole = dict(one)
    for name, value in more.items():
        if name not in whole or whole[name] == []:
            whole[name] = value
        elif isinstance(value, Mapping) and isinstance(whole[name], Mapping):
            whole[name] = _united(whole[name], value)
    return whole
