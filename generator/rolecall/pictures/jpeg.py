"""JPEG: the segments that show the picture, and how a photo is to be turned."""

from __future__ import annotations

import re
import struct

from rolecall.pictures.parts import only_turned, take, turned

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_KEPT = {*range(0xC0, 0xD0), _SCAN, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF} - {0xC8}
"""Sizes, tables, scans."""
_LEFT_OUT = {*range(0xE0, 0xF0), *range(0xF0, 0xFE), 0xFE}
_AFTER_A_SCAN = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")


def cleaned(data: bytes) -> bytes:
    """The picture alone, up to its end. ValueError where it is spoilt."""
    at = 2
    jfif = b""
    orientation = 1
    kept: list[bytes] = []
    seen: set[int] = set()
    while True:
        if take(data, at, 1) != b"\xff":
            raise ValueError("no segment where one is due")
        while take(data, at, 1) == b"\xff":
            at += 1
        marker = data[at]
        at += 1
        if marker == _END:
            break
        (length,) = struct.unpack(">H", take(data, at, 2))
        body = take(data, at + 2, length - 2)
        at += length
        if marker in _KEPT or _is_of_colours(marker, body):
            kept.append(bytes([0xFF, marker]) + struct.pack(">H", length) + body)
            seen.add(marker)
        elif marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) >= 14 and not jfif:
            # Its thumbnail shows what was there before somebody cut the picture.
            jfif = b"\xff\xe0\0\x10" + body[:12] + b"\0\0"
        elif marker == 0xE1 and body[:6] == b"Exif\0\0" and orientation == 1:
            orientation = turned(body)
        elif marker not in _LEFT_OUT:
            raise ValueError("a segment that cannot stand here")
        if marker == _SCAN:
            if not seen & _SIZES:
                raise ValueError("a picture without a size")
            end = _AFTER_A_SCAN.search(data, at)
            if not end:
                raise ValueError("the file ends too early")
            kept.append(data[at : end.start()])
            at = end.start()
    if _SCAN not in seen:
        raise ValueError("no picture in it")
    note = b"Exif\0\0" + only_turned(orientation) if orientation != 1 else b""
    turn = b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note if note else b""
    return b"\xff\xd8" + jfif + turn + b"".join(kept) + b"\xff\xd9"


def _is_of_colours(marker: int, body: bytes) -> bool:
    """Whether a segment says how colours are meant: an ICC profile, or Adobe's note on how they are stored."""
    return (marker == 0xE2 and body[:12] == b"ICC_PROFILE\0") or (
        marker == 0xEE and body[:5] == b"Adobe" and len(body) == 12
    )
