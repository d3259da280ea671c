"""How well words show on a colour, and the nearest colour on which white words show."""

from __future__ import annotations

WHITE = "#ffffff"

READABLE = 4.5
"""The contrast below which white words are hard to read: WCAG 2.2, level AA."""

EASY = 7
"""The contrast that all words of ours have: WCAG 2.2, level AAA."""


def contrast(first: str, second: str) -> float:
    """The contrast of 2 colours such as `#005eb8`, from 1 to 21, as WCAG 2.2 defines it."""
    lights = []
    for colour in (first, second):
        parts = [part / 255 for part in _parts(colour)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def darker(colour: str) -> str:
    """The nearest colour of the same hue, itself or darker, on which white words are easy to read."""
    shades = ("#" + "".join(f"{part * share // 255:02x}" for part in _parts(colour)) for share in range(255, -1, -1))
    return next(shade for shade in shades if contrast(shade, WHITE) >= EASY)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
