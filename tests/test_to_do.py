"""The list of what to do for a site: what is on it, in which order, and what becomes of a tick."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT, contents
from editing import Fields, Visitor, editing
from test_axe import AXE, COLOUR, RUN, TAGS, violations

PCN = "content/pcns/riverside/pcn.yml"
SERVICES = "content/pcns/riverside/services"
WALKERS = f"{SERVICES}/ferry-road-walkers.yml"
DIGITAL = f"{SERVICES}/mill-street-digital-help.yml"
LUNCH = f"{SERVICES}/mill-street-lunch-club.yml"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Path]]:
    root = tmp_path_factory.mktemp("to-do")
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
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


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def due(root: Path, day: str) -> None:
    """The PCN was last checked a year before this day."""
    changed(root / PCN, "next_check: 2027-10-12", f"next_check: {day}")
    changed(root / PCN, "\nchecked: {date: 2026-10-12", f"\nchecked: {{date: {int(day[:4]) - 1}{day[4:]}")


def ids(text: str) -> dict[str, str]:
    """The id of the first thing on the list with each title, in their order."""
    found: dict[str, str] = {}
    for id, title in re.findall(r'<label for="do-(\w+)">(.*?)</label>', text):
        found.setdefault(unescape(title), id)
    return found


def number(text: str) -> int:
    return text.count('<div id="why-')


def tick(visitor: Visitor, *titles: str, **others: str) -> str:
    page = visitor.ask("/-/to-do").text
    form = {**Fields(page).values, "do": [ids(page)[title] for title in titles], **others}
    return visitor.ask("/-/to-do", form).text


def test_what_is_due_is_listed_first_what_patients_do_not_see(visitor: Visitor, root: Path) -> None:
    due(root, "2026-11-01")
    changed(root / WALKERS, "summary: Short, easy walks", "summary: We signpost you to short, easy walks")
    page = visitor.ask("/-/to-do").text
    headings = re.findall(r'<h2 id="(\w+)">', page)
    assert headings == ["stops", "hidden", "overdue", "unchecked", "unnamed", "hard"]
    titles = [*ids(page)]
    assert titles.index("Social prescribing link worker: Home visits") < titles.index("Mill Street Surgery")
    assert titles.index("Mill Street Surgery") < titles.index("Ferry Road Walkers")
    assert "Sam Example" in titles
    assert "Patients do not see this any more" in page


def test_the_number_stands_on_each_page(visitor: Visitor, root: Path) -> None:
    before = number(visitor.ask("/-/to-do").text)
    for path in ("/", "/link-worker/", "/-/", "/-/pcn"):
        assert f"To do: {before}<" in visitor.ask(path).text
    changed(root / WALKERS, "date: 2025-09-01", "date: 2026-11-01")
    assert f"To do: {before - 1}<" in visitor.ask("/").text


def test_1_click_checks_a_service_by_the_team_that_did_before(visitor: Visitor, root: Path) -> None:
    page = visitor.ask("/-/to-do").text
    id = ids(page)["Ferry Road Walkers"]
    answer = visitor.ask("/-/to-do", {**Fields(page).values, "only": id})
    assert "Saved: Still right: Ferry Road Walkers" in answer.text
    assert "date: 2026-11-22" in (root / WALKERS).read_text()
    assert "Ferry Road Walkers" not in ids(answer.text)
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert (root / WALKERS).read_bytes() == (ROOT / WALKERS).read_bytes()


def test_several_are_ticked_at_once_and_taken_back_at_once(visitor: Visitor, root: Path) -> None:
    before = contents(root)
    answer = tick(visitor, "Ferry Road Walkers", "Mill Street Digital Help")
    assert "Saved: Still right: 2 things" in answer
    assert "Riverside social prescribing team" in (root / DIGITAL).read_text()
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert contents(root) == before


def test_a_fact_gets_the_check_that_the_workbook_would_write(visitor: Visitor, root: Path) -> None:
    due(root, "2026-12-20")
    tick(visitor, "Social prescribing link worker: How many times")
    text = (root / PCN).read_text()
    after = text.split("contacts:")[1].split("home_visits:")[0]
    assert "2026-11-22" in after
    assert "next_check" in after


def test_whether_referrals_are_taken_has_a_check_of_its_own(visitor: Visitor, root: Path) -> None:
    (root / PCN).write_text(
        (root / PCN).read_text().replace("checked: {date: 2026-11-16", "checked: {date: 2026-09-01")
    )
    page = visitor.ask("/-/to-do").text
    title = "Social prescribing link worker: Takes referrals?"
    assert title in ids(page)
    answer = visitor.ask("/-/to-do", {**Fields(page).values, "only": ids(page)[title]})
    assert "Saved: Still right" in answer.text
    assert title not in ids(answer.text)
    assert (root / PCN).read_text().count("{date: 2026-11-22") == 1


def test_the_pcn_itself_is_checked_for_as_long_as_before(visitor: Visitor, root: Path) -> None:
    due(root, "2026-12-20")
    tick(visitor, "Riverside Primary Care Network")
    text = (root / PCN).read_text()
    assert "checked: {date: 2026-11-22, by: Riverside social prescribing team}" in text
    assert "\nnext_check: 2027-11-22" in text


def test_what_was_changed_since_is_not_said_to_be_right(visitor: Visitor, root: Path) -> None:
    page = visitor.ask("/-/to-do").text
    id = ids(page)["Ferry Road Walkers"]
    changed(root / WALKERS, "name: Ferry Road Walkers", "name: Ferry Road Runners")
    before = contents(root)
    answer = visitor.ask("/-/to-do", {**Fields(page).values, "only": id})
    assert "was changed since you opened this page" in answer.text
    assert contents(root) == before


def test_the_team_is_asked_once_where_nobody_knows_it(visitor: Visitor, root: Path) -> None:
    shutil.rmtree(root / SERVICES)
    try:
        (root / SERVICES).mkdir()
        shutil.copy(ROOT / DIGITAL, root / DIGITAL)
        (root / PCN).write_text("name: Riverside Primary Care Network\nods_code: U99991\n")
        page = visitor.ask("/-/to-do").text
        assert "Which team checks?" in page
        id = ids(page)["Mill Street Digital Help"]
        answer = visitor.ask("/-/to-do", {**Fields(page).values, "only": id})
        assert answer.code == 422
        assert "does not say who checked it" in answer.text
        answer = visitor.ask("/-/to-do", {**Fields(page).values, "only": id, "team": "The Quay team"})
        assert "by: The Quay team" in (root / DIGITAL).read_text()
        assert 'value="The Quay team"' in answer.text  # for the PCN's own check
    finally:
        shutil.copytree(ROOT / SERVICES, root / SERVICES, dirs_exist_ok=True)


def test_a_hard_sentence_is_shown_and_left_as_it_is_until_its_words_change(visitor: Visitor, root: Path) -> None:
    changed(root / DIGITAL, "There are 10 classes.", "There are 10 classes, and " + "many " * 20 + "people come.")
    page = visitor.ask("/-/to-do").text
    part = page.split('<h2 id="hard">')[1]
    assert "There are 10 classes" in part
    id = re.findall(r'id="do-(\w+)"', part)[0]
    before = (root / DIGITAL).read_bytes()
    answer = visitor.ask("/-/to-do", {**Fields(page).values, "only": id})
    assert "on the list no more" in answer.text
    assert id not in answer.text
    assert (root / DIGITAL).read_bytes() == before
    changed(root / DIGITAL, "There are 10 classes", "There are 12 classes")
    assert "There are 12 classes" in visitor.ask("/-/to-do").text
    again = visitor.ask("/-/to-do", {**Fields(answer.text).values, "show-again": "yes"})
    assert "All is on the list again" in again.text


def test_all_words_of_a_service_are_1_line_that_gives_3_pieces_of_advice(visitor: Visitor, root: Path) -> None:
    before = number(visitor.ask("/-/to-do").text)
    changed(root / DIGITAL, "You learn how", "We assist service users via signposting. You learn how")
    changed(root / DIGITAL, "Learn to use a phone", "Learn to utilise a phone")
    page = visitor.ask("/-/to-do").text
    assert number(page) == before + 1
    part = unescape(page.split('<h2 id="hard">')[1])
    assert 'Write "help" or "helps".' in part and 'Write "use".' in part and '"service users" names people' in part
    assert "a word of staff" not in part
    changed(root / DIGITAL, "We assist service users via signposting. You", "You")
    assert 'There is a shorter word than "utilise". Write "use".' in unescape(visitor.ask("/-/to-do").text)


def test_each_change_leads_to_a_form_and_back(visitor: Visitor, root: Path) -> None:
    due(root, "2026-11-01")
    page = visitor.ask("/-/to-do").text
    ways = {unescape(way) for way in re.findall(r'<a href="(/-/[^"]+\?back=/-/to-do)"', page)}
    assert len(ways) > 20
    for way in ways:
        assert visitor.ask(way).code == 200, way
    answer = visitor.send("/-/service/ferry-road-walkers?back=/-/to-do", {"In a sentence": "A slow walk."})
    assert "things to do</h1>" in answer.text


def test_links_that_did_not_work_are_known_from_when_they_were_last_opened(visitor: Visitor, root: Path) -> None:
    assert 'id="failing"' not in visitor.ask("/-/to-do").text
    gone = {"https://millstreethall.example.org/lunch": {"verdict": "gone", "status": 404, "day": "2026-11-20"}}
    slow = {"https://www.millstreet.example.org/": {"verdict": "slow", "day": "2026-11-22"}}
    (root / ".rolecall").mkdir(exist_ok=True)
    (root / ".rolecall/links.json").write_text(json.dumps(gone | slow))
    part = visitor.ask("/-/to-do").text.split('<h2 id="failing">')[1].split("<h2")[0]
    assert "is gone (404 Not Found). Open it in a browser." in part
    assert "The link was opened on 20 November 2026." in part
    assert "/-/service/mill-street-lunch-club?back=" in part
    assert "was too slow to answer" in part
    assert "/-/surgery/" in part
    assert part.count("<li>") == 2


def test_nobody_is_named_any_more(visitor: Visitor, root: Path) -> None:
    people = (root / PCN).read_text().split("people:")[1].split("\n\n")[0]
    assert "Sam Example" in people
    changed(root / PCN, "  - name: Sam Example\n", "  - name: Sam Example\n    next_check: 2026-11-01\n")
    page = visitor.ask("/-/to-do").text
    part = page.split('<h2 id="unnamed">')[1].split("<h2")[0]
    assert "Social prescribing link worker" in part
    assert "Sam Example" in part


@pytest.mark.parametrize("pcn", ["riverside", "harbour", "hillside"])
def test_what_is_ticked_is_done(pcn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2 years later nearly all has run out. All that has a check gets one, and is not asked for again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1858636800")  # 24 November 2028
    shutil.copytree(ROOT / "content/pcns" / pcn, tmp_path / "content/pcns" / pcn)
    with editing(tmp_path, pcn) as (visitor, desk):
        visitor.enter()
        page = visitor.ask("/-/to-do").text
        ticked = [each.id for each in desk.overview().items if each.line]
        assert all(f'value="{id}"' in page for id in ticked)
        answer = visitor.ask("/-/to-do", {**Fields(page).values, "do": ticked, "team": "A team"})
        assert answer.code == 200, answer.text
        assert not [each for each in desk.overview().items if each.line]
        assert not ticked or "2028-11-24" in "".join(data.decode() for data in contents(tmp_path).values())


MAY_GO_LIVE = (
    "urgent_help_checked: {date: 2026-11-01, by: Practice manager}\n"
    "privacy_url: https://www.quay.example/privacy\n"
    "accessibility: {tested: {date: 2026-11-01, by: Patient group}, how: With a phone.}\n"
    "sign_off: {clinical_safety: {date: 2026-11-01, by: Clinical safety officer},"
    " data_protection: {date: 2026-11-01, by: Data protection officer},"
    " content: {date: 2026-11-01, by: Clinical lead}}\n"
)


def test_what_stops_publishing_is_listed_first_and_cannot_be_set_aside(tmp_path: Path) -> None:
    pcn = tmp_path / "content/pcns/quay/pcn.yml"
    pcn.parent.mkdir(parents=True)
    pcn.write_text(
        "name: Quay PCN\nods_code: U99994\nsite_url: https://quay.example/\n"
        "checked: {date: 2026-10-01, by: Quay team}\nnext_check: 2029-10-01\n"
        "practices:\n  - {name: Quay Surgery, ods_code: Y99984, phone: 0117 496 0199}\n"
    )
    (pcn.parent / "links.lock").write_text("/services/old-club/\n/services/old-walk/\n")
    with editing(tmp_path, "quay") as (visitor, desk):
        visitor.enter()
        page = visitor.ask("/-/to-do").text
        first, rest = page.split('<h2 id="stops">')[1].split("<h2", 1)
        for form in ("moved", "accessibility", "privacy_url", "sign_off", "urgent_help_checked"):
            assert f"/-/pcn/{form}?back=" in first
        assert "/services/old-club/" in first
        assert "/services/old-walk/" in first
        assert "Still right" not in first
        assert "Still right" in rest
        assert not re.search(r"[{}]|yml|in the workbook|as in", first)
        stopping = [each.id for each in desk.overview().items if each.why == "stops"]
        csrf = Fields(page).values["csrf_token"]
        visitor.ask("/-/to-do", {"csrf_token": csrf, "do": stopping})
        (tmp_path / ".rolecall").mkdir(exist_ok=True)
        (tmp_path / ".rolecall/set-aside.json").write_text(json.dumps(stopping))
        assert visitor.ask("/-/to-do").text.count("/-/pcn/moved?back=") == 2


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    pcn = tmp_path / "content/pcns/quay/pcn.yml"
    pcn.parent.mkdir(parents=True)
    pcn.write_text(
        "name: Quay PCN\nods_code: U99994\nsite_url: https://quay.example/\n"
        "checked: {date: 2026-10-01, by: Quay team}\nnext_check: 2029-10-01\n"
        "practices:\n  - {name: Quay Surgery, ods_code: Y99984, phone: 0117 496 0199}\n"
        f"{MAY_GO_LIVE}"
    )
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        page = visitor.ask("/-/to-do").text
        csrf = Fields(page).values["csrf_token"]
        while found := ids(page):
            page = visitor.ask("/-/to-do", {"csrf_token": csrf, "only": next(iter(found.values()))}).text
        assert "There is nothing to do at present" in page
        assert "To do: 0<" in page


@pytest.mark.parametrize("scripts", [True, False])
def test_ticks_in_a_browser_and_with_the_keyboard(
    browser: Browser, visitor: Visitor, root: Path, *, scripts: bool
) -> None:
    due(root, "2026-12-20")
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{visitor.port}/?token={visitor.token}")
    page.get_by_role("link", name="To do:").click()
    before, soon = page.locator("[name=do]").count(), page.locator("#soon ~ ul").first.locator("[name=do]").count()
    assert soon > 20
    if scripts:
        page.add_script_tag(path=AXE)
        assert not violations(page.evaluate(RUN, TAGS))
        page.emulate_media(color_scheme="dark")
        assert not violations(page.evaluate(RUN, COLOUR))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="Tick all").click()
        assert page.locator("#soon ~ ul").first.locator(":checked").count() == soon
        page.get_by_label("Mill Street Surgery", exact=True).focus()
    else:
        page.get_by_label("Social prescribing link worker: How many times", exact=True).focus()
        page.keyboard.press("Space")
        assert page.locator(":checked").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Still right" if scripts else True
    page.get_by_role("button", name="All that I ticked is still right").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-said >> text=Saved")
    assert page.locator("[name=do]").count() == before - (soon if scripts else 1)
    context.close()
