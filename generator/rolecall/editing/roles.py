"""The lines about roles: one for each role and question, and the cells that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rolecall.editing import fields
from rolecall.editing.cells import CellKind, Field
from rolecall.editing.described import folded_name, id_of
from rolecall.editing.layout import Layout
from rolecall.editing.sheet import ANSWER, SHORT_WORDS, STILL_RIGHT, YES_NO, Cell, Heading, Row, Sheet
from rolecall.language import in_words
from rolecall.meanings import Called
from rolecall.model import PCN, Question
from rolecall.model.walk import value_at
from rolecall.places import Path
from rolecall.site import short_name
from rolecall.slots import filled

ALL_OF = "All of"
"""What stands in front of the PCN's name where an answer is for all of it."""


def of_roles(layout: Layout) -> Sheet:
    """A line for each role and question, for the whole PCN, and for each surgery that says something else."""
    found: list[tuple[str | None, str, str]] = [(None, role, line) for role, line in _role_lines(layout)]
    for code, practice in zip(layout.codes, layout.practices, strict=True):
        for role, local in practice.get("roles", {}).items():
            found += [(code, role, line) for line in all_lines(layout) if code and says(local, line)]
    rows = [Row(f"{code or ''}/{role}/{line}", role_line(layout, code, role, line)) for code, role, line in found]
    where = {"": f"{ALL_OF} {short_name(layout.content.pcns[layout.pcn])}", **layout.choices["practices"]}
    lines = {line: line_name(layout, line) for line in all_lines(layout)}
    headings = [
        Heading("Where", "The whole PCN, or one surgery.", choices=where, fixed=True),
        Heading("Role", choices=layout.choices["roles"], fixed=True),
        Heading("Question", "Check of all these: who checked a whole role, and when.", choices=lines, fixed=True),
        Heading("National answer", "What the site says where you write nothing.", fixed=True),
        Heading(ANSWER, "Only what differs here. Several points go one on a line (Alt and Enter).", kind="lines"),
        Heading("More words", "A sentence beside your answer."),
        Heading(
            STILL_RIGHT,
            "Yes, if you have checked it. The day and your team are then written down.",
            choices=YES_NO,
        ),
        Heading("Checked by (team)", "A team, never a person."),
        Heading("Checked on", kind="day"),
        Heading("Next check", "After this day the site shows the national answer again.", kind="day"),
        Heading("Counts until", "The day that counts now, from here or from the PCN.", fixed=True),
        Heading("Sources", "Ids in sources.yml, if an answer has one.", kind="ids"),
        Heading("Assumed", "Yes, if nobody is sure yet.", choices=YES_NO),
        Heading(SHORT_WORDS, "1 to 4 words, for the tables where people stand side by side."),
    ]

    def named(words: Mapping[str, str]) -> str | None:
        code, role = _place(layout, words.get("Where", "")), id_of(words.get("Role", ""), layout.choices["roles"])
        role = role or (layout.called["roles"] or Called({})).id_of(words.get("Role", "")) or None
        line = id_of(words.get("Question", ""), lines)
        return f"{code}/{role}/{line}" if code is not None and role and line else None

    def row_of(key: str) -> Row | None:
        code, _, rest = key.partition("/")
        role, _, line = rest.partition("/")
        known = (not code or code in layout.codes) and role in layout.choices["roles"] and line in lines
        return Row(key, role_line(layout, code or None, role, line)) if known else None

    about = "A row for each role and question. For a single surgery, add rows below the last and choose from the lists."
    by = ("Where", "Role", "Question")
    return Sheet("Roles", about, headings, rows, known_by=by, named=named, row_of=row_of)


def _place(layout: Layout, label: str) -> str | None:
    """The code of the surgery that is called this, now or before this workbook. Empty for the whole PCN."""
    wanted = folded_name(label)
    codes = {
        code for code, name in layout.choices["practices"].items() if wanted in (code.casefold(), folded_name(name))
    }
    codes |= {code for name, code in layout.names_before.items() if wanted == folded_name(name)}
    called = [folded_name(practice.get("name", "")) for practice in layout.practices]
    codes |= {code for code, name in zip(layout.codes, called, strict=True) if code and wanted == name}
    if not codes and wanted.startswith(folded_name(ALL_OF)):
        return ""  # The PCN's own name may be another one by now.
    return codes.pop() if len(codes) == 1 else None


def _role_lines(layout: Layout) -> Iterator[tuple[str, str]]:
    """Each role and line that the whole PCN is asked for: all of core roles, of others what is said of them."""
    for id, role in layout.content.roles.items():
        local = layout.raw.get("roles", {}).get(id, {})
        for line in all_lines(layout):
            if role.core or line == "available" or says(local, line):
                yield id, line


def all_lines(layout: Layout) -> list[str]:
    """The ids of all lines of a role, those of questions starting with answers."""
    paths = [path for _, path, _ in (*fields.ROLE_FIELDS, *fields.REACH_FIELDS)]
    return [*(".".join(map(str, path)) for path in paths), "*", *(f"answers.{id}" for id in _questions(layout))]


def _questions(layout: Layout) -> dict[str, Question]:
    """The questions that roles answer, by id."""
    groups = layout.content.questions.groups
    return {q.id: q for group in groups for q in group.questions if q.from_ == "answers"}


def line_name(layout: Layout, line: str) -> str:
    if line == "*":
        return fields.ALL_OF_A_ROLE
    if line.startswith("answers."):
        return _questions(layout)[line.removeprefix("answers.")].ask
    named = {".".join(map(str, path)): name for name, path, _ in (*fields.ROLE_FIELDS, *fields.REACH_FIELDS)}
    return named[line]


def says(local: Mapping[str, Any], line: str) -> bool:
    """Whether a place says something of a role in this line."""
    if line == "*":
        return "checked" in local or "next_check" in local
    if line == "reach.text":
        return "reach" in local
    return value_at(local, tuple(line.split("."))) is not None


def path_of_role(layout: Layout, code: str | None, role: str) -> Path:
    """Where in pcn.yml a role of the whole PCN, or of one surgery, is spoken of."""
    above: Path = ("practices", layout.codes.index(code)) if code else ()
    return (*above, "roles", role)


def role_line(layout: Layout, code: str | None, role: str, line: str) -> dict[str, Cell]:
    """The cells of one line."""
    base = path_of_role(layout, code, role)
    where = layout.choices["practices"][code] if code else f"{ALL_OF} {short_name(layout.content.pcns[layout.pcn])}"
    cells: dict[str, Cell] = {
        "Where": where,
        "Role": layout.choices["roles"][role],
        "Question": line_name(layout, line),
    }

    def put(heading: str, path: Path, kind: CellKind) -> None:
        cells[heading] = layout.field("", PCN, (*base, *path), kind, layout.raw)

    fact: Path | None = None
    if line == "*":
        fact = ()
    elif line.startswith("answers."):
        key = line.removeprefix("answers.")
        fact, question = ("answers", key), _questions(layout)[key]
        first: tuple[str, CellKind] = ("text", "text")
        if question.kind in ("list", "steps"):
            first = ("list", "lines")
        elif question.kind == "choice":
            first = ("answer", "choice")
        put(ANSWER, (*fact, first[0]), first[1])
        if question.kind != "text":
            put("More words", (*fact, "text"), "text")
        put(SHORT_WORDS, (*fact, "short"), "text")
    else:
        specs = (*fields.ROLE_FIELDS, *fields.REACH_FIELDS)
        path, kind = next((path, kind) for _, path, kind in specs if ".".join(map(str, path)) == line)
        put(ANSWER, path, kind)
        fact = ("reach",) if line == "reach.text" else None
    cells["National answer"] = _national(layout, role, line)
    if fact is not None:
        for heading, path, kind in fields.CHECKS:
            put(heading, (*fact, *path), kind)
        local = value_at(layout.raw, (*base, *fact))
        cells["Counts until"] = _counts_until(layout, base, fact) if local else ""
        if line != "*":
            put("Sources", (*fact, "sources"), "ids")
            put("Assumed", (*fact, "assumed"), "choice")
        cells[STILL_RIGHT] = Field("", (*base, *fact, STILL_RIGHT), "choice", None, YES_NO)
    return cells


def _national(layout: Layout, role: str, line: str) -> str:
    national = layout.content.roles[role]
    choices: dict[str, str] = dict(layout.content.questions.choices.items())
    if line == "local_title":
        return national.name
    if line == "available":
        return YES_NO["yes"]
    if line.startswith("answers.") and (answer := national.answers.get(line.removeprefix("answers."))):
        parts = [choices.get(answer.answer, "") if answer.answer else "", answer.text or "", *answer.list]
        return filled("\n".join(part for part in parts if part), _titles(layout))
    if line == "reach.text" and national.reach:
        return filled(national.reach.text or "", _titles(layout))
    if line == "reach.self_refer" and national.reach and national.reach.self_refer:
        return choices[national.reach.self_refer]
    return ""


def _titles(layout: Layout) -> dict[str, str]:
    """What each role is called in this PCN, in place of slots."""
    titles = {id: value_at(layout.raw, ("roles", id, "local_title")) for id in layout.content.roles}
    return {id: str(titles[id] or role.short_name) for id, role in layout.content.roles.items()}


def _counts_until(layout: Layout, base: Path, fact: Path) -> str:
    day = layout.until(base, fact)
    return in_words(day) if day else ""
