"""Entries of a list as new files of a PCN. Files that are there stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rolecall.editing.files import SERVICE_SCHEMA_LINE
from rolecall.exchange.incoming.entry import Entry
from rolecall.model import Service
from rolecall.slugs import slug_of_any
from rolecall.yamltext import composed


def files_of(entries: Sequence[Entry], pcn: str, root: Path, there: Collection[str]) -> dict[Path, bytes]:
    """The new files of entries that come in."""
    texts: dict[Path, bytes] = {}
    for entry in entries:
        id = str(entry.fields.get("id") or slug_of_any(entry.name))
        path = root / f"content/pcns/{pcn}/services/{id}.yml"
        if not entry.held_back and id not in there and path not in texts:
            value = {name: entry.fields[name] for name in Service.model_fields if name in entry.fields}
            texts[path] = f"{SERVICE_SCHEMA_LINE}\n{composed(value)}".encode()
    return texts
