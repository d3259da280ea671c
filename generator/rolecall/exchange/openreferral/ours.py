"""A record that a site of Rolecall gave out, as the file said it there: nothing in it has to be guessed.

Anybody can write such a record, so what could run is taken out of its texts, and what is to stay secret holds it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rolecall import hsds
from rolecall.exchange.incoming.cleaning import prose, words
from rolecall.exchange.incoming.cleaning.text import TAG, unscripted
from rolecall.exchange.incoming.entry import Entry, Finding, is_stale
from rolecall.exchange.incoming.holding import held
from rolecall.exchange.incoming.sound import sound
from rolecall.exchange.openreferral.feed import Record
from rolecall.model import Content

_SECRET = ("refuge", "confidential-address")
"""Why even what stands on another site does not come in."""


def entry_of_ours(record: Record, *, content: Content, feed: str, today: date) -> Entry | None:
    """The service of the record. None where it is not one of ours, or has not all that these have."""
    fields = hsds.fields_of(record.value)
    if fields is None or not isinstance(key := record.value.get("id"), str):
        return None
    findings: list[Finding] = []
    quiet = _quiet(fields, "", findings)
    judged = held({**quiet, "source": {"feed": feed, "id": key, **(quiet.get("source") or {})}})
    kept = sound(judged.fields, content=content, today=today)
    reasons = [reason for reason in judged.reasons if reason.kind in _SECRET]
    return Entry(
        place=record.place,
        key=key,
        name=str(kept.fields.get("name", "")),
        fields=kept.fields,
        repaired=(*findings, *judged.findings, *kept.findings),
        held_back=(*reasons, *(() if reasons else kept.lacking)),
        is_stale=is_stale(kept.fields, today),
        is_judged=not kept.lacking,
    )


def _quiet(value: Any, path: str, findings: list[Finding]) -> Any:
    """A value in whose texts nothing could run."""
    if isinstance(value, Mapping):
        return {name: _quiet(part, f"{path}.{name}".lstrip("."), findings) for name, part in value.items()}
    if isinstance(value, list):
        return [_quiet(part, f"{path}.{at}", findings) for at, part in enumerate(value)]
    if not isinstance(value, str) or not (TAG.search(value) or unscripted(value) != value):
        return value
    cleaned = prose(value, path, is_markdown=True) if path == "description" else words(value, path)
    findings += cleaned.findings
    return cleaned.value
