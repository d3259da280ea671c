"""Take the pictures of these pages anew, from the product itself: `python docs/pictures.py [NAME...]`.

It needs Chromium, LibreOffice and poppler. All show Riverside, an invented PCN, on one day.
"""

from __future__ import annotations

import email
import email.policy
import functools
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
IMAGES = HERE / "images"
DAY = "2026-11-24"
GREY, GAP, SCALE = "#d8dde0", 20, 2 / 3
DESK, PHONE = (1000, 680), (390, 760)

NOTICE = "\nnotice: {text: All surgeries close at 1pm on Thursday 3 December., until: 2026-12-03}\n"
A_LIST = """\
Group,What's on,When,Tel,Where
Knit and natter,Knitting and talk for everybody,Tuesdays 2-4pm,0117 496 0131,"The Hall, 3 Quay Street, BS1 4AA"
Men's shed,Make and mend things,Weds & Fri 10am-1pm,0117 496 0132,"Unit 4, Dock Road, BS1 4AB"
Garden group,Grow food together. Key safe code 4411,1st Sat 10-12,0117 496 0133,"Allotments, Mill Lane, BS1 4AC"
"""


@dataclass(frozen=True)
class Stage:
    """What pictures are taken of: Riverside's files in a folder of their own, its site on a server, and a browser."""

    folder: Path
    site: str
    browser: Browser

    def run(self, *words: str | Path, fails: bool = False) -> str:
        """What a command of Rolecall prints there."""
        ran = subprocess.run(
            [sys.executable, "-m", "rolecall", *words], cwd=self.folder, capture_output=True, text=True, check=False
        )
        if bool(ran.returncode) != fails:
            raise SystemExit(f"rolecall {' '.join(map(str, words))}: {ran.stdout}{ran.stderr}")
        return ran.stdout + ran.stderr

    def shot(
        self, url: str, size: tuple[int, int], do: Callable[[Page], object] | None = None, *, at: str = ""
    ) -> Image.Image:
        """The top of a page in a window of that size, or from the part that `at` selects."""
        page = self.browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        page.goto(url if "://" in url else f"{self.site}/{url}")
        if do:
            do(page)
        if at:
            page.locator(at).first.evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top - 20)")
        page.wait_for_timeout(300)
        page.screenshot(path=self.folder / "shot.png")
        page.close()
        with Image.open(self.folder / "shot.png") as taken:
            return taken.convert("RGB")

    def text(self, title: str, words: str, size: tuple[int, int]) -> Image.Image:
        """Words as a terminal or a mail program shows them."""
        page = self.folder / "words.html"
        page.write_text(
            "<!doctype html><meta charset=utf-8><body style='margin:0;font:15px/1.5 sans-serif;background:#fff'>"
            f"<p style='margin:0;padding:8px 16px;background:#e8edee'>{html.escape(title)}</p>"
            f"<pre style='margin:16px;font:15px/1.5 monospace;white-space:pre-wrap'>{html.escape(words)}</pre>",
            encoding="utf-8",
        )
        return self.shot(page.as_uri(), size)

    def sheet(self, book: Path, name: str, part: tuple[int, int, int, int]) -> Image.Image:
        """A part of one sheet of a workbook, as LibreOffice prints it, in hundredths of the paper."""
        import openpyxl

        opened = openpyxl.load_workbook(book)
        for other in opened.sheetnames:
            if other != name:
                opened[other].sheet_state = "hidden"
        opened.active = opened.sheetnames.index(name)
        one = self.folder / "one.xlsx"
        opened.save(one)
        office = ["soffice", "--headless", f"-env:UserInstallation={(self.folder / 'office').as_uri()}"]
        subprocess.run(
            [*office, "--convert-to", "pdf", "--outdir", self.folder, one], check=True, stdout=subprocess.DEVNULL
        )
        return _cut(_paper(one.with_suffix(".pdf"), 220), part)


def _paper(pdf: Path, dots: int) -> Image.Image:
    """The first side of a PDF."""
    png = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", "-singlefile", "-f", "1", pdf, png], check=True)
    with Image.open(png.with_suffix(".png")) as page:
        return page.convert("RGB")


def _cut(picture: Image.Image, part: tuple[int, int, int, int]) -> Image.Image:
    wide, high = picture.size
    left, top, right, bottom = part
    return picture.crop((wide * left // 100, high * top // 100, wide * right // 100, high * bottom // 100))


def beside(pictures: Sequence[Image.Image], scale: float = SCALE) -> Image.Image:
    """Pictures in a row on grey."""
    wide = sum(picture.width + GAP for picture in pictures) + GAP
    row = Image.new("RGB", (wide, max(picture.height for picture in pictures) + 2 * GAP), GREY)
    at = GAP
    for picture in pictures:
        row.paste(picture, (at, GAP))
        at += picture.width + GAP
    small = row.resize((int(row.width * scale), int(row.height * scale)), Image.Resampling.LANCZOS)
    return small.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def home(stage: Stage) -> Image.Image:
    """The home page on a desk, a page on money worries and one about the link worker on a phone."""
    pages = (("", 1100), ("help-with/money/", 390), ("link-worker/", 390))
    return beside([stage.shot(address, (width, 1180)) for address, width in pages])


def of_the_workbook(stage: Stage) -> Image.Image:
    """The sheet of roles."""
    stage.run("export", "workbook", "--to", stage.folder / "all.xlsx", "--today", DAY)
    return beside([stage.sheet(stage.folder / "all.xlsx", "Roles", (6, 12, 48, 57))], 0.9)


def what_is_due(stage: Stage) -> Image.Image:
    """The sheet of roles of a workbook with what is due."""
    stage.run("export", "workbook", "--due", "--to", stage.folder / "due.xlsx", "--today", "2027-09-15")
    return beside([stage.sheet(stage.folder / "due.xlsx", "Roles", (6, 11, 60, 36))], 0.8)


def a_mistake(stage: Stage) -> Image.Image:
    """What `rolecall serve` shows while a file has a mistake."""
    file = stage.folder / "content/pcns/riverside/pcn.yml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("self_refer: yes", "self_refer: perhaps", 1), encoding="utf-8")
    try:
        with _running(stage, "serve", "riverside") as url:
            return beside([stage.shot(url, (900, 300))])
    finally:
        file.write_text(right, encoding="utf-8")


@contextmanager
def _running(stage: Stage, *words: str) -> Iterator[str]:
    """The address that a command prints, which serves until the block ends."""
    command = [sys.executable, "-m", "rolecall", *words]
    log = stage.folder / "served.txt"
    with log.open("w") as output:
        quick = {**os.environ, "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(command, cwd=stage.folder, stdout=output, stderr=subprocess.STDOUT, env=quick)
    try:
        for _ in range(600):
            found = re.search(r"http://(127\.0\.0\.1):(\d+)/\S*", log.read_text())
            with socket.socket() as ask:
                if found and ask.connect_ex((found[1], int(found[2]))) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"rolecall {' '.join(words)}: {log.read_text()}")
        yield found[0]
    finally:
        server.terminate()
        server.wait()


def what_is_lacking(stage: Stage) -> Image.Image:
    """What `rolecall publish` says of a new PCN."""
    shutil.rmtree(stage.folder / "quayside", ignore_errors=True)
    stage.run("init", "quayside", "--name", "Quayside PCN", "--ods", "U99998")
    said = Stage(stage.folder / "quayside", "", stage.browser).run("publish", "--today", DAY, fails=True)
    return beside([stage.text("rolecall publish", said, (1100, 470))])


def of_the_forms(stage: Stage) -> Image.Image:
    """A page with its pencils, and the form behind one of them."""
    with _running(stage, "edit", "riverside", "--no-open") as url:
        first = stage.shot(url, (560, 640), lambda page: page.goto(f"{url.partition('?')[0]}link-worker/"))
        form = f"{url.partition('?')[0]}-/role/link-worker/reach"
        return beside([first, stage.shot(url, (560, 640), lambda page: page.goto(form))])


def first_steps(stage: Stage) -> Image.Image:
    """What `rolecall edit` asks first in an empty folder."""
    empty = stage.folder / "empty"
    empty.mkdir(exist_ok=True)
    named = "code => code.textContent = 'Documents/our-site'"  # in the place of a folder of this moment
    with _running(Stage(empty, "", stage.browser), "edit", "--no-open") as url:
        return beside([stage.shot(url, (900, 520), lambda page: page.locator("code").first.evaluate(named))])


def to_do(stage: Stage) -> Image.Image:
    """What is to do, as the forms list it."""
    with _running(stage, "edit", "riverside", "--no-open") as url:
        address = f"{url.partition('?')[0]}-/to-do"
        return beside([stage.shot(url, (900, 1100), lambda page: page.goto(address))])


def of_an_import(stage: Stage) -> Image.Image:
    """The report of a list that came in."""
    (stage.folder / "groups-we-know.csv").write_text(A_LIST, encoding="utf-8")
    stage.run("import", "services", "groups-we-know.csv", "--today", DAY)
    report = next((stage.folder / ".rolecall/reports").glob("*.html"))
    return beside([stage.shot(report.as_uri(), (900, 760))])


def a_letter(stage: Stage) -> Image.Image:
    """A letter as it is in a mail program."""
    stage.run("export", "checks", "--all", "--to", "letters", "--today", DAY)
    letter = email.message_from_bytes(
        sorted((stage.folder / "letters").glob("*.eml"))[0].read_bytes(), policy=email.policy.default
    )
    body = letter.get_body(("plain",))
    assert body
    return beside([stage.text(f"To: {letter['To']}    Subject: {letter['Subject']}", body.get_content(), (820, 620))])


def of_help(stage: Stage) -> Image.Image:
    """The report with gaps in local help."""
    stage.run("check", "riverside", "--format", "html", "--to", "report.html", "--today", DAY)
    return beside([stage.shot((stage.folder / "report.html").as_uri(), (900, 700), at="table")])


def a_handout(stage: Stage) -> Image.Image:
    """A handout and a poster."""
    stage.run("export", "leaflets", "--to", "leaflets", "--today", DAY)
    papers = [stage.folder / f"leaflets/riverside/{name}.pdf" for name in ("link-worker", "waiting-room")]
    return beside([_paper(path, 60) for path in papers], 0.8)


def a_frame(stage: Stage) -> Image.Image:
    """What a surgery's website shows in a frame."""
    return beside([stage.shot("embed/link-worker/", (640, 330)), stage.shot("embed/link-worker/", (320, 330))])


def pages(*shown: tuple[str, tuple[int, int], str]) -> Callable[[Stage], Image.Image]:
    """Pages of the site beside each other: the address of each, its window, and the part to begin with."""
    return lambda stage: beside([stage.shot(address, size, at=part) for address, size, part in shown])


def a_notice(stage: Stage) -> Image.Image:
    """The home page with a notice."""
    file = stage.folder / "content/pcns/riverside/pcn.yml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right + NOTICE, encoding="utf-8")
    stage.run("build", "--out", "noticed", "--today", DAY)
    file.write_text(right, encoding="utf-8")
    with served(stage.folder / "noticed/riverside") as site:
        return beside([stage.shot(f"{site}/", (900, 420))])


def for_staff(stage: Stage) -> Image.Image:
    """The page for staff, where somebody has typed a few letters."""
    return beside([stage.shot("staff/", DESK, lambda page: page.keyboard.type("debt"))])


PICTURES: Mapping[str, Callable[[Stage], Image.Image]] = {
    "riverside": home,
    "workbook": of_the_workbook,
    "first": first_steps,
    "form": of_the_forms,
    "to-do": to_do,
    "publish": what_is_lacking,
    "mistake": a_mistake,
    "surgeries": pages(("surgeries/", PHONE, ""), ("surgeries/mill-street-surgery/", PHONE, "")),
    "role": pages(("link-worker/", PHONE, ""), ("link-worker/", PHONE, "main h2")),
    "people": pages(("people/", PHONE, "")),
    "service": pages(("services/mill-street-lunch-club/", PHONE, ""), ("services/", PHONE, "")),
    "your-pcn": pages(("", (900, 420), ""), ("accessibility/", PHONE, "main h2")),
    "notice": a_notice,
    "staff": for_staff,
    "paper": a_handout,
    "embed": a_frame,
    "due": what_is_due,
    "letter": a_letter,
    "gaps": of_help,
    "providers": pages(("services/yours/", PHONE, ""), ("services/yours/", PHONE, "main h2")),
    "import": of_an_import,  # last, as it adds to the files
}
"""Each picture of the docs by the name of its file, and how it is taken."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this computer."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed of what a browser asks for."""


@contextmanager
def staged() -> Iterator[Stage]:
    """Riverside, set up."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        riverside = folder / "content/pcns/riverside"
        shutil.copytree(HERE.parent / "content/pcns/riverside", riverside)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        Stage(folder, "", browser).run("build", "--today", DAY)
        with served(folder / "site/riverside") as site:
            yield Stage(folder, site, browser)
        browser.close()


if __name__ == "__main__":
    with staged() as stage:
        for name in sys.argv[1:] or PICTURES:
            PICTURES[name](stage).save(IMAGES / f"{name}.png", optimize=True)
            print(f"took {name}.png, {(IMAGES / f'{name}.png').stat().st_size:,} bytes")
