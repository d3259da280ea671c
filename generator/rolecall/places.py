"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

SHIPPED = "rolecall"
"""The folder that messages put in front of the name of a file that comes with Rolecall."""


Path = tuple[str | int, ...]
"""The way to a value: names of fields, and places in lists counted from 0."""

Kind = Literal[
    "missing",
    "unknown",
    "wrong",
    "repeated",
    "conflict",
    "unreadable",
    "misplaced",
    "address",
    "size",
    "template",
    "assumed",
    "unchecked",
    "due",
    "expired",
    "unusual",
]
"""What kind of problem something is, for programs. A sentence may be reworded, and its kind stays."""


Group = Literal["files", "links", "words", "freshness", "safety", "facts", "access"]
"""What `rolecall check` looks at together, and can look at alone."""

GROUPS: dict[Group, str] = {
    "files": "Files can be read, fit together, and have what a site needs.",
    "links": "Links lead somewhere: within the site, and to other websites.",
    "words": "Words are plain, as the NHS content guide asks, and say what they mean.",
    "freshness": "Checks and reviews are made in time, and what has ended is taken out.",
    "safety": "Who is in danger finds help, and nothing private or promised too much is shown.",
    "facts": "What a site says has a source, or somebody has checked it.",
    "access": "Pages work for people who see little, hear them read aloud, or use no mouse.",
}
"""Every group with what holds where it finds nothing."""


class Meaning(NamedTuple):
    """What a kind of problem means, and the sentence of a problem of this kind."""

    words: str
    example: str


KINDS: dict[Kind, Meaning] = {
    "missing": Meaning(
        "Something that is needed is not there: a field, an answer, a file.",
        '"ods_code" is missing from a surgery',
    ),
    "unknown": Meaning(
        "A name, an id or a choice that Rolecall does not know, often misspelt.",
        'there is no need called "lonley"',
    ),
    "wrong": Meaning(
        "A value that its field cannot hold: a phone number, a date, a code.",
        "this phone number has 9 digits",
    ),
    "repeated": Meaning(
        "The same thing twice, where there can be only one.",
        "L81008 is the code of Mill Surgery too",
    ),
    "conflict": Meaning(
        "2 facts that cannot both be right, or cannot stand together.",
        "this ends at 12:00 and starts at 14:00",
    ),
    "unreadable": Meaning(
        "A file, or a part of it, that cannot be read or published: not YAML, not UTF-8, a damaged picture, a link to"
        " another file.",
        "a quote opens here and does not close",
    ),
    "misplaced": Meaning(
        "A file or folder under a name or in a place where Rolecall does not read it or would overwrite it, or a fact"
        " in the wrong field.",
        "the name of this file ends in .yaml, so it is not read",
    ),
    "address": Meaning(
        "A web address or link that cannot be, that 2 pages claim, or that leads nowhere.",
        'the link "../whats-on/" leads nowhere',
    ),
    "size": Meaning(
        "A text, a number of things or a file that is too long or too large.",
        "this name has 129 characters",
    ),
    "template": Meaning(
        "A template of the workspace's own that cannot be filled in.",
        "'roel' is undefined",
    ),
    "assumed": Meaning(
        "A national fact without a source.",
        '"home_visits" is assumed, in whole or in part',
    ),
    "unchecked": Meaning(
        "A local fact that does not say who checked it, or by which day it is to be checked again.",
        "this local fact has no next_check date",
    ),
    "due": Meaning(
        "A check or a review that was due. The fact or service still shows.",
        "the review of this role was due on 22 November 2027",
    ),
    "expired": Meaning(
        "A local fact, or a service, that does not show any more, as its time has passed.",
        '"home_visits" was due to be checked by 1 June 2026, so the national answer is shown',
    ),
    "unusual": Meaning(
        "Something that may be right, and is worth a look.",
        "only the text says that it is free, so people who choose Free do not find this service",
    ),
}
"""Every kind with its meaning, from which `docs/problems.md` is made."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A point in a file: its path as the reader knows it, line and column counted from 1. Line 0 is all of it.

    In a workbook, line and column are those of a cell, and `sheet` names its sheet.
    """

    file: str
    line: int = 1
    column: int = 1
    sheet: str = ""
    path: Path = field(default=(), compare=False)
    """In a YAML file, the way to the value that stands here, or that is missing here."""

    @property
    def is_shipped(self) -> bool:
        """Whether it is in what comes with Rolecall, where a PCN can do nothing about it."""
        return self.file == SHIPPED or self.file.startswith(f"{SHIPPED}/")

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{letters(self.column)}{self.line}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


LONGEST = 400
"""The characters of a sentence that are shown, half from each end."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to fix: where, what, and how where that is known.

    `pcn` is the id of the only PCN it touches; empty when it touches every site.
    """

    place: Place
    sentence: str
    fix: str = ""
    pcn: str = ""
    kind: Kind = field(kw_only=True)
    group: Group = field(default="files", kw_only=True, compare=False)
    grade: float = field(default=0.0, kw_only=True, compare=False)
    """Of words, how hard the text that they stand in is to read, so that the hardest can come first."""

    def __post_init__(self) -> None:
        # What somebody wrote may be part of it. In 1 line, of a length that people read, it is no other message.
        sentence = " ".join(self.sentence.splitlines())
        if len(sentence) > LONGEST:
            sentence = f"{sentence[: LONGEST // 2]}… …{sentence[-LONGEST // 2 :]}"
        object.__setattr__(self, "sentence", sentence)

    @property
    def whole(self) -> str:
        """What is wrong and how to fix it, as sentences that stand by themselves."""
        return f"{self.sentence[:1].upper()}{self.sentence[1:]}. {self.fix}".strip()

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" + (f"\n    {self.fix}" if self.fix else "")


def in_group(group: Group, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems, as those of a group. Problems that are of another group already stay in that."""
    return (problem if problem.group != "files" else replace(problem, group=group) for problem in problems)


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems, sorted. One that several PCNs have, as its file is of all of them, is told once, and of no PCN."""
    pcns: dict[Problem, set[str]] = {}
    for problem in problems:
        pcns.setdefault(replace(problem, pcn=""), set()).add(problem.pcn)
    return sorted(replace(problem, pcn=next(iter(of)) if len(of) == 1 else "") for problem, of in pcns.items())


def in_one_line(path: Path) -> str:
    """A path as text, as programs and people write it: `practices[0].phone`, `moved["services/old/"]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.fullmatch(r"[\w-]+", step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return text


def letters(column: int) -> str:
    """How a workbook names a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
