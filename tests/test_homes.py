"""Each rule has one home: what is told here of where a thing is made holds for every file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from conftest import ROOT
from rolecall.addresses import RESERVED

PACKAGE = ROOT / "generator/rolecall"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "theme").rglob("*") if path.suffix in (".jinja", ".html"))
SCRIPTS = sorted((ROOT / "theme/shell/assets").glob("*.js"))

ADDRESS = re.compile(rf"(?<![\w/.-])({'|'.join(RESERVED)})/")
"""The start of an address of a site. Files have such names too, below content/ or with an ending."""


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def joined_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Each text that a module puts together from parts, the parts that vary as {}."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [side.value for side in (node.left, node.right) if isinstance(side, ast.Constant)]
            yield node.lineno, "{}".join(map(str, sides))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_only_one_module_puts_addresses_together(path: Path) -> None:
    if path.name == "addresses.py":
        return
    found = [(line, text) for line, text in joined_texts(path) if ADDRESS.search(text) and ".yml" not in text]
    assert not found, "rolecall/addresses.py makes every address"


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_templates_put_no_text_together(path: Path) -> None:
    env = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    tree = env.parse(path.read_text())
    glued = [node.lineno for node in tree.find_all((nodes.Concat, nodes.Add, nodes.Mod))]
    assert not glued, "addresses come from `at`, and sentences have slots"


@pytest.mark.parametrize("path", SCRIPTS, ids=shown)
def test_scripts_know_no_address(path: Path) -> None:
    found = [text for text in re.findall(r"[`\"'/][^`\"'\n]*[`\"']", path.read_text()) if ADDRESS.search(text)]
    assert not found, "the page says where things are"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_code_reads_the_sentence_of_a_problem(path: Path) -> None:
    """Sentences are for people, and become better ones. Code asks for the kind and the path."""
    for node in ast.walk(ast.parse(path.read_text())):
        asked = []
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("startswith", "endswith", "partition", "split", "find", "index"):
                asked = [node.func.value]
            elif node.func.attr in ("match", "search", "fullmatch", "findall"):
                asked = [*node.args]
        for part in asked:
            assert not (isinstance(part, ast.Attribute) and part.attr in ("sentence", "fix")), node.lineno


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_names_say_what_a_thing_is(path: Path) -> None:
    """`one` and `own` send a reader back to where the value came from."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    assert not names & {"one", "own", "said", "told", "here", "everyone"}
