"""PNG, moving ones too: the chunks that show the picture."""

from __future__ import annotations

import struct
from zlib import crc32

from rolecall.pictures.parts import only_turned, take, turned

_HEAD = b"\x89PNG\r\n\x1a\n"
_NEEDED = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_LARGEST = {
    b"tRNS": 256, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"sBIT": 4, b"pHYs": 9, b"bKGD": 6, b"cICP": 4,
    b"acTL": 8, b"fcTL": 26, b"PLTE": 768, b"IHDR": 13, b"IEND": 0,
}  # fmt: skip
"""Bytes that a chunk can have. A longer one holds something else, and no program shows it."""
_SEVERAL = {b"IDAT", b"fcTL", b"fdAT"}
_KEPT = {*_NEEDED, *_LARGEST, b"iCCP", b"fdAT"}


def cleaned(data: bytes) -> bytes:
    """The picture alone, up to its end. ValueError where it is spoilt."""
    at = len(_HEAD)
    before: list[bytes] = []
    after: list[bytes] = []
    orientation = 1
    seen: set[bytes] = set()
    while b"IEND" not in seen:
        (length,) = struct.unpack(">L", take(data, at, 4))
        kind, body = take(data, at + 4, 4), take(data, at + 8, length)
        whole = take(data, at, length + 12)
        at += length + 12
        if not seen and kind != b"IHDR":
            raise ValueError("a picture begins with its size")
        if kind == b"eXIf":
            orientation = turned(body)
        needed = not kind[0] & 0x20
        if needed and (kind not in _NEEDED or whole[-4:] != _sum(kind, body) or length > _LARGEST.get(kind, length)):
            raise ValueError("a part without which it cannot be shown")
        if kind in seen and kind in (b"IHDR", b"PLTE"):
            raise ValueError("a part that there can be only one of")
        again = kind in seen and kind not in _SEVERAL
        seen.add(kind)
        if kind in _KEPT and not again and whole[-4:] == _sum(kind, body) and length <= _LARGEST.get(kind, length):
            (after if b"IDAT" in seen else before).append(whole)
    if not (b"IDAT" in seen and before and len(before[0]) == _LARGEST[b"IHDR"] + 12 and any(before[0][8:16])):
        raise ValueError("no picture in it")
    if orientation != 1:
        note = only_turned(orientation)
        before.append(struct.pack(">L", len(note)) + b"eXIf" + note + _sum(b"eXIf", note))
    return _HEAD + b"".join(before + after)


def _sum(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", crc32(kind + body))
