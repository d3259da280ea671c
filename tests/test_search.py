"""The search finds what people mean, and puts urgent help on top of what sounds like danger."""

from __future__ import annotations

from collections.abc import Iterator
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
DISTRESS = yaml.safe_load((ROOT / "content/distress.yml").read_text())
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
              box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));
              await new Promise(done => setTimeout(done));
              return [[...document.querySelectorAll("#results a")].map(a => a.href.replace(root, "")),
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


def test_each_word_of_distress_brings_urgent_help(searching: Page) -> None:
    for group, words in DISTRESS.items():
        for phrase in words["phrases"]:
            for typed in (phrase, f"i am {phrase} now", phrase.upper()):
                assert group in ask(searching, typed)[1], typed
    searching.locator("#q").fill(DISTRESS["suicide"]["phrases"][0])
    card = searching.locator("#now-suicide")
    card.wait_for()
    for number in ("999", "111", "116 123"):
        assert card.get_by_role("link", name=number, exact=True).is_visible()
    results = searching.locator("#results").bounding_box()
    box = card.bounding_box()
    assert box
    assert not results or box["y"] < results["y"]


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


def test_so_does_each_with_a_spelling_mistake(searching: Page) -> None:
    missed = []
    for group, words in DISTRESS.items():
        for phrase in words["phrases"]:
            if len(max(phrase.split(), key=len)) >= 5 and group not in ask(searching, spoilt(phrase))[1]:
                missed.append(f"{phrase}: {spoilt(phrase)}")
    assert not missed


def test_harmless_words_bring_none(searching: Page) -> None:
    """Urgent help that always shows is not seen any more."""
    alarmed = [
        words
        for words in [*HARMLESS, *(q["query"] for q in QUERIES if q["page"] != "urgent-help/")]
        if ask(searching, words)[1]
    ]
    assert not alarmed


def test_nothing_that_is_typed_leaves_the_page(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shown.url("riverside/search/"))
    assert not [url for url in asked if "lunr" in url], "an old phone loads the search only when it searches"
    page.get_by_role("searchbox").fill("money")
    found = page.locator("#results").get_by_role("link", name="Money worries")
    found.wait_for()
    assert not [url for url in asked if "money" in url]
    assert page.url.endswith("#money")
    found.click()
    page.go_back()
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
        [shut] = page.xpath("//input/ancestor::div[contains(@class, 'js-only')]")
        assert shut.get("id") == "search"
        listed = {
            (folder / "search" / Path(href.partition("#")[0])).resolve() for href in page.xpath("//main//li/a/@href")
        }
        for kind in ("help-with/*", "services/*", "surgeries/*", "link-worker", "choose", "compare", "job-titles"):
            for there in folder.glob(kind):
                if (there / "index.html").exists() and "has closed" not in (there / "index.html").read_text():
                    assert there.resolve() in listed, there
