"""What a filled-in workbook says differently from the YAML files."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from rolecall.exchange.workbook.cells import Field, Odd, Path, Value, understood
from rolecall.exchange.workbook.layout import Layout
from rolecall.exchange.workbook.lines import lines_of
from rolecall.exchange.workbook.read import Given
from rolecall.exchange.workbook.sheet import STILL_RIGHT, TAKE_OUT, Row, Sheet
from rolecall.places import Place, Problem
from rolecall.validate.shapes import did_you_mean
from rolecall.values import months_after

USUAL_MONTHS = 12
"""Until the next check, where nothing says how long it was until this one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else than its field."""

    place: Place
    field: Field
    new: Value
    what: str
    """The row and the column, in words."""

    @property
    def takes_out(self) -> bool:
        """Whether it is a line of a list that goes."""
        return self.field.path[-1] == TAKE_OUT

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {_told(self.field.value)} -> {_told(self.new)}"


@dataclass(slots=True)
class Merged:
    """What differs, what is wrong with cells, and which cell each field of a file has, with its heading."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: dict[tuple[str, Path], tuple[Place, str]] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    """Sheets with lines that were moved without their keys, in words."""
    stay: list[str] = field(default_factory=list)
    """Lines that are not in the workbook, in words: they stay as they are."""

    def with_(self, other: Merged) -> Merged:
        """Both together."""
        return Merged(
            self.changes + other.changes,
            self.problems + other.problems,
            {**self.cells, **other.cells},
            self.moved + other.moved,
            self.stay + other.stay,
        )


def merged(sheets: Sequence[Sheet], given: Mapping[str, Sequence[Given]], layout: Layout, *, today: date) -> Merged:
    """What the given rows say differently from the sheets as they would be written now."""
    found = Merged()
    for sheet in sheets:
        added, new = 0, dict[str, Place]()
        lines, wrong = lines_of(sheet, given.get(sheet.name, ()))
        found.problems += wrong
        for line in lines:
            one, cells = line.given, line.row.cells if line.row else None
            if cells is None and sheet.new:
                cells = sheet.new(one.words(), added)
                added += cells is not None
                if cells is not None:
                    _refuse_taken(one, cells, new, layout=layout, found=found)
            if cells is None:
                _unknown_row(one, sheet, found)
                continue
            _compare(one, cells, sheet, found=found, layout=layout, today=today)
        if moved := sum(line.beside is not None for line in lines):
            found.moved.append(_of_moved(sheet, moved))
        if sheet.new and sheet.name in given:
            there = {line.row.key for line in lines if line.row}
            names = [_name(row) for row in sheet.rows if row.key not in there]
            found.stay += [f"not in this workbook, so it stays as it is: {sheet.name}: {name}" for name in names]
    return found


def _of_moved(sheet: Sheet, number: int) -> str:
    *some, last = sheet.known_by
    by = f"{', '.join(some)} and {last}" if some else last
    rows = "1 row was" if number == 1 else f"{number} rows were"
    return f"{sheet.name}: {rows} sorted or moved without the hidden column A, and recognised by {by}"


def applied(changes: Sequence[Change], pcn: Mapping[str, Any], services: Mapping[str, Any]) -> dict[str, Any]:
    """What each file that differs is to say: pcn.yml by an empty id, a service by its own."""
    after: dict[str, Any] = {}
    for change in sorted(changes, key=lambda change: change.takes_out):
        file = change.field.file
        raw = after.setdefault(file, copy.deepcopy(services.get(file, {}) if file else pcn))
        if change.takes_out:
            _put(raw, change.field.path[:-1], None)
            continue
        value: Any = change.new
        if change.field.kind == "prose" and isinstance(value, str):
            value += "\n"
        _put(raw, change.field.path, value)
    return {file: _without_gaps(raw) for file, raw in after.items()}


def _compare(one: Given, cells: Mapping[str, Any], sheet: Sheet, *, found: Merged, layout: Layout, today: date) -> None:
    changed: list[Change] = []
    wrong = len(found.problems)
    still: tuple[Place, Field, Value] | None = None
    for heading, (place, cell) in one.cells.items():
        what = cells.get(heading)
        if not isinstance(what, Field):
            _refuse_lost(sheet, heading, place, cell=cell, fixed=what, found=found)
            continue
        found.cells[what.file, what.path] = place, heading
        try:
            value = understood(cell, what)
        except Odd as odd:
            found.problems.append(Problem(place, odd.sentence, odd.fix, kind="wrong"))
            continue
        name = _name_of(one)
        if what.path[-1] in (STILL_RIGHT, TAKE_OUT):
            if what.path[-1] == STILL_RIGHT and value:
                still = place, what, value
            elif value == "yes":
                changed.append(Change(place, what, value, f"{name}, taken out"))
        elif value != what.value:
            column = [] if heading == "Your words" else [heading]
            changed.append(Change(place, what, value, ", ".join([name, *column])))
    if still and len(found.problems) == wrong:
        _still_right(*still, cells=cells, one=one, changed=changed, found=found, layout=layout, today=today)
    found.changes += changed


def _still_right(
    place: Place, what: Field, value: Value, *, cells: Mapping[str, Any], one: Given, changed: list[Change],
    found: Merged, layout: Layout, today: date,
) -> None:  # fmt: skip
    """Write down that a fact was checked: on the day in its row if that is new, else today; by the team in its row."""
    headings = {change.field.path: change for change in changed}
    words = {name: cells[name] for name in ("Checked by (team)", "Checked on", "Next check")}
    if value == "no":
        says = [c for c in changed if c.field not in words.values()]
        if not says:
            fix = "Write what is right, or empty the answer to show the national one. For a service, choose a status."
            found.problems.append(
                Problem(place, "this is not right, and nothing in its row was changed", fix, kind="conflict")
            )
        return
    by, on, until = words["Checked by (team)"], words["Checked on"], words["Next check"]
    # Where the file knows of a later check than these cells, the workbook was taken in before, with this Yes.
    older = {c.field.path for c in changed if c.field in (by, on, until) and _is_older(c.new, c.field.value)}
    changed[:] = [change for change in changed if change.field.path not in older]
    if on.path in older:
        return
    headings = {path: change for path, change in headings.items() if path not in older}
    fact = what.path[:-1]
    before: Mapping[str, str] = layout.checked(fact) or {} if not what.file else {}
    if what.file:
        before = layout.raws.get(what.file, {}).get("checked") or layout.raw.get("checked") or {}
    team = headings[by.path].new if by.path in headings else by.value or before.get("by")
    if not team:
        place = one.cells.get("Checked by (team)", (place, None))[0]
        sentence = "this row does not say who checked it"
        found.problems.append(Problem(place, sentence, "Write the team.", kind="missing"))
        return
    day = headings[on.path].new if on.path in headings else today.isoformat()
    name = f"{_name_of(one)}, checked"
    changed[:] = [change for change in changed if change.field not in (by, on)]
    for field_, new in ((on, day), (by, team)):
        if field_.value != new:
            changed.append(Change(place, field_, new, name))
    if until.path in headings or (what.file and not until.value):
        return
    last, lasts = before.get("date"), until.value or layout.until(fact, ())
    if not what.file and not until.value:
        last, lasts = layout.period(fact)
    next_day = _next_check(str(day), last, lasts)
    if next_day and next_day != until.value:
        changed.append(Change(place, until, next_day, f"{_name_of(one)}, next check"))


def _is_older(new: Value, known: Value) -> bool:
    """Whether a cell of a check is empty, or before what the file says."""
    if new is None or known is None:
        return new is None and known is not None
    return bool(re.fullmatch(r"[0-9-]{10}", str(new))) and str(new) < str(known)


def _next_check(day: str, before: str | None, until: object) -> str | None:
    """As many months after `day` as the last period had. None where the day is not one."""
    try:
        now = date.fromisoformat(day)
        months = USUAL_MONTHS
        if before and until:
            first, last = date.fromisoformat(before), date.fromisoformat(str(until))
            months = max(1, round((last - first).days / 30.44))
        return months_after(now, min(months, 60)).isoformat()
    except ValueError:
        return None


def _refuse_taken(
    one: Given, cells: Mapping[str, Any], new: dict[str, Place], *, layout: Layout, found: Merged
) -> None:
    """A new service may not take the file of another, nor that of another new one: `new` has where those stand."""
    files = {what.file for what in cells.values() if isinstance(what, Field)}
    place = one.cells.get("Name", next(iter(one.cells.values())))[0]
    for file in sorted(files - {""}):
        if file in new:
            sentence = f"this name would have the same web address as row {new[file].line}"
            fix = "Give either of them another name."
            found.problems.append(Problem(place, sentence, fix, kind="repeated"))
        new.setdefault(file, place)
    if (taken := files & {*layout.raws}) and one.key not in taken:
        sentence = f"there is a service with this name already: {taken.pop()}.yml"
        fix = "Change its row, or give this one another name."
        found.problems.append(Problem(place, sentence, fix, kind="repeated"))


def _refuse_lost(sheet: Sheet, heading: str, place: Place, *, cell: object, fixed: object, found: Merged) -> None:
    """Words in a cell of this row that is for showing only would be lost."""
    says = " ".join(str(cell).split()) if cell is not None else ""
    shows = " ".join(str(fixed or "").split())
    column = next((one for one in sheet.headings if one.name == heading), None)
    if says and says != shows and column and not column.fixed:
        fix = "Empty this cell. Grey cells only show what Rolecall knows, and some columns are not for every row."
        sentence = f'nothing can be written here, and this cell has "{says[:60]}"'
        found.problems.append(Problem(place, sentence, fix, kind="misplaced"))


def _unknown_row(one: Given, sheet: Sheet, found: Merged) -> None:
    place = next(iter(one.cells.values()))[0]
    if sheet.name == "Roles":
        fix = "Choose the surgery, the role and the question from the lists."
        for heading in sheet.headings[:3]:
            at, word = one.cells.get(heading.name, (place, None))
            labels = [*heading.choices.values()]
            if word and str(word).strip().casefold() not in [label.casefold() for label in labels]:
                place, fix = at, did_you_mean(str(word).strip(), labels, called="Choose from")
                break
    elif sheet.grows:
        place, fix = one.cells.get("Name", (place, None))[0], "Write a name."
    else:
        fix = "Rows cannot be added on this sheet. Delete it."
    found.problems.append(Problem(place, "Rolecall does not know this row", fix, kind="unknown"))


def _put(raw: Any, path: Path, value: Any) -> None:
    """Set what stands at `path`, or take it away with what is empty then. Places in lists stay as they are."""
    parents = []
    for step, following in pairwise(path):
        parents.append((raw, step))
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(raw, list):
            raw.extend([None] * (int(step) + 1 - len(raw)))
            if raw[int(step)] is None:
                raw[int(step)] = empty
            raw = raw[int(step)]
        else:
            raw = raw.setdefault(step, empty)
    last = path[-1]
    if isinstance(raw, list):
        raw.extend([None] * (int(last) + 1 - len(raw)))
        raw[int(last)] = value
    elif value is None:
        raw.pop(last, None)
    else:
        raw[last] = value
    if value is None:
        for parent, step in reversed(parents):
            child = parent[step]
            if any(one is not None for one in (child if isinstance(child, list) else child.values())):
                break
            if isinstance(parent, list):
                parent[step] = None
            else:
                del parent[step]


def _without_gaps(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: one
            for key, old in value.items()
            if (one := _without_gaps(old)) is not None and (one != [] or old == [])
        }
    if isinstance(value, list):
        return [_without_gaps(one) for one in value if one is not None]
    return value


def _name(row: Row) -> str:
    name = row.cells.get("Name")
    return str(name.value) if isinstance(name, Field) else row.key


def _name_of(one: Given) -> str:
    words = one.words()
    return (
        ", ".join(words[h] for h in ("What", "Helpline", "Where", "Role", "Question", "Name") if words.get(h))
        or one.key
    )


def _told(value: Value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        value = [f"{key}: {one}" for key, one in value.items()]
    return f'"{value}"' if isinstance(value, str) else "; ".join(f'"{one}"' for one in value)
