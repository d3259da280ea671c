"""An address as a QR code. The one module that imports segno."""

from __future__ import annotations

import io
from functools import lru_cache

import segno


def svg(address: str) -> bytes:
    """The code as a picture that keeps its edges at any size, with the 4 empty modules around it that readers need."""
    return _saved(address, "svg", scale=4, xmldecl=False)


def png(address: str) -> bytes:
    """The code as a picture for programs that know no SVG, 8 dots to a module."""
    return _saved(address, "png", scale=8)


@lru_cache(maxsize=8)
def _code(address: str) -> segno.QRCode:
    # Level M can be read with 15% of it spoilt: by a fold, a stain, a drawing pin.
    return segno.make_qr(address, error="m", boost_error=False)


def _saved(address: str, kind: str, *, scale: int, **options: object) -> bytes:
    out = io.BytesIO()
    _code(address).save(out, kind=kind, scale=scale, border=4, dark="#000", light="#fff", **options)
    return out.getvalue()
