"""The NHS register becomes pcn.yml files, and importing it again never undoes what people wrote."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecall.exchange.register import Register, apply, read_register
from rolecall.places import Problem
from rolecall.yamltext import plain, read

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 24)

PCN_HEADINGS = ["PCN Code", "PCN Name", "Current Sub ICB Loc Code", "Open Date", "Close Date", "Postcode"]
MEMBER_HEADINGS = [
    "Partner\nOrganisation\nCode",
    "Partner\nName",
    "PCN Code",
    "PCN Name",
    "Practice to PCN\nRelationship\nStart Date",
    "Practice to PCN\nRelationship\nEnd Date",
]

RIVERSIDE, HARBOUR = ("U99991", "RIVERSIDE PCN"), ("U99993", "HARBOUR (HX) PCN")
MARSH, MILL, QUAY = ("Y99991", "MARSH LANE SURGERY"), ("Y99992", "THE MILL PMS"), ("Y99994", "QUAY MED. CENTRE")

Code = tuple[str, str]
Table = list[list[Any]]


def pcn_row(pcn: Code, opened: Any = "20191001", closed: Any = "") -> list[Any]:
    return [*pcn, "99X", opened, closed, "BS1 4ND"]


def member_row(practice: Code, pcn: Code, start: Any = "20191001", end: Any = "") -> list[Any]:
    return [*practice, *pcn, start, end]


def as_csv(path: Path, headings: list[str], rows: Table, encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def csv_pair(folder: Path, pcns: Table, members: Table) -> list[Path]:
    return [as_csv(folder / "members.csv", MEMBER_HEADINGS, members), as_csv(folder / "pcns.csv", PCN_HEADINGS, pcns)]


def as_xlsx(sheets: dict[str, Table]) -> bytes:
    """A workbook, made by hand: text as text, numbers as numbers, dates as styled numbers."""

    def cell(value: Any) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, date):
            return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    names = [f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1)]
    targets = [
        f'<Relationship Id="r{n}" Type="{links}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    ]
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{links}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>{"".join(names)}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{"".join(targets)}'
        f'<Relationship Id="s" Type="{links}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
    }
    for n, rows in enumerate(sheets.values(), 1):
        lines = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
        parts[f"xl/worksheets/s{n}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)  # without the hour: these bytes are in names of tests
    return data.getvalue()


def workbook(path: Path, pcns: Table, members: Table) -> Path:
    path.write_bytes(
        as_xlsx({"PCNDetails": [PCN_HEADINGS, *pcns], "PCN Core Partner Details": [MEMBER_HEADINGS, *members]})
    )
    return path


def shape(register: Register) -> dict[str, list[str]]:
    """Names of PCNs, and those of their practices."""
    return {pcn.name: [practice.name for practice in pcn.practices] for pcn in register.pcns}


def told(problems: Sequence[Problem]) -> list[str]:
    return [str(replace(p, fix="", place=replace(p.place, file=Path(p.place.file).name))) for p in problems]


# Reading the register


@pytest.fixture
def register_of(tmp_path: Path) -> Callable[..., tuple[Register, list[str]]]:
    """The register of some rows, and its problems in words."""

    def read_rows(pcns: Table, members: Table) -> tuple[Register, list[str]]:
        register, problems = read_register(csv_pair(tmp_path, pcns, members), today=TODAY)
        return register, told(problems)

    return read_rows


def test_a_workbook_and_its_sheets_as_csv_say_the_same(tmp_path: Path) -> None:
    pcns = [pcn_row(HARBOUR), pcn_row(RIVERSIDE)]
    members = [member_row(QUAY, HARBOUR), member_row(MILL, RIVERSIDE), member_row(MARSH, RIVERSIDE)]
    expected = {"Riverside PCN": ["Marsh Lane Surgery", "The Mill PMS"], "Harbour (HX) PCN": ["Quay Medical Centre"]}
    pair = csv_pair(tmp_path, pcns, members)
    for files in ([workbook(tmp_path / "ePCN.xlsx", pcns, members)], pair, pair[::-1]):
        register, problems = read_register(files, today=TODAY)
        assert (shape(register), problems) == (expected, [])
        assert list(expected) == [pcn.name for pcn in register.pcns], "sorted by code"


def test_dates_may_be_text_numbers_or_real_dates(tmp_path: Path) -> None:
    pcns = [pcn_row(RIVERSIDE, 20191001.0), pcn_row(HARBOUR, date(2019, 10, 1), "")]
    members = [
        member_row(MARSH, RIVERSIDE, "01/10/2019", "2026-12-31"),
        member_row(MILL, RIVERSIDE, 20191001, 20261122),
        member_row(QUAY, HARBOUR, "2019-10-01 00:00:00", date(2026, 11, 23)),
    ]
    register, problems = read_register([workbook(tmp_path / "a.xlsx", pcns, members)], today=TODAY)
    assert not problems
    assert shape(register) == {"Riverside PCN": ["Marsh Lane Surgery"], "Harbour (HX) PCN": ["Quay Medical Centre"]}


def test_only_what_is_in_force_today_counts(register_of: Any) -> None:
    closed, future = ("U99994", "CLOSED PCN"), ("U99995", "FUTURE PCN")
    register, problems = register_of(
        [pcn_row(RIVERSIDE), pcn_row(closed, "20191001", "20261122"), pcn_row(future, "20261124")],
        [member_row(MARSH, RIVERSIDE), member_row(MILL, RIVERSIDE, "20191001", "20261122"), member_row(QUAY, closed)],
    )
    assert (shape(register), problems) == ({"Riverside PCN": ["Marsh Lane Surgery"]}, [])


def test_a_practice_that_left_and_came_back_is_there_once(register_of: Any) -> None:
    register, problems = register_of(
        [pcn_row(RIVERSIDE)],
        [member_row(MARSH, RIVERSIDE, "20191001", "20201018"), member_row(MARSH, RIVERSIDE, "20210401")],
    )
    assert (shape(register), problems) == ({"Riverside PCN": ["Marsh Lane Surgery"]}, [])


def test_a_practice_in_2_pcns_is_taken_as_in_the_first_and_reported(register_of: Any) -> None:
    register, problems = register_of(
        [pcn_row(RIVERSIDE), pcn_row(HARBOUR)], [member_row(MARSH, HARBOUR), member_row(MARSH, RIVERSIDE)]
    )
    assert shape(register) == {"Riverside PCN": [], "Harbour (HX) PCN": ["Marsh Lane Surgery"]}
    assert problems == ["members.csv:3:3: MARSH LANE SURGERY (Y99991) is in 2 PCNs, U99993 and U99991"]


def test_rows_that_make_no_sense_are_named_and_the_rest_counts(register_of: Any) -> None:
    register, problems = register_of(
        [
            pcn_row(RIVERSIDE),
            pcn_row(("X1", "SHORT PCN")),
            pcn_row(("U99996", "LATE PCN"), "20191301"),
            ["", "", "", "", ""],
            pcn_row(HARBOUR, ""),
            pcn_row(("U99997", "<B> PCN")),
            pcn_row(("U99998", "BELL\a PCN")),
        ],
        [
            member_row(MARSH, RIVERSIDE),
            member_row(("99991", "NO LETTER"), RIVERSIDE),
            member_row(MILL, ("U99000", "LOST")),
            member_row(QUAY, RIVERSIDE, "soon"),
            member_row(("Y99995", ""), RIVERSIDE),
            ["Y99996"],
        ],
    )
    assert shape(register) == {"Riverside PCN": ["Marsh Lane Surgery"]}
    assert problems == [
        'pcns.csv:3:1: "X1" is not the ODS code of a PCN',
        'pcns.csv:4:4: "20191301" is not a date',
        'pcns.csv:6:4: "open date" is empty in this row',
        "pcns.csv:7:2: a name cannot have < or > in it",
        "pcns.csv:8:2: there is a character here that is not text",
        'members.csv:3:1: "99991" is not the ODS code of a surgery',
        "members.csv:4:3: U99000 is not on the sheet of PCNs",
        'members.csv:5:5: "soon" is not a date',
        "members.csv:6:2: this is empty",
        'members.csv:7:5: "practice to pcn relationship start date" is empty in this row',
    ]


def test_a_problem_in_a_workbook_names_the_sheet(tmp_path: Path) -> None:
    _, problems = read_register(
        [workbook(tmp_path / "a.xlsx", [pcn_row(RIVERSIDE), pcn_row(HARBOUR, "x")], [member_row(MARSH, RIVERSIDE)])],
        today=TODAY,
    )
    assert told(problems) == ['a.xlsx PCNDetails!D3: "x" is not a date']


def test_headings_may_stand_below_a_title_in_any_case(tmp_path: Path) -> None:
    pcns = [
        ["Register of PCNs"],
        [],
        [" pcn  CODE ", "Pcn name", "open\ndate", "CLOSE DATE"],
        [*RIVERSIDE, "20191001", ""],
    ]
    sheets = {
        "Notes": [["Read me"], ["About"]],
        "One": pcns,
        "Two": [MEMBER_HEADINGS, member_row(MARSH, RIVERSIDE, "x")],
    }
    (tmp_path / "a.xlsx").write_bytes(as_xlsx(sheets))
    register, problems = read_register([tmp_path / "a.xlsx"], today=TODAY)
    assert shape(register) == {"Riverside PCN": []}
    assert told(problems) == ['a.xlsx Two!E2: "x" is not a date']


OLDER = {
    "2019": (
        ["PCN Code", "PCN Name", "Current CCG Code", "Open Date (YYYYMMDD)", "Close Date (YYYYMMDD)", "Postcode"],
        ["Partner Organisation Code", "Partner Name", "PCN Code", "PCN Name",
         "Practice to PCN Relationship Start Date (YYYYMMDD)", "Practice to PCN Relationship End Date (YYYYMMDD)"],
    ),
    "other signs": (
        ["PCN_CODE", "Pcn-Name", "CCG", "open date [yyyymmdd]", "CLOSE  DATE", "Postcode"],
        ["PARTNER ORGANISATION CODE", "partner name:", "pcn code", "PCN Name",
         "Practice-to-PCN relationship start-date", "Practice to PCN Relationship End Date (if any)"],
    ),
    "other words": (
        ["PCN Code", "PCN Name", "CCG", "Opening Date", "Closed Date", "Postcode"],
        ["Practice Code", "Practice Name", "PCN Code", "PCN Name", "Relationship Start Date", "Relationship End Date"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("year", OLDER)
def test_a_workbook_of_other_years_says_the_same(tmp_path: Path, year: str) -> None:
    pcns, members = OLDER[year]
    sheets = {
        "PCN Details": [pcns, pcn_row(RIVERSIDE, "20190701"), pcn_row(HARBOUR, "20190701", "20200331")],
        "PCN Core Partner Details": [members, member_row(MARSH, RIVERSIDE, "20190701")],
    }
    (tmp_path / "a.xlsx").write_bytes(as_xlsx(sheets))
    register, problems = read_register([tmp_path / "a.xlsx"], today=TODAY)
    assert told(problems) == []
    assert shape(register) == {"Riverside PCN": ["Marsh Lane Surgery"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_may_come_from_any_office_program(tmp_path: Path, encoding: str) -> None:
    files = csv_pair(tmp_path, [pcn_row(RIVERSIDE)], [])
    as_csv(files[0], MEMBER_HEADINGS, [member_row(("Y99991", "ST MARY’S, CAFÉ ROAD"), RIVERSIDE)], encoding)
    assert shape(read_register(files, today=TODAY)[0]) == {"Riverside PCN": ["St Mary’s, Café Road"]}


def test_other_sheets_with_some_of_the_headings_do_not_matter(tmp_path: Path) -> None:
    sheets = {
        "Merged PCNs": [["PCN Code", "PCN Name"], ["U99999", "OLD"]],
        "PCNDetails": [PCN_HEADINGS, pcn_row(RIVERSIDE)],
        "Partners": [MEMBER_HEADINGS, member_row(MARSH, RIVERSIDE)],
    }
    (tmp_path / "a.xlsx").write_bytes(as_xlsx(sheets))
    register, problems = read_register([tmp_path / "a.xlsx"], today=TODAY)
    assert (shape(register), problems) == ({"Riverside PCN": ["Marsh Lane Surgery"]}, [])


def test_a_quote_that_swallows_rows_is_refused(tmp_path: Path) -> None:
    files = csv_pair(tmp_path, [pcn_row(RIVERSIDE)], [member_row(MARSH, RIVERSIDE), member_row(MILL, RIVERSIDE)])
    text = files[0].read_text().replace(",MARSH LANE", ',"MARSH" LANE')
    files[0].write_text(text)
    register, problems = read_register(files, today=TODAY)
    assert register == Register(())
    assert "a quote does not close, or stands inside a cell" in told(problems)[0]


def test_a_missing_sheet_or_column_is_named_and_nothing_is_read(tmp_path: Path) -> None:
    members, pcns = csv_pair(tmp_path, [pcn_row(RIVERSIDE)], [member_row(MARSH, RIVERSIDE)])

    def problems(*files: Path) -> list[str]:
        register, found = read_register(files, today=TODAY)
        assert register == Register(())
        assert all(problem.fix for problem in found)
        return told(found)

    assert problems(pcns) == ["pcns.csv:1:1: there is no sheet of memberships here"]
    assert problems(pcns, pcns) == [
        "pcns.csv:1:1: this is a second sheet of PCNs, so it was not read",
        "pcns.csv:1:1: there is no sheet of memberships here",
    ]
    cut = as_csv(tmp_path / "cut.csv", PCN_HEADINGS[:2] + PCN_HEADINGS[4:], [[*RIVERSIDE, "", "BS1 4ND"]])
    assert problems(members, cut) == ['cut.csv:1:1: the sheet of PCNs has no column "open date"']
    bare = as_csv(tmp_path / "bare.csv", MEMBER_HEADINGS, [])
    assert problems(pcns, bare) == ["bare.csv:1:1: the sheet of memberships has headings and no rows"]
    other = tmp_path / "other.csv"
    other.write_text("name,phone\nA,B\n")
    assert problems(other) == [
        "other.csv:1:1: there is no sheet of PCNs here",
        "other.csv:1:1: there is no sheet of memberships here",
    ]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsx", b"not a workbook", "this file is not a workbook that can be read"),
        ("a.xlsx", b"PK\3\4 cut off", "this file is not a workbook that can be read"),
        ("a.zip", as_xlsx({})[:40], "this file is not a workbook that can be read"),
        ("a.csv", b"", "this file is empty"),
        ("a.csv", b"PCN Code\0,PCN Name", "this file is not a table in text"),
        ("a.csv", b"PCN Code\x81,\xff", "this file is not a table in text"),
    ],
)
def test_a_file_that_is_no_register_gets_a_plain_answer(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)
    register, problems = read_register([tmp_path / name], today=TODAY)
    assert (register, told(problems)) == (Register(()), [f"{name}:1:1: {sentence}"])
    assert "NHS register" in problems[0].fix


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert told(read_register([tmp_path / "no.csv"], today=TODAY)[1]) == ["no.csv:1:1: this file is not there"]
    assert told(read_register([tmp_path], today=TODAY)[1]) == [
        f"{tmp_path.name}:1:1: this file cannot be read: Is a directory"
    ]
    assert len(read_register([], today=TODAY)[1]) == 2


csv_text = st.lists(
    st.lists(
        st.sampled_from(["U99991", "Y99991", "20191001", "A PCN", *PCN_HEADINGS, *MEMBER_HEADINGS])
        | st.text(max_size=5),
        max_size=7,
    ),
    max_size=6,
).map(lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "replace"))
cell_values = (
    st.sampled_from(["U99991", "Y99991", "20191001", *PCN_HEADINGS, *MEMBER_HEADINGS])
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(date(1900, 3, 1))
    | st.text("AÉ 1<&", max_size=5)
)


@settings(deadline=None)
@given(
    st.binary() | csv_text | st.binary().map(lambda data: b"PK\3\4" + data), st.sampled_from(["a.csv", "a.xlsx", "a"])
)
def test_any_bytes_give_data_or_problems(data: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        register, problems = read_register([Path(folder) / name], today=TODAY)
    assert register.pcns or problems


@settings(deadline=None)
@given(st.lists(st.lists(cell_values, max_size=6), max_size=5), st.lists(st.lists(cell_values, max_size=6), max_size=5))
def test_any_cells_give_data_or_problems(pcns: Table, members: Table) -> None:
    with TemporaryDirectory() as folder:
        file = workbook(Path(folder) / "a.xlsx", [pcn_row(RIVERSIDE), *pcns], members)
        register, problems = read_register([file], today=TODAY)
    assert register.pcns or problems


# Writing it, the first time and again


FILE = "riverside/pcn.yml"
SHOWN = "content/pcns/riverside/pcn.yml"


class Workspace:
    """A workspace and a register whose rows a test changes between imports."""

    def __init__(self, folder: Path) -> None:
        self.root, self.source = folder / "work", folder / "source"
        self.root.mkdir()
        self.source.mkdir()

    def import_(
        self, members: dict[Code, list[Code]], *, today: date = TODAY, closed: Sequence[Code] = ()
    ) -> list[str]:
        """What an import of these PCNs and their practices says, problems after changes."""
        pcns = [pcn_row(pcn, "20191001", "20200101" if pcn in closed else "") for pcn in members]
        rows = [member_row(practice, pcn) for pcn, practices in members.items() for practice in practices]
        rows = rows or [member_row(("Y90000", "GONE"), RIVERSIDE, "20190101", "20190102")]
        return self.import_rows(pcns, rows, today=today)

    def import_rows(self, pcns: Table, members: Table, *, today: date = TODAY) -> list[str]:
        register, _ = read_register(csv_pair(self.source, pcns, members), today=today)
        changes, problems = apply(register, self.root, today=today)
        return [str(change) for change in changes] + [str(problem) for problem in problems]

    def path(self, name: str) -> Path:
        return self.root / "content/pcns" / name

    def text(self, name: str) -> str:
        return self.path(name).read_bytes().decode()

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        assert old in self.text(name)
        self.write(name, self.text(name).replace(old, new))

    def place(self, words: str) -> str:
        """Where words stand in Riverside's file, as messages say it."""
        before = self.text(FILE).partition(words)[0]
        return f"{SHOWN}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"

    def value(self, name: str) -> Any:
        node, problems = read(self.text(name), name)
        assert not problems
        return plain(node)

    def files(self) -> dict[str, tuple[bytes, int]]:
        return {
            str(path.relative_to(self.root)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_each_pcn_gets_a_file_that_says_where_it_comes_from(work: Workspace) -> None:
    assert work.import_({RIVERSIDE: [MILL, MARSH], HARBOUR: [QUAY], ("U99992", "EMPTY PCN"): []}) == [
        f"{SHOWN}: new, 2 surgeries",
        "content/pcns/empty/pcn.yml: new, no surgeries",
        "content/pcns/harbour-hx/pcn.yml: new, 1 surgery",
    ]
    assert (
        "# From the NHS register of organisations, read on 23 November 2026. Not yet checked by the PCN."
        in work.text(FILE)
    )
    assert {key: value for key, value in work.value(FILE).items() if key != "roles"} == {
        "name": "Riverside PCN",
        "ods_code": "U99991",
        "practices": [
            {"name": "Marsh Lane Surgery", "ods_code": "Y99991"},
            {"name": "The Mill PMS", "ods_code": "Y99992"},
        ],
    }
    assert work.value("riverside/register.yml") == {
        "read": "2026-11-23",
        "ods_code": "U99991",
        "name": "RIVERSIDE PCN",
        "practices": {"Y99991": "MARSH LANE SURGERY", "Y99992": "THE MILL PMS"},
    }


def test_pcns_of_one_name_get_folders_with_their_codes(work: Workspace) -> None:
    other, plus = ("U99992", "RIVERSIDE PRIMARY CARE NETWORK"), ("U99995", "BD4+ PCN")
    work.import_({RIVERSIDE: [MARSH], other: [MILL], plus: []})
    assert sorted(path.name for path in work.path("").iterdir()) == ["bd4-plus", "riverside-u99991", "riverside-u99992"]


def test_a_new_pcn_leaves_the_folder_of_another_alone(work: Workspace) -> None:
    work.write(FILE, "name: Riverside\nods_code: U12345\n")
    assert work.import_({RIVERSIDE: [MARSH]}) == ["content/pcns/riverside-u99991/pcn.yml: new, 1 surgery"]
    assert work.text(FILE) == "name: Riverside\nods_code: U12345\n"


def test_surgeries_of_one_name_get_web_addresses_with_their_codes(work: Workspace) -> None:
    work.import_({RIVERSIDE: [("Y99991", "HIGH STREET PRACTICE"), ("Y99992", "HIGH-STREET PRACTICE"), QUAY]})
    assert [practice.get("slug") for practice in work.value(FILE)["practices"]] == [
        "high-street-practice-y99991",
        "high-street-practice-y99992",
        None,
    ]


def test_an_import_of_the_same_register_changes_no_file(work: Workspace) -> None:
    register = {RIVERSIDE: [MARSH, MILL], HARBOUR: []}
    work.import_(register)
    work.edit(FILE, "Riverside PCN", "Riverside, as we call it")
    before = work.files()
    assert work.import_(register, today=LATER) == []
    assert work.files() == before


def test_the_folder_may_be_renamed(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.path("riverside").rename(work.path("our-pcn"))
    assert work.import_({RIVERSIDE: [MARSH, MILL]}) == ["content/pcns/our-pcn/pcn.yml: The Mill PMS (Y99992) joined"]
    assert [path.name for path in work.path("").iterdir()] == ["our-pcn"]


def test_names_that_nobody_edited_follow_the_register(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL]})
    work.edit(FILE, "name: Riverside PCN", "name: 'Riverside PCN'   # as on our door")
    before = work.text(FILE)
    assert work.import_({("U99991", "RIVER: SIDE PCN"): [("Y99991", "MARSH ROAD SURGERY"), MILL]}, today=LATER) == [
        f'{SHOWN}: "Riverside PCN" is now called "River: Side PCN"',
        f'{SHOWN}: "Marsh Lane Surgery" is now called "Marsh Road Surgery"',
    ]
    assert work.text(FILE) == (
        before.replace("'Riverside PCN'", '"River: Side PCN"').replace("Marsh Lane Surgery\n", "Marsh Road Surgery\n")
    )
    assert work.value("riverside/register.yml")["read"] == "2026-12-24"


def test_names_in_the_form_of_an_older_rolecall_are_not_taken_for_edits(work: Workspace) -> None:
    hill, gates = ("Y99995", "HILL HTH.CTR"), ("Y99996", "GATES,RAVENSTHORPE CTR")
    work.import_({("U99991", "TOGETHER4RIVERSIDE PCN"): [hill, gates, MARSH]})
    name = "together4riverside/pcn.yml"
    for new, old in {
        "Together4Riverside PCN\n": "TOGETHER4RIVERSIDE PCN\n",
        "Hill Health Centre": "Hill Hth.Ctr",
        "Gates, Ravensthorpe Centre": "Gates,Ravensthorpe Ctr",
    }.items():
        work.edit(name, new, old)
    before = work.files()
    assert work.import_({("U99991", "TOGETHER4RIVERSIDE PCN"): [hill, gates, MARSH]}) == []
    assert work.files() == before
    told = work.import_({("U99991", "TOGETHER4RIVER PCN"): [("Y99995", "HILLTOP HTH.CTR"), MARSH]})
    assert [line.partition(": ")[2] for line in told] == [
        "Gates, Ravensthorpe Centre (Y99996) left",
        '"TOGETHER4RIVERSIDE PCN" is now called "Together4River PCN"',
        '"Hill Hth.Ctr" is now called "Hilltop Health Centre"',
    ]
    assert (
        work.value(name)["practices"]
        == [
            {"name": "Hilltop Health Centre", "ods_code": "Y99995"},
            {"name": "Marsh Lane Surgery", "ods_code": "Y99991"},
        ][::-1]
    )


def test_names_that_people_edited_stay_and_are_reported_once(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.edit(FILE, "name: Riverside PCN", "name: Riverside Network")
    work.edit(FILE, "Marsh Lane Surgery\n", "The Marsh\n")
    before = work.text(FILE)
    renamed = {("U99991", "RIVER PCN"): [("Y99991", "MARSH SURGERY")]}
    assert work.import_(renamed) == [
        f'{work.place("Riverside Network")}: the register now calls it "River PCN", '
        'this file says "Riverside Network": left as it is',
        f'{work.place("The Marsh")}: the register now calls it "Marsh Surgery", '
        'this file says "The Marsh": left as it is',
    ]
    assert work.text(FILE) == before
    assert work.import_(renamed) == []


def test_a_new_name_that_another_surgery_has_is_left_to_people(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL]})
    before = work.text(FILE)
    assert work.import_({RIVERSIDE: [MARSH, ("Y99992", "MARSH LANE SURGERY")]}) == [
        f'{work.place("The Mill PMS")}: the register now calls it "Marsh Lane Surgery", '
        'this file says "The Mill PMS": left as it is'
    ]
    assert work.text(FILE) == before


def test_a_surgery_may_take_the_name_of_one_that_left(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL]})
    work.import_({RIVERSIDE: [("Y99992", "MARSH LANE SURGERY")]})
    assert work.value(FILE)["practices"] == [{"name": "Marsh Lane Surgery", "ods_code": "Y99992"}]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("practices", "expected"),
    [
        (
            "practices:\n- name: Marsh\n  ods_code: Y99991\n  phone:\n\n# the end\nsite_url: https://a.example.org/\n",
            "practices:\n- name: Marsh\n  ods_code: Y99991\n  phone:\n- name: The Mill PMS\n  ods_code: Y99992\n\n"
            "# the end\nsite_url: https://a.example.org/\n",
        ),
        (
            "practices:\n    -   name: Marsh\n        ods_code: Y99991\n"
            "        roles: {\n          a: {b: c}\n        }\n        # ask\n  # x",
            "practices:\n    -   name: Marsh\n        ods_code: Y99991\n"
            "        roles: {\n          a: {b: c}\n        }\n        # ask\n"
            "    -   name: The Mill PMS\n        ods_code: Y99992\n  # x",
        ),
        (
            "practices:\n  - ods_code: Y99991\n    name: |\n      Marsh\n\n      Lane\n",
            "practices:\n  - ods_code: Y99991\n    name: |\n      Marsh\n\n      Lane\n"
            "  - name: The Mill PMS\n    ods_code: Y99992\n",
        ),
        (
            "practices:   # none yet\nphone: 1\n",
            "practices:   # none yet\n  - {name: The Mill PMS, ods_code: Y99992}\nphone: 1\n",
        ),
        ("phone: 1", "phone: 1\npractices:\n  - {name: The Mill PMS, ods_code: Y99992}\n"),
        ("practices: [] # none\n", "practices: # none\n  - {name: The Mill PMS, ods_code: Y99992}\n"),
        (
            "practices: [{name: A, ods_code: Y99999}]\n",
            "practices:\n  - {name: A, ods_code: Y99999}\n  - {name: The Mill PMS, ods_code: Y99992}\n",
        ),
    ],
)
def test_a_new_surgery_is_added_as_the_file_writes_them(
    work: Workspace, newline: str, practices: str, expected: str
) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    head = "\ufeff# Ours 😀\nname: Riverside PCN\nods_code: u99991\n"
    work.write(FILE, (head + practices).replace("\n", newline))
    assert work.import_({RIVERSIDE: [MARSH, MILL]}) == [f"{SHOWN}: The Mill PMS (Y99992) joined"]
    assert work.text(FILE) == (head + expected).replace("\n", newline)


def test_a_new_surgery_that_people_had_already_listed_is_not_added_again(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.edit(FILE, "Y99991\n", "Y99991\n  - {name: Our Mill, ods_code: y99992}\n")
    before = work.text(FILE)
    assert work.import_({RIVERSIDE: [MARSH, MILL]}) == []
    assert work.text(FILE) == before


def test_a_new_surgery_with_the_name_of_another_gets_its_own_web_address(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.import_({RIVERSIDE: [MARSH, ("Y99992", "MARSH LANE SURGERY")]})
    assert work.value(FILE)["practices"][1]["slug"] == "marsh-lane-surgery-y99992"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_surgery_that_left_goes_if_nobody_wrote_about_it(work: Workspace, newline: str) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL, QUAY], HARBOUR: []})
    work.edit(FILE, "  - name: Quay", "\n  # Quay: ask for the team\n  - name: Quay")
    work.write(FILE, work.text(FILE).replace("\n", newline))
    before = work.text(FILE)
    assert work.import_({RIVERSIDE: [MARSH, QUAY], HARBOUR: [MILL]}) == [
        f"{SHOWN}: The Mill PMS (Y99992) left for Harbour (HX) PCN (U99993)",
        "content/pcns/harbour-hx/pcn.yml: The Mill PMS (Y99992) joined",
    ]
    assert work.text(FILE) == before.replace(f"  - name: The Mill PMS{newline}    ods_code: Y99992{newline}", "")


def test_the_only_surgery_may_leave_and_another_come(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH], HARBOUR: [QUAY]})
    work.edit(FILE, "ods_code: Y99991\n", "ods_code: Y99991")
    work.import_({RIVERSIDE: [], HARBOUR: [QUAY]})
    assert "practices" not in work.value(FILE)
    work.import_({RIVERSIDE: [MILL], HARBOUR: [QUAY]})
    assert work.value(FILE)["practices"] == [{"name": "The Mill PMS", "ods_code": "Y99992"}]
    work.import_({RIVERSIDE: [MARSH], HARBOUR: [QUAY]})
    assert work.value(FILE)["practices"] == [{"name": "Marsh Lane Surgery", "ods_code": "Y99991"}]


def test_a_report_names_the_line_as_it_is_after_the_import(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL, QUAY]})
    work.edit(FILE, "ods_code: Y99992\n", "ods_code: Y99992\n    phone: 0117 496 0100\n")
    work.edit(FILE, "Quay Medical Centre", "The Quay")
    said = work.import_({RIVERSIDE: [("Y99994", "QUAY SURGERY")]})
    assert said[0] == f"{SHOWN}: Marsh Lane Surgery (Y99991) left"
    assert [line.partition(": ")[0] for line in said[1:]] == [work.place("name: The Mill"), work.place("The Quay")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ods_code: Y99991\n", "ods_code: Y99991\n    phone: 0117 496 0100\n"),
        ("ods_code: Y99991\n", "ods_code: Y99991  # Jo works here\n"),
        ("ods_code: Y99991\n", "ods_code: Y99991\n\n    # phone: ask\n"),
        ("ods_code: Y99991\n", "ods_code: Y99991\n    slug: marsh\n"),
        ("name: Marsh Lane Surgery\n", "name: The Marsh\n"),
        ("  - name: Marsh", "  # The nice one\n  - name: Marsh"),
        (
            "  - name: Marsh Lane Surgery\n    ods_code: Y99991\n",
            "  - name: Marsh Lane Surgery\n    ods_code: Y99991\n    phone:\n",
        ),
    ],
)
def test_a_surgery_that_left_stays_where_people_wrote_about_it(work: Workspace, old: str, new: str) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL]})
    work.edit(FILE, old, new)
    before = work.text(FILE)
    [said] = work.import_({RIVERSIDE: [MILL]})
    line = int(said.removeprefix(f"{SHOWN}:").partition(":")[0])
    assert "Marsh" in before.splitlines()[line - 1]
    assert "Marsh Lane Surgery (Y99991) left, but people wrote about it here" in said
    assert work.text(FILE) == before
    assert work.import_({RIVERSIDE: [MILL]}) == []


def test_a_surgery_whose_row_cannot_be_read_has_not_left(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH, MILL], HARBOUR: [QUAY]})
    before = work.files()
    assert (
        work.import_rows(
            [pcn_row(RIVERSIDE), pcn_row(HARBOUR, "x")],
            [member_row(MARSH, RIVERSIDE), member_row(MILL, RIVERSIDE, "x"), member_row(QUAY, HARBOUR)],
        )
        == []
    )
    assert work.files() == before


def test_a_register_that_cannot_be_read_changes_nothing(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    before = work.files()
    assert work.import_rows([pcn_row(RIVERSIDE)], []) == []
    assert work.files() == before


def test_a_pcn_that_closed_is_reported_and_kept(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH], HARBOUR: [QUAY]})
    work.write("ours/pcn.yml", "name: Ours\nods_code: U12345\n")
    before = work.files()
    assert work.import_({RIVERSIDE: [MARSH], HARBOUR: [QUAY]}, closed=[RIVERSIDE]) == [
        f"{SHOWN}: the register no longer has U99991 among its open PCNs. Nothing was changed here"
    ]
    assert work.files() == before


def test_a_file_that_people_wrote_is_only_compared_at_first(work: Workspace) -> None:
    text = "name: Our Riverside\nods_code: U99991\npractices:\n"
    text += "  - {name: Marsh, ods_code: Y99991}\n  - {ods_code: Y99999, name: B}\n"
    work.write("our-side/pcn.yml", text)
    shown = "content/pcns/our-side/pcn.yml"
    assert work.import_({RIVERSIDE: [MARSH, MILL]}) == [
        f"{shown}: was not written by an import, so nothing was changed here",
        f'{shown}:1:7: the register calls it "Riverside PCN"',
        f"{shown}: the register also has The Mill PMS (Y99992) in this PCN",
        f"{shown}:5:16: Y99999 is not in this PCN in the register",
    ]
    assert work.text("our-side/pcn.yml") == text
    assert work.import_({RIVERSIDE: [MARSH, MILL]}) == []
    assert work.import_({RIVERSIDE: [MARSH, MILL, QUAY]}) == [f"{shown}: Quay Medical Centre (Y99994) joined"]
    assert work.text("our-side/pcn.yml") == text + "  - {name: Quay Medical Centre, ods_code: Y99994}\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name: Riverside PCN\nods_code: U99991\n\tphone: 1\n", "riverside/pcn.yml:3:1: this line starts with a tab"),
        ("name: &a Riverside PCN\nods_code: U99991\n", 'riverside/pcn.yml:1:7: "&a" is a YAML anchor'),
        ("", "riverside/pcn.yml:1:1: Riverside PCN (U99991) would go here, but"),
        ("name: Riverside\n", "riverside/pcn.yml:1:1: Riverside PCN (U99991) would go here, but"),
    ],
)
def test_a_file_that_does_not_read_is_left_alone_and_the_others_go_on(work: Workspace, text: str, problem: str) -> None:
    work.write(FILE, text)
    said = work.import_({RIVERSIDE: [MARSH], HARBOUR: [QUAY]})
    assert said[0] == "content/pcns/harbour-hx/pcn.yml: new, 1 surgery"
    assert [line.startswith(f"content/pcns/{problem}") for line in said[1:]] == [True]
    assert work.text(FILE) == text
    assert not work.path("riverside/register.yml").exists()


def test_a_file_that_is_not_utf_8_is_left_alone(work: Workspace) -> None:
    work.write(FILE, "")
    work.path(FILE).write_bytes(b"# caf\xe9\nods_code: U99991\n")
    assert work.import_({RIVERSIDE: [MARSH]}) == [
        f"{SHOWN}:1:1: this character is not UTF-8\n    Save the file with the encoding UTF-8."
    ]


def test_2_files_of_one_pcn_are_both_left_alone(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.write("second/pcn.yml", "name: B\nods_code: U99991\n")
    before = work.files()
    [said] = work.import_({RIVERSIDE: [MARSH, MILL]})
    assert said.startswith("content/pcns/second/pcn.yml:2:11: another pcn.yml also has the code U99991")
    assert work.files() == before


@pytest.mark.parametrize(
    "text", ["name: [", "- a list\n", "<<<<<<< ours\nname: A\n", "ods_code: U99991\nname: A\npractices: all\n"]
)
def test_a_register_file_that_people_changed_stops_only_its_pcn(work: Workspace, text: str) -> None:
    work.import_({RIVERSIDE: [MARSH], HARBOUR: []})
    work.write("riverside/register.yml", text)
    before = work.text(FILE)
    said = work.import_({RIVERSIDE: [MARSH, MILL], HARBOUR: [QUAY]})
    assert said[0] == "content/pcns/harbour-hx/pcn.yml: Quay Medical Centre (Y99994) joined"
    assert said[1].startswith("content/pcns/riverside/register.yml:")
    assert "Delete this file and import again." in said[1]
    assert work.text(FILE) == before


@pytest.mark.parametrize("practices", ["practices: none\n", "practices: {name: A}\n", "practices:\n  a: b\n"])
def test_a_list_that_cannot_be_added_to_is_left_to_people(work: Workspace, practices: str) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.write(FILE, f"name: Riverside PCN\nods_code: U99991\n{practices}")
    before = work.files()
    for _ in range(2):
        [said] = work.import_({("U99991", "RIVER PCN"): [MARSH, MILL]})
        assert said.endswith(
            'Change it by hand: "Riverside PCN" is now called "River PCN", The Mill PMS (Y99992) joined.'
        )
    assert work.files() == before


def test_a_link_out_of_the_workspace_is_not_followed(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("name: A\nods_code: U99991\n")
    work.path("riverside").mkdir(parents=True)
    work.path(FILE).symlink_to(tmp_path / "elsewhere.yml")
    assert "this is a shortcut (a link to another file)" in work.import_({RIVERSIDE: [MARSH]})[0]
    assert (tmp_path / "elsewhere.yml").read_text() == "name: A\nods_code: U99991\n"


def test_a_file_that_cannot_be_written_is_a_problem(work: Workspace) -> None:
    work.path("").parent.mkdir()
    work.path("").write_text("a file where the folder should be")
    assert work.import_({RIVERSIDE: [MARSH]})[0].startswith(f"{SHOWN}:1:1: this file cannot be written: ")


def test_an_imported_file_keeps_its_permissions_and_leaves_no_other(work: Workspace) -> None:
    work.import_({RIVERSIDE: [MARSH]})
    work.path(FILE).chmod(0o640)
    work.import_({RIVERSIDE: [MARSH, MILL]})
    assert work.path(FILE).stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in work.path("riverside").iterdir()) == ["pcn.yml", "register.yml"]


surgeries = st.dictionaries(
    st.sampled_from([f"Y9000{n}" for n in range(6)]),
    st.sampled_from(["A SURGERY", "B SURGERY", "ST C: SURGERY", "D #1"]),
)
notes = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["# top", "  # list", "    # entry", ""])), max_size=5)


@settings(deadline=None, max_examples=200)
@given(surgeries, surgeries, surgeries, notes, st.sampled_from(["\n", "\r\n"]))
def test_whatever_people_note_survives_every_import(
    first: dict[str, str], second: dict[str, str], third: dict[str, str], notes: list[tuple[int, str]], newline: str
) -> None:
    with TemporaryDirectory() as folder:
        work = Workspace(Path(folder))
        work.import_({RIVERSIDE: list(first.items()), HARBOUR: []})
        lines = work.text(FILE).splitlines()
        for at, note in notes:
            lines.insert(min(at, len(lines)), note)
        work.write(FILE, newline.join([*lines, ""]))
        for now in (second, third):
            work.import_({RIVERSIDE: list(now.items()), HARBOUR: []})
            codes = [practice["ods_code"] for practice in work.value(FILE).get("practices", [])]
            assert set(now) <= set(codes), "nobody who joined is missing"
            assert len(codes) == len(set(codes)), "nobody is there twice"
            before = work.files()
            assert work.import_({RIVERSIDE: list(now.items()), HARBOUR: []}, today=LATER) == []
            assert work.files() == before
        after = work.text(FILE).split(newline)
        assert [line for line in after if "#" in line and ":" not in line] == [
            line for line in lines if "#" in line and ":" not in line
        ]
