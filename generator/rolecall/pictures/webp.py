"""WebP, moving ones too: the chunks that show the picture."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from rolecall.pictures.parts import only_turned, take, turned

_PICTURE = {b"VP8 ", b"VP8L"}
_FRAME = {b"ALPH", *_PICTURE}
_KEPT = {b"ICCP", b"ANIM", b"ANMF", *_FRAME}
_HAS_EXIF, _SHOWN = 0b1000, 0b110010
"""Of the flags: that how to turn it is said, and colours, see-through and movement."""


def cleaned(data: bytes) -> bytes:
    """The picture alone. ValueError where it is spoilt."""
    (length,) = struct.unpack("<L", take(data, 4, 4))
    chunks = list(_chunks(take(data, 12, length - 4)))
    kind, first = chunks[0]
    if kind in _PICTURE:
        return _whole([(kind, _sound(kind, first))])
    if kind != b"VP8X" or len(first) != 10:
        raise ValueError("neither simple nor extended")
    orientation = next((turned(body) for kind, body in chunks if kind == b"EXIF"), 1)
    kept = [(kind, _frame(body) if kind == b"ANMF" else _sound(kind, body)) for kind, body in chunks if kind in _KEPT]
    if not any(kind in (*_PICTURE, b"ANMF") for kind, _ in kept):
        raise ValueError("no picture in it")
    flags = first[0] & _SHOWN | (_HAS_EXIF if orientation != 1 else 0)
    kept.insert(0, (b"VP8X", bytes([flags, 0, 0, 0]) + first[4:]))
    if orientation != 1:
        kept.append((b"EXIF", only_turned(orientation)))
    return _whole(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        kind, (length,) = take(data, at, 4), struct.unpack("<L", take(data, at + 4, 4))
        yield kind, take(data, at + 8, length)
        at += 8 + length + length % 2


def _frame(body: bytes) -> bytes:
    """One picture of a moving one."""
    inner = [(kind, _sound(kind, part)) for kind, part in _chunks(take(body, 16, len(body) - 16)) if kind in _FRAME]
    if not any(kind in _PICTURE for kind, _ in inner):
        raise ValueError("no picture in it")
    return body[:16] + _joined(inner)


def _sound(kind: bytes, body: bytes) -> bytes:
    if (kind == b"VP8 " and take(body, 3, 3) != b"\x9d\x01\x2a") or (kind == b"VP8L" and take(body, 0, 1) != b"\x2f"):
        raise ValueError("no picture in it")
    return body


def _joined(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(kind + struct.pack("<L", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in chunks)


def _whole(chunks: list[tuple[bytes, bytes]]) -> bytes:
    inside = b"WEBP" + _joined(chunks)
    return b"RIFF" + struct.pack("<L", len(inside)) + inside
