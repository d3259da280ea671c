"""A PCN with 300 services keeps every budget: light pages, short lists to read, a search that answers at once."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser
from pypdf import PdfReader

from conftest import ROOT, TODAY
from shown import served
from test_axe import AXE, COLOUR, RUN, TAGS, violations
from test_reflow import SIDEWAYS
from test_services import LOADED
from test_weight import check_first_view

PLACES = (
    "Amber Ashley Beacon Birch Bridge Canal Cedar Chapel Clover Corner Dell Elm Fern Garden Grove Hazel Heron Holly Ivy"
    " Kestrel Lark Lime Maple Meadow Oak Orchard Park Pine Quarry River Rowan Station Vale Willow Wren"
)
KINDS = (
    "art class/baby group/befriending/benefits advice/book club/bowls/bus trips/carers' evening/choir/coffee morning"
    "/computer class/cook and eat/cycling group/debt help/film club/food pantry/games night/gardening club/grief group"
    "/history walks/housing advice/job club/lunch club/memory singing/music group/parents' group/repair cafe/sewing bee"
    "/swimming/table tennis/tai chi/tea and talk/volunteer hub/walking group/writing group/yoga/youth club"
)
HOURS = [(f"{hour:02}:{minute}", f"{hour + 2}:{minute}") for hour in range(8, 20) for minute in ("00", "30")]
"""When a session may begin and end."""


def service(name: str, chance: random.Random, needs: list[str], access: list[str]) -> str:
    """An entry as a PCN would write it, with a little of everything, and 4 sessions a week."""
    place, kind = name.split(" ", 1)
    says = chance.choice(["Come on your own or bring a friend.", "You do not need to book.", "New people are welcome."])
    days = chance.sample(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 4)
    hours = [("10:00", "12:00"), *(chance.choice(HOURS) for _ in days[1:])]
    return yaml.safe_dump(
        {
            "name": name,
            "description": f"A friendly {kind} for people who live near {place} Street. {says}",
            "organisation": {"name": f"{chance.choice(PLACES.split())} Community Trust"},
            "needs": chance.sample(needs, chance.randint(1, 3)),
            "when": [
                {"every": "week", "days": [day], "from": start, "to": end}
                for day, (start, end) in zip(days, hours, strict=True)
            ],
            "where": [
                {"name": f"{chance.choice(PLACES.split())} Hall", "access": chance.sample(access, chance.randint(0, 4))}
            ],
            "cost": {"options": [{"label": "Session", "amount": chance.choice([0, 2, 3.5])}]},
            "who_for": {"min_age": chance.choice([0, 18, 55])},
            "area": [{"name": chance.choice(["Mill Street ward", "Ferry Road ward", "Quay ward"])}],
            "checked": {"date": f"2026-10-{chance.randint(10, 28)}", "by": "Riverside team"},
            "contact": {"phones": [{"number": f"0117 496 0{chance.randint(300, 399)}"}]},
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of Riverside with 300 services."""
    from click.testing import CliRunner

    from rolecall.cli import cli

    root = tmp_path_factory.mktemp("many")
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
    own = root / "content/pcns/riverside/services"
    chance = random.Random(7)
    needs = list(yaml.safe_load((ROOT / "content/needs.yml").read_text()))
    access = list(yaml.safe_load((ROOT / "content/service-words.yml").read_text())["access"])
    names = [f"{place} {kind}" for place in PLACES.split() for kind in KINDS.split("/")]
    for at, name in enumerate(chance.sample(names, 300 - len(list(own.glob("*.yml"))))):
        (own / f"extra-{at}.yml").write_text(service(name, chance, needs, access))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        built = CliRunner().invoke(cli, ["build", "--today", TODAY])
    assert built.exit_code == 0, built.output
    return root / "site/riverside"


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


KINDS_OF_PAGE = (
    "services/",
    "services/this-week/",
    "my-list/",
    "services/for/need-money/",
    "services/for/how-place/",
    "help-with/money/",
    "search/",
    "staff/print/services/",
)


def test_its_pages_are_light(browser: Browser, folder: Path) -> None:
    assert len(list((folder / "services").glob("*/index.html"))) == 300 + 3
    for address in KINDS_OF_PAGE:
        check_first_view(browser, folder, address)


def test_its_pages_are_open_to_everybody(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for address in KINDS_OF_PAGE:
        page.goto(f"{base}/{address}")
        assert page.evaluate(SIDEWAYS) == [], address
        page.add_script_tag(path=AXE)
        assert violations(page.evaluate(RUN, TAGS)) == [], address
        page.emulate_media(color_scheme="dark")
        assert violations(page.evaluate(RUN, COLOUR)) == [], address
    context.close()


def test_its_list_has_letters_to_jump_to(browser: Browser, base: str) -> None:
    for scripts in (True, False):
        context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{base}/services/")
        names = page.locator("#services > li").all_inner_texts()
        letters = page.locator("#letters a").all_inner_texts()
        assert letters == sorted({name[0] for name in names})
        page.locator("#letters a", has_text="S").click()
        first = next(name for name in names if name.startswith("S"))
        box = page.get_by_role("link", name=first, exact=True).bounding_box()
        assert box and 0 <= box["y"] <= 60
        context.close()


def test_what_is_on_has_the_next_days_whole_and_leads_to_the_others(browser: Browser, base: str, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{base}/services/this-week/")
    assert page.locator("h1").inner_text() == "What's on, 22 November to 23 November 2026"
    on_monday = page.locator("#week section:last-child li a").all_inner_texts()
    listed = html.parse(str(folder / "services/for/day-mon/index.html")).xpath("//main//ul[@class='lines']//a/text()")
    assert len(on_monday) > 100
    assert set(on_monday) == {*listed}
    days = page.get_by_role("navigation", name="Other days").get_by_role("link")
    assert days.all_inner_texts() == ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    days.last.click()
    page.get_by_role("heading", name="Services: Saturday").wait_for()
    context.close()


def test_a_list_has_all_facts_of_what_is_on_it(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{base}/my-list/")
    page.get_by_label("Find by name").fill("lark")
    page.locator(".picked [type=checkbox]:visible").first.check()
    page.locator("#chosen").get_by_text("10am to midday").wait_for()
    card = page.locator("#chosen > li").inner_text()
    assert "Hall" in card
    assert page.locator("#chosen a[href^=tel]").count() == 1
    assert not told
    context.close()


def test_the_sheet_for_staff_has_all_facts_of_what_is_ticked(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{base}/staff/print/services/#s-mill-street-lunch-club")
    page.locator("li:has(:checked)").get_by_text("5 Mill Street, Riverside, BS1 1AE").wait_for()
    page.keyboard.type("lark tai chi")
    page.keyboard.press("Enter")
    page.locator("#count", has_text="2 services on the sheet").wait_for()
    paper = " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages).split())
    assert "Lark tai chi A friendly tai chi for people who live near Lark Street. When Every" in paper
    assert "Mill Street Hall, 5 Mill Street, Riverside, BS1 1AE" in paper
    assert paper.count("Read more") == paper.count("Checked ") == 2
    assert not told
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/staff/print/services/")
    assert page.locator("main input:visible").count() == 0
    page.get_by_role("link", name="All local services").click()
    page.get_by_role("heading", name="Local services").wait_for()
    context.close()


def test_filters_and_search_find_one_of_many(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/services/")
    page.get_by_label("Help with").select_option(label="Money worries")
    page.get_by_label("Day", exact=True).select_option(label="Sunday")
    page.wait_for_function(LOADED)
    count = page.locator("#services > li:visible").count()
    assert 0 < count < 40
    assert page.locator("#count").inner_text() == f"{count} services found"
    assert not page.locator("#letters").is_visible(), "letters lead to the whole list"
    page.goto(f"{base}/search/")
    page.get_by_role("searchbox").fill("mill street lunch")
    assert page.locator("#results li a").first.inner_text() == "Mill Street Lunch Club"
    context.close()
