"""A record as it is read: whoever takes a value out of it leaves a note, so that what nobody took can be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar

from rolecall.exchange.incoming.cleaning import Cleaned, says_nothing
from rolecall.exchange.incoming.entry import Finding

_Value = TypeVar("_Value")

_FLAGS = dict.fromkeys(("yes", "true", "1", "y", "t"), True) | dict.fromkeys(("no", "false", "0", "n", "f"), False)

MODIFIED = ("last_modified", "date_modified", "updated_at", "modified")
"""Fields with the time of the last change to a record."""


@dataclass(slots=True)
class Reading:
    """What is gathered while one record is read."""

    taken: set[str] = field(default_factory=set)
    """The paths of the values that were taken."""
    findings: dict[Finding, None] = field(default_factory=dict)
    """Each once, in their order."""

    def say(self, *findings: Finding) -> None:
        """Add findings."""
        if findings:
            self.findings |= dict.fromkeys(findings)


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a record. Names of fields are found however they are spelt: `service_id`, `serviceId`."""

    value: Mapping[str, Any]
    path: str
    """Where it stands: `service_at_locations.0.location`. Empty of the record itself."""
    reading: Reading
    spelt: Callable[[tuple[str, ...]], tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """How fields are spelt in it. A part is asked for dozens of them, of which it has few."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelt", _spellings(tuple(self.value)))

    def path_of(self, name: str) -> str:
        """Where a field of it stands."""
        return f"{self.path}.{name}" if self.path else name

    def find(self, *names: str) -> tuple[Any, str]:
        """The first of these fields with something in it, and its path. None where there is none."""
        for spelt in self.spelt(names):
            if _is_filled_in(found := self.value[spelt]):
                return found, self.path_of(spelt)
        return None, self.path_of(names[0])

    def text(self, *names: str) -> tuple[str, str]:
        """The text of the first of these fields that has one, and its path. It is taken."""
        found, path = self.find(*names)
        text = "" if found is None else as_text(found)
        if text:
            self.reading.taken.add(path)
        return text, path

    def clean(self, cleaner: Callable[[str, str], Cleaned[_Value]], *names: str) -> _Value:
        """That text, cleaned."""
        text, path = self.text(*names) if self.spelt(names) else ("", "")
        if not text:
            return _of_nothing(cleaner)  # type: ignore[no-any-return]
        cleaned = cleaner(text, path)
        self.reading.say(*cleaned.findings)
        return cleaned.value

    def flag(self, *names: str) -> bool | None:
        """Yes or no, as JSON has it or as tables and people write it. It is taken. None where it says neither."""
        value, path = self.find(*names)
        found = _FLAGS.get(as_text(value).strip().casefold())
        if found is not None:
            self.reading.taken.add(path)
        return found

    def part(self, *names: str) -> Part:
        """The object in one of these fields. Empty where there is none."""
        found, path = self.find(*names)
        if isinstance(found, list) and len(found) == 1:
            found, path = found[0], f"{path}.0"
        return Part(found if isinstance(found, Mapping) else {}, path, self.reading)

    def parts(self, *names: str) -> list[Part]:
        """The objects listed in all of these fields. One that stands there alone is a list of 1."""
        found = []
        for name in names:
            listed, path = self.find(name)
            if isinstance(listed, list):
                items = [(f"{path}.{at}", item) for at, item in enumerate(listed)]
            else:
                items = [] if listed is None else [(path, listed)]
            found += [Part(item, path, self.reading) for path, item in items if isinstance(item, Mapping)]
        return found

    def take(self, *names: str) -> None:
        """Take fields that say nothing that the entry does not say."""
        self.reading.taken |= {path for found, path in map(self.find, names) if found is not None}

    def leave(self, *names: str) -> None:
        """Let what nobody used after all be told with the rest."""
        self.reading.taken -= {self.find(name)[1] for name in names}


def _is_filled_in(value: Any) -> bool:
    """Whether a value says anything. `n/a` and `TBC` do not."""
    return not says_nothing(value) if isinstance(value, str) else value is not None and value not in ([], {})


@cache
def _of_nothing(cleaner: Callable[[str, str], Cleaned[Any]]) -> Any:
    """What a cleaner gives of an empty text. Most fields are empty."""
    return cleaner("", "").value


@lru_cache(4096)
def bare(name: str) -> str:
    """The name of a field without what differs between ways to write it."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


@lru_cache(512)
def _spellings(names: tuple[str, ...]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """Which names of an object are one of those wanted: as they are spelt there, and then those spelt otherwise.

    The objects of a feed have the same names, so that this is found out once for all of a kind.
    """
    known: dict[str, tuple[str, ...]] = {}
    for name in names:
        known[bare(name)] = (*known.get(bare(name), ()), name)

    @cache
    def spelt(wanted: tuple[str, ...]) -> tuple[str, ...]:
        otherwise = (spelt for name in wanted for spelt in known.get(bare(name), ()))
        return tuple(dict.fromkeys([*(name for name in wanted if name in names), *otherwise]))

    return spelt


def as_text(value: Any) -> str:
    """A plain value as text. Empty of what is none, or of an object."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and value and not any(isinstance(item, dict | list) for item in value):
        return "; ".join(filter(None, map(as_text, value)))
    return ""


def in_a_row(texts: Iterable[str]) -> str:
    """Texts as one, each once and with a full stop where another follows."""
    parts = [*dict.fromkeys(filter(None, texts))]
    return " ".join(part if part[-1] in ".!?" or part is parts[-1] else f"{part}." for part in parts)


def leaves(value: Any, path: str, taken: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Each plain value below a path, as text, and where it stands, without what is at or below a `taken` path."""
    if path in taken:
        return
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else name, taken)
    elif text := as_text(value):
        yield path, text
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from leaves(item, f"{path}.{at}", taken)
