"""What a Yes or a No under "Still right?" changes in the check of a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rolecall import days
from rolecall.editing.cells import Field, Value
from rolecall.editing.changes import Change, Merged
from rolecall.editing.given import Given
from rolecall.editing.layout import Layout
from rolecall.places import Place, Problem
from rolecall.values import months_after

USUAL_MONTHS = 12
"""Until the next check, where nothing says how long it was until this one."""


def still_right(
    place: Place, what: Field, value: Value, *, cells: Mapping[str, Any], line: Given, changed: list[Change],
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
        place = line.cells.get("Checked by (team)", (place, None))[0]
        found.problems.append(Problem(place, "this row does not say who checked it", "Write the team.", kind="missing"))
        return
    day = headings[on.path].new if on.path in headings else today.isoformat()
    name = f"{line.name}, checked"
    changed[:] = [change for change in changed if change.field not in (by, on)]
    for field_, new in ((on, day), (by, team)):
        if field_.value != new:
            changed.append(Change(place, field_, new, name))
    if until.path in headings or (what.file and not until.value):
        return
    checked_before = layout.raws.get(what.file, {}).get("checked") or {} if what.file else before
    last, lasts = checked_before.get("date"), until.value or layout.until(fact, ())
    if not what.file and not until.value:
        last, lasts = layout.period(fact)
    next_day = next_check(str(day), last, lasts)
    if next_day and next_day != until.value:
        changed.append(Change(place, until, next_day, f"{line.name}, next check"))


def _is_older(new: Value, known: Value) -> bool:
    """Whether a cell of a check is empty, or before what the file says."""
    if new is None or known is None:
        return new is None and known is not None
    return bool(re.fullmatch(r"[0-9-]{10}", str(new))) and str(new) < str(known)


def next_check(day: str, before: str | None, until: object) -> str | None:
    """As many months after `day` as the last period had. None where the day is not one."""
    now, months = days.read(day), USUAL_MONTHS
    if isinstance(now, days.Odd):
        return None
    if before and until:
        first, last = days.read(before), days.read(str(until))
        if isinstance(first, days.Odd) or isinstance(last, days.Odd):
            return None
        months = max(1, round((last - first).days / 30.44))
    return months_after(now, min(months, 60)).isoformat()
