"""Staff find what they type in a consultation: short forms, titles, conditions, days, places, languages, danger.

The page for staff uses the index, the ranking and the patterns of danger of the patients' search.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser, expect

from conftest import ROOT
from shown import Shown

WORDS = yaml.safe_load((ROOT / "tests/staff-words.yml").read_text())
FIND = """all => {
  const danger = rolecallDanger(rolecallPatterns);
  const find = rolecallFind(rolecallIndex, "", word => danger.of(word).length > 0);
  const results = text => find(text).found.map(({ address, says }) => [address.replace("../", ""), says]);
  return all.map(text => [results(text), danger.of(text)]);
}"""

ROWS_FOR = """async all => {
  const q = document.getElementById("q"), shows = [];
  for (const text of all) {
    q.value = text;
    q.dispatchEvent(new Event("input"));
    await new Promise(done => setTimeout(done));
    shows.push([...document.querySelectorAll(".danger-row.meant")].map(row => row.id.replace("danger_", "")));
  }
  return shows;
}"""


class Found(NamedTuple):
    """What the search finds for some words."""

    results: list[list[str]]
    """Address and sentence of each, best first, as if the words were not of danger."""
    families: list[str]


@pytest.fixture(scope="module")
def found(browser: Browser, shown: Shown) -> dict[str, Found]:
    """What Riverside's search finds, by what is typed."""
    page = browser.new_page()
    for name in ("assets/words.js", "assets/danger.js", "search/danger.js", "search/index.js", "assets/find.js"):
        page.add_script_tag(path=shown.folder / "riverside" / name)
    typed = list(dict.fromkeys(word["typed"] for word in WORDS))
    answers = page.evaluate(FIND, typed)
    page.close()
    return {text: Found(*answer) for text, answer in zip(typed, answers, strict=True)}


def names(word: dict[str, object]) -> str:
    return f"{word['typed']}, {word.get('page') or word['row']}"


@pytest.mark.parametrize("word", [word for word in WORDS if "page" in word], ids=names)
def test_what_staff_type_finds_something_true(found: dict[str, Found], word: dict[str, str]) -> None:
    best = found[word["typed"]].results[: 1 if word["first"] else 3]
    says = [says for address, says in best if address == word["page"]]
    assert says, f"{word['page']} is not in {[address for address, _ in best]}"
    assert word.get("says", "") in says[0]


def test_words_of_danger_are_recognised_and_no_others(found: dict[str, Found]) -> None:
    meant = {word["typed"]: word.get("families", []) for word in WORDS}
    assert {typed: found[typed].families for typed in meant} == meant


def test_danger_shows_its_row_on_the_page_for_staff_and_nothing_else_does(browser: Browser, shown: Shown) -> None:
    page = browser.new_page()
    page.goto(shown.url("riverside/staff/"))
    page.locator("#q").fill("lw")
    expect(page.locator("#status")).to_contain_text("found")
    typed = list(dict.fromkeys(word["typed"] for word in WORDS))
    shows = page.evaluate(ROWS_FOR, typed)
    page.close()
    meant = {word["typed"]: word["row"] for word in WORDS if "row" in word}
    for text, rows in zip(typed, shows, strict=True):
        assert (meant[text] in rows) if text in meant else not rows, text


def test_there_are_more_than_60_words() -> None:
    assert len({word["typed"] for word in WORDS}) > 60
