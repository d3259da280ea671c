"""An address that was given out keeps working, or somebody says where its page is now."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT, Ran, contents
from published import may_go_live
from rolecall.build import made
from rolecall.bundled import bundled
from rolecall.links import broken_links
from rolecall.load import Workspace
from rolecall.lock import lasting
from rolecall.opened import open_workspace
from shown import served

Rolecall = Callable[..., Ran]

CLUB = "name: Lunch Club\ndescription: Lunch.\norganisation: {name: T}\nneeds: [lonely]\n"
CHECKED = "checked: {date: 2026-10-01, by: T}\n"
NEXT = "next_check: 2027-10-01\n"


@pytest.fixture
def testbury(workspace: Path, rolecall: Rolecall) -> Path:
    """A PCN that has published a site with a service."""
    service = workspace / "content/pcns/testbury/services/lunch-club.yml"
    service.parent.mkdir()
    service.write_text(CLUB + CHECKED)
    may_go_live(workspace)
    publish(workspace, rolecall)
    return workspace


def publish(workspace: Path, rolecall: Rolecall) -> Path:
    ran = rolecall(workspace, "publish", "--to", "live")
    assert ran.code == 0, ran.err
    return workspace / "live"


def lock(workspace: Path) -> list[str]:
    text = (workspace / "content/pcns/testbury/links.lock").read_text()
    return [line for line in text.splitlines() if not line.startswith("#")]


def pcn_yml(workspace: Path, more: str) -> None:
    may_go_live(workspace, more)


def test_only_publishing_promises_addresses(workspace: Path, rolecall: Rolecall) -> None:
    """A trial that is thrown away leaves nothing."""
    may_go_live(workspace)
    before = contents(workspace / "content")
    for words in (("build",), ("build", "--zip"), ("check",), ("publish",), ("publish", "--to", "live", "--dry-run")):
        assert rolecall(workspace, *words).code == 0
        assert contents(workspace / "content") == before, words
    publish(workspace, rolecall)
    assert "/link-worker/" in lock(workspace)


def test_publishing_writes_down_what_is_new_and_nothing_twice(testbury: Path, rolecall: Rolecall) -> None:
    first = lock(testbury)
    assert {"/link-worker/", "/help-with/money/", "/services/lunch-club/", "/staff/"} <= set(first)
    assert len(first) == len(set(first))
    assert not [line for line in first if "-or-" in line or "services/for" in line or "404" in line]
    assert "/people/" not in first, "it goes by itself on the day when names run out"
    publish(testbury, rolecall)
    assert lock(testbury) == first
    (testbury / "content/pages/news.md").write_text("# News\n\nHello.\n")
    publish(testbury, rolecall)
    assert lock(testbury) == [*first, "/news/"]


def test_another_name_for_a_role_keeps_every_address(testbury: Path, rolecall: Rolecall) -> None:
    first = lock(testbury)
    pcn_yml(testbury, f"roles:\n  link-worker: {{local_title: Community connector}}\n{CHECKED}{NEXT}")
    site = publish(testbury, rolecall)
    assert lock(testbury) == first
    assert "Community connector" in (site / "link-worker/index.html").read_text()


def test_a_service_that_is_taken_away_without_a_word_stops_the_build(testbury: Path, rolecall: Rolecall) -> None:
    (testbury / "content/pcns/testbury/services/lunch-club.yml").unlink()
    pcn_yml(testbury, "moved: {old/: roles/}\n")
    before, first = contents(testbury / "site"), lock(testbury)
    for command in ("build", "check", "publish"):
        ran = rolecall(testbury, command)
        assert ran.code == 1
        at = first.index("/services/lunch-club/") + 3
        line = len((testbury / "content/pcns/testbury/pcn.yml").read_text().splitlines())
        said = ran.err + ran.out
        assert (
            f"content/pcns/testbury/pcn.yml:{line}:1: /services/lunch-club/ was published, and this site has no such"
            f" page any more (content/pcns/testbury/links.lock, line {at})\n"
            f'    Bring the page back, or say where it is now. In place of "moved" in line {line}, write moved:'
            " {old/: roles/, services/lunch-club/: services/}\n"
        ) in said
    assert contents(testbury / "site") == before
    assert lock(testbury) == first


def test_a_second_page_that_moves_is_told_with_the_first_and_never_leads_to_its_place(
    testbury: Path, rolecall: Rolecall
) -> None:
    services = testbury / "content/pcns/testbury/services"
    (services / "walking-group.yml").write_text(CLUB.replace("Lunch Club", "Walking group"))
    publish(testbury, rolecall)
    pcn = testbury / "content/pcns/testbury/pcn.yml"
    before = pcn.read_text()
    (services / "lunch-club.yml").rename(services / "carers.yml")
    advice = rolecall(testbury, "build").err
    assert "now: moved: {services/lunch-club/: services/carers/}\n" in advice, "1 is gone, and 1 is new"
    pcn_yml(testbury, "moved: {services/lunch-club/: services/carers/}\n")
    (services / "walking-group.yml").rename(services / "walks.yml")
    advice = rolecall(testbury, "build").err
    whole = "moved: {services/lunch-club/: services/carers/, services/walking-group/: services/walks/}\n"
    assert f", write {whole}" in advice
    pcn.write_text(before + whole)
    assert rolecall(testbury, "build").code == 0
    (services / "walks.yml").unlink()
    pcn.write_text(before + "moved: {services/lunch-club/: services/carers/}\n")
    assert "services/walking-group/: services/}\n" in rolecall(testbury, "build").err


def test_mkdocs_refuses_it_too_and_writes_nothing_down(testbury: Path) -> None:
    def mkdocs() -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "mkdocs", "build", "-q"]
        return subprocess.run(words, cwd=testbury, capture_output=True, text=True, check=False)

    (testbury / "content/pages/news.md").write_text("# News\n\nHello.\n")
    first = lock(testbury)
    ran = mkdocs()
    assert ran.returncode == 0, ran.stderr
    assert lock(testbury) == first
    (testbury / "content/pcns/testbury/services/lunch-club.yml").unlink()
    ran = mkdocs()
    assert ran.returncode == 1
    assert "/services/lunch-club/ was published" in ran.stderr
    assert lock(testbury) == first


def test_a_page_that_moved_leads_on_without_scripts(testbury: Path, rolecall: Rolecall, browser: Browser) -> None:
    services = testbury / "content/pcns/testbury/services"
    (services / "lunch-club.yml").rename(services / "friday-lunch.yml")
    pcn_yml(
        testbury,
        "site_url: https://testbury.example.org/\nmoved: {services/lunch-club: services/friday-lunch/}\n"
        "short_links: {lw: link-worker}\n",
    )
    site = publish(testbury, rolecall)
    old = (site / "services/lunch-club/index.html").read_text()
    assert '<link rel="canonical" href="https://testbury.example.org/services/friday-lunch/">' in old
    assert '<meta name="robots" content="noindex">' in old
    assert "<script" not in old
    assert "services/lunch-club/" not in (site / "sitemap.xml").read_text()
    redirects = (site / "_redirects").read_text().splitlines()
    assert redirects[:3] == [
        "/services/lunch-club/ /services/friday-lunch/ 301",
        "/lw/ /link-worker/ 301",
        "/staff/link-worker/ /staff/#role_link-worker 301",
    ]
    assert rolecall(testbury, "export", "redirects", "nginx").out.splitlines()[:2] == [
        "location = /services/lunch-club/ { return 301 /services/friday-lunch/; }",
        "location = /lw/ { return 301 /link-worker/; }",
    ]
    assert rolecall(testbury, "export", "redirects", "apache").out.splitlines()[:2] == [
        "RedirectMatch 301 ^/services/lunch-club/$ /services/friday-lunch/",
        "RedirectMatch 301 ^/lw/$ /link-worker/",
    ]
    assert {"/services/lunch-club/", "/services/friday-lunch/", "/lw/"} <= set(lock(testbury))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with served(site) as base:
        for address, title in (("services/lunch-club/", "Lunch Club"), ("lw/", "Social prescribing link worker")):
            page.goto(f"{base}/{address}")
            page.wait_for_url(lambda url, address=address: not url.endswith(address))  # type: ignore[misc]
            assert page.locator("h1").inner_text() == title
    context.close()


def test_one_pcn_that_lost_a_page_does_not_stop_the_others(testbury: Path, rolecall: Rolecall) -> None:
    (testbury / "content/pcns/testbury/services/lunch-club.yml").unlink()
    other = testbury / "content/pcns/other/pcn.yml"
    other.parent.mkdir()
    other.write_text("name: Other PCN\nods_code: U12346\n")
    before = contents(testbury / "site")
    ran = rolecall(testbury, "build")
    assert ran.code == 1
    assert "The sites of the PCNs named above were not built" in ran.err
    after = contents(testbury / "site")
    assert {name: data for name, data in after.items() if name.startswith("testbury/")} == before
    assert "other/index.html" in after


def test_no_address_goes_by_itself_as_time_passes(tmp_path: Path) -> None:
    """Or a build at night, with nobody there, would stop."""
    shutil.copytree(ROOT / "content/pcns", tmp_path / "content/pcns", ignore=shutil.ignore_patterns("links.lock"))

    def promised(day: str) -> dict[str, tuple[str, ...]]:
        opened = open_workspace(Workspace(tmp_path, bundled()), today=date.fromisoformat(day))
        return {pcn: lasting(made(opened, pcn).plan.pages) for pcn in opened.pcns}

    first = promised("2026-11-22")
    assert {*first} == {"riverside", "hillside", "harbour"}
    assert promised("2046-11-22") == first


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ('<p>\n<a href="gone/">Gone</a>', 2),
        ('<a href="./">Here</a>\n<a\n  class="b"\n  href="gone/">Gone</a>', 2),  # a tag on 3 lines: where it begins
        ('<a title="a\n > b" href="gone/">Gone</a>', 1),
        ('<p title="1 > 0"><img alt=">" src="gone/">', 1),
        ('<a\thref="gone/">Gone</a>\n<a href="gone/">Gone</a>', 1),
        ('<a <b href="gone/">Gone</a>', 1),
        ('<p id="gone/">\n<a href="gone/">Gone</a>', 2),
        ('if (a <b) \n<a href="gone/">Gone</a>', 1),
        ('<a href="#there">There</a>\n<a href="#gone">Gone</a>\n<h2\nid="there">', 2),
        ('<a href="#there">There</a>\n<a href="../tea/#gone">Gone</a>\n<h2 id="there">', 2),
        ('<a href="#a%20b">There</a><a href="#a%20c">Gone</a>\n<h2 id="a b">', 1),
        ('<p>\n<p>\n<a href="https://[">Gone</a>', 3),
        ('<a">" " <a href="gone/">Gone</a> "', 1),  # the first of these begins and does not end
        ('<p>code: a href="gone/" and <br> id="there"\n<a href="#there">Gone</a>', 2),
    ],
)
def test_a_dead_link_is_found_however_its_tag_is_written(html: str, line: int) -> None:
    files = {"tea/index.html": html.encode(), "index.html": b'<a href="tea/">Tea</a>'}
    [problem] = broken_links(files)
    assert (problem.place.file, problem.place.line) == ("tea/index.html", line)


@pytest.mark.parametrize(
    "html",
    [
        '<p>a href="gone/" id="x"',
        "<a href='gone/'>",
        '<!-- a href="gone/" -->',
        '<a href="https://example.org/gone/"><a href="tel:999"><a href="mailto:a@example.org"><a href="sms:1?body=2">',
        '<a data-href="gone/">',
        '<a href="gone/"',
    ],
)
def test_what_is_no_link_within_the_site_is_not_dead(html: str) -> None:
    assert broken_links({"index.html": html.encode()}) == []


def test_a_link_that_is_good_from_one_folder_is_looked_at_from_each_other() -> None:
    page = b'<a href="../b/"> <a href="../#part">'
    there = {"a/b/index.html": b"", "index.html": b'<p id="part">', "a/index.html": b""}
    files = {"b/index.html": page, "c/index.html": page, "a/c/index.html": page, "a/c/d/index.html": page, **there}
    dead = [(problem.place.file, problem.sentence.split('"')[1]) for problem in broken_links(files)]
    assert dead == [
        ("a/c/d/index.html", "../#part"),
        ("a/c/d/index.html", "../b/"),
        ("a/c/index.html", "../#part"),
    ]
