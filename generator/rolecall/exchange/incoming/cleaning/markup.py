"""HTML and plain text as Markdown that `prose` accepts: words, headings, lists and links."""

from __future__ import annotations

import re
from urllib.parse import unquote

import nh3

from rolecall import prose as rules
from rolecall.exchange.incoming.cleaning.contact import link_address
from rolecall.exchange.incoming.cleaning.text import MOST_ROUNDS, TAG, WITHOUT_WORDS, Cleaned, bare, tidied, unscripted
from rolecall.exchange.incoming.entry import Finding
from rolecall.pasted import CONVERTER

_BLOCKS = {"p", "div", "section", "article", "blockquote", "dl", "dt", "dd"}
_KEPT = {"a", "br", "strong", "b", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", *_BLOCKS}
_LOST = (
    (
        "script-removed",
        "A script was taken out.",
        # The first letter is looked for at once: each description is searched for these.
        re.compile(r"(?i)(?=[<\sjv])(?:<\s*script|\son\w+\s*=|(?:java|vb)script\s*:)"),
    ),
    (
        "picture-removed",
        "A picture was taken out.",
        re.compile(r"(?i)<\s*(?:img|picture|svg|video)\b|data\s*:\s*image"),
    ),
    ("frame-removed", "A frame of another website was taken out.", re.compile(r"(?i)<\s*(?:iframe|object|embed)\b")),
)
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.)*+)\]\(\s*+<?([^()<>\s]*+(?:\([^()\s]*+\)[^()<>\s]*+)*+)>?[^()]*+\)", re.DOTALL
)
_WORDLESS = re.compile(r"\s*(?:[-*+]|\d+\.|#{1,6})(?:\s+[*_]*)?|[*_\s\\]+")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"(?m)^[ \t]*(?:[•·●▪◦■○►‣∙]|\uf0b7|\u2023|[-–—*](?=\s))[ \t]*(?=\S)")


def prose(text: str, field: str, *, is_markdown: bool = False) -> Cleaned[str]:
    """A text of some length as Markdown. Where its Markdown cannot be, its words alone.

    `is_markdown` says that it was written as such, so that its lines stay where they are.
    """
    tidy = tidied(text, field)
    findings, value = list(tidy.findings), tidy.value
    lost = [(kind, sentence) for kind, sentence, pattern in _LOST if pattern.search(value)]
    findings += [Finding(kind, field, sentence) for kind, sentence in lost]
    if TAG.search(value):
        value = _from_html(value, field, findings)
        findings.append(
            Finding("html-removed", field, "HTML was put into plain text, with its headings, lists and links.")
        )
    elif not is_markdown:
        value = _from_plain(value)
    value = _with_sound_links(unscripted(value), field, findings)
    value = _neat(value)
    if value and not rules.is_sound(value):
        value = _bare_markdown(value)
        sentence = "The marks of this text could not be read. Its words were kept."
        findings.append(Finding("marks-removed", field, sentence))
    return Cleaned(value, tuple(dict.fromkeys(findings)))


def _from_html(html: str, field: str, findings: list[Finding]) -> str:
    text = html
    for _ in range(MOST_ROUNDS):
        if not TAG.search(text):
            return text
        safe = _safe(text, field, findings)
        try:
            text = CONVERTER.convert(safe)
        except RecursionError:  # Its parts are far deeper in each other than anybody writes.
            findings.append(
                Finding("marks-removed", field, "The marks of this text could not be read. Its words were kept.")
            )
            text = bare(safe)
    return re.sub(r"[<>]", " ", text)


def _safe(html: str, field: str, findings: list[Finding]) -> str:
    """HTML of only the tags that are kept, its links repaired."""

    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) != ("a", "href"):
            return None
        link = link_address(value, field)
        findings.extend(link.findings)
        return link.value or None

    html = re.sub(r"(?i)</t[dh]\s*>", " ", html)
    html = re.sub(r"(?i)</tr\s*>", "<br>", html)
    safe = nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=WITHOUT_WORDS,
        attributes={"a": {"href"}},
        attribute_filter=attribute,
        link_rel=None,
    )
    return re.sub(r"<a>(.*?)</a>", r"\1", safe, flags=re.DOTALL)


def _from_plain(text: str) -> str:
    """Text of a plain field as Markdown: its lines are paragraphs or bullets."""
    text = _BULLET.sub("- ", text)
    shown: list[str] = []
    for line in map(str.strip, text.split("\n")):
        before = shown[-1] if shown else ""
        is_item, was_item = line.startswith("- "), before.startswith("- ")
        if line and before and not (is_item and was_item) and (is_item or was_item or _ends(before)):
            shown.append("")
        elif is_item and not before and len(shown) > 1 and shown[-2].startswith("- "):
            shown.pop()
        shown.append(line if is_item else re.sub(r"^(#{1,6}|>)(?=\s|$)", r"\\\1", line))
    return "\n".join(shown).strip()


def _ends(line: str) -> bool:
    """Whether what follows a line is a paragraph of its own, rather than the rest of a line that was too long."""
    return line.endswith((".", "!", "?", ":")) or len(line) < 60


def _with_sound_links(text: str, field: str, findings: list[Finding]) -> str:
    """Markdown whose links a browser can follow. Others are their words, and pictures go."""

    def link(found: re.Match[str]) -> str:
        words = found[2].strip()
        if found[1] or not re.search(r"\w", words):
            return words if found[1] else ""
        address = link_address(unquote(found[3]) if "%20" in found[3] else found[3], field)
        findings.extend(address.findings)
        return f"[{words}]({address.value})" if address.value else words

    return _LINK.sub(link, text)


def _neat(text: str) -> str:
    """Markdown without empty headings, bullets and lines, its headings on the third level."""
    text = text.replace("\u00a0", " ").replace("\t", " ")
    text = re.sub(r"(?m)^( *(?:[-*+]|\d+\.)\s.*)\\\n *", r"\1 ", text)  # a new line within an item of a list
    text = re.sub(r"\\\n", "\n\n", text)
    text = re.sub(r"(?<=\S) {2,}+", " ", text)
    lines: list[str] = []
    for line in map(_neat_line, text.split("\n")):
        is_far_in = re.match(r"\s{4}", line) and not re.match(r"\s*(?:[-*+]|\d+\.)\s", line)
        lines.append(line.lstrip() if is_far_in and not _follows_item(lines) else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _neat_line(line: str) -> str:
    line = line.rstrip().removesuffix("\\").rstrip()
    if _WORDLESS.fullmatch(line):
        return ""
    heading = _HEADING.match(line)
    return f"### {heading[2].strip('*# ')}" if heading else line


def _follows_item(lines: list[str]) -> bool:
    before = next((line for line in reversed(lines) if line), "")
    return bool(re.match(r"\s*(?:[-*+]|\d+\.)\s|\s{2,}\S", before))


def _bare_markdown(text: str) -> str:
    """The words of Markdown, none of which reads as a mark."""
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"[\[\]<>`*#|\\]", " ", text)
    lines = (re.sub(r"^(?:[\s\-+]|\d+[.)](?=\s))+", "", line) for line in text.split("\n"))
    return "\n\n".join(" ".join(line.split()) for line in lines if re.search(r"\w", line))
