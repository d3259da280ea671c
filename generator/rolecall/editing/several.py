"""A PCN's edits of services that several PCNs have. They go into its own files, and never into the shared ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rolecall.editing.changes import Change
from rolecall.editing.layout import Layout
from rolecall.load import NEEDED, Loaded
from rolecall.model import Service
from rolecall.model.walk import fields_of, holds, value_at

_KINDS = {field.name: holds(field.kind) for field in fields_of(Service).values()}
_LISTS = frozenset(name for name, held in _KINDS.items() if held.inner is not None and held.key is None)


def followed(loaded: Loaded, pcn: str) -> dict[str, str]:
    """The services of a PCN that follow a file for several PCNs, by id, with the name of that file."""
    shared = loaded.shared_in(pcn)
    shown = loaded.services_in(pcn)
    return {id: file.whole.file for id, file in shared.items() if id in shown and shown[id].file == file.whole.file}


def what_differs(
    after: Mapping[str, Any], before: Mapping[str, Any], *, local: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """What the PCN's own file has to say so that its site says `after` where it said `before`, and what it cannot say.

    `local` is what that file says now, and `theirs` what the file for several PCNs says. What cannot be said is that a
    field of theirs is empty, where it is not a list. What is as in theirs again is left out. A file with all that a
    service needs is taken for the whole of one, so then it gets all.
    """
    gone = [name for name in theirs if name in before and name not in after]
    differs = {name: value for name, value in after.items() if name in local or value != before.get(name)}
    differs |= {name: [] for name in gone if name in _LISTS}
    again = {name for name in differs if after.get(name) != before.get(name) and after.get(name) == theirs.get(name)}
    if differs.keys() - again:  # A file that says nothing is none.
        differs = {name: value for name, value in differs.items() if name not in again}
    if differs.keys() >= {*NEEDED}:
        differs = {**after, **differs}
        if "checked" not in local and after.get("checked") == before.get("checked"):
            differs.pop("checked", None)
    return differs, [name for name in gone if name not in _LISTS]


def is_their_check(change: Change, changes: Sequence[Change], layout: Layout) -> bool:
    """Whether a change would take the check of a file for several PCNs for one of what differs in this PCN.

    It is in a workbook that was written before that differed. Nobody has checked this since.
    """
    id = change.field.file
    theirs = layout.shared.get(id, {})
    of_check = [other for other in changes if other.field.file == id and other.field.path[0] == "checked"]
    return change in of_check and all(
        other.field.value is None and other.new == value_at(theirs, other.field.path) for other in of_check
    )
