"""In Material's frame, too, what somebody writes stays text: it runs nothing and breaks out of no attribute."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from rolecall.links import broken_links
from shown import Plain, served
from test_two_builders import with_mkdocs

QUOTES = '" onx="hit()" \' onx=\'hit()'
MARKUP = "</title></h1><script>hit()</script><img src=x onerror=hit()>" + QUOTES
CODED = "&lt;script&gt;hit()&lt;/script&gt;&lt;img src=x onerror=hit()&gt;"


def quoted(text: str) -> str:
    return json.dumps(text)


@pytest.fixture
def attacked(workspace: Path) -> Path:
    """A site with attacks in everything that Material's frame shows, built with its search."""
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(
        f"name: {quoted('Testbury ' + QUOTES + ' & ' + CODED)}\nshort_name: {quoted(QUOTES)}\nods_code: U12345\n"
        "checked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\n"
        f"roles:\n  link-worker: {{local_title: {quoted('Worker ' + QUOTES + CODED)}, text_name: link worker}}\n"
        f"practices:\n  - {{name: {quoted('Mill ' + QUOTES + CODED)}, text_name: Mill, ods_code: L81008}}\n"
    )
    service = workspace / "content/pcns/testbury/services/club.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(
        f"name: {quoted('Club ' + QUOTES + CODED)}\ndescription: {quoted(MARKUP)}\nneeds: [lonely]\n"
        f"organisation: {{name: {quoted(QUOTES)}}}\nchecked: {{date: 2026-10-01, by: Us}}\n"
    )
    for name, title in {"markup": MARKUP, "coded": CODED, "quotes": QUOTES}.items():
        (workspace / f"content/pages/{name}.md").write_text(f"# Attack {title}\n\n{MARKUP}\n\n## Part {MARKUP}\n\nx\n")
    config = workspace / "mkdocs.yml"
    stock = "\n    look: material\n  search: {}\n"
    config.write_text(config.read_text().replace("plugins:\n", "plugins:\n").rstrip() + stock)
    return workspace


def risky(document: html.HtmlElement) -> Iterator[str]:
    """What runs by itself in a page, but for Material's own scripts."""
    for element in document.iter(html.etree.Element):
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or value.strip().lower().startswith(("javascript:", "data:")):
                yield f"<{element.tag} {name}={value}>"
        if element.tag == "script" and "hit()" in (element.text or "") and element.get("id") != "__config":
            yield f"<script>{element.text}"
        if element.tag == "img" and element.get("src") == "x":
            yield "<img>"


def search(page: Page, words: str) -> None:
    """Search in Material's frame until it shows what it found. It looks at its box when a key comes up."""
    box, count = page.locator("input.md-search__input"), page.locator(".md-search-result__meta")
    for text, shown in (("", "Type to start searching"), (words, re.compile(r"\d+ matching document"))):
        box.fill(text)
        box.press("Shift")
        expect(count).to_have_text(shown)
    page.locator(".md-search-result__item").first.wait_for()


def test_nothing_that_somebody_writes_runs_in_materials_frame(attacked: Path, browser: Browser) -> None:
    site = attacked / "out"
    with_mkdocs(attacked, site)
    pages = sorted(site.rglob("*.html"))
    assert {"markup", "coded", "quotes", "club", "link-worker"} <= {path.parent.name for path in pages}
    for path in pages:
        document = html.fromstring(path.read_text())
        assert list(risky(document)) == [], path
        assert not document.xpath("//*[@onx]"), path
    title = html.fromstring((site / "markup/index.html").read_text()).findtext(".//title")
    assert title == f"Attack {MARKUP} - Testbury {QUOTES} & {CODED}", "it is read as it was written"
    with served(site, Plain) as base:
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        hits: list[str] = []
        page.expose_function("hit", lambda: hits.append(page.url))
        page.route("**/*", lambda route: route.continue_() if base in route.request.url else route.abort())
        for path in pages:
            page.goto(f"{base}/{path.relative_to(site)}", wait_until="domcontentloaded")
        page.goto(f"{base}/markup/")
        search(page, "attack")
        assert page.locator(".md-search-result :is(img, script, [onx], [onerror])").count() == 0
        assert "<script>hit()" in page.locator(".md-search-result").inner_text()
        for word in ("club", "mill", "worker", "testbury"):
            search(page, word)
            assert page.locator(".md-search-result :is(img, script, [onx], [onerror])").count() == 0, word
        context.close()
    assert hits == []


def test_what_is_not_to_be_published_is_not_published_in_materials_frame_either(workspace: Path) -> None:
    for name in ("draft.md~", "Thumbs.db", "notes.yml", "rules.csv"):
        (workspace / "content/pages" / name).write_text("x")
    (workspace / "content/pcns/testbury/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write("logo: logo.svg\n")
    config = workspace / "mkdocs.yml"
    config.write_text(config.read_text().rstrip() + "\n    look: material\n")
    with_mkdocs(workspace, workspace / "out")
    names = {path.name for path in (workspace / "out").rglob("*")}
    assert {"rules.csv", "logo.svg"} <= names
    assert not {"draft.md~", "Thumbs.db", "notes.yml"} & names


def test_the_owners_own_html_in_mkdocs_yml_stays_html(workspace: Path) -> None:
    config = workspace / "mkdocs.yml"
    config.write_text(
        config.read_text().rstrip() + "\n    look: material\ncopyright: <a href='https://a.example/'>Us</a>\n"
        "extra:\n  consent: {title: A <b>word</b>, description: <i>Yes</i>, actions: [accept]}\n"
    )
    with_mkdocs(workspace, workspace / "out")
    text = (workspace / "out/index.html").read_text()
    assert "<a href='https://a.example/'>Us</a>" in text
    assert "<b>word</b>" in text and "<i>Yes</i>" in text


def test_no_page_in_materials_frame_leads_to_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        (ROOT / "mkdocs.yml").read_text().replace("pcn: riverside", "pcn: riverside\n    look: material")
    )
    for name in ("content", "roles", "theme"):
        (tmp_path / name).symlink_to(ROOT / name)
    with_mkdocs(tmp_path, tmp_path / "out")
    files = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    dead = [str(problem) for problem in broken_links(files) if "leads nowhere" in problem.sentence]
    assert not dead
