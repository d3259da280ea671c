"""Publishing by git: what people wrote is committed and sent, and the workflow there makes the site of it.

Only files of a site are sent. Letters, answers and workbooks that lie in the same folder may hold what is nobody's
business, and the repository may be public.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rolecall.addresses import address_of
from rolecall.lock import lock_of
from rolecall.places import Place, Problem
from rolecall.workspace import SOURCES

BRANCH = "main"
"""The branch that the workflow publishes."""

SENT = (
    *SOURCES,
    "program",
    "mkdocs.yml",
    "requirements.txt",
    "README.md",
    ".github",
    ".gitlab-ci.yml",
    ".gitignore",
    ".editorconfig",
)
"""What of a workspace is sent."""

WORKFLOW = ".github/workflows/site.yml"

BETWEEN_LOOKS = 5.0
"""Seconds from a look at the site to the next."""

_MOST = 20_000_000
"""Bytes of a file that are read."""


class NotSent(Exception):
    """Nothing was sent. Its text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A workspace in a git repository that is connected with another one."""

    root: Path
    remote: str
    """The address of the other one."""

    @property
    def on_github(self) -> tuple[str, str] | None:
        """Whose repository it is and its name, where it is on GitHub."""
        found = re.search(r"github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?$", self.remote)
        return (found[1], found[2]) if found else None

    @property
    def pages(self) -> str:
        """The address that GitHub Pages gives the site. Empty where it is not on GitHub."""
        if not self.on_github:
            return ""
        owner, name = self.on_github
        host = f"{owner.lower()}.github.io"
        return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"

    @property
    def runs(self) -> str:
        """Where people see how the workflow gets on. Empty where it is not on GitHub."""
        return "https://github.com/{}/{}/actions".format(*self.on_github) if self.on_github else ""


def repository(root: Path) -> Repository:
    """The repository that a workspace is in. NotSent where it cannot be published from."""
    if _git(root, "rev-parse", "--is-inside-work-tree").returncode:
        raise NotSent(
            "This folder is not a git repository yet.\n"
            f"    git init -b {BRANCH}\n    git remote add origin ADDRESS\n"
            "ADDRESS is what GitHub shows of a new repository."
        )
    remote = _git(root, "remote", "get-url", "origin")
    if remote.returncode:
        raise NotSent(
            "This repository is not connected with one on GitHub yet.\n"
            "    git remote add origin ADDRESS\nADDRESS is what GitHub shows of the repository."
        )
    branch = _git(root, "symbolic-ref", "--short", "HEAD").stdout.strip()
    if branch != BRANCH:
        raise NotSent(
            f'You are on the branch "{branch or "none"}", and the site is published from "{BRANCH}".\n'
            f"    git switch {BRANCH}"
        )
    if not (root / WORKFLOW).is_file():
        raise NotSent(
            f"There is no {WORKFLOW} here, which makes the site on GitHub. Copy it from a folder that `rolecall init`"
            " has made."
        )
    return Repository(root, remote.stdout.strip())


def changed(there: Repository) -> list[str]:
    """The files of the site that are not committed as they are, by path."""
    ran = _checked(there.root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *SENT)
    return sorted(entry[3:] for entry in ran.split("\0") if entry)


def ahead(there: Repository) -> int:
    """How many commits wait to be sent. With nothing there yet, all do."""
    known = _git(there.root, "rev-parse", "--verify", "--quiet", f"refs/remotes/origin/{BRANCH}").returncode == 0
    commits = f"refs/remotes/origin/{BRANCH}..HEAD" if known else "HEAD"
    counted = _git(there.root, "rev-list", "--count", commits)
    return int(counted.stdout) if counted.returncode == 0 else 0


def others_first(there: Repository) -> None:
    """NotSent where somebody else has sent something since, that is not here yet."""
    fetched = _git(there.root, "fetch", "--quiet", "origin")
    if fetched.returncode:
        raise NotSent(f"The repository {there.remote} does not answer:\n{_in_full(fetched)}")
    upstream = f"refs/remotes/origin/{BRANCH}"
    if _git(there.root, "rev-parse", "--verify", "--quiet", upstream).returncode:
        return
    behind = _checked(there.root, "rev-list", "--count", f"HEAD..{upstream}") if _has_commits(there) else "1"
    if int(behind):
        raise NotSent(
            "Somebody else has changed the site since. Bring their changes here first, then publish again:\n"
            f"    git pull --rebase --autostash origin {BRANCH}"
        )


def send(there: Repository, message: str) -> None:
    """Commit what people wrote, and send it. NotSent where git refuses: what is committed goes the next time."""
    if changed(there):
        present = [name for name in SENT if (there.root / name).exists() or _is_known(there, name)]
        _checked(there.root, "add", "--all", "--", *present)
        _checked(there.root, "commit", "--quiet", "--message", message, "--only", "--", *present)
    pushed = _git(there.root, "push", "--quiet", "origin", f"HEAD:refs/heads/{BRANCH}")
    if pushed.returncode:
        raise NotSent(f"Your changes are committed here, and git could not send them:\n{_in_full(pushed)}")


def wait_until_live(
    address: str, files: Mapping[str, bytes], minutes: float, between: float = BETWEEN_LOOKS
) -> Iterator[bool]:
    """Look at a site again and again, until it has these files or time is over. Gives what each look saw.

    A look ends at the first file that is another one, and the next look begins with that.
    """
    end = time.monotonic() + minutes * 60
    opener = urllib.request.build_opener()  # urlopen() keeps the proxies of the first call in a process
    names = sorted(files, key=lambda name: (not name.endswith((".json", ".xml")), name))  # most changes show there
    while True:
        differs = next((name for name in names if _answer(opener, address + _address_of(name)) != files[name]), None)
        yield differs is None
        if differs is None or time.monotonic() + between > end:
            return
        names = [differs, *(name for name in names if name != differs)]
        time.sleep(between)


def _address_of(file: str) -> str:
    return quote(address_of(file))


def _answer(opener: urllib.request.OpenerDirector, address: str) -> bytes:
    """What an address answers. Nothing where it does not."""
    asked = urllib.request.Request(address, headers={"Cache-Control": "no-cache", "User-Agent": "rolecall"})
    with suppress(OSError, ValueError, urllib.error.URLError), opener.open(asked, timeout=20) as answer:
        read: bytes = answer.read(_MOST)
        return read
    return b""


def _has_commits(there: Repository) -> bool:
    return _git(there.root, "rev-parse", "--verify", "--quiet", "HEAD").returncode == 0


def _is_known(there: Repository, name: str) -> bool:
    return bool(_git(there.root, "ls-files", "--", name).stdout)


def deleted_lock(root: Path, pcn: str) -> list[Problem]:
    """That a PCN's list of published addresses is gone, where git knows that there was one."""
    lock = lock_of(root, pcn)
    name = lock.relative_to(root).as_posix()
    if lock.exists():
        return []
    with suppress(NotSent):
        commit = _git(root, "log", "-1", "--diff-filter=AM", "--format=%h", "--", name).stdout.strip()
        if commit:
            sentence = "this list of published addresses was deleted, and texts and printed sheets carry the addresses"
            fix = (
                f"Bring it back as it was in the commit {commit}: git checkout {commit} -- {name}\n"
                f"In a browser, open that commit, copy the lines of the list, and make the file {name} with them. Has"
                " nobody an address of this site? Then make the file with nothing in it."
            )
            return [Problem(Place(name), sentence, fix, pcn, kind="address")]
    return []


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # Where nobody can type a password, git is not to wait for one.
    asks = {} if sys.stdin and sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            stdin=None if not asks else subprocess.DEVNULL,
            env={**os.environ, **asks, "LC_ALL": "C.UTF-8"},
        )
    except FileNotFoundError:
        raise NotSent("git is not installed on this computer. Get it from https://git-scm.com/") from None


def _checked(root: Path, *words: str) -> str:
    ran = _git(root, *words)
    if ran.returncode:
        raise NotSent(f"git {words[0]} failed:\n{_in_full(ran)}")
    return ran.stdout


def _in_full(ran: subprocess.CompletedProcess[str]) -> str:
    return "".join(f"    {line}\n" for line in (ran.stderr + ran.stdout).strip().splitlines()).rstrip("\n")
