"""The Nu Html Checker has nothing to say, on pages or styles."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from conftest import ROOT
from shown import Shown

CHECKER = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"


def messages(*words: str) -> list[str]:
    ran = subprocess.run(
        ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(ran.stderr or ran.stdout)["messages"]
    return [f"{m.get('url', '')}:{m.get('lastLine', '')}: {m['message']}" for m in found]


def test_every_page_is_valid_html(shown: Shown, tmp_path: Path) -> None:
    # The checker takes a file's policy to speak of the file's own folder, so it reads the pages without theirs.
    shutil.copytree(shown.folder, tmp_path / "sites")
    for page in (tmp_path / "sites").rglob("*.html"):
        page.write_text(re.sub(r"<meta http-equiv=.*>\n", "", page.read_text()))
    assert messages("--skip-non-html", str(tmp_path / "sites")) == []


def test_a_fault_is_noticed(shown: Shown) -> None:
    bad = shown.folder.parent / "bad.html"
    bad.write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")
    assert messages(str(bad))
