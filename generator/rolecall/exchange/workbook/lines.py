"""Which line of a sheet each given line is: by what people see of it, together with its hidden key.

People sort and move lines, and the hidden column stays behind. What cannot be decided is a problem, never a guess: an
answer at another surgery is untrue words before patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolecall.exchange.tables import folded
from rolecall.exchange.workbook.cells import Field, as_shown, says
from rolecall.exchange.workbook.read import Given
from rolecall.exchange.workbook.sheet import Cell, Row, Sheet
from rolecall.places import Place, Problem

_UNDO = "Undo the sorting or moving, or export the workbook again and write your changes there."
_IF_MEANT = f"{_UNDO} If it is meant, change one row, import the workbook, then change the next."
_ONCE = "Keep the right row. To add a new one, write it below the last row instead of copying."
TELLING = 7
"""Characters from which a text is hardly the same in 2 lines by chance."""


@dataclass(frozen=True, slots=True)
class Line:
    """A given line, and the line that it is. None where it is new. `beside` are the cells of another line's key."""

    given: Given
    row: Row | None
    beside: Mapping[str, Cell] | None = None


def lines_of(sheet: Sheet, given: Sequence[Given]) -> tuple[list[Line], list[Problem]]:
    """Each given line with the line that it is, and those of which that is not clear."""
    index = _Index(sheet)
    found: list[Line] = []
    problems: list[Problem] = []
    for one in given:
        line = index.line(one)
        if isinstance(line, Problem):
            problems.append(line)
        elif line:
            found.append(line)
    odd = [*_twice(found, sheet), *_of_moved([line for line in found if line.beside is not None], sheet)]
    odd += _shuffled([line for line in found if line.row and line.beside is None], sheet)
    wrong = {problem.place.line for problem in odd}
    found = [line for line in found if _place(line.given).line not in wrong]
    if any(line.beside is not None for line in found):  # Then keys are those of other lines, for new ones too.
        found = [Line(Given("", one.given.cells), None) if one.row is None else one for one in found]
    return found, problems + odd


class _Index:
    """The lines of a sheet by their keys, and by each of the words that people know them by."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = {folded(row.key): row for row in sheet.rows}
        self.by: dict[str, dict[str, set[str]]] = {heading: {} for heading in sheet.known_by}
        for key, row in self.rows.items():
            for heading in sheet.known_by:
                if word := _word(as_shown(row.cells.get(heading))):
                    self.by[heading].setdefault(word, set()).add(key)

    def line(self, one: Given) -> Line | Problem | None:
        """The line that a given one is, or why that is not clear. None for one that says nothing."""
        if self.sheet.named:
            return self._named(one, self.sheet.named(one.words()))
        words = {heading: _word(one.words().get(heading, "")) for heading in self.sheet.known_by}
        at = {heading: self.by[heading].get(word, set()) for heading, word in words.items() if word}
        exact = set.intersection(*at.values()) if len(at) == len(words) and at else set()
        key = one.key if one.key in self.rows else ""
        if key in exact:
            return self._twin(one, key, exact - {key}) or Line(one, self.rows[key])
        if exact:
            if len(exact) > 1:
                heading = self.sheet.known_by[-1]
                sentence = "several rows have this name, and the hidden column A fits none of them"
                return Problem(_place(one, heading), sentence, _UNDO, kind="conflict")
            (own,) = exact
            beside = self.rows[key].cells if key else {}
            moved = bool(one.key) and not _only_counted_anew(one.key, own)
            return Line(one, self.rows[own], beside if moved else None)
        hints = {heading: keys for heading, keys in at.items() if keys}
        if key:
            odd = next((heading for heading, keys in hints.items() if key not in keys), None)
            return self._of_another(one, odd, hints[odd], key) if odd else self._edited(one, key, bool(hints))
        if len(hints) == 1 and self.sheet.known_by[0] in hints:
            return Line(one, self.rows[hints.popitem()[1].pop()])
        if hints:
            return self._of_another(one, *hints.popitem(), "")
        before = self.sheet.again(one.words()) if self.sheet.again and not one.key else ""
        return Line(one, self.rows.get(before))

    def _named(self, one: Given, own: str | None) -> Line | Problem | None:
        """A line of a sheet on which its first columns are not for people to change."""
        if own is None:
            openly = [heading.name for heading in self.sheet.headings if not heading.fixed]
            written = any(folded(one.cells[name][1]) for name in openly if name in one.cells)
            return Line(one, None) if written else None
        row = self._row(folded(own))
        if not one.key or one.key == folded(own):
            return Line(one, row)
        beside = self._row(one.key)
        return Line(one, row, beside.cells if beside else {})

    def _row(self, key: str) -> Row | None:
        """The line with this key, also one that is not written as nothing is said in it."""
        return self.rows.get(key) or (self.sheet.row_of(key) if self.sheet.row_of else None)

    def _of_another(self, one: Given, heading: str, keys: set[str], key: str) -> Problem:
        other = ", ".join(sorted(_called(self.rows[one], self.sheet) for one in keys))
        own = f", and the rest belongs to {_called(self.rows[key], self.sheet)}" if key else ""
        sentence = f'"{one.words()[heading]}" belongs to another row: {other}{own}'
        return Problem(_place(one, heading), sentence, _IF_MEANT, kind="conflict")

    def _edited(self, one: Given, key: str, is_known: bool) -> Line | Problem:
        """A line of which nobody else has the name or code, or a part of it."""
        row = self.rows[key]
        if is_known:
            return Line(one, row)
        heading = self.sheet.known_by[-1]
        was = f"this row was {_called(row, self.sheet)}"
        if len(self.sheet.known_by) > 1:
            fix = "Change either of them, import the workbook, then change the other. A new row goes below the last."
            sentence = f"{was}, and both its name and its code are new"
            return Problem(_place(one, heading), sentence, fix, kind="conflict")
        own, full = self._same(one, row)
        most = max((self._same(one, other)[0] for other in self.rows.values() if other is not row), default=0)
        if 2 * own < full or own < most:
            fix = f"Write a new one below the last row. {_UNDO}"
            sentence = f"{was}, and most of it is new or belongs to another row"
            return Problem(_place(one, heading), sentence, fix, kind="conflict")
        return Line(one, row)

    def _same(self, one: Given, row: Row) -> tuple[int, int]:
        """In how many cells a given line says what a line says, and in how many that says something."""
        cells = {name: cell for name, cell in row.cells.items() if name not in self.sheet.known_by and as_shown(cell)}
        return sum(says(one.cells[name][1], cell) for name, cell in cells.items() if name in one.cells), len(cells)

    def _twin(self, one: Given, key: str, others: set[str]) -> Problem | None:
        """Why a line cannot be told from another of the same name: it says what that one says."""
        own = self.rows[key].cells
        for twin in others:
            for name, (place, cell) in one.cells.items():
                theirs = self.rows[twin].cells.get(name)
                if as_shown(theirs) and says(cell, theirs) and not says(cell, own.get(name)):
                    return Problem(place, "another row with the same name says this", _UNDO, kind="conflict")
        return None


def _twice(lines: Sequence[Line], sheet: Sheet) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line in lines:
        place = _place(line.given, *sheet.known_by[-1:])
        if line.row and line.row.key in first and line.given.key:
            yield Problem(place, f"this row repeats row {first[line.row.key]}", _ONCE, kind="repeated")
        elif line.row and line.row.key in first:
            sentence = f"there is a row with this name already: row {first[line.row.key]}"
            yield Problem(place, sentence, "Change that row, or give this one another name.", kind="repeated")
        elif line.row:
            first[line.row.key] = place.line


def _of_moved(lines: Sequence[Line], sheet: Sheet) -> Iterator[Problem]:
    """Cells of which it is not clear whether they moved with their line, as where only some columns were sorted."""
    reach = 0  # The last column that is known to have moved: a range that is sorted has no gaps.
    for line in lines:
        for name, (place, cell) in line.given.cells.items():
            own, beside = _own(line, name), (line.beside or {}).get(name)
            if name not in sheet.known_by and as_shown(own) and says(cell, own) and not says(cell, beside):
                reach = max(reach, place.column)
    for line in lines:
        for name, (place, cell) in line.given.cells.items():
            own, beside = _own(line, name), (line.beside or {}).get(name)
            if not isinstance(own, Field) or says(cell, own):
                continue
            if as_shown(beside) and says(cell, beside):
                sentence = "this belongs to another row: only some columns were sorted or moved"
                yield Problem(place, sentence, _UNDO, kind="conflict")
            elif place.column > reach:
                sentence = "this row was sorted or moved, and it is not clear whether this cell was moved with it"
                yield Problem(place, sentence, _UNDO, kind="conflict")


def _shuffled(lines: Sequence[Line], sheet: Sheet) -> list[Problem]:
    """Cells of columns that were sorted without the others: each says what another line said, which says it no more."""
    places: list[Place] = []
    for heading in sheet.headings:
        changed = []
        for line in lines:
            place, cell = line.given.cells.get(heading.name, (None, None))
            own = _own(line, heading.name)
            if place and isinstance(own, Field) and not says(cell, own):
                changed.append((place, folded(cell), folded(as_shown(own))))
        before = [old for _, _, old in changed]
        places += [place for place, new, _ in changed if len(new) >= TELLING and before.count(new) == 1]
    if len(places) < 3:
        return []  # Of 2 phone numbers, somebody may well have put right that each was at the other's place.
    sentence = "another row said this until now: were only some columns sorted?"
    return [Problem(place, sentence, _IF_MEANT, kind="conflict") for place in places]


def _own(line: Line, heading: str) -> Cell:
    return line.row.cells.get(heading) if line.row else None


def _place(one: Given, heading: str = "") -> Place:
    return one.cells[heading][0] if heading in one.cells else next(iter(one.cells.values()))[0]


def _called(row: Row, sheet: Sheet) -> str:
    return " ".join(str(word) for heading in reversed(sheet.known_by) if (word := as_shown(row.cells.get(heading))))


def _word(text: object) -> str:
    return folded(text).casefold()


def _only_counted_anew(key: str, own: str) -> bool:
    """Whether 2 keys of people differ only in the number in front, since somebody else came or went."""
    return key.partition(" ")[0].isdigit() and key.partition(" ")[2] == own.partition(" ")[2] != ""
