"""The rows of somebody's list as services: those that are sound, and what keeps the others from being taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rolecall.editing.files import changed_files, layout_of
from rolecall.editing.given import Given, folded
from rolecall.editing.merge import merged
from rolecall.editing.sheet import Sheet
from rolecall.editing.sheets import ROOM, of_services
from rolecall.exchange.directory.columns import Columns, heading_row
from rolecall.exchange.tables import Table
from rolecall.load import Loaded
from rolecall.model import Content
from rolecall.places import Place, Problem
from rolecall.slugs import slug

_PHONE = r"\+?[\d][\d ()-]{6,}\d"


@dataclass(frozen=True, slots=True)
class Taken:
    """The new files with their texts, what is wrong with the rows that wait, and what to know of the others."""

    texts: Mapping[Path, str]
    problems: tuple[Problem, ...]
    to_know: tuple[Problem, ...]
    waiting: int
    """How many rows are not taken, as something in them is to be fixed."""


def taken(
    tables: Sequence[Table], columns: Columns, content: Content, loaded: Loaded, pcn: str, *, root: Path, today: date
) -> Taken:
    """Each row of the list as a new service of the PCN. Files that are there stay."""
    layout = layout_of(content, loaded, pcn, today=today)
    sheet = of_services(layout, room=ROOM)
    found = heading_row(tables, columns.headings)
    if not found:
        place = Place(tables[0].file if tables else "", 1)
        fix = "Compare the headings in the columns file with those of the list."
        return Taken({}, (Problem(place, "the headings of this list were not found", fix, kind="missing"),), (), 0)
    to_know: list[Problem] = []
    rows, texts, problems, waiting = [], {}, [], 0
    ids: dict[str, int] = {}
    for row in _rows(*found, columns, sheet, to_know):
        id = slug(row.words().get("Name", ""))
        place = row.cells["Name"][0] if "Name" in row.cells else next(iter(row.cells.values()))[0]
        if id and id in ids:
            sentence = f"this row repeats row {ids[id]}, so it is left out"
            fix = "If it is another service, give it another name."
            to_know.append(Problem(place, sentence, fix, kind="repeated"))
        elif id in layout.raws:
            sentence = f"there is a file {id}.yml already, and it stays as it is"
            to_know.append(Problem(place, sentence, kind="repeated"))
        else:
            ids[id] = place.line
            rows.append(row)
    for row in rows:
        line = merged([replace(sheet, rows=())], {sheet.name: [row]}, layout, today=today)
        new, wrong = changed_files(line, layout, loaded, pcn, root, today=today)
        problems += wrong
        waiting += bool(wrong)
        texts.update({} if wrong else new)
    return Taken(texts, tuple(sorted(set(problems))), tuple(sorted(set(to_know))), waiting)


def _rows(table: Table, at: int, columns: Columns, sheet: Sheet, to_know: list[Problem]) -> Iterator[Given]:
    """The rows below the headings, their cells by our headings."""
    kinds = {heading.name: heading.kind for heading in sheet.headings}
    theirs = {column: columns.headings.get(folded(cell).casefold()) for column, cell in enumerate(table.rows[at])}
    for line, row in enumerate(table.rows[at + 1 :], at + 2):
        if not any(folded(cell) for cell in row):
            continue
        cells: dict[str, tuple[Place, object]] = {}
        for column, cell in enumerate(row):
            if (ours := theirs.get(column)) and folded(cell):
                place = Place(table.file, line, column + 1, table.name)
                cells.update(_cells(ours, kinds[ours], place=place, cell=cell, words=columns.words, to_know=to_know))
        first = Place(table.file, line, 1, table.name)
        if not cells:
            sentence = "this row is empty in every column that is read"
            to_know.append(Problem(first, sentence, "It is left out.", kind="missing"))
            continue
        if "Place 1: street" in cells and "Place 1: name" not in cells:  # Most lists have no name for a place.
            cells["Place 1: name"] = cells.pop("Place 1: street")
        yield Given("", {**{heading: (first, value) for heading, value in columns.for_all.items()}, **cells})


def _cells(
    ours: str, kind: str, *, place: Place, cell: object, words: Mapping[str, str], to_know: list[Problem]
) -> dict[str, tuple[Place, object]]:
    """One of their cells as ours. Several phones become several."""
    if not isinstance(cell, str):
        return {ours: (place, cell)}
    text = cell.strip()
    if kind == "ids":
        parts = [part.strip() for part in re.split(r"[,;/\n]", text) if part.strip()]
        text = "\n".join(filter(None, (words.get(" ".join(part.split()).casefold(), part) for part in parts)))
        if not text:  # Each of its words is to be dropped. What is the same for all may still stand here.
            return {}
    elif kind == "day" and (match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"  # day first, as in England
    elif ours == "Phone 1" and len(phones := re.findall(_PHONE, text)) > 1:
        return {f"Phone {at}": (place, phone.replace("+44 ", "0")) for at, phone in enumerate(phones[:ROOM], 1)}
    elif ours == "Phone 1":
        text = re.sub(r"^\+44 ?", "0", text)
    elif ours == "Email" and len(parts := re.split(r"[;,\s]+", text)) > 1:
        sentence = f"only the first email address is used: {parts[0]}"
        to_know.append(Problem(place, sentence, "A service has 1 email address.", kind="repeated"))
        text = parts[0]
    elif ours == "Website" and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text):
        text = f"https://{text}"
    return {ours: (place, text)}
