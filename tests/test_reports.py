"""What programs are given of a problem: its kind, the path of its field, and a fingerprint that lasts."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Ran
from rolecall.cli.printing import print_problems
from rolecall.places import KINDS, Place, Problem, in_one_line
from rolecall.yamltext import YamlFields, place_at, read

Run = Callable[..., Ran]
TESTBURY = "content/pcns/testbury"
PACKAGE = ROOT / "generator/rolecall"


def report(style: str, capsys: pytest.CaptureFixture[str], *problems: Problem) -> str:
    print_problems(problems, style)
    return capsys.readouterr().out


def fingerprints(capsys: pytest.CaptureFixture[str], *problems: Problem) -> list[str]:
    return [row["fingerprint"] for row in json.loads(report("gitlab", capsys, *problems))]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("practices", 0, "phone"), "practices[0].phone"),
        (("roles", "link-worker", "answers", "home_visits", "text"), "roles.link-worker.answers.home_visits.text"),
        (("moved", "services/old/"), 'moved["services/old/"]'),
        (("a.b", 'c"d'), '["a.b"]["c\\"d"]'),
        (("days", "2 sun"), 'days["2 sun"]'),
    ],
)
def test_a_path_reads_as_one_line_in_only_one_way(path: tuple[str | int, ...], text: str) -> None:
    assert in_one_line(path) == text


WRONG: dict[str, tuple[str, str, str]] = {
    "a field that is missing": (
        "practices:\n  - name: A\n    phone: 0117 496 0100\n", "missing", "practices[0].ods_code"
    ),
    "a field with nothing after it": ("practices:\n  - name: A\n    ods_code:\n", "missing", "practices[0].ods_code"),
    "a field that nobody knows": ("colour_of_door: red\n", "unknown", "colour_of_door"),
    "a value that does not fit": ("phone: 12\n", "wrong", "phone"),
    "an item of a list": ("people:\n  - {name: Sam, roles: [link-worker, nobody]}\n", "unknown", "people[0].roles[1]"),
    "a field that is there twice": ("phone: 0117 496 0100\nphone: 0117 496 0100\n", "repeated", "phone"),
    "a mark deep in a list": (
        "practices:\n  - {name: A, roles: {link-worker: {reach: {text: !x a}}}}\n", "unreadable",
        "practices[0].roles.link-worker.reach.text",
    ),
    "a local fact without a check": ("checked:\nphone: 0117 496 0100\n", "unchecked", "phone.checked"),
    "what is too long": (f"short_name: {'a' * 130}\n", "size", "short_name"),
    "an address that is nobody's": ("moved: {services/old/: zzz/}\n", "address", 'moved["services/old/"]'),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_problem_names_its_kind_and_the_path_of_its_field(name: str, workspace: Path, rolecall: Run) -> None:
    lines, kind, path = WRONG[name]
    start = "name: Testbury PCN\nods_code: U12345\n"
    (workspace / TESTBURY / "pcn.yml").write_text(start + lines)
    rows = json.loads(rolecall(workspace, "check", "--format", "json").out)
    found = [(row["kind"], row["path"]) for row in rows if row["level"] == "problem"]
    assert (kind, path) in found
    assert {row["kind"] for row in rows if row["level"] != "gap"} <= {*KINDS}


def test_what_is_to_know_has_a_kind_and_a_path_too(rolecall: Run) -> None:
    rows = json.loads(rolecall(ROOT, "check", "harbour", "--format", "json").out)
    assert {row["level"] for row in rows} == {"to know", "gap"}
    expired = next(row for row in rows if row["kind"] == "expired")
    assert expired["path"] == "roles.link-worker.answers.home_visits"
    shown = '"home_visits" was due to be checked by 1 June 2026, so the national answer is shown'
    assert expired["sentence"] == shown
    assumed = [row for row in rows if row["kind"] == "assumed" and "/" in row["file"]]
    assert all(row["path"] for row in assumed)
    assert '"home_visits" is assumed, in whole or in part' in [row["sentence"] for row in assumed]


def test_what_is_due_is_of_a_kind_of_its_own(rolecall: Run) -> None:
    rows = json.loads(rolecall(ROOT, "check", "harbour", "--today", "2028-01-01", "--format", "json").out)
    due = next(row for row in rows if row["file"] == "roles/link-worker.yml" and row["kind"] == "due")
    assert due["sentence"] == "the review of this role was due on 22 November 2027"
    assert due["path"] == "next_review"


def test_a_mistake_in_a_template_is_of_a_kind_of_its_own(workspace: Path, rolecall: Run) -> None:
    template = workspace / "theme/pages/markdown.html.jinja"
    template.parent.mkdir(parents=True)
    template.write_text("<h1>{{ roel }}</h1>\n")
    rows = json.loads(rolecall(workspace, "check", "--format", "json").out)
    [row] = [row for row in rows if row["level"] == "problem"]
    assert (row["kind"], row["sentence"]) == ("template", "'roel' is undefined")


def test_a_markdown_page_has_a_place_and_no_path(workspace: Path, rolecall: Run) -> None:
    (workspace / "content/pages/news.md").write_text("# News\n\n[a](missing.md)\n")
    rows = json.loads(rolecall(workspace, "check", "--format", "json").out)
    [row] = [row for row in rows if row["level"] == "problem"]
    assert (row["kind"], row["path"], row["line"]) == ("address", "", 3)


def test_a_reworded_sentence_is_the_same_finding(capsys: pytest.CaptureFixture[str]) -> None:
    field = Problem(Place("a.yml", 4, 2, path=("practices", 0, "phone")), "this number is odd", "Look.", kind="wrong")
    page = Problem(Place("a.md", 4, 2), "this link is odd", kind="address")
    for problem in (field, page):
        reworded = replace(problem, sentence="look at this", fix="")
        assert fingerprints(capsys, problem) == fingerprints(capsys, reworded)


def test_a_line_added_above_a_field_makes_no_new_finding(capsys: pytest.CaptureFixture[str]) -> None:
    source = "name: A\nphone: 12\n"
    marks = set()
    for text in (source, f"# a note\n{source}"):
        top, _ = read(text, "pcn.yml")
        assert isinstance(top, YamlFields)
        marks.update(fingerprints(capsys, Problem(place_at(top, ("phone",)), "this is odd", kind="wrong")))
    assert len(marks) == 1


def test_2_different_problems_never_share_a_fingerprint(capsys: pytest.CaptureFixture[str]) -> None:
    first = Problem(Place("a.yml", 4, 2, path=("text",)), "one character is odd", kind="wrong")
    others = [
        replace(first, sentence="another character is odd"),
        replace(first, kind="size"),
        replace(first, pcn="testbury"),
        replace(first, place=replace(first.place, file="b.yml")),
        replace(first, place=Place("a.yml", 5, 2, path=("text", 0))),
        replace(first, place=Place("a.yml", 6, 2, path=("text", "0"))),
        replace(first, place=Place("a.yml", 4, 2), sentence="a part of the file"),
        replace(first, place=Place("a.yml", 4, 3)),
        replace(first, place=Place("a.yml", 4, 2, "Sheet"), sentence="a cell"),
    ]
    assert len(set(fingerprints(capsys, first, *others))) == len(others) + 1
    print_problems([first], "gitlab", to_know=[first])
    known, to_know = json.loads(capsys.readouterr().out)
    assert known["fingerprint"] != to_know["fingerprint"]


def test_the_next_problem_of_a_field_keeps_the_fingerprint_of_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    first = Problem(Place("a.yml", 4, 2, path=("text",)), "character 3 is odd", kind="wrong")
    second = replace(first, sentence="character 7 is odd")
    assert fingerprints(capsys, first, second)[0] == fingerprints(capsys, first)[0]


def unescaped(text: str) -> str:
    for escape, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, character)
    return text


@pytest.mark.parametrize(
    "name", ["a,b.yml", "a:b.yml", "a%2Cb.yml", "a,line=9,title=x::y.yml", "a\nb.yml", "a\rb.yml", "é.yml"]
)
@pytest.mark.parametrize("sentence", ["50% of it, or: more", "a\r\nb", "%0A", "::error::x"])
def test_a_line_for_github_is_one_line_and_reads_back(
    name: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As GitHub's runner reads it: properties are split at commas, and then unescaped."""
    line = report("github", capsys, Problem(Place(name, 4, 2), sentence, "Fix it.", kind="wrong"))
    assert line.count("\n") == 1
    assert "\r" not in line
    match = re.fullmatch(r"::error ([^:]*)::(.*)\n", line)
    assert match
    values = dict(pair.split("=", 1) for pair in match[1].split(","))
    assert {key: unescaped(value) for key, value in values.items()} == {
        "file": name, "line": "4", "col": "2", "title": "wrong",
    }  # fmt: skip
    assert unescaped(match[2]) == f"{' '.join(sentence.splitlines())}. Fix it."


def test_every_kind_has_a_meaning_and_an_example_that_somebody_is_given() -> None:
    given = "\n".join(path.read_text() for path in ROOT.glob("tests/problems/*/expected.txt"))
    given += "\n".join(path.read_text() for path in ROOT.glob("tests/test_*.py"))
    assert len(KINDS) <= 15
    for kind, meaning in KINDS.items():
        assert meaning.words.endswith("."), kind
        assert meaning.example in given, f"nobody is given the example of {kind}: {meaning.example}"


READING = {"startswith", "endswith", "split", "partition", "rpartition", "find", "index", "count", "removeprefix"}


def read_by_code(path: Path) -> Iterator[str]:
    """Where a module looks into the sentence or the fix of a problem, to decide something."""
    for node in ast.walk(ast.parse(path.read_text())):
        parts: list[Any] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            parts = [*node.args] if of_re else [node.func.value] if node.func.attr in READING else []
        for part in parts:
            if isinstance(part, ast.Attribute) and part.attr in ("sentence", "fix"):
                yield f"{path.name}:{part.lineno}: {ast.unparse(node)}"


def test_nothing_reads_a_sentence() -> None:
    assert [line for path in sorted(PACKAGE.rglob("*.py")) for line in read_by_code(path)] == []
