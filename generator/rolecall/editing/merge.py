"""What given lines say differently from the YAML files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rolecall.editing.cells import Field, Odd, Value, as_shown, understood, without_html
from rolecall.editing.changes import Change, Merged
from rolecall.editing.fields import CHECKS
from rolecall.editing.given import Given, folded
from rolecall.editing.layout import Layout
from rolecall.editing.lines import Line, lines_of
from rolecall.editing.near import meant
from rolecall.editing.sheet import ALL, ANSWER, SHORT_WORDS, STILL_RIGHT, TAKE_OUT, Row, Sheet
from rolecall.editing.still_right import still_right
from rolecall.places import Place, Problem
from rolecall.validate.shapes import did_you_mean


def merged(sheets: Sequence[Sheet], given: Mapping[str, Sequence[Given]], layout: Layout, *, today: date) -> Merged:
    """What the given rows say differently from the sheets as they would be written now."""
    found = Merged()
    for sheet in sheets:
        added, new = 0, dict[str, Place]()
        lines, wrong = lines_of(sheet, given.get(sheet.name, ()))
        found.problems += wrong
        for line in sorted(lines, key=_asks_of_others):
            given_line, cells = line.given, line.row.cells if line.row else None
            if cells is None and sheet.new:
                cells = sheet.new(given_line.words(), added)
                added += cells is not None
                if cells is not None:
                    _refuse_taken(given_line, cells, new, layout=layout, found=found)
            if cells is None:
                _unknown_row(given_line, sheet, found)
                continue
            _compare(given_line, cells, sheet, found=found, layout=layout, today=today)
        if moved := sum(line.beside is not None for line in lines):
            found.moved.append(_of_moved(sheet, moved))
        if sheet.new and sheet.name in given:
            there = {line.row.key for line in lines if line.row}
            names = [_name(row) for row in sheet.rows if row.key not in there]
            found.stay += [f"not in this workbook, so it stays as it is: {sheet.name}: {name}" for name in names]
    return found


def _asks_of_others(line: Line) -> bool:
    """Whether a line asks of a check that stands in other lines. Those are read first."""
    return line.row is not None and line.row.key == STILL_RIGHT


def _of_moved(sheet: Sheet, number: int) -> str:
    *some, last = sheet.known_by
    by = f"{', '.join(some)} and {last}" if some else last
    rows = "1 row was" if number == 1 else f"{number} rows were"
    return f"{sheet.name}: {rows} sorted or moved without the hidden column A, and recognised by {by}"


def _compare(
    line: Given, cells: Mapping[str, Any], sheet: Sheet, *, found: Merged, layout: Layout, today: date
) -> None:
    changed: list[Change] = []
    wrong = len(found.problems)
    still: tuple[Place, Field, Value] | None = None
    for heading, (place, cell) in line.cells.items():
        what = cells.get(heading)
        if not isinstance(what, Field):
            _refuse_lost(sheet, heading, place, cell=cell, fixed=what, found=found)
            continue
        found.cells[what.file, what.path] = place, heading
        try:
            value = without_html(understood(cell, what), what)
        except Odd as odd:
            found.problems.append(Problem(place, odd.sentence, odd.fix, kind=odd.kind))
            continue
        name = line.name
        if what.path[-1] in (STILL_RIGHT, TAKE_OUT):
            if what.path[-1] == STILL_RIGHT and value:
                still = place, what, value
            elif value in ("yes", ALL):
                changed.append(Change(place, what, value, f"{name}, taken out"))
        elif value != what.value:
            column = [] if heading == "Your words" else [heading]
            changed.append(Change(place, what, value, ", ".join([name, *column])))
    changed += _without_short_words(line, cells, changed)
    if still and len(found.problems) == wrong:
        elsewhere = [cells[name] for name, _, _ in CHECKS if name not in line.cells]
        changed += [change for change in found.changes if change.field in elsewhere]
        found.changes = [change for change in found.changes if change not in changed]
        still_right(*still, cells=cells, line=line, changed=changed, found=found, layout=layout, today=today)
    found.changes += changed


def _without_short_words(line: Given, cells: Mapping[str, Any], changed: Sequence[Change]) -> Iterator[Change]:
    """The short words of an answer go with it, where nobody changed them too."""
    short = cells.get(SHORT_WORDS)
    if isinstance(short, Field) and short.value is not None:
        answer = [change for change in changed if change.field.path[:-1] == short.path[:-1]]
        emptied = next((change for change in answer if change.field is cells.get(ANSWER) and change.new is None), None)
        if emptied and not any(change.field is short for change in answer):
            yield Change(emptied.place, short, None, f"{line.name}, {SHORT_WORDS}")


def _refuse_taken(
    line: Given, cells: Mapping[str, Any], new: dict[str, Place], *, layout: Layout, found: Merged
) -> None:
    """A new service may not take the file of another, nor that of another new one: `new` has where those stand."""
    files = {what.file for what in cells.values() if isinstance(what, Field)}
    place = line.cells.get("Name", next(iter(line.cells.values())))[0]
    for file in sorted(files - {""}):
        if file in new:
            sentence = f"this name would have the same web address as row {new[file].line}"
            found.problems.append(Problem(place, sentence, "Give one of the two another name.", kind="repeated"))
        new.setdefault(file, place)
    if (taken := files & {*layout.raws}) and line.key not in taken:
        sentence = f"there is a service with this name already: {taken.pop()}.yml"
        found.problems.append(
            Problem(place, sentence, "Change that one, or give this one another name.", kind="repeated")
        )


def _refuse_lost(sheet: Sheet, heading: str, place: Place, *, cell: object, fixed: object, found: Merged) -> None:
    """Words in a cell of this row that is for showing only would be lost."""
    says = " ".join(str(cell).split()) if cell is not None else ""
    shows = " ".join(str(fixed or "").split())
    column = next((column for column in sheet.headings if column.name == heading), None)
    if says and says != shows and column and not column.fixed:
        fix = "Empty this cell. Grey cells only show what Rolecall knows, and some columns are not for every row."
        found.problems.append(
            Problem(place, f'nothing can be written here, and this cell has "{says[:60]}"', fix, kind="misplaced")
        )


def _unknown_row(line: Given, sheet: Sheet, found: Merged) -> None:
    place = next(iter(line.cells.values()))[0]
    if sheet.name == "Roles":
        sentence = "Rolecall does not know this row"
        fix = "Choose the surgery, the role and the question from the lists."
        for heading in sheet.headings[:3]:
            at, word = line.cells.get(heading.name, (place, None))
            labels = [*heading.choices.values()]
            if word and str(word).strip().casefold() not in [label.casefold() for label in labels]:
                place, fix = at, did_you_mean(str(word).strip(), labels, called="Choose from")
                break
    elif sheet.grows:
        place, name = line.cells.get("Name", (place, None))
        sentence, fix = "this row has no name", "Write one, or empty the row."
        if name := folded(name):
            sentence = f'the name "{name[:60]}" has no letters a to z, which its web address needs'
            fix = f"Add a word in these letters, for example {name[:60]} lunch club"
    else:
        sentence, fix = "this row is not from Rolecall", "Rows cannot be added on this sheet. Delete it."
        by = sheet.known_by[0]
        at, word = line.cells.get(by, (place, None))
        if near := meant(folded(word), (str(as_shown(row.cells.get(by))) for row in sheet.rows)):
            place, fix = at, f'Did you mean "{near}"? Then write that here. Rows cannot be added on this sheet.'
    found.problems.append(Problem(place, sentence, fix, kind="unknown"))


def _name(row: Row) -> str:
    name = row.cells.get("Name")
    return str(name.value) if isinstance(name, Field) else row.key
