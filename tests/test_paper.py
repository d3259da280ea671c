"""Paper that people keep: how large its letters are, how many sheets it takes, what stands on it, at each surgery."""

from __future__ import annotations

import io
import math
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from rolecall.pages.handouts import title_points
from shown import Shown

LARGE = "handout/#large"
PRINTED = {"width": 726, "height": 1055}
"""A4 within its margins, in pixels of CSS."""

SMALLEST_IN_MAIN = """least => {
  const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const small = [];
  while (words.nextNode()) {
    const around = words.currentNode.parentElement;
    const size = parseFloat(getComputedStyle(around).fontSize) * 0.75;
    if (words.currentNode.data.trim() && around.checkVisibility() && !around.closest('.hidden, .reviewed, .now')
      && size < least - 0.1) small.push(size + ': ' + words.currentNode.data.trim().slice(0, 60));
  }
  return small;
}"""
"""The words of a page that are smaller on paper than so many points. The day of the check and urgent help may be."""


@dataclass(frozen=True)
class Paper:
    """What comes out of a printer."""

    sides: list[str]
    smallest: float
    """The size of the smallest letters, in points."""


def read(pdf: bytes) -> Paper:
    sizes = []

    def see(text: str, around: list[float], at: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.append(size * math.hypot(at[0], at[1]) * math.hypot(around[0], around[1]))

    sides = [" ".join(side.extract_text(visitor_text=see).split()) for side in PdfReader(io.BytesIO(pdf)).pages]
    return Paper(sides, round(min(sizes), 1))


def sheets_of(shown: Shown) -> list[str]:
    """The address of each sheet about roles, of each PCN and each surgery, handouts in large print too."""
    found = []
    for site in ("riverside", "hillside", "harbour"):
        for kind in (
            "*/easy-read",
            "staff/**/print",
            "staff/**/print/*",
            "staff/**/print/*/*",
            "staff/**/who-to-refer-to",
        ):
            for file in sorted((shown.folder / site).glob(f"{kind}/index.html")):
                if file.parent.name not in ("services", "try-it"):
                    found.append(f"{file.parent.relative_to(shown.folder).as_posix()}/")
    return [same for address in found for same in (address, *([f"{address}#large"] if "/handout/" in address else []))]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.fixture(scope="module")
def papers(page: Page, shown: Shown) -> dict[str, Paper]:
    return {address: printed(page, shown, address) for address in sheets_of(shown)}


def printed(page: Page, shown: Shown, address: str, notice: str = "") -> Paper:
    go(page, shown.url(address))
    if notice and not page.locator(".notice").count():
        page.evaluate("n => document.querySelector('header').insertAdjacentHTML('afterend', n)", notice)
    return read(page.pdf(prefer_css_page_size=True))


def go(page: Page, url: str) -> None:
    """Open a page. On the page that is open, what stands after # counts at once."""
    if url.partition("#")[0] != page.url:
        page.goto(url)
    else:
        page.evaluate("hash => { location.hash = hash; }", url.partition("#")[2])


def test_each_is_1_side_and_large_print_2(papers: dict[str, Paper]) -> None:
    kinds = {address.rstrip("/").rpartition("/")[2] for address in papers}
    assert {"easy-read", "print", "link-worker", "handout", "#large", "who-to-refer-to"} <= kinds
    assert len(papers) > 100
    long = {
        address: len(paper.sides)
        for address, paper in papers.items()
        if len(paper.sides) > (2 if address.endswith(LARGE) else 1)
    }
    assert not long


def test_patients_read_12_points_or_more_and_staff_10(papers: dict[str, Paper]) -> None:
    least = {address: 18 if address.endswith(LARGE) else 10 if "who-to" in address else 12 for address in papers}
    assert not {address: paper.smallest for address, paper in papers.items() if paper.smallest < least[address]}


def test_each_has_urgent_help_and_how_to_ask_for_it_another_way(papers: dict[str, Paper]) -> None:
    for address, paper in papers.items():
        text = " ".join(paper.sides)
        assert "Urgent help" in text and "999" in text and "116 123" in text, address
        assert "Ask for this another way" in text, address


def test_each_of_a_surgery_says_which_and_its_number(papers: dict[str, Paper]) -> None:
    for address, paper in papers.items():
        if "/st-brannocs-surgery/" in address:
            assert "St Brannoc's Surgery 0117 496 0230" in paper.sides[0], address
            assert "Riverside Primary Care Network" in paper.sides[0], address
    assert not [address for address in papers if "st-brannocs" in address and "coach" in address]
    poster = papers["harbour/staff/marsh-lane-surgery/print/link-worker/"].sides[0]
    assert "Ask at the desk on Tuesdays." in poster
    assert (
        "Ask at the desk on Tuesdays."
        in papers["harbour/staff/marsh-lane-surgery/print/link-worker/easy-read/"].sides[0]
    )


@pytest.mark.parametrize(
    ("address", "points"),
    [
        ("riverside/staff/mill-street-surgery/print/link-worker/handout/", 14),
        ("harbour/staff/marsh-lane-surgery/print/link-worker/handout/", 14),
        ("hillside/staff/hilltop-surgery/print/care-navigator/handout/#large", 18),
        ("harbour/health-and-wellbeing-coach/easy-read/", 14),
        ("riverside/staff/print/care-navigator/", 14),
    ],
)
def test_what_it_is_about_is_larger(address: str, points: int, page: Page, shown: Shown) -> None:
    page.goto(shown.url(address))
    assert page.evaluate(SMALLEST_IN_MAIN, points) == []
    assert page.evaluate(SMALLEST_IN_MAIN, points + 30)


def test_a_handout_says_what_patients_ask_first(papers: dict[str, Paper]) -> None:
    front = papers["riverside/staff/mill-street-surgery/print/link-worker/handout/"].sides[0]
    parts = [
        *("Urgent help", "Riverside Primary Care Network", "Mill Street Surgery 0117 496 0210", "How to reach them"),
        *("riverside.example.org/lw/", "What they do", "They do not:", "What happens first", "Cost", "Can I say no?"),
    ]
    places = [front.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "decide if you can get care from your council" not in front, "the page has all, paper the first points"


def test_a_notice_leaves_each_on_its_sheets(page: Page, shown: Shown) -> None:
    """Even the longest, above all else but urgent help."""
    page.goto(shown.url("gallery/gallery/"))
    notice = page.locator(".notice").evaluate("e => e.outerHTML")
    longest = re.sub(r"It is very hot[^<]+", "Drink water. " * 15 + "Rest.", notice)
    assert "Rest." in longest
    places = ("riverside/staff/print/", "riverside/staff/mill-street-surgery/", "harbour/staff/marsh-lane-surgery/")
    seen = 0
    for address in sheets_of(shown):
        if address.startswith(places) or address == "harbour/link-worker/easy-read/":
            paper = printed(page, shown, address, longest)
            assert len(paper.sides) <= (2 if address.endswith(LARGE) else 1), address
            assert paper.smallest >= (10 if "who-to" in address else 12), address
            order = [paper.sides[0].find(words) for words in ("Urgent notice from", "Rest. Until the end of Sunday")]
            assert -1 < order[0] < order[1], address
            seen += 1
    assert seen > 25


def test_a_poster_is_read_from_2_metres_away(page: Page, shown: Shown) -> None:
    posters = [address for address in sheets_of(shown) if re.search(r"/print/[a-z-]+/$", address)]
    assert len(posters) > 25
    page.set_viewport_size(PRINTED)
    for address in posters:
        page.goto(shown.url(address))
        title = page.locator("main h1")
        size, words, room = title.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return [parseFloat(getComputedStyle(e).fontSize) * .75, r.getBoundingClientRect().right, innerWidth] }"
        )
        assert size > 59.9, address
        assert words <= room, address
        if number := page.locator("main .big .number").all():
            assert number[0].evaluate("e => parseFloat(getComputedStyle(e).fontSize) * .75") > 39.9, address
        urgent = page.locator("main .now")
        assert re.sub(r"\s+", " ", urgent.inner_text()) == (
            "Urgent help Life at risk: 999 or A&E Mental health: 111, option 2 Samaritans: 116 123"
        )
        assert urgent.bounding_box()["height"] < 40, f"{address}: 1 line"  # type: ignore[index]
        examples = page.locator("main > ul li").count()
        assert examples in (0, 3), address


def test_its_code_is_60_mm_or_more(page: Page, shown: Shown, tmp_path: Path) -> None:
    for address in (
        "riverside/staff/print/health-and-wellbeing-coach/",
        "harbour/staff/marsh-lane-surgery/print/link-worker/",
    ):
        page.goto(shown.url(address))
        (tmp_path / "p.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
        assert 60 <= code_in_mm(tmp_path / "p.pdf") < 70, address


def code_in_mm(poster: Path) -> float:
    """How wide the code at the right side of a poster is, without the white around it. test_qr reads it."""
    picture = poster.with_suffix(".png")
    subprocess.run(["pdftoppm", "-r", "127", "-png", "-singlefile", poster, picture.with_suffix("")], check=True)
    with Image.open(picture) as drawn:
        dark = ImageOps.invert(drawn.convert("L")).point(lambda light: 255 * (light > 128))
    right = dark.crop((132 * 5, 0, dark.width, dark.height))  # 5 dots are 1 mm
    # Half of a code is dark, and less of words.
    means = right.resize((1, right.height), Image.Resampling.BOX).tobytes()
    rows = [row for row, mean in enumerate(means) if mean > 70]
    found = right.crop((0, min(rows), right.width, max(rows) + 1)).getbbox()
    assert found
    picture.unlink()
    return (found[2] - found[0]) / 5


def test_a_title_fills_the_width_and_no_word_of_it_is_broken() -> None:
    assert title_points("Social prescribing link worker") == 70
    assert title_points("Social prescribing link worker", others=4) == 60
    assert title_points("Care navigator") == 100
    assert title_points("Patient adviser", others=3) == 70
    assert title_points("Neighbourhoodwork person") == 50
    assert title_points("Wwwwwwwwwwwwwwwwwwwwwwwwwwwwww") == 40


def test_the_table_says_who_is_there_and_who_helps_with_what(papers: dict[str, Paper]) -> None:
    table = papers["riverside/staff/st-brannocs-surgery/who-to-refer-to/"].sides[0]
    parts = [
        *("Who to refer to St Brannoc's Surgery", "Refer when", "Not for", "Ages", "How soon", "How to refer here"),
        "Social prescribing link worker",
        "Health coach Not at St Brannoc's Surgery. Refer to: link worker.",
        *("For what people come with", "Money worries Link worker", "Being more active Link worker"),
        *("Safeguarding: ", "Mental health crisis: ", "Out of hours: ", "Page last checked"),
    ]
    places = [table.find(part) for part in parts]
    assert not [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places)
    elsewhere = papers["riverside/staff/mill-street-surgery/who-to-refer-to/"].sides[0]
    assert "Being more active Health coach" in elsewhere
    assert "Help for a child or young person Ferry Road Family Centre, 0117 496 0370" in elsewhere
    assert "Help for a child or young person Childline, 0800 1111" in papers["hillside/staff/who-to-refer-to/"].sides[0]
