"""How hard a page's sentences are to read, by Flesch and Kincaid. A score points at sentences, and proves nothing.

Prose only: headings, tables, choices in forms, links' addresses, names of places and titles of roles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from rolecall.site import Site

LONGEST = 20
"""Words that a sentence may have, as the NHS content guide says."""

_BLOCKS = {"p", "li", "dd", "div", "section", "ul", "ol", "dl", "main", "br"}
_LEFT_OUT = {"h1", "h2", "h3", "h4", "nav", "table", "dt", "summary", "title", "head", "cite", "label", "select"}
_EMPTY = {"br", "img", "link", "meta", "hr", "input"}


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One sentence and its US school grade: 6 is about age 11."""

    grade: float
    text: str


@dataclass(frozen=True, slots=True)
class ReadingOf:
    """How hard one page is to read."""

    file: str
    grade: float
    words: int
    sentences: tuple[Sentence, ...]


def reading_of(files: Mapping[str, bytes], site: Site, *, folder: str = "") -> list[ReadingOf]:
    """The reading of each page of a built site. Titles of roles and names of places do not count."""
    names = {
        name for role in site.all_roles for name in (role.title, role.short_title, role.role.name, *role.also_known_as)
    }
    names |= {site.name, site.short_name, *(helpline.name for helpline in site.helplines.values())}
    found = []
    for name, data in files.items():
        if name.endswith(".html"):
            prose = tuple(sentences(data.decode(), names))
            texts = [sentence.text for sentence in prose]
            found.append(ReadingOf(folder + name, grade(texts), sum(len(_words(text)) for text in texts), prose))
    return found


class _Prose(HTMLParser):
    """The running text in a page's main part, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.within: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.lines.append("")
        if tag not in _EMPTY:
            self.within.append((tag, tag in _LEFT_OUT or ("translate", "no") in attrs))

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop()[0] != tag:
            pass
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if any(tag == "main" for tag, _ in self.within) and not any(out for _, out in self.within):
            self.lines[-1] += data


def sentences(html: str, names: Collection[str] = ()) -> list[Sentence]:
    """The sentences that a page says in running text, without the `names`."""
    prose = _Prose()
    prose.feed(html)
    return [sentence for line in prose.lines for sentence in of_text(line, names)]


def of_text(text: str, names: Collection[str] = ()) -> list[Sentence]:
    """The sentences of a text, without the `names`."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}s?\b", " ", text, flags=re.IGNORECASE)
    parts = (part.strip() for part in re.split(r"(?<=[.!?])\s+", " ".join(text.split())))
    return [Sentence(grade([part]), part) for part in parts if len(_words(part)) > 1]


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of these sentences together; 0 where there are none."""
    found = [words for text in texts if (words := _words(text))]
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d+", text)


@lru_cache(maxsize=20_000)  # texts use few words, and these again and again
def syllables(word: str) -> int:
    """About how many syllables an English word has, by its groups of vowels."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 1
    for silent, kept in _SILENT:
        word = re.sub(silent, kept, word)
    return max(1, len(re.findall(r"[aeiouy]+", word)) + len(re.findall(_SPLIT, word)))


_SILENT: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"^(some|there|where|home|care|safe|life)(?=[a-z]{3})", lambda start: start[1][:-1]),
    (r"(?<=[^td])ed$", ""),
    (r"(?<=[^sxzcg])(?<!sh)(?<!ch)es$", ""),
    (r"(?<=[^l])e(ly|ment|ness|ful)?$", r"\1"),
    (r"(?<=[aeiouy])le$", "l"),
)
"""Letters e that are written and not said."""

_SPLIT = r"[aeou]ing|(?<![cstg])i(?:a|o|u)|ie(?=nc|t$)|uie|crea(?=t)|[iy]a?eo|deo|coo(?=rd)|(?:id|r)ea$|ua(?=l)"
"""Vowels that stand together and are said apart."""
