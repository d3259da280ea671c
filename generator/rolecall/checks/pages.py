"""What a reader of HTML finds in a page: headings, links, pictures and numbers to call.

Of HTML as our templates write it, as in `links.py`: attributes in double quotes. A parser takes many times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_PICTURE = re.compile(r"<img\b([^>]*)>")
_NAME = re.compile(r'\s(?:alt|aria-label|aria-labelledby|title)="[^"]*\w')
_TAG = re.compile(r"<[^>]*>")
_CALL = re.compile(r'\shref="tel:(\d+)"')


class Part(NamedTuple):
    """A part of a page."""

    line: int
    """Where it begins, counted from 1."""
    text: str
    """Its words, or of a picture its address."""
    level: int = 0
    """Of a heading, from 1 for the title to 6."""


def headings(html: str) -> list[Part]:
    """Each heading, in order."""
    return [Part(_line(html, found.start()), _words(found[2]), int(found[1])) for found in _HEADING.finditer(html)]


def links_without_name(html: str) -> Iterator[Part]:
    """Each link of which a screen reader says only the address."""
    for found in _LINK.finditer(html):
        if 'href="' in found[1] and not (_words(found[2]) or _NAME.search(found[1]) or _NAME.search(found[2])):
            yield Part(_line(html, found.start()), _value("href", found[1]))


def pictures_without_words(html: str) -> Iterator[Part]:
    """Each picture that has no alternative text, nor says with an empty one that it needs none."""
    for found in _PICTURE.finditer(html):
        if ' alt="' not in found[1]:
            yield Part(_line(html, found.start()), _value("src", found[1]))


def pictures_with_nothing_to_say(html: str) -> Iterator[Part]:
    """Each picture whose alternative text is empty."""
    for found in _PICTURE.finditer(html):
        if ' alt=""' in found[1]:
            yield Part(_line(html, found.start()), _value("src", found[1]))


def numbers_to_call(html: str) -> frozenset[str]:
    """The short numbers that a tap calls."""
    return frozenset(_CALL.findall(html))


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _value(name: str, attributes: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', attributes)
    return unescape(found[1]) if found else ""


def _line(html: str, at: int) -> int:
    return html.count("\n", 0, at) + 1
