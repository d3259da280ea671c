"""The report of an import: its counts add up, its page shows all and runs nothing, its JSON is for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from imported import begin, entry, take
from rolecall.exchange.incoming import Finding
from rolecall.exchange.incoming.report import as_json, as_page, lines

ATTACK = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begin(tmp_path)


KINDS = st.lists(st.sampled_from(["closed", "no-contact", "test-record", "refuge"]), max_size=2)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 6), KINDS, st.booleans(), st.booleans()), max_size=12),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_counts_add_up_to_what_was_read(
    tmp_path_factory: pytest.TempPathFactory,
    found: list[tuple[int, list[str], bool, bool]],
    beside: tuple[int, int],
) -> None:
    root = begin(tmp_path_factory.mktemp("w"))
    first = [
        entry(str(key), description="Tea." if is_fit else "<b>", _held_back=held) for key, held, is_fit, _ in found
    ]
    repeats, unreadable = beside
    outside = [str(key) for key, _, _, is_outside in found if is_outside]
    for entries in (first, first[::-1], first[:3]):
        report = take(root, entries, repeats=repeats, unreadable=unreadable, outside=outside)
        assert report.read == len(entries) + sum(beside)
        value = json.loads(as_json(report))
        assert value["read"] == sum(value["counts"].values()) == report.read
        assert len(value["services"]) == len(entries)
        assert sum(value["held_back"].values()) == value["counts"]["held"]
        numbers = [int(number) for number in re.findall(r'<td class="number">(\d+)</td>', as_page(report).decode())]
        assert numbers[0] == report.read == sum(numbers[1 : 1 + sum(1 for n in report.counts.values() if n)])


def test_nothing_in_a_report_can_run_or_ask_another_server(root: Path) -> None:
    hostile = entry(
        ATTACK,
        name=f"Club {ATTACK}",
        _repaired=(Finding(ATTACK, ATTACK, ATTACK, ATTACK, ATTACK),),
        _unmapped=(ATTACK,),
        _near=(ATTACK,),
        _is_stale=True,
        _held_back=(ATTACK,),
    )
    report = take(root, [hostile, entry("2", _unmapped=(ATTACK,), _near=(ATTACK,), _is_stale=True)], feed=ATTACK)
    page = as_page(report).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert not re.findall(r'<[a-z][^>]*\s(?:src|href)=(?!"#)', page)
    assert "default-src &#39;none&#39;" in page
    assert page.count("{{ 7*7 }}") > 3
    json.loads(as_json(report))


def test_each_service_with_something_to_say_is_linked_to_it(root: Path) -> None:
    take(root, [entry("1", summary="Old")])
    path = root / "content/pcns/testbury/services/club-1.yml"
    path.write_text(path.read_text().replace("Old", "Ours"))
    put_right = Finding("address-without-scheme", "url", "https:// was missing", "quay.example", "https://quay.example")
    entries = [
        entry("1", summary="New"),
        entry("2", _held_back=("no-contact",)),
        entry("3", _repaired=(put_right,), _unmapped=("Bowls",)),
        entry("4", _is_stale=True),
    ]
    report = take(root, entries)
    page = as_page(report).decode()
    ids = set(re.findall(r' id="([\w-]+)"', page))
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= ids
    for words in ("Ours here, New in the source", "it is no-contact", ">quay.example → https://quay.example<", "Bowls"):
        assert words in page
    told = "\n".join(lines(report))
    assert (
        "Read 4 services from Council:\n  came in 3: new 2, changed 0, the same 1\n  held back 1: no contact 1" in told
    )
    assert 'club-1: summary is "Ours" here, and "New" there' in told


def test_the_fields_of_the_json_are_documented(root: Path) -> None:
    documented = (ROOT / "docs/import-report.md").read_text()
    take(root, [entry("1", summary="Old"), entry("2")])
    finding = Finding("x", "y", "z")
    value = json.loads(as_json(take(root, [entry("1", summary="New", _repaired=(finding,), _held_back=())])))

    def names(part: object) -> set[str]:
        if isinstance(part, dict):
            return {*part, *(name for inner in part.values() for name in names(inner))}
        return {name for inner in part for name in names(inner)} if isinstance(part, list) else set()

    assert {name for name in names(value) if f"`{name}`" not in documented} <= {"x", "y"}
