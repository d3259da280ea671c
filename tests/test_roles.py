"""Roles that share an order, that an answer leads to and nobody has, that another person does as well."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT, Ran
from test_cases import seen


def copied(path: str, workspace: Path, *changes: tuple[str, str]) -> None:
    """A shipped file in the workspace, with other words in it."""
    text = (ROOT / path).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (workspace / path).parent.mkdir(parents=True, exist_ok=True)
    (workspace / path).write_text(text)


def say(workspace: Path, *lines: str) -> None:
    with (workspace / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write("\n".join(lines) + "\n")


def page(workspace: Path, address: str) -> str:
    return seen((workspace / "site/testbury" / address / "index.html").read_text())


def test_2_core_roles_may_have_the_same_order(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    copied("roles/link-worker.yml", workspace, ("order: 1\n", "order: 2\n"))
    copied("roles/care-coordinator.yml", workspace, ("order: 4\n", "order: 2\n"))
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    assert "Care coordinator or link worker" in page(workspace, "compare")
    assert (workspace / "site/testbury/compare/care-coordinator-or-link-worker/index.html").exists()


def test_an_answer_may_lead_to_somebody_whom_a_pcn_has_not(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    copied(
        "content/choose.yml",
        workspace,
        ("  my-plan:\n", "  nurse: {role: practice-nurse, why: They know.}\n\n  my-plan:\n"),
        ("        outcome: my-plan\n", "        outcome: my-plan\n      - text: A nurse\n        outcome: nurse\n"),
    )
    copied("content/needs.yml", workspace, ("first_role: link-worker", "first_role: practice-nurse"))
    say(workspace, "checked: {date: 2026-10-01, by: A team}", "next_check: 2027-10-01",
        "roles: {practice-nurse: {available: no}}")  # fmt: skip
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    words = page(workspace, "choose/nurse")
    assert "Start at your GP surgery" in words
    assert "Ask at your GP surgery who can help you instead." in words
    assert "See first: Nurse" not in page(workspace, "staff")


def test_programs_are_told_how_to_reach_somebody_who_does_2_jobs(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    say(workspace, "checked: {date: 2026-10-01, by: A team}", "next_check: 2027-10-01", "roles:",
        "  link-worker: {reach: {phone: 0117 496 0101, email: lw@example.org}}",
        "  care-coordinator: {combined_with: link-worker, only_for: People with cancer.}",
        "  health-and-wellbeing-coach: {available: no, instead: link-worker}")  # fmt: skip
    assert rolecall(workspace, "build").code == 0
    roles = {one["id"]: one for one in json.loads((workspace / "site/testbury/data/roles.json").read_text())["roles"]}
    for id in ("care-coordinator", "health-and-wellbeing-coach"):
        assert roles[id]["reach"]["phone"] == "0117 496 0101"
        assert roles[id]["reach"]["email"] == "lw@example.org"
    assert roles["care-coordinator"]["combined_with"] == "link-worker"
    assert roles["care-coordinator"]["only_for"] == "People with cancer."


def test_a_site_works_where_nobody_has_a_core_role(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    core = ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator")
    say(workspace, "checked: {date: 2026-10-01, by: A team}", "next_check: 2027-10-01", "roles:",
        *(f"  {id}: {{available: no}}" for id in core))  # fmt: skip
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    assert "Your GP surgery can tell you what there is near you." in page(workspace, "services")


def test_what_an_answer_is_used_for_stands_at_its_question(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    """An id is a name like any other: ticks and the pages for staff go by the use."""
    copied(
        "content/questions.yml",
        workspace,
        ("        kind: list\n        use: refer_when\n", "        kind: list\n"),
        ("        ask: Is this a doctor or nurse?\n        kind: choice\n",
         "        ask: Is this a doctor or nurse?\n        kind: choice\n        use: refer_when\n"),
        ("        use: helps_with\n", "        use: does\n"),
    )  # fmt: skip
    ran = rolecall(workspace, "check")
    assert ran.code == 0, ran.out
    assert "no question has the use helps_with, so pages do without it" in ran.out
    assert 'the question "does" has the use does too, and only that one counts' in ran.out
    assert rolecall(workspace, "build").code == 0
    words = page(workspace, "staff")
    assert "Is this a doctor or nurse?" in words
    assert "Refer when" not in words
