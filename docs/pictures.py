"""Take the pictures in README anew: `python docs/pictures.py`, after `make site`. It needs Chromium and LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
IMAGES = HERE / "images"
GREY, GAP = "#d8dde0", 20


def pages(folder: Path) -> list[Image.Image]:
    """The home page on a desk, a page on money worries and one about the link worker on a phone."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width in (("index.html", 1100), ("help-with/money/index.html", 390), ("link-worker/index.html", 390)):
            page = browser.new_page(viewport={"width": width, "height": 1180})
            page.goto((folder / name).as_uri())
            page.screenshot(path=folder / "shot.png")
            with Image.open(folder / "shot.png") as shot:
                found.append(shot.convert("RGB"))
        browser.close()
    return found


def sheet(folder: Path, name: str) -> Image.Image:
    """The top of one sheet of the workbook, as LibreOffice prints it."""
    import openpyxl

    book = openpyxl.load_workbook(folder / "riverside.xlsx")
    for other in book.sheetnames:
        if other != name:
            book[other].sheet_state = "hidden"
    book.active = book.sheetnames.index(name)
    book.save(folder / "one.xlsx")
    office = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", folder, folder / "one.xlsx"], check=True)
    subprocess.run(
        ["pdftoppm", "-r", "220", "-png", "-f", "1", "-l", "1", folder / "one.pdf", folder / "one"], check=True
    )
    with Image.open(next(folder.glob("one-*.png"))) as page:
        return page.convert("RGB")


def beside(pictures: Sequence[Image.Image], scale: float) -> Image.Image:
    """Pictures in a row on grey."""
    wide = sum(picture.width + GAP for picture in pictures) + GAP
    row = Image.new("RGB", (wide, max(picture.height for picture in pictures) + 2 * GAP), GREY)
    at = GAP
    for picture in pictures:
        row.paste(picture, (at, GAP))
        at += picture.width + GAP
    small = row.resize((int(row.width * scale), int(row.height * scale)), Image.Resampling.LANCZOS)
    return small.quantize(256, Image.Quantize.FASTOCTREE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rolecall = shutil.which("rolecall") or str(HERE.parent / ".venv/bin/rolecall")
        build = [rolecall, "build", "riverside", "--zip", "--out", folder / "site"]
        subprocess.run(build, cwd=HERE.parent, check=True)
        shutil.unpack_archive(folder / "site/riverside.zip", folder / "stick")
        top = next((folder / "stick").rglob("index.html")).parent
        beside(pages(top), 2 / 3).save(IMAGES / "riverside.png", optimize=True)
        export = [rolecall, "export", "workbook", "--pcn", "riverside", "--to", folder / "riverside.xlsx"]
        subprocess.run(export, cwd=HERE.parent, check=True)
        roles = sheet(folder, "Roles")
        part = roles.crop(
            (roles.width * 6 // 100, roles.height * 12 // 100, roles.width * 48 // 100, roles.height * 57 // 100)
        )
        beside([part], 0.9).save(IMAGES / "workbook.png", optimize=True)
