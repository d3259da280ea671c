"""Services as a list for Excel: no formula in it, and it comes back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Ran
from rolecall.editing.cells import Field, understood
from rolecall.editing.layout import Layout
from rolecall.editing.sheets import of_services
from rolecall.exchange.formulas import meant_by, without_formula
from rolecall.exchange.service_list import service_list
from rolecall.model import Service
from test_hsds import TODAY, any_service, content, said_of, says

ROOM = of_services(Layout(content(), "harbour", {}, {}, today=TODAY), room=3)
SIGNS = "=+-@\t\r\n'\uff1d\uff0b"


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def layout(files: Mapping[str, Any]) -> Layout:
    """What the files of services say, as cells."""
    return Layout(content(), "harbour", {}, files, today=TODAY)


def as_yaml(value: Any) -> Any:
    """A value as YAML is read: all of it text."""
    if isinstance(value, dict):
        return {name: as_yaml(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_yaml(part) for part in value]
    return str(value)


def put(into: Any, path: tuple[Any, ...], value: Any) -> None:
    name, *deeper = path
    if isinstance(name, int):
        into.extend({} for _ in range(name + 1 - len(into)))
    if not deeper:
        into[name] = value
    else:
        part = into[name] if isinstance(name, int) else into.setdefault(name, [] if deeper[0] == 0 else {})
        put(part, tuple(deeper), value)


@settings(max_examples=60, suppress_health_check=[*HealthCheck])
@given(any_service())
def test_any_service_comes_back_as_it_was(given: Service) -> None:
    """All of it, what only staff see too. Each cell is understood as those of the workbook are."""
    file = as_yaml(given.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    headings, row = rows_of(service_list(layout({"tea": file})))
    cells = ROOM.new
    assert cells
    empty = cells({"Name": given.name, "Line": "tea"}, 0)
    assert empty
    back: dict[str, Any] = {}
    for heading, cell in zip(headings, row, strict=True):
        assert not cell.startswith(tuple(SIGNS) if not cell.startswith("'") else ()), cell
        field = empty[heading]
        assert isinstance(field, Field)
        if heading != "Id" and (value := understood(meant_by(cell), field)) is not None:
            put(back, field.path, value)
    assert says(Service.model_validate(back)) == said_of(
        {name: value for name, value in says(given).items() if name != "id"}
    )


@given(st.text(SIGNS + "1a ", max_size=5))
def test_no_cell_begins_as_a_formula_does_and_each_is_meant_as_it_was(text: str) -> None:
    cell = without_formula(text)
    assert not cell.startswith(tuple(SIGNS.replace("'", "")))
    assert meant_by(cell) == text


def test_two_texts_never_become_the_same_cell() -> None:
    texts = ["=1", "'=1", "''=1", "'a", "a", "''", "'"]
    assert len({without_formula(text) for text in texts}) == len(texts)


def test_the_command_writes_both_forms_and_nothing_over_files(
    rolecall: Callable[..., Ran], workspace: Path, tmp_path: Path
) -> None:
    folder = workspace / "content/pcns/testbury/services"
    folder.mkdir()
    base = "description: Tea.\norganisation: {name: T}\nneeds: [lonely]\nchecked: {date: 2026-10-01, by: Us}\n"
    (folder / "tea.yml").write_text(
        f"name: \"=HYPERLINK('x')\"\n{base}referrals: {{open: no, checked: {{date: 2026-11-01, by: Desk}}}}\n"
    )
    (folder / "old.yml").write_text(f"name: Old\nstatus: closed\n{base}")
    ran = rolecall(workspace, "export", "services", "--to", "out")
    assert (ran.code, ran.out) == (
        0,
        "1 service in 2 files in out.\n1 service left out, as in the lists of the site:\n    Old: closed\n",
    )
    assert rolecall(workspace, "build").code == 0
    site = workspace / "site/testbury/data/hsds"
    written = sorted(path.relative_to(workspace / "out") for path in (workspace / "out").rglob("*.json"))
    assert len(written) == 2
    for path in written:
        assert (site / path).read_bytes() == (workspace / "out" / path).read_bytes()
        assert "referrals" not in (workspace / "out" / path).read_text()
    ran = rolecall(workspace, "export", "services", "--to", "list", "--format", "csv")
    assert ran.code == 0, ran.err
    headings, *rows = rows_of((workspace / "list/services.csv").read_bytes())
    named = {row[headings.index("Name")]: dict(zip(headings, row, strict=True)) for row in rows}
    assert named["'=HYPERLINK('x')"]["Takes referrals?"] == "No"
    assert named["'=HYPERLINK('x')"]["Id"] == "tea"
    assert named["Old"]["Status"] == "Closed"
    assert named["Old"]["Id"] == ""
    ran = rolecall(workspace, "export", "services", "--to", "list")
    assert ran.code == 2
    assert "There is something in list already. Empty it, or name another folder." in ran.err
