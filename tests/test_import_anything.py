"""Whatever the model allows comes in as it is, whatever it is called, and a second import finds nothing to do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imported import TODAY, begin, entry, services, take
from rolecall.bundled import bundled
from rolecall.exchange.incoming.leaves import as_text, leaves
from rolecall.load import Workspace, load_shared
from rolecall.slugs import is_slug
from strategies.drawn import World
from strategies.services import services as any_service


def world() -> World:
    """All ids that Rolecall ships."""
    loaded, _ = load_shared(Workspace(bundled(), bundled()))
    words: Any = {
        name: [*node.entries] for name, node in loaded.ids("service-words").items() if hasattr(node, "entries")
    }
    return World(TODAY, ids={"needs": [*loaded.ids("needs")], **words})


@settings(max_examples=30)
@given(st.lists(any_service(world(), "club"), min_size=1, max_size=3))
def test_what_the_model_allows_comes_in_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, Any]]
) -> None:
    root = begin(tmp_path_factory.mktemp("w"))
    entries = [entry(str(at), **fields) for at, fields in enumerate(drawn)]
    report = take(root, entries)
    files = services(root)
    assert sum(report.counts[became] for became in ("new", "unfit", "already")) == len(drawn)
    for outcome in report.of("new"):
        wanted = as_text({**drawn[int(outcome.entry.key)], "id": None})
        found = {**files[outcome.slug]}
        assert found.pop("source")["id"] == outcome.entry.key
        wanted.pop("source", None)
        assert _bare(found) == _bare(wanted)
    again = take(root, entries)
    assert not again.arrived.texts
    assert again.counts["same"] == report.counts["new"]


def _bare(fields: dict[str, Any]) -> dict[Any, Any]:
    return {steps: as_text([value]) for steps, value in leaves(fields).items()} | {
        ("description",): fields["description"].strip()
    }


@settings(max_examples=100)
@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90)), max_size=6))
def test_any_names_and_ids_give_files_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, str]]
) -> None:
    root = begin(tmp_path_factory.mktemp("w"))
    entries = [entry(key, name=name) for key, name in drawn]
    report = take(root, entries)
    assert report.read == len(entries)
    slugs = [outcome.slug for outcome in report.of("new")]
    assert len({*slugs}) == len(slugs)
    assert all(is_slug(slug) and len(slug) <= 80 for slug in slugs)
    assert not take(root, entries).arrived.texts
    if report.counts["repeated"] == 0:
        assert not take(root, entries[::-1]).arrived.texts
        root = begin(tmp_path_factory.mktemp("w"))
        other = {outcome.entry.key: outcome.slug for outcome in take(root, entries[::-1]).of("new")}
        assert other == {outcome.entry.key: outcome.slug for outcome in report.of("new")}, "whatever the order"
