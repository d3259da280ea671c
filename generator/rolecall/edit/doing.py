"""What the list of what to do answers: the list, and what becomes of ticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from rolecall.edit.answer import Answer, Goto, Shown
from rolecall.edit.controls import Sent, place_of
from rolecall.edit.desk import Desk
from rolecall.edit.pencils import BELOW
from rolecall.edit.set_aside import keep
from rolecall.edit.to_do import ORDER, Line, ToDo, Why
from rolecall.editing.given import Given
from rolecall.editing.layout import Layout
from rolecall.places import Problem

TO_DO = f"/{BELOW}to-do"


class Part(NamedTuple):
    """What there is to do for the same reason."""

    why: Why
    items: tuple[ToDo, ...]


class ListPage(NamedTuple):
    """All that there is to do."""

    pcn: str
    parts: tuple[Part, ...]
    number: int
    address: str
    ticked: frozenset[str]
    asks_team: bool
    """Whether somebody has to say which team checks."""
    team: str
    aside: int
    """How much is set aside."""
    problems: tuple[Problem, ...] = ()


def listed(desk: Desk, sent: Sent | None) -> Answer:
    """The list, or what became of what was ticked on it. The PCN's files have no problem."""
    with desk.lock:
        layout, overview = desk.layout(desk.opened()), desk.overview()
        if sent is None:
            return Shown("to-do", _page(layout, desk, ()))
        if sent.text("show-again"):
            return Goto(TO_DO, "shown-again" if keep(desk.workspace.root, ()) else "not-kept")
        ticked = [sent.text("only")] if sent.text("only") else [*sent.values.get("do", ())]
        items = [each for each in overview.items if each.id in ticked and each.may_stay]
        if not items:
            return Goto(TO_DO, "look-again" if ticked else "nothing-ticked")
        desk.team = " ".join(sent.text("team").split()) or desk.team
        return _right(desk, layout, items, ticked)


def _right(desk: Desk, layout: Layout, items: Sequence[ToDo], ticked: Collection[str]) -> Answer:
    """What was ticked is still right: what has a check gets one, the rest is set aside."""
    lines = [each.line for each in items if each.line]
    message = "look-again" if len(items) < len({*ticked}) else ""
    if lines:
        title = items[0].title if len(items) == 1 else f"{len(items)} things"
        saved, problems = desk.save_lines(f"Still right: {title}", _given(lines, layout, desk.team))
        if problems:
            return Shown("to-do", _page(layout, desk, ticked, problems), 422)
        message = message or ("saved" if saved else "same")
    if idle := [each.id for each in items if not each.line]:
        kept = keep(desk.workspace.root, [*desk.overview().aside, *idle])
        message = message or ("set-aside" if kept else "not-kept")
    return Goto(TO_DO, message)


def _page(layout: Layout, desk: Desk, ticked: Collection[str], problems: Sequence[Problem] = ()) -> ListPage:
    overview = desk.overview()
    parts = [Part(why, tuple(each for each in overview.items if each.why == why)) for why in ORDER]
    asks_team = any(each.line and each.line.needs_team for each in overview.items)
    return ListPage(
        str(layout.raw.get("name", layout.pcn)),
        tuple(part for part in parts if part.items),
        len(overview.items),
        TO_DO,
        frozenset(ticked),
        asks_team,
        desk.team,
        len(overview.aside),
        tuple(problems),
    )


def _given(lines: Sequence[Line], layout: Layout, team: str) -> dict[str, list[Given]]:
    """The lines as somebody would have filled them in, by sheet."""
    found: dict[str, list[Given]] = {}
    for at, line in enumerate(lines, 1):
        beside = place_of(line.sheet, at, 0)
        days = dict.fromkeys(line.days, layout.today)
        cells = {**line.shows, **(days or {line.ticked: "yes"})}
        if line.needs_team:
            cells["Checked by (team)"] = team
        given = Given(line.key, {name: (beside, cell) for name, cell in cells.items()}, is_sure=True)
        found.setdefault(line.sheet, []).append(given)
    return found
