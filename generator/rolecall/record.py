"""What a build remembers of a site: what it was made of, and what it left in the site's folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from rolecall.inputs import digest_of


class Seen(NamedTuple):
    """A file as a build left it."""

    size: int
    changed: int
    """When it was last written, in nanoseconds."""
    node: int
    """The number by which the disk knows it."""
    digest: str
    made_of: str = ""
    """The digest of what it was made of, where that is known."""

    def is_still(self, path: str) -> bool:
        """Whether the file at `path` is this file, and nobody has written it since."""
        try:
            stat = os.stat(path, follow_symlinks=False)
        except OSError:
            return False
        return (stat.st_size, stat.st_mtime_ns, stat.st_ino) == self[:3]


@dataclass(frozen=True, slots=True)
class Left:
    """What a build left in a folder."""

    files: Mapping[str, Seen] = field(default_factory=dict)
    """By their path in it."""
    folders: Mapping[str, int] = field(default_factory=dict)
    """When something was last added to each folder, or taken out of it: in nanoseconds, by path."""

    def is_still_in(self, folder: Path) -> bool:
        """Whether nobody has changed anything there since."""
        stat, base = os.stat, f"{folder}/"
        try:
            for name, at in self.folders.items():
                if stat(base + name).st_mtime_ns != at:
                    return False
            for name, seen in self.files.items():
                found = stat(base + name, follow_symlinks=False)
                if found.st_mtime_ns != seen.changed or found.st_ino != seen.node or found.st_size != seen.size:
                    return False
        except OSError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a site since its last build."""

    key: str
    """The digest of all that it was made of, but for the day."""
    exact_key: str
    """The same, of services for several PCNs only with those that it shows."""
    day: date
    until: date | None
    """The day on which it says something else although no file changes. None where there is no such day."""
    pages: int
    held_back: tuple[str, ...]
    has_notes: bool
    left: Left

    def counts(self, key: str, day: date) -> bool:
        """Whether a site of this day, made of what has this key, would be the same site."""
        return (
            bool(key)
            and key in (self.key, self.exact_key)
            and self.day <= day
            and (self.until is None or day < self.until)
        )


def records_of(root: Path, out: Path) -> Path:
    """Where the records lie of the sites of a workspace that are built below `out`."""
    return root / ".rolecall/built" / digest_of(os.path.realpath(out))[:16]


def read(folder: Path, pcn: str) -> Record | None:
    """The record of a PCN. None where there is none that is whole."""
    try:
        digest, _, text = (folder / f"{pcn}.json").read_bytes().partition(b"\n")
        if digest != digest_of(text).encode():
            return None
        values: dict[str, Any] = json.loads(text)
        left = Left({name: Seen._make(seen) for name, seen in values["files"].items()}, values["folders"])
        until = values["until"] and date.fromisoformat(values["until"])
        day = date.fromisoformat(values["day"])
        return Record(
            values["key"],
            values["exact_key"],
            day,
            until,
            values["pages"],
            tuple(values["held_back"]),
            values["has_notes"],
            left,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(folder: Path, pcn: str, record: Record) -> None:
    """Keep a record. Where that cannot be, there is none, and the next build makes the whole site."""
    values = {
        "key": record.key,
        "exact_key": record.exact_key,
        "day": str(record.day),
        "until": record.until and str(record.until),
        "pages": record.pages,
        "held_back": record.held_back,
        "has_notes": record.has_notes,
        "files": record.left.files,
        "folders": record.left.folders,
    }
    text = json.dumps(values, separators=(",", ":")).encode()
    new = folder / f".{pcn}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new.write_bytes(digest_of(text).encode() + b"\n" + text)
        new.replace(folder / f"{pcn}.json")
    except OSError:
        with suppress(OSError):
            new.unlink()


def forget(folder: Path, pcn: str) -> None:
    """There is no record of a PCN any more. A site is not touched before.

    It is kept beside until a build is over: what was built, and never told, is then owed to the next list of changes.
    """
    last, kept = folder / f"{pcn}.json", _kept(folder, pcn)
    with suppress(OSError):
        if not kept.exists():
            folder.mkdir(parents=True, exist_ok=True)
            last.touch()  # Where nothing is known, all of the site is owed.
            last.replace(kept)
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        last.unlink()


def owed(folder: Path, pcn: str) -> Mapping[str, Seen] | None:
    """The files of a site that was last told of, where a build was cut off before it could tell what it changed."""
    kept = _kept(folder, pcn)
    if not kept.exists():
        return None
    known = read(folder, kept.stem)
    return known.left.files if known else {}


def settle(folder: Path, pcn: str) -> None:
    """A build is over, and has told what it changed."""
    with suppress(OSError):
        _kept(folder, pcn).unlink(missing_ok=True)


def _kept(folder: Path, pcn: str) -> Path:
    return folder / f"{pcn}.before.json"
