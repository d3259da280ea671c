"""Headings, lists, links and paragraphs of Markdown, each with its place, for those who look at words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,300})\]\(([^()\s]{0,500})[^()\n]{0,300}\)")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*)$")
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)\S+|\S{1,80}@\S+|\b[\w.-]{1,80}\.(?:uk|org|com|net|info)\b\S*", re.IGNORECASE
)
_MAY_HAVE_ADDRESS = re.compile(r"[@/]|\.[a-z]", re.IGNORECASE)


class Part(NamedTuple):
    """A part of a text, and where it starts."""

    start: int
    text: str


def without_addresses(text: str) -> str:
    """A text of the same length with blanks for web and email addresses, in which nobody chooses the words."""
    if not _MAY_HAVE_ADDRESS.search(text):
        return text
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text)


def without_targets(text: str) -> str:
    """Markdown of the same length with blanks for where links lead."""
    return _LINK.sub(lambda link: f"[{link[1]}]".ljust(len(link[0])), text)


def links(text: str) -> Iterator[Part]:
    """The words of each link."""
    for link in _LINK.finditer(text):
        yield Part(link.start(1), link[1])


def headings(text: str) -> Iterator[Part]:
    """The words of each heading."""
    for line in _lines(text):
        if heading := _HEADING.match(line.text):
            yield Part(line.start + heading.start(1), heading[1].rstrip(" #"))


def lists(text: str) -> Iterator[tuple[int, int]]:
    """Where each list starts, and how many items it has. Items of a list within another count for that."""
    open_lists: list[tuple[int, bool, int, int]] = []
    was_empty = False
    for line in _lines(text):
        if not line.text.strip():
            was_empty = True
            continue
        item = _ITEM.match(line.text)
        indent = len(item[1].expandtabs(4)) if item else 0
        is_after = not item and was_empty and not line.text.startswith("  ")
        while open_lists and (is_after or (item and open_lists[-1][0] > indent)):
            yield open_lists.pop()[2:]
        if item:
            kind = (indent, line.text.lstrip()[0].isdigit())
            if open_lists and open_lists[-1][0] == indent and open_lists[-1][:2] != kind:
                yield open_lists.pop()[2:]
            start, count = open_lists.pop()[2:] if open_lists and open_lists[-1][:2] == kind else (line.start, 0)
            open_lists.append((*kind, start, count + 1))
        was_empty = False
    yield from (each[2:] for each in open_lists)


def paragraphs(text: str) -> Iterator[Part]:
    """Each paragraph and each item of a list, with the words of links alone. Tables and headings are none."""
    block: list[Part] = []
    for line in [*_lines(text), Part(len(text), "")]:
        is_other = not line.text.strip() or _HEADING.match(line.text) or line.text.lstrip().startswith("|")
        if block and (is_other or _ITEM.match(line.text)):
            yield Part(block[0].start, _LINK.sub(r"\1", " ".join(part.text for part in block)))
            block = []
        if not is_other:
            block.append(Part(line.start, _ITEM.sub("", line.text)))


def _lines(text: str) -> Iterator[Part]:
    """The lines of a text, those of code left out."""
    at, fence = 0, ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]
        elif not fence:
            yield Part(at, line)
        at += len(line) + 1
