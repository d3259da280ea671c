"""Services that come in again and again: in each folder of `imports/`, what is done in turn, and what is so then.

`RECORD=1 pytest tests/test_imports.py` writes down anew what comes of it: read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT
from imported import begin, entry, take
from rolecall.editing.files import SERVICE_SCHEMA_LINE
from rolecall.exchange.incoming import Finding
from rolecall.exchange.incoming.remembered import Remembered, read_lock
from rolecall.exchange.incoming.report import changes, lines
from rolecall.exchange.incoming.updates import Wishes

CASES = sorted((ROOT / "tests/imports").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_what_comes_of_it(case: Path, tmp_path: Path) -> None:
    root = begin(tmp_path)
    found = "".join(told(root, yaml.safe_load((case / "steps.yml").read_text())))
    if os.environ.get("RECORD"):
        (case / "expected.txt").write_text(found)
    assert found == (case / "expected.txt").read_text()


def told(root: Path, steps: list[dict[str, Any]]) -> Iterator[str]:
    """What each import says and changes, and the files at the end."""
    services = root / "content/pcns/testbury/services"
    for step in steps:
        if "import" in step:
            wishes = Wishes(keep_mine=step.get("keep_mine", False), accept_losses=step.get("accept_losses", True))
            entries = [as_entry(fields) for fields in step["import"]]
            options = {"feed": step.get("feed", "Council"), "whole": step.get("whole", True)}
            before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
            report = take(root, entries, outside=step.get("outside", ()), wishes=wishes, **options)
            for line in (*lines(report), *(f"> {line}" for line in changes(report))):
                yield f"{line}\n"
            if report.arrived.too_many_gone:
                yield "Nothing was written.\n"
                assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
            yield "\n"
        for slug, edits in step.get("edit", {}).items():
            text = (services / f"{slug}.yml").read_text()
            for old, new in edits.items():
                assert old in text, text
                text = text.replace(old, new)
            (services / f"{slug}.yml").write_text(text)
        for slug, text in step.get("write", {}).items():
            (services / f"{slug}.yml").write_text(text)
        for slug in step.get("delete", ()):
            (services / f"{slug}.yml").unlink()
        for old, new in step.get("rename", {}).items():
            (services / f"{old}.yml").rename(services / f"{new}.yml")
        if step.get("forget"):
            (services.parent / "imported.lock").unlink()
    for path in sorted(services.glob("*.yml")):
        text = path.read_text().removeprefix(f"{SERVICE_SCHEMA_LINE}\n")
        yield f"--- {path.name}\n{text}"


def as_entry(fields: dict[str, Any]) -> Any:
    repaired = tuple(Finding(kind, field, f"it was {kind}") for kind, field in fields.pop("_repaired", {}).items())
    return entry(fields.pop("id"), **fields, **({"_repaired": repaired} if repaired else {}))


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (
            "a name aaaaaaaaaaaa\n<<<<<<< HEAD\nb name bbbbbbbbbbbb\n=======\n>>>>>>> main\n",
            2,
            "2 versions of this file",
        ),
        ("a name\n", 1, "an import did not write this line"),
        ("# x\n\na name zzz\n", 3, "an import did not write this line"),
        ("a name aaaaaaaaaaaa\n\xff".encode("latin-1"), 1, "this file cannot be read"),
    ],
)
def test_a_damaged_lock_is_told_with_its_line(text: str | bytes, line: int, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "imported.lock").write_bytes(text if isinstance(text, bytes) else text.encode())
    remembered, problems = read_lock(tmp_path, "imported.lock")
    assert remembered is None
    assert problems[0].place.line == line
    assert problems[0].sentence.startswith(sentence)
    assert problems[0].fix


def test_both_sides_of_a_merge_count_as_imported(tmp_path: Path) -> None:
    """Two people import on 2 branches, and git keeps the lines of both."""
    left, right = begin(tmp_path / "left"), begin(tmp_path / "right")
    for root, name in ((left, "Lunch"), (right, "Dinner")):
        take(root, [entry("a", name="Club")])
        take(root, [entry("a", name=name), entry(name)])
    lock = "content/pcns/testbury/imported.lock"
    both = sorted({*(left / lock).read_text().splitlines(), *(right / lock).read_text().splitlines()})
    (left / lock).write_text("\n".join(both) + "\n")
    report = take(left, [entry("a", name="Supper"), entry("Lunch")], whole=False)
    assert not report.in_conflict
    assert report.counts["changed"] == 1
    assert "name: Supper" in (left / "content/pcns/testbury/services/club.yml").read_text()


def test_an_import_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    """Files are put in place one after another, the lock last."""
    root = begin(tmp_path)
    entries = [entry("a", name="Lunch", summary="Hot."), entry("b", name="Choir")]
    take(root, entries)
    lock = root / "content/pcns/testbury/imported.lock"
    before = lock.read_text()
    newer = [entry("a", name="Lunch", summary="Warm."), entry("b", name="Choir"), entry("c", name="Walk")]
    take(root, newer)
    after = lock.read_text()
    lock.write_text(before)
    report = take(root, newer)
    assert report.counts["same"] == 3
    assert not report.in_conflict
    assert lock.read_text() == after


def test_what_is_remembered_holds_no_value(tmp_path: Path) -> None:
    root = begin(tmp_path)
    take(
        root,
        [entry("a", contact={"email": "private@quay.example"}), entry("b", contact={"email": "private@quay.example"})],
    )
    text = (root / "content/pcns/testbury/imported.lock").read_text()
    digests = [line.rsplit(" ", 1)[1] for line in text.splitlines() if " contact.email " in line]
    assert len(set(digests)) == 2, "the same value has another digest in another service"
    assert "private" not in text
    assert text.splitlines()[2:] == sorted(text.splitlines()[2:])
    assert isinstance(read_lock(root / "content/pcns/testbury", "")[0], Remembered)
