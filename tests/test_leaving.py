"""What goes along where a surgery or a person leaves: in the workbook one word, and all of it is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT, Ran
from test_workbook import fill, said

Rolecall = Callable[..., Ran]
OUT = "Yes, with all that names it"


@pytest.fixture
def riverside(tmp_path: Path) -> Path:
    """A workspace with a copy of Riverside in it, the addresses of its surgeries being published."""
    folder = tmp_path / "w/content/pcns/riverside"
    shutil.copytree(ROOT / "content/pcns/riverside", folder)
    lock = folder / "links.lock"
    lock.write_text(
        lock.read_text().replace("/surgeries/mill-street-surgery/", "/surgeries/mill-street-surgery/ # Y99971")
    )
    return tmp_path / "w"


@pytest.fixture
def take_out(rolecall: Rolecall, riverside: Path) -> Callable[..., Ran]:
    def changed(sheet: str, key: str, word: str, *more: str) -> Ran:
        rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
        fill(riverside / "r.xlsx", sheet, {(key, "Take out?"): word})
        ran = rolecall(riverside, "import", "workbook", "r.xlsx", *more)
        (riverside / "r.xlsx").unlink()
        return ran

    return changed


def test_a_surgery_with_people_says_what_would_go_too(take_out: Callable[..., Ran]) -> None:
    ran = take_out("Surgeries", "Y99971", "Yes")
    assert ran.code == 1
    assert "people are named at this surgery: Sam Example\n" in ran.err
    assert f'Choose "{OUT}"' in ran.err
    assert "Sam Example would be taken out too" in ran.err


def test_one_word_takes_out_all_that_names_a_surgery(
    take_out: Callable[..., Ran], riverside: Path, rolecall: Rolecall
) -> None:
    file = riverside / "content/pcns/riverside/pcn.yml"
    file.write_text(file.read_text().replace("    days: Tuesdays to Fridays", "    practices: [Y99971, Y99972]"))
    ran = take_out("Surgeries", "Y99971", OUT)
    assert ran.code == 0, ran.err
    assert "Mill Street Surgery, taken out, with what it says of Social prescribing link worker" in ran.out
    assert "Sam Example, taken out" in ran.out
    assert "Jo Example, Surgeries" in ran.out
    pcn = said(riverside, "riverside")[0]
    assert [practice.ods_code for practice in pcn.practices] == ["Y99972", "Y99973"]
    assert [(person.name, person.practices) for person in pcn.people] == [("Jo Example", ("Y99972",))]
    assert pcn.moved == {"surgeries/mill-street-surgery/": "surgeries/"}
    assert rolecall(riverside, "build").code == 0


def test_who_leaves_takes_the_photo_along_and_leaves_word_who_covers(
    take_out: Callable[..., Ran], riverside: Path
) -> None:
    file = riverside / "content/pcns/riverside/pcn.yml"
    file.write_text(file.read_text().replace("Call the link worker team", "Call Sam or the link worker team"))
    photo = file.with_name("sam.svg")
    dry = take_out("People", "0 Sam Example", "Yes", "--dry-run")
    assert "would take out content/pcns/riverside/sam.svg" in dry.out
    assert photo.exists()
    ran = take_out("People", "0 Sam Example", "Yes")
    assert ran.code == 0, ran.err
    assert "Social prescribing link worker: without Sam Example, the site names nobody." in ran.out
    assert 'pcn.yml: roles.link-worker.reach.text may name Sam Example: "Call Sam or the link' in ran.out
    assert not photo.exists()
    assert [person.name for person in said(riverside, "riverside")[0].people] == ["Jo Example"]


def test_a_photo_that_somebody_else_has_stays(take_out: Callable[..., Ran], riverside: Path) -> None:
    file = riverside / "content/pcns/riverside/pcn.yml"
    file.write_text(
        file.read_text().replace("    days: Tuesdays", "    photo: sam.svg\n    photo_shows: Jo.\n    days: Tuesdays")
    )
    assert take_out("People", "0 Sam Example", "Yes").code == 0
    assert file.with_name("sam.svg").exists()


def test_the_cell_offers_the_words(riverside: Path, rolecall: Rolecall) -> None:
    rolecall(riverside, "export", "workbook", "--to", "r.xlsx")
    page = openpyxl.load_workbook(riverside / "r.xlsx")["Surgeries"]
    assert any(
        OUT in str(rule.formula1) or "Choices" in str(rule.formula1) for rule in page.data_validations.dataValidation
    )
