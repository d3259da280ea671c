"""An address as a QR code. The one module that imports zxingcpp."""

from __future__ import annotations

import re
import struct
import zlib
from functools import lru_cache
from typing import Any

import zxingcpp

_AROUND = 4
"""Empty modules that readers need on each side of a code."""

_RUN = re.compile(rb"(\xff*)(\x00*)")


def svg(address: str) -> bytes:
    """The code as a picture that keeps its edges at any size, with the 4 empty modules around it that readers need."""
    rows = _rows(address)
    size = len(rows)
    lines = [
        f"M{_AROUND} {y}.5" + "".join([_line(row[x : x + 8]) for x in range(0, len(row), 8)])
        for y, row in enumerate([row[_AROUND:-_AROUND] for row in rows[_AROUND:-_AROUND]], _AROUND)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size * 4}" height="{size * 4}" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path stroke="#000" d="{"".join(lines)}"/></svg>\n'
    ).encode()


def png(address: str) -> bytes:
    """The code as a picture for programs that know no SVG, 8 dots to a module."""
    rows = _rows(address)
    size = len(rows) * 8
    # Where a dot is a bit, 8 of them are a byte: a row of the code is a row of the picture as it is.
    dots = b"".join([(b"\x00" + row) * 8 for row in rows])
    packer = zlib.compressobj(4, wbits=12, memLevel=5)  # Equal rows are near each other: a small window finds them.
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)),
        (b"IDAT", packer.compress(dots) + packer.flush()),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


@lru_cache(maxsize=8)
def _rows(address: str) -> tuple[bytes, ...]:
    """The code from its top with what is empty around it, a byte to a module: 0 where it is dark, else 255."""
    # Level M can be read with 15% of it spoilt: by a fold, a stain, a drawing pin.
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture: Any = code.to_image(scale=1, add_quiet_zones=True)
    modules, size = bytes(picture), picture.shape[0]
    return tuple(modules[at : at + size] for at in range(0, size * size, size))


@lru_cache(maxsize=256)
def _line(modules: bytes) -> str:
    """The dark ones among modules as a part of a path."""
    return "".join(
        (f"m{len(light)} 0" if light else "") + (f"h{len(dark)}" if dark else "")
        for light, dark in _RUN.findall(modules)
    )
