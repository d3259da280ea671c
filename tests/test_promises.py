"""A PCN is told where its words promise a time, since nobody's diary keeps such a promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, Ran
from rolecall.checks.promises import promise_in
from rolecall.load import Workspace
from rolecall.opened import open_workspace

EXAMPLES: dict[str, list[str]] = yaml.safe_load((ROOT / "tests/promises.yml").read_text())


@pytest.mark.parametrize("text", EXAMPLES["promises"])
def test_a_promise_is_found(text: str) -> None:
    assert promise_in(text)


@pytest.mark.parametrize("text", EXAMPLES["careful"])
def test_what_is_said_with_care_is_none(text: str) -> None:
    assert not promise_in(text)


def test_check_names_each_at_its_place(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    pcn = workspace / "content/pcns/testbury"
    (pcn / "pcn.yml").write_text(
        "name: Testbury PCN\nods_code: U12345\n"
        "checked: {date: 2026-10-01, by: A team}\nnext_check: 2027-10-01\n"
        "roles:\n  link-worker:\n    reach: {text: Call us. We call you back in 2 days.}\n    answers:\n"
        "      wait: {text: You wait 3 weeks.}\n      first_contact: {list: [We meet., It lasts 1 hour.]}\n"
        "practices:\n  - name: Mill Surgery\n    ods_code: L81008\n    roles:\n      link-worker:\n        answers:\n"
        "          wait: {text: You usually wait 2 weeks.}\n"
    )
    (pcn / "services").mkdir(exist_ok=True)
    (pcn / "services/club.yml").write_text(
        "name: Club\ndescription: We meet for 2 hours.\norganisation: {name: A}\nneeds: [lonely]\n"
        "how_to_join: {wait: 2 weeks}\nchecked: {date: 2026-10-01, by: A team}\n"
    )
    told = [line for line in rolecall(workspace, "check").out.splitlines() if "reads as a promise" in line]
    assert [line.partition(": ")[2].replace(" reads as a promise, and people count on it", "") for line in told] == [
        'content/pcns/testbury/pcn.yml:7:19: "2 days"',
        'content/pcns/testbury/pcn.yml:9:20: "3 weeks"',
        'content/pcns/testbury/pcn.yml:10:40: "1 hour"',
        'content/pcns/testbury/services/club.yml:5:21: "2 weeks"',
    ]


def test_the_examples_promise_nothing() -> None:
    opened = open_workspace(Workspace(ROOT, ROOT), today=date(2026, 11, 25))
    assert not [str(note) for note in opened.notes if "reads as a promise" in note.sentence]
