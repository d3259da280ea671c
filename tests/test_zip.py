"""A site from a ZIP works where there is no web server: on a USB stick, in a waiting room's computer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from conftest import ROOT, Ran


@pytest.fixture
def stick(tmp_path: Path, rolecall: Callable[..., Ran]) -> Path:
    """Riverside unpacked, in a folder with a space and an é in its name."""
    ran = rolecall(ROOT, "build", "riverside", "--zip", "--out", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    assert "riverside.zip: works from a folder" in ran.out
    folder = tmp_path / "My stick é"
    with zipfile.ZipFile(tmp_path / "out/riverside.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / "riverside"


def test_every_link_names_a_file_that_is_there(stick: Path) -> None:
    assert not (stick / "404.html").exists()
    linked = set()
    for path in stick.rglob("*.html"):
        for href in html.parse(str(path)).getroot().xpath("//@href | //@src"):
            target = href.partition("#")[0]
            if not target or ":" in target:
                continue
            file = (path.parent / target).resolve()
            assert file.is_file(), f"{path.relative_to(stick)}: {href}"
            linked.add(file.relative_to(stick.resolve()))
    unlinked = {page.relative_to(stick) for page in stick.rglob("*.html")} - linked
    led = {page.parts[0] for page in unlinked}
    assert led == {"embed", "lw", "pa", "staff"}, "other websites, texts and old bookmarks lead to these"


@pytest.mark.parametrize("scripts", [False, True])
def test_somebody_gets_from_the_first_page_to_a_phone_number(stick: Path, scripts: bool, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((stick / "index.html").as_uri())
    page.get_by_role("link", name="Money worries").click()
    page.get_by_role("link", name="Riverside Debt and Benefits Line").click()
    page.get_by_role("link", name="0117 496 0310").wait_for()
    page.get_by_role("link", name="Local services").first.click()
    page.get_by_role("heading", name="Local services").wait_for()
    context.close()


def test_the_search_works_from_it(stick: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto((stick / "search/index.html").as_uri())
    page.get_by_role("searchbox").fill("physio")
    page.locator("#results").get_by_role("link", name="First contact physiotherapist").click()
    page.wait_for_url("**/roles/index.html#physiotherapist")
    page.locator("#physiotherapist").wait_for()
    assert told == []
    context.close()


def test_the_same_site_gives_the_same_bytes(tmp_path: Path, rolecall: Callable[..., Ran]) -> None:
    made = []
    for name in ("a", "b"):
        assert rolecall(ROOT, "build", "hillside", "--zip", "--out", str(tmp_path / name)).code == 0
        made.append((tmp_path / name / "hillside.zip").read_bytes())
        assert {path.name for path in (tmp_path / name).iterdir()} == {"hillside", "hillside.zip"}
    assert made[0] == made[1]


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_what_make_site_prints_works_from_the_disk(tmp_path: Path, browser: Browser) -> None:
    """By the Makefile itself, of a PCN instead of the examples."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "content/pcns/hillside", tmp_path / "content/pcns/hillside")
    bin_folder = Path(sys.executable).parent
    ran = subprocess.run(
        ["make", "-o", ".venv/installed", f"BIN={bin_folder}", "site"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "site/hillside/index.html").exists()
    [address] = re.findall(r"file://\S+", ran.stdout)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.get_by_role("link", name="Money worries").first.click()
    page.wait_for_url("file://**/help-with/money/index.html")
    page.context.close()
