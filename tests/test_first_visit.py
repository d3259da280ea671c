"""The first visit: from an empty folder to a site that is true, in steps that can be skipped and left and taken up."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page

from conftest import ROOT, Ran, contents
from editing import Fields, Visitor, editing
from rolecall.ports import nearest_free
from test_axe import AXE, COLOUR, RUN, TAGS, violations

PCN = "content/pcns/quay/pcn.yml"
STEPS = ["name", "checks", "surgeries", "people", "reach"]
PCNS = [
    ["PCN Code", "PCN Name", "Open Date", "Close Date"],
    ["U99994", "QUAY PCN", "20190701", ""],
    ["U99995", "QUAY & HARBOUR PCN", "20190701", ""],
    ["U99996", "MOOR PCN", "20190701", "20240101"],
]
MEMBERS = [
    [
        "Partner Organisation Code", "Partner Name", "PCN Code", "Practice to PCN Relationship Start Date",
        "Practice to PCN Relationship End Date",
    ],
    ["Y99984", "QUAY SURGERY", "U99994", "20190701", ""],
    ["Y99985", "LOW LANE MEDICAL CENTRE", "U99994", "20190701", ""],
]  # fmt: skip


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "w").mkdir()
    return tmp_path / "w"


@pytest.fixture
def visitor(root: Path) -> Iterator[Visitor]:
    """Somebody in an empty folder."""
    with editing(root, "") as (visitor, _):
        yield visitor


def write_pcn(root: Path, text: str = "") -> None:
    path = root / PCN
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name: Quay PCN\nods_code: U99994\n{text}")


def step(visitor: Visitor, id: str, changes: dict[str, object]) -> str:
    answer = visitor.send(f"/-/first/{id}", changes)
    assert answer.code == 200, answer.text
    return answer.text


def heading(text: str) -> str:
    return text.partition("<h1>")[2].partition("</h1>")[0]


def to_the_end(visitor: Visitor) -> str:
    visitor.enter()
    step(visitor, "name", {"Name": "Quay PCN", "ODS code": "u99994"})
    step(visitor, "checks", {"Checked by (team)": "Quay link workers"})
    rows = {"name-1-1": "Quay Surgery", "ods-code-1-2": "y99984", "phone-1-3": "01174960199"}
    step(visitor, "surgeries", rows)
    page = Fields(visitor.ask("/-/first/people").text)
    answers = [name for name in page.values if name.startswith("your-answer")]
    assert len(answers) == 12
    first, title = answers[:2]
    coach = {answers[6]: "no", answers[8]: "link-worker"}
    visitor.ask("/-/first/people", {**page.values, first: "yes", title: "Community connector", **coach})
    page = Fields(visitor.ask("/-/first/reach").text)
    way, phone = [name for name in page.values if name.startswith("your-answer")][:2]
    return visitor.ask(
        "/-/first/reach", {**page.values, way: "Call us, or ask at your surgery.", phone: "0117 496 0123"}
    ).text


# From nothing to a site


def test_an_empty_folder_becomes_a_site_that_is_true(
    visitor: Visitor, root: Path, rolecall: Callable[..., Ran]
) -> None:
    assert heading(visitor.enter().text) == "The name and the code of your PCN"
    for path in ("/", "/-/", "/-/pcn", "/-/to-do", "/-/first/reach", "/link-worker/"):
        assert heading(visitor.ask(path).text) == "The name and the code of your PCN", path
    assert contents(root) == {}
    end = to_the_end(visitor)
    assert heading(end) == "Quay PCN: your site is ready to look at"
    for words in (
        "Quay Surgery: 0117 496 0199",
        "Community connector: 0117 496 0123",
        "Quay link workers",
        "22 November 2027",
    ):
        assert words in end
    page = visitor.ask("/community-connector/").text + visitor.ask("/link-worker/").text
    assert "Call us, or ask at your surgery." in page
    assert "health and wellbeing coach" in visitor.ask("/").text
    assert rolecall(root, "check").code == 0


def test_it_begins_with_the_files_that_init_writes(
    visitor: Visitor, root: Path, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    visitor.enter()
    step(visitor, "name", {"Name": "Quay Primary Care Network", "ODS code": "U99994"})
    assert rolecall(tmp_path, "init", "other", "--name", "Quay Primary Care Network", "--ods", "U99994").code == 0
    assert contents(root) == contents(tmp_path / "other")


def test_files_that_are_there_stay(visitor: Visitor, root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: Mine\n")
    (root / "content/pages").mkdir(parents=True)
    (root / "content/pages/ours.md").write_text("# Ours\n")
    visitor.enter()
    step(visitor, "name", {"Name": "Quay PCN", "ODS code": "U99994"})
    assert (root / "mkdocs.yml").read_text() == "site_name: Mine\n"
    assert "Ours" in visitor.ask("/ours/").text


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("", "", "This is needed to begin"),
        ("Quay PCN", "12345", "U and 5 digits"),
        ("Quay PCN", "Q12345", "U and 5 digits"),
        ("学校", "U99994", "letters from A to Z"),
        ("Q" * 300, "U99994", "characters"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(
    name: str, code: str, told: str, visitor: Visitor, root: Path
) -> None:
    visitor.enter()
    answer = visitor.send("/-/first/name", {"Name": name, "ODS code": code})
    assert answer.code == 422
    assert told in answer.text
    page = Fields(answer.text)
    assert page.values[page.named("Name")] == [name]
    assert page.values[page.named("ODS code")] == [code]
    assert contents(root) == {}


def test_a_folder_that_cannot_be_written_is_told_of(visitor: Visitor, root: Path) -> None:
    (root / "content").write_text("a file in the way")
    visitor.enter()
    answer = visitor.send("/-/first/name", {"Name": "Quay PCN", "ODS code": "U99994"})
    assert answer.code == 422
    assert "nothing can be written in this folder" in answer.text.casefold()


def test_a_mistake_in_files_for_all_pcns_keeps_nobody_from_beginning(visitor: Visitor, root: Path) -> None:
    (root / "content").mkdir()
    (root / "content/needs.yml").write_text("lonely: [\n")
    assert heading(visitor.enter().text) == "The name and the code of your PCN"
    answer = visitor.send("/-/first/name", {"Name": "Quay PCN", "ODS code": "U99994"})
    assert "content/needs.yml" in answer.text
    assert (root / PCN).exists()


def test_two_windows_begin_one_site(visitor: Visitor, root: Path) -> None:
    visitor.enter()
    form = Fields(visitor.ask("/-/first/name").text)
    values = {**form.values, form.named("Name"): "Quay PCN", form.named("ODS code"): "U99994"}
    assert visitor.ask("/-/first/name", values).code == 200
    assert visitor.ask("/-/first/name", values).code == 200
    assert [path.name for path in (root / "content/pcns").iterdir()] == ["quay"]


# The register


def as_csv(folder: Path) -> None:
    for name, rows in (("PCNDetails.csv", PCNS), ("PCN Core Partner Details.csv", MEMBERS)):
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows(rows)


def as_workbook(folder: Path) -> None:
    book = Workbook()
    for name, rows in (("PCNDetails", PCNS), ("PCN Core Partner Details", MEMBERS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "ePCN.xlsx")


def in_a_folder(folder: Path) -> None:
    (folder / "NHS register").mkdir()
    as_csv(folder / "NHS register")


@pytest.mark.parametrize("write", [as_csv, as_workbook, in_a_folder])
def test_the_register_offers_names_codes_and_surgeries(
    write: Callable[[Path], None], visitor: Visitor, root: Path
) -> None:
    (root / "notes.csv").write_text("a,b\n1,2\n")
    (root / "broken.xlsx").write_bytes(b"not a workbook")
    write(root)
    visitor.enter()
    found = visitor.ask("/-/first/name?find=low+lane").text
    assert "Quay PCN, U99994" in found
    assert "1 PCN found" in found
    assert "Moor" not in visitor.ask("/-/first/name?find=moor").text.split("</form>")[1]  # It has closed.
    assert visitor.ask("/-/first/name?find=quay").text.index("Quay PCN, U") > 0
    page = Fields(visitor.ask("/-/first/name?choose=U99994").text)
    assert page.values[page.named("Name")] == ["Quay PCN"]
    assert visitor.ask("/-/first/name", page.values).code == 200
    step(visitor, "checks", {"Checked by (team)": "Quay team"})
    page = Fields(visitor.ask("/-/first/surgeries").text)
    phone = next(name for name in page.values if name.startswith("phone-2"))
    visitor.ask("/-/first/surgeries", {**page.values, phone: "0117 496 0198"})
    text = (root / PCN).read_text()
    assert "name: Quay Surgery" in text
    assert "name: Low Lane Medical Centre" in text
    assert text.count("ods_code: Y") == 2
    assert text.count("0117 496 0198") == 1


def test_without_a_register_nothing_is_offered(visitor: Visitor) -> None:
    page = visitor.enter().text
    assert "NHS register that lies" not in page
    assert visitor.ask("/-/first/name?choose=U99994&find=x").code == 200


def test_the_name_of_the_template_gives_way_to_that_of_the_register(root: Path) -> None:
    as_csv(root)
    path = root / "content/pcns/our/pcn.yml"
    path.parent.mkdir(parents=True)
    path.write_text((ROOT / "docs/template/content/pcns/our/pcn.yml").read_text())
    with editing(root, "our") as (visitor, _):
        assert heading(visitor.enter().text) == "The name and the code of your PCN"
        page = Fields(visitor.ask("/-/first/name?choose=U99994").text)
        assert page.values[page.named("Name")] == ["Quay PCN"]
        assert visitor.ask("/-/first/name", page.values).code == 200
        assert "name: Quay PCN\nods_code: U99994\n" in path.read_text()
        assert "Low Lane Medical Centre" in visitor.ask("/-/first/surgeries").text


def test_what_is_looked_for_is_no_html(visitor: Visitor, root: Path) -> None:
    as_csv(root)
    visitor.enter()
    page = visitor.ask("/-/first/name?find=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&choose=%3Cb%3E").text
    assert "<script>alert" not in page
    assert "No PCN there has these words" in page


def test_more_rows_than_any_pcn_has_surgeries_are_not_made(visitor: Visitor) -> None:
    visitor.enter()
    step(visitor, "name", {"Name": "Quay PCN", "ODS code": "U99994"})
    page = Fields(visitor.ask("/-/first/surgeries").text)
    for rows in ("99999", "-5", "x", "²"):
        answer = visitor.ask("/-/first/surgeries", {**page.values, "rows": rows, "rows-more": "yes"})
        assert answer.code == 200
        assert 3 <= len([name for name in Fields(answer.text).values if name.startswith("ods-code")]) <= 63


# Taken up where it was left


def test_what_is_answered_is_not_asked_again(root: Path) -> None:
    write_pcn(root, "checked: {date: 2026-10-01, by: Quay team}\nnext_check: 2027-10-01\n")
    with editing(root, "quay") as (visitor, _):
        assert heading(visitor.enter().text) == "Who can help you at your GP surgery"
        page = visitor.ask("/").text
        assert "First steps" in page
        assert heading(visitor.ask("/-/first/").text) == "Your surgeries"
        step(visitor, "surgeries", {"name-1-1": "Quay Surgery", "ods-code-1-2": "Y99984", "phone-1-3": "0117 496 0199"})
        assert heading(visitor.ask("/-/first/").text) == "Who is here"


def test_a_new_site_opens_with_its_first_visit_and_a_filled_one_with_itself(root: Path) -> None:
    write_pcn(root)
    with editing(root, "quay") as (visitor, _):
        assert heading(visitor.enter().text) == "Who checks what this site says"
        assert heading(visitor.ask("/").text) == "Who can help you at your GP surgery"


def test_a_filled_in_site_has_no_first_steps(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content/pcns/riverside", tmp_path / "content/pcns/riverside")
    path = tmp_path / "content/pcns/riverside/pcn.yml"
    path.write_text(path.read_text().replace("Riverside Primary Care Network", "Quay PCN").replace("U99991", "U99994"))
    with editing(tmp_path, "riverside") as (visitor, _):
        page = visitor.enter().text
        assert "<h1>" in page
        assert "First steps" not in page
        assert heading(visitor.ask("/-/first/").text).endswith("your site is ready to look at")
        for id in STEPS:
            before = contents(tmp_path)
            page = visitor.ask(f"/-/first/{id}").text
            visitor.ask(f"/-/first/{id}", Fields(page).values)
            assert contents(tmp_path) == before, id


def test_each_step_is_skipped_and_there_is_a_way_back(visitor: Visitor, root: Path) -> None:
    visitor.enter()
    step(visitor, "name", {"Name": "Quay PCN", "ODS code": "U99994"})
    before, path, seen = contents(root), "/-/first/", list[str]()
    while "Skip this for now" in (page := visitor.ask(path).text):
        seen.append(heading(page))
        assert ">Back</a>" in page
        path = page.split('">Skip this for now')[0].rpartition('href="')[2]
    assert len(seen) == 4
    assert heading(page).endswith("your site is ready to look at")
    assert page.count("/-/first/") >= 4  # what is left, and First steps
    assert contents(root) == before


def test_a_fact_without_a_check_asks_for_the_check_where_it_is_written(visitor: Visitor, root: Path) -> None:
    visitor.enter()
    step(visitor, "name", {"Name": "Quay PCN", "ODS code": "U99994"})
    row = {"name-1-1": "Quay Surgery", "ods-code-1-2": "Y99984", "phone-1-3": "0117 496 0199"}
    answer = visitor.send("/-/first/surgeries", row)
    assert answer.code == 422
    assert "who checked it" in answer.text
    page = Fields(answer.text)
    assert page.values["phone-1-3"] == ["0117 496 0199"]
    without = {**page.values, "phone-1-3": ""}
    assert visitor.ask("/-/first/surgeries", without).code == 200
    assert "ods_code: Y99984" in (root / PCN).read_text()
    assert "\nchecked:" not in (root / PCN).read_text()
    page = Fields(visitor.ask("/-/first/surgeries").text)
    team = page.named("Checked by (team)")
    visitor.ask("/-/first/surgeries", {**page.values, "phone-1-3": "0117 496 0199", team: "Quay team"})
    assert "by: Quay team" in (root / PCN).read_text()


def test_more_rows_keep_what_was_typed_and_empty_ones_are_no_surgeries(visitor: Visitor, root: Path) -> None:
    visitor.enter()
    step(visitor, "name", {"Name": "Quay PCN", "ODS code": "U99994"})
    step(visitor, "checks", {"Checked by (team)": "Quay team"})
    page = Fields(visitor.ask("/-/first/surgeries").text)
    before = contents(root)
    more = visitor.ask("/-/first/surgeries", {**page.values, "name-2-1": "Low Lane", "rows-more": "yes"}).text
    assert contents(root) == before
    page = Fields(more)
    assert page.values["name-2-1"] == ["Low Lane"]
    assert len([name for name in page.values if name.startswith("ods-code")]) == 6
    page.values |= {"ods-code-2-2": ["Y99985"], "name-5-1": ["Quay Surgery"], "ods-code-5-2": ["Y99984"]}
    assert visitor.ask("/-/first/surgeries", page.values).code == 200
    text = (root / PCN).read_text()
    assert text.index("Low Lane") < text.index("Quay Surgery")
    assert text.count("ods_code: Y") == 2


def test_a_save_that_would_write_over_another_is_told_with_both(root: Path) -> None:
    write_pcn(root, "checked: {date: 2026-10-01, by: Quay team}\nnext_check: 2027-10-01\n")
    with editing(root, "quay") as (visitor, _):
        visitor.enter()
        page = Fields(visitor.ask("/-/first/checks").text)
        write_pcn(root, "checked: {date: 2026-10-01, by: Harbour team}\nnext_check: 2027-10-01\n")
        answer = visitor.ask("/-/first/checks", {**page.values, page.named("Checked by (team)"): "Moor team"})
        assert answer.code == 422
        assert "Harbour team" in answer.text
        assert "Moor team" in answer.text
        assert "Harbour team" in (root / PCN).read_text()


# As a command, and in a browser


def test_the_command_starts_in_an_empty_folder(root: Path, rolecall: Callable[..., Ran]) -> None:
    ran = rolecall(root, "edit", "nobody", "--no-open")
    assert ran.code == 2
    assert 'There is no PCN "nobody"' in ran.err
    assert contents(root) == {}


def test_the_command_opens_its_first_page_where_nothing_is_yet(root: Path) -> None:
    port = nearest_free("127.0.0.1", 8390)
    words = [sys.executable, "-m", "rolecall", "edit", "--no-open", "--address", f"127.0.0.1:{port}"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(words, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Start a site in this folder at http://127.0.0.1:")
        url = line.split()[-1]
        visitor = Visitor(int(url.split(":")[2].partition("/")[0]), url.partition("token=")[2])
        assert heading(visitor.enter().text) == "The name and the code of your PCN"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_a_second_start_in_a_folder_tells_of_the_first_while_that_runs(root: Path) -> None:
    words = [sys.executable, "-m", "rolecall", "edit", "--no-open", "--address"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONUNBUFFERED": "1"}
    started: list[subprocess.Popen[str]] = []

    def start() -> str:
        port = nearest_free("127.0.0.1", 8420)
        process = subprocess.Popen([*words, f"127.0.0.1:{port}"], cwd=root, env=env, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        told = ""
        for line in process.stdout:
            told += line
            if "Keep this window open" in line:
                break
        return told

    try:
        url = re.findall(r"(http://\S+)\?token=", start())[0]
        second = start()
        assert f"This folder is open in another rolecall edit already, at {url}\n" in second
        started[1].terminate()
        assert started[1].wait(timeout=20) == 0
        assert f"already, at {url}\n" in start(), "the first is still there"
        for process in started:
            process.terminate()
            assert process.wait(timeout=20) == 0
        assert contents(root) == {}
        start()
        started[-1].kill()  # and nothing of it is cleared up
        started[-1].wait(timeout=20)
        assert contents(root)
        assert "already" not in start()
    finally:
        for process in started:
            process.kill()
            process.communicate(timeout=20)


@pytest.mark.parametrize("scripts", [True, False])
def test_10_minutes_with_the_keyboard_alone(browser: Browser, visitor: Visitor, root: Path, *, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 740}, bypass_csp=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    wrong: list[str] = []

    def go(id: str) -> None:
        page.wait_for_url(f"**/-/first/{id}")
        if scripts:
            wrong.extend(looked_at(page, id))

    page.goto(f"http://127.0.0.1:{visitor.port}/?token={visitor.token}")
    go("name")
    fill(page, "Name", "Quay PCN")
    fill(page, "ODS code", "U99994")
    page.keyboard.press("Enter")
    go("checks")
    fill(page, "Checked by (team)", "Quay team")
    page.keyboard.press("Enter")
    go("surgeries")
    fill(page, "Name", "Quay Surgery")
    fill(page, "ODS code", "Y99984")
    fill(page, "Phone", "12")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wrong")
    if scripts:
        assert page.evaluate("document.activeElement.id") == "wrong"
        wrong.extend(looked_at(page, "mistake"))
    fill(page, "Phone", "0117 496 0199")
    page.keyboard.press("Enter")
    go("people")
    page.get_by_label("Yes", exact=True).first.focus()
    page.keyboard.press("Space")
    fill(page, "What it is called here", "Connector")
    page.keyboard.press("Enter")
    go("reach")
    fill(page, "How to reach them: phone", "0117 496 0123")
    page.keyboard.press("Enter")
    go("end")
    page.get_by_role("main").get_by_role("link", name="See the site").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Connector").first.wait_for()
    context.close()
    assert not errors
    assert not wrong, "\n".join(wrong)
    assert "local_title: Connector" in (root / PCN).read_text()


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_role("main").get_by_label(label).first
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def looked_at(page: Page, what: str) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=AXE)
    found = [f"{what}: {violation}" for violation in violations(page.evaluate(RUN, TAGS))]
    page.emulate_media(color_scheme="dark")
    found += [f"{what}, dark: {violation}" for violation in violations(page.evaluate(RUN, COLOUR))]
    page.emulate_media(color_scheme="light")
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        found.append(f"{what}: wider than the screen")
    return found
