"""What is promised, and what a PCN signs, names tests that there are, and claims nothing that nobody has shown."""

from __future__ import annotations

import ast
import re

import pytest

from conftest import ROOT

PAGES = sorted((ROOT / "docs/sign-off").glob("*.md"))
PROMISES = ROOT / "docs/promises.md"


def proofs() -> list[tuple[str, str]]:
    return [
        (page.name, word) for page in [*PAGES, PROMISES] for word in re.findall(r"`(tests/[^`]+)`", page.read_text())
    ]


@pytest.mark.parametrize(("page", "named"), proofs())
def test_each_test_that_holds_something_is_there(page: str, named: str) -> None:
    file, _, name = named.partition("::")
    if not name:
        assert (ROOT / file).is_dir(), "a case is a folder"
        return
    tree = ast.parse((ROOT / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_hazard_has_its_cause_its_effect_its_control_and_what_is_left() -> None:
    text = (ROOT / "docs/sign-off/clinical-safety.md").read_text()
    hazards = re.split(r"^## (?=\d+\. )", text.partition("## Hazards of your own")[0], flags=re.M)[1:]
    assert len(hazards) > 15
    for number, hazard in enumerate(hazards, 1):
        rows = dict(re.findall(r"^\| ([^|]+) \| (.+) \|$", hazard, flags=re.M))
        assert hazard.startswith(f"{number}. ")
        assert [*rows] == [
            "cause",
            "effect",
            "control in Rolecall",
            "held by",
            "left for your PCN",
            "severity, likelihood before and after",
            "accepted by, on",
        ]
        assert all(rows.values()) and "`tests/" in rows["held by"]


def test_each_promise_has_its_test_and_what_is_not_promised_is_said() -> None:
    promised, _, not_promised = PROMISES.read_text().partition("## What is not promised")
    rows = re.findall(r"^\| (?!promise |---)(.+?) \| (.+) \|$", promised, flags=re.M)
    assert len(rows) > 30
    tests = r"`tests/\w+\.py::test_\w+`|`tests/cases/[\w-]+`"
    assert [promise for promise, held in rows if not re.fullmatch(rf"({tests})(<br>({tests}))*", held)] == []
    assert [promise for promise, _ in rows if not promise.endswith(".")] == []
    assert all(words in not_promised for words in ("Clinical safety", "a law or a standard", "a feed or a list"))


def test_no_template_claims_what_nobody_has_shown() -> None:
    for page in PAGES:
        text = " ".join(page.read_text().split())
        assert "template" in text or page.name == "accessibility.md", page
        assert not re.search(r"\b(is|are) (fully )?(compliant|certified|approved by)\b|complies with DCB", text), page
        assert "________" in text, page
        assert "________" not in page.read_text().splitlines(), (
            "a blank alone on its line would be a rule across the page"
        )
