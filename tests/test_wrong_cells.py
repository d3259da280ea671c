"""Whatever is wrong with a workbook, each problem names a cell of it, in words of the workbook and not of YAML."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT
from rolecall.editing.cells import Field, as_shown
from rolecall.editing.changes import Change
from rolecall.editing.edits import edits
from rolecall.editing.files import changed_files, layout_of
from rolecall.editing.given import Given
from rolecall.editing.headings import in_headings
from rolecall.editing.layout import Layout
from rolecall.editing.sheet import Sheet
from rolecall.editing.sheets import sheets_of
from rolecall.exchange.workbook import imported
from rolecall.load import Loaded
from rolecall.places import Place, Problem
from test_workbook import TODAY, column_of, export, riverside, sound

__all__ = ["riverside"]

OF_YAML = re.compile(r"\.ya?ml\b:|\.yml:\d|in quotes|curly|\[|\bYAML\b|\bindent|\bline \d")
"""What only makes sense to somebody who has the files open."""

WRONG: Mapping[str, object] = {
    "words that are no choice": "zzz qq",
    "a sign alone": "-5",
    "HTML": "<b>x</b>",
    "a day that there is not": "2026-13-45",
    "slots": "{link-worker} {nobody}",
    "half an email address": "nowhere@",
    "a script": "javascript:alert(1)",
    "a colon and a second line": "a: b\nc",
    "very much text": "x" * 3000,
    "a surgery": "Mill Street Surgery",
    "a phone number that others have": "0117 496 0210",
    "a number": 999,
    "TRUE": True,
    "a way out of the folder": "../../x.png",
    "an address with a space": "https://x.example.org/a b",
    "an address of a page that every site has": "compare",
    "pairs that lead nowhere": "old/: services/nowhere/",
    "a day of the past": "2020-01-01",
    "an error of the program": "#N/A",
    "nothing": None,
}


@dataclass(frozen=True)
class Filled:
    """The lines of Riverside's workbook, to be given back with changes."""

    root: Path
    loaded: Loaded
    layout: Layout
    sheets: Sequence[Sheet]
    lines: Mapping[str, Sequence[Given]]

    def told(self, changes: Mapping[tuple[str, int, str], object], without: str = "") -> list[Problem]:
        """What is wrong once these cells hold something else, and a sheet is not there."""
        given = {sheet: [*lines] for sheet, lines in self.lines.items() if sheet != without}
        for (sheet, at, heading), value in changes.items():
            if sheet in given:
                line = given[sheet][at]
                given[sheet][at] = Given(line.key, {**line.cells, heading: (line.cells[heading][0], value)})
        return self.taken(given)[1]

    def taken(self, given: Mapping[str, Sequence[Given]]) -> tuple[Sequence[Change], list[Problem]]:
        """What these lines would change, and what is wrong with them."""
        found = edits(self.sheets, given, self.layout, today=TODAY)
        if not found.changes:
            return (), found.problems
        wrong = changed_files(found, self.layout, self.loaded, "riverside", self.root, today=TODAY)[1]
        return found.changes, wrong


@cache
def filled() -> Filled:
    content, loaded = sound(ROOT, "riverside")
    layout = layout_of(content, loaded, "riverside", today=TODAY)
    sheets = sheets_of(layout)
    lines = {sheet.name: [*_lines(sheet)] for sheet in sheets}
    return Filled(ROOT, loaded, layout, sheets, lines)


def _lines(sheet: Sheet) -> Iterator[Given]:
    for at, row in enumerate(sheet.rows, 3):
        columns = enumerate((heading.name for heading in sheet.headings), 2)
        cells = {
            name: (Place("r.xlsx", at, column, sheet.name), as_shown(row.cells.get(name))) for column, name in columns
        }
        yield Given(row.key, cells)


def cells_of_each_kind() -> list[tuple[str, int, str]]:
    """Of each column (or, where each row is another field, of each row) a cell that people may fill in."""
    found: dict[tuple[str, ...], tuple[str, int, str]] = {}
    for sheet in filled().sheets:
        for at, row in enumerate(sheet.rows):
            kind = row.key.rpartition("/")[2] if sheet.named else ""
            for heading in sheet.headings:
                if isinstance(row.cells.get(heading.name), Field):
                    found.setdefault((sheet.name, kind, heading.name), (sheet.name, at, heading.name))
    return [*found.values()]


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_each_message_names_a_cell_and_nothing_of_yaml(value: object) -> None:
    # In each run 3 other cells; several at once, as a cell may only be wrong beside another.
    for some in drawn(cells_of_each_kind(), str(value)):
        for problem in filled().told(dict.fromkeys(some, value)):
            assert_is_of_a_cell(problem)


def drawn(cells: list[tuple[str, int, str]], seed: str) -> Iterator[list[tuple[str, int, str]]]:
    by_chance = random.Random(seed)
    for many in (1, 1, 4):
        yield by_chance.sample(cells, many)


def assert_is_of_a_cell(problem: Problem) -> None:
    assert problem.place.sheet in filled().lines, str(problem)
    assert problem.place.file == "r.xlsx", str(problem)
    assert not OF_YAML.search(f"{problem.sentence} {problem.fix}"), str(problem)


@pytest.mark.slow
@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_each_message_of_each_cell_names_it(value: object) -> None:
    for cell in cells_of_each_kind():
        for problem in filled().told({cell: value}):
            assert_is_of_a_cell(problem)


def test_what_is_wrong_on_a_sheet_that_is_not_there_is_told_at_the_change() -> None:
    (problem,) = filled().told({("Surgeries", 0, "ODS code"): "Y99979"}, without="People")
    assert str(problem).startswith(
        'r.xlsx Surgeries!C3: with this change, pcn.yml would be wrong: no surgery of this PCN has the code "Y99971"'
    )


@pytest.mark.parametrize(
    ("sheet", "row", "heading", "value", "fix"),
    [
        ("Services", "Ferry Road Walkers", "Time 1: in words", None, ""),
        ("Services", "Ferry Road Walkers", "Id", "lunch", "Empty this cell."),
        (
            "Services",
            "Ferry Road Walkers",
            "Place 1: UPRN",
            "abc",
            'Write up to 12 digits, for example "100012345678".',
        ),
        ("Your PCN", "Phone", "What", "Phonne", 'Did you mean "Phone"? Then write that here.'),
        ("Your PCN", "Colour", "Your words", "blue", 'Write # and 6 digits or letters a to f, for example "#004f9e"'),
        ("Surgeries", "Mill Street Surgery", "End of its web address", "Mill Lane", "Use small letters"),
    ],
)
def test_the_fix_speaks_of_headings_and_cells(sheet: str, row: str, heading: str, value: object, fix: str) -> None:
    at = next(at for at, line in enumerate(filled().lines[sheet]) if line.name == row)
    told = filled().told({(sheet, at, heading): value})
    assert not (told and not fix), [*map(str, told)]
    assert not fix or any(problem.fix.startswith(fix) for problem in told), [*map(str, told)]


def test_the_fix_of_a_list_has_the_number_of_its_entry() -> None:
    place = Place("r.xlsx", 3, 4, "Services", path=("when", 1))
    told = Problem(
        place, "this time says nothing", "Add text: in words, or every: week and days: [mon, tue]", kind="wrong"
    )
    assert in_headings(told).fix == (
        'Add "Time 2: in words": in words, or "Time 2: each": week and "Time 2: days": mon, tue'
    )


@pytest.mark.parametrize(
    ("was", "written", "fix"),
    [
        ("Phone 1", "Phne 1", 'Did you mean "Phone 1"? Write that as the heading.'),
        ("Who it is for", "who its for", 'Did you mean "Who it is for"? Write that as the heading.'),
        ("Cost", "Colour of the door", "Write its words below a heading that Rolecall knows, and delete the column."),
    ],
)
def test_a_misspelt_heading_leads_to_the_one_meant(was: str, written: str, fix: str, riverside: Path) -> None:
    file = export(riverside, "riverside", riverside / "r.xlsx")
    book = openpyxl.load_workbook(file)
    heading = book["Services"].cell(2, column_of(book["Services"], was))
    heading.value = written
    book.save(file)
    (problem,) = imported(file, *sound(riverside, "riverside"), "riverside", riverside, today=TODAY).problems
    assert str(problem.place) == f"{file} Services!{heading.coordinate}"
    assert problem.fix == fix


def test_a_misspelt_sheet_whose_headings_are_gone_too_is_refused(riverside: Path) -> None:
    file = export(riverside, "riverside", riverside / "r.xlsx")
    book = openpyxl.load_workbook(file)
    book["Surgeries"].delete_rows(2)
    book["Surgeries"].title = "Surgerys"
    book.save(file)
    (problem,) = imported(file, *sound(riverside, "riverside"), "riverside", riverside, today=TODAY).problems
    assert problem.place.sheet == "Surgerys"
    assert problem.fix.startswith('Did you mean "Surgeries"?')
