"""A service that comes in again and again: the source changes, the PCN edits, and nothing of either is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import begin, entry, services, take


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begin(tmp_path)


def edit(root: Path, slug: str, old: str, new: str) -> None:
    path = root / f"content/pcns/testbury/services/{slug}.yml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_smoke(root: Path) -> None:
    first = [entry("1", contact={"email": "a@quay.example"}), entry("2", who_for={"min_age": 55})]
    report = take(root, first)
    assert report.counts["new"] == 2
    report = take(root, first)
    assert report.counts["same"] == 2
    assert not report.arrived.texts
    edit(root, "club-1", "a@quay.example", "b@quay.example")
    edit(root, "club-1", "name: Club 1", "# Ours\nname: Club 1")
    report = take(root, [entry("1", name="New name", contact={"email": "c@quay.example"})])
    assert report.counts["changed"] == 1
    assert [c.theirs for c in report.in_conflict[0].conflicts] == ["c@quay.example"]
    assert services(root)["club-1"]["name"] == "New name"
    assert services(root)["club-2"]["status"] == "paused"
    report = take(root, first)
    assert "status" not in services(root)["club-2"]
