"""What somebody reads in an email that is HTML, as lines. Those that quote another email begin with >, as in text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

_BREAKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_HIDDEN = {"head", "script", "style", "template", "title"}
_STRUCK = {"del", "s", "strike"}

_QUOTES = re.compile(r"\b(gmail_quote\w*|yahoo_quoted|protonmail_quote|zmail_extra|moz-cite-prefix|cite)\b", re.I)
"""Classes of what mail programs put around the email that is answered."""
_REST_IS_QUOTED = re.compile(
    r"(x_)*(appendonsend|divRplyFwdMsg|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|"
    r"OLK_SRC_BODY_SECTION)",
    re.I,
)
"""Ids of what stands directly before it in Outlook. All that follows is it."""


_OPEN = re.compile(r"<([^<>]*)(?=<|\Z)")
_MOST_OPEN = 200
"""Tags without an end. No program writes as many, and for each of them the reader looks at all that follows."""


_DEEPEST = 500
"""Parts within parts. What is deeper, and all after it, counts as no words of the person who answers."""


class PageText(NamedTuple):
    """The lines of an email in HTML."""

    text: str
    has_struck: bool
    """Whether some of its words are crossed out, which text cannot show."""


def page_text(html: str) -> PageText:
    """The lines of an email in HTML, however it is written."""
    reader = _Reader()
    if sum(1 for _ in _OPEN.finditer(html)) > _MOST_OPEN:
        html = _OPEN.sub(r"&lt;\1", html)
    reader.feed(html)
    reader.close()
    reader.end_line()
    return PageText("\n".join(reader.lines), reader.has_struck)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.line: list[str] = []
        self.hidden = 0
        self.preformatted = 0
        self.quotes: list[tuple[str, bool]] = []
        self.rest_is_quoted = self.has_struck = False

    def end_line(self) -> None:
        text = " ".join("".join(self.line).split())
        is_quoted = self.rest_is_quoted or any(is_quote for _, is_quote in self.quotes)
        self.lines.append(f"> {text}" if is_quoted else text)
        self.line = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self.hidden += 1
        if tag in _BREAKS:
            self.end_line()
        elif tag in ("td", "th"):
            self.line.append(" ")
        if tag in ("blockquote", "div"):
            is_quote = tag == "blockquote" or _QUOTES.search(given.get("class", "")) is not None
            self.quotes.append((tag, is_quote))
            self.rest_is_quoted = self.rest_is_quoted or len(self.quotes) > _DEEPEST
            del self.quotes[_DEEPEST:]
        if _REST_IS_QUOTED.fullmatch(given.get("id", "")):
            self.rest_is_quoted = True
        if tag in _STRUCK or "line-through" in given.get("style", "").lower():
            self.has_struck = True
        self.preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if tag in _BREAKS and tag != "br":
            self.end_line()
        if tag == "pre" and self.preformatted:
            self.preformatted -= 1
        at = next((at for at in reversed(range(len(self.quotes))) if self.quotes[at][0] == tag), None)
        if at is not None:
            del self.quotes[at:]

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        first, *others = data.splitlines() if self.preformatted else [data]
        self.line.append(first)
        for line in others:
            self.end_line()
            self.line.append(line)
