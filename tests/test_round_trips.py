"""What goes out comes in again through the doors that everybody's data comes in by, and says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from rolecall import hsds
from rolecall.exchange.directory import read_list
from rolecall.exchange.incoming.categories import Crosswalk
from rolecall.exchange.incoming.cleaning.text import TAG, unscripted
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.sound import sound
from rolecall.exchange.openreferral.feed import Record
from rolecall.exchange.openreferral.service import entry_of
from rolecall.exchange.service_list import service_list
from rolecall.exchange.tables import tables
from rolecall.model import Service
from rolecall.places import Place
from test_hsds import TODAY, any_service, content, says, service, site_with
from test_service_list import as_yaml, layout


def file_of(found: Service) -> Any:
    """What the file of a service holds."""
    return as_yaml(found.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def from_hsds(found: Service) -> tuple[dict[str, Any], Entry]:
    """Its record, and the entry that another PCN makes of it."""
    [full] = hsds.full_records(site_with({"tea": found}))
    record = json.loads(hsds.as_json(full.record))
    taken = Record(Place("services.json", 1), record)
    return record, entry_of(taken, crosswalk=Crosswalk(), content=content(), feed="Harbour", today=TODAY)


def from_csv(found: Service, folder: Path) -> Entry:
    """The entry of its row in the list for Excel."""
    path = folder / "services.csv"
    path.write_bytes(service_list(layout({"tea": file_of(found)})))
    read, problems = tables(path, help="")
    assert not problems
    listed, problems = read_list(read, layout({}), columns=None, columns_path=path, today=TODAY)
    assert listed, problems
    assert not listed.draft
    [entry] = listed.entries
    return entry


def is_accepted(found: Service) -> bool:
    """Whether `check` has nothing against its file."""
    kept = sound(file_of(found), content=content(), today=TODAY)
    return not kept.findings and not kept.lacking


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [str(value)]


def could_run(value: Any) -> bool:
    return any(TAG.search(text) or unscripted(text) != text for text in texts(value))


@settings(max_examples=60, suppress_health_check=[*HealthCheck])
@given(any_service())
def test_a_service_of_ours_comes_in_as_it_was(found: Service) -> None:
    """All but where it comes from. What could run is taken out on the way, as of any other."""
    assume(is_accepted(found))
    record, entry = from_hsds(found)
    assert entry.key == record["id"]
    assert not entry.held_back
    assert not could_run(entry.fields)
    if not could_run(file_of(found)):
        assert not entry.repaired
        back = Service.model_validate(entry.fields)
        assert says(back, but=("source",)) == says(found, but=("source", *hsds.NOT_PUBLIC))
    assert {"feed", "id"} <= {*entry.fields["source"]}


@settings(max_examples=20, suppress_health_check=[*HealthCheck])
@given(any_service())
def test_a_service_of_a_list_of_ours_comes_in_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, found: Service
) -> None:
    assume(is_accepted(found))
    entry = from_csv(found, tmp_path_factory.getbasetemp())
    assert not entry.held_back
    assert not entry.repaired
    assert says(Service.model_validate(entry.fields), but=("id",)) == says(found, but=("id",))


def test_a_record_that_only_says_it_is_ours_brings_in_nothing_that_runs() -> None:
    attack = "<img src=x onerror=hit()> [x](javascript:hit()) data:image/png;base64,AAAA"
    found = service(
        description=attack, summary=attack, who_for={"text": attack}, bring=[attack],
        contact={"email": "a@example.org"}, organisation={"name": "T", "description": attack},
        when=[{"text": attack, "notes": attack}, {"dates": ["2026-12-01"], "notes": attack}],
    )  # fmt: skip
    _, entry = from_hsds(found)
    assert not entry.held_back
    assert not could_run(entry.fields)
    assert {"html-removed", "script-removed"} <= {finding.kind for finding in entry.repaired}
