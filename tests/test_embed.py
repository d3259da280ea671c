"""A surgery's website shows a role in a frame. No other page of the site can be put into one.

The frame shows whole, without a scroll bar of its own, whatever its width.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Frame, Page

from conftest import ROOT
from rolecall.build import made
from rolecall.headers import SERVERS, as_text
from rolecall.heights import frame_height
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from shown import DAY, Plain, Shown, served, write


def host(folder: Path, shown: Shown, address: str) -> str:
    """A page of another website with a page of Riverside in a frame."""
    folder.mkdir(exist_ok=True)
    src = shown.url(f"riverside/{address}")
    frame = f'<iframe src="{src}" title="Link worker" width="100%" height="480"></iframe>'
    (folder / "index.html").write_text(f"<!doctype html><title>Surgery</title><h1>Surgery</h1>{frame}")
    return src


def test_a_role_shows_in_a_frame_of_another_website(browser: Browser, shown: Shown, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    host(tmp_path / "w", shown, "embed/link-worker/")
    with served(tmp_path / "w", Plain) as base:
        assert base not in shown.bases.values()
        page.goto(f"{base}/")
        frame = page.frame_locator("iframe")
        assert frame.locator("h1").inner_text() == "Social prescribing link worker"
        assert frame.get_by_role("link", name="0117 496 0201").is_visible()
        assert frame.get_by_role("link", name="999").count() == 1
        assert [message for message in told if "favicon" not in message and "404" not in message] == []
        frame.get_by_role("link", name="More about").click()
        page.wait_for_url(shown.url("riverside/link-worker/"))
    context.close()


def test_no_other_page_does(browser: Browser, shown: Shown, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    host(tmp_path / "w", shown, "link-worker/")
    with served(tmp_path / "w", Plain) as base:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(f"{base}/")
        assert page.frame_locator("iframe").get_by_text("Takes time to find out").count() == 0
    context.close()


def test_it_runs_nothing_and_loads_only_what_is_the_site_s_own(shown: Shown) -> None:
    for role in ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"):
        page = html.parse(str(shown.folder / f"riverside/embed/{role}/index.html")).getroot()
        assert not page.xpath("//script")
        assert page.xpath("//link[@rel='canonical']/@href") == [f"https://riverside.example.org/{role}/"]
        assert page.xpath("//link[@rel='stylesheet']/@href") == [
            "../../assets/rolecall.css",
            "../../assets/embed.css",
        ]


def test_hosts_are_told_of_each_page_that_is_not_for_frames(shown: Shown) -> None:
    """Where every fitting rule counts, as with Netlify and Cloudflare Pages, only pages in frames escape the ban."""
    rules = (shown.folder / "riverside/_headers").read_text()
    banned = [part.split("\n")[0] for part in rules.split("\n/") if "frame-ancestors 'none'" in part]
    tops = {
        path.relative_to(shown.folder / "riverside").parts[0] for path in shown.folder.glob("riverside/*/**/*.html")
    }
    assert {f"{top}/*" for top in tops - {"embed"}} <= set(banned)
    assert not any(part.startswith("embed") for part in banned)
    assert len(rules.split("\n/")) < 100, "Cloudflare Pages reads 100 rules"
    for server in SERVERS:
        assert "frame-ancestors" in as_text(server, ["about/"])


def test_what_is_given_to_other_websites_is_what_they_need(shown: Shown) -> None:
    page = html.parse(str(shown.folder / "riverside/data/index.html")).getroot()
    codes = [code.text_content() for code in page.xpath("//p[@class='copy']/code")]
    frames, snippets = codes[:4], codes[4:]
    for code in (*frames, *snippets):
        element = html.fromstring(code)
        [address] = element.xpath("descendant-or-self::*/@src | descendant-or-self::*/@href")
        assert address.startswith("https://riverside.example.org/")
        file = shown.folder / "riverside" / address.removeprefix("https://riverside.example.org/") / "index.html"
        assert file.exists(), address
    assert len(snippets) == 4
    roles = json.loads((shown.folder / "riverside/data/roles.json").read_text())
    assert (roles["version"], len(roles["roles"])) == (1, 4)
    assert roles["roles"][0]["answers"]["contacts"] == {
        "question": "How many times",
        "answer": None,
        "text": "Up to 8 meetings over 6 months.",
        "list": [],
        "where": "In Riverside",
    }
    assert "refer_when" not in roles["roles"][0]["answers"]
    services = json.loads((shown.folder / "riverside/data/services.json").read_text())["services"]
    assert {"id", "name", "address", "checked", "needs"} <= services[0].keys()
    assert all((shown.folder / "riverside/services" / one["id"] / "index.html").exists() for one in services)


SITES = ("riverside", "hillside", "harbour")
WIDTHS = (280, 300, 320, 340, 360, 375, 390, 412, 420, 450, 480, 520, 560, 600, 700, 800)
LINE = 24
"""The height of a line of words, in pixels."""

LONGEST = (
    "Our phone line is closed while we move to new rooms. Please call your own GP surgery in place of us, or write us "
    "an email, and we call you back as soon as we can from Thursday. Thank you for your patience in this."
)[:200]

MEASURED = """() => {
  const root = document.documentElement, last = document.querySelector('main > :last-child');
  const padding = parseFloat(getComputedStyle(document.querySelector('main')).paddingBlockEnd);
  const rest = document.querySelector('.urgent').getBoundingClientRect().top - last.getBoundingClientRect().bottom;
  return [root.scrollHeight - root.clientHeight, root.scrollWidth - root.clientWidth, rest - padding];
}"""
"""How much taller and wider the inside of a frame is than the frame, and how much of it is empty."""


@dataclass(frozen=True)
class Measured:
    """A frame at a width, in pixels."""

    frame: str
    too_tall: int
    too_wide: int
    rest: float


def snippets(site: Path, base: str) -> list[str]:
    """What the page for other websites gives to be copied, with frames of the site as it is served."""
    page = html.parse(str(site / "data/index.html")).getroot()
    codes = [code.text_content() for code in page.xpath("//p[@class='copy']/code")]
    return [re.sub(r'src="[^"]*?(?=embed/)', f'src="{base}/', code) for code in codes if "<iframe" in code]


@contextmanager
def on_host(page: Page, folder: Path, parts: list[str], head: str = "") -> Iterator[list[Frame]]:
    """The frames of a page of another website, which is made of these parts and open in a tab."""
    folder.mkdir()
    body = "".join(parts)
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><title>Surgery</title>{head}{body}')
    with served(folder, Plain) as base:
        page.goto(f"{base}/", wait_until="load")
        found = [element.content_frame() for element in page.query_selector_all("iframe")]
        frames = [frame for frame in found if frame]
        assert len(frames) == "".join(parts).count("<iframe") > 0
        for frame in frames:
            frame.wait_for_load_state()
        yield frames


NO_MARGIN = "<style>body { margin: 0 }</style>"


def measured(page: Page, frames: list[Frame], width: int) -> list[Measured]:
    page.set_viewport_size({"width": width, "height": 800})
    return [Measured(f"{frame.url} at {width}", *frame.evaluate(MEASURED)) for frame in frames]


def check_whole(found: list[Measured]) -> None:
    assert [each for each in found if each.too_tall > 0 or each.too_wide > 0] == []


def check_rest_is_small(found: list[Measured], *, most: int) -> None:
    """Less than a line of a frame is empty where they are taken together, and at most so many lines."""
    rests = [each.rest for each in found]
    assert min(rests) > -1, "the inside was measured"
    assert statistics.mean(rests) < LINE
    assert [each for each in found if each.rest > most * LINE + 2] == []


def test_a_frame_shows_whole_at_each_width_and_wastes_little(page: Page, shown: Shown, tmp_path: Path) -> None:
    found = []
    for site in SITES:
        with on_host(page, tmp_path / site, snippets(shown.folder / site, shown.bases[site]), NO_MARGIN) as frames:
            assert len(frames) >= 3
            for width in WIDTHS:
                found += measured(page, frames, width)
    check_whole(found)
    check_rest_is_small(found, most=3)


@pytest.fixture(scope="module")
def with_notice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Path, str]]]:
    """The example sites while there is a notice, each its folder and its address. It is long, or short and urgent."""
    root, out = tmp_path_factory.mktemp("noticed"), tmp_path_factory.mktemp("noticed-sites")
    shutil.copytree(ROOT / "content/pcns", root / "content/pcns")
    for site in SITES:
        text, urgent = ("It is very hot. Drink water.", "yes") if site == "harbour" else (LONGEST, "no")
        with (root / f"content/pcns/{site}/pcn.yml").open("a") as file:
            file.write(f"\nnotice: {{text: '{text}', from: 2026-11-20, until: 2026-11-25, urgent: {urgent}}}\n")
    opened = open_workspace(Workspace(root, ROOT), today=DAY)
    for site in SITES:
        write(out / site, made(opened, site).files)
    with ExitStack() as servers:
        yield {site: (out / site, servers.enter_context(served(out / site))) for site in SITES}


def test_a_frame_with_a_notice_shows_whole_too(
    page: Page, with_notice: dict[str, tuple[Path, str]], tmp_path: Path
) -> None:
    assert len(LONGEST) == 200
    found = []
    for site, (folder, base) in with_notice.items():
        assert "Copy it again after Wednesday 25 November 2026" in (folder / "data/index.html").read_text()
        with on_host(page, tmp_path / site, snippets(folder, base), NO_MARGIN) as frames:
            assert frames[0].locator(".notice").is_visible()
            for width in WIDTHS:
                found += measured(page, frames, width)
    check_whole(found)
    check_rest_is_small(found, most=4)


def test_a_notice_that_came_later_is_scrolled_to(
    page: Page, shown: Shown, with_notice: dict[str, tuple[Path, str]], tmp_path: Path
) -> None:
    _, base = with_notice["riverside"]
    with on_host(page, tmp_path / "w", snippets(shown.folder / "riverside", base), NO_MARGIN) as frames:
        [first, *_] = measured(page, frames, 360)
        assert first.too_tall > 0
        help = frames[0].get_by_role("link", name="116 123")
        seen = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
        assert not help.evaluate(seen)
        page.mouse.move(100, 200)
        page.mouse.wheel(0, first.too_tall)
        page.wait_for_timeout(300)
        assert frames[0].evaluate("scrollY") > 0
        help.focus()
        assert help.evaluate(seen)


@pytest.mark.parametrize("size", [20, 24, 32])
def test_letters_twice_as_large_fit_from_280_pixels(size: int, page: Page, shown: Shown, tmp_path: Path) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    with on_host(page, tmp_path / "w", snippets(shown.folder / "riverside", shown.bases["riverside"])) as frames:
        assert frames[0].evaluate("getComputedStyle(document.body).fontSize") == f"{size}px"
        for width in (296, 320, 360, 600):
            check_whole(measured(page, frames, width))


HOSTS = {
    "a page": "{}",
    "a row": '<div style="display: flex">{}</div>',
    "a part of a row": '<div style="display: flex"><p>Our staff</p><div>{}</div></div>',
    "a column": '<div style="display: flex; flex-direction: column; align-items: center">{}</div>',
    "a grid": '<div style="display: grid; grid-template-columns: 1fr 1fr">{}<p>Our staff</p></div>',
    "a float": '<div style="float: left">{}</div>',
    "a table": "<table><tr><td>{}</td><td>Our staff</td></tr></table>",
    "small letters": '<div style="font: 62.5%/1 monospace">{}</div>',
    "a style of its own": "<style>* {{ box-sizing: border-box }} iframe {{ max-width: 100%; height: 300px }}</style>{}",
}


@pytest.mark.parametrize("host", HOSTS)
def test_it_shows_whole_wherever_a_website_puts_it(host: str, page: Page, shown: Shown, tmp_path: Path) -> None:
    [snippet, *_] = snippets(shown.folder / "riverside", shown.bases["riverside"])
    with on_host(page, tmp_path / "w", [HOSTS[host].format(snippet)]) as frames:
        for width in (600, 800, 1280):
            check_whole(measured(page, frames, width))
            assert frames[0].evaluate("innerWidth") >= 280


@pytest.mark.parametrize(
    ("snippet_of", "head"),
    [
        pytest.param(lambda code: code.replace("cqw", "unknown"), "", id="an old browser"),
        pytest.param(lambda code: re.sub(r' style="[^"]*"', "", code), "", id="a website that takes styles away"),
        pytest.param(
            str, "<meta http-equiv='Content-Security-Policy' content=\"style-src 'self'\">", id="a strict website"
        ),
    ],
)
def test_without_its_style_a_frame_is_as_tall_as_on_a_small_phone(
    snippet_of: Callable[[str], str], head: str, page: Page, shown: Shown, tmp_path: Path
) -> None:
    codes = [snippet_of(code) for code in snippets(shown.folder / "riverside", shown.bases["riverside"])]
    with on_host(page, tmp_path / "w", codes, head) as frames:
        for width in (320, 600):
            check_whole(measured(page, frames, width))


def test_what_a_snippet_says_of_heights() -> None:
    box = '<main class="width"><h1>A title</h1><p>{}</p></main>'
    assert frame_height(box.format("Short.")).css == "max(4.5em)"
    long = frame_height(box.format("<a>Call</a> us, or ask at your surgery. " * 10))
    first, *steps = long.css.removeprefix("max(").removesuffix(")").split(",min(")
    assert re.fullmatch(r"[\d.]+em", first)
    assert steps
    heights = [float(first.removesuffix("em")), *(float(step.partition("em")[0]) for step in steps)]
    widths = [float(re.findall(r"\(([\d.]+)em - 100cqw\)\*999", step)[0]) for step in steps]
    assert heights == sorted(heights), "narrower is taller"
    assert widths == sorted(widths, reverse=True)
    assert 16 * heights[0] < long.pixels < 16 * heights[-1]


def test_a_phone_number_stays_on_its_line_and_a_word_that_is_too_long_is_broken() -> None:
    box = '<main class="width"><p>{}</p></main>'
    numbers, words = "<a href='tel:01174960201'>0117 496 0201</a> ", "0117 496 0201 "
    assert frame_height(box.format(numbers * 40)).css != frame_height(box.format(words * 40)).css
    assert frame_height(box.format("a" * 100)).pixels > frame_height(box.format("a" * 20)).pixels
    assert frame_height(box.format("é" * 100)) == frame_height(box.format("e" * 100))
