"""Staff have seconds: 2 letters, a few keys, and the link and the text are copied. All is there without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT
from rolecall.values import verhoeff_holds
from shown import Shown


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_2_letters_and_4_keys_copy_the_link_and_the_text(context: BrowserContext, shown: Shown) -> None:
    page = context.new_page()
    page.goto(shown.url("riverside/staff/"))
    page.keyboard.type("li")
    assert page.locator(".found > li:visible .name").first.inner_text() == "Social prescribing link worker"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Copied")
    assert copied(page) == "https://riverside.example.org/link-worker/"
    assert page.locator("#status").inner_text() == "Copied: link, Social prescribing link worker"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Copied: text")
    assert copied(page) == (
        "[name], [surgery] told you about the link worker. See what they do and how to reach them: "
        "https://riverside.example.org/link-worker/"
    )


def test_the_surgery_is_filled_in_and_stays_in_the_address(context: BrowserContext, shown: Shown) -> None:
    page = context.new_page()
    page.goto(shown.url("riverside/staff/"))
    page.get_by_label("Your surgery").select_option(label="Mill Street Surgery")
    assert page.url.endswith("#mill-street-surgery")
    texts = page.locator("[data-text]").all_inner_texts()
    assert len(texts) == 4
    assert all(text.startswith("[name], Mill Street Surgery told you about the ") for text in texts)
    page.reload()
    assert page.get_by_label("Your surgery").input_value() == "mill-street-surgery"
    assert page.locator("[data-text]").first.inner_text().startswith("[name], Mill Street Surgery")
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


def test_each_surgery_slot_of_a_text_is_filled_and_nothing_else(context: BrowserContext, shown: Shown) -> None:
    page = context.new_page()
    page.goto(shown.url("riverside/staff/"))
    words = "[surgery] and [surgery]:\n[Surgery] [surgery name] [name] [[surgery]]"
    page.evaluate("words => document.querySelector('[data-text]').dataset.text = words", words)
    page.get_by_label("Your surgery").select_option(label="Mill Street Surgery")
    name = "Mill Street Surgery"
    assert page.locator("[data-text]").first.inner_text() == (
        f"{name} and {name}:\n[Surgery] [surgery name] [name] [{name}]"
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mo", "Money worries"),
        ("debt", "Money worries"),
        ("connector", "Social prescribing link worker"),
        ("lunch", "Mill Street Lunch Club"),
        ("COACH", "Health coach"),
    ],
)
def test_a_role_a_need_or_a_service_is_found_under_each_of_its_names(
    context: BrowserContext, shown: Shown, typed: str, found: str
) -> None:
    page = context.new_page()
    page.goto(shown.url("riverside/staff/"))
    page.keyboard.type(typed)
    assert found in "\n".join(page.locator(".found > li:visible").all_inner_texts())
    page.keyboard.type("zzz")
    assert page.locator(".found > li:visible").count() == 0
    assert page.locator("#none").is_visible()


def test_the_link_of_a_need_is_copied_too(context: BrowserContext, shown: Shown) -> None:
    page = context.new_page()
    page.goto(shown.url("riverside/staff/"))
    page.keyboard.type("mon")
    page.get_by_role("button", name="Copy link: Money worries").click()
    expect(page.locator("#status")).to_contain_text("Copied")
    assert copied(page) == "https://riverside.example.org/help-with/money/"
    assert page.locator("#needs .copy").count() == 20
    assert page.locator("#needs").get_by_role("button", name="Copy text").count() == 0


def test_where_a_page_is_not_secure_it_still_copies(context: BrowserContext, shown: Shown) -> None:
    page = context.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(shown.url("riverside/staff/link-worker/"))
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator("#status")).to_contain_text("Copied")
    assert page.evaluate("getSelection().toString()").startswith("[name], [surgery] told you about the link worker.")


def test_without_scripts_each_link_text_and_sheet_is_there_and_no_dead_button(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shown.url("riverside/staff/"))
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    for role in ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"):
        card = page.locator(f"#role_{role}")
        words = card.inner_text()
        assert f"https://riverside.example.org/{role}/" in words
        assert "[name], [surgery] told you about the " in words
        sheet, own = card.get_by_role("link", name="Sheet about"), card.get_by_role("link", name="Refer to")
        assert sheet.get_attribute("href") == f"../{role}/"
        assert own.get_attribute("href") == f"{role}/"
    page.locator("#role_link-worker").get_by_role("link", name="Refer to").click()
    words = page.locator("main").inner_text()
    for part in ("Refer when", "Not for", "How to refer here", "refer themselves", "What to tell", "871731000000106"):
        assert part in words, part
    assert page.locator("main button:visible").count() == 0
    context.close()


def test_nobody_but_staff_is_led_there(shown: Shown) -> None:
    for url, path in shown.pages.items():
        site = path.relative_to(shown.folder).parts[0]
        if site == "gallery":
            continue
        page = html.parse(str(path)).getroot()
        part = url.removeprefix(f"{shown.bases[site]}/").partition("/")[0]
        staff = part in ("staff", "embed", "data")
        assert bool(page.xpath("//meta[@name='robots'][@content='noindex']")) == staff, url
        text = page.text_content()
        assert staff or "871731000000106" not in text, url
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
