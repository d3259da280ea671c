"""Services of the same name: lists say which is which, so that nobody goes to the wrong one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from rolecall.load import Workspace
from rolecall.opened import open_workspace

TODAY = date(2026, 11, 22)


def _service(folder: Path, id: str, name: str, run_by: str = "Quay Trust", where: str = "") -> None:
    places = f"where:\n  - {{{where}}}\n" if where else ""
    (folder / f"{id}.yml").write_text(
        f"name: {name}\ndescription: A hot meal.\norganisation: {{name: {run_by}}}\nneeds: [lonely]\n{places}"
    )


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ({"where": "name: Hall, town: Quayton"}, {"where": "name: Hall, town: Millby"}, ["Millby", "Quayton"]),
        ({"where": "name: Hall, town: Quayton"}, {"where": "name: Hub, town: Quayton"}, ["Hall", "Hub"]),
        ({"where": "name: Hall"}, {"run_by": "Mill Trust"}, ["Mill Trust", "Quay Trust"]),
        ({"where": "name: Online, kind: virtual"}, {"where": "name: Hall, town: Millby"}, ["Millby", "Quay Trust"]),
    ],
)
def test_services_of_a_name_say_in_lists_which_they_are(
    first: dict[str, str], second: dict[str, str], names: list[str], workspace: Path
) -> None:
    folder = workspace / "content/pcns/testbury/services"
    folder.mkdir(exist_ok=True)
    _service(folder, "a", "Lunch Club", **first)
    _service(folder, "b", "lunch club", **second)
    _service(folder, "c", "Choir", where="name: Hall, town: Quayton")
    opened = open_workspace(Workspace(workspace, ROOT), today=TODAY)
    assert not opened.problems
    found = {service.id: service.listed_name for service in opened.site("testbury").services}
    assert found["c"] == "Choir"
    assert sorted(found[id].partition(", ")[2] for id in "ab") == names
