"""What the kinds of pictures share: reading bytes that may end too early, and the way up of a photo."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a picture cannot be published, and what to do."""

    sentence: str
    fix: str


def take(data: bytes, at: int, length: int) -> bytes:
    """That many bytes from there on. ValueError where the file ends before."""
    if length < 0 or at + length > len(data):
        raise ValueError("the file ends too early")
    return data[at : at + length]


ORIENTATION = 0x0112
_SHORT = 3


def turned(exif: bytes) -> int:
    """How a photo is to be turned, 1 to 8, as its camera wrote it. 1, as it lies, where that is not said."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if not order:
        return 1
    try:
        (first,) = struct.unpack_from(order + "L", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, first)
        for at in range(first + 2, first + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(order + "HHLH", exif, at)
            if tag == ORIENTATION and kind == _SHORT:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def only_turned(orientation: int) -> bytes:
    """The smallest note in the form of cameras that says how a photo is to be turned."""
    return b"II*\0" + struct.pack("<LHHHLHHL", 8, 1, ORIENTATION, _SHORT, 1, orientation, 0, 0)
