"""A filled-in workbook to the YAML files that it changes, all of them or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rolecall import tidy
from rolecall.editing.changes import Change, Merged
from rolecall.editing.edits import edits
from rolecall.editing.files import changed_files, layout_of
from rolecall.editing.given import folded
from rolecall.editing.layout import Layout
from rolecall.editing.leaving import photos_left
from rolecall.editing.sheets import ROOM, sheets_of
from rolecall.exchange.workbook.notes import failed_cells
from rolecall.exchange.workbook.read import Book, read_book
from rolecall.load import Loaded
from rolecall.model import Content
from rolecall.places import Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook changes, what is wrong with it, and the new text of each file. No texts where a problem is."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[Path, str]
    notes: tuple[str, ...]
    """What people are to know: how lines and sheets were read, and what stays as it is."""
    gone: tuple[Path, ...] = ()
    """Files that nothing shows any more: photos of people who are taken out."""


def imported(
    path: Path, content: Content, loaded: Loaded, pcn: str, root: Path, *, today: date, from_another: bool = False
) -> Imported:
    """What the workbook at `path` says differently from the files of a PCN in the workspace `root`.

    `from_another` says whether it may be one that was written for another PCN.
    """
    layout = layout_of(content, loaded, pcn, today=today)
    sheets = sheets_of(layout, room=ROOM)
    book = read_book(path, sheets)
    if not from_another and (other := _of_another(book, layout)):
        return Imported((), (other,), {}, ())
    found = edits(sheets, book.rows, layout, today=today)
    notes = [*book.notes, *found.moved, *([] if book.only_due else found.stay)]
    texts, wrong = changed_files(found, layout, loaded, pcn, root, today=today)
    problems = {*book.problems, *_failed(path, found), *wrong}
    if problems:
        return Imported(tuple(found.changes), tuple(sorted(problems)), {}, tuple(notes))
    gone = tuple(photos_left(found, layout, root))
    return Imported(tuple(found.changes), (), texts, (*notes, *found.follows), gone)


def _of_another(book: Book, layout: Layout) -> Problem | None:
    """Why a workbook is not one of this PCN. One may have corrected its code there, or here since."""
    code = tidy.code(str(layout.raw.get("ods_code", "")))
    given = {line.words().get("What", ""): line for line in book.rows.get("Your PCN", ())}
    place, cell = given["ODS code"].cells.get("Your words", (None, "")) if "ODS code" in given else (None, "")
    says = folded(cell).upper()
    codes = {code for code in (book.code, says) if re.fullmatch(r"U\d{5}", code)}
    if code in codes or (not codes and book.id in ("", layout.pcn)):
        name = given["Name"].cells.get("Your words", (None, ""))[1] if "Name" in given else None
        is_renamed = bool(name) and folded(name) != folded(layout.raw.get("name", ""))
        if says and says != code and is_renamed and place:
            sentence = "both the name and the code on this sheet are of another PCN"
            return Problem(
                place, sentence, "Correct one of the two. If both are to change: --from-another-pcn", kind="conflict"
            )
        return None
    other = book.code or says or book.id
    sentence = f"this workbook was written for another PCN: {other}. This one is {layout.pcn} ({code})"
    fix = (
        "Choose the other PCN with --pcn. If all of it, name and code too, is to become this PCN's: --from-another-pcn"
    )
    place = (None if book.code else place) or book.place
    assert place, "a cell says which PCN it is"
    return Problem(place, sentence, fix, kind="misplaced")


def _failed(path: Path, found: Merged) -> Iterator[Problem]:
    """Cells that look empty to our reader, as the workbook could not work them out: #N/A and the like."""
    emptied = [change.place for change in found.changes if change.new is None and not change.takes_out]
    wrong = failed_cells(path) if emptied else set()
    for place in emptied:
        if (place.sheet, place.line, place.column) in wrong:
            fix = "Format the cell as text and write it again."
            yield Problem(place, "the workbook could not work out this cell", fix, kind="unreadable")
