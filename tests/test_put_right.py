"""Files with a mistake are put right where they are shown, and nothing else can be written that way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT, contents
from editing import Answer, Fields, Visitor, editing
from test_axe import AXE, COLOUR, RUN, TAGS, violations

PCN = "content/pcns/riverside/pcn.yml"
LUNCH = "content/pcns/riverside/services/mill-street-lunch-club.yml"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Path]]:
    root = tmp_path_factory.mktemp("wrong")
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
    shutil.copytree(ROOT / "content/pcns/hillside", root / "content/pcns/hillside")
    with editing(root, "riverside") as (visitor, _):
        visitor.enter()
        yield visitor, root


@pytest.fixture
def visitor(place: tuple[Visitor, Path], monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
    return place[0]


@pytest.fixture
def root(place: tuple[Visitor, Path]) -> Iterator[Path]:
    before = contents(place[1])
    yield place[1]
    for name in contents(place[1]).keys() - before.keys():
        (place[1] / name).unlink()
    for name, data in before.items():
        (place[1] / name).write_bytes(data)


def put_right(visitor: Visitor, old: str, new: str, **others: str) -> Answer:
    """Change some words in the box of the first piece, and save it."""
    text = visitor.ask("/-/wrong").text.split("</form>")[0]
    values = Fields(text).values
    (box,) = values["text"]
    assert old in box
    return visitor.ask("/-/wrong", {**values, "text": box.replace(old, new).replace("\n", "\r\n"), **others})


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("name: Riverside", "name Riverside"),
        ("\nphone: 0117 496 0200", "\nphone: 0117 496 020"),
        ("\ncolour:", "\n\tcolour:"),
        ("\nnext_check: 2027-10-12", "\nnext_check: 2027-13-45"),
        ("practices:\n", "practices:\n- - {\n"),
    ],
)
def test_a_mistake_is_put_right_and_nothing_else_is_another(good: str, bad: str, visitor: Visitor, root: Path) -> None:
    sound = (root / PCN).read_text()
    assert good in sound
    (root / PCN).write_text(sound.replace(good, bad, 1))
    page = visitor.ask("/-/")
    assert page.code == 409
    assert f"<h2>{PCN}</h2>" in page.text
    assert "Put the files right" in visitor.ask("/").text
    answer = put_right(visitor, bad, good)
    assert "The files are right again" in answer.text
    assert (root / PCN).read_text() == sound


def test_only_the_lines_around_it_are_shown_of_a_long_file(visitor: Visitor, root: Path) -> None:
    lines = (root / PCN).read_text().splitlines()
    at = next(at for at, line in enumerate(lines, 1) if line.startswith("phone:"))
    (root / PCN).write_text("\n".join(lines).replace("\nphone: 0117 496 0200", "\nphone: 12") + "\n")
    text = visitor.ask("/-/wrong").text
    assert f"Lines {max(1, at - 6)} to {at + 6}, as they are now" in text
    assert f"Line {at}: this phone number has 2 digits" in text


def test_mistakes_in_two_files_are_put_right_one_by_one(visitor: Visitor, root: Path) -> None:
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 0117 496 0200", "\nphone: 12"))
    (root / LUNCH).write_text((root / LUNCH).read_text().replace("needs:", "neds:"))
    assert visitor.ask("/-/wrong").text.count('name="text"') == 2
    answer = put_right(visitor, "phone: 12", "phone: 0117 496 0200")
    assert "Something is still not right" in answer.text
    assert '"neds"' in answer.text.replace("&#34;", '"')
    assert (root / PCN).read_bytes() == (ROOT / PCN).read_bytes()
    assert "The files are right again" in put_right(visitor, "neds:", "needs:").text


def test_what_is_saved_and_still_wrong_is_kept_and_can_be_taken_back(visitor: Visitor, root: Path) -> None:
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 0117 496 0200", "\nphone: 12"))
    before = contents(root)
    answer = put_right(visitor, "phone: 12", "phone: 1234")
    assert "this phone number has 4 digits" in answer.text
    assert "phone: 1234\n" in (root / PCN).read_text()
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert contents(root) == before


def test_a_file_that_was_changed_since_is_told_of_with_both(visitor: Visitor, root: Path) -> None:
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 0117 496 0200", "\nphone: 12"))
    values = Fields(visitor.ask("/-/wrong").text).values
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 12", "\nphone: 34"))
    before = contents(root)
    answer = visitor.ask("/-/wrong", {**values, "text": "phone: 0117 496 0201"})
    assert answer.code == 409
    assert "was changed since you opened this page" in answer.text
    assert "phone: 0117 496 0201" in answer.text
    assert "phone: 34" in answer.text
    assert contents(root) == before
    (root / PCN).write_bytes((ROOT / PCN).read_bytes())
    answer = visitor.ask("/-/wrong", {**values, "text": "phone: 0117 496 0201"})
    assert "phone: 0117 496 0201" in answer.text
    assert (root / PCN).read_bytes() == (ROOT / PCN).read_bytes()


def test_line_ends_and_marks_of_a_file_stay(visitor: Visitor, root: Path) -> None:
    sound = b"\xef\xbb\xbf" + (root / PCN).read_bytes().replace(b"\n", b"\r\n")
    (root / PCN).write_bytes(sound.replace(b"phone: 0117 496 0200", b"phone: 12", 1))
    put_right(visitor, "phone: 12", "phone: 0117 496 0200")
    assert (root / PCN).read_bytes() == sound


def test_a_file_of_an_older_program_becomes_one_that_is_read(visitor: Visitor, root: Path) -> None:
    sound = (root / LUNCH).read_text().replace("name: Mill Street Lunch Club", "name: Mill Street Café", 1)
    (root / LUNCH).write_bytes(sound.encode("cp1252", errors="replace"))
    assert visitor.ask("/-/").code == 409
    put_right(visitor, "Mill Street Café", "Mill Street Café Club")
    assert "Mill Street Café Club" in (root / LUNCH).read_text(encoding="utf-8")


def forged(values: Mapping[str, object], file: str) -> dict[str, object]:
    return {**values, "file": file, "text": "name: Mine", "first": "1", "number": "1"}


def test_no_other_file_can_be_written(visitor: Visitor, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("name: Out\n")
    (root / "content/pcns/riverside/services/linked.yml").symlink_to(outside)
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 0117 496 0200", "\nphone: 12"))
    values = Fields(visitor.ask("/-/wrong").text).values
    before, links = contents(root), root / "content/pcns/riverside/services/linked.yml"
    for file in (
        "content/pcns/hillside/pcn.yml", "../outside.yml", str(outside), "content/pcns/riverside/../hillside/pcn.yml",
        "content/pcns/riverside/links.lock", "content/pcns/riverside/services/linked.yml", "content/pcns/riverside",
        "content/needs.yml", "", "content/pcns/riverside/new.yml", "content/pcns/riverside/services/linked.yml\0",
    ):  # fmt: skip
        visitor.ask("/-/wrong", forged(values, file))
    for odd in ({"first": "-1"}, {"number": "x"}, {"first": ""}):
        visitor.ask("/-/wrong", {**values, **odd})
    assert contents(root) == before
    assert outside.read_text() == "name: Out\n"
    links.unlink()


def test_what_is_in_no_file_of_this_pcn_is_told_without_a_box(visitor: Visitor, root: Path) -> None:
    (root / "content/needs.yml").write_text("lonely: [\n")
    page = visitor.ask("/-/").text
    assert "content/needs.yml" in page
    assert 'name="text"' not in page
    assert "not in the files of this PCN" in page


def test_a_form_that_was_open_meanwhile_is_not_lost_without_a_word(visitor: Visitor, root: Path) -> None:
    values = Fields(visitor.ask("/-/pcn").text).values
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 0117 496 0200", "\nphone: 12"))
    before = contents(root)
    answer = visitor.ask("/-/pcn", values)
    assert answer.code == 409
    assert "What you sent was not saved" in answer.text
    assert contents(root) == before


def test_files_with_a_mistake_at_the_start(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content/pcns/hillside", tmp_path / "content/pcns/hillside")
    path = tmp_path / "content/pcns/hillside/pcn.yml"
    sound = path.read_text()
    path.write_text(sound.replace("name: Hillside PCN", "name: [Hillside"))
    with editing(tmp_path, "hillside") as (visitor, _):
        visitor.enter()
        answer = put_right(visitor, "name: [Hillside", "name: Hillside PCN")
        assert "The files are right again" in answer.text
        assert "Hillside" in visitor.ask("/").text
    assert path.read_text() == sound


@pytest.mark.parametrize("scripts", [True, False])
def test_in_a_browser_with_the_keyboard(browser: Browser, visitor: Visitor, root: Path, *, scripts: bool) -> None:
    (root / PCN).write_text((root / PCN).read_text().replace("\nphone: 0117 496 0200", "\nphone: 12"))
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{visitor.port}/?token={visitor.token}")
    page.get_by_role("link", name="Put the files right").click()
    if scripts:
        page.add_script_tag(path=AXE)
        assert not violations(page.evaluate(RUN, TAGS))
        page.emulate_media(color_scheme="dark")
        assert not violations(page.evaluate(RUN, COLOUR))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.get_by_role("textbox", name="Lines ")
    text = box.input_value()
    box.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text.replace("phone: 12", "phone: 0117 496 0200"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The files are right again").wait_for()
    context.close()
    assert (root / PCN).read_bytes() == (ROOT / PCN).read_bytes()
