"""Services are asked about, by email or on the phone, and the site says what the people who run them answered."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from conftest import Ran, contents

Rolecall = Callable[..., Ran]

SERVICE = """\
name: {name}
description: You do things together.
organisation:
  name: {runs}
{email}needs: [lonely]
referrals: {{open: yes, wait: About 3 weeks for staff, checked: {{date: 2026-11-16, by: Team}}}}
when:
  - text: Tuesdays, 2pm to 4pm
contact:
  phones:
    - {{number: 0117 496 0401}}
{rest}"""


CHECK = "checked: {date: 2026-11-01, by: Testbury team}\nnext_check: 2027-11-01"


@pytest.fixture
def asked(workspace: Path) -> Path:
    """A workspace of 7 services: one checked lately, one that has closed, one without an email address."""
    services = workspace / "content/pcns/testbury/services"
    services.mkdir()
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    known = "site_url: https://testbury.example.org/\nemail: team@testbury.example.org"
    pcn.write_text(f"{pcn.read_text()}\n{known}\n{CHECK}\n")
    for id in ("art", "bingo", "choir", "dance", "english", "fishing", "games"):
        rest = {
            "fishing": "checked: {date: 2026-11-01, by: Testbury team}\n",
            "games": "status: closed\n",
            "art": "checked: {date: 2025-12-01, by: Testbury team}\nnext_check: 2026-12-01  # each year\n",
        }.get(id, "")
        email = "" if id == "english" else f"  email: hello@{id}.example.org\n"
        text = SERVICE.format(name=f"{id.title()} Group", runs=f"{id.title()} Trust", email=email, rest=rest)
        (services / f"{id}.yml").write_text(text)
    return workspace


def letter(folder: Path, id: str) -> EmailMessage:
    found = message_from_bytes((folder / f"out/{id}.eml").read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(folder: Path, id: str) -> str:
    body = letter(folder, id).get_body(("plain",))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def answer(folder: Path, id: str, words: str, *, sender: str = "", header: str = "", quoted: bool = True) -> None:
    """What comes back when somebody presses Reply in their mail program, and it is saved."""
    asked = letter(folder, id)
    quote = "".join(f"> {line}\n" for line in text_of(folder, id).splitlines())
    path = folder / f"answers/{id}.eml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"From: Sue <{sender or asked['To']}>\nSubject: RE: {asked['Subject']}\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n"
        f"{header}Content-Type: text/plain; charset=utf-8\n\n{words}\n\n"
        + (f"On Thu, 19 Nov 2026 at 09:00, Testbury wrote:\n\n{quote}" if quoted else "")
    )


def page(folder: Path, id: str) -> str:
    text = html.parse(folder / f"site/testbury/services/{id}/index.html").getroot().text_content()
    return " ".join(text.split())


def test_5_answers_of_5_kinds(rolecall: Rolecall, asked: Path) -> None:
    ran = rolecall(asked, "export", "checks", "--to", "out")
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in (asked / "out").iterdir()) == [
        "art.eml", "bingo.eml", "checks.xlsx", "choir.eml", "dance.eml",
    ]  # fmt: skip
    assert "4 letters for 5 services.\n1 has no email address. Call, and write" in ran.out
    assert "English Group: 0117 496 0401" in ran.out

    before = contents(asked / "content/pcns/testbury/services")
    answer(asked, "art", "Hi,\n\nAll right thanks\n\nSue\n\nSent from my iPhone")
    answer(asked, "bingo", "Right, except we now meet on Wednesdays. Call Sue on 07700 900123")
    answer(asked, "choir", "I am away.", header="Auto-Submitted: auto-replied\n")
    answer(asked, "dance", "Right", sender="somebody@elsewhere.example.org")
    book = openpyxl.load_workbook(asked / "out/checks.xlsx")
    sheet = book["Checks"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    row = next(
        row for row in range(2, sheet.max_row + 1) if sheet.cell(row, headings["Service"]).value == "English Group"
    )
    sheet.cell(row, headings["Right?"]).value = "Yes"
    sheet.cell(row, headings["Answered on"]).value = datetime(2026, 11, 18)
    book.save(asked / "answers/checks.xlsx")

    dry = rolecall(asked, "import", "checks", "answers", "--dry-run")
    assert "Nothing was changed: this was a dry run." in dry.out
    assert contents(asked / "content/pcns/testbury/services") == before

    ran = rolecall(asked, "import", "checks", "answers")
    assert ran.code == 0, ran.err
    assert "5 answers: 2 right, 2 to read, 1 automatic. Passed over: 4 rows without an answer." in ran.out
    assert 'bingo.eml: Bingo Group: "Right, except we now meet on Wednesdays. Call Sue on 07700 900123"' in ran.out
    assert 'dance.eml: Dance Group: "Right" (it is not from the address that was asked)' in ran.out
    after = contents(asked / "content/pcns/testbury/services")
    changed = {name: data.decode() for name, data in after.items() if data != before[name]}
    assert [*changed] == ["art.yml", "english.yml"]
    assert "checked: {date: 2026-11-20, by: Art Trust}\nnext_check: 2027-11-20  # each year" in changed["art.yml"]
    assert "date: 2026-11-18" in changed["english.yml"] and "by: English Trust" in changed["english.yml"]
    assert not any(re.search(r"Sue|900123|Wednesdays", data.decode()) for data in after.values()), "nobody is kept"

    again = rolecall(asked, "import", "checks", "answers", "answers")
    assert "The entry has this check or a later one" in again.out
    assert contents(asked / "content/pcns/testbury/services") == after

    assert rolecall(asked, "build").code == 0
    assert "The people who run it said on 20 November 2026 that this is right." in page(asked, "art")
    assert "The people who run it said on 18 November 2026" in page(asked, "english")
    assert "Testbury team checked it on 1 November 2026." in page(asked, "fishing")
    assert "Nobody yet. Call or email before you go." in page(asked, "bingo")
    sheet_of_services = (asked / "site/testbury/staff/print/services/index.html").read_text()
    assert "Checked 20 November 2026 by the people who run it" in sheet_of_services
    assert "Checked 1 November 2026</p>" in sheet_of_services


def test_a_letter_says_what_the_page_says_and_nothing_for_staff(rolecall: Rolecall, asked: Path) -> None:
    assert rolecall(asked, "export", "checks", "--to", "out", "--all").code == 0
    assert (asked / "out/fishing.eml").exists() and not (asked / "out/games.eml").exists()
    found, text = letter(asked, "art"), text_of(asked, "art")
    assert found["To"] == "hello@art.example.org" and found["X-Unsent"] == "1" and not found["From"]
    assert re.fullmatch(r"Is this still right\? Art Group \(RC-\w{6}-\w{6}\)", found["Subject"])
    for words in (
        "one word: Right", "When:\nTuesdays, 2pm to 4pm", "Who runs it:\nArt Trust", "You do things together.",
        "https://testbury.example.org/services/art/", "Please reply by 13 December 2026",
        "Email team@testbury.example.org",
        "large print", "taken off the website",
    ):  # fmt: skip
        assert words in text
    around = text.partition("begins here.")[0] + text.partition("ends here.")[2]
    assert around.count("?") == 1, "Yes is an answer to it, and to nothing else"
    for data in contents(asked / "out").values():
        assert b"3 weeks for staff" not in data and b"2026-11-16" not in data
    refused = rolecall(asked, "export", "checks", "--to", "out")
    assert refused.code == 2 and "checks.xlsx is there already" in refused.err


def test_an_entry_that_changed_since_its_letter_is_not_checked(rolecall: Rolecall, asked: Path) -> None:
    assert rolecall(asked, "export", "checks", "--to", "out").code == 0
    for id in ("art", "bingo", "choir"):
        answer(asked, id, "Right")
    for id, old, new in (
        ("art", "Tuesdays", "Wednesdays"),
        ("bingo", "needs: [lonely]", "needs: [lonely, money]"),
        ("choir", "name: Choir Group", "name: Choir"),
    ):
        path = asked / f"content/pcns/testbury/services/{id}.yml"
        path.write_text(path.read_text().replace(old, new))
    ran = rolecall(asked, "import", "checks", "answers")
    assert "3 answers: 1 right, 2 to read." in ran.out
    assert ran.out.count("the entry has changed since the letter was written") == 2
    assert "bingo.yml" in ran.out, "what it helps with is the PCN's own, and not in the letter"


def test_a_later_change_outweighs_an_earlier_right(rolecall: Rolecall, asked: Path) -> None:
    assert rolecall(asked, "export", "checks", "--to", "out").code == 0
    answer(asked, "art", "Right")
    (asked / "answers/art.eml").rename(asked / "answers/first.eml")
    answer(asked, "art", "Sorry, I forgot. We moved.", quoted=False)
    ran = rolecall(asked, "import", "checks", "answers")
    assert "2 answers: 0 right, 2 to read." in ran.out
    assert "another answer about this service says something else" in ran.out


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_answers_on_the_phone(rolecall: Rolecall, asked: Path) -> None:
    """In any spreadsheet, in any order of columns. Whatever is not clear is for a person."""
    assert rolecall(asked, "export", "checks", "--to", "out", "--all").code == 0
    sheet = openpyxl.load_workbook(asked / "out/checks.xlsx")["Checks"]
    codes = {str(row[0]): str(row[-1]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    rows = [
        ["what IS different", "Answered on", "right?", "REFERENCE"],
        ["", "20/11/2026", "right", codes["Art Group"]],
        ["", "", "yes", codes["Bingo Group"].lower()],
        ["They meet at 3pm", "2026-11-20", "Right", codes["Choir Group"]],
        ["", "2027-01-01", "Right", codes["Dance Group"]],
        ["", "some day", "Right", codes["English Group"]],
        ["", "", "", codes["Fishing Group"]],
        ["", "", "Right", "RC-AAAAAA-AAAAAA"],
        ["", "", "no", ""],
    ]
    path = asked / "phoned.csv"
    path.write_bytes(as_csv(rows))
    saved = datetime(2026, 11, 19, 12, tzinfo=UTC).timestamp()
    os.utime(path, (saved, saved))
    ran = rolecall(asked, "import", "checks", "phoned.csv")
    assert ran.code == 0, ran.err
    assert "7 answers: 2 right, 5 to read. Passed over: 1 row without an answer." in ran.out
    assert 'Choir Group: "Right They meet at 3pm"' in ran.out
    assert "2027-01-01 has not come yet" in ran.out
    assert '"some day" is not a day that can be read' in ran.out
    services = asked / "content/pcns/testbury/services"
    assert "date: 2026-11-20" in (services / "art.yml").read_text()
    assert "date: 2026-11-19" in (services / "bingo.yml").read_text(), "the day on which it was written down"


def test_no_cell_of_the_workbook_is_a_formula(rolecall: Rolecall, asked: Path) -> None:
    path = asked / "content/pcns/testbury/services/art.yml"
    path.write_text(path.read_text().replace("name: Art Group", 'name: "=HYPERLINK(1)"').replace("You do", "+ You do"))
    assert rolecall(asked, "export", "checks", "--to", "out").code == 0
    sheet = openpyxl.load_workbook(asked / "out/checks.xlsx")["Checks"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type == "s" for cell in cells)
    assert sheet.cell(1, 1).value == "Service", "mail merge reads the first row as headings"


def test_a_workspace_without_services(rolecall: Rolecall, workspace: Path) -> None:
    ran = rolecall(workspace, "export", "checks", "--to", "out")
    assert ran.code == 0 and "No service is to be checked within 2 months. For all: --all" in ran.out
    assert not (workspace / "out").exists()
    ran = rolecall(workspace, "import", "checks", "nothing-there")
    assert ran.code == 2


@pytest.mark.parametrize(
    ("contact", "says", "link"),
    [
        ("email: team@testbury.example.org", "Tell us what changed", "mailto:team@testbury.example.org?subject="),
        ("feedback: {url: 'https://t.example.org/tell'}", "Tell us what changed", "https://t.example.org/tell"),
        ("phone: 0117 496 0300", "Call us: 0117 496 0300", "tel:01174960300"),
        ("", "Tell the staff at any of our GP surgeries. They can pass it on.", ""),
    ],
    ids=["email", "page", "phone", "nothing"],
)  # fmt: skip
def test_people_who_run_a_service_know_how_to_tell(
    contact: str, says: str, link: str, rolecall: Rolecall, workspace: Path
) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(f"{pcn.read_text()}\n{contact}\n{CHECK}\n")
    assert rolecall(workspace, "build").code == 0
    site = workspace / "site/testbury"
    found = html.parse(site / "services/yours/index.html").getroot().find(".//main")
    assert " ".join(found.text_content().split()).count(says) >= 1
    assert not link or any(href.startswith(link) for href in found.xpath(".//a/@href"))
    services = html.parse(site / "services/index.html").getroot()
    assert "yours/" in services.xpath("//main//a/@href")


def test_a_check_of_another_directory_is_not_that_of_the_people_who_run_it(rolecall: Rolecall, asked: Path) -> None:
    path = asked / "content/pcns/testbury/services/bingo.yml"
    for by, says in {
        "Quay  Directory": "a list of services, checked it on 1 October 2026. The entry comes from there.",
        "BINGO TRUST": "The people who run it said on 1 October 2026 that this is right. The entry comes",
        "Bingo Trust volunteers": "Bingo Trust volunteers checked it on 1 October 2026. The entry comes",
    }.items():
        entry = path.read_text().partition("checked: {date: 2026-10")[0]
        known = f"checked: {{date: 2026-10-01, by: {by}}}\nsource: {{feed: Quay directory}}\n"
        path.write_text(entry + known)
        assert rolecall(asked, "build").code == 0
        assert says in page(asked, "bingo")


def test_a_name_of_a_file_gives_a_terminal_no_orders(rolecall: Rolecall, asked: Path) -> None:
    rolecall(asked, "export", "checks", "--to", "out")
    for id, words in {"art": "Right", "bingo": "We moved."}.items():
        answer(asked, id, words)
        (asked / f"answers/{id}.eml").rename(asked / f"answers/\u202e{id}\x07.eml")
    ran = rolecall(asked, "import", "checks", "answers", "--dry-run")
    assert "art .eml: Art Group: right" in ran.out
    assert "bingo .eml: Bingo Group" in ran.out
    assert not {"\u202e", "\x07"} & {*ran.out}
