"""A problem of a file in the words of the workbook: headings in place of fields, and cells in place of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rolecall.editing import fields
from rolecall.places import Path, Problem

_SPECS = (*fields.REACH_FIELDS, *fields.PCN_FIELDS, *fields.PERSON_FIELDS, *fields.PRACTICE_FIELDS, *fields.ROLE_FIELDS)
_ALL = (*fields.service_fields(1, 1, 1, 1, 1), *_SPECS)
_HEADINGS = {str(path[-1]): name for name, path, _ in _ALL}
_BY_PATH = {path: name for name, path, _ in reversed(_ALL)}
_ONLY_FIELDS = {str(path[-1]) for _, path, _ in fields.ROLE_FIELDS} | {name for name in _HEADINGS if "_" in name}
"""Fields whose names nobody writes as words of their own."""

_CHECKS = {"checked": '"Checked by (team)" and "Checked on"', "next_check": '"Next check"'}
"""The columns that say who checked a fact and until when, by field."""


def in_headings(problem: Problem) -> Problem:
    """The same problem, for people who know the workbook only."""
    path = problem.place.path
    if path == ("id",):
        return replace(problem, sentence="this is not the id of this row's service", fix="Empty this cell.")
    fix = _as_cells(_asked(_of_fields(problem.fix, path)))
    if problem.kind == "unchecked" and (column := _CHECKS.get(str(path[-1]))):
        fix = f"Fill in {column}. On the sheet Your PCN, it counts for everything at once."
    return replace(problem, sentence=_without_line(_quoted(problem.sentence)), fix=fix)


def _without_line(text: str) -> str:
    """A sentence that names no line of a file: nobody with a workbook or a form has one."""
    text = re.sub(r" \((?:[\w./-]+, )?line \d+\)", "", text)
    return re.sub(r"\bline \d+ says that nobody here has", '"Is there one?" says that nobody here has', text)


def _quoted(text: str) -> str:
    return re.sub(r'"(\w+)"', lambda m: f'"{_HEADINGS[m[1]]}"' if m[1] in _ONLY_FIELDS else m[0], text)


def _asked(text: str) -> str:
    ask = r"\b((?:[Aa]dd|[Ww]rite|[Kk]eep|[Dd]elete|with) )(\w+)(?=[:.,])"
    return re.sub(ask, lambda m: f'{m[1]}"{_HEADINGS[m[2]]}"' if m[2] in _HEADINGS else m[0], _quoted(text))


def _of_fields(text: str, path: Path) -> str:
    """Fields beside or below the place of the problem by their headings, those of its own time, place or price."""

    def heading(found: re.Match[str]) -> str:
        names = (name for base in _bases(path) if (name := _heading_of((*base, found[1]))))
        name = next(names, "")
        return f'"{name}"{found[2]}' if name else found[0]

    return re.sub(r'(?<!["\w])([a-z_]+)(:(?= )|(?=[.,]$))', heading, text)


def _bases(path: Path) -> Iterator[Path]:
    """Where a field may be that is named without more: below the path, then beside it, then further up."""
    for length in range(len(path), -1, -1):
        yield path[:length]


def _heading_of(path: Path) -> str:
    """The heading of a field. Of a list, that with the number of its entry."""
    numbers = [step for step in path if isinstance(step, int)]
    name = _BY_PATH.get(tuple(0 if isinstance(step, int) else step for step in path), "")
    return re.sub(r"\b1\b", str(numbers[0] + 1), name, count=1) if numbers else name


def _as_cells(text: str) -> str:
    """Without what YAML alone needs: brackets around lists, quotes around numbers and colours."""
    return re.sub(r": \[([^\[\]{}]*)\]", r": \1", text.replace(", in quotes", "").replace(" in quotes", ""))
