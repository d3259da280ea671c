"""Pictures as they may be published: without what a camera or an editor wrote into them, and with nothing that runs.

`png`, `webp`, `jpeg` and `gif` keep the parts that are needed to show a picture, and leave out the rest: places, names,
comments, thumbnails. `svg` is published as its drawing alone, or not at all.
"""

from __future__ import annotations

from rolecall.pictures import gif, jpeg, png, svg, webp
from rolecall.pictures.parts import Unfit

__all__ = ["SUFFIXES", "Unfit", "cleaned"]

_CLEANERS = {"png": png.cleaned, "webp": webp.cleaned, "jpg": jpeg.cleaned, "gif": gif.cleaned}
SUFFIXES = {".svg": "svg", ".png": "png", ".webp": "webp", ".jpg": "jpg", ".jpeg": "jpg", ".gif": "gif"}
"""The kinds of pictures, by how their names end in small letters."""


def cleaned(suffix: str, data: bytes) -> bytes | Unfit:
    """The bytes of a picture to publish, or why it may not be. The same picture gives the same bytes."""
    wanted = SUFFIXES[suffix.lower()]
    found = _kind(data)
    if not data:
        return Unfit("this picture is empty", "Copy it here again.")
    if wanted == "svg" and found in ("svg", ""):
        return svg.checked(data)
    if found != wanted:
        what = f"this is a {found} file" if found else "this is not a picture"
        fix = f"Open it in a picture program and save it as {wanted}."
        return Unfit(f"{what}, and its name ends in {suffix}", fix)
    try:
        return _CLEANERS[wanted](data)
    except (ValueError, IndexError):
        sentence = "this picture is damaged or not complete"
        return Unfit(sentence, f"Open it in a picture program and save it as {wanted} again, or copy it here again.")


def _kind(data: bytes) -> str:
    """What the first bytes of a file say that it is. Empty where they are of no picture that is known here."""
    starts = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"BM": "bmp", b"%PDF": "pdf"}
    starts |= {b"II*\0": "tiff", b"MM\0*": "tiff"}
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "avif" if data[8:12] in (b"avif", b"avis") else "heic"
    if found := next((kind for start, kind in starts.items() if data.startswith(start)), ""):
        return found
    return "svg" if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" else ""
