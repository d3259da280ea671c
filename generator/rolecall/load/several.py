"""Services that several PCNs have: in which of them each stands, and what it says there. Nobody else works it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rolecall.model import EVERY_PCN, Service
from rolecall.model.names import without_ending
from rolecall.model.walk import fields_of
from rolecall.yamltext import YamlFields, is_empty, plain

NEEDED = frozenset(field.name for field in fields_of(Service).values() if field.is_needed)
"""The fields without which a file is no service by itself."""

_NO_FACTS = frozenset({"id", "referrals", "checked", "next_check"})
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
    """In which PCNs the service of a file in `content/services/` stands."""
    said: Any = plain(service)
    pcns = said.get("pcns")
    areas, places = _groups(said.get("area")), _groups(said.get("where"))
    return Reach(
        frozenset(text.strip() for text in (pcns if isinstance(pcns, list) else ()) if isinstance(text, str)),
        frozenset(_names(place.get("name") for place in (*areas, *places))),
        frozenset(_postcodes(places)),
    )


def reach_of_pcn(id: str, pcn: YamlFields) -> Reach:
    """What may be written in a service to name this PCN: its folder, its names, its surgeries and their postcodes."""
    said: Any = plain(pcn)
    surgeries = _groups(said.get("practices"))
    name = said.get("name")
    names = [id, name, said.get("short_name"), without_ending(name) if isinstance(name, str) else None]
    names += [surgery.get(field) for surgery in surgeries for field in ("name", "text_name")]
    return Reach(frozenset({id}), frozenset(_names(names)), frozenset(_postcodes(surgeries)))


def is_whole(service: YamlFields) -> bool:
    """Whether a file is a service by itself, and not only what differs from another one."""
    return all(name in service.entries and not is_empty(service.entries[name]) for name in NEEDED)


def over(shared: YamlFields, own: YamlFields) -> YamlFields:
    """What a service for several PCNs says in a PCN whose own file says what differs, each value where it was written.

    Each field that the PCN gives counts whole. Where it gives a fact and no check, nobody has checked what then stands
    together. Where it gives a check, the next one is its own too.
    """
    differs = {name: value for name, value in own.entries.items() if not is_empty(value)}
    gone = {"pcns"}
    if "checked" in differs:
        gone |= {"next_check"}
    elif differs.keys() - _NO_FACTS:
        gone |= {"checked"}
    entries = {name: value for name, value in shared.entries.items() if name not in gone} | differs
    keys = {**shared.keys, **{name: own.keys[name] for name in differs}}
    return shared._replace(entries=entries, keys={name: keys[name] for name in entries})


def alone(shared: YamlFields) -> YamlFields:
    """What a service for several PCNs says in one that has no file of its own for it."""
    names = [name for name in shared.entries if name != "pcns"]
    return shared._replace(
        entries={name: shared.entries[name] for name in names}, keys={name: shared.keys[name] for name in names}
    )


def _groups(said: Any) -> list[Mapping[str, Any]]:
    """The items of a list that are fields, whatever stands there."""
    return [item for item in said if isinstance(item, dict)] if isinstance(said, list) else []


def _names(texts: Any) -> Iterator[str]:
    """Names as they are compared: capitals, spaces and the words for a PCN at the end count for nothing."""
    for text in texts:
        if isinstance(text, str) and (name := " ".join(without_ending(text.strip()).casefold().split())):
            yield name


def _postcodes(places: list[Mapping[str, Any]]) -> Iterator[str]:
    for place in places:
        if isinstance(text := place.get("postcode"), str) and (code := "".join(text.split()).upper()):
            yield code
