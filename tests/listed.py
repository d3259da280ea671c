"""Lists as entries, and whether each of their cells can be found again.

`PYTHONPATH=generator python tests/listed.py FILE...` prints how many can.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rolecall.editing.given import folded
from rolecall.editing.layout import Layout
from rolecall.exchange.directory import ListRead, read_list
from rolecall.exchange.directory.prices_and_ages import ages_in, is_only_ages
from rolecall.exchange.directory.vocabulary import NO, YES, Vocabulary
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.tables import tables
from rolecall.opened import open_shipped
from rolecall.places import Problem

TODAY = date(2026, 11, 26)


@cache
def layout() -> Layout:
    """A PCN that has nothing yet, with the shipped words."""
    return Layout(open_shipped(today=TODAY).content, "testbury", {}, {}, today=TODAY)


def read(file: Path, columns: str | None = None) -> tuple[ListRead | None, list[Problem]]:
    """A list as the command reads it."""
    found, problems = tables(file, help="Give a list.")
    if problems:
        return None, problems
    beside = file.with_name(f"{file.stem}.columns.yml")
    text = columns if columns is not None else beside.read_text() if beside.exists() else None
    return read_list(found, layout(), columns=text, columns_path=beside, today=TODAY)


def lost(file: Path, result: ListRead) -> tuple[int, list[str]]:
    """How many cells below headings a list has, and those of which nothing is left: in no field and no finding."""
    cells, gone = 0, []
    notes = {(problem.place.sheet, problem.place.line) for problem in result.to_know}
    skipped = {problem.place.sheet for problem in result.to_know if problem.place.line == 1}
    tops: dict[str, int] = {}
    for entry in result.entries:
        at = tops.get(entry.place.sheet, entry.place.line)
        tops[entry.place.sheet] = min(at, entry.place.line)
    everything = " ".join(_said(entry) for entry in result.entries)
    whole = set(_words(everything))
    whole_of = {(entry.place.sheet, entry.place.line): set(_words(_said(entry))) for entry in result.entries}
    headings = {finding.field for entry in result.entries for finding in (*entry.repaired, *entry.held_back)}
    for table in tables(file, help="")[0]:
        if table.name in skipped and table.name not in tops:
            continue
        top = tops.get(table.name, 2)
        for line, row in enumerate(table.rows[top - 1 :], top):
            for column, cell in enumerate(row):
                if not folded(cell) or (table.name, line) in notes:
                    continue
                cells += 1
                above = {folded(other[column]) for other in table.rows[: top - 1] if column < len(other)}
                told = whole_of.get((table.name, line), whole)
                if not (
                    set(_words(_shown(cell))) <= told
                    or _means(_shown(cell), told)
                    or any(_is_told(name, headings) for name in above if name)
                ):
                    gone.append(f"{table.name}:{line}:{column + 1}: {folded(cell)}")
    return cells, gone


def _is_told(name: str, headings: set[str]) -> bool:
    return any(
        heading == name or heading.endswith(f": {name}") or heading.startswith(f"{name} (") for heading in headings
    )


def _means(cell: str, told: set[str]) -> bool:
    """Whether ids stand for the words of a cell."""
    vocabulary = Vocabulary(layout().content)
    for kind in ("routes", "access", "groups", "languages", "needs", "status"):
        found = vocabulary.meant(kind, cell)
        others = [word for word in found.others if word.casefold() != "english"]
        ids_are_there = all(set(_words(id)) <= told or id == "active" for id in found.ids)
        if found.ids and ids_are_there and set(_words(" ".join(others))) <= told:
            return True
    if (ages := ages_in(cell)) and is_only_ages(cell):
        return {*ages.values()} <= told
    return cell.casefold() in ("english", *YES, *NO)


def _shown(cell: object) -> str:
    return f"{cell * 24:02.0f} 00" if isinstance(cell, float) and 0 < cell < 1 else folded(cell)


def _words(text: str) -> Iterator[str]:
    yield from re.findall(r"\w+", text.casefold())


def _said(entry: Entry) -> str:
    findings: Any = [(f.field, f.before, f.after, f.sentence) for f in (*entry.repaired, *entry.held_back)]
    return " ".join(_texts([entry.fields, findings, entry.unmapped]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from value
        value = [*value.values()]
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    else:
        yield str(value)


def main(names: list[str]) -> None:
    """Print of each list how many of its lines and cells come in with no hand edit."""
    for name in names:
        result, problems = read(Path(name), None)
        if result is None:
            print(f"{name}: {problems[0].sentence}")
            continue
        cells, gone = lost(Path(name), result)
        held = Counter(entry.held_back[0].kind for entry in result.entries if entry.held_back)
        came = len(result.entries) - sum(held.values())
        why = ", ".join(f"{kind} {number}" for kind, number in held.items())
        share = f"{came} of {len(result.entries)} lines came in ({why or 'none held back'})"
        print(f"{name}: {share}, {len(gone)} of {cells} cells lost")


if __name__ == "__main__":
    main(sys.argv[1:])
