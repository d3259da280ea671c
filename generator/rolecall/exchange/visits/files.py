"""A log as lines, however it is packed, with never more than a piece of it in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

LONGEST = 16_384
"""Characters of a line. Servers cut requests at 8,000, so a longer line is none of theirs."""

_PACKED: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": lambda raw: cast(IO[bytes], gzip.GzipFile(fileobj=raw)),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ": lzma.LZMAFile,
}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class NotALog(Exception):
    """Why a file is read no further, in a sentence. The lines before were read."""


def lines_of(path: Path) -> Iterator[str | None]:
    """Each line of a log, None for one that is too long. NotALog where it cannot be read, or not to its end."""
    try:
        with path.open("rb") as raw:
            start = raw.peek(8)
            if start.startswith(b"PK"):
                raise NotALog("this is a ZIP. Unpack it, and name the file in it")
            unpack = next((unpack for mark, unpack in _PACKED.items() if start.startswith(mark)), None)
            opened = io.BufferedReader(cast(io.RawIOBase, unpack(raw))) if unpack else raw
            mark = next((mark for mark in _MARKS if opened.peek(8).startswith(mark)), b"")
            text = io.TextIOWrapper(cast(IO[bytes], opened), _MARKS.get(mark, "utf-8"), errors="replace", newline="\n")
            yield from _lines(text)
    except (EOFError, zlib.error, lzma.LZMAError):
        raise NotALog("this file ends before its end: it is damaged, or was not copied whole") from None
    except OSError as error:
        raise NotALog(f"this file cannot be read: {error.strerror or 'it is damaged'}") from None


def _lines(text: io.TextIOWrapper) -> Iterator[str | None]:
    while line := text.readline(LONGEST):
        if line.endswith("\n") or len(line) < LONGEST:
            yield line.rstrip("\r\n")
            continue
        while line and not line.endswith("\n"):
            line = text.readline(LONGEST)
        yield None
