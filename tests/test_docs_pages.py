"""What the pages in docs/ tell people to type, to write and to open is what Rolecall takes and has."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from PIL import Image

from conftest import ROOT
from rolecall.build import made
from rolecall.bundled import bundled
from rolecall.cli.commands import cli
from rolecall.opened import open_workspace
from rolecall.workspace import Workspace
from shown import DAY

DOCS = ROOT / "docs"
MADE = ("commands.md", "fields.md", "messages.md", "problems.md")
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted(DOCS.rglob("*.md")) if "template" not in page.parts and page.name not in MADE),
]
FENCE = re.compile(r"^( *)```(\w*)(?: title=\"([^\"]*)\")?\n(.*?)^ *```$", re.M | re.S)


def code_in_text(page: Path) -> list[str]:
    """What stands between backticks within sentences and tables."""
    return re.findall(r"`([^`\n]+)`", FENCE.sub("", page.read_text()))


def typed() -> Iterator[tuple[str, list[str], bool]]:
    """Each line that begins with `rolecall`, where it is, and whether it stands alone, so that it must be whole."""
    for page in PAGES:
        where = page.relative_to(ROOT).as_posix()
        for _, kind, _, text in FENCE.findall(page.read_text()):
            for line in text.splitlines() if kind == "sh" else ():
                if line.split()[:1] == ["rolecall"]:
                    yield f"{where}: {line.strip()}", shlex.split(line, comments=True)[1:], True
        for line in code_in_text(page):
            if line.startswith("rolecall ") and "NAME" not in line:
                yield f"{where}: {line}", shlex.split(line)[1:], False


@pytest.mark.parametrize(("words", "is_whole"), [pytest.param(w, a, id=name) for name, w, a in typed()])
def test_each_command_is_one_that_rolecall_takes(words: list[str], is_whole: bool) -> None:
    if words == ["--help"]:
        return
    command: click.Command = cli
    context = click.Context(cli, info_name="rolecall")
    while isinstance(command, click.Group) and words:
        found = command.get_command(context, words[0])
        assert found, f"there is no command {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    assert not (isinstance(command, click.Group) and is_whole), "half a command"
    values, left, _ = command.make_parser(context).parse_args([word for word in words if word != "..."])
    assert not left
    for param in command.params:
        value = values.get(param.name or "")
        if isinstance(param.type, click.Choice) and isinstance(value, str) and not value.isupper():
            param.type.convert(value, param, context)
        if is_whole and param.required:
            assert value, f"{param.name} is missing"


def options(command: click.Command) -> Iterator[str]:
    for param in command.params:
        yield from (*param.opts, *param.secondary_opts)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from options(inner)


def test_each_option_that_is_named_alone_is_one() -> None:
    known = {*options(cli), "--help"}
    named = {(page.name, word.split()[0]) for page in PAGES for word in code_in_text(page) if word.startswith("--")}
    assert {(page, word) for page, word in named if word not in known} == set()
    assert named


def test_make_knows_what_pages_tell_people_to_make() -> None:
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    pages = [*PAGES, ROOT / "CONTRIBUTING.md"]
    named = {
        name
        for page in pages
        for name in re.findall(r"^make ([a-z-]+) *(?:#.*)?$|`make ([a-z-]+)", page.read_text(), re.M)
    }
    assert {a or b for a, b in named} - there == set()


def test_nobody_is_told_to_install_rolecall_by_its_name() -> None:
    """That name is nobody's yet on PyPI, so whoever takes it would run on the computers of those who follow."""
    messages = [*(ROOT / "generator/rolecall").rglob("*.py"), *(ROOT / "theme").rglob("*.jinja")]
    by_name = re.compile(r"\binstall\b[^\n]*[ \"'`]rolecall(\[|[\"'`=<>~]|$)", re.M)
    assert by_name.search("pip install rolecall")
    assert by_name.search('pipx install "rolecall[pdf]"')
    told = [*PAGES, *(DOCS / name for name in MADE), *(DOCS / "template").rglob("*.md"), *messages]
    assert [path.name for path in told if by_name.search(path.read_text())] == []


BASE: dict[str, Any] = {
    "name": "Marsh Lane PCN",
    "ods_code": "U12345",
    "practices": [{"name": "Marsh Lane Surgery", "ods_code": "Y99991"}],
}
SERVICE: dict[str, Any] = {
    "name": "Debt advice",
    "description": "Help with debts.",
    "organisation": {"name": "Testbury Trust"},
    "needs": ["money"],
}


def examples() -> list[Any]:
    found = []
    for page in PAGES:
        for number, (indent, kind, title, text) in enumerate(FENCE.findall(page.read_text())):
            if kind == "yaml":
                lines = "\n".join(line.removeprefix(indent) for line in text.splitlines()) + "\n"
                found.append(pytest.param(title, lines, id=f"{page.relative_to(ROOT)}:{number}:{title}"))
    return found


@pytest.fixture(scope="module")
def example_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PCNs of the names that examples have, and the pictures that they name."""
    root = tmp_path_factory.mktemp("examples")
    for number, pcn in enumerate(("riverside", "harbour")):
        folder = root / "content/pcns" / pcn
        folder.mkdir(parents=True)
        (folder / "pcn.yml").write_text(f"name: {pcn.title()} PCN\nods_code: U9999{number}\n")
    ours, theirs = root / "content/pcns/marsh-lane", ROOT / "content/pcns/riverside"
    ours.mkdir()
    (ours / "pcn.yml").write_text(yaml.safe_dump(BASE))
    Image.new("RGB", (64, 64), "#00566b").save(ours / "sam.webp")
    shutil.copy(theirs / "logo.svg", ours / "logo.svg")
    return root


@pytest.mark.parametrize(("title", "text"), examples())
def test_each_example_of_yaml_is_read_without_a_problem(
    title: str, text: str, example_files: Path, tmp_path: Path
) -> None:
    """A part of a file is put over a whole one: its fields take the place of those."""
    assert title, "an example says which file it is of"
    root = tmp_path / "w"
    shutil.copytree(example_files, root)
    if title == "mkdocs.yml":
        from mkdocs.config import load_config

        (root / "content/pages").mkdir()
        (root / title).write_text(f"site_name: x\ndocs_dir: content/pages\n{text}")
        assert load_config(str(root / title))["plugins"]["rolecall"].config["pcn"] == "riverside"
        return
    path = root / title
    of_all = root / "content/services" / path.name
    if path.name == "pcn.yml":
        pieces = [BASE]
    elif path.parent.name == "content":
        pieces = []
    elif "pcns/" in title and "name:" not in text:  # what a PCN says otherwise of a service that several have
        pieces = []
        of_all.parent.mkdir()
        of_all.write_text(yaml.safe_dump({**SERVICE, "pcns": ["harbour"]}))
    else:
        pieces = [SERVICE] if "services/" in title else []
    part = yaml.safe_load(text)
    assert isinstance(part, dict)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    alone = open_workspace(Workspace(root, bundled()), today=DAY)
    unlike = [problem for problem in alone.problems if problem.kind != "missing" and problem.place.file == title]
    assert unlike == [], "as it stands in the page"
    whole: dict[str, Any] = {}
    for piece in (*pieces, yaml.load(text, Loader=yaml.BaseLoader)):
        whole |= piece
    path.write_text(yaml.safe_dump(whole, sort_keys=False))
    opened = open_workspace(Workspace(root, bundled()), today=DAY)
    assert [str(problem) for problem in opened.problems] == []


def test_each_file_that_is_named_is_there() -> None:
    named = {
        (page.name, word)
        for page in PAGES
        for word in code_in_text(page)
        if re.match(r"(content|roles|theme|docs|generator|tests)/", word) and not re.search(r"[<…*{ ]|::", word)
    }
    titles = {param.values[0] for param in examples()}

    def is_there(word: str) -> bool:
        roots = (ROOT, DOCS / "template")
        return any((root / word).exists() for root in roots) or word in titles or "/marsh-lane/" in word

    assert {(page, word) for page, word in named if not is_there(word)} == set()
    assert len(named) > 10


def test_each_address_of_a_site_that_is_named_is_one() -> None:
    opened = open_workspace(Workspace(ROOT, bundled()), ["riverside"], today=DAY)
    there = {f"/{part.address}" for part in made(opened, "riverside").plan.parts}
    named = {
        (page.name, word)
        for page in PAGES
        if page.parent.name != "publish"  # there, they are those of servers
        for word in code_in_text(page)
        if re.fullmatch(r"/[a-z]\S*(/|\.json)", word) and "<" not in word
    }
    assert {(page, word) for page, word in named if word not in there} == set()
    assert len(named) > 10


def test_each_word_to_press_in_the_form_is_on_it() -> None:
    """Bold words on the page about the form, and in each paragraph that leads to it, but those about workbooks."""
    folders = (ROOT / "theme/edit", ROOT / "generator/rolecall/edit", ROOT / "theme/pages", ROOT / "theme/components")
    shown = " ".join(
        path.read_text() for folder in folders for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file()
    )
    shown = " ".join(shown.split())
    paragraphs = [
        paragraph
        for page in PAGES
        for paragraph in page.read_text().split("\n\n")
        if "form](../start/form.md)" in paragraph or page.name == "form.md"
    ]
    named = {
        " ".join(word.split()).rstrip(":")
        for paragraph in paragraphs
        for word in re.findall(r"\*\*([^*]+)\*\*", paragraph.split("In a workbook")[0])
    }
    assert {word for word in named if word not in shown} == set()
    assert len(named) > 8


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name in ("start", "tasks")], ids=lambda p: p.name
)
def test_a_page_about_a_task_is_short_and_easy_to_read(page: Path) -> None:
    text = re.sub(r"^\|.*$|\]\([^)]*\)|[\[*!`]", "", FENCE.sub("", page.read_text()), flags=re.M)
    first, *_ = text.split("\n\n", 2)[1:]
    assert len(first.split()) < 60, "what to do now stands in the first lines"
    parts = re.split(r"\n\s*\n|\n *(?:-|\d+\.) ", text)
    sentences = [words for part in parts for words in re.split(r"(?<=[.!?:])\s+", " ".join(part.split()))]
    assert [words for words in sentences if len(words.split()) > 26] == []
    assert not re.search(r"\b(should|e\.g|i\.e|etc)\b", text)
    assert len(text.split()) < 650
