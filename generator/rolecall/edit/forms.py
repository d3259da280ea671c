"""Which forms there are: each some lines of the workbook, with their cells as fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from rolecall.addresses import service
from rolecall.edit.controls import OTHER_ROLE, Choice, Control, Sent, control, filled_with, place_of, with_sent
from rolecall.edit.parts import Part, parts_of
from rolecall.editing.cells import Field
from rolecall.editing.given import Given, folded
from rolecall.editing.layout import Layout
from rolecall.editing.roles import all_lines, line_name, of_roles, role_line
from rolecall.editing.sheet import ALL, ANSWER, TAKE_OUT, Heading, Row, Sheet
from rolecall.editing.sheets import of_helplines, of_pcn, of_people, of_practices, of_services
from rolecall.model import PCN
from rolecall.places import Place, Problem
from rolecall.slugs import slug

NEW = "new"
"""What stands in an address for a line that is not there yet."""

ROOM = 2
"""Times, places and prices that a form has room for, or as many as the longest list has."""

_SEVERAL = "Several points go one on a line."

_NOT_ASKED = (TAKE_OUT, "Id")
"""Columns that are no fields: a form has a button for the one, and the name of a file is not changed in it."""

_WORDS = "Your words"
"""The heading on the sheet of the PCN below which each of its fields stands."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked of one thing: of the PCN, a surgery, a service."""

    title: str
    """Empty where there is only one."""
    parts: tuple[Part, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line of a sheet that a form gives back: its key, and the words in it that are not for people to change."""

    sheet: str
    key: str
    fixed: Mapping[str, str]
    may_be_left: bool = False
    """Whether nothing at all may be written in it, and it is no line then."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked on a page, and the lines that it makes: `rows` by the line of the place of their fields."""

    title: str
    about: str
    rows: Mapping[int, FormRow]
    groups: tuple[Group, ...]
    can_be_taken_out: bool = False
    with_all: str = ""
    """The words for taking out all that names it too, where something may."""
    problems: tuple[Problem, ...] = ()
    """What is wrong, and belongs to no field."""

    @property
    def controls(self) -> list[Control]:
        """All its fields."""
        return [control for group in self.groups for part in group.parts for control in part.controls]

    @property
    def wrong(self) -> Iterator[tuple[Control, str]]:
        """The fields with something wrong, each with its label, and in front of it the group where others share it."""
        shared = Counter(control.label for control in self.controls)
        for group in self.groups:
            for part in group.parts:
                for each in (each for each in part.controls if each.problems):
                    is_shared = shared[each.label] > 1 and group.title
                    yield each, f"{group.title}, {each.label}" if is_shared else each.label

    @property
    def saved_as(self) -> str:
        """What it is called once it is saved: a new line by the name that somebody gave it."""
        is_new = len(self.rows) == 1 and not self.rows[min(self.rows)].key
        names = [control.text for control in self.controls if control.heading == "Name" and control.text]
        return names[0] if is_new and names else self.title

    @property
    def number_wrong(self) -> int:
        """How many problems there are, those of fields too."""
        return len(self.problems) + sum(len(control.problems) for control in self.controls)

    def changed(self, change: Callable[[Control], Control]) -> Form:
        """The same form with each field changed. A part with something wrong in it is open."""

        def of_part(part: Part) -> Part:
            controls = tuple(map(change, part.controls))
            return replace(part, controls=controls, is_folded=part.is_folded and not _is_wrong(controls))

        def of_group(group: Group) -> Group:
            parts = tuple(map(of_part, group.parts))
            wrong = any(_is_wrong(part.controls) for part in parts)
            return replace(group, parts=parts, is_folded=group.is_folded and not wrong)

        return replace(self, groups=tuple(map(of_group, self.groups)))


def _is_wrong(controls: Sequence[Control]) -> bool:
    return any(control.problems for control in controls)


# Which forms there are


def form_of(kind: str, id: str, layout: Layout) -> Form | None:
    """The form at an address, as `role/link-worker/reach.text` or `service/new`. None where there is none."""
    make = {
        "pcn": _pcn,
        "surgery": _surgery,
        "role": _role,
        "service": _service,
        "person": _person,
        "helpline": _helpline,
    }.get(kind)
    return make(id, layout) if make else None


def _pcn(id: str, layout: Layout) -> Form | None:
    """All that the PCN says of itself, or only what begins with some words: `notice`."""
    sheet = of_pcn(layout)
    rows, controls = dict[int, FormRow](), list[Control]()
    for at, row in enumerate(sheet.rows, 1):
        name, field = str(row.cells["What"]), row.cells[_WORDS]
        assert isinstance(field, Field), "it is for people to fill in"
        if not id or field.path[0] == id:
            (heading,) = layout.headings(PCN, (), [(name, field.path, field.kind)])
            rows[at] = FormRow(sheet.name, row.key, {"What": name})
            controls.append(control(place_of(sheet.name, at, 1), heading, field))
    title = str(layout.raw.get("name", layout.pcn))
    return Form(title, sheet.about, rows, (Group("", parts_of(sheet.name, controls)),)) if controls else None


def _surgery(id: str, layout: Layout) -> Form | None:
    return _of_line(of_practices(layout), id, "A new surgery")


def _service(id: str, layout: Layout) -> Form | None:
    form = _of_line(of_services(layout, room=ROOM), id, "A new service")
    if form is None or id == NEW:
        return form
    return replace(form, about=f"You can change the name. The address of its page stays: /{service(id)}")


def _person(id: str, layout: Layout) -> Form | None:
    sheet = of_people(layout)
    key = next((row.key for row in sheet.rows if person_id(row.key) == id), id)
    return _of_line(sheet, key, "Somebody new", titles_of(layout))


def titles_of(layout: Layout) -> dict[str, str]:
    """What roles are called in the PCN, where that is something of its own."""
    says: Mapping[str, Any] = layout.raw.get("roles", {})
    return {id: str(role["local_title"]) for id, role in says.items() if role.get("local_title")}


def person_id(key: str) -> str:
    """A person in an address: the place in the list and the name."""
    at, _, name = key.partition(" ")
    return f"{at}-{slug(name)}"


def _helpline(id: str, layout: Layout) -> Form | None:
    return _of_line(of_helplines(layout), id, "")


def _of_line(sheet: Sheet, key: str, new: str, titles: Mapping[str, str] = MappingProxyType({})) -> Form | None:
    """The form of 1 line of a sheet, or of a new one."""
    row = next((row for row in sheet.rows if row.key == key), None)
    if key == NEW and sheet.new and (cells := sheet.new({"Name": NEW}, 0)):
        row = Row("", cells)
    if row is None:
        return None
    controls = controls_of(sheet, row, 1, titles=titles)
    name = next((control.text for control in controls if control.heading == "Name"), "")
    title = name or str(row.cells.get(sheet.known_by[0]) or "") if row.key else new
    groups = (Group("", parts_of(sheet.name, controls)),)
    out = row.cells.get(TAKE_OUT) if row.key else None
    words = out.choices.get(ALL, "") if isinstance(out, Field) else ""
    return Form(title, "", {1: form_row(sheet, row)}, groups, can_be_taken_out=out is not None, with_all=words)


def _role(id: str, layout: Layout) -> Form | None:
    """What is so of a role in the whole PCN, and below where a surgery differs. `reach` stands for several lines."""
    role, _, asked = id.partition("/")
    lines = [line for line in all_lines(layout) if line == asked or line.startswith(f"{asked}.")]
    if not asked:  # All that is said of the role itself.
        lines = [line for line in all_lines(layout) if not line.startswith("answers.")]
    if role not in layout.content.roles or not lines:
        return None
    sheet = of_roles(layout)
    rows, groups = dict[int, FormRow](), list[Group]()
    for code in ("", *filter(None, layout.codes)):
        parts, where = list[Part](), ""
        for line in lines:
            row = Row(f"{code}/{role}/{line}", role_line(layout, code or None, role, line))
            at, label = len(rows) + 1, line_name(layout, line) if len(lines) > 1 else ""
            rows[at] = form_row(sheet, row)
            first, *others = parts_of(sheet.name, controls_of(sheet, row, at, label, titles_of(layout)))
            parts += [replace(first, shows=str(row.cells["National answer"] or "")), *others]
            where = str(row.cells["Where"])
        silent = all(each.field.value is None for part in parts for each in part.controls)
        groups.append(Group(where, tuple(parts), bool(code) and silent))
    name = layout.content.roles[role].name
    return Form(f"{name}: {line_name(layout, lines[0])}" if asked else name, "", rows, tuple(groups))


def form_row(sheet: Sheet, row: Row, *, may_be_left: bool = False) -> FormRow:
    """The line of a form for a line of a sheet."""
    fixed = {name: str(cell) for name, cell in row.cells.items() if cell and not isinstance(cell, Field)}
    return FormRow(sheet.name, row.key, fixed, may_be_left)


def controls_of(
    sheet: Sheet, row: Row, at: int, answer: str = "", titles: Mapping[str, str] = MappingProxyType({})
) -> list[Control]:
    """The fields of a line. What is answered may be called by another name, and roles by the titles that they have."""

    def fields() -> list[tuple[Heading, Field]]:
        cells = ((heading, row.cells.get(heading.name)) for heading in sheet.headings if heading.name not in _NOT_ASKED)
        return [(heading, cell) for heading, cell in cells if isinstance(cell, Field)]

    found = []
    for column, (heading, field) in enumerate(fields(), 1):
        is_answer = heading.name == ANSWER
        each = control(place_of(sheet.name, at, column), heading, field, answer if is_answer else "")
        each = replace(each, choices=tuple(_roles_here(each, titles)))
        found.append(replace(each, help=_SEVERAL if field.kind == "lines" else "") if is_answer else each)
    return found


def _roles_here(control: Control, titles: Mapping[str, str]) -> Iterator[Choice]:
    """The choices of a field. Roles are called as they are here, and none stands in for itself."""
    path = control.field.path
    of_roles = path[-1] in ("roles", *OTHER_ROLE)
    for choice in control.choices:
        if path[-1] in OTHER_ROLE and choice.id == path[-2] and not choice.is_chosen:
            continue
        title = titles.get(choice.id, "") if of_roles else ""
        yield replace(choice, label=f"{title} ({choice.label})") if title else choice


def like(form: Form, other: Form, but: Collection[str]) -> Form:
    """A form that says what another one says, as if somebody had typed it, but for the fields with these headings."""
    texts = {each.heading: each.text for each in other.controls if each.heading not in but}
    return form.changed(lambda each: filled_with(each, texts.get(each.heading, "")))


# What was sent


def filled_in(form: Form, sent: Sent, *, take_out: str = "") -> tuple[Form, dict[str, list[Given]], list[Problem]]:
    """A form as it was sent, the lines that it gives by sheet, and the fields that somebody else has changed since."""
    found = {each.place: with_sent(each, sent) for each in form.controls}
    given, conflicts = dict[str, list[Given]](), list[Problem]()
    for at, row in form.rows.items():
        beside = place_of(row.sheet, at, 0)
        cells: dict[str, tuple[Place, object]] = {name: (beside, text) for name, text in row.fixed.items()}
        for place, (each, value, now) in found.items():
            if place.line == at:
                cells[_WORDS if "What" in row.fixed else each.heading] = place, value
                if now is not None:
                    sentence = f'this was changed since you opened this page, and says now: "{folded(now)}"'
                    fix = "Save again to have your words, or write what is right."
                    conflicts.append(Problem(place, sentence, fix, kind="conflict"))
        if row.may_be_left and not any(folded(value) for _, value in cells.values()):
            continue
        if take_out:
            cells[TAKE_OUT] = beside, take_out
        given.setdefault(row.sheet, []).append(Given(row.key, cells, is_sure=True))
    return form.changed(lambda each: found[each.place][0]), given, conflicts


def with_problems(form: Form, problems: Sequence[Problem]) -> Form:
    """A form with what is wrong beside each field. What belongs to none stands at its top."""
    places = {each.place for each in form.controls}
    rest = tuple(problem for problem in problems if problem.place not in places)

    def marked(each: Control) -> Control:
        mine = (problem for problem in problems if problem.place == each.place)
        return replace(each, problems=tuple(_in_words_of(each, it) for it in mine))

    return replace(form.changed(marked), problems=rest)


def _in_words_of(control: Control, problem: Problem) -> Problem:
    """A problem as a form says it, which has no cells: of choices, that nothing is chosen."""
    if control.choices and not control.text and problem.kind == "missing":
        labels = [choice.label for choice in control.choices]
        fix = f"Choose {' or '.join(labels)}." if len(labels) < 3 else "Choose from the list."
        return replace(problem, sentence="nothing is chosen here yet", fix=fix)
    return replace(problem, sentence=problem.sentence.replace(f'"{_WORDS}"', f'"{control.label}"'))
