"""The way of the data is one way, and each outside library has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator/rolecall"
ORDER = [
    "places",
    "writing",
    "phones",
    "slugs",
    "values",
    "model",
    "standing",
    "bundled",
    "yamltext",
    "texts",
    "qr",
    "pictures",
    "prose",
    "load",
    "validate",
    "site",
    "search",
    "data",
    "today",
    "ports",
    "plan",
    "folders",
    "addresses",
    "links",
    "render",
    "headers",
    "build",
    "editing",
    "exchange",
    "checks",
    "plugin",
    "cli",
    "__main__",
]
DOORS = {
    "yaml": {"yamltext"},
    "jinja2": {"render"},
    "markdown": {"prose"},
    "nh3": {"prose"},
    "segno": {"qr"},
    "mkdocs": {"plugin"},
    "click": {"cli"},
    "phonenumbers": {"phones"},
    "python_calamine": {"exchange"},
    "openpyxl": {"exchange"},
    "linkcheck": set(),  # its licence is the GPL: it is run as a program
}


def imports(path: Path) -> set[str]:
    """The dotted names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.name != "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_those_before_it(path: Path) -> None:
    own = module_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "rolecall" and len(parts) > 1 and (PACKAGE / parts[1]).with_suffix("").name in ORDER:
            assert ORDER.index(parts[1]) <= ORDER.index(own), f"{own} imports {name}"
        assert own in DOORS.get(parts[0], {own}), f"{own} imports {name}"


def test_only_the_command_line_prints() -> None:
    for path in FILES:
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        printing = [c for c in calls if isinstance(c, ast.Name) and c.id == "print"]
        assert not printing or module_of(path) == "cli", path


def test_the_order_names_every_module() -> None:
    assert {module_of(path) for path in FILES} == set(ORDER)


def test_the_map_in_the_readme_names_every_module() -> None:
    readme = (ROOT / "generator/README.md").read_text()
    for module in ORDER:
        assert f"{module}.py" in readme or f"{module}/" in readme, module
