"""A picture from a phone or a computer as one that a page can carry. The one module that imports Pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rolecall.pictures.parts import Unfit

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 100_000_000
"""Pixels that a picture may have before it is even unpacked: phones have up to 50 million, then 4 bytes for each."""

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "BMP", "TIFF", "MPO")
"""What is read. Pillow knows others, whose readers have had more faults."""

_QUALITIES = (82, 70, 58, 46, 34, 22)


def photo(data: bytes, *, side: int, largest: int) -> bytes | Unfit:
    """The middle of a picture as a square of `side` pixels, the right way up and without what the camera wrote: WebP.

    It has at most `largest` bytes. The same picture gives the same bytes.
    """
    from PIL import ImageOps

    found = _opened(data)
    if isinstance(found, Unfit):
        return found
    # A face is rather above the middle of a picture that is taller than wide.
    square = ImageOps.fit(found, (side, side), centering=(0.5, 0.35))
    return _packed(square, largest)


def size(data: bytes) -> tuple[int, int] | None:
    """How wide and how tall a picture is, in points. None of a drawing, or of what cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "WEBP")) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, OverflowError, MemoryError, RuntimeError):
        return None


def logo(data: bytes, *, width: int, height: int, largest: int) -> bytes | Unfit:
    """A picture that fits into a box, what is see-through staying so: WebP of at most `largest` bytes."""
    found = _opened(data)
    if isinstance(found, Unfit):
        return found
    found.thumbnail((width, height))
    return _packed(found, largest)


def _opened(data: bytes) -> Image | Unfit:
    """The picture, the right way up. Its size is looked at before it is unpacked."""
    import pillow_heif
    from PIL import Image, ImageOps

    pillow_heif.register_heif_opener()
    fix = "Choose a photo that your computer can show, as JPG, PNG or HEIC."
    try:
        picture = Image.open(io.BytesIO(data), formats=KINDS)
        if picture.width * picture.height > MOST_PIXELS:
            sentence = f"this picture has {picture.width} by {picture.height} points, which is too many"
            return Unfit(sentence, "Save it smaller, for example 1,000 points wide.")
        if min(picture.size) < 2:
            return Unfit("this picture is too small to be seen", fix)
        picture.draft("RGB", (1024, 1024))  # a large JPEG is unpacked small, which is quick
        turned = ImageOps.exif_transpose(picture)
        return turned.convert("RGBA" if "transparency" in turned.info or turned.mode in ("RGBA", "LA", "PA") else "RGB")
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, OverflowError, MemoryError, RuntimeError):
        return Unfit("this is not a picture that can be read here, or it is damaged", fix)


def _packed(picture: Image, largest: int) -> bytes | Unfit:
    from PIL import Image

    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)  # none of what came with it: place, names, profile
    for quality in _QUALITIES:
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=quality, method=6)
        if len(out.getvalue()) <= largest:
            return out.getvalue()
    return Unfit("this picture stays too large, however it is packed", "Choose one with a plain background.")
