"""The cells of a PCN's workbook: which field of which file each is, what it says now, and what may be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from rolecall.exchange.workbook import fields
from rolecall.exchange.workbook.cells import Field, Kind, Path, tidied
from rolecall.exchange.workbook.described import choices_at, describe, folded_name, id_of, is_needed, labels, needed
from rolecall.exchange.workbook.sheet import KEY, STILL_RIGHT, TAKE_OUT, YES_NO, Cell, Heading, Row, Sheet
from rolecall.model import PCN, Content, Question, Service
from rolecall.model.walk import value_at
from rolecall.site import short_name
from rolecall.slugs import slug
from rolecall.standing import nearest, places_with
from rolecall.values import DAYS, in_words

ALL_OF = "All of"
"""What stands in front of the PCN's name where an answer is for all of it."""

_OF_IDS = re.compile(r"(?:The )?ids? (?:in|under|of) [^.]*(?:\.yml[^.]*)?\.", re.I)


class Layout:
    """All sheets of one PCN. `raw` is what pcn.yml says and `raws` what each service says, as `plain` gives them."""

    def __init__(
        self, content: Content, pcn: str, raw: Mapping[str, Any], raws: Mapping[str, Mapping[str, Any]], *,
        today: date, before: Layout | None = None,
    ) -> None:  # fmt: skip
        self.content, self.pcn, self.raw, self.raws, self.today = content, pcn, raw, raws, today
        words = content.service_words
        self.practices: list[Mapping[str, Any]] = [*raw.get("practices", [])]
        self.codes = [str(practice.get("ods_code", "")).upper() for practice in self.practices]
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

        # What surgeries were called before this workbook, in which new codes and names stand too.
        was = zip(before.codes, self.codes, strict=False) if before else ()
        self.code_now = {old: new for old, new in was if old and new}
        names = before.choices["practices"] if before else {}
        self.names_before = {name: self.code_now[code] for code, name in names.items() if code in self.code_now}

    def sheets(self, *, room: int = 2) -> list[Sheet]:
        """The sheets in their order. Each service has room for as many times and places, or for the longest list."""
        services = self.of_services(room=room)
        return [self.of_pcn(), self.of_practices(), self.of_roles(), services, self.of_people(), self.of_helplines()]

    def key_now(self, key: str) -> str:
        """The key of a line of a role, as it is with the codes that surgeries have now."""
        code, slash, rest = key.partition("/")
        return f"{self.code_now.get(code, code)}{slash}{rest}"

    # One sheet each

    def of_pcn(self) -> Sheet:
        rows = []
        for name, path, kind in fields.PCN_FIELDS:
            what = self.field("", PCN, path, kind, self.raw)
            rows.append(
                Row(".".join(map(str, path)), {"What": name, "Your words": what, "What it is": describe(PCN, path)})
            )
        headings = [Heading("What", fixed=True), Heading("Your words"), Heading("What it is", fixed=True)]
        keys = {name.casefold(): ".".join(map(str, path)) for name, path, _ in fields.PCN_FIELDS}
        return Sheet(
            "Your PCN", "One line each. Leave empty what you do not want on the site.", headings, rows,
            known_by=("What",), named=lambda words: keys.get(words.get("What", "").casefold()),
        )  # fmt: skip

    def of_practices(self) -> Sheet:
        rows = [Row(code, self._practice(at)) for at, code in enumerate(self.codes)]
        headings = self._checked_headings(PCN, ("practices", 0), fields.PRACTICE_FIELDS)
        headings.append(Heading(TAKE_OUT, choices=YES_NO))
        about = f"One line for each surgery. Add yours below the last. {needed(headings)}"

        def new(_: Mapping[str, str], at: int) -> Mapping[str, Cell]:
            return self._practice(len(self.practices) + at)

        return Sheet("Surgeries", about, headings, rows, new, known_by=("ODS code", "Name"))

    def of_people(self) -> Sheet:
        people: list[Mapping[str, Any]] = [*self.raw.get("people", [])]
        rows = [Row(f"{at} {person['name']}", self._person(at)) for at, person in enumerate(people)]
        headings = self._checked_headings(PCN, ("people", 0), fields.PERSON_FIELDS)
        headings.append(Heading(TAKE_OUT, choices=YES_NO))
        about = f"Only people who agreed to be named. One line each. {needed(headings)}"

        def new(_: Mapping[str, str], at: int) -> Mapping[str, Cell]:
            return self._person(len(people) + at)

        return Sheet("People", about, headings, rows, new)

    def of_helplines(self) -> Sheet:
        rows = []
        for id, line in self.content.helplines.items():
            cells: dict[str, Cell] = {"Helpline": line.name, "National number": line.phone or line.how or ""}
            for name, path, kind in fields.HELPLINE_FIELDS:
                cells[name] = self.field("", PCN, ("helplines", id, *path), kind, self.raw)
            rows.append(Row(id, cells))
        headings = [Heading("Helpline", fixed=True), Heading("National number", fixed=True)]
        headings += self._headings(PCN, ("helplines", next(iter(self.content.helplines), "")), fields.HELPLINE_FIELDS)
        keys = {folded_name(line.name): id for id, line in self.content.helplines.items()}
        return Sheet(
            "Helplines", "Only where a national helpline differs here.", headings, rows,
            known_by=("Helpline",), named=lambda words: keys.get(folded_name(words.get("Helpline", ""))),
        )  # fmt: skip

    def of_services(self, *, room: int = 2) -> Sheet:
        most = {
            path: max([0, *(len(value_at(raw, path) or ()) for raw in self.raws.values())])
            for path in (("when",), ("where",), ("cost", "options"), ("contact", "phones"), ("area",))
        }
        times, places, prices, phones, areas = (max(room, longest) for longest in most.values())
        specs = fields.service_fields(times, places, prices, phones, areas)
        rows = [Row(id, self._service(id, specs)) for id in sorted(self.raws)]
        headings = self._checked_headings(Service, (), specs)

        def new(words: Mapping[str, str], _: int) -> Mapping[str, Cell] | None:
            key = words.get(KEY, "")
            id = key if key and slug(key) == key else slug(words.get("Name", ""))
            return self._service(id, specs) if id else None

        about = f"One line for each service or group. Add yours below the last. {needed(headings)}"
        return Sheet("Services", about, headings, rows, new, lambda words: slug(words.get("Name", "")))

    def of_roles(self) -> Sheet:
        found: list[tuple[str | None, str, str]] = [(None, role, line) for role, line in self._role_lines()]
        for code, practice in zip(self.codes, self.practices, strict=True):
            for role, local in practice.get("roles", {}).items():
                said = [line for line in self._lines() if self.says(local, line)]
                found += [(code, role, line) for line in said if code]
        rows = [Row(f"{code or ''}/{role}/{line}", self._role_line(code, role, line)) for code, role, line in found]
        where = {"": f"{ALL_OF} {short_name(self.content.pcns[self.pcn])}", **self.choices["practices"]}
        lines = {line: self._line_name(line) for line in self._lines()}
        headings = [
            Heading("Where", "The whole PCN, or one surgery.", choices=where, fixed=True),
            Heading("Role", choices=self.choices["roles"], fixed=True),
            Heading("Question", "Check of all these: who checked a whole role, and when.", choices=lines, fixed=True),
            Heading("National answer", "What the site says where you write nothing.", fixed=True),
            Heading(
                "Your answer", "Only what differs here. Several points go one on a line (Alt and Enter).", kind="lines"
            ),
            Heading("More words", "A sentence beside your answer."),
            Heading(
                STILL_RIGHT,
                "Yes, if you have made sure of it. The day and your team are then written down.",
                choices=YES_NO,
            ),
            Heading("Checked by (team)", "A team, never a person."),
            Heading("Checked on", kind="day"),
            Heading("Next check", "After this day the site shows the national answer again.", kind="day"),
            Heading("Counts until", "The day that counts now, from here or from the PCN.", fixed=True),
            Heading("Sources", "Ids in sources.yml, if an answer has one.", kind="ids"),
            Heading("Assumed", "Yes, if nobody is sure yet.", choices=YES_NO),
        ]

        def named(words: Mapping[str, str]) -> str | None:
            code, role = self._place(words.get("Where", "")), id_of(words.get("Role", ""), self.choices["roles"])
            line = id_of(words.get("Question", ""), lines)
            return f"{code}/{role}/{line}" if code is not None and role and line else None

        def row_of(key: str) -> Row | None:
            code, _, rest = key.partition("/")
            role, _, line = rest.partition("/")
            known = (not code or code in self.codes) and role in self.choices["roles"] and line in lines
            return Row(key, self._role_line(code or None, role, line)) if known else None

        about = (
            "A line for each role and question. For one surgery, add lines below the last and choose from the lists."
        )
        by = ("Where", "Role", "Question")
        return Sheet("Roles", about, headings, rows, known_by=by, named=named, row_of=row_of)

    def _place(self, label: str) -> str | None:
        """The code of the surgery that is called this, now or before this workbook. Empty for the whole PCN."""
        wanted = folded_name(label)
        codes = {
            code for code, name in self.choices["practices"].items() if wanted in (code.casefold(), folded_name(name))
        }
        codes |= {code for name, code in self.names_before.items() if wanted == folded_name(name)}
        called = [folded_name(practice.get("name", "")) for practice in self.practices]
        codes |= {code for code, name in zip(self.codes, called, strict=True) if code and wanted == name}
        if not codes and wanted.startswith(folded_name(ALL_OF)):
            return ""  # The PCN's own name may be another one by now.
        return codes.pop() if len(codes) == 1 else None

    # Cells

    def field(self, file: str, model: Any, path: Path, kind: Kind, raw: Mapping[str, Any]) -> Field:
        """The cell of the field at `path`."""
        also = self.names_before if path[-1] == "practices" else {}
        return Field(file, path, kind, tidied(kind, value_at(raw, path)), self._choices_at(model, path), also)

    def _practice(self, at: int) -> dict[str, Cell]:
        return self._entry(("practices", at), fields.PRACTICE_FIELDS)

    def _person(self, at: int) -> dict[str, Cell]:
        return self._entry(("people", at), fields.PERSON_FIELDS)

    def _entry(self, base: Path, specs: Sequence[fields.Spec]) -> dict[str, Cell]:
        cells: dict[str, Cell] = {n: self.field("", PCN, (*base, *p), k, self.raw) for n, p, k in specs}
        asked = {name: Field("", (*base, name), "choice", None, YES_NO) for name in (STILL_RIGHT, TAKE_OUT)}
        return {**cells, **asked}

    def _service(self, id: str, specs: Sequence[fields.Spec]) -> dict[str, Cell]:
        raw = self.raws.get(id, {})
        cells: dict[str, Cell] = {name: self.field(id, Service, path, kind, raw) for name, path, kind in specs}
        return {**cells, STILL_RIGHT: Field(id, (STILL_RIGHT,), "choice", None, YES_NO)}

    def _role_lines(self) -> Iterator[tuple[str, str]]:
        """Each role and line that the whole PCN is asked for: all of core roles, of others what is said of them."""
        for id, role in self.content.roles.items():
            local = self.raw.get("roles", {}).get(id, {})
            for line in self._lines():
                if role.core or line == "available" or self.says(local, line):
                    yield id, line

    def _lines(self) -> list[str]:
        """The ids of all lines of a role, those of questions starting with answers."""
        own = [path[0] for _, path, _ in fields.ROLE_FIELDS] + [
            ".".join(map(str, p)) for _, p, _ in fields.REACH_FIELDS
        ]
        return [*map(str, own), "*", *(f"answers.{id}" for id in self.questions)]

    @property
    def questions(self) -> dict[str, Question]:
        """The questions that roles answer, by id."""
        groups = self.content.questions.groups
        return {q.id: q for group in groups for q in group.questions if q.from_ == "answers"}

    def _line_name(self, line: str) -> str:
        if line == "*":
            return fields.ALL_OF_A_ROLE
        if line.startswith("answers."):
            return self.questions[line.removeprefix("answers.")].ask
        named = {".".join(map(str, path)): name for name, path, _ in (*fields.ROLE_FIELDS, *fields.REACH_FIELDS)}
        return named[line]

    def says(self, local: Mapping[str, Any], line: str) -> bool:
        if line == "*":
            return "checked" in local or "next_check" in local
        if line == "reach.text":
            return "reach" in local
        return value_at(local, tuple(line.split("."))) is not None

    def base(self, code: str | None, role: str) -> Path:
        """Where in pcn.yml a role of the whole PCN, or of one surgery, is spoken of."""
        above: Path = ("practices", self.codes.index(code)) if code else ()
        return (*above, "roles", role)

    def _role_line(self, code: str | None, role: str, line: str) -> dict[str, Cell]:
        base = self.base(code, role)
        where = self.choices["practices"][code] if code else f"{ALL_OF} {short_name(self.content.pcns[self.pcn])}"
        cells: dict[str, Cell] = {
            "Where": where,
            "Role": self.choices["roles"][role],
            "Question": self._line_name(line),
        }

        def put(heading: str, path: Path, kind: Kind) -> None:
            cells[heading] = self.field("", PCN, (*base, *path), kind, self.raw)

        fact: Path | None = None
        if line == "*":
            fact = ()
        elif line.startswith("answers."):
            key = line.removeprefix("answers.")
            fact, question = ("answers", key), self.questions[key]
            first: tuple[str, Kind] = ("text", "text")
            if question.kind in ("list", "steps"):
                first = ("list", "lines")
            elif question.kind == "choice":
                first = ("answer", "choice")
            put("Your answer", (*fact, first[0]), first[1])
            if question.kind != "text":
                put("More words", (*fact, "text"), "text")
        else:
            specs = (*fields.ROLE_FIELDS, *fields.REACH_FIELDS)
            path, kind = next((path, kind) for _, path, kind in specs if ".".join(map(str, path)) == line)
            put("Your answer", path, kind)
            fact = ("reach",) if line == "reach.text" else None
        cells["National answer"] = self._national(role, line)
        if fact is not None:
            for heading, path, kind in fields.CHECKS:
                put(heading, (*fact, *path), kind)
            local = value_at(self.raw, (*base, *fact))
            cells["Counts until"] = self._counts_until(base, fact) if local else ""
            if line != "*":
                put("Sources", (*fact, "sources"), "ids")
                put("Assumed", (*fact, "assumed"), "choice")
            cells[STILL_RIGHT] = Field("", (*base, *fact, STILL_RIGHT), "choice", None, YES_NO)
        return cells

    def _national(self, role: str, line: str) -> str:
        national = self.content.roles[role]
        choices: dict[str, str] = dict(self.content.questions.choices.items())
        if line == "local_title":
            return national.name
        if line == "available":
            return YES_NO["yes"]
        if line.startswith("answers.") and (answer := national.answers.get(line.removeprefix("answers."))):
            parts = [choices.get(answer.answer, "") if answer.answer else "", answer.text or "", *answer.list]
            return "\n".join(part for part in parts if part)
        if line == "reach.text" and national.reach:
            return national.reach.text or ""
        if line == "reach.self_refer" and national.reach and national.reach.self_refer:
            return choices[national.reach.self_refer]
        return ""

    def _counts_until(self, base: Path, fact: Path) -> str:
        day = self.until(base, fact)
        return in_words(day) if day else ""

    def until(self, base: Path, fact: Path) -> date | None:
        """The day until which a local fact counts: its own, that of its role, its surgery or the PCN."""
        given = nearest(self.raw, (*base, *fact), "next_check")
        days = (day for day in given if re.fullmatch(r"\d{4}-\d\d-\d\d", str(day)))
        with suppress(ValueError):
            return next((date.fromisoformat(day) for day in days), None)
        return None  # Somebody wrote another day than there is. Their cell is told of.

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

    def _headings(self, model: Any, base: Path, specs: Sequence[fields.Spec]) -> list[Heading]:
        return [
            self._heading(name, model, (*base, *path), kind, needed=is_needed(model, base, path))
            for name, path, kind in specs
        ]

    def _checked_headings(self, model: Any, base: Path, specs: Sequence[fields.Spec]) -> list[Heading]:
        """The headings of lines that people check, whether they are still right being asked in front of who checked."""
        headings = self._headings(model, base, specs)
        at = next(at for at, (_, path, _) in enumerate(specs) if path == ("checked", "by"))
        asked = Heading(STILL_RIGHT, "Yes, if you have made sure of all that stands in this line.", choices=YES_NO)
        return [*headings[:at], asked, *headings[at:]]

    def _heading(self, name: str, model: Any, path: Path, kind: Kind, *, needed: bool) -> Heading:
        choices, help = self._choices_at(model, path), describe(model, path)
        # Of ids, the list has the words.
        return Heading(
            name, _OF_IDS.sub("Choose from the list.", help) if choices else help, kind, choices, needed=needed
        )

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
