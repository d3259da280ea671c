"""How tall a frame on another website has to be for what it shows, at each width: a guess from the text, as CSS.

A website that shows a frame cannot know how tall its inside is, and nothing of ours runs there. So the snippet carries
a height for each width: `max(21em,min(24em,(30em - 100cqw)*999))` is 24em where the frame is less than 30em wide, and
else 21em. `em` is the size of letters, `100cqw` the width of the frame.

The sizes of what the frame shows are those of `embed.css`, and letters are as wide as in Arial.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple


class Height(NamedTuple):
    """The height of a frame."""

    css: str
    """At each width. The box around the frame has to be a container whose width is known."""
    pixels: int
    """On the smallest phone, for browsers that know no such boxes."""


NARROWEST, PHONE, WIDEST, STEP = 8.75, 17.5, 60.0, 0.25
"""Widths that are looked at, in em. The second is 280 pixels, the first the same with letters twice as large."""
WIDTHS = tuple(WIDEST - STEP * step for step in range(round((WIDEST - NARROWEST) / STEP) + 1))
"""All of them, from wide to narrow."""
FINE, FINE_BELOW_PHONE = 1.5, 6.0
"""How much empty rest is fine from 280 pixels, and where letters are so large that less fits. More, and the snippet
is shorter."""

SIDES = 2 * (0.0625 + 0.75)
"""The border and the padding to the left and right of the words."""
BORDER = 2 * 0.0625
BOX = 2 * 0.5
"""The padding above and below the words of a box."""
EDGE = 0.25
"""The thick border between 2 boxes."""
GAP = 0.25
"""What is between 2 blocks of a box."""
BLOCKS = {"h1": 1.5625, "p": 1.5, "li": 1.5}
"""The elements that hold words, and the height of a line of each."""
HEADING = 1.25
"""The size of letters in a heading."""
BOLD = 1.08
"""How much wider letters are where they are bold."""
SPARE = 1.03
"""Letters are taken to be this much wider, as other fonts than Arial have other letters that are wide."""

_WIDTHS = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[]\\ft", 333: "()-`r", 355: '"', 389: "*", 469: "^", 500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ",
    833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_WIDTH = {letter: SPARE * width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
_SPACE = _WIDTH[" "]


def frame_height(html: str) -> Height:
    """How tall a frame is that shows this: the inside of its body, as `components/embed.html.jinja` makes it."""
    heights = dict(zip(WIDTHS, _Inside(html).heights(), strict=True))
    (_, least), *more = _steps([*heights.items()])
    steps = [f"min({height:g}em,({below:g}em - 100cqw)*999)" for below, height in more]
    return Height(f"max({','.join((f'{least:g}em', *steps))})", math.ceil(16 * heights[PHONE]))


def _steps(heights: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The width below which a frame is so tall, from wide to narrow, for heights in that order.

    At no width is it less. Where it would save no more than is fine, a step is left out.
    """
    below, reached = heights[0][0], 0.0
    for width, height in heights:
        if height > reached:
            most = height + (FINE if width >= PHONE else FINE_BELOW_PHONE)
            reached = max(other for narrower, other in heights if narrower <= width and other <= most)
            yield below, math.ceil(reached * 10) / 10
        below = width


class _Inside(HTMLParser):
    """The inside of a frame: its boxes, and the blocks of words in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.boxes = 0
        self.blocks: list[tuple[str, tuple[float, ...]]] = []
        """The element of each block, and how wide its words are in em of the page."""
        self._open: list[str] = []
        self._words = [0.0]
        """The widths of the words since the last block."""
        self.feed(html)
        self.close()

    def heights(self) -> Iterator[float]:
        """How tall it is at each width, in em."""
        between = GAP * (len(self.blocks) - self.boxes) + EDGE * (self.boxes - 1)
        without_words = BORDER + BOX * self.boxes + between
        return (
            without_words + sum(lines) for lines in zip((0.0,) * len(WIDTHS), *map(_lines_of, self.blocks), strict=True)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.boxes += "width" in given.get("class", "").split()
        self._open.append("tel" if given.get("href", "").startswith("tel:") else tag)
        if tag in BLOCKS:
            self._words = [0.0]

    def handle_data(self, data: str) -> None:
        size = HEADING if "h1" in self._open else 1.0
        if "h1" in self._open or "strong" in self._open:
            size *= BOLD
        for letter in unicodedata.normalize("NFD", data):
            if letter.isspace() and "tel" not in self._open:  # a number stays on its line
                self._words.append(0.0)
            else:
                self._words[-1] += size * _width(letter)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() not in (tag, "tel" if tag == "a" else tag):
            pass
        if tag in BLOCKS:
            self.blocks.append((tag, tuple(word for word in self._words if word)))


def _width(letter: str) -> float:
    """A letter with an accent is as wide as without, and one that Arial has not is as wide as it is high."""
    if letter.isspace():
        return _SPACE
    return 0.0 if unicodedata.combining(letter) else _WIDTH.get(letter, 1.0)


@lru_cache(256)  # Most blocks are in the frame of each role, urgent help for one.
def _lines_of(block: tuple[str, tuple[float, ...]]) -> tuple[float, ...]:
    """How tall the lines of a block are at each width."""
    tag, words = block
    return tuple(BLOCKS[tag] * _lines(words, width - SIDES) for width in WIDTHS)


def _lines(words: Sequence[float], room: float) -> int:
    """The lines that words take. One that is wider than a line goes on in the next, as addresses do."""
    lines, used = 1, 0.0
    for word in words:
        if used and used + _SPACE + word > room:
            lines, used = lines + 1, 0.0
        used += (_SPACE if used else 0.0) + word
        if used > room:
            more = math.ceil(used / room) - 1
            lines, used = lines + more, used - more * room
    return lines
