"""The first visit: what makes a site true, asked in a few steps. Each is a form, and what is answered is folded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from rolecall import slots
from rolecall.edit.controls import Control, Sent, control, place_of
from rolecall.edit.forms import NEW, Form, FormRow, Group, controls_of, form_row
from rolecall.edit.hints import hint
from rolecall.edit.parts import CHECK, MORE, Part
from rolecall.editing import fields
from rolecall.editing.cells import Field
from rolecall.editing.described import describe
from rolecall.editing.layout import Layout
from rolecall.editing.roles import line_name, of_roles, role_line
from rolecall.editing.sheet import ANSWER, Row
from rolecall.editing.sheets import of_pcn, of_practices
from rolecall.editing.still_right import USUAL_MONTHS
from rolecall.language import in_words
from rolecall.model import PCN
from rolecall.model.walk import value_at
from rolecall.places import Path
from rolecall.publishing.before import is_example
from rolecall.site.names import ordinary
from rolecall.values import months_after

Step = Literal["name", "checks", "surgeries", "people", "reach"]
STEPS: tuple[Step, ...] = ("name", "checks", "surgeries", "people", "reach")
"""In this order, since nothing that is so here can be said before it is known who checks it."""

MORE_ROWS = 3
"""Lines for surgeries that are offered at a time."""

LARGEST_ROOM = 60
"""New surgeries that a form has room for. No PCN has as many."""

_NAME: tuple[Path, ...] = (("name",), ("ods_code",))
_CHECKS: tuple[Path, ...] = tuple(path for _, path, _ in fields.CHECKS)
_OF_A_SURGERY = ("Name", "ODS code", "Phone")
_WHO = ("available", "local_title", "instead")
_REACH = ("reach.text", "reach.phone", "reach.self_refer")
_WITH_USUAL = ("local_title", "reach.text")
"""Lines beside which stands what is usual."""
_REACH_TOO = ("reach.email", "reach.url")


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known before anybody writes it: of the PCN, by the path of a field, and of surgeries, by headings."""

    pcn: Mapping[Path, str] = field(default_factory=dict)
    surgeries: Sequence[Mapping[str, str]] = ()


NOTHING = Offered()


def form_of_step(step: Step, layout: Layout, *, room: int = 0, offered: Offered = NOTHING) -> Form:
    """The form of a step, with room for so many new surgeries. What is offered stands in fields that say nothing."""
    making = _Making(layout, offered)
    title, about, groups = {
        "name": making.name,
        "checks": making.checks,
        "surgeries": lambda: making.surgeries(room),
        "people": making.people,
        "reach": making.reach,
    }[step]()
    if step in ("surgeries", "people", "reach") and not is_done("checks", layout):
        groups.append(making.of_pcn(CHECK, _CHECKS))
    return Form(title, about, making.rows, tuple(groups))


class _Making:
    """Makes a form line by line: each has a number of its own."""

    def __init__(self, layout: Layout, offered: Offered) -> None:
        self.layout, self.offered = layout, offered
        self.rows: dict[int, FormRow] = {}
        words = ordinary(layout.content)
        self.titles = {id: words.title(title_of(layout, id)) for id in layout.content.roles}
        """What roles are called within a sentence."""

    def name(self) -> tuple[str, str, list[Group]]:
        about = "The name in full, and the code of the PCN in the NHS register: U and 5 digits."
        return "The name and the code of your PCN", about, [self.of_pcn("", _NAME)]

    def checks(self) -> tuple[str, str, list[Group]]:
        about = (
            "Each page says which team checked it, and when. After the day of the next check, the site shows the"
            " national answers again, until somebody has looked."
        )
        return "Who checks what this site says", about, [self.of_pcn("", _CHECKS)]

    def surgeries(self, room: int) -> tuple[str, str, list[Group]]:
        layout, sheet, groups = self.layout, of_practices(self.layout), list[Group]()
        known = {code for code in layout.codes if code}
        texts = [each for each in self.offered.surgeries if each["ODS code"] not in known]
        for row in sheet.rows:
            controls = self._of_line(sheet, row)
            name = next((each.text for each in controls if each.heading == "Name"), "")
            is_whole = all(each.text for each in controls)
            groups.append(Group(name or row.key, (Part("", tuple(controls)),), is_folded=is_whole))
        for at in range(max(room, len(texts))):
            cells = sheet.new({"Name": NEW}, at) if sheet.new else None
            assert cells, "surgeries can be added"
            controls = self._of_line(sheet, Row("", cells), may_be_left=True)
            text = texts[at] if at < len(texts) else {}
            controls = [_suggested(each, text.get(each.heading, "")) for each in controls]
            title = text.get("Name") or f"Surgery {len(groups) + 1}"
            groups.append(Group(title, (Part("", tuple(controls)),)))
        return "Your surgeries", "Each GP surgery of the PCN, with the number that patients call.", groups

    def _of_line(self, sheet: Any, row: Row, *, may_be_left: bool = False) -> list[Control]:
        at = len(self.rows) + 1
        self.rows[at] = form_row(sheet, row, may_be_left=may_be_left)
        return [each for each in controls_of(sheet, row, at) if each.heading in _OF_A_SURGERY]

    def people(self) -> tuple[str, str, list[Group]]:
        about = "Say who is here, and what people call them. Without a name of your own, leave that empty."
        groups = [self._of_role(id, _WHO, (), is_folded=_says_who(self.layout, id)) for id in core(self.layout)]
        return "Who is here", about, groups

    def reach(self) -> tuple[str, str, list[Group]]:
        about = "How a patient gets to see each of them: whom to call, or whom to ask."
        groups = [
            self._of_role(id, _REACH, _REACH_TOO, is_folded=_says_how(self.layout, id))
            for id in core(self.layout)
            if is_here(self.layout, id)
        ]
        return "How people reach them", about, groups

    def _of_role(self, id: str, lines: Sequence[str], folded: Sequence[str], *, is_folded: bool) -> Group:
        layout, sheet = self.layout, of_roles(self.layout)
        parts, more = list[Part](), list[Control]()
        for line in (*lines, *folded):
            row = Row(f"/{id}/{line}", role_line(layout, None, id, line))
            at = len(self.rows) + 1
            self.rows[at] = form_row(sheet, row)
            found = controls_of(sheet, row, at, line_name(layout, line))
            answer = next(each for each in found if each.heading == ANSWER)
            answer = replace(answer, help=_hint(answer) if line != "instead" else "")
            if line in folded:
                more.append(answer)
                continue
            usual = str(row.cells["National answer"] or "") if line in _WITH_USUAL else ""
            parts.append(Part("", (answer,), shows=slots.filled(usual, self.titles)))
        if more:
            parts.append(Part(MORE, tuple(more), is_folded=True))
        return Group(title_of(layout, id), tuple(parts), is_folded=is_folded)

    def of_pcn(self, title: str, paths: Sequence[Path]) -> Group:
        """What the PCN says of itself at some paths."""
        layout, sheet, controls = self.layout, of_pcn(self.layout), list[Control]()
        for row in sheet.rows:
            name, what = str(row.cells["What"]), row.cells["Your words"]
            assert isinstance(what, Field), "it is for people to fill in"
            if what.path in paths:
                at = len(self.rows) + 1
                self.rows[at] = form_row(sheet, row)
                (heading,) = layout.headings(PCN, (), [(name, what.path, what.kind)])
                each = control(place_of(sheet.name, at, 1), heading, what)
                text = self.offered.pcn.get(what.path, "")
                # A name that somebody has just chosen counts more than that of the template.
                controls.append(replace(each, text=text) if text and what.path in _NAME else _suggested(each, text))
        return Group(title, (Part("", tuple(controls)),))


def _suggested(control: Control, text: str) -> Control:
    """A field that says nothing yet with a text in it, which is only saved with the form."""
    return control if control.text or not text else replace(control, text=text)


def _hint(control: Control) -> str:
    return hint(control.field.path, control.field.choices, describe(PCN, control.field.path))


def usual_check(layout: Layout) -> Mapping[Path, str]:
    """That the facts are checked today, and again in a year."""
    today = layout.today
    days = {("checked", "date"): today, ("next_check",): months_after(today, USUAL_MONTHS)}
    return {path: in_words(day) for path, day in days.items()}


def without_idle_days(form: Form, sent: Sent) -> Sent:
    """What was sent, without days of a check that were offered below something else, where no team stands there."""
    checks = {each.field.path: each for each in form.controls if each.field.path in _CHECKS}
    team = checks.get(_CHECKS[0])
    if team is None or sent.text(team.name):
        return sent
    return Sent({**sent.values, **{each.name: () for each in checks.values()}})


# What is answered


def is_done(step: Step, layout: Layout) -> bool:
    """Whether nothing of a step is left to ask."""
    done: Mapping[Step, Callable[[], bool]] = {
        "name": lambda: _is_named(layout.raw),
        "checks": lambda: all(value_at(layout.raw, path) for path in _CHECKS),
        "surgeries": lambda: bool(layout.practices) and all(each.get("phone") for each in layout.practices),
        # Of those that are asked about together, silence about some is an answer: as it usually is in England.
        "people": lambda: any(_says_who(layout, id) for id in core(layout)),
        "reach": lambda: any(_says_how(layout, id) for id in core(layout)),
    }
    return done[step]()


def left(layout: Layout) -> tuple[Step, ...]:
    """The steps in which something is left to ask, in their order."""
    return tuple(step for step in STEPS if not is_done(step, layout))


def step_after(step: Step, layout: Layout) -> Step | None:
    """The next step in which something is left. None at the end."""
    return next((other for other in left(layout) if STEPS.index(other) > STEPS.index(step)), None)


def step_before(step: Step) -> Step | None:
    """The way back, to what is answered too."""
    at = STEPS.index(step)
    return STEPS[at - 1] if at else None


def core(layout: Layout) -> list[str]:
    """The roles that each site explains, by id, in their order."""
    return [id for id, role in sorted(layout.content.roles.items(), key=lambda item: item[1].order) if role.core]


def is_here(layout: Layout, id: str) -> bool:
    """Whether the PCN has somebody in a role: so it is where nothing says otherwise."""
    available = role_line(layout, None, id, "available")[ANSWER]
    return not (isinstance(available, Field) and available.value == "no")


def title_of(layout: Layout, id: str) -> str:
    """What a role is called here."""
    local = value_at(layout.raw, ("roles", id, "local_title"))
    return str(local or layout.content.roles[id].name)


def _is_named(raw: Mapping[str, Any]) -> bool:
    """Whether a PCN has a name and a code that are not those of an example."""
    name, code = (str(value_at(raw, path) or "") for path in _NAME)
    return bool(name and code) and not is_example(name, code)


def _says_who(layout: Layout, id: str) -> bool:
    return any(value_at(layout.raw, ("roles", id, *path)) for _, path, _ in fields.ROLE_FIELDS)


def _says_how(layout: Layout, id: str) -> bool:
    combined = value_at(layout.raw, ("roles", id, "combined_with"))
    return bool(combined) or any(value_at(layout.raw, ("roles", id, *path)) for _, path, _ in fields.REACH_FIELDS)


# What is true by now


@dataclass(frozen=True, slots=True)
class Known:
    """What the site says by now, for the end of the first visit."""

    name: str
    code: str
    team: str
    next_check: str
    surgeries: tuple[tuple[str, str], ...]
    """Each with its phone, empty where that is not known."""
    present: tuple[tuple[str, str], ...]
    """What each of the people is called, and how to reach them in a few words."""
    absent: tuple[str, ...]


def known(layout: Layout) -> Known:
    """What the site says by now."""
    pcn, day = layout.content.pcns[layout.pcn], layout.until((), ())
    return Known(
        pcn.name,
        pcn.ods_code,
        pcn.checked.by if pcn.checked else "",
        in_words(day) if day else "",
        tuple((practice.name, practice.phone or "") for practice in pcn.practices),
        tuple((title_of(layout, id), _reached_by(pcn, id)) for id in core(layout) if is_here(layout, id)),
        tuple(title_of(layout, id) for id in core(layout) if not is_here(layout, id)),
    )


def _reached_by(pcn: PCN, id: str) -> str:
    found = (value_at(pcn, ("roles", id, "reach", key)) for key in ("phone", "text", "email", "url"))
    return next((str(value) for value in found if value), "")
