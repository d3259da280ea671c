"""A cell as a field of a form: how it is shown, and what somebody sent for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rolecall.edit.hints import hint
from rolecall.editing.cells import Field, as_shown
from rolecall.editing.sheet import STILL_RIGHT, TAKE_OUT, Heading
from rolecall.language import in_words
from rolecall.places import Place, Problem
from rolecall.slugs import slug

Look = Literal["text", "words", "day", "time", "ticks", "radios", "list", "tick"]
"""How a field is filled in: a line, several lines, a day, a time, some of many, 1 of few, 1 of many, yes or nothing."""

FEW = 6
"""Choices up to which all of them are shown at once."""

OTHER_ROLE = ("instead", "combined_with")
"""The fields that name another role."""

_PICTURES = ("photo", "logo")
_OF_PICTURES = "Choose any picture below, and its name stands here by itself."

_WORDS = ("prose", "lines", "pairs")
_LINES = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form gave back: each value, by name, of the fields that it had."""

    values: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """All that was given under a name, a line for each."""
        return "\n".join(value for value in self.values.get(name, ()) if value.strip())


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen."""

    id: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A field of a form."""

    place: Place
    """Which line of which sheet it is in, and a number of its own there."""
    heading: str
    """What its cell is called in the workbook."""
    label: str
    """What it is called in the form."""
    help: str
    look: Look
    text: str
    """What it holds now, as people write it. Of choices, the ids, a line each."""
    seen: str
    """What the file said when the form was opened."""
    choices: tuple[Choice, ...]
    is_needed: bool
    field: Field
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in the page, and in the data of its form."""
        return f"{slug(self.heading)}-{self.place.line}-{self.place.column}"

    @property
    def is_else(self) -> Literal["nothing", "national", "as-in-pcn", "yes", "nobody"]:
        """What is so where nothing is chosen."""
        if self.place.sheet != "Roles":
            return "nothing"
        if self.field.path[0] == "practices":
            return "as-in-pcn"
        if self.field.path[-1] == "available":
            return "yes"
        return "nobody" if self.field.path[-1] in OTHER_ROLE else "national"

    @property
    def takes_picture(self) -> bool:
        """Whether a picture can be sent in place of the name of a file."""
        return self.field.path[-1] in _PICTURES

    @property
    def first(self) -> str:
        """The id of what a link to it leads to."""
        return f"{self.name}-{self.choices[0].id}" if self.look in ("ticks", "radios") else self.name

    @property
    def invalid(self) -> str:
        """Whether something is wrong with it, as HTML says it."""
        return "true" if self.problems else "false"

    @property
    def rows(self) -> int:
        """Lines that its box has."""
        return min(12, max(3, self.text.count("\n") + 2, len(self.text) // 70 + 1))

    @property
    def others(self) -> str:
        """What was chosen that is no choice, a line each, as the second Sunday of a month."""
        known = {choice.id for choice in self.choices}
        return "\n".join(line for line in _LINES.split(self.text) if line and line not in known)

    @property
    def takes_others(self) -> bool:
        """Whether more than the choices may be written: days such as the second Sunday."""
        return bool(self.look == "ticks" and (self.field.path[-1] == "days" or self.others))


def control(place: Place, heading: Heading, field: Field, label: str = "") -> Control:
    """The field of a form for the cell below a heading, as the file is now. It may be called by another label."""
    text = as_text(field)
    chosen = {*_LINES.split(text)}
    choices = tuple(Choice(id, label, id in chosen) for id, label in field.choices.items())
    look = _look(field)
    help = _OF_PICTURES if field.path[-1] in _PICTURES else hint(field.path, field.choices, heading.help)
    names = heading.name, label or heading.name, help
    return Control(place, *names, look, text, text, choices, is_needed=heading.needed, field=field)


def as_text(cell: Field) -> str:
    """What a cell holds, as a form shows it: days in words, of choices the ids."""
    if isinstance(cell.value, list):
        return "\n".join(cell.value)
    if cell.choices and isinstance(cell.value, str):
        return cell.value
    if cell.kind == "prose" and isinstance(cell.value, str):
        return cell.value
    held = as_shown(cell)
    if isinstance(held, date):
        return in_words(held)
    if isinstance(held, float) and held.is_integer():
        return str(int(held))
    return "" if held is None else str(held)


def _look(field: Field) -> Look:
    if field.path[-1] in (STILL_RIGHT, TAKE_OUT):
        return "tick"
    if field.kind == "choice":
        return ("radios" if len(field.choices) <= FEW else "list") if field.choices else "text"
    if field.kind == "ids":
        return "ticks" if field.choices else "words"
    if field.kind in ("day", "time"):
        return "day" if field.kind == "day" else "time"
    return "words" if field.kind in _WORDS else "text"


def with_sent(control: Control, sent: Sent) -> tuple[Control, object, str | None]:
    """The field with what was sent in it, the value that its cell gets, and what the file says now if both changed it.

    A field that nobody touched gets what the file says now.
    """
    if f"seen:{control.name}" not in sent.values:
        return control, as_shown(control.field), None
    now, seen, given = control.seen, sent.text(f"seen:{control.name}"), sent.text(control.name)
    if sent.text(f"same:{control.name}"):
        given = ""
    if more := sent.text(f"more:{control.name}"):
        given = f"{given}\n{more}".strip()
    if control.look == "ticks":
        given = _in_order_of(now, given)
        seen = _in_order_of(now, seen)
    if _same(given, seen) or _same(given, now):
        return control, as_shown(control.field), None
    return filled_with(control, given), given, None if _same(seen, now) else now


def _in_order_of(now: str, given: str) -> str:
    """What was ticked, in the order of the file: a form has its own, which nobody chose. What is new comes last."""
    order = {line: at for at, line in enumerate(_LINES.split(now))}
    return "\n".join(sorted(_LINES.split(given), key=lambda line: order.get(line, len(order))))


def filled_with(control: Control, text: str) -> Control:
    """The field with what somebody wrote in it."""
    chosen = {*_LINES.split(text)}
    choices = tuple(replace(choice, is_chosen=choice.id in chosen) for choice in control.choices)
    return replace(control, text=text, choices=choices)


def _same(text: str, other: str) -> bool:
    """Whether two texts say the same, blanks and the form of line ends aside."""

    def lines(text: str) -> list[str]:
        return [" ".join(line.split()) for line in _LINES.split(text) if line.strip()]

    return lines(text) == lines(other)


def place_of(sheet: str, line: int, column: int) -> Place:
    """Where a field of a form is: it has no file, so it is known by its line and column on its sheet."""
    return Place("form", line, column, sheet)
