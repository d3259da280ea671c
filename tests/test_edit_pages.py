"""The pages of `rolecall edit` in a real browser: scripts on and off, keyboard alone, axe in 4 modes, small screens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from editing import Visitor, editing
from test_axe import AXE, COLOUR, RUN, TAGS, violations

PCN = "content/pcns/riverside/pcn.yml"
LUNCH = "content/pcns/riverside/services/mill-street-lunch-club.yml"
PAGES = [
    "link-worker/", "surgeries/mill-street-surgery/", "-/", "-/pcn", "-/surgery/Y99971", "-/surgery/new", "-/saves",
    "-/role/link-worker/reach", "-/role/link-worker/answers.go_with", "-/service/mill-street-lunch-club",
    "-/person/0-sam-example", "-/helpline/samaritans", "-/services", "-/paste",
]  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Visitor, Path]]:
    shutil.copytree(ROOT / "content/pcns/riverside", tmp_path / "w/content/pcns/riverside")
    with editing(tmp_path / "w", "riverside") as (visitor, _):
        yield visitor, tmp_path / "w"


def enter(page: Page, visitor: Visitor) -> str:
    page.goto(f"http://127.0.0.1:{visitor.port}/?token={visitor.token}")
    return f"http://127.0.0.1:{visitor.port}/"


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Browser, server: tuple[Visitor, Path], width: int) -> None:
    """Light and dark, wide and narrow, with all that folds open, and with mistakes beside fields."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    at = enter(page, server[0])
    wrong = []

    def look(what: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.add_script_tag(path=AXE)
        schemes: list[tuple[Literal["light", "dark"], list[str]]] = [("light", TAGS), ("dark", COLOUR)]
        for scheme, tags in schemes:
            page.emulate_media(color_scheme=scheme)
            wrong.extend(f"{what}, {scheme}: {found}" for found in violations(page.evaluate(RUN, tags)))
        page.emulate_media(color_scheme="light")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            wrong.append(f"{what}: {wide} px wider than the screen")

    for path in PAGES:
        page.goto(at + path)
        look(path)
    page.goto(at + "-/surgery/new")
    page.fill("input[name^=postcode]", "BS1")
    page.click(".edit-save button")
    look("mistakes")
    assert page.evaluate("document.activeElement.id") == "wrong"
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_is_whole_with_and_without_scripts(
    browser: Browser, server: tuple[Visitor, Path], *, scripts: bool
) -> None:
    visitor, root = server
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    at = enter(page, visitor)
    page.goto(at + "services/mill-street-lunch-club/")
    page.click("h1 .pencil")
    if scripts:
        page.get_by_label("Type to find").first.fill("money")
        assert page.get_by_label("Being more active").is_hidden()
    page.get_by_label("Money worries").check()
    page.get_by_label("Thursday").first.check()
    page.get_by_label("Checked on", exact=True).fill("2 November 2026")
    page.get_by_role("button", name="Save").click()
    assert page.url == at + "services/mill-street-lunch-club/"
    assert "Saved: Mill Street Lunch Club" in page.inner_text(".edit-said")
    text = (root / LUNCH).read_text()
    assert "money" in text.split("needs:")[1].split("\n")[0]
    assert "2026-11-02" in text
    page.get_by_role("button", name="Undo").click()
    assert (root / LUNCH).read_bytes() == (ROOT / LUNCH).read_bytes()
    context.close()
    assert not errors


def test_a_calendar_fills_in_a_day(page: Page, server: tuple[Visitor, Path]) -> None:
    at = enter(page, server[0])
    page.goto(at + "-/service/mill-street-lunch-club")
    page.get_by_label("Choose a day").first.fill("2026-11-03")
    assert page.get_by_label("Checked on", exact=True).input_value() == "2026-11-03"


def test_a_fact_is_changed_with_the_keyboard_alone(page: Page, server: tuple[Visitor, Path]) -> None:
    visitor, root = server
    at = enter(page, visitor)
    page.goto(at + "link-worker/")

    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                seen = page.evaluate(
                    "getComputedStyle(document.activeElement).outlineStyle != 'none'"
                    " || getComputedStyle(document.activeElement).boxShadow != 'none'"
                )
                assert seen, "where the keyboard is, shows"
                return
        raise AssertionError(f"the keyboard does not get to {selector}")

    tab_to("#reach .pencil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/role/link-worker/reach**")
    tab_to("[name='your-answer-2-1']")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0117 496 0299")
    tab_to(".edit-save button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-said")
    assert "0117 496 0299" in (root / PCN).read_text()
    tab_to(".edit-undo button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-said >> text=taken back")
    assert "taken back" in page.inner_text(".edit-said")


def test_a_photo_from_a_phone_is_made_small_and_says_nothing_of_its_place(
    page: Page, server: tuple[Visitor, Path], tmp_path: Path
) -> None:
    from PIL import Image

    visitor, root = server
    photo = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (51.0, 27.0, 0.0)
    Image.effect_noise((3000, 4000), 80).convert("RGB").save(photo, exif=exif)
    at = enter(page, visitor)
    page.goto(at + "-/person/1-jo-example?back=/people/")
    page.set_input_files("input[type=file]", photo)
    page.get_by_role("button", name="Save").click()
    assert "What the photo shows" in page.inner_text("#wrong")
    page.get_by_label("What the photo shows").fill("Jo, smiling.")
    page.get_by_role("button", name="Save").click()  # the photo is not asked for again
    (name,) = (root / "content/pcns/riverside").glob("jo-example-*.webp")
    with Image.open(name) as made:
        assert made.size == (160, 160)
        assert not made.getexif()
    assert name.stat().st_size <= 8000
    assert (
        page.get_by_alt_text("Jo, smiling.").evaluate("image => image.decode().then(() => image.naturalWidth)") == 160
    )


def test_back_and_reload_after_a_mistake_show_what_was_typed_and_send_nothing(
    page: Page, server: tuple[Visitor, Path]
) -> None:
    visitor, root = server
    at = enter(page, visitor)
    page.goto(at + "-/surgery/Y99971?back=/people/")
    page.get_by_label("Phone", exact=True).fill("0117 496 01")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#wrong")).to_contain_text("0117 496 01")
    page.reload()
    page.goto(at + "people/")
    page.go_back()
    expect(page.locator("#wrong")).to_contain_text("0117 496 01")
    expect(page.get_by_label("Phone", exact=True)).to_have_value("0117 496 01")
    assert len(sent) == 1
    page.get_by_label("Phone", exact=True).fill("0117 496 0177")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/people/")
    assert "0117 496 0177" in (root / PCN).read_text()
