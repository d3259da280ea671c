"""How the fields of a form stand together: which are asked first, and which lie under More."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rolecall.edit.controls import Control
from rolecall.editing import fields
from rolecall.editing.sheet import ANSWER, STILL_RIGHT

CHECK = "Who checked this, and until when it counts"
MORE = "More"

_CHECKS = (STILL_RIGHT, *(name for name, _, _ in fields.CHECKS))

_OF_A_SERVICE: dict[str, Sequence[str]] = {
    "What is it called, and who runs it?": ("Name", "Run by"),
    "What is it?": ("In a sentence", "What it is"),
    "Who is it for, and what does it help with?": ("Helps with", "Who it is for", "Age from", "Age to"),
    "When is it on?": ("Time 1: each", "Time 1: days", "Time 1: from", "Time 1: to", "Time 1: in words"),
    "Where is it?": ("Place 1: name", "Place 1: street", "Place 1: town", "Place 1: postcode", "Place 1: access"),
    "How do people get in touch?": ("Phone 1", "Email", "Website"),
    "How do people join, and what does it cost?": ("Ways to join", "How to join", "Cost"),
    CHECK: _CHECKS,
}
"""The 8 questions about a new service. What is in none of them lies under More."""

_OF_A_ROLE: dict[str, Sequence[str]] = {"": (ANSWER, "More words"), CHECK: _CHECKS}


_OF_A_PCN: dict[str, Sequence[str]] = {
    "": ("Name", "Short name", "ODS code", "Address of this site", "Phone", "Email", "The PCN's own website"),
    CHECK: _CHECKS,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of a form under one title. A folded part opens when somebody asks for it."""

    title: str
    controls: tuple[Control, ...]
    is_folded: bool = False
    shows: str = ""
    """What the site says where nothing is written here."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in any of its fields."""
        return not any(control.text for control in self.controls)

    @property
    def lines(self) -> list[str]:
        """What the site says, line by line."""
        return self.shows.split("\n")


def parts_of(sheet: str, controls: Sequence[Control]) -> tuple[Part, ...]:
    """The fields of a line of a sheet, in parts."""
    if sheet == "Services":
        return _by_questions(_OF_A_SERVICE, controls)
    if sheet == "Roles":
        return _by_questions(_OF_A_ROLE, controls)
    parts = _by_questions(_OF_A_PCN, controls) if sheet == "Your PCN" else _by_headings(controls)
    return tuple(replace(part, is_folded=part.is_folded and len(parts) > 1 and part.is_empty) for part in parts)


def _by_questions(questions: dict[str, Sequence[str]], controls: Sequence[Control]) -> tuple[Part, ...]:
    by_heading = {control.heading: control for control in controls}
    asked = [
        Part(title, found, is_folded=title == CHECK and questions is _OF_A_ROLE)
        for title, names in questions.items()
        if (found := tuple(by_heading[name] for name in names if name in by_heading))
    ]
    first = {name for names in questions.values() for name in names}
    rest = [control for control in controls if control.heading not in first]
    return (*asked, *(Part(part.title or MORE, part.controls, is_folded=True) for part in _by_headings(rest)))


def _by_headings(controls: Sequence[Control]) -> tuple[Part, ...]:
    """Parts by what stands in front of the colon of headings, as `Phone 1` of `Phone 1: when`."""
    found: dict[str, list[Control]] = {"": []}
    for control in controls:
        found.setdefault(_title(control.heading, (other.heading for other in controls)), []).append(control)
    return tuple(
        Part(title, tuple(some), is_folded=bool(title) and title != CHECK) for title, some in found.items() if some
    )


def _title(label: str, labels: Iterable[str]) -> str:
    if label in _CHECKS:
        return CHECK
    outside = re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), label)  # `Short addresses (lw: link-worker)`
    before, colon, _ = outside.partition(": ")
    named = label[: len(before)]
    return named if colon or any(other.startswith(f"{label}:") for other in labels) else ""
