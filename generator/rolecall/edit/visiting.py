"""What the first visit answers: the page of a step, the next one once it is saved, and at the end what is true."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from rolecall.edit import first_visit
from rolecall.edit.answer import Answer, Goto, Shown
from rolecall.edit.beginning import first_form
from rolecall.edit.controls import Sent
from rolecall.edit.desk import Desk
from rolecall.edit.first_visit import LARGEST_ROOM, MORE_ROWS, STEPS, Known, Offered, Step
from rolecall.edit.forms import Form, filled_in
from rolecall.edit.pencils import BELOW
from rolecall.edit.register_here import SHOWN, found
from rolecall.editing.layout import Layout
from rolecall.exchange.register import RegisterPCN

FIRST = f"/{BELOW}first/"
END = f"{FIRST}end"


class Choosing(NamedTuple):
    """The register, to choose a PCN from."""

    words: str
    pcns: tuple[RegisterPCN, ...]
    others: int
    """How many more have these words."""
    chosen: str
    """The name of the one that was chosen."""


class StepPage(NamedTuple):
    """A step of the first visit."""

    step: Step
    number: int
    of: int
    form: Form
    pcn: str
    """The PCN's name, empty before it has one."""
    folder: str
    """Where a new site is going to lie."""
    room: int
    """New surgeries that there are lines for."""
    back: str
    skip: str
    """Where it goes on without. Empty where it cannot."""
    choosing: Choosing | None = None


class StepLeft(NamedTuple):
    """A step in which something is left to ask."""

    step: Step
    href: str


class EndPage(NamedTuple):
    """What is true by now, and what is left."""

    pcn: str
    known: Known
    left: tuple[StepLeft, ...]


def visited(desk: Desk, id: str, asked: Mapping[str, str], sent: Sent | None) -> Answer | None:
    """The answer at the address of a step, or of the first that is left. `asked` stands behind the ? of it.

    None where there is no such step. The PCN's files have no problem, or it is not there yet.
    """
    with desk.lock:
        if not desk.pcn:
            return _beginning(desk, asked, sent) if id == "name" else Goto(_href("name"))
        layout = desk.layout(desk.opened())
        if not id:
            return Goto(_next(first_visit.left(layout)[:1]))
        if id == "end":
            left = tuple(StepLeft(step, _href(step)) for step in first_visit.left(layout))
            name = str(layout.raw.get("name", layout.pcn))
            return Shown("first-end", EndPage(name, first_visit.known(layout), left))
        step = next((step for step in STEPS if step == id), None)
        return _step(desk, step, layout, asked, sent) if step else None


def _beginning(desk: Desk, asked: Mapping[str, str], sent: Sent | None) -> Answer:
    """The first step of a PCN that is not there yet."""
    if sent is not None and (form := desk.begin(sent)) is None:
        return Goto(_href("checks"), "begun")
    choosing, chosen = _choosing(desk, asked)
    folder = str(desk.workspace.root)
    if sent is None:
        form = first_form(desk.without_pcn(), _offered_name(chosen))
    assert form, "there is one, as it is or with what is wrong"
    page = StepPage("name", 1, len(STEPS), form, "", folder, 0, "", "", choosing)
    return Shown("first", page, 200 if sent is None else 422)


def _step(desk: Desk, step: Step, layout: Layout, asked: Mapping[str, str], sent: Sent | None) -> Answer:
    choosing, chosen = _choosing(desk, asked) if step == "name" else (None, None)
    room, after = _room(sent, layout) if step == "surgeries" else 0, first_visit.step_after(step, layout)
    status = 200
    if sent is None:
        offered = _offered(desk, step, layout, chosen)
        form = first_visit.form_of_step(step, layout, room=room, offered=offered)
        room = max(room, sum(row.may_be_left for row in form.rows.values()))
    elif sent.text("rows-more"):
        room += MORE_ROWS
        form = filled_in(first_visit.form_of_step(step, layout, room=room), sent)[0]
    else:
        with_room = partial(first_visit.form_of_step, step, room=room)
        if step != "checks":
            sent = first_visit.without_idle_days(with_room(layout), sent)
        wrong, saved = desk.save_form(with_room, sent)
        if wrong is None:
            after = first_visit.step_after(step, desk.layout(desk.opened()))
            return Goto(_next((after,)), "saved-step" if saved else "")
        form, status = wrong, 422
    before = first_visit.step_before(step)
    page = StepPage(
        step,
        STEPS.index(step) + 1,
        len(STEPS),
        form,
        str(layout.raw.get("name", layout.pcn)),
        "",
        min(room, LARGEST_ROOM),
        _href(before) if before else "",
        _next((after,)),
        choosing,
    )
    return Shown("first", page, status)


def _room(sent: Sent | None, layout: Layout) -> int:
    """New surgeries that a page has lines for: as many as it had."""
    given = sent.text("rows") if sent else ""
    if given.isdecimal():
        return min(int(given), LARGEST_ROOM)
    return 1 if layout.practices else MORE_ROWS


def _offered(desk: Desk, step: Step, layout: Layout, chosen: RegisterPCN | None) -> Offered:
    """What can be offered in a step: from the register, and of days those that are usual."""
    if step == "name":
        return _offered_name(chosen)
    pcn = desk.register.with_code(str(layout.raw.get("ods_code", "")), layout.today) if step == "surgeries" else None
    surgeries = [{"Name": each.name, "ODS code": each.ods_code} for each in (pcn.practices if pcn else ())]
    return Offered(first_visit.usual_check(layout), surgeries[:LARGEST_ROOM])


def _offered_name(pcn: RegisterPCN | None) -> Offered:
    return Offered({("name",): pcn.name, ("ods_code",): pcn.ods_code}) if pcn else first_visit.NOTHING


def _choosing(desk: Desk, asked: Mapping[str, str]) -> tuple[Choosing | None, RegisterPCN | None]:
    """The register where it is here, with what is looked for in it, and the PCN that was chosen."""
    day = desk.opened().today if desk.pcn else desk.without_pcn().today
    pcns = desk.register.pcns(day)
    if not pcns:
        return None, None
    words, chosen = asked.get("find", ""), desk.register.with_code(asked.get("choose", ""), day)
    few = found(pcns, words)
    return Choosing(words, tuple(few[:SHOWN]), len(few[SHOWN:]), chosen.name if chosen else ""), chosen


def _href(step: Step) -> str:
    return f"{FIRST}{quote(step)}"


def _next(steps: tuple[Step | None, ...]) -> str:
    """The address of the first of some steps. That of the end where there is none."""
    return next((_href(step) for step in steps if step), END)
