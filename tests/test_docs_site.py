"""The website of the docs is whole, asks nobody else, is open to everybody, and has small pictures of the product."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser

from conftest import ROOT
from shown import Plain, served
from test_axe import AXE

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *(page for page in DOCS.rglob("*.md") if "template" not in page.parts)]


def test_pictures_are_those_that_the_script_takes_and_small() -> None:
    spec = importlib.util.spec_from_file_location("pictures", DOCS / "pictures.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["pictures"] = module
    spec.loader.exec_module(module)
    there = {path.name: path for path in (DOCS / "images").iterdir()}
    shown = {
        ((page.parent / target).resolve().name, alt)
        for page in PAGES
        for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", re.sub(r"`[^`\n]+`", "", page.read_text()))
    }
    assert {*there} == {f"{name}.png" for name in module.PICTURES} == {name for name, _ in shown}
    assert all(len(alt) > 20 for _, alt in shown)
    for path in there.values():
        assert path.stat().st_size < 130_000, path.name
        with Image.open(path) as picture:
            assert 250 < picture.width < 1400 and picture.height < 1400, path.name
    assert sum(path.stat().st_size for path in there.values()) < 1_000_000


@pytest.fixture(scope="module")
def docs_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website of the docs, as `make docs-site` makes it, but elsewhere."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("docs-site")
    build(load_config(str(DOCS / "site/mkdocs.yml"), strict=True, site_dir=str(folder)))
    return folder


@pytest.fixture(scope="module")
def base(docs_site: Path) -> Iterator[str]:
    with served(docs_site, Plain) as address:
        yield address


def test_the_menu_has_each_page_once() -> None:
    named = re.findall(r"^ +- .*: (\S+\.md)$", (DOCS / "site/mkdocs.yml").read_text(), flags=re.M)
    pages = [page.relative_to(DOCS).as_posix() for page in PAGES if page.is_relative_to(DOCS)]
    assert sorted(named) == sorted(pages)


def test_all_pages_are_on_the_site_with_a_policy(docs_site: Path) -> None:
    there = {path.relative_to(docs_site).with_suffix(".md").as_posix() for path in docs_site.rglob("*.html")}
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "template" not in path.parts}
    assert pages <= there
    for path in docs_site.rglob("*.html"):
        text = path.read_text()
        assert text.count('http-equiv="Content-Security-Policy"') == 1, path
        assert text.index("Content-Security-Policy") < text.index("<script"), path
    assert not [path for path in docs_site.rglob("*") if path.suffix in {".py", ".yml", ".jinja"}]


def test_no_step_of_a_list_runs_on_in_a_paragraph(docs_site: Path) -> None:
    """As it does where a block of commands between 2 steps is not indented as they are."""
    for path in docs_site.rglob("*.html"):
        for paragraph in BeautifulSoup(path.read_text(), "html.parser").find_all("p"):
            assert not re.search(r"^ *(\d+\.|-|\*) ", paragraph.get_text(), flags=re.M), f"{path.name}: {paragraph}"


def test_the_site_asks_nobody_else_breaks_no_policy_and_is_searched(base: str, browser: Browser) -> None:
    asked: list[str] = []
    complained: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complained.append(line.text) if line.type == "error" else None)
    for name in ("messages.html", "sign-off/clinical-safety.html", ""):
        page.goto(f"{base}/{name}")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("this phone number has 9 digits")
    found = page.locator(".md-search-result__link[href*='messages.html#']").first
    found.wait_for()
    page.close()
    assert [url for url in asked if not url.startswith((base, "data:", "blob:"))] == []
    assert complained == []


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("tasks/services", "light"), ("sign-off/clinical-safety", "dark")],
)
def test_its_pages_are_open_to_everybody(name: str, scheme: str, base: str, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{base}/{name}.html")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
