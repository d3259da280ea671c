"""While somebody edits, the page in the browser follows, and shows what is wrong."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import rolecall.preview
from conftest import ROOT, Ran, contents
from rolecall import build
from rolecall.cli.results import print_preview
from rolecall.opened import Opened
from rolecall.preview import Preview
from rolecall.preview import serve as serve_preview
from rolecall.workspace import Workspace

PATIENCE = 20_000
"""Milliseconds to wait for a reload, many more than one takes."""


Serve = Callable[..., str]


def a_free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Children end at Ctrl and C, also where whoever runs the tests has it ignored: a script with `&`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def serve(workspace: Path) -> Iterator[Serve]:
    """Show the workspace with its own copy of the templates: `serve("rolecall", "serve")` gives the address."""
    shutil.copytree(ROOT / "theme", workspace / "theme")
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, option: str = "--address") -> str:
        address = a_free_address()
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


def test_a_folder_that_is_renamed_is_missed_and_found_again(served: str, workspace: Path, page: Page) -> None:
    folder = workspace / "content/pcns/testbury"
    page.goto(f"{served}/link-worker/")
    folder.rename(workspace / "aside")
    expect(page.locator(".preview")).to_contain_text("this folder is not there any more", timeout=PATIENCE)
    (workspace / "aside").rename(folder)
    expect(page.locator(".preview")).to_have_count(0, timeout=PATIENCE)


def test_nothing_is_written_where_people_write(
    serve: Serve, workspace: Path, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No address is promised by a look at it. What is served lies elsewhere, and is gone when that ends."""
    shutil.rmtree(workspace / ".rolecall", ignore_errors=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "elsewhere"))
    page.goto(serve("rolecall", "serve"))
    before = contents(workspace)
    assert before
    mistake = workspace / "content/pcns/testbury/services/tea.yml"
    mistake.parent.mkdir()
    mistake.write_text("name: Tea\n")
    expect(page.locator(".preview")).to_contain_text("tea.yml", timeout=PATIENCE)
    mistake.unlink()
    expect(page.locator(".preview")).to_have_count(0, timeout=PATIENCE)
    assert contents(workspace) == before
    assert contents(tmp_path / "elsewhere")


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_whoever_ends_it_leaves_nothing_behind(how: signal.Signals, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (workspace / "mkdocs.yml").write_text("plugins: [")  # is nothing to it
    with subprocess.Popen(
        [sys.executable, "-m", "rolecall", "serve", "--address", "127.0.0.1:8000"],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "TMPDIR": str(tmp_path / "elsewhere")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert any(" pages, " in line for line in process.stdout)
        assert contents(tmp_path / "elsewhere")
        os.killpg(process.pid, how)
        assert (process.wait(timeout=20), process.stderr.read()) == (0, "")
    assert not [*(tmp_path / "elsewhere").iterdir()]


class AlarmAtStart(logging.Handler):
    """Interrupts the main thread some time after the server says that it serves: around the start of its thread."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def emit(self, record: logging.LogRecord) -> None:
        if "Serving on" in record.getMessage():
            signal.setitimer(signal.ITIMER_REAL, self.seconds, 10)  # again, where Python was clearing up and lost it


def test_it_ends_at_each_moment_of_its_start_without_a_word(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread found the socket closed, in 1 of 10 ends at the wrong moment, and printed where."""
    failed: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda of: failed.append(f"{of.exc_type.__name__}: {of.exc_value}"))
    before, host, port = {*threading.enumerate()}, *a_free_address().split(":")
    server = logging.getLogger("mkdocs.livereload")
    monkeypatch.setattr(server, "level", logging.INFO)
    built = preview.build()
    monkeypatch.setattr(Preview, "build", lambda self: built)  # the site is what other tests are about
    handler_before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        for moment in range(1, 21):
            alarm = AlarmAtStart(moment * 6e-6)
            server.addHandler(alarm)
            with pytest.raises(KeyboardInterrupt):
                serve_preview(preview.workspace, "testbury", host, int(port), tell=lambda *_: None)
            signal.setitimer(signal.ITIMER_REAL, 0)
            server.removeHandler(alarm)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler_before)
    for thread in {*threading.enumerate()} - before:
        thread.join(timeout=20)
        assert not thread.is_alive(), thread
    assert not failed


URL = "https://www.testbury.nhs.uk/"

SERVICE = """\
name: Choir
summary: We sing.
description: We sing in the hall.
organisation: {name: Singing friends}
needs: [lonely]
how_to_join: {routes: [drop-in], text: Just come along.}
when: [{text: Mondays}]
where: [{name: Hall, address: 1 Park Road, town: Testbury, postcode: BS1 1AQ}]
contact: {phones: [{number: 0117 496 0123}]}
checked: {date: 2026-11-20, by: PCN team}
"""


@pytest.fixture
def preview(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    """A preview of testbury, of which nothing is built yet. Beside it there is another PCN."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    (workspace / "content/pcns/testbury/services").mkdir()
    shutil.copytree(workspace / "content/pcns/testbury", workspace / "content/pcns/otherton")
    (tmp_path / "preview").mkdir()
    return Preview(Workspace(workspace, ROOT), "testbury", URL, tmp_path / "preview")


def test_only_a_change_that_the_site_can_show_is_one(
    preview: Preview, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.build()
    (workspace / "content/pcns/otherton/pcn.yml").write_text("name: [")
    (workspace / "content/pcns/otherton/services/tea.yml").write_text("name: Tea\n")
    (workspace / "site/testbury/index.html").write_text("")
    assert preview.look() == preview.seen
    for name in ("content/pcns/testbury/services/tea.yml", "content/urgent-help.yml", "roles/tea.yml", "theme/x.jinja"):
        (workspace / name).parent.mkdir(exist_ok=True)
        (workspace / name).write_text("name: Tea\n")
        assert preview.look() != preview.seen, name
        preview.build()
        assert preview.look() == preview.seen
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    assert preview.look() != preview.seen


def test_what_all_pcns_share_is_read_again_where_it_changed(
    preview: Preview, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, days = rolecall.preview.open_shared, []

    def counted(workspace: Workspace, *, today: date) -> Opened:
        days.append(today.day)
        return real(workspace, today=today)

    monkeypatch.setattr(rolecall.preview, "open_shared", counted)
    assert len(preview.build().written) > 50
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text() + "colour: '#005eb8'\n")
    built = preview.build()
    assert (built.written, built.gone) == (("assets/rolecall.css",), ())
    assert days == [22]
    (workspace / "roles").mkdir()
    preview.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    preview.build()
    assert days == [22, 22, 23]


def test_it_shows_what_a_build_makes(
    preview: Preview, workspace: Path, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    """Of services too that come and go, with mistakes between. It names its own address, whatever the site's will be,
    and pages have no policy, which would stop the script."""
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    as_it_was = pcn.read_text()
    pcn.write_text(as_it_was + "site_url: https://www.testbury.gov.uk/pcn/\n")
    service = workspace / "content/pcns/testbury/services/choir.yml"
    preview.build()
    service.write_text(SERVICE)
    assert "services/choir/index.html" in preview.build().written
    service.write_text(SERVICE.replace("name: Hall", "nmae: Hall"))
    assert preview.build().problems
    service.unlink()
    assert "services/choir/index.html" in preview.build().gone
    pcn.write_text(as_it_was + f"site_url: {URL}\n")
    assert rolecall(workspace, "build", "testbury").code == 0
    theirs = contents(workspace / "site/testbury")
    policy = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
    whole_pages = {name: data for name, data in theirs.items() if b'<header class="top">' in data}
    assert len(whole_pages) > 50
    assert all(policy.search(data) for data in whole_pages.values())
    assert contents(tmp_path / "preview") == theirs | {
        name: policy.sub(b"", data) for name, data in whole_pages.items()
    }


@pytest.mark.parametrize("before", [True, False])
def test_a_bug_is_shown_and_ends_nothing(
    before: bool, preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if before:
        preview.build()
    with monkeypatch.context() as patch:
        patch.setattr(build, "plan", lambda site, words: {}["gone"])
        print_preview(preview.build(), 0.1)
    assert "This is a bug in Rolecall" in capsys.readouterr().err
    assert "Rolecall itself failed here: KeyError: 'gone'" in unescape((tmp_path / "preview/index.html").read_text())
    assert preview.build().is_there
    assert "Rolecall itself" not in (tmp_path / "preview/index.html").read_text()


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
