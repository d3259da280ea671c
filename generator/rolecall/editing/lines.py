"""Which line of a sheet each given line is: by what people see of it, together with its hidden key.

People sort and move lines, and the hidden column stays behind. What cannot be decided is a problem, never a guess: an
answer at another surgery is untrue words before patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolecall.editing.cells import Field, as_shown, says
from rolecall.editing.given import Given, folded
from rolecall.editing.sheet import Cell, Row, Sheet
from rolecall.editing.shuffled import shuffled
from rolecall.places import Place, Problem

_UNDO = "Undo the sorting or moving, or export the workbook again and write your changes there."
_IF_MEANT = f"{_UNDO} If it is meant, change one row, import the workbook, then change the next."
_ONCE = "Keep the right row. To add a new one, write it below the last row instead of copying."


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
    for line_given in given:
        line = index.line(line_given)
        if isinstance(line, Problem):
            problems.append(line)
        elif line:
            found.append(line)
    odd = [*_twice(found, sheet), *_of_moved([line for line in found if line.beside is not None], sheet)]
    places = {problem.place for problem in odd}
    by_chance = _shuffled([line for line in found if not line.given.is_sure], sheet)
    odd += (problem for problem in by_chance if problem.place not in places)
    wrong = {problem.place.line for problem in odd}
    found = [line for line in found if _place(line.given).line not in wrong]
    if any(line.beside is not None for line in found):  # Then keys are those of other lines, for new ones too.
        found = [line if line.row else Line(Given("", line.given.cells), None) for line in found]
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

    def line(self, given: Given) -> Line | Problem | None:
        """The line that a given one is, or why that is not clear. None for one that says nothing."""
        if given.is_sure:
            return Line(given, self._row(given.key))
        if self.sheet.named:
            return self._named(given, self.sheet.named(given.words()))
        words = {heading: _word(given.words().get(heading, "")) for heading in self.sheet.known_by}
        at = {heading: self.by[heading].get(word, set()) for heading, word in words.items() if word}
        exact = set.intersection(*at.values()) if len(at) == len(words) and at else set()
        key = given.key if given.key in self.rows else ""
        if key in exact:
            return self._twin(given, key, exact - {key}) or Line(given, self.rows[key])
        if exact:
            if len(exact) > 1:
                heading = self.sheet.known_by[-1]
                return Problem(
                    _place(given, heading),
                    "several rows have this name, and it is not clear which of them this is",
                    _UNDO,
                    kind="conflict",
                )
            (known,) = exact
            beside = self.rows[key].cells if key else {}
            moved = bool(given.key) and not _only_counted_anew(given.key, known)
            return Line(given, self.rows[known], beside if moved else None)
        hints = {heading: keys for heading, keys in at.items() if keys}
        if key:
            odd = next((heading for heading, keys in hints.items() if key not in keys), None)
            return self._of_another(given, odd, hints[odd], key) if odd else self._edited(given, key, bool(hints))
        if len(hints) == 1 and self.sheet.known_by[0] in hints:
            return Line(given, self.rows[hints.popitem()[1].pop()])
        if hints:
            return self._of_another(given, *hints.popitem(), "")
        before = self.sheet.again(given.words()) if self.sheet.again and not given.key else ""
        return Line(given, self.rows.get(before))

    def _named(self, given: Given, named: str | None) -> Line | Problem | None:
        """A line of a sheet on which its first columns are not for people to change."""
        if named is None:
            openly = [heading.name for heading in self.sheet.headings if not heading.fixed]
            written = any(folded(given.cells[name][1]) for name in openly if name in given.cells)
            return Line(given, None) if written else None
        row = self._row(folded(named))
        if not given.key or given.key == folded(named):
            return Line(given, row)
        beside = self._row(given.key)
        return Line(given, row, beside.cells if beside else {})

    def _row(self, key: str) -> Row | None:
        """The line with this key, also one that is not written as nothing is said in it."""
        return self.rows.get(key) or (self.sheet.row_of(key) if self.sheet.row_of else None)

    def _of_another(self, given: Given, heading: str, keys: set[str], key: str) -> Problem:
        others = ", ".join(sorted(_called(self.rows[other], self.sheet) for other in keys))
        rest = f", and the rest belongs to {_called(self.rows[key], self.sheet)}" if key else ""
        sentence = f'"{given.words()[heading]}" belongs to another row: {others}{rest}'
        return Problem(_place(given, heading), sentence, _IF_MEANT, kind="conflict")

    def _edited(self, given: Given, key: str, is_known: bool) -> Line | Problem:
        """A line of which nobody else has the name or code, or a part of it."""
        row = self.rows[key]
        if is_known:
            return Line(given, row)
        heading = self.sheet.known_by[-1]
        was = f"this row was {_called(row, self.sheet)}"
        if len(self.sheet.known_by) > 1:
            fix = "Change one of the two, import the workbook, then change the other. A new row goes below the last."
            return Problem(
                _place(given, heading), f"{was}, and both its name and its code are new", fix, kind="conflict"
            )
        same, full = self._same(given, row)
        most = max((self._same(given, other)[0] for other in self.rows.values() if other is not row), default=0)
        if 2 * same < full or same < most:
            fix = f"Write a new one below the last row. {_UNDO}"
            return Problem(
                _place(given, heading), f"{was}, and most of it is new or belongs to another row", fix, kind="conflict"
            )
        return Line(given, row)

    def _same(self, given: Given, row: Row) -> tuple[int, int]:
        """In how many cells a given line says what a line says, and in how many that says something."""
        cells = {name: cell for name, cell in row.cells.items() if name not in self.sheet.known_by and as_shown(cell)}
        return sum(says(given.cells[name][1], cell) for name, cell in cells.items() if name in given.cells), len(cells)

    def _twin(self, given: Given, key: str, others: set[str]) -> Problem | None:
        """Why a line cannot be told from another of the same name: it says what that one says."""
        cells = self.rows[key].cells
        for twin in others:
            for name, (place, cell) in given.cells.items():
                theirs = self.rows[twin].cells.get(name)
                if as_shown(theirs) and says(cell, theirs) and not says(cell, cells.get(name)):
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
            now, beside = _cell_of(line, name), (line.beside or {}).get(name)
            if name not in sheet.known_by and as_shown(now) and says(cell, now) and not says(cell, beside):
                reach = max(reach, place.column)
    for line in lines:
        for name, (place, cell) in line.given.cells.items():
            now, beside = _cell_of(line, name), (line.beside or {}).get(name)
            if not isinstance(now, Field) or says(cell, now):
                continue
            if as_shown(beside) and says(cell, beside):
                yield Problem(
                    place, "this belongs to another row: only some columns were sorted or moved", _UNDO, kind="conflict"
                )
            elif place.column > reach:
                sentence = "this row was sorted or moved, and it is not clear whether this cell was moved with it"
                yield Problem(place, sentence, _UNDO, kind="conflict")


def _shuffled(lines: Sequence[Line], sheet: Sheet) -> list[Problem]:
    """Cells of columns that were sorted without the others: each says what another line said, which says it no more."""
    sentence = "another row said this until now: were only some columns sorted?"
    order = {row.key: at for at, row in enumerate(sheet.rows)}
    known = [(line.given, line.row) for line in lines if line.row]
    known.sort(key=lambda line: order.get(line[1].key, len(order)))
    names = [heading.name for heading in sheet.headings]
    return [Problem(place, sentence, _IF_MEANT, kind="conflict") for place in shuffled(known, names)]


def _cell_of(line: Line, heading: str) -> Cell:
    return line.row.cells.get(heading) if line.row else None


def _place(given: Given, heading: str = "") -> Place:
    return given.cells[heading][0] if heading in given.cells else next(iter(given.cells.values()))[0]


def _called(row: Row, sheet: Sheet) -> str:
    return " ".join(str(word) for heading in reversed(sheet.known_by) if (word := as_shown(row.cells.get(heading))))


def _word(text: object) -> str:
    return folded(text).casefold()


def _only_counted_anew(key: str, other: str) -> bool:
    """Whether 2 keys of people differ only in the number in front, since somebody else came or went."""
    return key.partition(" ")[0].isdigit() and key.partition(" ")[2] == other.partition(" ")[2] != ""
