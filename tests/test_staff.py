"""Staff have seconds: a few keys copy what to send about a role or a service, as it is at their surgery."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT, Ran
from rolecall.texts import LONGEST, NAME_SEPTETS, odd_characters, septets
from rolecall.values import verhoeff_holds
from shown import Shown, served

LUNCH = "Mill Street Lunch Club. Tuesdays and Thursdays, midday to 2pm."
ROLES = ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def opened(context: BrowserContext, shown: Shown, address: str = "riverside/staff/") -> Page:
    page = context.new_page()
    page.goto(shown.url(address))
    return page


def copied(page: Page) -> str:
    expect(page.locator("#status")).to_contain_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def press(page: Page, keys: str) -> int:
    """Types letters, and presses what stands in < >. How many keys that took."""
    parts = re.findall(r"<\w+>|.", keys)
    for part in parts:
        page.keyboard.press(part.strip("<>"))
    return len(parts)


def find(page: Page, words: str) -> list[str]:
    """The names of what is found."""
    page.locator("#q").fill(words)
    expect(page.locator("#status")).not_to_have_text("")
    return [name.split("\n")[0] for name in page.locator("#results > li .name").all_inner_texts()]


@pytest.mark.parametrize(
    ("keys", "most", "begins"),
    [
        (
            "lw<Enter>",
            6,
            "[surgery]: [name], about the link worker (links you to local help): https://riverside.example.org/lw/",
        ),
        (
            "li<Enter>",
            6,
            "[surgery]: [name], about the link worker (links you to local help): https://riverside.example.org/lw/",
        ),
        ("lw<Tab><Tab><Enter>", 5, "https://riverside.example.org/link-worker/"),
        ("lunch<Enter>", 8, f"{LUNCH} Mill Street Hall, Riverside. There is no lunch from 24 December"),
    ],
)
def test_a_few_keys_copy_a_text_and_a_link(
    keys: str, most: int, begins: str, context: BrowserContext, shown: Shown
) -> None:
    page = opened(context, shown)
    typed, _, rest = keys.partition("<")
    took = press(page, typed)
    expect(page.locator("#status")).to_contain_text("found")
    assert took + press(page, f"<{rest}") <= most
    assert copied(page).startswith(begins)


def test_the_button_says_that_it_copied_and_then_what_it_does(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    button = page.locator("#role_link-worker .acts button").first
    assert button.inner_text().startswith("Copy text")
    button.click()
    expect(button).to_contain_text("Copied")
    assert page.locator("#status").inner_text().startswith("Copied: [surgery]: [name], about the link worker")
    expect(button).to_contain_text("Copy text", timeout=5000)


def test_arrows_move_and_escape_begins_again(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    assert len(find(page, "coach")) > 1
    press(page, "<ArrowDown>")
    assert page.evaluate("document.activeElement.closest('li').id") == "role_health-and-wellbeing-coach"
    press(page, "<ArrowDown>")
    assert page.evaluate("document.activeElement.closest('#results > li').previousElementSibling.id")
    press(page, "<ArrowUp><ArrowUp>")
    assert page.evaluate("document.activeElement.id") == "q"
    press(page, "<Escape>")
    assert page.locator("#q").input_value() == ""
    assert page.locator("#all").is_visible() and page.locator("#results").is_hidden()
    assert page.locator("#all .found > li").count() > 30


def test_the_surgery_is_chosen_once_and_is_the_page(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    page.get_by_label("Your surgery").select_option(label="Mill Street Surgery")
    page.wait_for_url(shown.url("riverside/staff/mill-street-surgery/"))
    assert page.get_by_label("Your surgery").input_value() == "mill-street-surgery"
    press(page, "lw<Enter>")
    assert copied(page).startswith("Mill Street Surgery: [name], about the link worker")
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    page.goto(shown.url("riverside/staff/#mill-street-surgery"))  # as bookmarks from before have it
    page.wait_for_url(shown.url("riverside/staff/mill-street-surgery/"))


@pytest.mark.parametrize("scripts", [True, False])
def test_who_is_not_at_a_surgery_is_not_offered_there(scripts: bool, browser: Browser, shown: Shown) -> None:
    """And who to refer to is told in words, on the page, on the table to print, and when it is looked for."""
    context = browser.new_context(java_script_enabled=scripts)
    page = opened(context, shown, "riverside/staff/st-brannocs-surgery/")
    card = page.locator("#role_health-and-wellbeing-coach")
    if scripts:
        assert find(page, "coach")[0] == "Health coach"
    assert "Not at St Brannoc's Surgery. Refer to: link worker." in card.inner_text()
    assert card.locator("button, details, [data-copy], a[href*=print]").count() == 0
    if scripts:
        press(page, "<Enter>")
        assert page.locator("#status").inner_text() == "There is no text for this."
        assert page.evaluate("document.activeElement.textContent") == "link worker"
    assert page.locator("a[href*='print/health-and-wellbeing-coach']").count() == 0
    page.goto(shown.url("riverside/staff/st-brannocs-surgery/who-to-refer-to/"))
    assert "Not at St Brannoc's Surgery. Refer to: link worker." in page.locator("main").inner_text()
    page.goto(shown.url("riverside/staff/st-brannocs-surgery/print/"))
    assert "Health coach" not in page.locator("main h2").all_inner_texts()
    context.close()
    folder = shown.folder / "riverside/staff/st-brannocs-surgery/print"
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {*ROLES} - {"health-and-wellbeing-coach"}


def test_each_surgery_has_its_own_way_to_refer(shown: Shown) -> None:
    own = "Book the person into the link worker's clinic, on Mondays and Thursdays."
    for address in ("", "who-to-refer-to/"):
        pages = {
            surgery: html.parse(str(shown.folder / "riverside/staff" / surgery / address / "index.html")).getroot()
            for surgery in ("", "mill-street-surgery", "ferry-road-medical-centre", "st-brannocs-surgery")
        }
        assert [surgery for surgery, page in pages.items() if own in page.text_content()] == ["mill-street-surgery"]


def test_where_nobody_has_written_how_to_refer_it_is_said_and_who_to_ask(shown: Shown) -> None:
    page = html.parse(str(shown.folder / "hillside/staff/index.html")).getroot()
    card = " ".join(page.get_element_by_id("role_link-worker").text_content().split())
    assert "Nobody has written how to refer here. Ask your practice manager." in card
    assert "Ask any of the staff at your GP surgery" not in card, "a sentence for patients"


DANGER = {
    "safeguarding": "Safeguarding", "child at risk": "Safeguarding", "domestic": "Safeguarding",
    "not safe at home": "Safeguarding", "suicidal": "Mental health crisis", "crisis": "Mental health crisis",
    "safeg": "Safeguarding", "out of hours": "Out of hours",
}  # fmt: skip


def test_danger_leads_to_whom_to_turn_to(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    assert page.locator("#danger dl").inner_text().count("0117 496 020") == 2
    assert "999" in page.locator("#danger > p").inner_text()
    for words, row in DANGER.items():
        find(page, words)
        assert row in page.locator(".danger-row.meant h3").all_inner_texts(), words
        assert page.locator(".danger-row.meant").first.is_visible(), words
        assert page.locator("#danger").bounding_box()["y"] > -2, words  # type: ignore[index]
        if row == "Safeguarding":
            assert "Ask alone. Is it safe to talk?" in page.locator("#danger dl").inner_text(), words
            assert page.locator("#results button:visible, #results a[href*='/qr/']:visible").count() == 0, words
        press(page, "<Enter>")
        assert "Copied" not in page.locator("#status").inner_text() or row != "Safeguarding", words
    find(page, "lunch")
    assert page.locator("#danger_more").get_attribute("open") is None
    assert page.locator(".danger-row.meant").count() == 0


@pytest.mark.parametrize("words", ["partner hits her", "domestic", "child bruises", "frightened"])
def test_where_somebody_may_be_at_risk_nothing_else_is_offered(
    words: str, context: BrowserContext, shown: Shown
) -> None:
    page = opened(context, shown)
    assert set(find(page, words)) <= {"Urgent help", "Not safe at home"}
    assert page.locator("#results button:visible").count() == 0


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("polish", "Social prescribing link worker"),
        ("large print", "Social prescribing link worker"),
        ("who to refer", "Who to refer to: 1 page, to pin up"),
        ("poster", "Poster for the waiting room"),
    ],
)
def test_who_speaks_a_language_and_what_to_print_are_found(
    words: str, name: str, context: BrowserContext, shown: Shown
) -> None:
    for surgery in ("", "ferry-road-medical-centre/"):
        assert find(opened(context, shown, f"riverside/staff/{surgery}"), words)[0] == name
    if words == "polish":
        card = opened(context, shown, "riverside/staff/ferry-road-medical-centre/").locator("#role_link-worker")
        assert "Sam Example: Mondays and Thursdays, at Mill Street Surgery (Polish)" in card.inner_text()


def test_what_may_put_somebody_at_risk_is_never_to_copy_or_to_scan(shown: Shown) -> None:
    for file in shown.folder.glob("*/staff/**/index.html"):
        for place in html.parse(str(file)).getroot().xpath("//*[@data-entry[contains(., 'help-with/safety')]]"):
            assert place.get("data-linked") is None, file
            assert not place.xpath(".//button | .//a[contains(@href, 'qr/')]"), file


@pytest.mark.parametrize(("site", "surgery", "phone"), [
    ("riverside", "", "0117 496 0207"), ("riverside", "mill-street-surgery", "0117 496 0211"),
    ("riverside", "st-brannocs-surgery", "0117 496 0207"), ("hillside", "", "999"),
])  # fmt: skip
def test_the_surgery_s_own_lead_comes_before_the_pcn_s(site: str, surgery: str, phone: str, shown: Shown) -> None:
    page = html.parse(str(shown.folder / site / "staff" / surgery / "index.html")).getroot()
    assert page.xpath("//section[@id='danger']/dl//a")[0].text == phone
    assert ("Checked 12 October 2026" in page.get_element_by_id("danger").text_content()) == (site == "riverside")


def test_who_is_sent_somebody_is_1_click_away_and_services_follow_a_need(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown, "riverside/staff/st-brannocs-surgery/")
    find(page, "coach")
    page.locator("#results").get_by_role("link", name="link worker", exact=True).click()
    assert page.locator("#results > li").first.get_attribute("id") == "role_link-worker"
    found = find(page, "lonely")
    assert found[0] == "Feeling lonely or cut off"
    assert {"Ferry Road Walkers", "Mill Street Lunch Club"} <= set(found)


def test_services_are_copied_and_put_on_the_sheet(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    for words, name in (
        ("lunch", "Lunch Club"),
        ("mill street carers group", "Carers Group"),
        ("ferry road walkers", "Walkers"),
    ):
        assert name in find(page, words)[0]
        item = page.locator("#results > li").first
        item.get_by_role("button", name="Add to sheet").click()
    link = page.locator("#sheet a")
    assert link.inner_text() == "Print the sheet: 3 services"
    assert page.url.endswith("#s-mill-street-lunch-club,s-mill-street-carers-group,s-ferry-road-walkers")
    assert link.evaluate("a => a.hash") == f"#{page.url.partition('#')[2]}"
    page.reload()
    expect(link).to_have_text("Print the sheet: 3 services")
    find(page, "lunch")
    page.get_by_role("button", name=re.compile("Add to sheet")).click()
    expect(link).to_have_text("Print the sheet: 2 services")
    page.get_by_role("button", name="Empty the sheet").click()
    expect(link).to_be_hidden()
    assert page.url == shown.url("riverside/staff/")


def test_a_service_says_whether_it_takes_referrals(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    assert find(page, "debt line")[0] == "Riverside Debt and Benefits Line"
    first = page.locator("#results > li").first.inner_text()
    assert "Open, with a waiting list · About 2 weeks · Checked 16 November 2026" in first


def test_the_sheet_leads_back_to_the_surgery(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown, "riverside/staff/mill-street-surgery/")
    find(page, "lunch")
    page.get_by_role("button", name="Add to sheet").click()
    page.locator("#sheet a").click()
    assert page.url.endswith("#s-mill-street-lunch-club,at-mill-street-surgery")
    page.get_by_role("checkbox", name="Ferry Road Walkers").check()
    page.reload()
    page.get_by_role("link", name="Back to the page for staff").click()
    assert page.url == shown.url("riverside/staff/mill-street-surgery/")


def test_the_link_of_a_need_is_copied_and_a_text_about_it_is_not(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown)
    find(page, "money worries")
    need = page.locator("#results > li").first
    need.get_by_role("button", name=re.compile("Copy link ?: Money worries")).click()
    assert copied(page) == "https://riverside.example.org/help-with/money/"
    assert need.get_by_role("button", name="Copy text").count() == 0


def test_where_a_page_is_not_secure_it_still_copies(context: BrowserContext, shown: Shown) -> None:
    page = context.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(shown.url("riverside/staff/mill-street-surgery/"))
    page.locator("#role_link-worker .acts button").first.click()
    expect(page.locator("#status")).to_contain_text("Copied")
    page.locator("#q").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#q").input_value().startswith("Mill Street Surgery: [name], about the link")


def test_the_line_for_the_record_has_the_day(context: BrowserContext, shown: Shown) -> None:
    page = opened(context, shown, "riverside/staff/mill-street-surgery/")
    page.locator("#role_link-worker summary").click()
    page.locator("#role_link-worker").get_by_role("button", name=re.compile("Copy ?: Line for the record")).click()
    line = copied(page)
    assert re.match(r"\d{2}/\d{2}/\d{4}: told about the link worker, Mill Street Surgery. Agreed. Link sent: ", line)


@pytest.mark.parametrize("surgery", ["", "mill-street-surgery"])
def test_without_scripts_each_text_and_sheet_is_there_and_no_dead_button(
    surgery: str, browser: Browser, shown: Shown
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, shown, f"riverside/staff/{surgery}{'/' if surgery else ''}")
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    assert page.locator(".no-js a").count() == 3
    for role in ROLES:
        card = page.locator(f"#role_{role}")
        card.locator("summary").click()
        words = card.inner_text()
        assert f"https://riverside.example.org/{role}/" in words
        assert f"{'Mill Street Surgery' if surgery else '[surgery]'}: [name], " in words
        for part in ("Refer when", "Not for", "refer themselves", "What to tell", "read this aloud", "SNOMED"):
            assert part in words, part
        sheet = card.get_by_role("link", name="Handout about").get_attribute("href")
        assert sheet == f"print/{role}/handout/"
    assert "871731000000106" in page.locator("#role_link-worker").inner_text()
    assert "No code is agreed for this role" in page.locator("#role_care-coordinator").inner_text()
    context.close()


def test_each_text_costs_1_with_the_name_of_the_surgery(shown: Shown) -> None:
    seen = 0
    for site, roles in (("riverside", 4), ("harbour", 3)):
        for file in (shown.folder / site / "staff").glob("*/index.html"):
            page = html.parse(str(file)).getroot()
            texts = [part.text_content() for part in page.xpath("//p[@data-copy][contains(@id, '_text')]")]
            alone = [part.text_content() for part in page.xpath("//p[@data-copy][contains(@id, '_alone')]")]
            if not page.xpath("//section[@id='danger']"):
                continue
            [chosen] = page.xpath("//select[@id='surgery']/option[@selected]/text()")
            assert len(texts) == len(alone) == roles - (chosen == "St Brannoc's Surgery"), file
            for text in (*texts, *alone):
                assert septets(text) <= LONGEST and not odd_characters(text), text
                assert len(text.replace("[name]", "x" * NAME_SEPTETS)) <= LONGEST
                assert "You can say no." in text, text
            assert all(text.startswith(f"{chosen}: [name], ") for text in texts)
            assert not any("[" in text or chosen in text for text in alone)
            seen += 1
    assert seen == 3 + 2


def test_a_text_about_a_service_costs_1_or_says_that_it_does_not(
    browser: Browser, workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    """And 2 surgeries of a name are 2 to choose, and words of danger count however they are written."""
    practices = "".join(f"  - {{name: High Street, ods_code: L8100{n}, slug: s{n}}}\n" for n in (1, 2))
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(
        f"name: Testbury PCN\nods_code: U12345\nsite_url: https://testbury.example.org/\npractices:\n{practices}"
    )
    for name in ("Tea", "Łódź Club", "Club " * 20):
        file = workspace / f"content/pcns/testbury/services/{name.split()[0].encode('ascii', 'ignore').decode()}x.yml"
        file = file.with_name(file.name.lower())
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            f"name: {name.strip()}\ndescription: x\norganisation: {{name: T}}\nneeds: [lonely]\n"
            + (f"where: [{{name: {name.strip()}}}]\n" if name.startswith("Club") else "")
        )
    words = (ROOT / "content/staff.yml").read_text().replace("section 42,", "Section-42 concern,")
    (workspace / "content/staff.yml").write_text(words)
    assert rolecall(workspace, "build").code == 0
    context = browser.new_context()
    with served(workspace / "site/testbury") as base:
        page = context.new_page()
        page.goto(f"{base}/staff/s2/")
        assert page.locator("#surgery option[selected]").count() == 1
        assert page.locator("#surgery").input_value() == "s2"
        for typed, is_long in (("tea", False), ("club club", True)):
            find(page, typed)
            acts = page.locator("#results > li:has(button[aria-pressed])").first.inner_text()
            assert ("More than 1 text" in acts) == is_long, typed
        find(page, "section 42 concern")
        assert page.locator(".danger-row.meant").count() == 1
    context.close()


def test_referrals_are_shown_with_their_day_until_they_run_out(shown: Shown) -> None:
    from datetime import date

    from rolecall.load import Workspace
    from rolecall.opened import open_workspace
    from rolecall.standing import next_change

    card = shown.folder / "riverside/staff/index.html"
    words = " ".join(html.parse(str(card)).getroot().text_content().split())
    assert "Open, with a waiting list About 3 weeks Checked 16 November 2026" in words
    for day, counts in ((date(2026, 12, 16), True), (date(2026, 12, 17), False)):
        opened = open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=day)
        coach = opened.site("riverside").role("health-and-wellbeing-coach")
        assert bool(coach.referrals) == counts
    content = open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=date(2026, 12, 16)).content
    assert next_change(content, "riverside", date(2026, 12, 16)) == date(2026, 12, 17)


def test_nobody_but_staff_is_led_there(shown: Shown) -> None:
    for url, path in shown.pages.items():
        site = path.relative_to(shown.folder).parts[0]
        if site == "gallery":
            continue
        page = html.parse(str(path)).getroot()
        part = url.removeprefix(f"{shown.bases[site]}/").partition("/")[0]
        staff = part in ("staff", "embed", "data")
        text = page.text_content()
        is_over = "This service has closed" in text or "This has ended" in text
        assert bool(page.xpath("//meta[@name='robots'][@content='noindex']")) == (staff or is_over), url
        for secret in ("871731000000106", "safeguarding desk", "0117 496 0207", "Send a task"):
            assert staff or secret not in text, url
        page.make_links_absolute(url)
        led = [link for link in page.xpath("//a/@href") if "/staff/" in link]
        assert staff or not led, url
    for name in ("riverside/sitemap.xml", "riverside/search/index.js"):
        assert "staff" not in (shown.folder / name).read_text()


def test_each_code_has_its_check_digit_and_only_2_are_given() -> None:
    import yaml

    codes = {
        code["snomed"]: (role.stem, len(code["sources"]))
        for role in (ROOT / "roles").glob("*.yml")
        for code in yaml.safe_load(role.read_text()).get("codes", [])
    }
    assert {code: role for code, (role, _) in codes.items()} == {
        "871731000000106": "link-worker",
        "871711000000103": "link-worker",
    }
    assert all(verhoeff_holds(code) and sources >= 2 for code, (_, sources) in codes.items())
