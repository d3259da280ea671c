"""Small pictures of each kind, as programs write them."""

from __future__ import annotations

import io

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>'


def _picture(form: str) -> bytes:
    """A small picture, as a camera or a program writes it."""
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "#00566b").save(data, form)
    return data.getvalue()


PICTURES = {".svg": SVG, ".webp": _picture("WEBP"), ".png": _picture("PNG")}
