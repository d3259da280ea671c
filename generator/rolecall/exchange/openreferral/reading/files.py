"""The files of a folder or a zip, or a single one, to be read piece by piece. Nothing is unpacked onto the disk."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

from rolecall.exchange.openreferral.reading.failure import Failure
from rolecall.exchange.openreferral.reading.limits import LIMITS, Limits
from rolecall.workspace import below

MEMBERS = 50_000
"""Files that a zip or a folder may have."""
RATIO = 200
"""How much smaller than its contents a zip may be. JSON and CSV shrink to a tenth, seldom to a fiftieth."""
_PIECE = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, ValueError, IndexError)
"""What reading a damaged zip raises."""
_FROM = 10_000_000
"""Bytes from which the ratio counts."""


@dataclass(frozen=True, slots=True)
class File:
    """A file: its path in the folder or zip, how messages name it, and how it is opened."""

    path: str
    shown: str
    open: Callable[[], IO[bytes]]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces, unpacked where it is packed with gzip. Failure where they cannot be read."""
        try:
            with self.open() as file:
                pieces = iter(partial(file.read, _PIECE), b"")
                first = next(pieces, b"")
                yield from (_unpacked if first.startswith(b"\x1f\x8b") else chain)([first], pieces)
        except (OSError, *_DAMAGE) as error:
            why = getattr(error, "strerror", None) or "it is damaged or has a password"
            raise Failure(f"this file cannot be read: {why}", "Get it again from the people who made it.") from error

    def start(self) -> bytes:
        """The first bytes, or none where it cannot be read."""
        try:
            return next(self.chunks(), b"")
        except Failure:
            return b""


def _unpacked(first: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip packed, never more at once than a few pieces. One that is cut off gives what it has."""
    unpacker, size = zlib.decompressobj(16 + zlib.MAX_WBITS), 0
    for packed in chain(first, rest):
        left = packed
        while left and (piece := unpacker.decompress(left, 1 << 20)):
            size += len(piece)
            if size > LIMITS.feed_bytes:
                raise Failure("this file is too large once it is unpacked", "Is it the right file?", kind="size")
            yield piece
            left = unpacker.unconsumed_tail


def files_of(path: Path, limits: Limits) -> list[File]:
    """The files that a path means, sorted. Failure where there are none or too much."""
    try:
        if path.is_dir():
            return _of_folder(path)
        if not path.exists():
            fix = "Check its name and where it is. A web address starts with https:// or http://."
            raise Failure("this file or folder is not there", fix, kind="missing")
        if not path.is_file():
            raise Failure("this is neither a file nor a folder", "Give a file or a folder.")
        return _of_zip(path, limits) if zipfile.is_zipfile(path) else [_file(path.name, path)]
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name cannot be"
        raise Failure(f"this cannot be read: {why}", "Check its name and whether you may open it.") from error


def _of_folder(folder: Path) -> list[File]:
    found = []
    for path in below(folder):
        if path.is_file():
            found.append(_file(path.relative_to(folder).as_posix(), path))
        if len(found) > MEMBERS:
            raise Failure(f"this folder has more than {MEMBERS} files", "Is it the right folder?", kind="size")
    return found


def _of_zip(path: Path, limits: Limits) -> list[File]:
    fix = "Unpack it yourself, and give the folder."
    try:
        opened = zipfile.ZipFile(path)  # it stays open as long as a file of it is wanted
    except _DAMAGE as error:
        raise Failure("this zip is damaged", "Get it again from the people who made it.") from error
    members = [member for member in opened.infolist() if member.filename and not member.is_dir()]
    size, packed = sum(member.file_size for member in members), path.stat().st_size
    if len(members) > MEMBERS:
        raise Failure(f"this zip has more than {MEMBERS} files", fix, kind="size")
    if size > limits.feed_bytes or (size > _FROM and size > RATIO * packed):
        raise Failure(f"this zip would be {size / 1e6:,.0f} million bytes unpacked", fix, kind="size")
    shown = [member for member in members if not _is_hidden(member.filename)]
    return sorted(
        (File(member.filename, f"{path}/{member.filename}", partial(opened.open, member)) for member in shown),
        key=lambda file: file.path,
    )


def _file(within: str, path: Path) -> File:
    """A file on the disk. That it is packed is no part of what it is called."""
    return File(within.removesuffix(".gz"), str(path), partial(_open, path))


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _is_hidden(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return any(step.startswith("__MACOSX") or (step[:1] == "." and step.strip(".")) for step in steps)
