"""What the commands say and leave behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from conftest import ROOT, Ran, contents
from rolecall.bundled import bundled
from rolecall.checks import notes
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.places import SHIPPED

Run = Callable[..., Ran]


def test_init_writes_a_workspace_that_builds_at_once(tmp_path: Path, rolecall: Run) -> None:
    ran = rolecall(tmp_path, "init", "w", "--name", "St Paul's PCN", "--ods", "u12345")
    assert ran.code == 0
    pcn = (tmp_path / "w/content/pcns/st-pauls/pcn.yml").read_text().splitlines()
    assert "name: St Paul's PCN" in pcn
    assert "ods_code: U12345" in pcn
    assert rolecall(tmp_path / "w", "build").code == 0


def test_init_changes_nothing_that_is_there(workspace: Path, rolecall: Run) -> None:
    before = contents(workspace)
    ran = rolecall(workspace, "init", ".", "--name", "Testbury PCN", "--ods", "U99999")
    assert ran.code == 2
    assert "is there already" in ran.err
    assert "rolecall edit testbury" in ran.err
    assert contents(workspace) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--name", "A<b", "--ods", "U12345"], "a name cannot have < or > in it"),
        (["--name", "Testbury PCN", "--ods", "12345"], '"12345" is not the ODS code of a PCN'),
        (["--name", "Testbury PCN"], "Missing option '--ods'"),
        (["--name", "!!!", "--ods", "U12345"], "letters"),
    ],
)
def test_init_says_what_is_wrong_with_its_options(words: list[str], told: str, tmp_path: Path, rolecall: Run) -> None:
    ran = rolecall(tmp_path, "init", "w", *words)
    assert ran.code == 2
    assert told in ran.err
    assert not (tmp_path / "w").exists()


def test_outside_a_workspace_a_command_says_where_to_go(tmp_path: Path, rolecall: Run) -> None:
    for command in ("build", "check", "serve"):
        ran = rolecall(tmp_path, command)
        assert ran.code == 2
        assert "rolecall init" in ran.err


def test_a_pcn_that_is_not_there_is_a_wrong_command(workspace: Path, rolecall: Run) -> None:
    ran = rolecall(workspace, "build", "testbry")
    assert ran.code == 2
    assert 'did you mean "testbury"?' in ran.err


def test_a_workspace_without_pcns_says_how_to_start(tmp_path: Path, rolecall: Run) -> None:
    (tmp_path / "content").mkdir()
    ran = rolecall(tmp_path, "build")
    assert ran.code == 2
    assert "rolecall init" in ran.err


@pytest.mark.parametrize("style", ["text", "json", "github", "gitlab"])
def test_problems_come_in_the_form_that_is_asked_for(style: str, workspace: Path, rolecall: Run) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("U12345", "U1234"))
    ran = rolecall(workspace, "check", "--data", "--format", style)
    assert ran.code == 1
    if style == "json":
        first = json.loads(ran.out)[0]
        assert first == {
            "level": "problem",
            "kind": "wrong",
            "group": "files",
            "file": "content/pcns/testbury/pcn.yml",
            "line": 4,
            "column": 11,
            "path": "ods_code",
            "pcn": "testbury",
            "sentence": '"U1234" is not the ODS code of a PCN',
            "fix": "It is U and 5 digits, for example U12345.",
        }
    elif style == "gitlab":
        first = json.loads(ran.out)[0]
        assert re.fullmatch("[0-9a-f]{64}", first.pop("fingerprint"))
        assert first == {
            "description": '"U1234" is not the ODS code of a PCN. It is U and 5 digits, for example U12345.',
            "check_name": "rolecall/wrong",
            "severity": "major",
            "location": {"path": "content/pcns/testbury/pcn.yml", "lines": {"begin": 4}},
        }
    else:
        start = {
            "text": "content/pcns/testbury/pcn.yml:4:11: ",
            "github": "::error file=content/pcns/testbury/pcn.yml,line=4,col=11,title=wrong::",
        }
        assert ran.out.startswith(start[style])


@pytest.mark.parametrize("style", ["json", "gitlab"])
@pytest.mark.parametrize("code", ["U12345", "U1234"])
def test_a_report_for_programs_is_json_and_nothing_else(code: str, style: str, workspace: Path, rolecall: Run) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("U12345", code))
    for command in ("check", "build"):
        ran = rolecall(workspace, command, "--format", style)
        assert ran.code == (0 if code == "U12345" else 1)
        rows = json.loads(ran.out)
        assert len({json.dumps(row) for row in rows}) == len(rows)
        if style == "gitlab":
            assert len({row["fingerprint"] for row in rows}) == len(rows)


def test_check_lists_what_is_assumed_and_what_has_run_out(rolecall: Run) -> None:
    ran = rolecall(ROOT, "check", "harbour")
    assert ran.code == 0
    assert 'to know: content/pcns/harbour/pcn.yml:23:7: "home_visits" was due to be checked by 1 June 2026' in ran.out
    assert "to know: roles/link-worker.yml" in ran.out


def test_check_finds_a_link_that_leads_nowhere(workspace: Path, rolecall: Run) -> None:
    (workspace / "content/pages/news.md").write_text("# News\n\nSee [this](../nowhere/) and [that](#nothing).\n")
    ran = rolecall(workspace, "check")
    assert ran.code == 1
    assert "content/pages/news.md:3:12" in ran.out
    assert 'the link "../nowhere/" leads nowhere' in ran.out
    assert 'the link "#nothing" leads to a part that the page does not have' in ran.out


def test_a_bug_has_an_exit_code_of_its_own_and_says_where_to_report_it(
    workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolecall.opened.validate", lambda *given, today: 1 / 0)
    ran = rolecall(workspace, "build")
    assert ran.code == 3
    assert "Please report the lines above" in ran.err


def test_the_day_is_an_input(workspace: Path, rolecall: Run) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    with pcn.open("a") as file:
        file.write("checked: {date: 2026-01-01, by: Us}\nnext_check: 2026-06-01\n")
        file.write("roles:\n  link-worker:\n    answers:\n      contacts: {text: In our garden.}\n")
    page = workspace / "site/testbury/link-worker/index.html"
    rolecall(workspace, "build", "--today", "2026-05-01")
    assert "In our garden." in page.read_text()
    rolecall(workspace, "build", "--today", "2026-07-01")
    assert "In our garden." not in page.read_text()
    assert rolecall(workspace, "build", "--today", "tomorrow").code == 2


def test_the_shipped_files_fit_the_exported_schemas(tmp_path: Path, rolecall: Run) -> None:
    from rolecall import yamltext

    assert rolecall(tmp_path, "export", "schema").code == 0

    def is_a_number_read_as_text(error: ValidationError) -> bool:
        """Rolecall reads numbers as text first, which a schema cannot know."""
        if error.validator == "anyOf":
            return any(map(is_a_number_read_as_text, error.context))
        return error.validator == "type" and re.fullmatch(r"-?[\d.]+|yes|no", str(error.instance)) is not None

    used = set()
    for path in [*(ROOT / "content").rglob("*.yml"), *(ROOT / "roles").rglob("*.yml")]:
        first = path.read_text().splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        name = Path(first.partition("=")[2])
        assert (path.parent / name).resolve().parent == ROOT / ".rolecall/schemas", path
        schema = json.loads((tmp_path / ".rolecall/schemas" / name.name).read_text())
        node, _ = yamltext.read(path.read_text(), path.name)
        found = Draft202012Validator(schema).iter_errors(yamltext.plain(node))
        errors = [error for error in found if not is_a_number_read_as_text(error)]
        assert not errors, f"{path}: {errors[0].message}"
        used.add(name.name)
    exported = {path.name for path in (tmp_path / ".rolecall/schemas").iterdir()}
    # They are for the top of Markdown files, and for services that several PCNs of a workspace have.
    assert used == exported - {"page.json", "service-here.json", "shared-service.json"}


def test_every_field_of_a_pcn_has_a_sentence_for_whoever_types_it(tmp_path: Path, rolecall: Run) -> None:
    rolecall(tmp_path, "export", "schema", "--to", "schemas")
    schema = json.loads((tmp_path / "schemas/pcn.json").read_text())
    kinds = [schema, *schema["$defs"].values()]
    silent = [
        f"{kind['title']}.{name}"
        for kind in kinds
        for name, field in kind.get("properties", {}).items()
        if "description" not in field
    ]
    assert not silent


def test_a_build_lists_the_services_that_it_holds_back(workspace: Path, rolecall: Run) -> None:
    shutil.copytree(ROOT / "tests/cases/a-service-that-nobody-checks-is-held-back", workspace, dirs_exist_ok=True)
    ran = rolecall(workspace, "build")
    assert ran.code == 0
    assert "held back: content/pcns/testbury/services/lunch-club.yml:1:1: Lunch Club was due to be checked" in ran.out
    assert "write status: closed" in ran.out
    assert "To know: there are things to look at. See them with: rolecall check" in ran.out


def test_a_build_leads_to_check_only_where_that_has_something_to_say(workspace: Path) -> None:
    for folder in (ROOT, workspace):
        opened = open_workspace(Workspace(folder, bundled()), today=date(2026, 11, 24))
        local = [note for note in opened.notes if not note.place.file.startswith(SHIPPED)]
        assert opened.has_shared_notes == any(not note.pcn for note in local), folder
        for pcn in opened.pcns:
            found = notes.are_there(opened.content, pcn, opened.loaded, today=opened.today)
            assert found == any(note.pcn == pcn for note in local), pcn


def test_check_tells_of_days_and_prices_that_no_filter_can_find(workspace: Path, rolecall: Run) -> None:
    club = workspace / "content/pcns/testbury/services/lunch-club.yml"
    club.parent.mkdir()
    start = "name: Lunch Club\ndescription: Lunch.\norganisation: {name: T}\nneeds: [lonely]\n"
    club.write_text(
        f"{start}checked: {{date: 2026-10-01, by: T}}\nnext_check: 2027-10-01\n"
        "when: [{text: Mondays and Wednesdays from 2pm}, {text: Each Sunday, every: week, days: [sun]}]\n"
        "cost: {text: Free for all}\n"
    )
    ran = rolecall(workspace, "check", "--today", "2026-11-22")
    assert "lunch-club.yml:7:15: only the text names Monday and Wednesday" in ran.out
    assert "Add every: week and days: [mon, wed], or choose them in the workbook." in ran.out
    assert "Sunday" not in ran.out
    assert (
        "lunch-club.yml:8:14: only the text says that it is free, so people who choose Free do not find this service"
        in ran.out
    )
    text = club.read_text().replace("Wednesdays from 2pm}", "Wednesdays, every: week, days: [mon, wed]}")
    club.write_text(text.replace("Free for all}", "Free for all, options: [{label: Everybody, amount: 0}]}"))
    assert "only the text" not in rolecall(workspace, "check", "--today", "2026-11-22").out


def test_reading_only_the_first_line_is_no_mistake() -> None:
    ran = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m rolecall check --data 2>&1 | head -n 1; echo ${{PIPESTATUS[0]}}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.splitlines()[-1] in ("0", "1")
    assert "pipe" not in (ran.stdout + ran.stderr).lower()


def test_check_tells_of_services_that_ended_and_of_those_that_nobody_checked(workspace: Path, rolecall: Run) -> None:
    for case in ("a-service-whose-last-day-has-passed", "a-service-that-nobody-checked"):
        shutil.copytree(ROOT / "tests/cases" / case, workspace, dirs_exist_ok=True)
    ran = rolecall(workspace, "check")
    assert ran.code == 0
    folder = "to know: content/pcns/testbury/services"
    assert f"{folder}/old.yml:6:1: Old Club ended on 11 February 2026, so it is not in the lists any more" in ran.out
    assert f"{folder}/lunch-club.yml:1:1: nobody has checked Lunch Club yet, and its page says so" in ran.out
    assert "half.yml" not in ran.out


def test_check_tells_of_people_who_are_not_shown_any_more(workspace: Path, rolecall: Run) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write("people:\n  - name: Sam Example\n    roles: [link-worker]\n")
        file.write("    checked: {date: 2025-01-01, by: Test team}\n    next_check: 2026-01-01\n")
    ran = rolecall(workspace, "check")
    assert ran.code == 0, ran.out
    assert "Sam Example was due to be checked by 1 January 2026, and is not shown any more" in ran.out


def test_check_and_build_say_alike_that_there_is_no_pcn(workspace: Path, rolecall: Run) -> None:
    shutil.rmtree(workspace / "content/pcns/testbury")
    for command in ("check", "build"):
        ran = rolecall(workspace, command)
        assert ran.code == 2
        assert "There is no PCN yet. Start one" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("export", "workbook", "--to", "w.xlsx"),
        ("export", "redirects", "nginx"),
        ("import", "workbook", "list.csv"),
        ("import", "services", "list.csv"),
    ],
    ids=" ".join,
)
def test_what_goes_in_or_out_needs_a_pcn_without_problems(
    words: tuple[str, ...], workspace: Path, rolecall: Run
) -> None:
    (workspace / "list.csv").write_text("Name,Description\nLunch Club,A hot meal\n")
    (workspace / "content/pcns/testbury/pcn.yml").write_text("name: Testbury PCN\n")
    before = contents(workspace)
    ran = rolecall(workspace, *words)
    assert ran.code == 1
    assert ran.err.startswith('content/pcns/testbury/pcn.yml:1:1: "ods_code" is missing from a PCN\n')
    assert "1 problem in 1 file." in ran.err
    assert "Nothing was changed." in ran.err
    assert contents(workspace) == before


@pytest.mark.parametrize("pcns", [(), ("testbury", "otherton")])
def test_services_for_a_leaflet_are_those_of_1_pcn(pcns: tuple[str, ...], workspace: Path, rolecall: Run) -> None:
    rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321")
    ran = rolecall(workspace, "export", "leaflets", *pcns, "--service", "lunch-club")
    assert ran.code == 2
    assert "With --service, name one PCN." in ran.err


def test_a_workspace_with_several_pcns_asks_which_and_one_without_says_so(workspace: Path, rolecall: Run) -> None:
    rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321")
    asked = rolecall(workspace, "export", "redirects", "nginx").err
    assert "Which PCN? Add --pcn. There are: otherton, testbury" in asked
    for pcn in ("otherton", "testbury"):
        shutil.rmtree(workspace / "content/pcns" / pcn)
    ran = rolecall(workspace, "export", "redirects", "nginx")
    assert ran.code == 2
    assert "There is no PCN yet." in ran.err


def test_a_register_without_an_open_pcn_says_what_is_wrong_with_it(workspace: Path, rolecall: Run) -> None:
    (workspace / "details.csv").write_text("PCN Code,PCN Name,Open Date,Close Date\nU1,X,20190701,\n")
    (workspace / "partners.csv").write_text(
        "PCN Code,Partner Organisation Code,Partner Name,Practice to PCN Relationship Start Date,"
        "Practice to PCN Relationship End Date\n"
    )
    ran = rolecall(workspace, "import", "pcns", "details.csv", "partners.csv")
    assert ran.code == 1
    assert "partners.csv:1:1: the sheet of memberships has headings and no rows" in ran.err
    assert "to know" not in ran.err
    assert ran.out == "0 open PCNs in the register, 0 changes here.\n"


def test_a_list_without_headings_is_not_drafted(workspace: Path, rolecall: Run) -> None:
    (workspace / "list.csv").write_text("\n\n0117 496 0100\n")
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 1
    assert "Nothing was changed." in ran.err
    assert not (workspace / "list.columns.yml").exists()
