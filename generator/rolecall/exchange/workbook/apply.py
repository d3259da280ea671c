"""A filled-in workbook to the YAML files that it changes, all of them or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from rolecall.bundled import bundled
from rolecall.clashes import clashes
from rolecall.exchange.starter import SERVICE_SCHEMA_LINE
from rolecall.exchange.tables import folded
from rolecall.exchange.workbook.layout import Layout
from rolecall.exchange.workbook.merge import Change, Merged, applied, merged
from rolecall.exchange.workbook.notes import failed_cells
from rolecall.exchange.workbook.read import Book, read_book
from rolecall.exchange.workbook.told import in_headings
from rolecall.load import Loaded, Workspace, YamlFile
from rolecall.model import Content, Service
from rolecall.pages import plan
from rolecall.places import Place, Problem
from rolecall.site import site_of
from rolecall.templates import Words, environment, theme_folders
from rolecall.validate import validate
from rolecall.yamltext import YamlFields, composed, plain, read, updated

OF_SURGERIES = ("Roles", "People")
"""The sheets that name surgeries."""

CODE = ("ods_code",)

ROOM = 20
"""Times, places, prices that a service may have in a workbook. More would be columns that nobody finds."""

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook changes, what is wrong with it, and the new text of each file. No texts where a problem is."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[Path, str]
    told: tuple[str, ...]
    """What people are to know: how lines and sheets were read, and what stays as it is."""


def layout_of(content: Content, loaded: Loaded, pcn: str, *, today: date) -> Layout:
    """The layout of a PCN as its files are now."""
    raw: Any = plain(loaded.pcns[pcn].node)
    raws: Any = {id: plain(file.node) for id, file in loaded.services[pcn].items()}
    return Layout(content, pcn, raw, raws, today=today)


def imported(
    path: Path, content: Content, loaded: Loaded, pcn: str, root: Path, *, today: date, from_another: bool = False
) -> Imported:
    """What the workbook at `path` says differently from the files of a PCN in the workspace `root`.

    `from_another` says whether it may be one that was written for another PCN.
    """
    layout = layout_of(content, loaded, pcn, today=today)
    sheets = layout.sheets(room=ROOM)
    book = read_book(path, sheets)
    if not from_another and (other := _of_another(book, layout)):
        return Imported((), (other,), {}, ())
    rows, problems = book.rows, book.problems
    found = merged([sheet for sheet in sheets if sheet.name not in OF_SURGERIES], rows, layout, today=today)
    # A surgery that is new in this workbook may already have people and answers in it.
    # One that has lost its code is told of once, and not again in each line about it.
    kept = [
        change for change in found.changes if not change.takes_out and (change.new or change.field.path[-1:] != CODE)
    ]
    new = applied(kept, layout.raw, {}).get("", layout.raw)
    later = Layout(content, pcn, new, layout.raws, today=today, before=layout)
    if "Roles" in rows:
        rows["Roles"] = [replace(one, key=later.key_now(one.key)) for one in rows["Roles"]]
    also = merged([later.of_roles(), later.of_people()], rows, later, today=today)
    found = found.with_(also)
    told = [*book.told, *found.moved, *([] if book.only_due else found.stay)]
    problems += _failed(path, found)
    peopled = [*_taken_out_with_people(found, layout)]
    problems += peopled
    places = {problem.place for problem in peopled}
    found.changes = [change for change in found.changes if change.place not in places]
    texts, wrong = changed_files(found, layout, loaded, pcn, root, today=today)
    problems += wrong
    return Imported(tuple(found.changes), tuple(sorted(set(problems))), {} if problems else texts, tuple(told))


def _of_another(book: Book, layout: Layout) -> Problem | None:
    """Why a workbook is not one of this PCN. One may have corrected its code there, or here since."""
    own = str(layout.raw.get("ods_code", "")).strip().upper()
    given = {one.words().get("What", ""): one for one in book.rows.get("Your PCN", ())}
    place, cell = given["ODS code"].cells.get("Your words", (None, "")) if "ODS code" in given else (None, "")
    says = folded(cell).upper()
    codes = {code for code in (book.code, says) if re.fullmatch(r"U\d{5}", code)}
    if own in codes or (not codes and book.id in ("", layout.pcn)):
        name = given["Name"].cells.get("Your words", (None, ""))[1] if "Name" in given else None
        is_renamed = bool(name) and folded(name) != folded(layout.raw.get("name", ""))
        if says and says != own and is_renamed and place:
            sentence = "both the name and the code on this sheet are of another PCN"
            fix = "Correct either of them. If both are to change: --from-another-pcn"
            return Problem(place, sentence, fix, kind="conflict")
        return None
    other = book.code or says or book.id
    sentence = f"this workbook was written for another PCN: {other}. This one is {layout.pcn} ({own})"
    fix = (
        "Choose the other PCN with --pcn. If all of it, name and code too, is to become this PCN's: --from-another-pcn"
    )
    place = (None if book.code else place) or book.place
    assert place, "a cell says which PCN it is"
    return Problem(place, sentence, fix, kind="misplaced")


def changed_files(
    found: Merged, layout: Layout, loaded: Loaded, pcn: str, root: Path, *, today: date
) -> tuple[dict[Path, str], list[Problem]]:
    """The new texts of the files that cells change, and all that is wrong with cells or would be with files."""
    problems = [*found.problems]
    after = applied(found.changes, layout.raw, layout.raws)
    texts: dict[Path, str] = {}
    files: dict[str, YamlFile] = {}
    for id, value in after.items():
        file = loaded.services[pcn].get(id) if id else loaded.pcns[pcn]
        shown = file.file if file else f"content/pcns/{pcn}/services/{id}.yml"
        old = (root / shown).read_bytes().decode() if file else ""
        text = updated(old, file.node, value) if file else _new_service(value)
        node = read(text, shown)[0] if text is not None else None
        if text is None or not isinstance(node, YamlFields):
            changed = [change.place for change in found.changes if change.field.file == id]
            sentence = f"{shown} is written in a way that does not let this be changed"
            problems.append(Problem(changed[0], sentence, "Change the file itself.", kind="unreadable"))
        elif text != old:
            texts[root / shown], files[id] = text, YamlFile(shown, node)
    problems += _wrong(files, loaded, pcn, found, Workspace(root, bundled()), today=today)
    return texts, problems


def _new_service(value: Mapping[str, Any]) -> str:
    """The text of a new file of a service, its fields in the order of the model."""
    return SERVICE_SCHEMA_LINE + "\n" + composed({name: value[name] for name in Service.model_fields if name in value})


def _taken_out_with_people(found: Merged, layout: Layout) -> Iterator[Problem]:
    """Surgeries that are taken out although people are still named there."""
    pcn = applied([change for change in found.changes if not change.takes_out], layout.raw, {}).get("", layout.raw)
    gone = [change for change in found.changes if change.takes_out]
    people = {at: one for at, one in enumerate(pcn.get("people", [])) if ("people", at) not in _entries(gone)}
    for change in gone:
        list_, at = change.field.path[:2]
        if list_ == "practices":
            code = str(pcn["practices"][at].get("ods_code", "")).upper()
            here = [one["name"] for one in people.values() if code in map(str.upper, one.get("practices", []))]
            if here:
                fix = 'On the sheet People, take this surgery out of "Surgeries" in their rows, or take out the rows.'
                sentence = f"people are named at this surgery: {', '.join(map(str, here))}"
                yield Problem(change.place, sentence, fix, kind="conflict")


def _entries(changes: Iterable[Change]) -> set[Steps]:
    return {change.field.path[:2] for change in changes}


def _failed(path: Path, found: Merged) -> Iterator[Problem]:
    """Cells that look empty to our reader, as the workbook could not work them out: #N/A and the like."""
    emptied = [change.place for change in found.changes if change.new is None and not change.takes_out]
    wrong = failed_cells(path) if emptied else set()
    for place in emptied:
        if (place.sheet, place.line, place.column) in wrong:
            fix = "Format the cell as text and write it again."
            yield Problem(place, "the workbook could not work out this cell", fix, kind="unreadable")


def _wrong(
    files: Mapping[str, YamlFile], loaded: Loaded, pcn: str, found: Merged, workspace: Workspace, *, today: date
) -> Iterator[Problem]:
    """What would be wrong with the files after the change, each problem at the cell that it comes from."""
    services = {**loaded.services[pcn], **{id: file for id, file in files.items() if id}}
    own = {pcn: files.get("", loaded.pcns[pcn])}
    after = replace(loaded, pcns={**loaded.pcns, **own}, services={**loaded.services, pcn: services})
    content, problems = validate(after, [], today=today)
    if content and pcn in content.pcns:
        here = site_of(content, pcn, today=today)
        words = Words(environment(theme_folders(workspace)))
        problems += clashes(here, plan(here, words), after.pcns[pcn], workspace)
    ids = {file.file: id for id, file in (("", own[pcn]), *services.items())}
    odd = {problem.place for problem in found.problems}  # What such a cell says is not there yet, and not missing.
    for problem in problems:
        id = ids.get(problem.place.file)
        if id is None:
            yield problem
            continue
        path = problem.place.path
        nearest = _nearest_cell(path, id, found)
        if nearest is None:
            yield replace(problem, pcn="")
            continue
        field_path, place, heading = nearest
        if problem.kind == "missing" and place in odd:
            continue
        if problem.kind == "missing" and field_path[: len(path)] == path:
            yield Problem(place, f'there is nothing under "{heading}"', "Fill it in, in this row.", kind="missing")
        else:
            yield in_headings(replace(problem, place=replace(place, path=path), pcn=""))


def _nearest_cell(path: Steps, id: str, found: Merged) -> tuple[Steps, Place, str] | None:
    """The cell of the field at `path`, or of the one nearest to it: its field, place and heading."""

    def shared(other: Steps) -> int:
        return next(
            (at for at, (a, b) in enumerate(zip(path, other, strict=False)) if a != b), min(len(path), len(other))
        )

    cells = {other: cell for (file, other), cell in found.cells.items() if file == id}
    if not cells:
        return None
    changed = {change.field.path for change in found.changes if change.field.file == id}
    best = max(cells, key=lambda other: (shared(other), other in changed, -len(other)))
    return (best, *cells[best]) if id or shared(best) else None
