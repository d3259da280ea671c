"""A service that several PCNs have is written once, and each PCN says what differs there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from built import Folders, made
from conftest import ROOT, Ran
from rolecall.bundled import bundled
from rolecall.exchange.schema import schemas
from rolecall.load import load
from rolecall.opened import open_shipped, open_workspace
from rolecall.preview import Preview
from rolecall.workspace import Workspace
from rolecall.yamltext import composed, plain
from strategies import Drawn, look_at
from strategies.workspaces import as_yaml

Rolecall = Callable[..., Ran]
DAY = date(2026, 11, 22)
CLUB: dict[str, Any] = {
    "pcns": ["east", "west"],
    "name": "Lunch club",
    "description": "A warm meal.",
    "organisation": {"name": "Age Friends"},
    "needs": ["lonely"],
    "contact": {"email": "meals@example.org", "phones": [{"number": "0117 496 0001"}]},
    "interpreting": "Ask us.",
    "languages": ["pl"],
    "checked": {"date": "2026-11-01", "by": "ICB team"},
}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A workspace of 3 PCNs, of which 2 have the lunch club."""
    for at, pcn in enumerate(("east", "north", "west")):
        write(tmp_path / f"w/content/pcns/{pcn}/pcn.yml", {"name": f"{pcn.title()} PCN", "ods_code": f"U1234{at}"})
    write(tmp_path / "w/content/services/lunch-club.yml", CLUB)
    return tmp_path / "w"


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_yaml(value))
    return path


def shared(root: Path) -> Path:
    return root / "content/services/lunch-club.yml"


def local(root: Path, pcn: str) -> Path:
    return root / f"content/pcns/{pcn}/services/lunch-club.yml"


def club_in(root: Path, pcn: str) -> dict[str, Any]:
    """What the site of a PCN says of the lunch club."""
    opened = open_workspace(Workspace(root, bundled()), today=DAY)
    return opened.content.services[pcn]["lunch-club"].model_dump(mode="json", exclude_unset=True)


def test_a_site_is_what_it_would_be_with_files_of_its_own(tmp_path: Path) -> None:
    """Whatever is shared: with each service written into each PCN's folder, the same bytes."""
    folders, compared = Folders.below(tmp_path), 0

    def look(drawn: Drawn) -> None:
        nonlocal compared
        if drawn.slips or not any(name.startswith("content/services/") for name in drawn.files):
            return
        workspace = folders.workspace(drawn)
        loaded, _ = load(workspace)
        sites = made(workspace, drawn).files
        shutil.rmtree(folders.root / "content/services")
        for pcn in drawn.pcns:
            own = folders.root / "content/pcns" / pcn / "services"
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir()
            for id, file in loaded.services_in(pcn).items():
                value: Any = plain(file.node)
                (own / f"{id}.yml").write_text(composed(value), encoding="utf-8")
        after = made(workspace, drawn).files
        for pcn in sites.keys() & after.keys():
            assert sites[pcn] == after[pcn], pcn
            compared += any(f"content/services/{id}.yml" in drawn.files for id in loaded.services_in(pcn))

    look_at(60, look, first=300)
    assert compared >= 2


def test_a_mistake_keeps_back_the_pcns_that_show_it_and_is_told_once(three: Path, rolecall: Rolecall) -> None:
    assert rolecall(three, "build").code == 0
    write(shared(three), {**CLUB, "needs": ["lonley"]})
    for command in ("check", "build"):
        ran = rolecall(three, command, "--format", "json")
        rows = [row for row in json.loads(ran.out) if row["level"] == "problem"]
        assert [(row["file"], row["pcn"]) for row in rows] == [("content/services/lunch-club.yml", "")], command
    pcn = three / "content/pcns/north/pcn.yml"
    pcn.write_text(pcn.read_text() + "short_name: The North\n")
    ran = rolecall(three, "build")
    assert (ran.code, "1 problem in 1 file" in ran.err) == (1, True)
    assert "north: " in ran.out and "changed" in ran.out and "east: " not in ran.out


def test_an_edit_reaches_the_pcns_that_show_it(three: Path, rolecall: Rolecall) -> None:
    rolecall(three, "build")
    write(shared(three), {**CLUB, "cost": {"text": "£4 a meal"}})
    ran = rolecall(three, "build")
    assert [line.partition(": ")[0] for line in ran.out.splitlines() if line.endswith("changed")] == [
        "east",
        "west",
    ] or ("2 changed, 1 unchanged" in ran.out)
    write(local(three, "west"), {"cost": {"text": "£5 a meal"}})
    assert "1 changed, 2 unchanged" in rolecall(three, "build").out
    assert "£5 a meal" in (three / "site/west/services/lunch-club/index.html").read_text()
    assert "£4 a meal" in (three / "site/east/services/lunch-club/index.html").read_text()


def test_a_pcn_that_is_added_later_may_be_one_that_a_service_names(three: Path, rolecall: Rolecall) -> None:
    write(shared(three), {**CLUB, "pcns": ["east", "south"]})
    ran = rolecall(three, "build")
    assert 'there is no PCN called "south"' in ran.err
    write(three / "content/pcns/south/pcn.yml", {"name": "South PCN", "ods_code": "U54321"})
    assert rolecall(three, "build").code == 0
    shutil.rmtree(three / "content/pcns/south")
    assert 'there is no PCN called "south"' in rolecall(three, "build").err


def test_services_of_what_is_shipped_are_on_no_other_site(tmp_path: Path, three: Path) -> None:
    for name in ("content", "roles", "theme"):
        shutil.copytree(ROOT / name, tmp_path / "shipped" / name)
    write(tmp_path / "shipped/content/services/tea.yml", {**CLUB, "pcns": ["all"]})
    opened = open_workspace(Workspace(three, tmp_path / "shipped"), today=DAY)
    assert [*opened.content.services["east"]] == ["lunch-club"]
    assert not (ROOT / "content/services").exists(), "what is there would be of the examples alone"


def test_check_tells_of_a_service_that_no_pcn_shows(three: Path, rolecall: Rolecall) -> None:
    far = {name: value for name, value in CLUB.items() if name != "pcns"}
    write(three / "content/services/far.yml", {**far, "area": [{"name": "Farbury"}]})
    told = "content/services/far.yml:1:1: no PCN shows this service"
    assert told in rolecall(three, "check").out
    assert told not in rolecall(three, "check", "east").out, "another may show it"
    write(local(three, "west"), {**far, "name": "Another club"})
    assert (
        f"{local(three, 'west').relative_to(three)}:1:1: this is shown here in place of" in rolecall(three, "check").out
    )


@pytest.mark.parametrize(
    ("differs", "by", "until"),
    [
        ({}, "ICB team", "2027-11-01"),
        ({"cost": {"text": "£5"}}, None, "2027-11-01"),
        ({"languages": ["pl"]}, "ICB team", "2027-11-01"),  # it is what the shared file says
        ({"checked": {"date": "2026-11-02", "by": "West team"}}, "West team", None),
        ({"checked": {"date": "2026-10-31", "by": "West team"}}, "ICB team", "2027-11-01"),
        ({"cost": {"text": "£5"}, "checked": {"date": "2026-10-31", "by": "West team"}}, "West team", None),
        ({"next_check": "2027-01-01"}, "ICB team", "2027-01-01"),
    ],
)
def test_whose_check_counts(differs: dict[str, Any], by: str | None, until: str | None, three: Path) -> None:
    write(shared(three), {**CLUB, "next_check": "2027-11-01"})
    if differs:
        write(local(three, "west"), differs)
    found = club_in(three, "west")
    assert (found.get("checked", {}).get("by"), found.get("next_check")) == (by, until)


def test_a_preview_follows_both_files(three: Path, tmp_path: Path) -> None:
    preview = Preview(Workspace(three, bundled()), "west", "http://127.0.0.1/", tmp_path)
    page = tmp_path / "services/lunch-club/index.html"
    assert preview.build().is_there
    for path, value in ((shared(three), {**CLUB, "summary": "Soup."}), (local(three, "west"), {"summary": "Stew."})):
        seen = preview.seen
        write(path, value)
        assert preview.look() != seen
        assert preview.build().is_there
        assert value["summary"] in page.read_text()


def test_editors_know_both_kinds_of_file() -> None:
    """A shared one has `pcns` and all that a service needs. In what differs nothing is needed."""
    known = schemas(open_shipped(today=DAY).content)
    whole, shared_one, part = (
        Draft202012Validator(known[name]).is_valid for name in ("service", "shared-service", "service-here")
    )
    without = {name: value for name, value in CLUB.items() if name != "pcns"}
    assert (whole(CLUB), shared_one(CLUB), part(CLUB)) == (False, True, False)
    assert (whole(without), shared_one(without), part(without)) == (True, True, True)
    differs = {"status": "paused", "shown": "no"}
    assert (whole(differs), shared_one(differs), part(differs)) == (False, False, True)


def test_what_is_due_in_a_workbook_are_shared_ones_too(three: Path, rolecall: Rolecall, tmp_path: Path) -> None:
    write(shared(three), {**CLUB, "next_check": "2026-12-01"})
    assert rolecall(three, "export", "workbook", "--pcn", "west", "--due", "--to", str(tmp_path / "due.xlsx")).code == 0
    assert openpyxl.load_workbook(tmp_path / "due.xlsx")["Services"]["A3"].value == "lunch-club"


# In a workbook


def edited(root: Path, rolecall: Rolecall, cells: dict[str, str | None], name: str = "w") -> Path:
    """A workbook of west in which cells of the lunch club are filled in."""
    file = root.parent / f"{name}.xlsx"
    assert rolecall(root, "export", "workbook", "--pcn", "west", "--to", str(file)).code == 0
    book = openpyxl.load_workbook(file)
    page = book["Services"]
    headings = {page.cell(2, at).value: at for at in range(1, page.max_column + 1)}
    for heading, words in cells.items():
        page.cell(3, headings[heading]).value = words
    book.save(file)
    return file


def take_in(root: Path, rolecall: Rolecall, file: Path) -> Ran:
    return rolecall(root, "import", "workbook", str(file), "--pcn", "west")


def test_a_workbook_changes_its_pcn_alone(three: Path, rolecall: Rolecall) -> None:
    before = shared(three).read_bytes()
    file = edited(three, rolecall, {"Phone 1": "0117 496 0002", "Languages": None})
    assert "Lunch club" in openpyxl.load_workbook(file)["Services"]["B1"].value, "it says which are of several PCNs"
    assert take_in(three, rolecall, file).code == 0
    assert local(three, "west").read_text() == (
        "# yaml-language-server: $schema=../../../../.rolecall/schemas/service-here.json\n"
        "contact:\n  email: meals@example.org\n  phones:\n    - {number: 0117 496 0002}\nlanguages: []\n"
    )
    west, east = club_in(three, "west"), club_in(three, "east")
    assert (west["contact"]["phones"][0]["number"], west["languages"], "checked" in west) == (
        "0117 496 0002",
        [],
        False,
    )
    assert east["contact"]["phones"][0]["number"] == "0117 496 0001"
    again = take_in(three, rolecall, file)
    assert (again.code, "0 changes" in again.out) == (0, True), "nobody has checked it by taking it in twice"
    assert shared(three).read_bytes() == before


def test_what_a_workbook_says_is_still_right_is_checked_by_the_pcn(three: Path, rolecall: Rolecall) -> None:
    write(local(three, "west"), {"cost": {"text": "£5"}})
    file = edited(three, rolecall, {"Still right?": "Yes", "Checked by (team)": "West team"})
    assert take_in(three, rolecall, file).code == 0
    assert club_in(three, "west")["checked"] == {"date": "2026-11-22", "by": "West team"}
    assert club_in(three, "east")["checked"]["by"] == "ICB team"


def test_a_text_of_the_shared_file_cannot_be_emptied_in_a_workbook(three: Path, rolecall: Rolecall) -> None:
    ran = take_in(three, rolecall, edited(three, rolecall, {"Interpreters": None}))
    assert ran.code == 1
    assert "this is from content/services/lunch-club.yml, for several PCNs, and cannot be emptied for one" in ran.err
    assert not local(three, "west").exists()


def test_what_is_as_in_the_shared_file_again_follows_it_again(three: Path, rolecall: Rolecall) -> None:
    write(local(three, "west"), {"interpreting": "Call us.", "languages": ["ar"]})
    assert take_in(three, rolecall, edited(three, rolecall, {"Interpreters": "Ask us."})).code == 0
    assert local(three, "west").read_text() == "languages:\n- ar\n"


def test_a_workbook_that_changes_all_that_a_service_needs_writes_all_of_it(three: Path, rolecall: Rolecall) -> None:
    """A file with a name, a description, an organisation and needs takes nothing from the shared one."""
    theirs = {name: CLUB[name] for name in ("needs", "organisation")}
    write(local(three, "west"), {**theirs, "description": "Soup."})
    assert take_in(three, rolecall, edited(three, rolecall, {"Name": "Lunch and tea"})).code == 0
    west = club_in(three, "west")
    assert west["contact"]["email"] == "meals@example.org"
    assert "checked" not in west


def test_an_import_brings_no_service_that_the_pcn_has_with_others(
    three: Path, rolecall: Rolecall, tmp_path: Path
) -> None:
    """The same one is named and not doubled. Another of its name gets an address of its own, wherever it stands."""
    path = tmp_path / "list.csv"
    path.write_text(
        "Name,What it is,Phone\nLunch Club,A meal.,0117 496 0001\nLunch club,Soup on Mondays.,0117 496 0002\n"
    )
    ran = rolecall(three, "import", "services", str(path), "--pcn", "east", "--today", "2026-11-22")
    assert ran.code == 0, ran.err
    assert "lunch-club.yml, which you have with other PCNs" in ran.out
    assert [file.name for file in local(three, "east").parent.iterdir()] == ["lunch-club-2.yml"]


def test_people_who_run_a_shared_service_are_asked_and_their_answer_is_the_pcns(
    three: Path, rolecall: Rolecall, tmp_path: Path
) -> None:
    """So are other directories given it, and gaps counted with it."""
    before = shared(three).read_bytes()
    day = ("--pcn", "east", "--today", "2026-11-22")
    assert rolecall(three, "export", "checks", "--all", "--to", str(tmp_path / "letters"), *day).code == 0
    assert (tmp_path / "letters/lunch-club.eml").exists()
    book = openpyxl.load_workbook(tmp_path / "letters/checks.xlsx")
    sheet = book.worksheets[0]
    column = next(cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == "Right?")
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "Lunch club")
    sheet.cell(row, column, "Right")
    book.save(tmp_path / "answers.xlsx")
    ran = rolecall(three, "import", "checks", str(tmp_path / "answers.xlsx"), *day)
    assert ran.code == 0, ran.out + ran.err
    assert club_in(three, "east")["checked"]["by"] == "Age Friends"
    assert club_in(three, "west")["checked"]["by"] == "ICB team"
    assert shared(three).read_bytes() == before
    assert rolecall(three, "export", "services", "--to", str(tmp_path / "hsds"), *day).code == 0
    assert "Lunch club" in (tmp_path / "hsds/services.json").read_text()
    rows = json.loads(rolecall(three, "check", "east", "--format", "json", "--today", "2026-11-22").out)
    assert "any" not in {row["kind"] for row in rows if row.get("need") == "lonely"}
