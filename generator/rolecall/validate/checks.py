"""The rules of checks: days that can be, and no local fact that nobody has checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rolecall.load import YamlFile
from rolecall.model import PCN, Checked, Person, Service, SignOff
from rolecall.places import Path, Problem
from rolecall.standing import checks_of, facts_of


def check_days(top: PCN | Service, file: YamlFile, today: date) -> Iterator[Problem]:
    """Checks with impossible days."""
    for path, checked, next_check in checks_of(top):
        if checked and checked.date > today:
            fix = "Write the day on which it was made."
            yield Problem(file.at(*path, "checked", "date"), "this check is in the future", fix, kind="wrong")
        if checked and next_check and next_check <= checked.date:
            yield Problem(
                file.at(*path, "next_check"),
                "the next check is not after the last check",
                f"Write a day after {checked.date}.",
                kind="conflict",
            )


def days_of_saying_yes(pcn: PCN, file: YamlFile, today: date) -> Iterator[Problem]:
    """Days in the future on which somebody is said to have looked at something, or to have agreed."""
    agreed = pcn.sign_off
    given: dict[Path, Checked | None] = {("urgent_help_checked",): pcn.urgent_help_checked}
    given |= {("sign_off", name): getattr(agreed, name) for name in SignOff.model_fields} if agreed else {}
    for path, checked in given.items():
        if checked and checked.date > today:
            fix = "Write the day on which it was done."
            yield Problem(file.at(*path, "date"), "this day is in the future", fix, kind="wrong")


def unchecked(pcn: PCN, file: YamlFile) -> Iterator[Problem]:
    """Local facts of which nobody says who checked them, or until when they count. One problem for all of each."""
    missing: dict[str, list[Path]] = {"checked": [], "next_check": []}
    for fact in facts_of(pcn):
        path = (*fact.path, "name") if isinstance(fact.value, Person) else fact.path
        if not fact.standing.checked:
            missing["checked"].append(path)
        if not fact.standing.until:
            missing["next_check"].append(path)
    for what, help in (
        ("checked", "checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}"),
        ("next_check", "next_check: 2027-04-01"),
    ):
        if paths := missing[what]:
            several = f", the first of {len(paths)} such facts" if len(paths) > 1 else ""
            lack = "does not say who checked it and when" if what == "checked" else "has no next_check date"
            yield Problem(
                replace(file.key(*paths[0]), path=(*paths[0], what)),
                f"this local fact {lack}{several}",
                f"Add it once for the whole PCN, in a line without spaces in front: {help}",
                kind="unchecked",
            )
