"""The words of the national pack are easy to read, and the report says where they are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Ran
from rolecall.build import look_over
from rolecall.checks.reading import LONGEST, ReadingOf, grade, of_text, sentences, syllables
from rolecall.checks.words import Plain
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from shown import Shown

COUNTED = {
    1: "you care hear home time called aged group free voice",
    2: "about worker people houses needed worried social science being going question able table create lonely meeting",
    3: "surgery appointment medicine prescribing idea area video referral usual condition anyone everyone",
    4: "usually information emergency",
    5: "coordinator",
}


@pytest.fixture(scope="module")
def read() -> list[ReadingOf]:
    """The reading of each page of the 3 examples."""
    opened = open_workspace(Workspace(ROOT, ROOT), today=date.fromisoformat(TODAY))
    return [page for site in look_over(opened, reading=True) for page in site.reading]


def test_every_page_is_read(read: list[ReadingOf], shown: Shown) -> None:
    pages = {path.relative_to(shown.folder).as_posix() for path in shown.folder.rglob("*.html")}
    assert {page.file for page in read} == {f"site/{page}" for page in pages if not page.startswith("gallery/")}


def test_every_page_reads_at_grade_6_or_below(read: list[ReadingOf]) -> None:
    hard = [f"{page.file}: {page.grade:.1f}" for page in read if page.grade > 6]
    assert not hard


def test_no_sentence_is_longer_than_the_nhs_advises(read: list[ReadingOf]) -> None:
    long = {s.text for page in read for s in page.sentences if len(s.text.split()) > LONGEST}
    assert not long


def test_no_page_for_patients_says_a_word_to_avoid(read: list[ReadingOf]) -> None:
    plain = Plain(open_workspace(Workspace(ROOT, ROOT), today=date.fromisoformat(TODAY)).content)
    told = {
        f"{page.file}: {found.sentence}: {sentence.text}"
        for page in read
        for sentence in (page.sentences if "/staff/" not in page.file else ())
        for found in plain.in_text(sentence.text, is_markdown=False)
    }
    assert not told


@pytest.mark.parametrize("count", COUNTED)
def test_syllables_are_counted_as_people_say_them(count: int) -> None:
    words = COUNTED[count].split()
    right = [word for word in words if syllables(word) == count]
    assert len(right) >= len(words) - 1, set(words) - set(right)


def test_a_text_of_officials_scores_far_higher_than_ours() -> None:
    official = "Multidisciplinary coordination facilitates personalised interventions across organisational boundaries."
    plain = "A link worker calls you. You talk about what matters to you."
    assert grade([official]) > 20
    assert grade(of.text for of in of_text(plain)) < 3


def test_headings_tables_and_names_do_not_count() -> None:
    prose = "<p>You can call the link worker. They help.</p><ul><li>with money</li></ul>"
    html = f"<main><h1>Multidisciplinary coordination</h1>{prose}</main><p>Out</p>"
    assert [s.text for s in sentences(html, ["link worker"])] == ["You can call the .", "They help.", "with money"]


def test_the_report_names_the_10_hardest_sentences(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    page = "# Our news\n\nWe facilitate multidisciplinary collaborative interventions internationally. We help.\n"
    (workspace / "content/pages/our-news.md").write_text(page)
    ran = rolecall(workspace, "check", "--reading")
    assert ran.code == 0
    lines = ran.out.splitlines()
    start = lines.index("The hardest sentences:")
    hardest = [line for line in lines[start:] if line.startswith("grade")]
    assert len(hardest) == 10
    assert "We facilitate multidisciplinary" in hardest[0]
    assert "our-news/index.html" in lines[start + 2]


def test_a_long_sentence_of_a_pcns_own_is_pointed_out(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    long = "We " + "really " * 20 + "help."
    with pcn.open("a") as file:
        file.write(f"another_way: {{text: {long}}}\nchecked: {{date: 2026-10-01, by: Us}}\nnext_check: 2027-10-01\n")
    ran = rolecall(workspace, "check", "--data")
    assert ran.code == 0
    assert "this sentence has 22 words" in ran.out
