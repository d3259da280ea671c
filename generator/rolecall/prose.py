"""Markdown as HTML in which nothing can run. The one module that imports markdown or nh3.

What `wrong_with` lets through can be put into HTML by any builder, however deep in its own work it is.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from rolecall.values import is_seen

DEEPEST = 40
"""Elements within elements that a text may have: 20 lists in each other. Python needs about 3 calls for each, of the
1,000 that it allows, and MkDocs stands 80 deep when it asks for a page."""

MOST_LOOKED_AT = 1_000_000
"""Characters that the search for the ends of brackets may look at. 300 open brackets in 3,000 letters take a second."""

LONGEST = 100_000
"""Characters that a page may have, which is 40 sheets of paper. Some patterns take Python-Markdown their square."""

MOST_COPIED = 1_000_000_000
"""Characters that may be copied while a text is read, which takes about a second."""

_MARK = re.compile(r"[\\*_`\[!<&]| {2}\n")
_HEADING = re.compile(r"(?m)^[ \t>*+\d.)=-]*+(?:#|$)")
"""What begins a heading or is a line of signs, within quotes and lists too."""
_BETWEEN_BLOCKS = re.compile(r"\n[ \t]*\n")
_COPIES_OF_HEADING = 25
"""As many marks take as long as a heading."""

_READER = threading.local()
"""The reader of Markdown that a thread keeps: to make one takes as long as to read a text."""

_SOUND: set[bytes] = set()

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul", "img",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "th": {"scope"}}


def safe_html(text: str, link: Callable[[str], str | None] = lambda href: href) -> Markup:
    """Markdown as HTML: no raw HTML, no odd schemes, only the tags of plain prose, no link that a browser cannot take.

    `link` gives for each address in it the one to write, or None for none.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name not in ("href", "src"):
            return value
        if not is_address(value) or (name == "src" and _is_elsewhere(value)):
            return None
        return link(value)

    html = nh3.clean(
        _converted(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=attribute,
        link_rel=None,
    )
    return Markup(_WITHOUT_SOURCE.sub("", html))


_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
"""A picture of which no file may be asked for."""


_SCHEME = re.compile(r"\s*https?:", re.IGNORECASE)


def _is_elsewhere(address: str) -> bool:
    """Whether a browser would ask another website for this, which would learn who reads the page."""
    return urlsplit(address.replace("\\", "/").strip()).netloc != "" or bool(_SCHEME.match(address))


def pictures_from_elsewhere(text: str) -> list[str]:
    """The pictures in a text that another website has, as it names them. Browsers are not sent there."""
    found = map(unescape, re.findall(r'<img[^>]*\ssrc="([^"]*)"', _converted(text)))
    return [picture for picture in found if is_address(picture) and _is_elsewhere(picture)]


def picture_from_elsewhere(picture: str) -> tuple[str, str]:
    """What is wrong with a picture that another website has, and what to do."""
    sentence = f'the picture "{picture[:100]}" is not one of your files, and another website may learn who reads this'
    return sentence, "Copy it into the folder of your pages, and write its name alone. Or delete it."


def is_address(text: str) -> bool:
    """Whether the parts of a link can be told apart."""
    try:
        return urlsplit(text).port != -1
    except ValueError:
        return False


def wrong_with(text: str) -> tuple[str, str] | None:
    """Why a text cannot be put into HTML, and what to do, or None where it can."""
    if len(text) > LONGEST:
        return f"this text has {len(text)} characters", f"Keep it to {LONGEST} or fewer."
    if _looked_at(text) > MOST_LOOKED_AT:
        return "there are too many brackets that do not close", "Delete them, or write a \\ in front of each."
    if _copied(text) > MOST_COPIED:
        return "there are too many marks or headings in one paragraph", "Put an empty line between paragraphs."
    try:
        html = _converted(text)
    except RecursionError:
        html = "<p>" * (DEEPEST + 1)
    if _depth(html) > DEEPEST:
        return (
            "there are too many lists or quotes inside each other",
            "Look for characters such as >, - or 1. that repeat at the start of a line, and for deep indentation.",
        )
    return None


def broken_links(text: str) -> list[str]:
    """The links of a text that a browser cannot take, as they stand in it."""
    found = re.findall(r'(?:href|src)="([^"]*)"', _converted(text))
    return [link for link in map(unescape, found) if not is_address(link)]


def links_elsewhere(text: str) -> list[str]:
    """The links of a text to other websites, each once."""
    if "://" not in text:
        return []
    found = map(unescape, re.findall(r'<a[^>]*\shref="([^"]*)"', _converted(text)))
    return [*dict.fromkeys(link for link in found if _SCHEME.match(link) and is_address(link))]


def is_sound(text: str) -> bool:
    """Whether all of a text can be put into HTML, and has words. Remembered for each text by a digest alone.

    An import asks once more when it has read all services, and to read Markdown takes long.
    """
    digest = blake2b(text.strip().encode(errors="replace"), digest_size=16).digest()
    if digest not in _SOUND and not (
        wrong_with(text) or broken_links(text) or pictures_from_elsewhere(text) or without_words(text)
    ):
        _SOUND.add(digest)
    return digest in _SOUND


class Wordless(NamedTuple):
    """What in a text has no words, and how to fix it. `line` is counted from 1, the first where none is known."""

    what: str
    fix: str
    line: int


_WORDLESS = {
    "a": ("link has no words to click on", "Write the words between the square brackets, or delete the link."),
    "li": ("line of a list has no words", "Write the words after the hyphen or the number, or delete the line."),
    "h": ("heading has no words", "Write the words after the #, or delete the line."),
}


def without_words(text: str) -> list[Wordless]:
    """What in a text says nothing to somebody who cannot see it: links, headings, bullets without words."""
    wordless, found = _tags_without_words(text), []
    each = enumerate(text.split("\n") if wordless else (), 1)
    lines = [(at, tag) for at, line in each for tag in _tags_without_words(line)]
    for tag in wordless:
        place = next((pair for pair in lines if pair[1] == tag), None)
        if place:
            lines.remove(place)
        found.append(Wordless(*_WORDLESS[tag], place[0] if place else 1))
    return found


def _tags_without_words(text: str) -> list[str]:
    html = _converted(text)
    found = [tag.rstrip("123456") for tag in re.findall(r"<(a|li|h[1-6])\b[^>]*>\s*</\1>", html)]
    for link in re.findall(r"<a\b[^>]*>(.*?)</a>", html, re.DOTALL):
        words = re.sub(r'<img\b[^>]*\balt="([^"]*)"[^>]*>', r"\1", link)
        if link.strip() and not is_seen(unescape(re.sub(r"<[^>]*>", "", words))):
            found.append("a")
    return found


_BEFORE_INLINE = 25
"""Python-Markdown looks for marks within blocks at 20."""


class _Unmarked(Treeprocessor):
    """Texts without any mark are not searched for each kind of mark. Most are such."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _MARK.search(element.text):
                element.text = AtomicString(element.text)


@lru_cache(maxsize=512)
def _converted(text: str) -> str:
    """Markdown as HTML that is not safe yet."""
    reader: markdown.Markdown | None = getattr(_READER, "kept", None)
    if reader is None:
        reader = markdown.Markdown(extensions=["tables", "sane_lists"])
        reader.preprocessors.deregister("html_block")
        reader.inlinePatterns.deregister("html")
        reader.treeprocessors.register(_Unmarked(reader), "unmarked", _BEFORE_INLINE)
    _READER.kept = None  # What stops in the middle of a text cannot be used again.
    html = reader.reset().convert(text)
    _READER.kept = reader
    return html


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)", html):
        if name not in ("br", "hr", "img"):
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _copied(text: str) -> int:
    """About how many characters are copied: for each mark and each heading, the block that it stands in."""
    return sum(
        len(block) * (len(_MARK.findall(block)) + _COPIES_OF_HEADING * len(_HEADING.findall(block)))
        for block in _BETWEEN_BLOCKS.split(text)
    )


_BRACKETS = (("[", "]", re.compile(r"(?<!\\)\[|\]")), ("](", ")", re.compile(r"\]\(|\)")))


def _looked_at(text: str) -> int:
    """About how many characters are looked at for the ends of brackets, in the worst case those of a whole block."""
    total = 0
    for block in _BETWEEN_BLOCKS.split(text):
        for opening, closing, bracket in _BRACKETS:
            starts: list[int] = []
            for found in bracket.finditer(block) if opening in block else ():
                if found[0] != closing:
                    starts.append(found.start())
                elif starts:
                    total += found.start() - starts.pop()
            total += sum(len(block) - start for start in starts)
    return total
