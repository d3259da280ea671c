"""What is written for people is true of the commands and the fields that there are."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

import rolecall.model
from conftest import ROOT
from rolecall.cli.commands import cli
from rolecall.model import Content, MarkdownPage, Model
from rolecall.slugs import slug

PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *(page for page in ROOT.glob("docs/**/*.md") if "template" not in page.parts),
        ROOT / "generator/README.md",
        ROOT / "generator/decisions.md",
    ]
)


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "docs/make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(docs: ModuleType) -> dict[Path, str]:
    return docs.made()


def test_the_lists_of_fields_and_commands_are_those_of_today(made: dict[Path, str]) -> None:
    for path, text in made.items():
        assert path.read_text() == text, f"{path.name} is old: make docs"


def test_the_template_holds_what_init_writes_and_nothing_else(docs: ModuleType) -> None:
    there = {path for path in (ROOT / "docs/template").rglob("*") if path.is_file()}
    assert there == {*docs.template()}


def models() -> list[type[Model]]:
    """The kinds of thing that YAML may hold."""
    kinds = [getattr(rolecall.model, name) for name in rolecall.model.__all__]
    made_here = (Content, MarkdownPage)
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Model) and kind not in made_here]


def test_every_field_says_what_it_is(docs: ModuleType) -> None:
    rows = [line for line in docs.fields().splitlines() if line.startswith("| `")]
    assert [row for row in rows if "|  |" in row] == []
    named = {row.split("`")[1] for row in rows}
    fields = {field.alias or name for kind in models() for name, field in kind.model_fields.items()}
    assert fields - named == set()


def leaves(group: click.Command, name: str = "rolecall") -> dict[str, click.Command]:
    if not isinstance(group, click.Group):
        return {name: group}
    return {k: v for own, one in group.commands.items() for k, v in leaves(one, f"{name} {own}").items()}


@pytest.mark.parametrize("name", leaves(cli))
def test_every_command_and_option_says_what_it_does_and_a_page_for_people_names_it(
    name: str, made: dict[Path, str]
) -> None:
    command = leaves(cli)[name]
    by_hand = [page for page in ROOT.glob("docs/**/*.md") if page not in made]
    assert command.help
    for param in command.params:
        assert isinstance(param, click.Argument) or param.help  # type: ignore[attr-defined]
    assert any(re.search(rf"(`|^ *){name}\b", page.read_text(), flags=re.M) for page in by_hand), name


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(), flags=re.M)
            assert anchor in {slug(heading) for heading in headings}, target
