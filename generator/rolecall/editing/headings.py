"""A problem of a file in the words of the workbook: headings in place of fields."""

from __future__ import annotations

import re
from dataclasses import replace

from rolecall.editing import fields
from rolecall.places import Problem

_SPECS = (*fields.REACH_FIELDS, *fields.PCN_FIELDS, *fields.PERSON_FIELDS, *fields.PRACTICE_FIELDS, *fields.ROLE_FIELDS)
_HEADINGS = {str(path[-1]): name for specs in (fields.service_fields(1, 1, 1, 1, 1), _SPECS) for name, path, _ in specs}
_ONLY_FIELDS = {str(path[-1]) for _, path, _ in fields.ROLE_FIELDS} | {name for name in _HEADINGS if "_" in name}
"""Fields whose names nobody writes as words of their own."""

_CHECKS = {"checked": '"Checked by (team)" and "Checked on"', "next_check": '"Next check"'}
"""The columns that say who checked a fact and until when, by field."""


def in_headings(problem: Problem) -> Problem:
    """The same problem, for people who know the workbook only."""
    fix = _asked(problem.fix)
    if problem.kind == "unchecked" and (column := _CHECKS.get(str(problem.place.path[-1]))):
        fix = f"Fill in {column}. On the sheet Your PCN, it counts for everything at once."
    return replace(problem, sentence=_quoted(problem.sentence), fix=fix)


def _quoted(text: str) -> str:
    return re.sub(r'"(\w+)"', lambda m: f'"{_HEADINGS[m[1]]}"' if m[1] in _ONLY_FIELDS else m[0], text)


def _asked(text: str) -> str:
    ask = r"\b((?:[Aa]dd|[Ww]rite|[Kk]eep|[Dd]elete|with) )(\w+)(?=[:.,])"
    return re.sub(ask, lambda m: f'{m[1]}"{_HEADINGS[m[2]]}"' if m[2] in _HEADINGS else m[0], _quoted(text))
