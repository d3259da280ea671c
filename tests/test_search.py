"""The search finds what people mean, and puts urgent help on top of what sounds like danger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from shown import SEARCHED, Shown
from test_axe import AXE, RUN, TAGS, violations
from test_reflow import SIDEWAYS

QUERIES = yaml.safe_load((ROOT / "tests/queries.yml").read_text())
DANGER = yaml.safe_load((ROOT / "tests/danger.yml").read_text())
HARMLESS = yaml.safe_load((ROOT / "tests/harmless.yml").read_text())


@pytest.fixture(scope="module")
def searching(browser: Browser, shown: Shown) -> Iterator[Page]:
    """Riverside's search, ready."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(shown.url("riverside/search/"))
    page.get_by_role("searchbox").fill("link")
    page.locator("#results li").first.wait_for()
    yield page
    context.close()


def ask(page: Page, words: str) -> tuple[list[str], list[str]]:
    """The addresses found, best first, and the ids of the urgent help shown."""
    return tuple(
        page.evaluate(
            """async words => {
              const box = document.getElementById("q"), root = new URL("..", location.href).href;
              box.value = words;
              box.form.requestSubmit();
              await new Promise(done => setTimeout(done));
              return [[...document.querySelectorAll("#results li > a")].map(a => a.href.replace(root, "")),
                      [...document.querySelectorAll("[data-words]")].filter(e => !e.hidden).map(e => e.id.slice(4))];
            }""",
            words,
        )
    )


def test_real_questions_find_their_page(searching: Page) -> None:
    wrong = []
    for question in QUERIES:
        found, _ = ask(searching, question["query"])
        if question["page"] not in found[: 1 if question["first"] else 3]:
            wrong.append(f"{question['query']!r}: {question['page']} is not in {found[:3]}")
    assert not wrong, f"{len(wrong)} of {len(QUERIES)}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("word", ["someone", "baby", "loss", "looking", "wife"])
def test_a_word_of_many_names_alone_leads_to_no_death(searching: Page, word: str) -> None:
    found, _ = ask(searching, word)
    assert found and "help-with/bereavement/" not in found[:3]


def test_what_nothing_is_called_leads_to_who_to_ask(searching: Page) -> None:
    found, _ = ask(searching, "zzzzqqq")
    assert found == ["help-with/which-service/", "surgeries/"]
    assert searching.locator("#none").is_visible()
    assert searching.locator("#status").inner_text().startswith("Nothing found")
    found, _ = ask(searching, "link worker")
    assert found[0] == "link-worker/" and searching.locator("#none").is_hidden()


def test_each_result_has_the_picture_of_its_kind(searching: Page) -> None:
    ask(searching, "debt")
    for result in searching.locator("#results li").all():
        assert result.locator("svg[aria-hidden=true]").bounding_box()


def test_what_people_type_in_danger_brings_urgent_help(searching: Page) -> None:
    missed = []
    for family, phrases in DANGER.items():
        for at, phrase in enumerate(phrases):
            typed = phrase.upper() if at % 10 == 0 else phrase
            found, boxes = ask(searching, typed)
            if not boxes:
                missed.append(f"{family}: {typed}")
            elif found[0] != "urgent-help/":
                missed.append(f"{family}: {typed} finds {found[0]} first")
    assert not missed


def test_a_box_stands_before_what_is_found_and_a_role_never_first(searching: Page) -> None:
    searching.locator("#q").fill("i want to kill my self, can the link worker help with debt")
    card = searching.locator("#now-suicide")
    card.wait_for()
    for number in ("999", "111", "116 123"):
        assert card.get_by_role("link", name=number, exact=True).is_visible()
    results = searching.locator("#results li")
    assert results.first.inner_text().startswith("Urgent help")
    kinds = searching.locator("#results li .also").all_inner_texts()
    assert kinds[-1].startswith("Person"), "the link worker was named, so it is no dead end"
    assert "Get help with" in kinds
    assert [kind.startswith("Person") for kind in kinds] == sorted(kind.startswith("Person") for kind in kinds)
    status, above, below = (searching.locator(part).bounding_box() for part in ("#status", "#now-suicide", "#results"))
    assert status and above and below
    assert status["y"] < above["y"] < below["y"]
    assert searching.locator("#status").inner_text() == "Urgent help is below, before anything else."
    assert searching.locator("#none").is_hidden()


@pytest.mark.parametrize(
    ("typed", "family", "numbers"),
    [
        ("my carer hits me", "abuse", ["999", "0808 2000 247", "0808 801 0327"]),
        ("my dad hits me", "child", ["999", "0800 1111", "0808 800 5000"]),
        ("my baby isnt breathing", "emergency", ["999"]),
        ("cant cope any more", "cope", ["111", "116 123"]),
    ],
)
def test_a_box_has_the_numbers_for_its_danger_first(
    searching: Page, typed: str, family: str, numbers: list[str]
) -> None:
    assert family in ask(searching, typed)[1]
    assert searching.locator(f"#now-{family} a[href^='tel:']").all_inner_texts()[: len(numbers)] == numbers


def leaves_nothing(page: Page) -> bool:
    """Whether the page is empty once somebody leaves it, as a browser shows it again where it keeps the page itself."""
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    boxes = page.locator("[data-words]:visible").count()
    return not page.get_by_role("searchbox").input_value() and not boxes


def test_words_of_danger_stay_nowhere(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/search/"))
    addresses = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    page.get_by_role("searchbox").press_sequentially("want to die", delay=200)
    page.locator("#now-suicide").wait_for()
    assert page.url == shown.url("riverside/search/")
    assert not [address for address in addresses if "#" in address]
    page.locator("#now-suicide").get_by_role("link", name="More urgent help").click()
    page.wait_for_url("**/urgent-help/")
    page.go_back()
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.locator("#now-suicide").is_hidden()
    page.goto("about:blank")
    page.goto(shown.url("riverside/search/#he hits me"))
    page.locator("#now-abuse").wait_for()
    assert leaves_nothing(page)
    assert page.url == shown.url("riverside/search/"), "a copied link gives nothing away to who looks at the address"
    context.close()


def test_danger_is_recognised_where_the_rest_of_the_search_does_not_load(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/find.js", lambda route: route.abort())
    page.goto(shown.url("riverside/search/"))
    page.get_by_role("searchbox").fill("link worker")
    page.get_by_text("The search did not load.").wait_for()
    assert page.locator("#all").is_visible()
    page.get_by_role("searchbox").fill("he hits me")
    page.locator("#now-abuse").wait_for()
    assert leaves_nothing(page)
    context.close()


def test_the_search_has_a_quick_way_out(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(shown.url("riverside/search/"))
    assert page.get_by_role("main").get_by_role("link", name="Exit this page").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("samaritans", "116 123"),
        ("samaritens", "116 123"),
        ("childline", "0800 1111"),
        ("refuge", "0808 2000 247"),
        ("crisis team", "111"),
        ("999", "999"),
        ("111", "111"),
        ("shelter", "0808 800 4444"),
    ],
)
def test_help_lines_are_found_by_name_with_their_number(searching: Page, typed: str, number: str) -> None:
    ask(searching, typed)
    assert searching.locator("#results, [data-words]").get_by_role("link", name=number, exact=True).first.is_visible()


def test_each_state_of_the_search_is_open_to_everybody(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(shown.url("riverside/search/"))
    page.add_script_tag(path=AXE)
    for words in ("kill myself", "he hits me", "link worker", "zzzzqqq"):
        page.get_by_role("searchbox").fill(words)
        expect(page.locator("#status")).not_to_be_empty()
        page.wait_for_function(SEARCHED)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page.evaluate(RUN, TAGS)) == [], words
        assert page.evaluate(SIDEWAYS) == [], words
    context.close()


def spoilt(phrase: str) -> str:
    """The phrase with a mistake in its longest word: a letter left out, or 2 swapped."""
    word = max(phrase.split(), key=len)
    middle = len(word) // 2
    bad = (
        word[:middle] + word[middle + 1 :]
        if len(word) % 2
        else word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    )
    return phrase.replace(word, bad, 1)


PLAIN = [
    "killing myself", "cannot breathe", "not breathing", "having a seizure", "taken an overdose", "unconscious",
    "suicidal", "cutting myself", "strangled me", "husband hits me", "been raped", "sexually assaulted",
    "hurting myself", "domestic violence", "hearing voices", "choking", "heavy bleeding", "wanting to die",
    "being stalked", "heart attack",
]  # fmt: skip


@pytest.mark.parametrize(
    "change", [spoilt, lambda phrase: phrase.replace(" ", ""), lambda phrase: f"{phrase[:-2]} {phrase[-2:]}"]
)
def test_so_does_it_misspelt_joined_or_split(searching: Page, change: Callable[[str], str]) -> None:
    missed = [typed for typed in map(change, PLAIN) if not ask(searching, typed)[1]]
    assert not missed


def test_harmless_words_bring_none(searching: Page) -> None:
    """Urgent help that always shows is not seen any more."""
    alarmed = [
        words
        for words in [*HARMLESS, *(q["query"] for q in QUERIES if not q.get("urgent"))]
        if ask(searching, words)[1]
    ]
    assert not alarmed


def test_nothing_that_is_typed_leaves_the_page(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shown.url("riverside/search/"))
    assert not [url for url in asked if "find" in url or "danger" in url], (
        "an old phone loads the search only when it searches"
    )
    page.get_by_role("searchbox").fill("money")
    found = page.locator("#results").get_by_role("link", name="Money worries")
    found.wait_for()
    assert not [url for url in asked if "money" in url]
    assert page.url == shown.url("riverside/search/"), "browsers keep each address, so no letter stands in one"
    found.click()
    page.wait_for_url("**/help-with/money/")
    page.go_back()
    page.wait_for_url("**/search/#money")
    found.wait_for()
    assert page.get_by_role("searchbox").input_value() == "money"
    assert context.cookies() == []
    context.close()


def test_search_works_from_a_folder_and_says_when_nothing_fits(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((shown.folder / "riverside/search/index.html").as_uri())
    page.get_by_role("searchbox").fill("zzzzqqq")
    page.get_by_text("Nothing found").wait_for()
    assert page.get_by_role("link", name="answer a few questions to find the right person").is_visible()
    page.get_by_role("searchbox").fill("lonely")
    page.locator("#results").get_by_role("link", name="Feeling lonely or cut off").wait_for()
    context.close()


def test_without_scripts_there_is_a_list_of_everything(shown: Shown) -> None:
    for site in ("riverside", "hillside", "harbour"):
        folder = shown.folder / site
        page = html.parse(str(folder / "search/index.html")).getroot()
        [shut] = page.xpath("//input/ancestor::form[contains(@class, 'js-only')]")
        assert shut.get("id") == "search"
        listed = {
            (folder / "search" / Path(href.partition("#")[0])).resolve() for href in page.xpath("//main//li/a/@href")
        }
        for kind in ("help-with/*", "services/*", "surgeries/*", "link-worker", "choose", "compare", "job-titles"):
            for there in folder.glob(kind):
                is_filters = there.name == "for"  # a part of the list of services
                if (
                    not is_filters
                    and (there / "index.html").exists()
                    and "has closed" not in (there / "index.html").read_text()
                ):
                    assert there.resolve() in listed, there
