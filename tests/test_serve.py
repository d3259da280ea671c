"""While somebody edits, the page in the browser follows, and shows what is wrong."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import ROOT, Ran

PATIENCE = 20_000
"""Milliseconds to wait for a reload, many more than one takes."""


Serve = Callable[..., str]


@pytest.fixture
def serve(workspace: Path) -> Iterator[Serve]:
    """Show the workspace with its own copy of the templates: `serve("rolecall", "serve")` gives the address."""
    shutil.copytree(ROOT / "theme", workspace / "theme")
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, option: str = "--address") -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-m", *words, option, address],
            cwd=workspace,
            env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://{address}/", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "serve ended by itself"
                time.sleep(0.1)
        return f"http://{address}"

    yield start
    for process in started:
        os.killpg(process.pid, 15)
        process.wait(timeout=10)


@pytest.fixture
def served(serve: Serve) -> str:
    return serve("rolecall", "serve", "testbury")


def test_the_page_follows_each_change_and_shows_each_mistake(served: str, workspace: Path, page: Page) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    good = pcn.read_text()
    page.goto(f"{served}/link-worker/")
    expect(page.locator(".site-name")).to_have_text("Testbury Primary Care Network", timeout=PATIENCE)

    pcn.write_text(good.replace("name: Testbury PCN", "name: Newbury PCN"))
    expect(page.locator(".site-name")).to_have_text("Newbury Primary Care Network", timeout=PATIENCE)

    pcn.write_text(good.replace("name: Testbury PCN", "nmae: Testbury PCN"))
    expect(page.locator(".preview")).to_contain_text('"nmae" is not a field of a PCN', timeout=PATIENCE)
    expect(page.locator(".preview")).to_contain_text("content/pcns/testbury/pcn.yml:3:1")
    expect(page.locator(".site-name")).to_have_text("Newbury Primary Care Network")

    pcn.write_text(good)
    expect(page.locator(".preview")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".site-name")).to_have_text("Testbury Primary Care Network")

    template = workspace / "theme/pages/role.html.jinja"
    template.write_text(template.read_text().replace("Next step", "What to do next"))
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible(timeout=PATIENCE)

    good = template.read_text()
    template.write_text(good.replace("data.title", "data.titel", 1))
    expect(page.locator(".preview")).to_contain_text("has no attribute 'titel'", timeout=PATIENCE)
    template.write_text(good)
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("program", ["rolecall", "mkdocs"])
def test_a_mistake_at_the_start_is_shown_and_gives_way_to_the_site(
    program: str, serve: Serve, workspace: Path, page: Page, rolecall: Callable[..., Ran]
) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    good = pcn.read_text()
    pcn.write_text(good.replace("name:", "nmae:", 1).replace("ods_code: U12345", "ods_code: U1"))
    told = rolecall(workspace, "check").out
    address = serve(program, "serve", option="--address" if program == "rolecall" else "--dev-addr")
    page.goto(f"{address}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 problems to fix")
    for item in page.locator(".preview li").all():
        assert " ".join(item.inner_text().split()) in " ".join(told.split())
    assert page.locator("link[rel=stylesheet]").count() == 1
    assert page.locator("script[src]").count() == 0, "only MkDocs' own script, which reloads"
    other = page.context.new_page()
    other.goto(f"{address}/link-worker/")
    expect(other.get_by_role("heading", level=1)).to_have_text("2 problems to fix")

    pcn.write_text(good.replace("name:", "nmae:", 1))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 problem to fix", timeout=PATIENCE)
    pcn.write_text(good)
    expect(page.locator(".site-name")).to_have_text("Testbury Primary Care Network", timeout=PATIENCE)
    expect(other.get_by_role("heading", level=1)).to_contain_text("ink worker", timeout=PATIENCE)


def test_a_mistake_in_the_frame_is_shown_without_it(serve: Serve, workspace: Path, page: Page) -> None:
    frame = workspace / "theme/shell/main.html"
    good = frame.read_text()
    frame.write_text(good.replace("{% endif %}", "", 1))
    page.goto(serve("rolecall", "serve"))
    expect(page.locator(".preview")).to_contain_text("theme/shell/main.html")
    frame.write_text(good)
    expect(page.locator(".site-name")).to_have_text("Testbury Primary Care Network", timeout=PATIENCE)
    frame.write_text(good.replace("view.title", "view.tilte", 1))
    expect(page.locator(".preview")).to_contain_text("has no attribute 'tilte'", timeout=PATIENCE)


def test_a_port_that_is_taken_is_told_before_the_address(workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with subprocess.Popen(
            [sys.executable, "-m", "rolecall", "serve", "--address", f"127.0.0.1:{port}"],
            cwd=workspace,
            env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as process:
            assert process.stdout
            line = process.stdout.readline()
            os.killpg(process.pid, 15)
    assert line.startswith(f"Port {port} is in use, so this site is at port ")
    assert line.endswith("/\n")
