"""A picture from a phone or a computer as one that a page can carry. The one module that imports Pillow."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from rolecall.pictures.parts import Unfit

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 100_000_000
"""Pixels that a picture may have before it is even unpacked: phones have up to 50 million, then 4 bytes for each."""

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "BMP", "TIFF")
"""What is read, the several pictures of some phones (MPO) as JPEG. Other readers of Pillow have had more faults."""

_SMALLER = "Save it smaller, for example 1,000 points wide."

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
    from PIL import Image

    pillow_heif.register_heif_opener()
    fix = "Choose a photo that your computer can show, as JPG, PNG or HEIC."
    try:
        with warnings.catch_warnings(action="ignore"):  # what Pillow finds odd, nobody has to read
            return _upright(Image.open(io.BytesIO(data), formats=KINDS), fix)
    except Image.DecompressionBombError:  # so many that Pillow does not even say how many
        return Unfit("this picture has far too many points", _SMALLER)
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, OverflowError, MemoryError, RuntimeError):
        return Unfit("this is not a picture that can be read here, or it is damaged", fix)


def _upright(picture: Image, fix: str) -> Image | Unfit:
    from PIL import ImageOps

    if picture.width * picture.height > MOST_PIXELS:
        return Unfit(f"this picture has {picture.width} by {picture.height} points, which is too many", _SMALLER)
    if min(picture.size) < 2:
        return Unfit("this picture is too small to be seen", fix)
    picture.draft("RGB", (1024, 1024))  # a large JPEG is unpacked small, which is quick
    turned = _of_8_bits(ImageOps.exif_transpose(picture))
    return turned.convert("RGBA" if "transparency" in turned.info or turned.mode in ("RGBA", "LA", "PA") else "RGB")


def _of_8_bits(picture: Image) -> Image:
    """A picture with 256 greys where it has more: Pillow would show all that is lighter than those as white."""
    if picture.mode != "F" and not picture.mode.startswith("I"):
        return picture
    _, lightest = picture.getextrema()
    assert isinstance(lightest, int | float), "it has one band"
    scale = 255 / lightest if lightest > 0 else 1.0
    return picture.point(lambda value: value * scale).convert("L")


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
