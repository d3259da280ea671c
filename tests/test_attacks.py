"""Text from outside cannot run, whatever it holds, even with the policy of the pages switched off.

Each text of the model has each attack of `hostile.yml` that it takes, alone or beside others. What it does not take, it
tells with its place.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import icalendar
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from attacked import NOT_IN_SITES, OTHERS, Attacked, attacked, fields_with_text, refusals
from conftest import ROOT, contents
from hostile import ATTACKS, FIRST, no_formula_and_no_header, no_formula_in
from rolecall.build import made
from rolecall.cli import cli
from shown import SEARCHED, served, write
from test_reflow import SIDEWAYS
from test_two_builders import with_mkdocs
from watched import CLICKED, LOOKED_AT, OURS, watched

_SETTINGS = {"SOURCE_DATE_EPOCH": "1795305600"}  # 22 November 2026


@dataclass(frozen=True)
class Place:
    """A workspace of attacks, and what a build made of it."""

    attacked: Attacked
    before: set[str]
    """What lay in its folder and beside it before the build."""
    printed: str

    @property
    def root(self) -> Path:
        return self.attacked.root

    def site(self, pcn: str = "riverside") -> Path:
        return self.root / "site" / pcn


def everything(root: Path) -> set[str]:
    """Whatever lies below the folder above."""
    return {path.relative_to(root.parent).as_posix() for path in root.parent.rglob("*")}


def run(root: Path, words: str, *, codes: Sequence[int] = (0,)) -> str:
    """What a command prints that has to end well, or as it says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        ran = CliRunner(env=_SETTINGS).invoke(cli, words.split())
    assert ran.exit_code in codes, f"{words}\n{ran.output[-3000:]}"
    return ran.output


def placed(root: Path, attacks: list[str], *, more: bool) -> Place:
    root.mkdir(parents=True)
    found = attacked(root, attacks, more=more)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "content/pages/attacks.md").write_text(PAGE.format("\n\n".join(map(on_a_page, attacks))), "utf-8")
    before = everything(root)
    return Place(found, before, run(root, "build"))


PAGE = "# \" onx='hit()' & <b>\n\n{}\n"


def on_a_page(text: str) -> str:
    """An attack that a Markdown page takes. It refuses pictures and links that lead nowhere, and what is no text."""
    return re.sub(r"!\[|\[j\]: |\]\(\\|[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """With the first attack of each kind."""
    return placed(tmp_path_factory.mktemp("few") / "in/w", FIRST, more=False)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """With all."""
    return placed(tmp_path_factory.mktemp("many") / "in/w", ATTACKS, more=True)


def pages_of(site: Path) -> list[str]:
    """The addresses of the pages that do not lead on at once."""
    pages = (path for path in sorted(site.rglob("*.html")) if b'http-equiv="refresh"' not in path.read_bytes())
    return [path.relative_to(site).as_posix().removesuffix("index.html") for path in pages]


def file_of(site: Path, page: str) -> Path:
    return site / page / "index.html" if page.endswith("/") or not page else site / page


def one_of_each_kind(site: Path) -> list[str]:
    """The largest page of each kind."""
    found: dict[str, tuple[int, str]] = {}
    for page in pages_of(site):
        data = file_of(site, page).read_bytes()
        kind = re.search(rb'<main[^>]*class="[^"]*kind-([\w-]+)', data)
        name = kind[1].decode() if kind else page
        found[name] = max(found.get(name, (0, "")), (len(data), page))
    return [page for _, page in found.values()]


def look(browser: Browser, site: Path, pages: list[str], *, has_policy: bool) -> list[str]:
    """What is wrong on these pages: nothing, if nothing of an attack runs, leads away or breaks the layout."""
    wrong, ways_out = list[str](), set[str]()
    with served(site) as base, watched(browser, base, has_policy=has_policy, width=320) as (page, told):
        for address in pages:
            page.goto(f"{base}/{address}")
            title = re.search("<title>(.*?)</title>", file_of(site, address).read_text("utf-8"), re.DOTALL)
            if not title or page.title() != " ".join(html.unescape(title[1]).split()):
                wrong.append(f"{address}: its title is {page.title()}")
            if has_policy:
                wrong += [f"{address}: {found}" for found in [page.evaluate(SIDEWAYS)] if found]
                continue
            *odd, hrefs = page.evaluate(LOOKED_AT)
            wrong += [f"{address}: {found[:300]}" for found in odd]
            wrong += [f"{address}: leads to {href}" for href in hrefs if not href.startswith(OURS)]
            ways_out |= {*page.evaluate("[...document.querySelectorAll('.exit a')].map(a => a.href)")}
            page.evaluate(CLICKED)
    return [*wrong, *(one for one in told if one not in ways_out)]


@pytest.mark.parametrize("has_policy", [False, True])
def test_nothing_runs_and_nothing_is_too_wide_on_a_page_of_each_kind(
    few: Place, browser: Browser, has_policy: bool
) -> None:
    assert look(browser, few.site(), one_of_each_kind(few.site()), has_policy=has_policy) == []


@pytest.mark.slow
@pytest.mark.parametrize("has_policy", [False, True])
def test_nothing_that_somebody_writes_runs(many: Place, browser: Browser, has_policy: bool) -> None:
    """Nor breaks the policy or the layout at 320 pixels where that is on. Each page, with each link clicked."""
    assert look(browser, many.site(), pages_of(many.site()), has_policy=has_policy) == []


@pytest.mark.parametrize("attacks", [FIRST[::4], pytest.param(ATTACKS, marks=pytest.mark.slow)], ids=["few", "all"])
def test_what_is_searched_for_or_stands_in_an_address_runs_nowhere(
    attacks: list[str], few: Place, browser: Browser
) -> None:
    """Scripts read both. Each attack is typed, and with others in the address of each page that has a script."""
    with served(few.site()) as base, watched(browser, base, has_policy=False) as (page, told):
        page.goto(f"{base}/search/")
        for attack in attacks:
            page.get_by_role("searchbox").fill(attack)
            page.wait_for_function(SEARCHED)
            assert page.locator("#results :is(img, script, svg:not(.icon), iframe)").count() == 0, attack
        words = quote(" ".join(attack for attack in attacks if len(attack) < 200)[:1500])
        pages = [
            page for page in one_of_each_kind(few.site()) if b"<script src" in file_of(few.site(), page).read_bytes()
        ]
        assert len(pages) > 5
        for address in pages:
            page.goto(f"{base}/{address}?q={words}&need={words}&s={words}#{words}")
            *odd, _ = page.evaluate(LOOKED_AT)
            assert odd == [], address
    assert told == []


@pytest.mark.slow
def test_both_builders_give_the_same_bytes(many: Place, tmp_path: Path) -> None:
    with_mkdocs(many.root, tmp_path / "theirs", ROLECALL_PCN="riverside", **_SETTINGS)
    assert contents(many.site()) == contents(tmp_path / "theirs")


@pytest.mark.slow
def test_nothing_runs_where_a_pcn_says_something_once(many: Place, browser: Browser) -> None:
    """The pages on which a PCN's name, notice and helplines stand, of the small PCNs."""
    homes = [f"other-{at}/" for at in range(OTHERS)]
    lines = [f"{home}urgent-help/" for home in homes]
    assert look(browser, many.root / "site", [*homes, *lines], has_policy=False) == []
    assert look(browser, many.root / "site", homes, has_policy=True) == []


@pytest.mark.slow
def test_what_did_not_fit_runs_nowhere_either(many: Place, browser: Browser, tmp_path: Path) -> None:
    """What a field of all PCNs has no room for beside other attacks, and so is tried after them."""
    found, rounds, before = many.attacked, 0, many.site()
    while found.next_round():
        rounds += 1
        now = made(found.settle(), "riverside")
        assert not now.problems
        site = tmp_path / str(rounds)
        write(site, {**now.files})
        there = [page for page in one_of_each_kind(site) if file_of(before, page).is_file()]
        new = [page for page in there if file_of(before, page).read_bytes() != file_of(site, page).read_bytes()]
        assert look(browser, site, new, has_policy=False) == [], rounds
        before = site
    assert rounds > 1


TAKE_NONE = {"DangerWords.words"}
"""Names of lists of words."""


@pytest.mark.parametrize("place", ["few", pytest.param("many", marks=pytest.mark.slow)])
def test_each_attack_is_in_each_field_that_takes_it(place: str, request: pytest.FixtureRequest) -> None:
    found: Attacked = request.getfixturevalue(place).attacked
    fields = {owner for owner, _ in found.texts.values()}
    assert fields | NOT_IN_SITES == fields_with_text()
    at_all: dict[str, set[str]] = defaultdict(set)
    for spot, (owner, _) in found.texts.items():
        at_all[owner] |= {*found.placed[spot]}
    for owner, kind in found.texts.values():
        for attack in found.attacks_for(owner, kind):
            assert attack in at_all[owner] or attack in found.waiting[owner] or (owner, attack) in found.refused
    nothing = {owner for owner, kind in found.texts.values() if found.attacks_for(owner, kind) and not at_all[owner]}
    assert nothing <= TAKE_NONE


def test_nothing_is_written_elsewhere(few: Place) -> None:
    new = everything(few.root) - few.before
    assert {name.split("/")[1] for name in new if "/" in name} <= {"site", ".rolecall", "content"}
    assert {name for name in new if name.startswith("w/content/")} <= {"w/content/pcns/riverside/links.lock"}
    names = {part.casefold().partition(".")[0] for name in new for part in name.split("/")}
    assert not names & {"con", "nul", "aux", "prn", "com1"}
    assert not {name for name in new if re.search(r'[\\:*?"<>|\x00-\x1f]', name)}


@pytest.mark.slow
def test_a_workbook_of_attacks_has_no_formula_and_changes_nothing(many: Place) -> None:
    root = many.root
    run(root, "export workbook --pcn riverside --to all.xlsx")
    no_formula_in(root / "all.xlsx")
    ran = run(root, "import workbook all.xlsx --pcn riverside --dry-run")
    assert "0 changes in 0 files" in ran


@pytest.mark.slow
def test_what_is_given_away_is_text_there_too(many: Place, browser: Browser) -> None:
    root = many.root
    run(root, "export services --pcn riverside --to hsds")
    run(root, "export services --pcn riverside --to csv --format csv")
    run(root, "export checks --pcn riverside --to letters --all")
    run(root, "check riverside --format html --to check.html")
    printed = run(root, "export leaflets riverside --to leaflets", codes=(0, 1))
    assert printed.count("was not made: ") == printed.count("was not made: no font on this computer has")
    assert len([*(root / "leaflets").rglob("*.pdf")]) > 5
    for path in (root / "hsds").rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    no_formula_and_no_header(root / "csv/services.csv", root / "letters")
    for path in many.site().rglob("*.ics"):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        assert {part.name for part in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
        assert not [part for part in calendar.walk("VEVENT") if "ATTACH" in part]
    with watched(browser, "file:", has_policy=False) as (page, told):
        page.goto((root / "check.html").as_uri())
        *odd, hrefs = page.evaluate(LOOKED_AT)
        page.evaluate(CLICKED)
    assert not [found for found in odd if not found.endswith(" style")]
    assert not [href for href in hrefs if not href.startswith(("file:", "https:", "http:"))]
    assert told == []


@pytest.mark.parametrize("attacks", [FIRST[::5], pytest.param(ATTACKS, marks=pytest.mark.slow)], ids=["few", "all"])
def test_what_is_refused_is_told_with_its_place_in_1_line(attacks: list[str], tmp_path: Path) -> None:
    for attack, problems in refusals(tmp_path, attacks):
        assert problems, attack
        for problem in problems:
            place = problem.place
            assert place.file.startswith("content/pcns/riverside/"), problem
            assert place.line <= (tmp_path / place.file).read_text("utf-8").count("\n") + 1, problem
            assert "\n" not in problem.sentence + problem.fix, problem
            assert len(problem.sentence) < 500, problem
            assert problem.sentence.strip(), problem
