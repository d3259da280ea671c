"""`rolecall publish`: what may not go live does not, and what may is written whole, with what its host needs."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, Ran, contents
from published import MAY_GO_LIVE, may_go_live
from rolecall.bundled import bundled
from rolecall.cli import cli
from rolecall.opened import open_workspace
from rolecall.phones import is_invented
from rolecall.publishing.before import EXAMPLES, is_example
from rolecall.publishing.ways import MORE, WAYS, way
from rolecall.workspace import Workspace

Rolecall = Callable[..., Ran]

LACKING = {
    "urgent_help_checked": "nobody has said that a person looked through Urgent help",
    "accessibility": "the accessibility statement does not say who tested this site",
    "privacy_url": "the page on privacy does not lead to your own privacy notice",
    "sign_off": "nobody has signed off this site",
    "clinical_safety": "nobody has signed off clinical safety",
    "data_protection": "nobody has signed off data protection",
    "content": "nobody has signed off what the site says",
}


def without(field: str) -> str:
    """The lines of a PCN that may go live, but for those of a field."""
    below = r"(?:  .*\n)*" if field == "sign_off" else ""
    lines = re.sub(rf"(?m)^ *{field}:.*\n{below}", "", MAY_GO_LIVE)
    assert lines != MAY_GO_LIVE
    return lines


@pytest.mark.parametrize("field", LACKING)
def test_what_is_lacking_is_told_with_the_line_to_write(field: str, workspace: Path, rolecall: Rolecall) -> None:
    pcn = may_go_live(workspace)
    start = "name: Testbury PCN\nods_code: U12345\n"
    pcn.write_text(start + without(field))
    before = contents(workspace)
    ran = rolecall(workspace, "publish", "--to", "live")
    assert ran.code == 1
    assert f"pcn.yml:{1 if field not in ('clinical_safety', 'data_protection', 'content') else 6}:" in ran.err
    assert LACKING[field] in ran.err
    assert "testbury may not go live yet: 1 thing to do first. Nothing was published." in ran.err
    assert contents(workspace) == before
    # Whoever writes that line, as it stands there, may publish.
    [line] = [line for line in ran.err.splitlines() if re.match(rf" *{field}: ", line)]
    pcn.write_text(f"{start}{without(field)}{line}\n")
    ran = rolecall(workspace, "publish", "--to", "live")
    assert ran.code == 0, ran.err


def test_all_that_is_lacking_of_a_new_pcn_is_told_at_once(workspace: Path, rolecall: Rolecall) -> None:
    ran = rolecall(workspace, "publish")
    assert ran.code == 1
    assert "testbury may not go live yet: 4 things to do first" in ran.err
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    lines = [line for line in ran.err.splitlines() if re.match(r"(urgent_help_checked|sign_off|acc|priv)\w*: ", line)]
    with pcn.open("a") as file:
        file.write("".join(f"{line}\n" for line in lines))
    ran = rolecall(workspace, "publish")
    assert ran.code == 0, ran.err
    assert "testbury may go live. Nothing was written. Choose a way:" in ran.out
    for id in WAYS:
        assert way(id).title in ran.out
        assert f"rolecall publish testbury --for {id}" in ran.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "phone: 0117 496 0100\nchecked: {date: 2025-10-01, by: T}\nnext_check: 2026-10-01\n"
            "roles: {link-worker: {answers: {contacts: {text: 4 times.}}}}\n",
            '"contacts" was due to be checked by 1 October 2026',
        ),
        ("notice: {text: Closed., until: 2026-11-21}\n", "this notice ended on 21 November 2026"),
        (
            "people: [{name: Sam, roles: [link-worker]}]\nchecked: {date: 2025-10-01, by: T}\nnext_check: 2026-11-21\n",
            "Sam was due to be checked by 21 November 2026",
        ),
    ],
)
def test_what_has_run_out_does_not_go_live(more: str, said: str, workspace: Path, rolecall: Rolecall) -> None:
    """The first time. A site that is live already goes out each night, or what has run out would stay on it."""
    pcn = may_go_live(workspace, more)
    for words in ((), ("--update",)):
        ran = rolecall(workspace, "publish", "--to", "live", *words)
        assert ran.code == 1
        assert said in ran.err
        assert not (workspace / "live").exists()
    may_go_live(workspace)
    assert rolecall(workspace, "publish", "--to", "live").code == 0
    may_go_live(workspace, more)
    assert rolecall(workspace, "publish", "--to", "live").code == 1
    ran = rolecall(workspace, "publish", "--to", "live", "--update")
    assert ran.code == 0, ran.err
    assert said in ran.err
    assert "testbury is live already, so it is published again" in ran.err
    pcn.write_text(pcn.read_text() + "nmae: Slip\n")
    ran = rolecall(workspace, "publish", "--to", "live", "--update")
    assert ran.code == 1
    assert "fix its files first. Nothing was published." in ran.err


def test_urgent_help_is_looked_through_each_year(workspace: Path, rolecall: Rolecall) -> None:
    pcn = may_go_live(workspace)
    pcn.write_text(pcn.read_text().replace("2026-11-20", "2025-11-21"))
    ran = rolecall(workspace, "publish")
    assert ran.code == 1
    assert "a person last looked through Urgent help on 21 November 2025, more than a year ago" in ran.err
    pcn.write_text(pcn.read_text().replace("2025-11-21", "2025-11-22"))
    assert rolecall(workspace, "publish").code == 0
    pcn.write_text(pcn.read_text().replace("2025-11-22", "2026-11-23"))
    ran = rolecall(workspace, "publish")
    assert (ran.code, "this day is in the future" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Our Primary Care Network", "U54321"),
        ("our  primary care NETWORK", "U54321"),
        ("Vale PCN", "U00000"),
        ("Riverside Primary Care Network", "U54321"),
        ("Marsh Lane PCN", "U12345"),
    ],
)
def test_an_example_never_goes_live(name: str, code: str, workspace: Path, rolecall: Rolecall) -> None:
    pcn = may_go_live(workspace)
    assert rolecall(workspace, "publish", "--to", "live").code == 0
    live = contents(workspace / "live")
    pcn.write_text(pcn.read_text().replace("Testbury PCN", f'"{name}"').replace("U12345", code))
    for words in ((), ("--to", "live"), ("--update", "--to", "live"), ("--zip", "live.zip"), ("--for", "github")):
        ran = rolecall(workspace, "publish", *words)
        assert ran.code == 1
        assert "is an example, so it may not go live" in ran.err
    assert contents(workspace / "live") == live
    assert not (workspace / "live.zip").exists()


def test_each_pcn_that_is_shipped_is_known_as_an_example() -> None:
    shipped = open_workspace(Workspace(ROOT, bundled()), today=date(2026, 11, 22)).content.pcns.values()
    template = yaml.safe_load((ROOT / "docs/template/content/pcns/our/pcn.yml").read_text())
    found = {pcn.name: pcn.ods_code for pcn in shipped} | {template["name"]: template["ods_code"]}
    assert found == EXAMPLES
    assert not is_example("Marsh Lane PCN", "U54321"), "this may be somebody's name"
    assert not is_example("Vale PCN", "U12345"), "this may be somebody's code"


@pytest.mark.parametrize("id", ["netlify", "nginx", "apache", "iis"])
def test_a_site_is_written_whole_with_what_its_host_needs(id: str, workspace: Path, rolecall: Rolecall) -> None:
    may_go_live(workspace, "moved: {old-page/: roles/}\n")
    assert rolecall(workspace, "build").code == 0
    built = contents(workspace / "site/testbury")
    words = ("publish", "--for", id, "--to", "live", "--zip", "live.zip")
    ran = rolecall(workspace, *words, "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    would = [line.partition(":")[0] for line in ran.out.splitlines() if line.startswith("would")]
    assert would == ["would write live", "would write live.zip"]
    assert not (workspace / "live").exists()
    ran = rolecall(workspace, *words)
    assert ran.code == 0, ran.err
    assert re.search(r"^live: \d+ pages, \d+ files, \d\.\d MB, new$", ran.out, re.M)
    assert f"rolecall publish --explain {id}" in ran.out
    live = contents(workspace / "live")
    more = {"apache": {".htaccess"}, "iis": {"web.config"}}.get(id, set())
    assert live.keys() - built.keys() == more
    assert {name: live[name] for name in built} == built
    with zipfile.ZipFile(workspace / "live.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == live
    assert (workspace / "live.nginx.conf").exists() == (id == "nginx")
    first = (workspace / "live.zip").read_bytes()
    ran = rolecall(workspace, *words)
    assert (ran.code, "unchanged" in ran.out) == (0, True), ran.err
    assert (workspace / "live.zip").read_bytes() == first
    assert rolecall(workspace, "publish", "--for", "supplier", "--to", "live").code == 0
    assert contents(workspace / "live") == built, "what another host needed is gone"


@pytest.mark.parametrize("name", [".htaccess", "mine.txt", ".git/HEAD"])
def test_nothing_of_anybodys_own_is_replaced(name: str, workspace: Path, rolecall: Rolecall) -> None:
    may_go_live(workspace)
    path = workspace / "live" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    before = contents(workspace)
    for words in (("--to", "live"), ("--to", "content"), ("--to", "."), ("--zip", "content/pcns/testbury/pcn.yml")):
        ran = rolecall(workspace, "publish", *words)
        assert ran.code == 2, words
        assert contents(workspace) == before
    (workspace / "new.nginx.conf").write_text("mine")
    assert rolecall(workspace, "publish", "--for", "nginx", "--to", "new").code == 2
    assert not (workspace / "new").exists()


def test_of_several_pcns_nobody_publishes_all_by_accident(workspace: Path, rolecall: Rolecall) -> None:
    may_go_live(workspace)
    may_go_live(workspace, pcn="newbury")
    ran = rolecall(workspace, "publish", "--to", "live")
    assert (ran.code, "Which PCN? Name it" in ran.err) == (2, True)
    assert not (workspace / "live").exists()
    assert rolecall(workspace, "publish", "newbury", "--to", "one").code == 0
    assert (workspace / "one/index.html").exists()
    assert rolecall(workspace, "publish", "newbury", "testbury", "--to", "both").code == 0
    assert {path.name for path in (workspace / "both").iterdir()} == {"newbury", "testbury"}
    assert rolecall(workspace, "publish", "newbury", "testbury", "--zip", "both.zip").code == 2
    (workspace / "content/pcns/newbury/pcn.yml").write_text("name: Newbury PCN\nods_code: U12346\n")
    ran = rolecall(workspace, "publish", "newbury", "testbury", "--to", "again")
    assert ran.code == 1, "one may go live, and is not kept waiting by the other"
    assert {path.name for path in (workspace / "again").iterdir()} == {"testbury"}


@pytest.mark.skipif(os.name == "nt", reason="a read-only file there is another thing")
def test_without_its_promise_a_site_is_not_published(workspace: Path, rolecall: Rolecall) -> None:
    may_go_live(workspace)
    lock = workspace / "content/pcns/testbury/links.lock"
    lock.write_text("# Empty.\n")
    lock.chmod(0o444)
    ran = rolecall(workspace, "publish", "--to", "live")
    assert ran.code == 1
    assert "links.lock: this file cannot be written" in ran.err
    assert not (workspace / "live").exists()


@pytest.mark.parametrize("id", [*WAYS, *MORE])
def test_each_way_says_its_cost_its_steps_and_how_to_undo_it(id: str, tmp_path: Path, rolecall: Rolecall) -> None:
    """Also where there is no site yet. Each command in it is one that there is."""
    ran = rolecall(tmp_path, "publish", "--explain", id)
    assert ran.code == 0
    assert not re.findall(r"\{\w+\}", ran.out), "a slot is open"
    if id in WAYS:
        assert [line for line in ran.out.splitlines() if line.isupper()] == ["COST", "STEPS", "UNDO"]
    for line in re.findall(r"(?s)`rolecall (.*?)`", ran.out):
        name, *words = line.split()
        cli.commands[name].make_context(name, [word.replace("WAY", "nginx") for word in words])
    assert max(map(len, ran.out.splitlines())) <= 100


def test_what_reads_as_an_example_or_a_person_is_told(workspace: Path, rolecall: Rolecall) -> None:
    """And refused by nobody: whose number is whose, no program knows."""
    pcn = may_go_live(workspace, "phone: 0117 496 0100\nchecked: {date: 2026-11-01, by: T}\nnext_check: 2027-10-01\n")
    pcn.write_text(pcn.read_text().replace("by: Clinical lead", "by: Dr Siân Jones"))
    ran = rolecall(workspace, "publish")
    assert ran.code == 0, ran.err
    told = [line for line in ran.out.splitlines() if line.startswith("to know: ")]
    assert [line.partition(": ")[2].partition(": ")[2] for line in told] == [
        "www.testbury.example is an address that is kept for examples, and leads nowhere",
        '"Dr Siân Jones" reads as the name of a person',
        "0117 496 0100 is a number that is kept for examples, and nobody answers there",
    ]
    pcn.write_text(
        pcn.read_text().replace("0117 496 0100", "0117 960 0100").replace("testbury.example", "testbury.nhs.uk")
        .replace("Dr Siân Jones", "Clinical lead")
    )  # fmt: skip
    assert "to know: " not in rolecall(workspace, "publish").out


BY = {
    "Dr Sarah Jones": True, "Jane Smith": True, "Dr Adeyemi": True, "prof. Okafor": True, "J Smith": True,
    "J. K. Smith": True, "Practice manager": False, "Clinical lead": False, "GP partner": False,
    "ICB team": False, "Marsh Lane patient group": False, "A nurse of Mill Surgery": False, "Drama group": False,
}  # fmt: skip


@pytest.mark.parametrize(("by", "told"), BY.items())
@pytest.mark.parametrize("job", ["Practice manager", "Patient group", "Clinical safety officer"])
def test_a_check_tells_of_a_person_who_is_named_where_a_job_belongs(
    by: str, told: bool, job: str, workspace: Path, rolecall: Rolecall
) -> None:
    pcn = may_go_live(workspace)
    pcn.write_text(pcn.read_text().replace(f"by: {job}", f"by: {by}"))
    ran = rolecall(workspace, "check", "--data")
    assert ran.code == 0, ran.err
    assert (f'"{by}" reads as the name of a person' in ran.out + ran.err) == told


def test_a_long_list_of_what_is_invented_is_cut(workspace: Path, rolecall: Rolecall) -> None:
    surgeries = "".join(f"  - {{name: S{at}, ods_code: L8100{at}, phone: 0117 496 010{at}}}\n" for at in range(9))
    checked = "checked: {date: 2026-11-01, by: T}\nnext_check: 2027-10-01\n"
    may_go_live(workspace, f"{checked}practices:\n{surgeries}")
    ran = rolecall(workspace, "publish")
    assert ran.out.count("is kept for examples") + ran.out.count("are kept for examples") == 5
    assert "to know: 5 more things like these in the files of testbury" in ran.out


NUMBERS = {
    "0117 496 0100": True, "020 7946 0999": True, "01632 960123": True, "07700 900123": True, "0191 498 0100": True,
    "028 9649 6123": True, "029 2018 0123": True, "0161 496 0000": True, "0117 960 0100": False, "116 123": False,
    "999": False, "0800 1111": False, "020 7946 1000": False, "0300 123 4567": False,
}  # fmt: skip


@pytest.mark.parametrize(("number", "invented"), NUMBERS.items())
def test_numbers_for_examples_are_known(number: str, invented: bool) -> None:
    assert is_invented(number) == invented


@pytest.mark.parametrize("lines", ["sign_off:\n", "sign_off: {}\n", "sign_off: yes\n", "urgent_help_checked: yes\n"])
def test_a_fact_that_is_half_written_is_told(lines: str, workspace: Path, rolecall: Rolecall) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(f"name: Testbury PCN\nods_code: U12345\n{lines}")
    ran = rolecall(workspace, "publish")
    assert (ran.code, "Traceback" in ran.err) == (1, False)
    assert "pcn.yml:3" in ran.err
