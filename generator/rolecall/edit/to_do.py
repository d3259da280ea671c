"""What there is to do for a site: first what patients do not see or see wrongly, then what soon will, then the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from rolecall.checks.reading import LONGEST, of_text
from rolecall.checks.stale import LATER, Kind, stale
from rolecall.edit.left_out import LeftOut
from rolecall.edit.where import Where, where
from rolecall.editing import fields
from rolecall.editing.cells import Field, as_shown
from rolecall.editing.due import due_sheets
from rolecall.editing.headings import in_headings
from rolecall.editing.layout import Layout
from rolecall.editing.roles import path_of_role, role_line
from rolecall.editing.sheet import ANSWER, STILL_RIGHT, Cell, Row, Sheet
from rolecall.editing.sheets import of_people
from rolecall.inputs import digest_of
from rolecall.model.walk import value_at
from rolecall.opened import Opened
from rolecall.places import Path, Place, Problem
from rolecall.publishing.before import lacking, of_examples
from rolecall.publishing.persons import persons
from rolecall.site import SiteService
from rolecall.values import months_after

Why = Literal["stops", "hidden", "overdue", "failing", "lost", "unchecked", "soon", "unnamed", "hard", "other"]
"""It keeps the site from being published;
not shown any more; shown and overdue; a link that failed; left out of a list; never checked; soon to be checked;
nobody is named any more; worth another word; something else to know."""

ORDER: tuple[Why, ...] = (
    "stops",
    "hidden",
    "overdue",
    "failing",
    "lost",
    "unchecked",
    "soon",
    "unnamed",
    "hard",
    "other",
)
"""What stops the site first, then what matters most to patients."""

_OF_SERVICES: Mapping[Kind, Why] = {
    "held": "hidden", "ended": "stops", "overdue": "overdue", "unchecked": "unchecked", "soon": "soon",
    "ends": "soon", "paused": "other",
}  # fmt: skip
_CHANGE_ONLY = ("ended", "ends")
"""Of these, a check alone changes nothing: they are set aside, or their times are changed."""

_BY_WEIGHT = ("Surgeries", "Your PCN", "Roles", "Services", "People")
"""Of what is equally urgent, numbers to call come first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet that a tick says is still right: its key, and what it says now for people."""

    sheet: str
    key: str
    shows: Mapping[str, object]
    needs_team: bool
    """Whether nothing says which team checks it."""
    days: tuple[str, ...] = ()
    """The cells that get today, where its check is not the one that is asked for under Still right?"""

    @property
    def ticked(self) -> str:
        """The cell that gets a Yes."""
        return "Your words" if self.sheet == "Your PCN" else STILL_RIGHT

    @property
    def counts_below(self) -> bool:
        """Whether its check counts for what has none of its own: all of the PCN, or all at a surgery."""
        return self.sheet in ("Your PCN", "Surgeries")


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do."""

    id: str
    """The same as long as it is about the same words."""
    why: Why
    title: str
    form: str
    """The form that changes it, below `-/`. Empty where it is in none."""
    sentence: str = ""
    """What is so, where that is more than `why` and the day."""
    quoted: str = ""
    """The words that it is about."""
    day: date | None = None
    """Until when it counts."""
    line: Line | None = None
    """What a tick checks. None where a tick sets it aside."""
    weight: int = len(_BY_WEIGHT)

    @property
    def may_stay(self) -> bool:
        """Whether somebody may say that it is right as it is."""
        return self.why != "stops"


def to_do(
    opened: Opened,
    layout: Layout,
    *,
    wrong: Sequence[Problem],
    links: Sequence[Problem],
    lost: Sequence[LeftOut],
    aside: Collection[str],
) -> tuple[ToDo, ...]:
    """All that there is to do, what is set aside left out: never what stops the site.

    `wrong` is what only shows once there are pages, `links` those that do not work.
    """
    sheets = due_sheets(layout)
    found = [*_services(opened, layout), *_lines(layout, sheets), *_of_the_pcn(layout, sheets)]
    found += [*_wrong(layout, wrong), *_failing(opened, layout, links), *_lost(layout, lost), *_unnamed(opened, layout)]
    forms = {each.form for each in found if each.line}
    found += [*_lacking(opened, layout), *_notes(opened, layout, forms)]
    kept = {each.id: each for each in found if not (each.may_stay and each.id in {*aside})}
    return tuple(sorted(kept.values(), key=lambda each: (ORDER.index(each.why), each.weight, each.day or date.max)))


# Lines that are to be checked


def _lines(layout: Layout, sheets: Sequence[Sheet]) -> Iterator[ToDo]:
    """Lines about surgeries, roles and people that have a check of their own, and are due."""
    for sheet in sheets:
        rows = [row for row in sheet.rows if STILL_RIGHT in row.cells] if sheet.name != "Services" else []
        for row in rows:
            base, fact = _path(layout, sheet.name, row.key)
            day, place = layout.until(base, fact), where(layout, "", (*base, *fact))
            checked = layout.checked((*base, *fact)) or {}
            why: Why = "hidden" if day and day < layout.today and _runs_out(sheet, layout, base) else "soon"
            if day and day < layout.today and why == "soon":
                why = "overdue"
            if why == "soon" and _is_new(checked, layout.today):
                continue
            line = Line(sheet.name, row.key, _shows(row), needs_team=not checked.get("by"))
            yield _of_line(why, place, row, line, day=day, quoted=_in_words(layout, sheet, row, base))


def _of_line(why: Why, place: Where, row: Row, line: Line, *, day: date | None, quoted: str) -> ToDo:
    weight = _BY_WEIGHT.index(line.sheet)
    id = digest_of(line.sheet, line.key, *(f"{name} {as_shown(cell)}" for name, cell in row.cells.items()))
    return ToDo(id, why, place.title, place.form, "", quoted, day, line, weight)


def _of_the_pcn(layout: Layout, sheets: Sequence[Sheet]) -> Iterator[ToDo]:
    """The check of the PCN itself, with what counts for as long."""
    rows = [row for sheet in sheets if sheet.name in ("Your PCN", "Helplines") for row in sheet.rows]
    if not rows and layout.checked(()):
        return
    day, place = layout.until((), ()), where(layout, "", ())
    checks = {STILL_RIGHT, *(".".join(map(str, path)) for _, path, _ in fields.CHECKS)}
    rows = [row for row in rows if row.key not in checks and "What" in row.cells]
    says = [f"{row.cells['What']}: {as_shown(row.cells['Your words'])}" for row in rows]
    cells: dict[str, Cell] = {str(at): text for at, text in enumerate(says)}
    why: Why = "unchecked" if not layout.checked(()) else "overdue" if day and day < layout.today else "soon"
    cells["day"] = str(day)
    if why == "soon" and _is_new(layout.checked(()) or {}, layout.today):
        return
    line = Line("Your PCN", STILL_RIGHT, {"What": STILL_RIGHT}, needs_team=not layout.checked(()))
    yield _of_line(why, place, Row("", cells), line, day=day, quoted="\n".join(says))


def _is_new(checked: Mapping[str, Any], today: date) -> bool:
    """Whether a check was made within the last month, so that nobody is asked for the next one yet."""
    return str(checked.get("date", "")) > months_after(today, -1).isoformat()


def _path(layout: Layout, sheet: str, key: str) -> tuple[Path, Path]:
    """Where in pcn.yml a line is, and the fact there that it is about."""
    if sheet == "Roles":
        code, role, line = key.split("/", 2)
        fact: Path = tuple(line.split(".")) if line.startswith("answers.") else ()
        return path_of_role(layout, code or None, role), ("reach",) if line.startswith("reach.") else fact
    if sheet == "People":
        return ("people", next(at for at, row in enumerate(of_people(layout).rows) if row.key == key)), ()
    return ("practices", layout.codes.index(key)), ()


def _runs_out(sheet: Sheet, layout: Layout, base: Path) -> bool:
    """Whether what a line says goes from the site after its day. That somebody is not there at all stays."""
    gone = value_at(layout.raw, (*base, "available"))
    return sheet.name == "People" or (sheet.name == "Roles" and str(gone).lower() not in ("no", "false"))


def _shows(row: Row) -> Mapping[str, object]:
    """The cells by which people know a line, as they are."""
    names = ("Where", "Role", "Question", "Name", "ODS code")
    return {name: as_shown(row.cells[name]) for name in names if name in row.cells}


def _in_words(layout: Layout, sheet: Sheet, row: Row, base: Path) -> str:
    """What a line says now, without its checks: of the way to reach somebody all that belongs to it."""
    texts: list[object]
    if row.key.endswith("/reach.text"):
        code, role, _ = row.key.split("/", 2)
        lines = {name: ".".join(map(str, path)) for name, path, _ in fields.REACH_FIELDS}
        says = {name: as_shown(role_line(layout, code or None, role, line)[ANSWER]) for name, line in lines.items()}
        texts = [f"{name}: {text}" for name, text in says.items() if text]
    elif row.key.endswith("/*"):
        paths = (path for _, path, _ in fields.ROLE_FIELDS if path[0] != "referrals")
        texts = [value_at(layout.raw, (*base, *path)) for path in paths]
    else:
        skip = {"checked", "next_check", "sources", "assumed", "name", "ods_code", "text_name", "short"}
        cells = [(name, cell) for name, cell in row.cells.items() if isinstance(cell, Field) and cell.value is not None]
        cells = [(name, cell) for name, cell in cells if not skip.intersection(map(str, cell.path))]
        texts = [as_shown(cell) if sheet.name == "Roles" else f"{name}: {as_shown(cell)}" for name, cell in cells]
    return _short("\n".join(str(text) for text in texts if text))


# Services


def _services(opened: Opened, layout: Layout) -> Iterator[ToDo]:
    services: Sequence[SiteService] = opened.site(layout.pcn).services
    files = opened.loaded.services_in(layout.pcn)
    ids = {file.file: id for id, file in files.items()}
    for old in stale(services, files, opened.today):
        why = _OF_SERVICES.get(old.kind)
        for each in old.services if why else ():
            assert why, "it is only looked at then"
            id = ids[each.place.file]
            raw = layout.raws[id]
            is_new = old.kind == "soon" and _is_new(value_at(raw, ("checked",)) or {}, opened.today)
            if is_new or (old.kind == "paused" and each.day > months_after(opened.today, -LATER)):
                continue
            by = value_at(raw, ("checked", "by")) or value_at(layout.raw, ("checked", "by"))
            line = Line("Services", id, {"Name": raw.get("name", id)}, needs_team=not by)
            key = digest_of("Services", id, old.kind, str(raw))
            place = where(layout, id, ())
            day = each.day if each.day != date.min else None
            yield ToDo(
                key, why, place.title, place.form, each.sentence, "", day,
                None if old.kind in _CHANGE_ONLY else line, _BY_WEIGHT.index("Services"),
            )  # fmt: skip


# What is set aside rather than checked


MOST_AT_ONCE = 3
"""Pieces of advice that one line gives. Somebody who has followed these gets the next."""


def _noted(why: Why, place: Where, problem: Problem, raw: Any, *others: Problem) -> ToDo:
    """A line about a problem, and about `others` of the same form."""
    every = (problem, *others)
    values = [value_at(raw, each.place.path) for each in every]
    quoted = _hardest(values[0]) if isinstance(values[0], str) else ""
    # What to write into a file, nobody with a form needs to read.
    words = [in_headings(replace(each, fix=_for_a_form(each.fix))).whole for each in every[:MOST_AT_ONCE]]
    facts = ((each.sentence, str(value)) for each, value in zip(every, values, strict=True))
    id = digest_of(why, place.form, problem.kind, *(part for fact in facts for part in fact))
    return ToDo(id, why, place.title, place.form, " ".join(words), quoted)


def _for_a_form(fix: str) -> str:
    """How to put something right, without what only a file needs."""
    if other := re.search(r", or (?:(choose) )?([^,]+) in the workbook\.$", fix):
        return f"{'Choose' if other[1] else 'Write'} {other[2]} in the form."
    words = fix.partition(", as in:\n")[0].partition(":\n")[0]
    return "" if "{" in words else words


def _notes(opened: Opened, layout: Layout, forms: Collection[str]) -> Iterator[ToDo]:
    """What `rolecall check` notes of this PCN, but for what is a line to be checked."""
    ids = {file.file: id for id, file in opened.loaded.services_in(layout.pcn).items()}
    of_words: dict[tuple[str, Where], list[Problem]] = {}
    for note in opened.notes:
        if note.pcn != layout.pcn:
            continue
        id, path = ids.get(note.place.file, ""), note.place.path
        place = where(layout, id, path)
        if note.group == "words" and note.kind == "unusual":
            of_words.setdefault((id, place), []).append(note)
            continue
        is_listed = id or place.form in forms or path[-1:] == ("next_check",) or path[:1] == ("checked",)
        if not (note.kind in ("due", "expired", "unchecked") and is_listed):
            stops = note.kind in ("expired", "due") and path[-1:] != ("referrals",)
            why: Why = "stops" if stops else "hard" if note.kind == "unusual" else "other"
            why = "hidden" if note.kind == "expired" and not stops else why
            item = _noted(why, place, note, layout.raws[id] if id else layout.raw)
            yield replace(item, line=_of_referrals(layout, id, path)) if path[-1:] == ("referrals",) else item
    for (id, place), notes in of_words.items():  # a line for each form, which shows its hardest text
        hardest = sorted(notes, key=lambda note: -note.grade)
        yield _noted("hard", place, hardest[0], layout.raws[id] if id else layout.raw, *hardest[1:])


def _of_referrals(layout: Layout, service: str, path: Path) -> Line:
    """Whether a role or a service takes referrals, which has a check of its own and counts for a month."""
    if service:
        name = layout.raws[service].get("name", service)
        return Line("Services", service, {"Name": name}, needs_team=False, days=("Takes referrals: checked on",))
    code = layout.codes[int(path[1])] if path[0] == "practices" else ""
    key = f"{code}/{path[-2]}/referrals.checked.date"
    cells = role_line(layout, code or None, str(path[-2]), "referrals.checked.date")
    return Line("Roles", key, _shows(Row(key, cells)), needs_team=False, days=(ANSWER,))


def in_form(problem: Problem, layout: Layout) -> Problem:
    """A problem for the pages of a site: without line and file, and where its form is listed."""
    words = in_headings(replace(problem, fix=_for_a_form(problem.fix)))
    fix = f"{words.fix} Its form is in To do, at the top of this page.".strip()
    return replace(words, place=Place(where(layout, "", problem.place.path).title, 0), fix=fix)


def _wrong(layout: Layout, problems: Sequence[Problem]) -> Iterator[ToDo]:
    for problem in problems:
        service = problem.place.file.rpartition("/")[2].removesuffix(".yml")
        id = service if service in layout.raws and "/services/" in problem.place.file else ""
        yield _noted("stops", where(layout, id, problem.place.path), problem, layout.raws.get(id, layout.raw))


def _lacking(opened: Opened, layout: Layout) -> Iterator[ToDo]:
    """What `rolecall publish` asks for before a site goes live, but for facts whose time is over: they are in notes."""
    ids = {file.file: id for id, file in opened.loaded.services_in(layout.pcn).items()}
    for problem in persons(opened, layout.pcn):
        id = ids.get(problem.place.file, "")
        yield _noted("hard", where(layout, id, problem.place.path), problem, layout.raws[id] if id else layout.raw)
    found = of_examples(opened, layout.pcn) or lacking(opened, layout.pcn)
    for problem in found:
        if problem not in opened.notes:
            yield _noted("stops", where(layout, "", problem.place.path), problem, layout.raw)


def _failing(opened: Opened, layout: Layout, links: Sequence[Problem]) -> Iterator[ToDo]:
    """Links in the files of this PCN that did not work when they were last opened."""
    ids = {file.file: id for id, file in opened.loaded.services_in(layout.pcn).items()}
    for problem in (each for each in links if each.pcn == layout.pcn):
        id = ids.get(problem.place.file, "")
        item = _noted("failing", where(layout, id, problem.place.path), problem, layout.raws[id] if id else layout.raw)
        yield replace(item, quoted="")  # the sentence has the address


def _lost(layout: Layout, lost: Sequence[LeftOut]) -> Iterator[ToDo]:
    """What was left out of lists that were pasted, of services that are still there."""
    for each in lost:
        if each.pcn == layout.pcn and each.service in layout.raws:
            place = where(layout, each.service, ())
            yield ToDo(digest_of("lost", *each), "lost", place.title, place.form, each.why, _short(each.before))


def _unnamed(opened: Opened, layout: Layout) -> Iterator[ToDo]:
    """Roles for which somebody was named, and nobody is any more since nobody checked that."""
    site = opened.site(layout.pcn)
    shown = {role for person in site.people for role in person.roles}
    people: Sequence[Mapping[str, Any]] = layout.raw.get("people", [])
    for role in {str(role) for person in people for role in person.get("roles", [])} - shown:
        names = ", ".join(str(person["name"]) for person in people if role in person.get("roles", []))
        title = layout.role_here(role)
        yield ToDo(digest_of("unnamed", role, names), "unnamed", title, "person/new", quoted=names)


def _hardest(text: str) -> str:
    """The longest sentence of a long text, else the text itself."""
    sentences = sorted((each.text for each in of_text(text)), key=lambda each: -len(each.split()))
    return _short(sentences[0] if sentences and len(sentences[0].split()) > LONGEST else text)


def _short(text: str) -> str:
    return text if len(text) <= 400 else f"{text[:399].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Overview:
    """What the bar on each page knows: how much there is to do, and whether the first visit is not over yet."""

    items: tuple[ToDo, ...] = ()
    has_first_steps: bool = False
    aside: tuple[str, ...] = field(default=())
