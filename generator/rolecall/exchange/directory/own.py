"""The cells of our own columns, read as they are, so that what went out comes back the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from rolecall.editing.cells import Field, Odd, understood
from rolecall.editing.given import folded
from rolecall.editing.sheet import KEY, MORE, STILL_RIGHT, TAKE_OUT
from rolecall.exchange.directory.lists import Line, Listing
from rolecall.exchange.formulas import meant_by
from rolecall.exchange.incoming.cleaning import cut
from rolecall.exchange.incoming.entry import Entry, Finding, is_stale
from rolecall.exchange.incoming.sound import sound
from rolecall.model import Content
from rolecall.slugs import slug_of_any

NOT_FACTS = {KEY, STILL_RIGHT, TAKE_OUT}
"""Columns of the workbook that say nothing of the service."""


def is_own(listing: Listing, ours: Collection[str]) -> bool:
    """Whether a list has the columns of our workbook, and no others."""
    names = {name for heading in listing.headings if not (name := folded(heading)).startswith(MORE)}
    sure = [name for name in names if name in ours and (": " in name or "(" in name)]
    return {"Name", "What it is"} <= names and len(sure) > 2 and names <= {*ours, *NOT_FACTS}


def own_entries(listing: Listing, cells: Mapping[str, Field], *, content: Content, today: date) -> Iterator[Entry]:
    """Each line as an entry. `cells` are the fields of a new service by our headings."""
    for line in listing.lines:
        fields, findings = _fields(line, cells)
        name = str(fields.get("name", ""))
        key = fields.get("id") or fields.get("source", {}).get("id") or slug_of_any(name)
        reasons = [] if name else [Finding("no-name", "Name", "This line has no name of a service.")]
        fields.setdefault("needs", [])
        whole = sound(fields, content=content, today=today)
        held_back = (*reasons, *(() if reasons else whole.lacking))
        yield Entry(
            line.place,
            str(key)[:80],
            name or "?",
            whole.fields,
            (*findings, *whole.findings),
            held_back,
            is_stale=is_stale(whole.fields, today),
        )


def _fields(line: Line, cells: Mapping[str, Field]) -> tuple[dict[str, Any], list[Finding]]:
    """What the cells of a line say, each put where its field is."""
    fields: dict[str, Any] = {}
    findings = []
    for heading, (_, value) in line.cells.items():
        cell = cells.get(folded(heading))
        if cell is None:
            continue
        try:
            understood_value = understood(meant_by(value) if isinstance(value, str) else value, cell)
        except Odd as odd:
            findings.append(Finding("left-out", heading, odd.in_full, cut(folded(value))))
            continue
        if understood_value is not None:
            _put(fields, cell.path, understood_value)
    return _dense(fields), findings


def _put(fields: dict[Any, Any], path: tuple[str | int, ...], value: Any) -> None:
    for step in path[:-1]:
        fields = fields.setdefault(step, {})
    fields[path[-1]] = value


def _dense(value: Any) -> Any:
    """Values by number as lists."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_dense(value[key]) for key in sorted(value)]
    return {key: _dense(item) for key, item in value.items()}
