"""A PCN is told what its pages for staff lack: how to refer, whom to turn to in danger, referrals that ran out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran

HEAD = "name: Testbury PCN\nods_code: U12345\nchecked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\n"
ALL_REFER = (
    "roles:\n  link-worker: {refer: A}\n  care-navigator: {refer: B}\n"
    "  care-coordinator: {combined_with: link-worker}\n  health-and-wellbeing-coach: {available: no}\n"
)
CRISIS = "crisis: {lead: Crisis team, phone: 0117 496 0108}\n"
SURGERIES = (
    "practices:\n  - {name: A, ods_code: L81001, safeguarding: {lead: Lead, phone: 0117 496 0107}}\n"
    "  - {name: B, ods_code: L81002, safeguarding: {text: Tell a GP.}}\n"
)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("", ["refer to: Link worker, Care navigator, Coach and Care coordinator", "health crisis", "safeguarding"]),
        (ALL_REFER, ["health crisis", "safeguarding"]),
        (ALL_REFER + CRISIS, ["safeguarding"]),
        (ALL_REFER + CRISIS + SURGERIES, []),
        (ALL_REFER.replace("care-navigator: {refer: B}", "care-navigator: {}") + CRISIS + SURGERIES, ["to: Care nav"]),
        (
            ALL_REFER.replace("link-worker: {refer: A}", "link-worker: {}")
            + CRISIS
            + SURGERIES.replace("L81001,", "L81001, roles: {link-worker: {refer: A}},").replace(
                "L81002,", "L81002, roles: {link-worker: {available: no}},"
            ),
            [],
        ),
    ],
)
def test_what_is_lacking_is_told_and_nothing_else(
    text: str, lacking: list[str], workspace: Path, rolecall: Callable[..., Ran]
) -> None:
    (workspace / "content/pcns/testbury/pcn.yml").write_text(HEAD + text)
    told = [line for line in rolecall(workspace, "check").out.splitlines() if "nobody has written" in line]
    assert len(told) == len(lacking)
    assert all(part in line for part, line in zip(lacking, told, strict=True)), told


def test_referrals_that_ran_out_are_told_with_their_place(workspace: Path, rolecall: Callable[..., Ran]) -> None:
    referrals = "referrals: {open: yes, checked: {date: 2026-10-21, by: Us}}"
    (workspace / "content/pcns/testbury/pcn.yml").write_text(
        f"{HEAD}roles:\n  link-worker: {{refer: A, {referrals}}}\n"
        f"practices:\n  - {{name: A, ods_code: L81001, roles: {{link-worker: {{{referrals}}}}}}}\n"
    )
    service = workspace / "content/pcns/testbury/services/tea.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(f"name: Tea\ndescription: x\norganisation: {{name: T}}\nneeds: [lonely]\n{referrals}\n")

    def told(day: str) -> list[str]:
        out = rolecall(workspace, "check", "--today", day).out
        return [line.split(": ")[1] for line in out.splitlines() if "whether they take referrals" in line]

    assert told("2026-11-21") == []
    assert told("2026-11-22") == [
        "content/pcns/testbury/pcn.yml:6:27",
        "content/pcns/testbury/pcn.yml:8:55",
        "content/pcns/testbury/services/tea.yml:5:1",
    ]
