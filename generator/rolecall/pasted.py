"""HTML that people paste where text is expected: whether there is some, and the same as Markdown or as words alone."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import nh3
from bs4 import Tag
from markdownify import ATX, MarkdownConverter

_KNOWN = (
    "a|abbr|b|big|blockquote|br|center|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|script|section|small|span"
    "|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(rf"&(?:amp;)*lt;/?(?:{_KNOWN})\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|apos|lt|gt|[lr][sd]quo|[nm]dash|pound|#\d{2,5}|#x[0-9a-f]{2,5});")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_KEPT = {
    "a", "b", "blockquote", "br", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p", "section",
    "strong", "ul",
}  # fmt: skip
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_MARKED = re.compile(r"[\\`*_\[]")


class Converter(MarkdownConverter):
    """HTML to Markdown in which only what would read otherwise is escaped."""

    def convert(self, html: str) -> str:
        # Of an address alone, the parser would say on the screen that it looks like no HTML.
        return str(super().convert(html if "<" in html else f"<p>{html}</p>"))

    def escape(self, text: str, parent_tags: object) -> str:
        if not _MARKED.search(text or ""):
            return text or ""
        text = re.sub(r"([\\`])", r"\\\1", text or "")
        text = re.sub(r"(?<![\s*])\*|\*(?![\s*])", r"\\*", text)
        text = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)
        return re.sub(r"\[(?=[^\[\]]*\][(\[:])", r"\\[", text)


class _Tag(Tag):
    """A tag that knows what it stands in by a walk up. Markdownify asks each tag, and bs4 makes 3 objects to answer."""

    def find_parent(self, name: Any = None, *_: Any, **__: Any) -> Tag | None:
        return next((above for above in self.parents if above.name == name), None)


CONVERTER = Converter(
    heading_style=ATX,
    bullets="-",
    autolinks=False,
    newline_style="BACKSLASH",
    bs4_options={"features": "html.parser", "element_classes": {Tag: _Tag}},  # type: ignore[arg-type]
)


def tag_in(text: str) -> str:
    """The first tag of HTML in a text, as people know them. Empty where there is none, or only within code."""
    found = _TAG.search(_CODE.sub(" ", text)) if "<" in text else None
    found = found or (_ENTITY.search(text) if "&" in text else None)
    return found[0] if found else ""


def as_markdown(html: str) -> str:
    """HTML as Markdown: words, headings, lists, strong words and links. What runs or shows pictures is left out."""

    def attribute(tag: str, name: str, value: str) -> str | None:
        return value if _LINK.match(value) else None

    html = _as_meant(html)
    html = re.sub(r"(?i)</t[dh]\s*>", " ", html)
    html = re.sub(r"(?i)</tr\s*>", "<br>", html)
    safe = nh3.clean(html, tags=_KEPT, attributes={"a": {"href"}}, attribute_filter=attribute, link_rel=None)
    text = CONVERTER.convert(re.sub(r"<a>(.*?)</a>", r"\1", safe, flags=re.DOTALL))
    text = re.sub(r"\\\n", "\n\n", text.replace("\u00a0", " "))
    text = re.sub(r"(?m)^#{1,6} ", "### ", text)
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_words(html: str) -> str:
    """The words of HTML, on one line."""
    spaced = re.sub(r"(?i)<(?=/?(?:p|div|li|br|h\d|td|tr)\b)", " <", _as_meant(html))
    words = " ".join(unescape(nh3.clean(spaced, tags=set())).split())
    return as_words(words) if tag_in(words) and words != html else words


def _as_meant(html: str) -> str:
    """HTML with the tags that were escaped once more on their way here."""
    return unescape(re.sub("&(?:amp;)+", "&", html)) if _ESCAPED.search(html) else html
