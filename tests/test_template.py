"""A workspace as `rolecall init` makes it, and as the template has it: what a manager does first works."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import rolecall.model
from conftest import ROOT, Ran, contents
from published import MAY_GO_LIVE
from rolecall.exchange.publishing import program
from rolecall.exchange.starter import new_pcn, start
from rolecall.model import Model
from rolecall.yamltext import plain, read, written_for_any

Run = Callable[..., Ran]

EXAMPLE = re.compile(r"^( *)#(?=(?:[a-z_-]+:|- \{))")
"""In front of what counts once its # is taken away."""

TEMPLATE = ROOT / "docs/template"
PCN_FILE = TEMPLATE / "content/pcns/our/pcn.yml"
LINES = PCN_FILE.read_text().splitlines()
EXAMPLES = [number for number, line in enumerate(LINES) if EXAMPLE.match(line)]


# Lines that begin with a #


def with_lines(folder: Path, numbers: list[int], left: str = "") -> Path:
    """The template in `folder`, its pcn.yml without the # of these lines. `left` is what stays in its place."""
    shutil.copytree(TEMPLATE, folder)
    lines = [EXAMPLE.sub(rf"\1{left}", line) if number in numbers else line for number, line in enumerate(LINES)]
    (folder / "content/pcns/our/pcn.yml").write_text("\n".join(lines) + "\n")
    return folder


NAMES = {number: LINES[number].split(":")[0].strip(" #{-") for number in EXAMPLES}
CHECKED = [number for number, name in NAMES.items() if name in ("checked", "next_check")]
each_line = pytest.mark.parametrize("number", EXAMPLES, ids=NAMES.__getitem__)


@each_line
def test_each_line_counts_as_soon_as_its_hash_is_gone(number: int, tmp_path: Path, rolecall: Run) -> None:
    before, _ = read(PCN_FILE.read_text(), "")
    after, problems = read((with_lines(tmp_path / "alone", [number]) / "content/pcns/our/pcn.yml").read_text(), "")
    assert not problems
    assert after and before and plain(after) != plain(before), "it says something now"
    ran = rolecall(with_lines(tmp_path / "checked", [*CHECKED, number]), "check", "--data")
    assert ran.code == 0, ran.out


@each_line
def test_a_blank_that_was_left_there_is_read_or_told_where_it_is(number: int, tmp_path: Path, rolecall: Run) -> None:
    ran = rolecall(with_lines(tmp_path / "w", [number], left=" "), "check", "--data", "--format", "json")
    wrong = [row for row in json.loads(ran.out) if row["level"] == "problem" and row["kind"] != "unchecked"]
    below = next((n for n in range(number + 1, len(LINES)) if not LINES[n].lstrip().startswith("#")), number)
    for row in wrong:
        assert number < row["line"] <= below + 1
        assert "space" in row["sentence"] + row["fix"]


def test_all_lines_together_are_a_pcn(tmp_path: Path, rolecall: Run) -> None:
    folder = with_lines(tmp_path / "w", EXAMPLES)
    ran = rolecall(folder, "build")
    assert ran.code == 0, ran.out + ran.err
    assert "Community connector" in (folder / "site/our/index.html").read_text()
    assert (folder / "site/our/surgeries/marsh-lane-surgery/index.html").exists()


def fields() -> set[str]:
    kinds = [getattr(rolecall.model, name) for name in rolecall.model.__all__]
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Model)]
    return {field.alias or name for kind in models for name, field in kind.model_fields.items()}


SHIPPED = [
    path
    for folder in ("content", "roles", "docs", "generator")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".yml", ".md", ".json") and "node_modules" not in path.parts
]


def test_no_example_keeps_a_blank_behind_its_hash() -> None:
    """Taken away alone, the # of `# name: Testbury` would leave a blank, and the file would be broken."""
    known = fields()
    for path in (*SHIPPED, ROOT / "README.md", ROOT / "mkdocs.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.match(r"\s*#\s+(?:- )?([a-z_]+):(?:\s|$)", line)
            assert not found or found[1] not in known, f"{path}: {line}"


# What there is to commit


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_new_workspace_is_ready_to_commit_and_a_build_changes_nothing_in_it(workspace: Path, rolecall: Run) -> None:
    git(workspace, "init", "--quiet")
    git(workspace, "add", ".")
    kept = {*git(workspace, "ls-files").splitlines()}
    assert {
        ".editorconfig", ".github/workflows/links.yml", ".github/workflows/site.yml", ".gitignore", ".gitlab-ci.yml",
        ".rolecall/schemas/pcn.json", ".rolecall/schemas/service.json", ".vscode/extensions.json",
        ".vscode/settings.json", "README.md", "content/pages/.gitkeep", "content/pcns/testbury/pcn.yml", "mkdocs.yml",
        "program/README.md", "program/requirements.txt", f"program/{program.NAME}",
    } <= kept  # fmt: skip
    assert not [name for name in kept if name.startswith("site/") or re.match(r"\.rolecall/(?!schemas/)", name)]
    git(workspace, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", "A site")
    rolecall(workspace, "check")
    rolecall(workspace, "build")
    assert git(workspace, "status", "--porcelain") == ""


def test_editors_find_the_schemas(workspace: Path) -> None:
    settings = json.loads((workspace / ".vscode/settings.json").read_text())
    assert {*settings["yaml.schemas"]} <= {str(path.relative_to(workspace)) for path in workspace.rglob("*.json")}


def test_readme_of_a_workspace_says_first_what_a_browser_leaves_behind(workspace: Path) -> None:
    text = (workspace / "README.md").read_text()
    assert text.startswith("# The website of Testbury PCN\n")
    assert "start with a dot" in " ".join(text.split("\n\n")[2].split())
    for path in re.findall(r"`((?:content|program|\.github)[\w./-]*)`", text):
        assert (workspace / path).exists(), path


def test_the_template_beside_the_documents_may_be_published_only_once_it_is_somebodys(
    tmp_path: Path, rolecall: Run
) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "w")
    ran = rolecall(tmp_path / "w", "publish", "--to", "public")
    assert ran.code == 1
    assert "is an example" in ran.err
    pcn = tmp_path / "w/content/pcns/our/pcn.yml"
    text = pcn.read_text().replace("Our Primary Care Network", "Testbury PCN").replace("U00000", "U12345")
    pcn.write_text(text + MAY_GO_LIVE)
    assert rolecall(tmp_path / "w", "publish", "--to", "public").code == 0
    assert "Testbury" in (tmp_path / "w/public/index.html").read_text()


def test_rolecall_that_pip_did_not_install_says_so(
    tmp_path: Path, rolecall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolecall.exchange.starter.wheel", lambda: None)
    ran = rolecall(tmp_path, "init", ".", "--name", "Testbury PCN", "--ods", "U12345")
    assert ran.code == 0
    assert "see program/README.md" in ran.out
    assert not [*tmp_path.glob("program/rolecall*")]


BY_NAME = ["rolecall", "rolecall[links]==0.1.*", " Rolecall >= 0.1  # ours", "rolecall; python_version > '3'"]
FROM_HERE = ["./program/rolecall-0.1.0.whl", "rolecall @ file:///x.whl", "# rolecall", "rolecall-extras==1", "mkdocs"]


@pytest.mark.parametrize("line", [*BY_NAME, *FROM_HERE])
def test_who_still_installs_rolecall_by_its_name_is_told(line: str, workspace: Path, rolecall: Run) -> None:
    (workspace / "requirements.txt").write_text(f"# What publishing installs\n{line}\n")
    ran = rolecall(workspace, "check", "--data")
    assert ran.code == 0
    assert ("requirements.txt:2:1: this installs Rolecall by its name" in ran.out) == (line in BY_NAME)


# Names that look like something else

NAMES_LIKE_VALUES = """
123 PCN|0123|1e3 PCN|1_000|0x1F|2026-10-01|12:30|Yes|No PCN|On PCN|off|Y|n|True|false PCN|NULL|.5|1.5|A: b
St Mary: "East" #2|A@pcn@B @name@|{PCN}|- First|Ünï & Co PCN|*all*
"""


@pytest.mark.parametrize("name", re.split(r"[|\n]", NAMES_LIKE_VALUES.strip()))
def test_a_name_that_looks_like_a_number_or_a_yes_is_a_name_in_every_file(name: str, tmp_path: Path) -> None:
    pcn, _ = new_pcn(name, "U12345")
    assert pcn
    start(tmp_path, pcn)
    [pcn_file] = tmp_path.glob("content/pcns/*/pcn.yml")
    mkdocs = yaml.safe_load((tmp_path / "mkdocs.yml").read_text())
    assert mkdocs["site_name"] == name
    assert mkdocs["plugins"]["rolecall"]["pcn"] == pcn_file.parent.name
    assert yaml.safe_load(pcn_file.read_text())["name"] == name
    written, problems = read(pcn_file.read_text(), "")
    assert not problems and written and plain(written)["name"] == name
    for path, text in contents(tmp_path).items():
        if path.endswith(".json") and not path.startswith(".rolecall"):
            json.loads(text)
        if path.endswith(".yml"):
            assert yaml.safe_load(text), path
        if path.endswith((".yml", ".md", ".txt")):
            assert "@pcn@" not in text.decode().replace(name, ""), path


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=12))
def test_whatever_is_written_for_any_reader_is_that_text(value: str) -> None:
    text = f"a: {written_for_any(value)}\n"
    assert yaml.safe_load(text) == {"a": value}
    node, problems = read(text, "")
    assert not problems and node and plain(node) == {"a": value}
