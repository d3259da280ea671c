"""The sheet of services: found by a few letters, ticked, printed whole, and nothing of it is kept anywhere else."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from conftest import ROOT, Ran
from shown import Shown

SHEET = "riverside/staff/print/services/"
THREE = ("mill-street-lunch-club", "st-brannocs-work-club", "ferry-road-walkers")
OF_THREE = "#" + ",".join(f"s-{id}" for id in THREE)
WALKERS = """Ferry Road Walkers
Short, easy walks by the river with other people.
When Short walk: Wednesdays, 10:30am to 11:30am, at Ferry Road Bridge
Long walk: second Sunday of each month, 2pm to 4pm, at Mill Street Park gate. Not in December
Where Ferry Road Bridge, Ferry Road, Riverside, BS1 1AG
Mill Street Park gate, Mill Street, Riverside, BS1 1AH
Getting in Ferry Road Bridge: Step-free way in, Assistance dogs welcome. The path is flat and wide.
There is a bench about halfway.
Cost Free
Who for Anyone who can walk for 20 minutes.
Phone 0117 496 0320: Ask for a walk leader, 10am to 6pm
Read more riverside.example.org/services/ferry-road-walkers/
Checked 1 September 2025. It may have changed. Call or email before you go."""
LUNCH = """Mill Street Lunch Club
A hot lunch and a chat, twice a week.
Please note There is no lunch from 24 December to 2 January.
When Tuesdays and Thursdays, midday to 2pm
Where Mill Street Hall, 5 Mill Street, Riverside, BS1 1AE
Getting there Bus 14 stops outside.
Getting in Step-free way in, Hearing loop, Accessible toilet
Cost £4 for lunch
Who for You need to be aged 55 or over.
Phone 0117 496 0300: Open Monday to Friday, 9am to 1pm
Email lunch@millstreethall.example.org
Read more riverside.example.org/services/mill-street-lunch-club/
Checked 9 November 2026"""
WORK_CLUB = """Paused: St Brannoc's Work Club
Help for young people who want to find a job or a course.
Please note It does not run at the moment. It may come back in March 2027."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def printed(page: Page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def words_of(pdf: PdfReader) -> str:
    return plain(" ".join(sheet.extract_text() for sheet in pdf.pages))


def ticked(page: Page) -> list[str]:
    return page.locator(".picks li:has(:checked) label").all_inner_texts()


def open_sheet(page: Page, shown: Shown, hash: str = "") -> None:
    page.goto("about:blank")
    page.goto(shown.url(SHEET + hash))


def test_what_is_ticked_is_printed_whole_and_nothing_else_is(page: Page, shown: Shown) -> None:
    open_sheet(page, shown, OF_THREE)
    expect(page.locator("#count")).to_have_text("3 services on the sheet")
    pdf = printed(page)
    words = words_of(pdf)
    assert len(pdf.pages) == 1
    for service in (WALKERS, LUNCH, WORK_CLUB):
        assert plain(service) in words
    for other in ("Memory Cafe", "other times", "Find a service", "Print", "on the sheet", "Tick", "Page last checked"):
        assert other not in words, other
    assert "Services can change. Call or email before you go. Ask for this another way" in words


def test_no_letter_on_paper_is_smaller_than_12_points_and_names_are_larger(page: Page, shown: Shown) -> None:
    open_sheet(page, shown, OF_THREE)
    page.emulate_media(media="print")
    sizes: list[tuple[str, float]] = page.evaluate(
        """() => {
          const seen = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const { parentElement: e, data } = walker.currentNode;
            if (data.trim() && e.checkVisibility() && !e.closest('.hidden, .top'))
              seen.push([data.trim(), parseFloat(getComputedStyle(e).fontSize) * 0.75]);
          }
          return seen;
        }"""
    )
    assert [each for each in sizes if each[1] < 11.99] == []
    assert dict(sizes)["Mill Street Lunch Club"] >= 15.99


def test_where_nothing_is_ticked_a_sentence_is_printed_in_place_of_services(
    browser: Browser, page: Page, shown: Shown
) -> None:
    bare = browser.new_context(java_script_enabled=False)
    for each in (page, bare.new_page()):
        open_sheet(each, shown)
        assert each.get_by_text("Tick at least 1 service").locator("visible=true").count() == 1
        words = words_of(printed(each))
        assert "Services in Riverside Tick at least 1 service. Ask for this another way" in words
    bare.close()
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    page.get_by_role("button", name="Print").click()
    page.wait_for_timeout(200)
    assert page.title() != "printed"
    expect(page.locator("#count")).to_have_text("Tick at least 1 service")


def test_without_scripts_services_are_ticked_and_printed_too(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_sheet(page, shown, "#s-mill-street-lunch-club")
    assert page.locator("button:visible, input[type=search]:visible").count() == 0
    page.get_by_role("checkbox", name="Mill Street Lunch Club").check()
    assert page.locator("#s-mill-street-lunch-club").get_by_text("Mill Street Hall").is_visible()
    assert not page.get_by_text("Tick at least 1 service.").is_visible()
    words = words_of(printed(page))
    assert plain(LUNCH) in words
    assert "Ferry Road" not in words
    context.close()


def test_what_is_ticked_stands_in_the_address_and_nowhere_else(page: Page, shown: Shown) -> None:
    open_sheet(page, shown)
    for name in ("Mill Street Lunch Club", "Ferry Road Walkers"):
        page.get_by_role("checkbox", name=name).check()
        assert page.evaluate("document.activeElement.checked"), "focus stays where it was"
    address = shown.url(SHEET) + "#s-ferry-road-walkers,s-mill-street-lunch-club"
    assert page.url == address
    page.reload()
    assert ticked(page) == ["Ferry Road Walkers", "Mill Street Lunch Club"]
    page.get_by_role("link", name="Back to the page for staff").click()
    page.go_back()
    assert page.url == address
    assert ticked(page) == ["Ferry Road Walkers", "Mill Street Lunch Club"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, window.name]") == [0, 0, "", ""]
    page.get_by_role("link", name="Skip to main content").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(address)
    assert len(ticked(page)) == 2, "another part of the page leaves it as it is"
    page.evaluate("location.hash = '#s-ferry-road-memory-cafe,s-gone'")  # as My list writes it
    expect(page.locator("#gone")).to_have_text("1 service that was ticked is not here any more.")
    assert ticked(page) == ["Ferry Road Memory Cafe"]
    page.get_by_role("button", name="Untick all").click()
    assert (ticked(page), page.url) == ([], shown.url(SHEET))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lunch", "Mill Street Lunch Club"),
        ("lunhc clbu", "Mill Street Lunch Club"),
        ("walks", "Ferry Road Walkers"),
        ("debt", "Riverside Debt and Benefits Line"),
        ("help with grief", "St Brannoc's Grief Cafe"),
        ("dementia", "Ferry Road Memory Cafe"),
        ("smoking online", "Riverside Stop Smoking Online"),
        ("minibus", "Riverside Door to Door"),
        ("BS1 1AF", "Ferry Road Housing Drop-in"),
        ("toddlers", "Ferry Road Family Centre"),
    ],
)
def test_a_service_is_found_by_its_name_a_need_or_a_place_however_it_is_typed(
    page: Page, shown: Shown, typed: str, first: str
) -> None:
    open_sheet(page, shown)
    page.keyboard.type(typed)
    expect(page.locator("#found")).to_contain_text("found")
    expect(page.locator(".picks li:visible label").first).to_have_text(first)


def test_a_day_leaves_the_services_on_that_day(page: Page, shown: Shown) -> None:
    open_sheet(page, shown)
    page.keyboard.type("tuesday")
    expect(page.locator("#found")).to_have_text("4 services found")
    page.keyboard.type(" lunch")
    expect(page.locator("#found")).to_have_text("1 service found")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_have_text("")
    assert page.locator(".picks li:visible").count() == 12
    page.keyboard.type("xylophone")
    expect(page.locator("#found")).to_have_text(re.compile("No service has these words"))
    assert page.locator(".picks li:visible").count() == 0


def test_3_services_are_on_paper_with_few_keys(page: Page, shown: Shown) -> None:
    """Under 20 seconds at 5 keys a second. What is ticked stays so while others are found, and is printed."""
    open_sheet(page, shown)
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    keys = 0
    for number, typed in enumerate(("lunch", "walk", "memory"), 1):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        keys += len(typed) + 1
        expect(page.locator("#count")).to_have_text(re.compile(f"^{number} service"))
        assert page.evaluate("document.activeElement.id") == "q"
    words = words_of(printed(page))
    assert all(name in words for name in ("Mill Street Lunch Club", "Ferry Road Walkers", "Ferry Road Memory Cafe"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.title === 'printed'")
    assert keys + 2 < 100
    page.get_by_role("button", name="Only ticked").click()
    page.get_by_label("Find a service").fill("")
    expect(page.locator(".picks li:visible")).to_have_count(3)


def test_each_letter_of_facts_is_the_same_from_the_browser_and_as_a_pdf(
    page: Page, shown: Shown, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    services = [part for id in THREE for part in ("--service", id)]
    ran = rolecall(ROOT, "export", "leaflets", "riverside", *services, "--to", str(tmp_path))
    assert ran.code == 0, ran.err
    pdf = PdfReader(tmp_path / "riverside/services.pdf")
    words = words_of(pdf)
    assert len(pdf.pages) == 1
    for service in (WALKERS, LUNCH, WORK_CLUB):
        assert plain(service) in words
    open_sheet(page, shown, OF_THREE)
    for item in page.locator(".picks li:has(:checked)").all():
        assert plain(item.inner_text()) in words


@pytest.fixture(scope="module")
def leaflet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet of all services of Riverside, as a PDF."""
    out = tmp_path_factory.mktemp("services")
    command = [sys.executable, "-m", "rolecall", "export", "leaflets", "riverside", "--to", out]
    subprocess.run([*command, "--today", "2026-11-22"], cwd=ROOT, capture_output=True, check=True)
    return out / "riverside/services.pdf"


def test_no_service_is_broken_across_sheets(page: Page, shown: Shown, leaflet: Path) -> None:
    open_sheet(page, shown)
    for box in page.get_by_role("checkbox").all():
        box.check()
    for pdf in (printed(page), PdfReader(leaflet)):
        sheets = [plain(sheet.extract_text()) for sheet in pdf.pages]
        assert len(sheets) == 4
        for service in page.locator(".picks li").all():
            assert any(plain(service.inner_text()) in sheet for sheet in sheets), service.inner_text()
        assert "Nobody has checked this yet. Call or email before you go." in " ".join(sheets)
        assert "Ask for this another way" in sheets[-1]
        assert "Checked" in sheets[-1], "no sheet has its foot alone"


def test_the_pdf_has_letters_of_12_points_or_more(leaflet: Path) -> None:
    sizes: set[float] = set()

    def look(text: str, matrix: list[float], at: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * matrix[0] * at[0], 1))

    for sheet in PdfReader(leaflet).pages:
        sheet.extract_text(visitor_text=look)
    assert min(map(abs, sizes)) >= 12
    with pikepdf.open(leaflet) as pdf, pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"


def test_what_puts_somebody_at_risk_is_on_no_sheet_unless_it_is_asked_for(
    workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    folder = workspace / "content/pcns/testbury/services"
    folder.mkdir(exist_ok=True)
    for name, need in (("refuge", "safety"), ("choir", "lonely")):
        (folder / f"{name}.yml").write_text(
            f"name: Test {name}\ndescription: x\norganisation: {{name: T}}\nneeds: [{need}]\n"
        )
    assert rolecall(workspace, "build").code == 0
    main = html.parse(str(workspace / "site/testbury/staff/print/services/index.html")).getroot().find(".//main")
    words = plain(main.text_content())
    assert "Test choir" in words
    assert "Test refuge" not in words
    assert main.xpath(".//a[@href='../../../help-with/safety/']")
    assert "refuge" not in (workspace / "site/testbury/staff/print/services/facts.js").read_text()
    pdf = workspace / "leaflets/testbury/services.pdf"
    assert rolecall(workspace, "export", "leaflets").code == 0
    assert "Test choir" in words_of(PdfReader(pdf))
    assert "Test refuge" not in words_of(PdfReader(pdf))
    pdf.unlink()
    rolecall(workspace, "export", "leaflets", "--service", "refuge", "testbury")
    words = words_of(PdfReader(pdf))
    assert (
        "Test refuge x When Ask for times. Where Ask where it is. Cost Ask what it costs Who for Ask who it is for"
        in words
    )
    assert "Contact Ask at your GP surgery." in words
    assert "Nobody has checked this yet." in words
