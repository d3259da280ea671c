"""Whatever a source and a PCN do in turn: what the PCN wrote stays, and what it left alone follows the source."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from imported import begin, entry, said_in, take
from rolecall.exchange.incoming.leaves import leaves, put
from rolecall.yamltext import composed

KEYS = ["1", "2", "3"]
FREE: dict[tuple[str, ...], list[Any]] = {
    ("name",): ["Quay Club", "Mill Club"],
    ("summary",): [None, "Tea.", "Cake."],
    ("who_for", "min_age"): [None, "18", "55"],
    ("contact", "email"): [None, "a@quay.example", "b@quay.example"],
    ("contact", "phones"): [None, [{"number": "0117 496 0123"}], [{"number": "0117 496 0124", "text": "Mornings"}]],
    ("where",): [None, [{"name": "Hall", "postcode": "BS1 1AA"}], [{"name": "Hall"}, {"name": "Café"}]],
    ("bring",): [None, ["A cup"], ["A cup", "A chair"]],
    ("needs",): [None, ["lonely"], ["money", "lonely"]],
    ("checked",): [None, {"date": "2026-05-01", "by": "Council"}, {"date": "2026-06-01", "by": "Our team"}],
    ("extra", "Notes: x"): [None, "Ring first"],
}
NEEDED = {("name",)}


def changes() -> st.SearchStrategy[tuple[str, str, tuple[str, ...], Any]]:
    return st.sampled_from([*FREE]).flatmap(
        lambda way: st.tuples(
            st.sampled_from(["source", "pcn"]), st.sampled_from(KEYS), st.just(way), st.sampled_from(FREE[way])
        )
    )


IMPORT = ("import", "", (), None)
STEPS = st.lists(
    st.one_of(changes(), st.just(IMPORT), st.tuples(st.just("leaves"), st.sampled_from(KEYS), st.just(()), st.none())),
    min_size=3,
    max_size=14,
)


class Desk:
    """A workspace and a source, and beside them what an import has to know: all values, not their digests."""

    def __init__(self, folder: Path) -> None:
        self.root = begin(folder)
        self.source: dict[str, dict[tuple[str, ...], Any]] = {key: {("name",): "Quay Club"} for key in KEYS}
        self.absent: set[str] = set()
        self.base: dict[str, dict[tuple[str, ...], Any]] = {}
        self.files: dict[str, Path] = {}

    def edit(self, key: str, way: tuple[str, ...], value: Any) -> None:
        if key not in self.files:
            return
        fields: Any = {**said_in(self.files[key])}
        put(fields, way, value)
        fields.setdefault("needs", [])
        self.files[key].write_text(f"# Ours {key}\n{composed(fields)}")

    def offered(self) -> list[Any]:
        entries = []
        for key in KEYS:
            fields: dict[str, Any] = {}
            for way, value in self.source[key].items():
                put(fields, way, value)
            entries += [] if key in self.absent else [entry(key, **fields)]
        return entries

    def bring(self) -> None:
        before = {key: leaves(said_in(path)) for key, path in self.files.items()}
        report = take(self.root, self.offered())
        assert report.read == len(KEYS) - len(self.absent) == report.came_in
        for outcome in report.arrived.outcomes:
            self.files[outcome.entry.key] = self.root / f"content/pcns/testbury/services/{outcome.slug}.yml"
        for key, path in self.files.items():
            if key not in self.absent:
                conflicts = {found.steps for o in report.in_conflict if o.entry.key == key for found in o.conflicts}
                self.judge(key, before.get(key), leaves(said_in(path)), conflicts)
            if key in before:
                assert path.read_text().count("# Ours") <= 1
        again = take(self.root, self.offered())
        assert not again.arrived.texts, "to import again changes nothing"
        assert {o.entry.key for o in again.in_conflict} == {o.entry.key for o in report.in_conflict}

    def judge(self, key: str, before: Any, after: Any, conflicts: set[tuple[str, ...]]) -> None:
        now = self.source[key]
        base = self.base.setdefault(key, {})
        for way in FREE:
            there = now.get(way)
            if before is None:
                assert after.get(way) == there
                base[way] = there
            elif before.get(way) == base.get(way) or before.get(way) == there:
                assert after.get(way) == there, f"{way} follows the source"
                base[way] = there
            else:
                assert after.get(way) == before.get(way), f"{way} is what the PCN wrote"
                is_conflict = there != base.get(way) and way != ("checked",)
                assert (way in conflicts) == is_conflict, way
                if way == ("checked",):
                    base[way] = there


@settings(max_examples=60)
@given(STEPS)
def test_nothing_that_a_pcn_wrote_is_lost_and_all_else_follows_the_source(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.bring()
        for what, key, way, value in [*steps, IMPORT]:
            if what == "import":
                desk.bring()
            elif what == "leaves":
                desk.absent ^= {key}
            elif value is not None or way not in NEEDED:
                if what == "pcn":
                    desk.edit(key, way, value)
                elif value is None:
                    desk.source[key].pop(way, None)
                else:
                    desk.source[key][way] = value
