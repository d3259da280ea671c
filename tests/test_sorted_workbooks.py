"""Sorted or moved without their hidden key, lines of a workbook are known, or refused. No answer changes its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from conftest import ROOT, Ran, contents
from rolecall.editing.given import Given, folded
from rolecall.exchange.workbook import imported
from rolecall.places import Place
from test_workbook import TODAY, column_of, export, office, riverside, said, sound
from test_wrong_cells import filled

__all__ = ["riverside"]
Rolecall = Callable[..., Ran]
SHEETS = ["Your PCN", "Surgeries", "Roles", "Services", "People", "Helplines"]


@pytest.fixture
def book(riverside: Path) -> Iterator[Any]:
    """Riverside's workbook, to be changed; `take()` imports it."""
    file = export(riverside, "riverside", riverside / "r.xlsx")
    yield Workbook(file, riverside)


class Workbook:
    def __init__(self, file: Path, root: Path) -> None:
        self.file, self.root = file, root
        self.book = openpyxl.load_workbook(file)
        self.before = contents(root / "content")

    def __getitem__(self, sheet: str) -> Worksheet:
        page = self.book[sheet]
        assert isinstance(page, Worksheet)
        return page

    def lines(self, sheet: str) -> list[int]:
        page = self[sheet]
        return [line for line in range(3, page.max_row + 1) if page.cell(line, 1).value]

    def line(self, sheet: str, key: str) -> int:
        return next(line for line in self.lines(sheet) if self[sheet].cell(line, 1).value == key)

    def cell(self, sheet: str, key: str, heading: str) -> Any:
        return self[sheet].cell(self.line(sheet, key), column_of(self[sheet], heading))

    def move(self, sheet: str, first: int, last: int, *, order: Callable[[list[int]], list[int]] | None = None) -> None:
        """Sort the columns from `first` to `last` and no others."""
        page, lines = self[sheet], self.lines(sheet)
        new = order(lines) if order else lines[::-1]
        values = {line: [page.cell(line, column).value for column in range(first, last + 1)] for line in lines}
        for line, source in zip(lines, new, strict=True):
            for column, value in zip(range(first, last + 1), values[source], strict=True):
                page.cell(line, column).value = value

    def take(self) -> Any:
        self.book.save(self.file)
        content, loaded = sound(self.root, "riverside")
        found = imported(self.file, content, loaded, "riverside", self.root, today=TODAY)
        for path, text in found.texts.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        return found

    def told(self) -> list[str]:
        """What keeps the workbook from being taken in. Nothing is changed then."""
        found = self.take()
        assert contents(self.root / "content") == self.before or not found.problems
        return [str(problem).split(" ", 1)[1] for problem in found.problems]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_sorted_without_its_hidden_column_changes_nothing_and_is_told(sheet: str, book: Workbook) -> None:
    book.move(sheet, 2, book[sheet].max_column)
    found = book.take()
    assert [str(problem) for problem in found.problems] == []
    assert [str(change) for change in found.changes] == []
    assert contents(book.root / "content") == book.before
    assert any(note.startswith(f"{sheet}: ") and "sorted or moved" in note for note in found.notes)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_sorted_with_its_hidden_column_changes_nothing(sheet: str, book: Workbook) -> None:
    book.move(sheet, 1, book[sheet].max_column)
    found = book.take()
    assert (found.problems, found.changes) == ((), ())
    assert not any("sorted" in note for note in found.notes)


@settings(
    max_examples=settings.default.max_examples // 10,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.explicit, Phase.generate],
)
@given(st.sampled_from(SHEETS), st.integers(2, 80), st.integers(3, 80), st.randoms(use_true_random=False))
def test_whatever_columns_are_sorted_with_the_names_nothing_changes(
    tmp_path_factory: pytest.TempPathFactory, sheet: str, last: int, few: int, random: Any
) -> None:
    folder = tmp_path_factory.mktemp("sorted")
    shutil.copytree(ROOT / "content/pcns/riverside", folder / "content/pcns/riverside")
    book = Workbook(export(folder, "riverside", folder / "r.xlsx"), folder)

    def shuffled(lines: list[int]) -> list[int]:
        some = lines[:few]
        return [*random.sample(some, len(some)), *lines[few:]]

    book.move(sheet, 2, min(last, book[sheet].max_column), order=shuffled)
    found = book.take()
    assert found.problems or contents(folder / "content") == book.before, [str(change) for change in found.changes]
    shutil.rmtree(folder)


def test_a_change_in_a_line_that_was_sorted_whole_is_made_where_it_stands(book: Workbook) -> None:
    book.move("Surgeries", 2, book["Surgeries"].max_column)
    page = book["Surgeries"]
    line = next(at for at in book.lines("Surgeries") if page.cell(at, 3).value == "Y99971")
    page.cell(line, column_of(page, "Phone")).value = "0117 496 0299"
    assert book.told() == []
    practices = {one.ods_code: one for one in said(book.root, "riverside")[0].practices}
    assert practices["Y99971"].phone == "0117 496 0299"
    assert "link-worker" in practices["Y99971"].roles
    assert (practices["Y99973"].phone, practices["Y99972"].phone) == ("0117 496 0230", "0117 496 0220")


def test_a_change_that_may_or_may_not_have_moved_is_refused(book: Workbook) -> None:
    page = book["Surgeries"]
    book.move("Surgeries", 2, page.max_column)
    column = column_of(page, "Checked on")  # To the right of all that tells the surgeries apart.
    page.cell(3, column).value = "2026-11-01"
    assert book.told() == [
        f"Surgeries!{page.cell(3, column).coordinate}: this row was sorted or moved, and it is not clear whether this "
        f"cell was moved with it\n    {UNDO}"
    ]


UNDO = "Undo the sorting or moving, or export the workbook again and write your changes there."


def test_names_and_codes_sorted_without_the_rest_are_refused(book: Workbook) -> None:
    book.move("Surgeries", 2, 3)
    told = book.told()
    assert "Surgeries!D3: this belongs to another row: only some columns were sorted or moved\n    " + UNDO in told


def test_a_name_sorted_without_its_code_is_refused(book: Workbook) -> None:
    book.move("Surgeries", 2, 2)
    first, second = book.told()
    assert first == (
        "Surgeries!B3: \"St Brannoc's Surgery\" belongs to another row: St Brannoc's Surgery Y99973, "
        f"and the rest belongs to Mill Street Surgery Y99971\n    {UNDO} "
        "If it is meant, change one row, import the workbook, then change the next."
    )
    assert second.startswith('Surgeries!B5: "Mill Street Surgery" belongs to another row')


def test_a_code_filled_down_is_refused(book: Workbook) -> None:
    for key in ("Y99972", "Y99973"):
        book.cell("Surgeries", key, "ODS code").value = "Y99971"
    told = book.told()
    assert [line.split(":")[0] for line in told] == ["Surgeries!C4", "Surgeries!C5"]
    assert '"Y99971" belongs to another row: Mill Street Surgery' in told[0]


@pytest.mark.parametrize("first", [3, 4, 5])
def test_columns_sorted_without_names_are_refused(first: int, book: Workbook) -> None:
    book.move("Surgeries", first, book["Surgeries"].max_column)
    assert book.told()


def test_the_answers_of_roles_sorted_without_their_questions_are_refused(book: Workbook) -> None:
    book.move("Roles", 6, 6)
    assert any("were only some columns sorted?" in line for line in book.told())


def test_a_name_or_a_code_can_still_be_changed_and_answers_stay(book: Workbook) -> None:
    book.cell("Surgeries", "Y99971", "Name").value = "Mill Lane Surgery"
    book.cell("Surgeries", "Y99973", "ODS code").value = "Y99979"
    book.cell("Services", "ferry-road-walkers", "Name").value = "Ferry Road Ramblers"
    book.cell("People", "0 Sam Example", "Name").value = "Sam Sample"
    assert book.told() == []
    pcn, services = said(book.root, "riverside")
    mill, _, brannoc = pcn.practices
    assert (mill.name, mill.ods_code) == ("Mill Lane Surgery", "Y99971")
    assert mill.roles["link-worker"].answers["meet"].text == "You can meet in room 4 at the surgery, or by phone."
    assert (brannoc.name, brannoc.ods_code) == ("St Brannoc's Surgery", "Y99979")
    assert not brannoc.roles["health-and-wellbeing-coach"].available
    assert services["ferry-road-walkers"].name == "Ferry Road Ramblers"
    assert (pcn.people[0].name, pcn.people[0].practices) == ("Sam Sample", ("Y99971",))


def test_2_surgeries_cannot_change_names_with_each_other_in_one_go(book: Workbook) -> None:
    one, other = (book.cell("Surgeries", key, "Name") for key in ("Y99971", "Y99972"))
    one.value, other.value = other.value, one.value
    assert [line.split(":")[0] for line in book.told()] == ["Surgeries!B3", "Surgeries!B4"]


def test_a_new_name_and_a_new_code_in_one_line_are_refused(book: Workbook) -> None:
    book.cell("Surgeries", "Y99971", "ODS code").value = "Y99979"
    book.cell("Surgeries", "Y99971", "Name").value = "Quay Surgery"
    (told,) = book.told()
    assert told.startswith(
        "Surgeries!B3: this row was Mill Street Surgery Y99971, and both its name and its code are new\n"
    )


def test_a_service_typed_over_another_is_refused(book: Workbook) -> None:
    page, line = book["Services"], book.line("Services", "ferry-road-walkers")
    for column in range(2, page.max_column + 1):
        page.cell(line, column).value = None
    for heading, words in {
        "Name": "Quay Choir",
        "What it is": "Songs.",
        "Run by": "Quay",
        "Helps with": "money",
    }.items():
        page.cell(line, column_of(page, heading)).value = words
    (told,) = book.told()
    assert "this row was Ferry Road Walkers, and most of it is new or belongs to another row" in told


def test_2_services_that_were_sorted_and_renamed_are_refused(book: Workbook) -> None:
    page = book["Services"]
    book.move("Services", 2, page.max_column, order=lambda lines: [lines[1], lines[0], *lines[2:]])
    for line in book.lines("Services")[:2]:
        page.cell(line, 2).value = f"{page.cell(line, 2).value}, new"
    assert [line.split(":")[0] for line in book.told()] == ["Services!B3", "Services!B4"]


def test_a_line_that_was_cut_and_put_below_is_the_same_line(book: Workbook) -> None:
    page, line = book["Surgeries"], book.line("Surgeries", "Y99971")
    below = book.lines("Surgeries")[-1] + 4
    for column in range(2, page.max_column + 1):
        page.cell(below, column).value, page.cell(line, column).value = page.cell(line, column).value, None
    assert book.told() == []
    assert contents(book.root / "content") == book.before


def test_a_line_that_stands_twice_is_told(book: Workbook) -> None:
    page, line = book["Surgeries"], book.line("Surgeries", "Y99971")
    below = book.lines("Surgeries")[-1] + 1
    for column in range(1, page.max_column + 1):
        page.cell(below, column).value = page.cell(line, column).value
    (told,) = book.told()
    assert told.startswith(f"Surgeries!B{below}: this row repeats row {line}\n")


def test_a_hidden_key_that_was_filled_down_does_no_harm(book: Workbook) -> None:
    page = book["Surgeries"]
    for line in book.lines("Surgeries")[1:]:
        page.cell(line, 1).value = page.cell(3, 1).value
    assert book.told() == []
    assert contents(book.root / "content") == book.before


def test_a_surgery_renamed_to_the_name_that_another_had_takes_no_answer(book: Workbook) -> None:
    book.cell("Surgeries", "Y99971", "Name").value = "Quay Surgery"
    assert book.told() == []
    assert said(book.root, "riverside")[0].practices[0].name == "Quay Surgery"
    assert sound(book.root, "riverside")


def test_a_surgery_that_loses_its_code_is_told_once_and_no_answer_moves(book: Workbook) -> None:
    book.cell("Surgeries", "Y99971", "ODS code").value = None
    assert book.told() == ['Surgeries!C3: there is nothing under "ODS code"\n    Fill it in.']


def test_libreoffice_gives_back_what_was_sorted(book: Workbook, tmp_path: Path) -> None:
    book.move("Surgeries", 2, book["Surgeries"].max_column)
    book.book.save(book.file)
    office(tmp_path, book.file, "ods", tmp_path / "o")
    office(tmp_path, tmp_path / "o/r.ods", "xlsx", tmp_path / "o")
    book.book = openpyxl.load_workbook(tmp_path / "o/r.xlsx")
    assert book.told() == []
    assert contents(book.root / "content") == book.before


# Whatever somebody sorts, inserts, deletes or copies

Grid = list[list[Any]]
"""A sheet below its headings: in each line the hidden key, then a cell for each heading."""


def sorted_as_programs_do(grid: Grid, rows: slice, columns: slice, by: int, *, down: bool) -> None:
    """Sort a range, and nothing outside it. Empty cells come last, whichever way."""
    some = grid[rows]
    words = [row for row in some if folded(row[by])]
    words.sort(key=lambda row: _key(row[by]), reverse=down)
    values = [row[columns] for row in (*words, *(row for row in some if not folded(row[by])))]
    for row, cells in zip(some, values, strict=True):
        row[columns] = cells


def _key(cell: object) -> tuple[int, float, str]:
    if isinstance(cell, date):
        return 0, float(cell.toordinal()), ""
    return (0, float(cell), "") if isinstance(cell, (int, float)) else (1, 0.0, str(cell).casefold())


@st.composite
def handled(draw: st.DrawFn) -> tuple[str, Grid, list[str]]:
    """A sheet that was exported and then sorted, added to, cut or copied in without one word of anybody's own."""
    sheet = draw(st.sampled_from(filled().sheets))
    grid: Grid = [[line.key, *(cell for _, cell in line.cells.values())] for line in filled().lines[sheet.name]]
    width, done = len(grid[0]), []
    for _ in range(draw(st.integers(1, 2))):
        what = draw(st.sampled_from(["sort", "sort", "sort", "insert", "delete", "copy", "copy over"]))
        at, other = (draw(st.integers(0, len(grid) - 1)) for _ in range(2))
        first = draw(st.one_of(st.sampled_from([0, 1]), st.integers(0, width - 1)))
        if what == "sort":
            last = draw(st.one_of(st.just(width), st.integers(first + 1, width)))
            rows = draw(st.sampled_from([slice(None), slice(min(at, other), max(at, other) + 1)]))
            by, down = draw(st.integers(first, last - 1)), draw(st.booleans())
            sorted_as_programs_do(grid, rows, slice(first, last), by, down=down)
            what = f"sort {rows} of columns {first} to {last} by {by}"
        elif what == "insert":
            grid.insert(at, [None] * width)
        elif what == "delete" and len(grid) > 1:
            del grid[at]
        elif what == "copy":
            grid.append([None if first else grid[at][0], *grid[at][1:]])
        else:
            grid[other][min(first, 1) :] = grid[at][min(first, 1) :]
        done.append(what)
    return sheet.name, grid, done


@settings(
    suppress_health_check=[*HealthCheck],
    phases=[Phase.explicit, Phase.generate],
)
@given(handled())
def test_no_answer_ever_moves_to_another_line_without_a_word(drawn: tuple[str, Grid, list[str]]) -> None:
    name, grid, done = drawn
    headings = [heading.name for sheet in filled().sheets if sheet.name == name for heading in sheet.headings]
    lines = [
        Given(folded(row[0]), {word: (Place("r.xlsx", at, 2 + i, name), row[1 + i]) for i, word in enumerate(headings)})
        for at, row in enumerate(grid, 3)
        if any(folded(cell) for cell in row[1:])
    ]
    changes, problems = filled().taken({name: lines})
    assert problems or not changes, (done, [*map(str, changes)])


KEYS = ["ferry-road-family-centre", "ferry-road-housing-drop-in", "ferry-road-memory-cafe"]


@pytest.mark.parametrize(
    ("heading", "rows", "refused"),
    [
        # A status that was sorted alone closes another service.
        ("Status", {"ferry-road-family-centre": "Closed", "mill-street-craft-group": None}, True),
        # Somebody puts an answer where it belongs.
        ("Who it is not for", {"riverside-door-to-door": "Children.", "ferry-road-walkers": None}, False),
        # A cell was deleted, and those below it moved up.
        ("Phone 1", {KEYS[0]: "0117 496 0315", KEYS[1]: "0117 496 0340", KEYS[2]: None}, True),
    ],
)
def test_what_looks_like_sorting_is_refused_and_a_correction_is_not(
    heading: str, rows: dict[str, object], refused: bool, book: Workbook
) -> None:
    for key, words in rows.items():
        book.cell("Services", key, heading).value = words
    told = book.told()
    assert any("were only some columns sorted?" in line for line in told) == refused, told
