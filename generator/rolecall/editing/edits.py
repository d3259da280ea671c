"""All that somebody changed in the sheets of a PCN, new surgeries being known on the other sheets at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from rolecall.editing.changes import Merged, applied
from rolecall.editing.given import Given
from rolecall.editing.layout import Layout
from rolecall.editing.leaving import with_what_goes
from rolecall.editing.merge import merged
from rolecall.editing.roles import of_roles
from rolecall.editing.several import is_their_check
from rolecall.editing.sheet import Sheet
from rolecall.editing.sheets import of_people

OF_SURGERIES = ("Roles", "People")
"""The sheets that name surgeries."""

_CODE = ("ods_code",)


def edits(sheets: Sequence[Sheet], given: Mapping[str, Sequence[Given]], layout: Layout, *, today: date) -> Merged:
    """What the given lines of all sheets, by their names, say differently from the files."""
    found = merged([sheet for sheet in sheets if sheet.name not in OF_SURGERIES], given, layout, today=today)
    # A surgery that is new here may already have people and answers in the other sheets.
    # One that has lost its code is named once, and not again in each line about it.
    kept = [
        change for change in found.changes if not change.takes_out and (change.new or change.field.path[-1:] != _CODE)
    ]
    new = applied(kept, layout.raw, {}).get("", layout.raw)
    later = Layout(
        layout.content,
        layout.pcn,
        new,
        layout.raws,
        today=today,
        before=layout,
        shared=layout.shared,
        parts=layout.parts,
    )
    if "Roles" in given:
        lines = [replace(line, key=later.key_now(line.key)) for line in given["Roles"]]
        given = {**given, "Roles": lines}
    found = found.with_(merged([of_roles(later), of_people(later)], given, later, today=today))
    changes = found.changes
    found.changes = [change for change in changes if not is_their_check(change, changes, layout)]
    return with_what_goes(found, layout)
