"""A workbook that nobody touched changes nothing, whatever things are called."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT, contents
from rolecall.editing.due import due_sheets
from rolecall.editing.files import layout_of
from rolecall.editing.sheets import sheets_of
from rolecall.exchange.workbook import imported, workbook
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.yamltext import composed
from test_workbook import TODAY

SPACES = [" ", "  ", "\u00a0", " \u00a0 ", "\u2009", "\u3000", "\t"]
PARTS = [
    "Jo",
    "Example",
    "ß",
    "İ",
    "É",
    "É",
    "Ǆ",
    "1",
    "0",
    "007",
    "-",
    "=1+1",
    "@x",
    "TRUE",
    "No",
    "a: b",
    "a, b",
    "x;y",
    "#N/A",
    "_x0041_",
    "ﬁ",
    "'",
    '"',
]
NAMES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).flatmap(
    lambda parts: st.lists(st.sampled_from(SPACES), min_size=len(parts), max_size=len(parts)).map(
        lambda spaces: "".join(part + space for part, space in zip(parts, spaces, strict=True)).strip()
    )
)
CHECKS: dict[str, Any] = {"checked": {"date": "2026-10-01", "by": "A  team"}, "next_check": "2026-12-01"}


@settings(
    max_examples=settings.default.max_examples // 8,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.explicit, Phase.generate],
)
@given(st.lists(NAMES, min_size=12, max_size=12))
@example(["Jo  Example"] * 12)
@example(["Jo\u00a0Example", "Jo Example", "Jo  Example", "jo example", *["x"] * 8])
def test_whatever_things_are_called(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    root = tmp_path_factory.mktemp("any")
    folder = root / "content/pcns/any"
    (folder / "services").mkdir(parents=True)
    answers = {"contacts": {"text": names[8]}, "does": {"list": names[9:11]}}
    roles = {"link-worker": {"local_title": names[7], "text_name": "link worker", "answers": answers}}
    pcn = {
        "name": f"Marsh {names[0]}", "ods_code": "U12345", "short_name": f"Marsh {names[1]}", **CHECKS,
        "moved": {"services/old/": "services/s0/"}, "another_way": {"text": names[6]},
        "roles": roles,
        "practices": [
            {"name": name, "ods_code": f"Y0000{at}", "slug": f"s-{at}", "text_name": "S", "roles": roles}
            for at, name in enumerate(names[2:5])
        ],
        "people": [
            {"name": name, "roles": ["link-worker"], "practices": ["Y00000", "Y00002"]} for name in names[4:7]
        ],
    }  # fmt: skip
    (folder / "pcn.yml").write_text(composed(pcn))
    for at, name in enumerate(names[9:12]):
        service = {
            "name": name, "description": f"{name}\n\n{name}\n", "needs": ["lonely"],
            "organisation": {"name": names[at]}, "checked": CHECKS["checked"], "bring": [name, names[0]],
        }  # fmt: skip
        (folder / f"services/s{at}.yml").write_text(composed(service))
    opened = open_workspace(Workspace(root, ROOT), ["any"], today=TODAY)
    assume("any" in opened.pcns)
    content, loaded = opened.content, opened.loaded
    before = contents(root)
    layout = layout_of(content, loaded, "any", today=TODAY)
    for only_due in (False, True):
        sheets = due_sheets(layout) if only_due else sheets_of(layout)
        file = root.parent / f"{root.name}.xlsx"
        own = content.pcns["any"]
        made = workbook(sheets, pcn="any", name=own.name, code=own.ods_code, today=TODAY, only_due=only_due)
        file.write_bytes(made)
        found = imported(file, content, loaded, "any", root, today=TODAY)
        assert [str(problem) for problem in found.problems] == []
        assert [str(change) for change in found.changes] == []
        assert not found.texts
    assert contents(root) == before
    shutil.rmtree(root)
