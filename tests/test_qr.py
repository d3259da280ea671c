"""A code on a wall leads to the right page: read from the picture, and from the poster as it is printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from rolecall import qr
from shown import Shown


def read_codes(picture: Path) -> list[str]:
    """What zbar reads in a picture, from the top."""
    ran = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, check=False)
    return ran.stdout.split()


def test_each_code_leads_to_its_page(browser: Browser, shown: Shown, tmp_path: Path) -> None:
    """All codes of Riverside, as Chromium draws the SVG and as the PNG has it."""
    folder = shown.folder / "riverside/qr"
    codes = sorted(folder.rglob("*.svg"))
    assert len(codes) == 25
    context = browser.new_context(viewport={"width": 240, "height": 240})
    page = context.new_page()
    for code in codes:
        path = code.relative_to(folder).with_suffix("").as_posix()
        page.goto(shown.url(f"riverside/qr/{path}.svg"))
        page.screenshot(path=tmp_path / "code.png")
        kind, _, id = path.partition("/")
        address = f"help-with/{id}/" if kind == "needs" else f"services/{id}/" if kind == "pages" else f"{id}/"
        assert read_codes(tmp_path / "code.png") == [f"https://riverside.example.org/{address}"], path
        assert read_codes(code.with_suffix(".png")) == [f"https://riverside.example.org/{address}"], path
        assert (shown.folder / "riverside" / address / "index.html").exists()
    context.close()


def test_the_posters_can_be_read_as_they_are_printed(browser: Browser, shown: Shown, tmp_path: Path) -> None:
    roles = ["link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"]
    wanted = {f"staff/print/{role}/": {f"https://riverside.example.org/{role}/"} for role in roles}
    at_a_surgery = {
        f"staff/st-brannocs-surgery/{address.removeprefix('staff/')}": codes
        for address, codes in wanted.items()
        if "coach" not in address
    }
    wanted |= at_a_surgery
    wanted["staff/print/"] = {f"https://riverside.example.org/{role}/" for role in roles}
    context = browser.new_context()
    page = context.new_page()
    for address, codes in wanted.items():
        page.goto(shown.url(f"riverside/{address}"))
        (tmp_path / "poster.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
        subprocess.run(["pdftoppm", "-r", "150", "-png", tmp_path / "poster.pdf", tmp_path / "poster"], check=True)
        [sheet] = sorted(tmp_path.glob("poster-*.png"))
        with Image.open(sheet) as picture:
            assert picture.height > picture.width
        assert set(read_codes(sheet)) == codes, address
        sheet.unlink()
    context.close()


def test_a_spoilt_code_is_noticed(shown: Shown, tmp_path: Path) -> None:
    with Image.open(shown.folder / "riverside/qr/roles/link-worker.png") as code:
        half = code.convert("L")
    half.paste(255, (0, 0, half.width // 2, half.height))
    half.save(tmp_path / "half.png")
    assert read_codes(tmp_path / "half.png") == []


@pytest.mark.parametrize("length", [20, 40, 60, 100, 150, 300, 600])
def test_a_code_of_any_size_can_be_read_and_both_pictures_show_it(length: int, tmp_path: Path) -> None:
    address = ("https://example.org/" + "services/lunch-club-2/" * 30)[:length]
    (tmp_path / "code.png").write_bytes(qr.png(address))
    assert read_codes(tmp_path / "code.png") == [address]
    with Image.open(tmp_path / "code.png") as picture:
        size = picture.width // 8
        modules = picture.convert("1").resize((size, size), Image.Resampling.NEAREST)
    dark = {(x, y) for x in range(size) for y in range(size) if not modules.getpixel((x, y))}
    assert drawn(qr.svg(address).decode()) == dark


def drawn(svg: str) -> set[tuple[int, int]]:
    """The modules that the lines of an SVG go over."""
    found, x, y = set(), 0, 0
    for step in re.finditer(r"M(\d+) (\d+)\.5|m(\d+) 0|h(\d+)", svg.partition('stroke="#000"')[2]):
        start, row, light, dark = (int(number or 0) for number in step.groups())
        if start:
            x, y = start, row
        found |= {(x + n, y) for n in range(dark)}
        x += light + dark
    return found
