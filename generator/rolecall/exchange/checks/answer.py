"""What somebody wrote in answer to a letter, apart from the letter that their mail program put below or above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WROTE = re.compile(
    r"\W{0,4}(on|le|am|el|op|den|il)\b.{5,400}\b(wrote|a écrit|schrieb|escribió|schreef|skrev|ha scritto)\b[\s:-]*",
    re.IGNORECASE | re.DOTALL,
)
_A_DAY_OR_SENDER = re.compile(r"\d{1,2}[:.]\d\d|\b20\d\d\b|@|<")
_ORIGINAL = re.compile(
    r"[\W_]{0,40}(original (message|email|appointment)|(begin )?forwarded (message|email)|message d'origine)"
    r"\b[\W_]{0,40}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\W{0,4}from\W{0,4}:\W", re.IGNORECASE)
_HEADER = re.compile(r"\W{0,4}(sent|date|to|cc|subject)\W{0,4}:", re.IGNORECASE)
_HEADERS_WITHIN = 8
_RULE = re.compile(r"\s*(_{8,}|-{20,})\s*")


class Parted(NamedTuple):
    """The 2 parts of an answer."""

    written: str
    """What the person wrote, with what their program adds to each email."""
    quoted: str
    """The letter that they answer, as their program shows it."""


def parted(text: str) -> Parted:
    """An email parted into what somebody wrote and what it quotes."""
    lines = text.splitlines()
    written: list[str] = []
    quoted: list[str] = []
    last_marked = max((number for number, line in enumerate(lines) if _is_marked(line)), default=-1)
    at = 0
    while at < len(lines):
        if _is_marked(lines[at]):
            quoted.append(lines[at].lstrip("> \t"))
            at += 1
        elif _rest_is_quoted(lines, at):
            quoted += (line.lstrip("> \t") for line in lines[at:])
            break
        elif length := _attribution(lines, at):
            at += length
            if last_marked < at:
                quoted += lines[at:]
                break
        else:
            written.append(lines[at])
            at += 1
    return Parted("\n".join(written), "\n".join(quoted))


def _is_marked(line: str) -> bool:
    return line.lstrip().startswith(">")


def _rest_is_quoted(lines: Sequence[str], at: int) -> bool:
    """Whether the email that is answered begins here without marks: with its sender, day and subject."""
    if _ORIGINAL.fullmatch(lines[at]):
        return True
    if _RULE.fullmatch(lines[at]):
        return any(_is_header(lines, next_) for next_ in range(at + 1, min(at + 3, len(lines))))
    return _is_header(lines, at)


def _is_header(lines: Sequence[str], at: int) -> bool:
    below = lines[at + 1 : at + _HEADERS_WITHIN]
    return bool(_FROM.match(lines[at])) and sum(bool(_HEADER.match(line)) for line in below) > 1


def _attribution(lines: Sequence[str], at: int) -> int:
    """How many lines say who wrote what follows, as On 3 November 2026 at 10:12, Riverside wrote. 0 where none does."""
    for length in range(1, 5):
        if at + length > len(lines) or not lines[at].strip():
            return 0
        words = " ".join(lines[at : at + length])
        if len(words) <= 500 and _WROTE.fullmatch(words) and _A_DAY_OR_SENDER.search(words):
            return length
    return 0


def words_of(text: str) -> list[str]:
    """The words of a text, by which it is the same however a program breaks its lines, marks words or shows links."""
    without_links = re.sub(r"<[^<>\n]{0,2000}>|\[(?:https?|mailto):[^\]\n]{0,2000}\]", " ", text)
    return re.findall(r"[^\W_]+", without_links.casefold())


def between(words: Sequence[str], begin: Sequence[str], end: Sequence[str]) -> Sequence[str] | None:
    """The words between 2 sentences. None where one of them is not there."""
    start = _find(words, begin, 0)
    stop = _find(words, end, start + len(begin)) if start is not None else None
    return None if start is None or stop is None else words[start + len(begin) : stop]


def _find(words: Sequence[str], part: Sequence[str], after: int) -> int | None:
    size = len(part)
    return next((at for at in range(after, len(words) - size + 1) if words[at : at + size] == part), None)
