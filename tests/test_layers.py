"""The way of the data is one way, and each outside library has one door."""

from __future__ import annotations

import ast
import graphlib
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator/rolecall"
ORDER = [
    "places",
    "workspace",
    "inputs",
    "record",
    "folders",
    "writing",
    "turns",
    "at_once",
    "tidy",
    "phones",
    "language",
    "slugs",
    "colours",
    "days",
    "addresses",
    "wrong",
    "typed_addresses",
    "values",
    "model",
    "standing",
    "bundled",
    "yamltext",
    "meanings",
    "texts",
    "heights",
    "slots",
    "qr",
    "ics",
    "pictures",
    "prose",
    "pasted",
    "load",
    "validate",
    "site",
    "hsds",
    "linked_data",
    "checks",
    "tasks",
    "today",
    "ports",
    "headers",
    "templates",
    "pages",
    "lock",
    "clashes",
    "links",
    "render",
    "again",
    "opened",
    "reports",
    "build",
    "sharing",
    "cluster",
    "editing",
    "exchange",
    "joining",
    "publishing",
    "outside",
    "findings",
    "browser",
    "plugin",
    "preview",
    "edit",
    "cli",
    "__main__",
]
DOORS = {
    "axe_playwright_python": {"browser"},
    "certifi": {"exchange.openreferral.reading.connections"},
    "bs4": {"pasted"},
    "click": {"cli"},
    "distributed": {"cluster"},
    "ftfy": {"exchange.incoming"},
    "email_validator": {"typed_addresses"},
    "flask": {"edit.app"},
    "flask_wtf": {"edit.app"},
    "icalendar": {"ics"},
    "jinja2": {"templates"},
    "babel": {"language"},
    "markdown": {"prose"},
    "markdownify": {"pasted"},
    "markupsafe": {"edit.pencils", "plugin", "prose", "render", "templates"},  # texts that are HTML
    "mkdocs": {"plugin", "preview"},  # its server has browsers load a page again
    "nh3": {"exchange.incoming", "pasted", "prose"},  # what comes in is cleaned of HTML before it is Markdown
    "openpyxl": {"exchange.workbook"},
    "PIL": {"pictures"},
    "pillow_heif": {"pictures"},
    "phonenumbers": {"phones"},
    "playwright": {"browser"},
    "pydantic": {"model", "validate", "values"},
    "pydantic_core": {"validate", "wrong"},
    "python_calamine": {"exchange.tables"},
    "typst": {"exchange.leaflets"},
    "werkzeug": {"edit.app"},
    "urllib3": {"exchange.openreferral.reading"},
    "yaml": {"yamltext"},
    "zxingcpp": {"qr"},
}
"""The modules that may import a library. What is not here, LinkChecker with its GPL for one, none may import."""


def name_of(path: Path) -> str:
    """The dotted name of a file of the package, without the package's own."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


FILES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"}


def imports(path: Path) -> set[str]:
    """The dotted names of all modules that a file imports, wherever in it, for types alone too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path}: a module is imported by its whole name"
            names |= {_module_or_what_is_in_it(node.module, alias.name) for alias in node.names}
    return names


def _module_or_what_is_in_it(module: str, name: str) -> str:
    whole = f"{module}.{name}"
    return whole if module == "rolecall" or whole.removeprefix("rolecall.") in FILES else module


def ours(path: Path) -> set[str]:
    """The modules of the package that a file imports."""
    names = {name.removeprefix("rolecall.") for name in imports(path) if name.startswith("rolecall.")}
    return names & FILES.keys()


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_from_those_before_it(module: str) -> None:
    at = ORDER.index(module.partition(".")[0])
    late = [name for name in ours(FILES[module]) if ORDER.index(name.partition(".")[0]) > at]
    assert not late


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: ours(path) - {module} for module, path in FILES.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_each_library_has_its_door_and_no_other() -> None:
    """Whoever wants one in another place asks the module that has it, or writes down here why not."""
    importers = defaultdict(set)
    for module, path in FILES.items():
        for library in {name.partition(".")[0] for name in imports(path)} - sys.stdlib_module_names - {"rolecall"}:
            doors = [door for door in DOORS.get(library, ()) if is_in(module, door)]
            importers[library].add(doors[0] if doors else module)
    assert dict(importers) == DOORS


def test_only_the_command_line_prints() -> None:
    for module, path in FILES.items():
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        printing = [c for c in calls if isinstance(c, ast.Name) and c.id == "print"]
        assert not printing or is_in(module, "cli"), path


def test_the_order_names_every_module() -> None:
    assert {module.partition(".")[0] for module in FILES} == set(ORDER)


def test_the_map_in_the_readme_names_every_module() -> None:
    readme = (ROOT / "generator/README.md").read_text()
    for module in ORDER:
        name = f"{module}/" if (PACKAGE / module).is_dir() else f"{module}.py"
        assert f"\n| `{name}` | " in readme, name
