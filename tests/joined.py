"""What a reader finds true at a surgery, to compare before and after something moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rolecall.at_once import do_all
from rolecall.joining.levels import IN_DANGER, bare
from rolecall.joining.outcome import Outcome
from rolecall.model import Reach
from rolecall.site import Site, SiteRole, Workplace

_REACH = ("text", "phone", "email", "url", "self_refer")


def at_surgery(site: Site, code: str) -> dict[str, Any]:
    """All that patients and staff of a surgery read of it, of its roles, and of whom to turn to in danger."""
    surgery = next(one for one in site.practices if one.practice.ods_code == code)
    place = Workplace(site, surgery)
    of_it = surgery.practice.model_dump(exclude={"roles", "slug", "checked", "next_check", *IN_DANGER})
    found: dict[str, Any] = {f"surgery {name}": value for name, value in of_it.items() if value}
    for danger in place.in_danger:
        found[f"danger {danger.kind}"] = danger.contact
    for id in site.content.roles:
        found |= {f"{id} {what}": value for what, value in of_role(place.role(id), place).items()}
    return found


def of_role(role: SiteRole, place: Workplace) -> dict[str, Any]:
    """What is said of a role. Of one that nobody has, its name and whom to see instead is all that is read."""
    said: dict[str, Any] = {"title": role.title, "available": role.available}
    if not role.available:
        other = role.stand_in(place.all_roles)
        return said | {"instead": other.id if other else None}
    reach: Reach = role.reach.reach
    said |= {"combined": role.combined_with, "only for": role.only_for, "refer": role.refer, "text": role.text_name}
    said |= {"referrals": role.referrals} | {f"reach {name}": getattr(reach, name) for name in _REACH}
    for id, answer in role.answers.items():
        said[id] = bare(answer.answer.model_dump(exclude={"checked", "next_check", "sources", "assumed"}))
    return said


def checks(site: Site, code: str) -> dict[str, Any]:
    """Who checked each local answer at a surgery."""
    surgery = next(one for one in site.practices if one.practice.ods_code == code)
    return {
        f"{role.id} {id}": answer.checked
        for role in map(Workplace(site, surgery).role, site.content.roles)
        if role.available
        for id, answer in role.answers.items()
        if answer.where and answer.question.from_ == "answers"
    }


def put(root: Path, out: Outcome) -> None:
    """Do what is to be done."""
    files = {root / path: data for path, data in out.files.items()}
    do_all(root, files, {root / old: root / new for old, new in out.folders.items()})
