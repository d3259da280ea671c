"""Text in one form: entities decoded, mojibake repaired, nothing invisible, on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import Generic, TypeVar

import ftfy
import nh3

from rolecall.exchange.incoming.capitals import out_of_shouting
from rolecall.exchange.incoming.cleaning.secrets import opens_doors, without_secrets
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.incoming.word_lists import known_words
from rolecall.wrong import NOT_TEXT

_Value = TypeVar("_Value")

SHOWN = 100
"""Letters of a value that a finding repeats."""

DESCRIPTION = 4000
"""Letters that a description may have."""

LONGEST = 40_000
"""Letters of a text that are looked at. Each field has room for far fewer."""

_LONGEST_NAME = 500
"""Letters of a name that are put into small ones. A longer one is a text that stands in the wrong place."""

_PICTURE = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]*+")
_INVISIBLE = re.compile(
    "(?=[^ -~])"  # few letters of a text are others, and those alone are looked at twice
    "(?:[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
    # Joiners belong to words of some scripts, and to nothing that is written in Latin letters.
    "|(?<![\u0590-\u1fff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u1fff]))"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
TAG = re.compile(r"<(?:!--|[/!?]?[a-zA-Z])[^<>]*>?")
WITHOUT_WORDS = {
    "script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "title", "audio", "video",
    "canvas", "select", "textarea", "head",
}  # fmt: skip
MOST_ROUNDS = 4
"""How often HTML may be in itself, as the text of a text."""

_REPAIRS = ftfy.TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=False,
    fix_character_width=True,
    uncurl_quotes=False,
    fix_line_breaks=False,
    normalization="NFC",
)


@dataclass(frozen=True, slots=True)
class Cleaned(Generic[_Value]):
    """A value as our files have it, and what was done to get it."""

    value: _Value
    findings: tuple[Finding, ...] = ()


def says_nothing(text: str) -> bool:
    """Whether a text stands for one that nobody filled in: `n/a`, `TBC`, `-`. What is empty does too."""
    return len(text) <= 30 and _says_nothing(text)


@lru_cache(4096)
def _says_nothing(text: str) -> bool:
    plain = " ".join(text.split()).casefold()
    return not re.search(r"[\w£]", plain) or plain in _nothing() or plain.strip(" .-()[]*?!") in _nothing()


@cache
def _nothing() -> frozenset[str]:
    return frozenset(known_words()["nothing"])


def cut(text: str) -> str:
    """As much of a text as a person needs to recognise it, with nothing that a terminal would obey or nobody sees."""
    seen = NOT_TEXT.sub(" ", text[: 20 * SHOWN])
    text = " ".join((seen if seen.isascii() else _INVISIBLE.sub("", seen)).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


_NOT_MISREAD = re.compile("[\t\n\r -~\u00a0\u200b]*+")
"""A text that ftfy leaves as it is, which takes long to see that. Editors in browsers put such blanks everywhere."""


def tidied(text: str, field: str) -> Cleaned[str]:
    """A text without entities, mojibake and invisible characters. Its lines and tags are as they were."""
    findings = []
    if len(text) > LONGEST:
        text = _PICTURE.sub("", text)
    if len(text) > LONGEST:
        sentence = f"This text had {len(text)} letters. What follows the first {LONGEST} was left out."
        findings.append(Finding("text-cut", field, sentence, cut(text[LONGEST : LONGEST + SHOWN])))
        text = text[:LONGEST]
    if opens_doors(text):
        text = without_secrets(text)
        sentence = "A code that opens something, or a password, was left out. What else the text says was kept."
        findings.append(Finding("secret-left-out", field, sentence))
    if text.isascii() and "&" not in text and not NOT_TEXT.search(text):
        return Cleaned(text.strip(), tuple(findings))
    decoded = _decoded(text)
    is_as_meant = decoded.isascii() or _NOT_MISREAD.fullmatch(decoded)
    whole = decoded if is_as_meant else ftfy.fix_text(decoded, _REPAIRS)
    if not is_as_meant and _letters(whole) != _letters(decoded):
        sentence = "Letters that came out wrong were put right."
        findings.append(Finding("mojibake-repaired", field, sentence, cut(decoded), cut(whole)))
    if "\ufffd" in whole:
        sentence = "Letters were lost before this came here. Type the text again."
        findings.append(Finding("letters-lost", field, sentence, cut(whole)))
        whole = whole.replace("\ufffd", "")
    seen = _INVISIBLE.sub("", whole)
    if seen.strip("\n\r\t ") != whole.strip("\n\r\t "):
        findings.append(Finding("invisible-characters", field, "Invisible characters were taken out."))
    return Cleaned(NOT_TEXT.sub(" ", seen.replace("\r", "\n") if "\r" in seen else seen).strip(), tuple(findings))


def _letters(text: str) -> str:
    """A text without what may differ between 2 ways to write the same."""
    return re.sub(r"[\s\u0080-\u009f\u200b-\u206f]", "", text).casefold()


def _decoded(text: str) -> str:
    """A text without entities, also those of entities: `&amp;nbsp;`."""
    for _ in range(4):
        if not _ENTITY.search(text):
            break
        text = unescape(text)
    return text


_DATA = re.compile(r"(?i)(?=d)\bdata\s*:\s*[a-z]+/[\w.+-]+[;,]\S*")
_RUNS = re.compile(r"(?i)(?=[jv])\b(?:java|vb)script\s*:")


def unscripted(text: str) -> str:
    """A text without the start of an address that runs, nor pictures in letters."""
    return _RUNS.sub("", _DATA.sub("", text)) if ":" in text else text


def line(text: str, field: str) -> Cleaned[str]:
    """A text on one line, without tags."""
    return _known_line(text, field) if len(text) <= _OFTEN_REPEATED else _line(text, field)


_OFTEN_REPEATED = 80
"""Letters up to which the texts of a feed come again and again, as `physical` or the name of a category."""


def _line(text: str, field: str) -> Cleaned[str]:
    tidy = tidied(text, field)
    value, findings = tidy.value, list(tidy.findings)
    if "<" in value and TAG.search(value):
        shown = bare(value)
        findings.append(Finding("html-removed", field, "HTML was taken out, its words kept.", cut(value), cut(shown)))
        value = shown
    if (quiet := unscripted(value)) != value:
        findings.append(Finding("script-removed", field, "The start of an address that runs was taken out."))
        value = quiet
    return Cleaned(" ".join(value.split()), tuple(findings))


_known_line = lru_cache(4096)(_line)


def bare(text: str) -> str:
    """The words of HTML, whatever it says how often it is in itself."""
    for _ in range(MOST_ROUNDS):
        if not TAG.search(text):
            return text
        spaced = re.sub(r"(?i)<(?=/?(?:p|div|li|br|h\d|td|tr)\b)", " <", text)
        text = unescape(nh3.clean(spaced, tags=set(), clean_content_tags=WITHOUT_WORDS))
    return re.sub(r"[<>]", " ", text)


def words(text: str, field: str, *, most: int = 2000) -> Cleaned[str]:
    """A text on one line of at most so many letters, cut at the end of a sentence where it is longer."""
    whole = line(text, field)
    if len(whole.value) <= most:
        return whole
    value, rest = parted(whole.value, most)
    sentence = f"This text had {len(whole.value)} letters, and there is room for {most}. What follows was left out."
    return Cleaned(value, (*whole.findings, Finding("text-cut", field, sentence, cut(rest))))


def parted(text: str, most: int) -> tuple[str, str]:
    """A text in 2: up to the last sentence that ends within so many letters, and the rest."""
    if len(text) <= most:
        return text, ""
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)|\n\n", text[: most + 1])]
    at = next((end for end in reversed(ends) if end > most // 2), 0) or text.rfind(" ", most // 2, most) + 1 or most
    return text[:at].strip(), text[at:].strip()


def description(text: str, field: str) -> Cleaned[list[str]]:
    """A description as far as there is room for it, and then the rest of it in parts for `extra`."""
    part, rest = parted(text, DESCRIPTION)
    parts = [part]
    while rest:
        part, rest = parted(rest, 2000)
        parts.append(part)
    if len(parts) == 1:
        return Cleaned(parts)
    sentence = f"This text had {len(text)} letters, and there is room for {DESCRIPTION}. What follows is under extra."
    return Cleaned(parts, (Finding("text-cut", field, sentence, cut(parts[1])),))


def name(text: str, field: str) -> Cleaned[str]:
    """A text as a name: on one line, not in capitals, up to 120 letters, without quotes around it."""
    whole = line(text, field)
    value, findings = whole.value, list(whole.findings)
    if "<" in value or ">" in value:
        value = " ".join(re.sub(r"[<>]", " ", value).split())
    if found := re.fullmatch(r'"([^"]+)"|“([^“”]+)”', value):
        value = (found[1] or found[2]).strip()
    if len(value) <= _LONGEST_NAME and (quiet := out_of_shouting(value)) != value:
        findings.append(Finding("capitals", field, "A name in capitals was put into small letters.", value, quiet))
        value = quiet
    if len(value) > 120:
        short = value[:119].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
        sentence = f"This name has {len(value)} letters, and was cut to {len(short)}."
        findings.append(Finding("name-cut", field, sentence, value, short))
        value = short
    return Cleaned(value, tuple(findings))
