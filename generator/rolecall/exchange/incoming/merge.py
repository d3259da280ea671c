"""One service that is here with what its source says now: what comes in, and what the PCN decided and keeps.

For each value there are 3: what was imported last, of which the digest is known; what the file says; what the
source says.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from rolecall.exchange.incoming.leaves import Steps, alike, leaves, put
from rolecall.exchange.incoming.remembered import UNKNOWN, digest_of, name_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is one thing in the file and another in the source. None where it is left out."""

    steps: Steps
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What the file is to say, what is remembered of the import, what changed, and what the PCN has to decide."""

    fields: dict[str, Any]
    remembered: dict[str, str]
    changes: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = field(default=())


_OURS = {("checked",)}
"""What the PCN says of it is never a conflict: that it checked an entry is more than that its source did."""

STATUS = ("status",)


def merged(
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    last: Mapping[str, str] | None,
    key: str,
    *,
    only: Steps | None = None,
    is_whole: bool = True,
    private: Collection[str] = (),
    keep_mine: bool = False,
) -> Merged:
    """A service with what its source says. `last` is what is remembered of it: None where that is lost.

    `only` is the one value that is looked at, if not all are. Where `theirs` is not whole, what it lacks changes
    nothing. What it lacks below the names in `private` leaves the file, whoever wrote it; once, since a person may
    know better. `keep_mine` settles each conflict for the PCN.
    """
    fields = copy.deepcopy(dict(ours))
    before, now = leaves(ours), leaves(theirs)
    remembered = {} if last is None else dict(last)
    names = {name_of(steps): steps for steps in (*before, *now)}
    gone = {name: None for name in remembered if name not in names}  # nobody has it any more
    changes, conflicts = [], []
    for name, steps in names.items():
        if only is not None and steps != only:
            continue
        ours_now, theirs_now = before.get(steps), now.get(steps)
        if theirs_now is None and not is_whole:
            continue
        digests = UNKNOWN if last is None else last.get(name, "")
        new = "" if theirs_now is None else digest_of(theirs_now, key)
        is_alike = alike(ours_now, theirs_now)
        ours_digest = new if is_alike else "" if ours_now is None else digest_of(ours_now, key)
        is_as_imported = ours_digest in (digests.split() or [""])
        if is_alike:
            # A status that the PCN chose stays its own, so that a service that comes back does not start by itself.
            if is_as_imported or steps != STATUS:
                _remember(remembered, name, new)
        elif is_as_imported or (theirs_now is None and digests and steps[0] in private):
            put(fields, steps, copy.deepcopy(theirs_now))
            changes.append(Difference(steps, ours_now, theirs_now))
            _remember(remembered, name, new)
        elif new in (digests.split() or [""]):
            continue  # the source did not change
        elif keep_mine or steps in _OURS:
            _remember(remembered, name, new)
        elif last is None and theirs_now is None:
            continue  # the PCN may have added it, and nobody misses it there
        else:
            if last is None:
                _remember(remembered, name, UNKNOWN)
            conflicts.append(Difference(steps, ours_now, theirs_now))
    fields.setdefault("needs", [])  # the file has to say that there is none
    if only is None and is_whole:
        for name in gone:
            remembered.pop(name)
    return Merged(fields, remembered, tuple(changes), tuple(conflicts))


def _remember(remembered: dict[str, str], name: str, digest: str) -> None:
    if digest:
        remembered[name] = digest
    else:
        remembered.pop(name, None)
