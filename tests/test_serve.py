"""While somebody edits, the page in the browser follows, and shows what is wrong."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import ROOT

PATIENCE = 20_000
"""Milliseconds to wait for a reload. How long one takes is for `make bench`."""


@pytest.fixture
def served(workspace: Path) -> Iterator[str]:
    """The address at which `rolecall serve` shows the workspace, with its own copy of the templates."""
    shutil.copytree(ROOT / "theme", workspace / "theme")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    process = subprocess.Popen(
        [sys.executable, "-m", "rolecall", "serve", "testbury", "--address", address],
        cwd=workspace,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://{address}/", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "serve ended by itself"
                subprocess.run(["sleep", "0.1"], check=True)
        yield f"http://{address}"
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=10)


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
    template.write_text(good.replace("role.title", "role.titel", 1))
    expect(page.locator(".preview")).to_contain_text("has no attribute 'titel'", timeout=PATIENCE)
    template.write_text(good)
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible(timeout=PATIENCE)


def test_a_mistake_at_the_start_is_told_and_not_served(workspace: Path) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("name:", "nmae:", 1))
    ran = subprocess.run(
        [sys.executable, "-m", "rolecall", "serve", "--address", "127.0.0.1:1"],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1
    assert '"nmae" is not a field of a PCN' in ran.stderr
    assert "Traceback" not in ran.stderr
