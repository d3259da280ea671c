"""The services that a PCN has, as an import finds them: by what their source knows them by, and by who they are."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rolecall import addresses
from rolecall.exchange.incoming.near import folded_name
from rolecall.exchange.incoming.remembered import key_of
from rolecall.load import Workspace, each_service
from rolecall.phones import digits_of
from rolecall.places import Problem
from rolecall.slugs import slug, slug_of_any
from rolecall.yamltext import YamlFields, plain, read

_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
"""What Windows has no files and folders of, so that nobody there could copy the workspace or the site."""

_PAGES = {value.split("/")[1] for value in vars(addresses).values() if str(value).startswith(addresses.SERVICES)}

NOT_SERVICES = frozenset({"index"} | _DEVICES | _PAGES)
"""What the file of a service cannot be called: there are other pages, or web servers use the name."""


@dataclass(frozen=True, slots=True)
class Present:
    """The services of a PCN. The values of each are made when they are asked for, since there may be thousands."""

    workspace: Workspace
    pcn: str
    feeds: Mapping[str, str]
    """The source of each service, by the name of its file. Empty where somebody wrote it."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """The digest of what its source knows each by, of those that say it, by the name of the file."""
    by_key: Mapping[str, str] = field(default_factory=dict)
    """The other way round. Where somebody copied a file, the first."""
    by_likeness: Mapping[str, str] = field(default_factory=dict)
    """The name of a file by what says who it is."""
    shared: frozenset[str] = frozenset()
    """Those that the PCN has with others, by the name of their file in `content/services/`."""
    taken: frozenset[str] = frozenset()
    """Names that the file of a new service cannot have."""
    says: Mapping[str, bytes] = field(default_factory=dict)
    """What each file says, as JSON: that is read in no time, and takes less room than its values."""

    @property
    def folder(self) -> Path:
        """Where the PCN's files are."""
        return self.workspace.root / "content/pcns" / self.pcn

    def file(self, slug: str) -> Path:
        """The file of a service."""
        return self.folder / "services" / f"{slug}.yml"

    def shown(self, slug: str) -> str:
        """How messages name the file of a service."""
        return self.workspace.shown(self.file(slug))

    def read(self, slug: str) -> tuple[str, YamlFields]:
        """The text of a file, and what it says."""
        text = self.file(slug).read_bytes().decode()
        node, _ = read(text, self.shown(slug))
        assert isinstance(node, YamlFields), "a file that was readable a moment ago"
        return text, node

    def fields(self, slug: str) -> dict[str, Any]:
        """What a service says, as plain values."""
        fields: dict[str, Any] = json.loads(self.says[slug])
        return fields

    def like(self, fields: Mapping[str, Any]) -> str:
        """A service that is the same as one with these fields, by all that is known. Empty where there is none."""
        return next((self.by_likeness[mark] for mark in sorted(likeness(fields)) if mark in self.by_likeness), "")

    def keys_of(self, feed: str) -> Iterator[str]:
        """What a source knows its services by that are here, as digests, in the order of their files."""
        return (key for slug, key in self.keys.items() if self.feeds[slug] == feed and self.by_key[key] == slug)


def present(
    workspace: Workspace, pcn: str, moved: Iterable[str] = (), shared: Mapping[str, YamlFields] | None = None
) -> tuple[Present, list[Problem]]:
    """The services that a PCN has, and each file of theirs that cannot be read.

    `moved` has addresses that lead on, and `shared` the services that it has with other PCNs.
    """
    feeds, keys, by_likeness, says = {}, {}, {}, {}
    problems: list[Problem] = []
    for name, file in each_service(workspace, pcn, problems):
        fields: Any = plain(file.node)
        source = fields.get("source")
        feed, id = (source.get(part) for part in ("feed", "id")) if isinstance(source, Mapping) else (None, None)
        feeds[name] = feed if isinstance(feed, str) else ""
        says[name] = json.dumps(fields).encode()
        if isinstance(feed, str) and isinstance(id, str):
            keys[name] = key_of(feed, id)
        by_likeness.update(dict.fromkeys(likeness(fields), name))
    for name, node in (shared or {}).items():
        whole: Any = plain(node)
        by_likeness.update(dict.fromkeys(likeness(whole), name))
    for_several = {path.stem for path in (workspace.root / "content/services").glob("*.yml")}
    old = {address.split("/")[1] for address in moved if address.startswith(addresses.SERVICES)}
    taken = NOT_SERVICES | for_several | old | feeds.keys()
    by_key = {key: name for name, key in reversed(keys.items())}
    return Present(workspace, pcn, feeds, keys, by_key, by_likeness, frozenset(shared or ()), taken, says), problems


def likeness(service: Mapping[str, Any]) -> frozenset[str]:
    """What says who a service is: its name with each postcode and each phone number. Equal in one, 2 are the same.

    One that has neither, as what is only online, is known by its mailbox and its website. Groups at several places may
    share these.
    """
    name = folded_name(str(service.get("name", "")))
    postcodes = (str(place.get("postcode", "")) for place in _listed(service, "where"))
    found = service.get("contact")
    contact = found if isinstance(found, Mapping) else {}
    phones = _listed(contact, "phones")
    marks = [re.sub(r"\s", "", code).upper() for code in postcodes if code]
    marks += [digits_of(str(phone["number"])) for phone in phones if phone.get("number")]
    marks = marks or [str(contact.get(way) or "").casefold() for way in ("email", "website")]
    return frozenset(f"{name} {mark}" for mark in marks if mark and name)


def _listed(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = fields.get(name)
    return [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list | tuple) else []


def new_slugs(entries: Collection[tuple[str, Mapping[str, Any]]], taken: Collection[str]) -> dict[str, str]:
    """A name for the file of each new service, by its key, whatever the order in which they come.

    Where several would have the same, or it is taken, the town follows, and then a number.
    """
    names: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for key, fields in entries:
        base = slug(str(fields.get("name", ""))) or slug_of_any(str(fields.get("name", "")))
        names.setdefault(base or "service", []).append((key, fields))
    used = {*taken}
    found: dict[str, str] = {}
    for base in [base for base in sorted(names) if len(names[base]) == 1 and base not in used]:
        found[names.pop(base)[0][0]] = base
        used.add(base)
    for base in sorted(names):
        alike = sorted(names[base], key=lambda entry: entry[0])
        towns = [_with_town(base, fields) for _, fields in alike]
        for (key, _), with_town in zip(alike, towns, strict=True):
            is_free = with_town != base and towns.count(with_town) == 1 and with_town not in used
            found[key] = with_town if is_free else _numbered(base, used)
            used.add(found[key])
    return found


def _with_town(base: str, fields: Mapping[str, Any]) -> str:
    town = next((slug(str(place["town"])) for place in _listed(fields, "where") if place.get("town")), "")
    return f"{base[: 79 - len(town)]}-{town}".replace("--", "-") if 0 < len(town) < 40 else base


def _numbered(base: str, used: Collection[str]) -> str:
    if base not in used:
        return base
    number = 2
    while f"{base[:75]}-{number}".replace("--", "-") in used:
        number += 1
    return f"{base[:75]}-{number}".replace("--", "-")
