"""`rolecall publish --for github`: real git, a bare repository on disk, and a program there that makes the site."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from conftest import ROOT, Ran, contents
from published import may_go_live
from rolecall.publishing.github import Repository

Rolecall = Callable[..., Ran]

HOOK = """\
#!/bin/sh
# What a workflow does: check out what came, and publish it.
rm -rf "{home}/checkout" && mkdir "{home}/checkout"
git --work-tree="{home}/checkout" checkout --force main >/dev/null 2>&1 || exit 0
cd "{home}/checkout" && unset GIT_DIR
PYTHONPATH="{generator}" exec "{python}" -m rolecall publish --to "{live}" --update
"""


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """The proxy of a network, which knows one website: a folder that is perhaps not there yet."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            self.path = urlsplit(self.path).path
            super().do_GET()

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git as on a new computer: it knows no name, and no settings of this one."""
    (tmp_path / "home").mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def named(folder: Path) -> None:
    git(folder, "config", "user.name", "A manager")
    git(folder, "config", "user.email", "manager@testbury.example")


@pytest.fixture
def connected(workspace: Path, tmp_path: Path) -> Path:
    """A PCN that may go live, in a repository that is connected with an empty one."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(workspace, "init", "--quiet", "--initial-branch=main")
    git(workspace, "remote", "add", "origin", str(tmp_path / "origin.git"))
    named(workspace)
    may_go_live(workspace)
    return workspace


def sent(workspace: Path) -> list[str]:
    """The files that the other repository has."""
    ran = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "main"], cwd=workspace.parent / "origin.git", capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return ran.stdout.splitlines()


def test_what_people_wrote_is_sent_and_the_site_is_live(
    connected: Path, rolecall: Rolecall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = tmp_path / "origin.git/hooks/post-receive"
    live = tmp_path / "www"
    hook.write_text(HOOK.format(home=tmp_path, live=live, generator=ROOT / "generator", python=sys.executable))
    hook.chmod(0o755)
    (connected / "letters").mkdir()
    (connected / "letters/answer.eml").write_text("From: a.person@home.example\n\nI have moved.")
    (connected / "answers.xlsx").write_bytes(b"PK")
    address = "http://testbury.example/"
    pcn = may_go_live(connected, f"site_url: {address}\n")
    with web(live) as proxy:
        with suppress(OSError):  # whatever was asked before, by way of no proxy
            urllib.request.urlopen(proxy).close()
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "")
        words = ("publish", "--for", "github", "--wait", "1")
        before = contents(connected / "content")
        ran = rolecall(connected, *words, "--dry-run")
        assert (ran.code, ran.err) == (0, "")
        assert "    content/pcns/testbury/pcn.yml\n" in ran.out
        assert "Would send" in ran.out
        ran = rolecall(connected, *words)
        assert (ran.code, "Nothing was sent. To publish without a question: --yes" in ran.err) == (1, True)
        assert contents(connected / "content") == before, "nobody was there to say yes"
        assert sent(connected) == []
        ran = rolecall(connected, *words, "--yes")
        assert ran.code == 0, ran.err
        assert f"Live: {address}" in ran.out
        files = sent(connected)
        assert {"content/pcns/testbury/pcn.yml", "content/pcns/testbury/links.lock", "mkdocs.yml"} <= {*files}
        assert ".github/workflows/site.yml" in files
        assert not [name for name in files if "answer" in name or name.startswith((".rolecall", "site/"))]
        assert git(connected, "log", "--format=%s") == "Publish Testbury PCN\n"
        # A change, and a file that goes.
        (connected / "content/pages/news.md").write_text("# News\n\nHello.\n")
        assert rolecall(connected, *words, "--yes").code == 0
        (connected / "content/pages/news.md").unlink()
        pcn.write_text(pcn.read_text() + "moved: {news/: roles/}\n")
        ran = rolecall(connected, *words, "--yes")
        assert (ran.code, f"Live: {address}" in ran.out) == (0, True), ran.err
        assert "content/pages/news.md" not in sent(connected)
        # A change of 1 page, which no other shows: it waits for that too.
        hook.rename(tmp_path / "hook")
        pcn.write_text(pcn.read_text() + "short_links: {lw: link-worker}\n")
        ran = rolecall(connected, "publish", "--for", "github", "--yes", "--wait", "0.01")
        assert (ran.code, f"{address} does not show it yet" in ran.out) == (0, True), ran.err
        # Nothing new: nothing is committed.
        count = git(connected, "rev-list", "--count", "HEAD")
        assert rolecall(connected, *words[:-1], "0", "--yes").code == 0
        assert git(connected, "rev-list", "--count", "HEAD") == count == "4\n"


def test_what_somebody_else_changed_comes_first(connected: Path, rolecall: Rolecall, tmp_path: Path) -> None:
    words = ("publish", "--for", "github", "--yes", "--wait", "0")
    ran = rolecall(connected, *words)
    assert (ran.code, "Sent." in ran.out) == (0, True), ran.err
    git(tmp_path, "clone", "--quiet", "origin.git", "other")
    named(tmp_path / "other")
    (tmp_path / "other/content/pages/theirs.md").write_text("# Theirs\n\nHello.\n")
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "-m", "Theirs")
    git(tmp_path / "other", "push", "--quiet")
    (connected / "content/pages/ours.md").write_text("# Ours\n\nHello.\n")
    before = contents(connected / "content")
    ran = rolecall(connected, *words)
    assert ran.code == 1
    command = "git pull --rebase --autostash origin main"
    assert f"Bring their changes here first, then publish again:\n    {command}" in ran.err
    assert contents(connected / "content") == before, "no address is promised that was not sent"
    subprocess.run(command.split(), cwd=connected, check=True, capture_output=True)
    assert rolecall(connected, *words).code == 0
    assert {"content/pages/ours.md", "content/pages/theirs.md"} <= {*sent(connected)}


def test_what_was_not_sent_goes_the_next_time(connected: Path, rolecall: Rolecall, tmp_path: Path) -> None:
    words = ("publish", "--for", "github", "--yes", "--wait", "0")
    hook = tmp_path / "origin.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'No room left' >&2\nexit 1\n")
    hook.chmod(0o755)
    ran = rolecall(connected, *words)
    assert (ran.code, "No room left" in ran.err) == (1, True)
    assert "Your changes are committed here, and git could not send them" in ran.err
    hook.unlink()
    assert rolecall(connected, *words).code == 0
    assert "content/pcns/testbury/links.lock" in sent(connected)


def test_a_list_of_addresses_that_was_deleted_is_missed(connected: Path, rolecall: Rolecall) -> None:
    """As the file and as a commit. An empty one is somebody's word that no address was given out."""
    words = ("publish", "--to", "live", "--update")
    lock = connected / "content/pcns/testbury/links.lock"
    assert rolecall(connected, *words).code == 0
    git(connected, "add", ".")
    git(connected, "commit", "--quiet", "-m", "Live")
    before = lock.read_text()
    for commit in (False, True):
        lock.unlink()
        if commit:
            git(connected, "commit", "--quiet", "-am", "Tidied up")
        ran = rolecall(connected, *words)
        assert (ran.code, lock.exists()) == (1, False)
        assert "links.lock:1:1: this list of published addresses was deleted" in ran.err
        [command] = [line.split("git checkout ")[1] for line in ran.err.splitlines() if "git checkout" in line]
        git(connected, "checkout", *command.split())
        assert lock.read_text() == before
        assert rolecall(connected, *words).code == 0
    lock.write_text("")
    assert rolecall(connected, *words).code == 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda w: (w / ".git").rename(w.parent / "aside"), "This folder is not a git repository yet.\n    git init"),
        (lambda w: git(w, "remote", "remove", "origin"), "    git remote add origin ADDRESS"),
        (lambda w: git(w, "checkout", "--quiet", "-b", "trial"), 'You are on the branch "trial"'),
        (lambda w: (w / ".github/workflows/site.yml").unlink(), "There is no .github/workflows/site.yml here"),
        (lambda w: git(w, "remote", "set-url", "origin", "nowhere.git"), "does not answer"),
        (lambda w: git(w, "config", "--unset", "user.email"), "git commit failed"),
    ],
)
def test_where_it_cannot_be_sent_it_is_said_what_to_do(
    spoil: Callable[[Path], object], said: str, connected: Path, rolecall: Rolecall
) -> None:
    spoil(connected)
    ran = rolecall(connected, "publish", "--for", "github", "--yes", "--wait", "0")
    assert ran.code == 1
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert sent(connected) == []


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/Testbury/Site.git", "https://testbury.github.io/Site/"),
        ("git@github.com:testbury/site.git", "https://testbury.github.io/site/"),
        ("https://github.com/testbury/testbury.github.io", "https://testbury.github.io/"),
        ("https://gitlab.example/testbury/site.git", ""),
        ("/srv/origin.git", ""),
    ],
)
def test_the_address_of_a_site_on_github(remote: str, address: str) -> None:
    assert Repository(Path(), remote).pages == address
