"""The NHS register's workbook or CSV files to the PCNs that are open on a day, with their practices."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from rolecall.editing.given import folded
from rolecall.exchange.names import out_of_capitals
from rolecall.exchange.register.sheets import Row, rows_by_kind
from rolecall.model.kinds import Misfit, reader_of
from rolecall.places import Problem
from rolecall.values import Name, PcnCode, PracticeCode

KINDS = {
    "PCNs": ("pcn code", "pcn name", "open date", "close date"),
    "memberships": (
        "partner organisation code",
        "partner name",
        "pcn code",
        "practice to pcn relationship start date",
        "practice to pcn relationship end date",
    ),
}
"""What sheets there are, and the headings by which each is known."""

_DATES = {r"(\d{4})-?(\d\d)-?(\d\d)([T ][0-9:.]+Z?)?": (1, 2, 3), r"(\d{1,2})/(\d{1,2})/(\d{4})": (3, 2, 1)}
"""How dates are written, and which parts are the year, the month and the day."""

_Value = TypeVar("_Value")

_Reader = Callable[[object], tuple[str, list[Misfit]]]

_NAME: _Reader = reader_of(Name)
_PCN_CODE: _Reader = reader_of(PcnCode)
_PRACTICE_CODE: _Reader = reader_of(PracticeCode)


@dataclass(frozen=True, slots=True)
class RegisterPractice:
    """One practice, its name as in the register and as people write it."""

    ods_code: str
    register_name: str
    name: str


@dataclass(frozen=True, slots=True)
class RegisterPCN:
    """One open PCN, its practices sorted by their codes."""

    ods_code: str
    register_name: str
    name: str
    practices: tuple[RegisterPractice, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The open PCNs, sorted by their codes."""

    pcns: tuple[RegisterPCN, ...]
    unread: frozenset[str] = frozenset()
    """Codes in rows that could not be read: that `pcns` lacks one of these does not mean it closed or left."""


class _Unreadable(Exception):
    """A row cannot be used, because of its problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_register(files: Sequence[Path], *, today: date) -> tuple[Register, list[Problem]]:
    """The PCNs open on `today` with the practices in them, and every row that makes no sense.

    The register has no PCNs at all where one of its 2 sheets cannot be read.
    """
    rows, problems = rows_by_kind(files, KINDS)
    if len(rows) < len(KINDS):
        return Register(()), problems
    known = {code for row in rows["PCNs"] for code in _codes(row)}
    pcns, no_pcns = _each(rows["PCNs"], lambda row: _open_pcn(row, today))
    memberships, no_memberships = _each(rows["memberships"], lambda row: _membership(row, known, today))
    names = _first_of_each(pcns, problems)
    practices = _practices_of_each([pair for pair in memberships if pair[1][0] in names], problems)
    lost = [*no_pcns, *no_memberships]
    problems += [problem for _, problem in lost]
    return Register(
        tuple(
            RegisterPCN(code, name, out_of_capitals(name), practices.get(code, ()))
            for code, name in sorted(names.items())
        ),
        frozenset(code for row, _ in lost for code in _codes(row)),
    ), problems


def _each(
    rows: Sequence[Row], use: Callable[[Row], _Value | None]
) -> tuple[list[tuple[Row, _Value]], list[tuple[Row, Problem]]]:
    """What each row gives, those that give None left out, and the rows that cannot be used."""
    given, lost = [], []
    for row in rows:
        try:
            if (value := use(row)) is not None:
                given.append((row, value))
        except _Unreadable as stop:
            lost.append((row, stop.problem))
    return given, lost


def _open_pcn(row: Row, today: date) -> tuple[str, str] | None:
    """The code and name of a PCN that is open on `today`."""
    if not _in_force(row, "open date", "close date", today):
        return None
    return _value(row, "pcn code", _PCN_CODE), _value(row, "pcn name", _NAME)


def _membership(row: Row, known: Collection[str], today: date) -> tuple[str, RegisterPractice] | None:
    """A practice that is in a PCN on `today`, after that PCN's code."""
    start, end = KINDS["memberships"][-2:]
    if not _in_force(row, start, end, today):
        return None
    pcn = _value(row, "pcn code", _PCN_CODE)
    code = _value(row, "partner organisation code", _PRACTICE_CODE)
    name = _value(row, "partner name", _NAME)
    if pcn not in known:
        raise _Unreadable(
            row.problem(
                "pcn code", f"{pcn} is not on the sheet of PCNs", "Are rows missing from that sheet?", kind="unknown"
            )
        )
    return pcn, RegisterPractice(code, name, out_of_capitals(name))


def _first_of_each(pcns: Sequence[tuple[Row, tuple[str, str]]], problems: list[Problem]) -> dict[str, str]:
    """Names by code, the first row of a code being the one that counts."""
    names: dict[str, str] = {}
    for row, (code, name) in pcns:
        if code in names:
            sentence = f"{code} is listed twice, and neither row says that it has closed"
            fix = f"The first of the two rows counts: {names[code]}."
            problems.append(row.problem("pcn code", sentence, fix, kind="repeated"))
        names.setdefault(code, name)
    return names


def _practices_of_each(
    memberships: Sequence[tuple[Row, tuple[str, RegisterPractice]]], problems: list[Problem]
) -> dict[str, tuple[RegisterPractice, ...]]:
    """The practices by their PCN's code, sorted. Of a practice in 2 PCNs the first row counts."""
    homes: dict[str, str] = {}
    members: dict[str, list[RegisterPractice]] = {}
    for row, (pcn, practice) in memberships:
        if practice.ods_code not in homes:
            homes[practice.ods_code] = pcn
            members.setdefault(pcn, []).append(practice)
        elif (first := homes[practice.ods_code]) != pcn:
            sentence = f"{practice.register_name} ({practice.ods_code}) is in 2 PCNs, {first} and {pcn}"
            fix = f"The first of the two rows counts: {first}."
            problems.append(row.problem("pcn code", sentence, fix, kind="conflict"))
    return {pcn: tuple(sorted(found, key=lambda practice: practice.ods_code)) for pcn, found in members.items()}


def _value(row: Row, heading: str, read: _Reader) -> str:
    """What stands below `heading`, as the model would take it."""
    text = folded(row.cells[heading][1])
    if not text.isprintable():
        sentence = "there is a character here that is not text"
        raise _Unreadable(row.problem(heading, sentence, "Delete it.", kind="unreadable"))
    value, misfits = read(text)
    if misfits:
        misfit = misfits[0]
        raise _Unreadable(row.problem(heading, misfit.sentence[:200], misfit.fix, kind=misfit.kind))
    return value


def _in_force(row: Row, start: str, end: str, today: date) -> bool:
    """Whether `today` lies between 2 dates of a row, both included. No end means that it goes on."""
    first, last = _day(row, start), _day(row, end)
    if first is None:
        sentence, fix = f'"{start}" is empty in this row', "Fill it in, for example 20191001."
        raise _Unreadable(row.problem(start, sentence, fix, kind="missing"))
    return first <= today and (last is None or today <= last)


def _day(row: Row, heading: str) -> date | None:
    cell = row.cells[heading][1]
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    text = folded(cell)
    for pattern, order in _DATES.items():
        if match := re.fullmatch(pattern, text):
            try:
                year, month, day = (int(match[part]) for part in order)
                return date(year, month, day)
            except ValueError:
                break
    if text:
        sentence, fix = f'"{text[:40]}" is not a date', "The register writes 1 October 2019 as 20191001."
        raise _Unreadable(row.problem(heading, sentence, fix, kind="wrong"))
    return None


def _codes(row: Row) -> set[str]:
    """The ODS codes in a row, of a PCN or a practice."""
    texts = (folded(cell).upper() for _, cell in row.cells.values())
    return {text for text in texts if re.fullmatch(r"[A-Z]\d{5}", text)}
