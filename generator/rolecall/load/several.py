"""Services that several PCNs have: in which of them each stands, and what it says there. Nobody else works it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rolecall import tidy
from rolecall.days import iso_or_as_is
from rolecall.model import EVERY_PCN, Service
from rolecall.model.names import without_ending
from rolecall.model.walk import fields_of
from rolecall.values import NO
from rolecall.yamltext import YamlFields, YamlText, is_empty, node_at, plain

NEEDED = tuple(field.name for field in fields_of(Service).values() if field.is_needed)
"""The fields without which a file is no service by itself, in their order."""

_NO_FACTS = frozenset({"id", "shown", "referrals", "checked", "next_check"})
"""Fields that are no facts of the entry's own check: the check itself, and what carries one of its own."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a file says of where its service stands, or what a PCN says that may be meant by it."""

    pcns: frozenset[str] = frozenset()
    """Ids of PCNs, as they were written. Where there are some, nothing else counts."""
    names: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()

    @property
    def says_something(self) -> bool:
        """Whether anything is said of where it stands."""
        return bool(self.pcns or self.names or self.postcodes)

    def meets(self, pcn: Reach) -> bool:
        """Whether a service with this reach stands in a PCN."""
        if self.pcns:
            return EVERY_PCN in self.pcns or bool(self.pcns & pcn.pcns)
        return bool(self.names & pcn.names or self.postcodes & pcn.postcodes)


def reach_of(service: YamlFields) -> Reach:
    """In which PCNs the service of a file in `content/services/` stands.

    Surgeries in 2 towns may have the same name, so that of a place counts only where it has no postcode.
    """
    values: Any = plain(service)
    pcns = values.get("pcns")
    areas, places = _groups(values.get("area")), _groups(values.get("where"))
    return Reach(
        frozenset(text.strip() for text in (pcns if isinstance(pcns, list) else ()) if isinstance(text, str)),
        frozenset(_names(place.get("name") for place in (*areas, *places) if "postcode" not in place)),
        frozenset(_postcodes(places)),
    )


def reach_of_pcn(id: str, pcn: YamlFields) -> Reach:
    """What may be written in a service to name this PCN: its folder, its names, its surgeries and their postcodes."""
    values: Any = plain(pcn)
    surgeries = _groups(values.get("practices"))
    name = values.get("name")
    names = [id, name, values.get("short_name"), without_ending(name) if isinstance(name, str) else None]
    names += [surgery.get(field) for surgery in surgeries for field in ("name", "text_name")]
    return Reach(frozenset({id}), frozenset(_names(names)), frozenset(_postcodes(surgeries)))


def is_whole(service: YamlFields) -> bool:
    """Whether a file is a service by itself, and not only what differs from another one."""
    return all(name in service.entries and not is_empty(service.entries[name]) for name in NEEDED)


def is_left_out(local: YamlFields) -> bool:
    """Whether a PCN's own file leaves out a service that several PCNs have."""
    shown = local.entries.get("shown")
    return isinstance(shown, YamlText) and shown.value.strip().lower() in NO


def over(shared: YamlFields, local: YamlFields) -> YamlFields:
    """What a service for several PCNs says in a PCN whose own file says what differs, each value where it was written.

    Each field that the PCN gives counts whole. Its check is of all that stands here then. Where it gives another fact
    and no check, nobody has checked that. Where it gives no other fact, the later of both checks counts.
    """
    differs = {name: value for name, value in local.entries.items() if not is_empty(value)}
    facts = differs.keys() - _NO_FACTS
    is_otherwise = any(plain(differs[name]) != plain(shared.entries.get(name)) for name in facts)
    gone = {"pcns", "shown"}
    if "checked" in differs and (is_otherwise or _day_of(shared) <= _day_of(local)):
        gone |= {"next_check"}
    elif "checked" in differs:
        differs = {name: value for name, value in differs.items() if name not in ("checked", "next_check")}
    elif is_otherwise:
        gone |= {"checked"}
    entries = {name: value for name, value in shared.entries.items() if name not in gone}
    entries |= {name: value for name, value in differs.items() if name != "shown"}
    keys = {**shared.keys, **{name: local.keys[name] for name in differs}}
    return shared._replace(entries=entries, keys={name: keys[name] for name in entries})


def alone(shared: YamlFields) -> YamlFields:
    """What a service for several PCNs says in one that has no file of its own for it."""
    return without(shared, "pcns")


def without(service: YamlFields, *names: str) -> YamlFields:
    """The same file, but for some of its fields."""
    left = [name for name in service.entries if name not in names]
    return service._replace(
        entries={name: service.entries[name] for name in left}, keys={name: service.keys[name] for name in left}
    )


def _day_of(service: YamlFields) -> str:
    """The day of its check as year, month and day, so that a later one is greater."""
    day = node_at(service, ("checked", "date"))
    return iso_or_as_is(day.value) if isinstance(day, YamlText) else ""


def _groups(values: Any) -> list[Mapping[str, Any]]:
    """The items of a list that are fields, whatever stands there."""
    return [item for item in values if isinstance(item, dict)] if isinstance(values, list) else []


def _names(texts: Any) -> Iterator[str]:
    """Names as they are compared: capitals, spaces and the words for a PCN at the end count for nothing."""
    for text in texts:
        if isinstance(text, str) and (name := without_ending(" ".join(text.split())).casefold()):
            yield name


def _postcodes(places: list[Mapping[str, Any]]) -> Iterator[str]:
    for place in places:
        if isinstance(text := place.get("postcode"), str) and (code := "".join(tidy.postcode(text).split())):
            yield code
