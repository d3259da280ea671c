"""Comparisons answer at a glance: the short words of all side by side first, what is the same, the rest folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from conftest import ROOT, TODAY, Ran
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.pages.answers import common
from rolecall.site import Site
from shown import Shown

SITES = ("riverside", "hillside", "harbour")


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    opened = open_workspace(Workspace(ROOT, ROOT), today=date.fromisoformat(TODAY))
    return {pcn: opened.site(pcn) for pcn in SITES}


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A narrow screen, without scripts."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def pairs(shown: Shown, site: str) -> list[str]:
    found = [f"{site}/compare/{path.name}/" for path in (shown.folder / site / "compare").iterdir() if path.is_dir()]
    assert len(found) >= 3
    return sorted(found)


def main(shown: Shown, page: str) -> html.HtmlElement:
    [found] = html.parse(str(shown.file(shown.url(page)))).getroot().xpath("//main")
    return found  # type: ignore[no-any-return]


def words(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("site", SITES)
def test_a_comparison_is_short_on_a_phone(site: str, phone: Page, shown: Shown) -> None:
    phone.goto(shown.url(f"{site}/compare/"))
    box = phone.locator("#at-a-glance").bounding_box()
    assert box and box["y"] + box["height"] < 1800
    assert phone.evaluate("document.documentElement.scrollHeight") < 4500
    for pair in pairs(shown, site):
        phone.goto(shown.url(pair))
        assert phone.evaluate("document.documentElement.scrollHeight") < 2500, pair


@pytest.mark.parametrize("site", SITES)
def test_2_people_stand_side_by_side_on_a_phone(site: str, phone: Page, shown: Shown) -> None:
    for page in (f"{site}/compare/", *pairs(shown, site)):
        phone.goto(shown.url(page))
        for row in phone.locator("#at-a-glance dl").all():
            first, second = [cell.bounding_box() for cell in row.locator("> div").all()[:2]]
            assert first and second
            assert first["y"] == second["y"] and first["x"] + first["width"] < second["x"], page


def test_large_text_makes_1_column_and_breaks_no_word(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("riverside/compare/"))
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    first, second = [cell.bounding_box() for cell in phone.locator("#at-a-glance dl").first.locator("> div").all()[:2]]
    assert first and second and first["x"] == second["x"]
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("site", SITES)
def test_the_rows_at_a_glance_are_those_of_the_file(site: str, sites: dict[str, Site], shown: Shown) -> None:
    titles = [row.title for row in sites[site].content.questions.at_a_glance]
    roles = [role.short_title for role in sites[site].available_core_roles]
    assert len(titles) == 6
    [glance] = main(shown, f"{site}/compare/").xpath(".//*[@id='at-a-glance']")
    assert [words(head) for head in glance.xpath(".//tbody//th")] == titles
    assert [words(head) for head in glance.xpath(".//div[@class='narrow']/h3")] == titles
    assert [words(head) for head in glance.xpath(".//thead//th")][1:] == roles
    in_table = [words(cell) for cell in glance.xpath(".//td")]
    assert in_table == [words(cell) for cell in glance.xpath(".//dd")]
    assert len(in_table) == 6 * len(roles) and all(in_table)


@pytest.mark.parametrize("site", SITES)
def test_a_shape_always_has_its_word(site: str, shown: Shown) -> None:
    for page in (f"{site}/compare/", *pairs(shown, site)):
        for shape in main(shown, page).xpath(".//*[@class='shape']"):
            assert shape.get("aria-hidden") == "true"
            assert words(shape.getparent())


@pytest.mark.parametrize("site", SITES)
def test_where_roles_differ_comes_first(site: str, sites: dict[str, Site], shown: Shown) -> None:
    here = sites[site]
    ids = {question.ask: question.id for group in here.patient_groups for question in group.questions}
    seen = 0
    for table in main(shown, f"{site}/compare/").xpath(".//details//table"):
        rows = [ids[words(head)] for head in table.xpath(".//tbody//th")]
        agree = [bool(common(here, here.available_core_roles, id)) for id in rows]
        assert agree == sorted(agree), rows
        for part in (True, False):
            order = [list(ids.values()).index(id) for id, alike in zip(rows, agree, strict=True) if alike is part]
            assert order == sorted(order)
        seen += len(set(agree)) - 1
    assert seen >= 2, "in 2 tables at least, some rows agree and some do not"


@pytest.mark.parametrize(("site", "number"), [("riverside", "all 4"), ("hillside", "all 4"), ("harbour", "all 3")])
def test_what_is_the_same_for_all_is_said_once(site: str, number: str, shown: Shown) -> None:
    [same] = main(shown, f"{site}/compare/").xpath(".//div[@class='same']")
    assert words(same) == (
        f"The same for {number}: it is free to see them you can say no you do not have to say why"
        " what you say is usually private they do not work as doctors or nurses"
    )


def test_a_person_with_2_jobs_is_told_once(shown: Shown) -> None:
    text = words(main(shown, "harbour/compare/link-worker-or-care-coordinator/"))
    assert text.count("the community connector is the care coordinator too") == 1
    assert "is also the care coordinator" not in text
    alone = words(main(shown, "harbour/compare/link-worker-or-care-navigator/"))
    assert alone.count("is also the care coordinator") == 1


def test_notes_of_what_is_so_here_are_seen_without_opening_anything(phone: Page, shown: Shown) -> None:
    phone.goto(shown.url("harbour/compare/"))
    for note in phone.locator("main [data-fact=absent], main [data-fact=shared], main [data-fact=only-for]").all():
        assert note.is_visible()
    phone.goto(shown.url("riverside/compare/"))
    assert phone.get_by_text("there is no health coach").is_visible()


def test_the_tables_open_where_they_are_linked(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(shown.url("riverside/compare/#table-what-to-expect"))
    assert page.locator("#table-what-to-expect").bounding_box()
    page.locator("#table-what-to-expect summary").press("Enter")
    assert page.get_by_role("table", name="What to expect").is_visible()
    assert page.get_by_role("table", name="At a glance").get_by_role("columnheader").count() == 5
    context.close()


def test_check_tells_of_an_answer_that_has_no_short_words(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    long = "{text: We meet as often as you and your family need us to.}"
    answers = f"contacts: {long}, support: {long}, wait: {{text: About a week.}}, home_visits: {{answer: no}}"
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    checked = "checked: {date: 2026-10-01, by: Testbury team}\nnext_check: 2027-10-01\n"
    roles = f"roles:\n  link-worker:\n    answers: {{{answers}}}\n"
    pcn.write_text(f"name: Testbury PCN\nods_code: U12345\n{checked}{roles}")
    ran = rolecall(workspace, "check")
    assert ran.code == 0, ran.err
    told = [line for line in ran.out.splitlines() if "has no short words" in line]
    assert [line.partition("pcn.yml:")[2] for line in told] == [
        '7:15: "contacts" has no short words, so people read "See below" where there is little room'
    ]
    assert "Add short: and 1 to 4 words, for example short: Up to 8" in ran.out


def test_shapes_show_in_forced_colours(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(shown.url("riverside/compare/"))
    look = "e => [getComputedStyle(e).stroke, getComputedStyle(e.closest('.shaped')).color]"
    for shape in page.locator(".narrow .shape").all():
        stroke, colour = shape.evaluate(look)
        assert stroke == colour
    context.close()
