"""What is known of 1 service of a list, as it is gathered from its cells, with all that was done to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rolecall.editing.given import folded
from rolecall.exchange.directory.spoiled import Cell, as_text
from rolecall.exchange.directory.vocabulary import Vocabulary
from rolecall.exchange.incoming.cleaning import Cleaned, cut, says_nothing, without_people, words
from rolecall.exchange.incoming.entry import Category, Finding
from rolecall.exchange.incoming.word_lists import known_words
from rolecall.places import Path, Place


@dataclass(frozen=True, slots=True)
class Given:
    """A cell: the heading above it, what it holds, and where it stands."""

    heading: str
    value: object
    place: Place


@dataclass
class Facts:
    """The cells of one service by what they hold, and what has been made of them so far."""

    cells: Mapping[str, list[Given]]
    vocabulary: Vocabulary
    words: Mapping[str, str]
    fields: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    held_back: list[Finding] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """What has been asked for: columns of this kind are understood."""
    of_all: set[str] = field(default_factory=set)
    """What the columns file says of each line, and no column: it tells nothing of this service alone."""

    def texts(self, holds: str, read: Callable[[object, str], Cell] = as_text) -> list[tuple[str, str]]:
        """The cells that hold something of a kind, as headings and texts. What says nothing is a finding."""
        found = []
        self.read.add(holds)
        for given in self.cells.get(holds, ()):
            cell = read(given.value, given.heading)
            self.findings += cell.findings
            text = cell.text.strip()
            is_free = holds == "Cost" and text.casefold() == "nil"
            if not is_free and (says_nothing(text) or folded(text) in ("?", "??", "???")):
                if text:
                    self.find("says-nothing", given.heading, "This cell says that there is nothing to say.", text)
                if cell.link:
                    self.put_extra(given.heading, cell.link)
                continue
            found.append((given.heading, text))
            if cell.link and holds != "Website":
                self.put_extra(f"{given.heading}: link", cell.link)
        return found

    def ticks(self, holds: str) -> list[tuple[str, str]]:
        """The cells of a column of ticks, or of Yes and No. A No is said too."""
        self.read.add(holds)
        cells = [(given.heading, as_text(given.value, given.heading)) for given in self.cells.get(holds, ())]
        self.findings += [finding for _, cell in cells for finding in cell.findings]
        return [(heading, cell.text.strip()) for heading, cell in cells if cell.text.strip()]

    def first(self, holds: str, read: Callable[[object, str], Cell] = as_text) -> tuple[str, str]:
        """The first such text with its heading. Further ones go to what has no field."""
        found = self.texts(holds, read)
        for heading, text in found[1:]:
            self.put_extra(heading, text)
        return found[0] if found else ("", "")

    def find(self, kind: str, heading: str, sentence: str, before: str = "", after: str = "") -> None:
        self.findings.append(Finding(kind, heading, sentence, cut(before), cut(after)))

    def hold_back(self, kind: str, heading: str, sentence: str, before: str = "") -> None:
        """Say why it does not come in."""
        self.held_back.append(Finding(kind, heading, sentence, cut(before)))

    def cleaned(self, value: Cleaned[Any]) -> Any:
        """The value, its findings kept."""
        self.findings += value.findings
        return value.value

    def public(self, text: str, heading: str) -> str:
        """A text on one line, without names and mailboxes of persons."""
        bare, findings = without_people(self.cleaned(words(text, heading)), heading, self.known)
        self.findings += findings
        return bare

    def said_of(self, word: str) -> str | None:
        """What the columns file says for a word: an id, nothing to drop it, or None where it is not there."""
        given = self.words.get(" ".join(word.split()).casefold())
        if not given:
            return given
        kinds = ("needs", "groups", "routes", "access", "languages")
        return next((id for kind in kinds if (id := self.vocabulary.id_of(kind, given))), given)

    @property
    def known(self) -> list[str]:
        """Names that are no person's: of the service, and of who runs it."""
        run_by = self.fields.get("organisation", {}).get("name", "")
        return [name for name in (self.fields.get("name", ""), run_by) if name]

    def put(self, path: tuple[str, ...], value: Any) -> None:
        """Set a field, unless it has a value already."""
        if value in ("", [], {}, None):
            return
        at = self.fields
        for step in path[:-1]:
            at = at.setdefault(step, {})
        at.setdefault(path[-1], value)

    def add(self, path: tuple[str, ...], values: list[Any]) -> None:
        """Add to a list what is not in it yet."""
        at = self.fields
        for step in path[:-1]:
            at = at.setdefault(step, {})
        if values:
            there = at.setdefault(path[-1], [])
            there += [value for value in values if value not in there]

    def put_at(self, path: Path, value: Any) -> None:
        """Set the field at a path that may lead through lists, unless it has a value already."""
        at: Any = self.fields
        for step, after in pairwise((*path, "")):
            if isinstance(step, int):
                at += [{} for _ in range(step + 1 - len(at))]
            if after == "":
                at.setdefault(step, value)
            elif isinstance(step, int):
                at = at[step]
            else:
                at = at.setdefault(step, [] if isinstance(after, int) else {})

    def put_extra(self, heading: str, text: str) -> None:
        """Keep what has no field: in the file, and not on the site. The name of a person is not kept."""
        if not (text := folded(text)):
            return None
        if _is_a_name(text):
            return self.find("person-left-out", heading, "This may be the name of a person, and was left out.")
        bare = self.public(text, heading)
        key = " ".join(heading.replace("<", " ").replace(">", " ").split())[:80] or "More"
        extra = self.fields.setdefault("extra", {})
        if bare and bare != extra.get(key):
            while key in extra:
                key = f"{key[:70]} (more)" if not key.endswith("(more)") else f"{key[:70]} more (more)"
            extra[key] = bare
        return None


def _is_a_name(text: str) -> bool:
    """Whether a text is the name of a person and nothing else. "June 2026" and "Mill and Quay" are none."""
    parts = text.split()
    is_name = parts[0].casefold().strip(".,") in known_words()["given_names"] and len(parts) < 4
    return is_name and all(part.strip(".,").isalpha() and part[0].isupper() for part in parts)
