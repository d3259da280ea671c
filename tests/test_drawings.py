"""The pictures of the theme are one family in 2 colours, decorate words, and give way to those of a workspace."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from conftest import ROOT, Ran
from rolecall.colours import contrast
from rolecall.opened import open_shipped
from rolecall.pictures import cleaned
from shown import DAY, Shown

DRAWINGS = sorted((ROOT / "theme/pictures").iterdir())
SVG = "{http://www.w3.org/2000/svg}"
TOP = {
    "viewBox": "0 0 48 48",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "3",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
"""What each picture begins with, so that all have lines of one weight."""
SHAPES = {
    "g": {"transform"},
    "path": {"d", "fill-rule"},
    "circle": {"cx", "cy", "r"},
    "rect": {"x", "y", "width", "height", "rx"},
    "line": {"x1", "y1", "x2", "y2"},
}
COLOURS = {"class": {"tint"}, "fill": {"currentColor"}, "stroke": {"none"}}
GROUPS_OF_NEEDS = ["safe", "feelings", "money-home", "health", "caring", "getting-things-done"]
KINDS_FOUND = ["person", "need", "service", "surgery", "help-line", "page"]


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_picture_is_small_and_of_plain_shapes_in_2_colours(path: Path) -> None:
    data = path.read_bytes()
    assert path.suffix == ".svg" and len(data) < 2_000
    assert cleaned(".svg", data) == data
    top = ElementTree.fromstring(data)
    assert (top.tag, top.attrib) == (f"{SVG}svg", TOP)
    shapes = [element for element in top.iter() if element is not top]
    for shape in shapes:
        assert not (shape.text or "").strip() and not (shape.tail or "").strip(), "words"
        allowed = SHAPES[shape.tag.removeprefix(SVG)]
        for name, value in shape.attrib.items():
            assert name in allowed or value in COLOURS.get(name, ()), f'{name}="{value}"'
    tinted = [shape for shape in shapes if shape.get("class") == "tint"]
    assert tinted, "only 1 colour"
    assert not [shape for shape in tinted if shape.get("stroke")], "a tint without a line around it is lost on paper"


def test_every_picture_that_a_page_needs_is_there() -> None:
    names = {path.stem for path in DRAWINGS}
    assert names >= {*GROUPS_OF_NEEDS, *KINDS_FOUND}
    roles = open_shipped(today=DAY).content.roles
    core = {id: role for id, role in roles.items() if role.core}
    assert len(core) == 4
    for id, role in core.items():
        assert role.picture == id
        lines = [line.picture for line in role.easy_read]
        assert {id, *lines} <= names, "easy read has pictures of one family"
        assert len(lines) == len(set(lines)), "each line has a picture of its own"


def test_lines_stand_out_from_the_tint() -> None:
    light, dark = (ROOT / "theme/shell/assets/rolecall.css").read_text().split(":root {")[1:3]
    for theme in (light, dark):
        ink, tint = (re.findall(rf"--{name}: (#[0-9a-f]{{6}});", theme)[0] for name in ("ink", "tint"))
        assert contrast(ink, tint) >= 3, f"{ink} on {tint}"


def test_pictures_say_nothing_to_who_does_not_see_them(shown: Shown) -> None:
    found = 0
    for page in sorted(shown.folder.rglob("*.html")):
        for picture in re.findall(r"<svg[^>]*>", page.read_text()):
            assert re.match(r'<svg class="(icon|shape)" ', picture), f"{page}: {picture}"
            assert 'aria-hidden="true" focusable="false"' in picture, f"{page}: {picture}"
            found += 1
    assert found > 100


@pytest.mark.parametrize("path", ["riverside/staff/print/link-worker/", "riverside/staff/print/"])
def test_a_poster_shows_the_picture_of_its_role_before_the_title(path: str, shown: Shown, page: Page) -> None:
    page.goto(shown.url(path))
    head = page.locator(".poster-head").first
    assert head.locator("svg").bounding_box()["x"] < head.locator("h1, h2").bounding_box()["x"]  # type: ignore[index]


def test_easy_read_begins_with_how_to_ask(shown: Shown) -> None:
    page = (shown.folder / "riverside/link-worker/easy-read/index.html").read_text()
    assert re.findall(r"<h2>(.+?)</h2>", page)[:2] == ["How to ask", "What they do"]
    page = (shown.folder / "harbour/health-and-wellbeing-coach/easy-read/index.html").read_text()
    assert re.findall(r"<h2>(.+?)</h2>", page)[:2] == ["Who to ask instead", "How it usually is in other areas"]


def test_a_workspace_may_have_pictures_of_its_own(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    """As a drawing program saves them. Only the drawing is published."""
    own = workspace / "theme/pictures"
    own.mkdir(parents=True)
    (own / "link-worker.svg").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- by Ann, 3 Mill Street -->\n'
        '<svg\n  xmlns="http://www.w3.org/2000/svg"\n  id="svg5" version="1.1" class="x" width="20mm" height="20mm"\n'
        '  viewBox="0 0 9 9">\n  <path d="M1 1h7"/>\n  <path d="M1 8h7"/>\n</svg>\n'
    )
    (own / "listen.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 7 7"><path d="M0 0h7"/></svg>'
    )
    assert rolecall(workspace, "build").code == 0
    site = workspace / "site/testbury"
    poster = (site / "staff/print/link-worker/index.html").read_text()
    top = '<svg class="icon" aria-hidden="true" focusable="false"'
    assert re.findall(r"<svg.*?</svg>", poster, re.DOTALL) == [
        f'{top} viewBox="0 0 9 9"><path d="M1 1h7" /><path d="M1 8h7" /></svg>'
    ]
    assert "Ann" not in poster
    assert (
        f'{top} viewBox="0 0 7 7"><path d="M0 0h7"/></svg>' in (site / "link-worker/easy-read/index.html").read_text()
    )
    assert 'viewBox="0 0 48 48"' in (site / "staff/print/care-navigator/index.html").read_text()


def test_a_role_may_still_have_one_of_materials_pictures(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    role = workspace / "roles/link-worker.yml"
    role.parent.mkdir(exist_ok=True)
    text = (ROOT / "roles/link-worker.yml").read_text()
    role.write_text(text.replace("\npicture: link-worker\n", "\npicture: material/hand-heart\n"))
    assert rolecall(workspace, "build").code == 0
    poster = (workspace / "site/testbury/staff/print/link-worker/index.html").read_text()
    assert '<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><path' in poster


def test_a_template_that_names_no_picture_is_told(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    pages = workspace / "theme/pages"
    pages.mkdir(parents=True)
    (pages / "404.html.jinja").write_text('<h1>{% block title %}Oh{% endblock %}</h1>\n{{ icon("boat") }}\n')
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert 'theme/pages/404.html.jinja:2:1: there is no picture called "boat"' in ran.err


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_tile_in_focus_is_dark_on_yellow_all_of_it(scheme: str, browser: Browser, shown: Shown) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(shown.url("riverside/"))
    page.keyboard.press("Tab")
    page.locator(".tiles a").first.focus()
    parts = page.evaluate(
        "() => [...document.querySelectorAll('.tiles a:focus-visible *')].map(e => getComputedStyle(e))"
        ".flatMap(style => [style.color, style.fill])"
    )
    context.close()
    assert parts
    assert {*parts} <= {"rgb(33, 43, 50)", "rgb(255, 235, 59)", "rgb(0, 0, 0)", "none"}
