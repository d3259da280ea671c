"""What is far more than anybody needs is told as a problem, with what to do, before time or memory is spent on it."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

MEMORY, SECONDS = 800_000_000, 10
"""What a command may take. Any of these files has taken 4 GB, or over a minute."""


def bounded(workspace: Path, *words: str | Path) -> tuple[int, str]:
    """The exit code of a command that may not take much, and what it printed."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    ran = subprocess.run(
        [sys.executable, "-m", "rolecall", *map(str, words)],
        cwd=workspace,
        env={**environment, "SOURCE_DATE_EPOCH": "1795305600", "RUST_BACKTRACE": "0"},
        capture_output=True,
        check=False,
        preexec_fn=bound,
    )
    printed = (ran.stdout + ran.stderr).decode(errors="replace")
    assert "Traceback" not in printed, printed[-2000:]
    assert len(printed) < 200_000, f"{len(printed)} letters, which nobody reads"
    return ran.returncode, printed


PAGES = {
    "](": "there are too many brackets that do not close",
    "[": "there are too many brackets that do not close",
    "![[": "there are too many brackets that do not close",
    r"\*": "there are too many marks or headings in one paragraph",
    "*a*": "there are too many marks or headings in one paragraph",
    "a\n=\n": "there are too many marks or headings in one paragraph",
    "# a\n": "there are too many marks or headings in one paragraph",
    "a  \n": "there are too many marks or headings in one paragraph",
    "[ ](x)\n\n": "this link has no words to click on",
}


@pytest.mark.parametrize("text", PAGES)
def test_a_page_that_takes_long_to_read(workspace: Path, text: str) -> None:
    page = workspace / "content/pages/news.md"
    page.write_text("# News\n\n" + (text * 100_000)[:99_000] + "\n")
    code, printed = bounded(workspace, "check")
    assert code == 1
    assert re.search(rf"content/pages/news\.md:[13]:1: {PAGES[text]}\n    [A-Z]", printed)
