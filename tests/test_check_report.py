"""The report of `rolecall check --format html`: whole, by itself, for everybody to read, with all that was found."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from built import Folders, templates
from conftest import ROOT, TODAY, Ran
from faults import parsed
from rolecall.headers import ALONE
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.reports import report
from rolecall.reports.checked import checked
from rolecall.templates import theme_folders
from strategies import Drawn, look_at
from test_axe import AXE, COLOUR, RUN, TAGS, violations
from test_html import messages
from test_reflow import SIDEWAYS

Run = Callable[..., Ran]
HOSTILE = '<script>document.title = "run"</script><img src=x onerror="document.title = 1">'
PCN = "content/pcns/testbury/pcn.yml"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the 3 example PCNs."""
    opened = open_workspace(Workspace(ROOT, ROOT), today=date.fromisoformat(TODAY))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(
        report(opened.templates, "check", checked(opened, opened.problems, opened.notes), today=opened.today)
    )
    return path


def seen(page: str | bytes) -> str:
    """The words of a report, with white space folded."""
    return " ".join(html.document_fromstring(page).find("body").text_content().split())


def faults(page: bytes) -> Iterator[str]:
    """What is wrong with a report as a page by itself."""
    found = parsed(page)
    yield from found.faults
    yield from (f"{link} leads nowhere" for link in found.links if link[:1] != "#" or link[1:] not in found.ids)
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    for element in root.iter("*"):
        if element.tag in ("script", "iframe", "img", "link", "object", "form", "base", "svg"):
            yield f"it has a {element.tag}"
        yield from (f"it has {name}" for name in element.attrib if name.startswith("on") or name == "style")
    if root.find(".//meta[@http-equiv]").get("content") != ALONE:
        yield "it has no policy"
    if not page.endswith(b"</html>"):
        yield "it is cut"
    yield from re.findall(r">\s*None\s*<|Undefined|<built-in", page.decode().replace('class="none">None<', ""))


def test_of_any_workspace_there_is_a_whole_report(tmp_path: Path) -> None:
    folders, read = Folders.below(tmp_path), set()

    def look(drawn: Drawn) -> None:
        workspace = folders.workspace(drawn)
        opened = open_workspace(workspace, today=drawn.today)
        found = checked(opened, opened.problems, opened.notes)
        page = report(templates(*theme_folders(workspace)), "check", found, today=drawn.today)
        assert not [*faults(page)]
        words = page.decode().replace("&amp;", "&")
        for problem in (*opened.problems, *opened.notes):
            assert f"{problem.place}".replace("<", "&lt;") in words
        assert words.count('<p class="place">') >= len({*opened.problems, *opened.notes})
        read.update(bool(pcn.help) for pcn in found.pcns)

    look_at(20, look)
    assert read == {True, False}


def test_a_report_is_written_or_printed(workspace: Path, rolecall: Run) -> None:
    ran = rolecall(workspace, "check", "--format", "html", "--to", "a/report.html")
    assert (ran.code, ran.out) == (0, "wrote a/report.html\nOpen it in a browser.\n")
    printed = rolecall(workspace, "check", "--format", "html")
    assert printed.code == 0
    assert printed.out.encode() == (workspace / "a/report.html").read_bytes()
    assert not [*faults(printed.out.encode())]
    assert "Made by Rolecall" in seen(printed.out)
    assert "on 22 November 2026." in seen(printed.out)


def test_it_has_all_that_check_says_with_its_place_and_how_to_fix_it(workspace: Path, rolecall: Run) -> None:
    path = workspace / PCN
    path.write_text(path.read_text().replace("U12345", "U1234"))
    (workspace / "content/pages/news.md").write_text("# News\n\n[a](missing.md)\n")
    ran = rolecall(workspace, "check", "--format", "html")
    assert ran.code == 1
    words = seen(ran.out)
    *told, _, _ = rolecall(workspace, "check").out.splitlines()  # last, what was not opened, and how many there are
    for line in told:
        place, _, sentence = line.strip().removeprefix("to know: ").partition(": ")
        assert place in words
        assert sentence in words
    assert "1 thing stops it. Fix the problems first. Then this report says where help is missing." in words


def test_what_only_pages_show_is_there_unless_data_alone_is_asked_for(workspace: Path, rolecall: Run) -> None:
    (workspace / "content/pages/news.md").write_text("# News\n\n[a](../nowhere/)\n")
    ran = rolecall(workspace, "check", "--format", "html")
    assert ran.code == 1
    assert 'content/pages/news.md:3:5 the link "../nowhere/" leads nowhere' in seen(ran.out)
    assert rolecall(workspace, "check", "--data", "--format", "html").code == 0


def test_what_others_wrote_is_text(workspace: Path, rolecall: Run, page: Page) -> None:
    path = workspace / PCN
    path.write_text(path.read_text().replace("U12345", f"'{HOSTILE}'"))
    words = workspace / "content/service-words.yml"
    words.write_text((ROOT / "content/service-words.yml").read_text().replace("Step-free way in", f"'{HOSTILE}'"))
    service = workspace / "content/pcns/other/services/a.yml"
    service.parent.mkdir(parents=True)
    service.write_text("name: R&B \"A\" 'B'\ndescription: A.\norganisation: {name: Us}\nneeds: [lonely]\n")
    (service.parents[1] / "pcn.yml").write_text("name: Other PCN\nods_code: U12346\n")
    assert rolecall(workspace, "check", "--format", "html", "--to", "report.html").code == 1
    report = workspace / "report.html"
    assert f'"{HOSTILE.upper()}" is not the ODS code of a PCN' in seen(report.read_bytes())
    assert seen(report.read_bytes()).count("R&B \"A\" 'B'") > 5
    assert not [*faults(report.read_bytes())]
    page.goto(report.as_uri())
    assert page.title() == "Is it ready, and where is help missing?"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--to", "report.html"], "--to goes with --format html or csv."),
        (["--format", "html", "--to", "report.txt"], "Let it end in .html"),
        (["--format", "html", "--to", "content/pages/report.html"], "is in the folder content of your own files"),
        (["--format", "html", "--reading"], "--reading does not go with --format html."),
    ],
)
def test_what_cannot_be_is_told_before_any_work(words: list[str], told: str, workspace: Path, rolecall: Run) -> None:
    ran = rolecall(workspace, "check", *words)
    assert ran.code == 2
    assert told in ran.err
    assert not [*workspace.rglob("report.*")]


def test_nobody_gets_a_report_as_text(workspace: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = rolecall(workspace, "check", "--format", "html")
    assert (ran.code, ran.out) == (2, "")
    assert "rolecall check --format html --to report.html" in ran.err


def test_a_report_may_have_a_template_of_the_workspace(workspace: Path, rolecall: Run) -> None:
    template = workspace / "theme/reports/check.html.jinja"
    template.parent.mkdir(parents=True)
    template.write_text("{{ data.nothing_of_this_name }}")
    ran = rolecall(workspace, "check", "--format", "html")
    assert (ran.code, ran.out) == (1, "")
    assert "theme/reports/check.html.jinja:1:1" in ran.err


def test_several_pcns_are_in_a_table_that_leads_to_each(examples: Path) -> None:
    root = html.document_fromstring(examples.read_bytes())
    rows = [[cell.text_content().strip() for cell in row] for row in root.findall(".//nav//tbody/tr")]
    assert [row[0] for row in rows] == [f"{name} Primary Care Network" for name in ("Harbour", "Hillside", "Riverside")]
    assert [section.get("aria-labelledby") for section in root.iter("section")] == ["pcn-1", "pcn-2", "pcn-3"]
    table = root.get_element_by_id("pcn-3-table").getparent()
    needs = [row[1].text_content().strip() for row in table.findall(".//tbody/tr")]
    assert rows[2][5] == str(needs.count("None"))
    assert not [*faults(examples.read_bytes())]


def test_everybody_can_read_it(examples: Path, browser: Browser) -> None:
    """axe in light and dark, nothing beside the screen from 320 pixels, no request, no script."""
    for width in (320, 1280):
        context = browser.new_context(color_scheme="light", viewport={"width": width, "height": 900}, bypass_csp=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(examples.as_uri())
        assert asked == [examples.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.add_script_tag(path=AXE)
        assert not violations(page.evaluate(RUN, TAGS))
        page.emulate_media(color_scheme="dark")
        assert not violations(page.evaluate(RUN, COLOUR))
        context.close()


def test_on_paper_nothing_is_cut(examples: Path, page: Page) -> None:
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 without its margins
    page.emulate_media(media="print")
    page.goto(examples.as_uri())
    assert page.evaluate(SIDEWAYS) == []


def test_it_is_valid_html(examples: Path, tmp_path: Path) -> None:
    # The checker takes a file's policy to speak of the file's own folder.
    (tmp_path / "report.html").write_text(re.sub(r"<meta http-equiv=.*>\n", "", examples.read_text()))
    assert messages(str(tmp_path / "report.html")) == []
