"""A change by form, by workbook and by hand is the same change, for files and for readers. Comments stay."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from editing import editing
from rolecall.build import made
from rolecall.edit.controls import Sent
from rolecall.edit.forms import person_id
from rolecall.exchange.workbook import imported
from rolecall.opened import open_workspace
from rolecall.workspace import Workspace
from rolecall.yamltext import composed, plain
from test_workbook import export, fill, sound

TODAY = date(2026, 11, 22)
WORDS = st.sampled_from(
    ["Soup.", "Ask at the desk: room 4", "# 1 café", "it's 'free'", "Tea & 3", "yes", "12", "Mon–Fri"]
)
NUMBERS = st.sampled_from(["0117 496 0299", "0117 496 0298"])
ADDRESSES = st.sampled_from(["1 Quay Street\nBristol", "2 Mill Lane"])
PROSE = st.sampled_from(["Walks.\n\n- slow\n- fast", "A."])
DAYS = st.sampled_from(["2026-11-02", "2026-10-30"])
CHANGES: dict[tuple[str, str, str, str], st.SearchStrategy[str]] = {
    ("pcn", "", "phone", "Your words"): NUMBERS,
    ("pcn", "", "complaints.text", "Your words"): WORDS,
    ("pcn", "", "checked.date", "Your words"): DAYS,
    ("surgery", "Y99971", "Y99971", "Phone"): NUMBERS,
    ("surgery", "Y99973", "Y99973", "Address (one line each)"): st.sampled_from(
        ["1 Quay Street\nBristol", "2 Mill Lane"]
    ),
    ("role", "link-worker/answers.go_with", "/link-worker/answers.go_with", "Your answer"): st.sampled_from(
        ["Yes", "No", "Sometimes"]
    ),
    ("role", "link-worker/answers.go_with", "/link-worker/answers.go_with", "More words"): WORDS,
    ("role", "care-coordinator/answers.wait", "/care-coordinator/answers.wait", "Your answer"): WORDS,
    ("role", "link-worker/answers.meet", "Y99971/link-worker/answers.meet", "Your answer"): WORDS,
    ("role", "link-worker/reach", "/link-worker/reach.phone", "Your answer"): NUMBERS,
    ("service", "mill-street-lunch-club", "mill-street-lunch-club", "In a sentence"): WORDS,
    ("service", "mill-street-lunch-club", "mill-street-lunch-club", "Helps with"): st.sampled_from(
        ["Money worries", "Feeling lonely or cut off\nMoney worries"]
    ),
    ("service", "ferry-road-walkers", "ferry-road-walkers", "Status"): st.sampled_from(["Paused", "Closed"]),
    ("service", "ferry-road-walkers", "ferry-road-walkers", "Checked on"): DAYS,
    ("service", "ferry-road-walkers", "ferry-road-walkers", "What it is"): st.sampled_from(
        ["Walks.\n\n- slow\n- fast", "A."]
    ),
    ("person", "0 Sam Example", "0 Sam Example", "About"): WORDS,
    ("helpline", "samaritans", "samaritans", "How to use it"): WORDS,
}
"""Cells with what may be written there: by the form, the line in the workbook and its heading."""
SHEETS = {
    "pcn": "Your PCN", "surgery": "Surgeries", "role": "Roles", "service": "Services", "person": "People",
    "helpline": "Helplines",
}  # fmt: skip


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Riverside, and its workbook."""
    root = tmp_path_factory.mktemp("same")
    shutil.copytree(ROOT / "content/pcns/riverside", root / "content/pcns/riverside")
    export(root, "riverside", root / "r.xlsx")
    return root


@settings(max_examples=max(6, settings.default.max_examples // 25), suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=6), st.data())
def test_a_change_is_the_same_by_form_by_workbook_and_by_hand(
    start: Path, tmp_path_factory: pytest.TempPathFactory, cells: set[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    changes = {cell: data.draw(CHANGES[cell], label=str(cell)) for cell in sorted(cells)}
    folder = tmp_path_factory.mktemp("each")
    roots = {way: folder / way for way in ("form", "workbook", "hand")}
    for root in roots.values():
        shutil.copytree(start, root)

    by_form(roots["form"], changes)
    by_workbook(roots["workbook"], changes)
    by_hand(roots["hand"], roots["workbook"])

    texts = {way: files(root) for way, root in roots.items()}
    assert texts["form"] == texts["workbook"]
    before = files(start)
    for name, text in texts["form"].items():
        comments = [line.strip() for line in before[name].splitlines() if line.strip().startswith("#")]
        assert [line.strip() for line in text.splitlines() if line.strip().startswith("#")] == comments
    assert seen(roots["form"]) == seen(roots["hand"])


def by_form(root: Path, changes: dict[tuple[str, str, str, str], str]) -> None:
    forms: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for (kind, id, key, heading), text in changes.items():
        forms.setdefault((kind, person_id(id) if kind == "person" else id), {})[key, heading] = text
    with editing(root, "riverside") as (_, desk), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        for (kind, id), cells in forms.items():
            form = desk.form(kind, id)
            assert form
            values: dict[str, list[str]] = {}
            for control in form.controls:
                row = form.rows[control.place.line]
                values[f"seen:{control.name}"] = [control.seen]
                column = "Your words" if kind == "pcn" else control.heading
                text = cells.get((row.key, column), None)
                values[control.name] = control.text.split("\n") if text is None else chosen(control, text)
            wrong, saved = desk.save(kind, id, Sent(values))
            assert not wrong, [each.problems for each in wrong.controls]
            del saved


def chosen(control: Any, text: str) -> list[str]:
    """What a browser sends: of choices the ids, else the text."""
    ids = {choice.label: choice.id for choice in control.choices}
    return [ids[line] for line in text.split("\n")] if ids else [text]


def by_workbook(root: Path, changes: dict[tuple[str, str, str, str], str]) -> None:
    for kind, sheet in SHEETS.items():
        cells = {(key, heading): text for (of, _, key, heading), text in changes.items() if of == kind}
        if cells:
            fill(root / "r.xlsx", sheet, cells)
    content, loaded = sound(root, "riverside")
    found = imported(root / "r.xlsx", content, loaded, "riverside", root, today=TODAY)
    assert not found.problems, [*map(str, found.problems)]
    for path, text in found.texts.items():
        path.write_text(text)


def by_hand(root: Path, like: Path) -> None:
    """The same facts, written anew by somebody who has no comments and another order of lines."""
    opened = open_workspace(Workspace(like, ROOT), ["riverside"], today=TODAY)
    nodes = {"pcn.yml": opened.loaded.pcns["riverside"].node}
    nodes |= {f"services/{id}.yml": file.node for id, file in opened.loaded.services["riverside"].items()}
    for name, node in nodes.items():
        facts: Any = plain(node)
        (root / "content/pcns/riverside" / name).write_text(composed(dict(reversed(facts.items()))))


def files(root: Path) -> dict[str, str]:
    folder = root / "content/pcns/riverside"
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.yml"))}


def seen(root: Path) -> dict[str, bytes]:
    """What a reader sees."""
    site = made(open_workspace(Workspace(root, ROOT), ["riverside"], today=TODAY), "riverside")
    assert not site.problems
    return {**site.files}
