"""The cells of a PCN: which field of which file each is, what it says now, and what may be chosen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from rolecall import days, tidy
from rolecall.days import DAYS
from rolecall.editing import fields
from rolecall.editing.cells import CellKind, Field, tidied
from rolecall.editing.described import choices_at, describe, is_needed, labels
from rolecall.editing.sheet import OUT, STILL_RIGHT, TAKE_OUT, YES_NO, Cell, Heading
from rolecall.meanings import Called, called_needs, called_roles, usual
from rolecall.model import PCN, Content, Service
from rolecall.model.walk import value_at
from rolecall.places import Path
from rolecall.site import service_words_nationally
from rolecall.standing import nearest, places_with

_OF_IDS = re.compile(r"(?:The )?ids? (?:in|under|of) [^.]*(?:\.yml[^.]*)?\.", re.I)


class Layout:
    """What the files of one PCN say, as cells. `raw` is pcn.yml and `raws` are its services, as `plain` gives them.

    Of those that are there for several PCNs, `shared` has what their files for all of these say. `parts` has the parts
    of web addresses under which surgeries were published, by code.
    """

    def __init__(
        self, content: Content, pcn: str, raw: Mapping[str, Any], raws: Mapping[str, Mapping[str, Any]], *,
        today: date, before: Layout | None = None, shared: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        parts: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self.shared = shared
        self.parts = parts
        self.content, self.pcn, self.raw, self.raws, self.today = content, pcn, raw, raws, today
        words = service_words_nationally(content)
        self.practices: list[Mapping[str, Any]] = [*raw.get("practices", [])]
        self.codes = [tidy.code(str(practice.get("ods_code", ""))) for practice in self.practices]
        self.choices: dict[str, Mapping[str, str]] = {
            "roles": labels({id: role.name for id, role in content.roles.items()}),
            "needs": labels({id: need.label for id, need in content.needs.items()}),
            "routes": labels(words.routes),
            "access": labels(words.access),
            "groups": labels(words.groups),
            "languages": labels(words.languages),
            "sources": {id: id for id in content.sources},
            "practices": labels(
                {code: str(self.practices[at].get("name", code)) for at, code in enumerate(self.codes) if code}
            ),
        }
        self.called = defaultdict[str, Called | None](
            lambda: None,
            {kind: Called(self.choices[kind], usual(kind)) for kind in ("routes", "access", "groups", "languages")},
            roles=called_roles(content.roles, content.pcns.get(pcn)),
            needs=called_needs(content.needs),
        )

        # What surgeries were called before this workbook, in which new codes and names stand too.
        was = zip(before.codes, self.codes, strict=False) if before else ()
        self.code_now = {old: new for old, new in was if old and new}
        names = before.choices["practices"] if before else {}
        self.names_before = {name: self.code_now[code] for code, name in names.items() if code in self.code_now}

    def key_now(self, key: str) -> str:
        """The key of a line of a role, as it is with the codes that surgeries have now."""
        code, slash, rest = key.partition("/")
        return f"{self.code_now.get(code, code)}{slash}{rest}"

    # Cells

    def field(self, file: str, model: Any, path: Path, kind: CellKind, raw: Mapping[str, Any]) -> Field:
        """The cell of the field at `path`."""
        also = self.names_before if path[-1] == "practices" else {}
        value, choices = tidied(kind, value_at(raw, path)), self._choices_at(model, path)
        return Field(file, path, kind, value, choices, also, self._called_at(model, path))

    def role_here(self, id: str) -> str:
        """What a role is called here: by its local title, else as in England. An id that is none stays as it is."""
        title = value_at(self.raw, ("roles", id, "local_title"))
        return str(title or self.choices["roles"].get(id, id))

    def entry(self, base: Path, specs: Sequence[fields.Spec]) -> dict[str, Cell]:
        cells: dict[str, Cell] = {n: self.field("", PCN, (*base, *p), k, self.raw) for n, p, k in specs}
        out = OUT if base[0] == "practices" else YES_NO
        asked = {
            name: Field("", (*base, name), "choice", None, choices)
            for name, choices in ((STILL_RIGHT, YES_NO), (TAKE_OUT, out))
        }
        return {**cells, **asked}

    def service(self, id: str, specs: Sequence[fields.Spec]) -> dict[str, Cell]:
        raw = self.raws.get(id, {})
        cells: dict[str, Cell] = {name: self.field(id, Service, path, kind, raw) for name, path, kind in specs}
        return {**cells, STILL_RIGHT: Field(id, (STILL_RIGHT,), "choice", None, YES_NO)}

    def until(self, base: Path, fact: Path) -> date | None:
        """The day until which a local fact counts: its own, that of its role, its surgery or the PCN."""
        given = nearest(self.raw, (*base, *fact), "next_check")
        found = (days.read(str(day)) for day in given)  # Of what is no day, its cell is told.
        return next((day for day in found if isinstance(day, date)), None)

    def period(self, path: Path) -> tuple[str | None, date | None]:
        """The check and the next one at the nearest level above a fact that has a next one: how long checks count."""
        for giver, _ in places_with(self.raw, path, "next_check"):
            check = self.checked(giver) or {}
            return check.get("date"), self.until(giver, ())
        return None, None

    def checked(self, path: Path) -> Mapping[str, str] | None:
        """Who checked the fact at `path`, the nearest above it counting."""
        return next(nearest(self.raw, path, "checked"), None)

    # What may be chosen

    def headings(self, model: Any, base: Path, specs: Sequence[fields.Spec]) -> list[Heading]:
        return [
            self._heading(name, model, (*base, *path), kind, needed=is_needed(model, base, path))
            for name, path, kind in specs
        ]

    def checked_headings(self, model: Any, base: Path, specs: Sequence[fields.Spec]) -> list[Heading]:
        """The headings of lines that people check, whether they are still right being asked in front of who checked."""
        headings = self.headings(model, base, specs)
        at = next(at for at, (_, path, _) in enumerate(specs) if path == ("checked", "by"))
        asked = Heading(STILL_RIGHT, "Yes, if you have checked all of this.", choices=YES_NO)
        return [*headings[:at], asked, *headings[at:]]

    def _heading(self, name: str, model: Any, path: Path, kind: CellKind, *, needed: bool) -> Heading:
        choices, help = self._choices_at(model, path), describe(model, path)
        # Of ids, the list has the words.
        help = _OF_IDS.sub("Choose from the list.", help) if choices else help
        return Heading(name, help, kind, choices, needed=needed)

    def _called_at(self, model: Any, path: Path) -> Called | None:
        """What people say for what may be chosen, where that are ids."""
        return self.called["roles" if path == ("short_links",) else choices_at(model, path)[0]]

    def _choices_at(self, model: Any, path: Path) -> Mapping[str, str]:
        if path[-1] == "practices":
            return self.choices["practices"]
        if path[-1] == "days" and path[0] == "when":
            return DAYS
        ids, choices = choices_at(model, path)
        if ids:
            return self.choices.get(ids, {})
        named: dict[str, str] = dict(self.content.questions.choices.items())
        return {word: named.get(word, word.replace("-", " ").capitalize()) for word in choices}
