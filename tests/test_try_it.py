"""The sheet for a test with patients: tasks made of what is here, and what to write of what they found."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from conftest import Ran
from shown import Shown


def sheet_of(folder: Path) -> str:
    return (folder / "staff/print/try-it/index.html").read_text()


@pytest.mark.parametrize("site", ["riverside", "hillside", "harbour"])
def test_there_are_6_tasks_of_the_site_itself(site: str, shown: Shown) -> None:
    asked = re.findall(r"<p><strong>(.*?)</strong></p>", sheet_of(shown.folder / site))
    assert len(set(asked)) == len(asked) == 6
    assert any(("community connector" if site == "harbour" else "link worker") in task for task in asked)
    assert any("group or service" in task for task in asked) == (site != "hillside"), "Hillside has no services"


def test_what_the_sheet_says_to_write_can_be_written(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    file, site = workspace / "content/pcns/testbury/pcn.yml", workspace / "site/testbury"
    rolecall(workspace, "build")
    written = re.search(r"<pre[^>]*><code>(.*?)</code>", sheet_of(site), re.S)
    assert written
    file.write_text(f"name: Testbury PCN\nods_code: U12345\n{unescape(written[1])}\n")
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    said = (site / "accessibility/index.html").read_text()
    assert "5 people tried it." in said
    assert "Of 30 tasks, 24 were done without help." in said
