"""Each folder of `cases/` says what is true of a site: files for the workspace, and `expected.txt`.

`expected.txt` holds pages and what a reader finds there, in the words that are seen:

    /care-coordinator/
    + In Testbury, the community connector is the care coordinator too.
    - How to reach them            (this must not be there)
    * <h1 translate="no">          (this is in the page's source)
    ! class="notice"             (this must not be in the page's source)
    = not there                    (there is no such page)

Text is compared with white space folded. Adding a case needs no Python.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import Ran, lay

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


class Reader(HTMLParser):
    """The words of a page's main part, as somebody reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        if self.inside and tag not in ("a", "strong", "span", "em"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(data)


def seen(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    return " ".join("".join(reader.words).split())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_site_says_what_is_true(case: Path, workspace: Path, rolecall: Callable[..., Ran]) -> None:
    lay(case, workspace)
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    source = words = ""
    for number, line in enumerate((case / "expected.txt").read_text().splitlines(), 1):
        at, sign, wanted = f"{case.name}/expected.txt:{number}", line[:1], " ".join(line[1:].split())
        if sign == "/":
            page = workspace / "site/testbury" / line.strip().lstrip("/")
            page = page / "index.html" if line.strip().endswith("/") else page
            source = page.read_text() if page.exists() else ""
            words = seen(source)
        elif sign == "+":
            assert wanted in words, f"{at}: {wanted!r} is not in: {words}"
        elif sign == "-":
            assert source, f"{at}: there is no such page"
            assert wanted not in words, f"{at}: {wanted!r} is there"
        elif sign == "*":
            assert wanted in " ".join(source.split()), f"{at}: {wanted!r} is not in the source"
        elif sign == "!":
            assert source, f"{at}: there is no such page"
            assert wanted not in " ".join(source.split()), f"{at}: {wanted!r} is in the source"
        elif sign == "=":
            assert not source, f"{at}: the page is there"
        else:
            assert not line.strip() or sign == "#", f"{at}: a line starts with / + - * ! = or #"
