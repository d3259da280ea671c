"""Slips that YAML takes, with another meaning than the one that people have in mind."""

from __future__ import annotations

import re
from functools import lru_cache

from rolecall.yamltext.slips import (
    BEHIND_COLON,
    BEHIND_DASH,
    NO_WORD_SPACE,
    ODD_SPACE,
    WORD_QUOTES,
    WORD_SPACE,
    bare_of_quotes,
    cut,
    quoted,
)

_Advice = tuple[str, str]
"""What is wrong, and what to write."""

_IN_QUOTES = re.compile("[“„”].*[”“]|‘.*[’‘]", re.DOTALL)
_ITEM = re.compile(r"[ \t]*([-–—•·▪]|\*(?=\s))([ \t\xa0]*)(?=[^\s\d\-–—])(.*)")
_ALSO_A_LINE = (
    "Put the text after the colon on its own line too, with a hyphen and a space in front."
    " If it is one text, write | after the colon, and all of the text below."
)
_FIELD = re.compile(r"(?P<key>[a-z][a-z0-9_-]*):(?P<value>[^\s/:].*)")
_WITHOUT_COLON = re.compile(r"(?P<key>[a-z][a-z0-9_-]*) +(?P<value>\S.*)", re.DOTALL)
_ODD = re.compile(f"[{ODD_SPACE}]")


def written_as_text(source: str, start: int, end: int) -> tuple[_Advice, list[str]] | None:
    """What is wrong with a text without quotes: quotes from Word around it, or lines of a list in it, and these."""
    text = source[start:end]
    if text[:1].isalnum() and "\n" not in text:
        return None  # as nearly all are
    if text[:1] in "“„”‘" and _IN_QUOTES.fullmatch(text.rstrip()):
        return (WORD_QUOTES, f"Write {quoted(bare_of_quotes(text))}, or leave the quotes out."), []
    before = source[source.rfind("\n", 0, start) + 1 : start].strip()
    lines = text.rstrip().split("\n")[1 if before else 0 :]  # What stands behind a colon is no line of a list.
    items = [_ITEM.fullmatch(line.rstrip()) for line in lines]
    first = items[0] if items else None
    if not first or not all(items):
        return None
    sign, gap, words = first[1], first[2], cut(first[3])
    advice: _Advice = ("a list goes on below a text", _ALSO_A_LINE)
    if sign != "-":
        advice = (f"a line of a list starts with a hyphen, and not with {sign}", f"Write - {words}")
    elif not gap:
        advice = (BEHIND_DASH, f"Write - {words}")
    elif gap.strip(" "):
        advice = (WORD_SPACE, NO_WORD_SPACE)
    is_prose = sign != "-" and before  # A dash within a sentence may well begin its next line.
    above = text.split("\n")[:1] if before else []
    return None if is_prose else (advice, [*above, *(item[3] for item in items if item)])


@lru_cache(4096)  # files have the same names of fields
def odd_name(name: str) -> tuple[_Advice, str] | None:
    """What is wrong with the name of a field with signs that nobody sees in it, or quotes of Word; and the name."""
    bare = _ODD.sub("", name)
    if bare != name and (_ODD.sub("", name[1:-1]) == name[1:-1] or re.fullmatch("[a-z][a-z0-9_-]*", bare)):
        return (WORD_SPACE, NO_WORD_SPACE), bare
    if re.fullmatch("[“„‘].*[”’]", name):
        return (WORD_QUOTES, f"Write {bare_of_quotes(name)} without quotes."), bare_of_quotes(name)
    return None


def without_space(text: str) -> tuple[_Advice, str, str] | None:
    """What is wrong with a text that is a field without a space after its colon; and what the field says."""
    if found := _FIELD.match(text):
        key, value = found["key"], found["value"]
        return (BEHIND_COLON, f"Write {key}: {cut(value.splitlines()[0])}"), key, value
    return None


def in_brackets_without_colon(text: str, before: str | None) -> _Advice:
    """What is wrong with a part of curly brackets that has no colon. `before` is the text in front of its comma.

    In {text: Call us, or ask} the comma ends the text, and in {phone 0117 496 0101} a colon is missing. None stands
    before the first part, and nothing goes on behind quotes or a list.
    """
    found = _WITHOUT_COLON.fullmatch(text)
    write = f"rite {found['key']}: {cut(found['value'])}" if found else "rite a colon, a space and the text after it."
    no_colon = f'there is no colon in "{cut(text)}"'
    if before is None:
        return no_colon, f"W{write}"
    if found and (re.search(r"[\d@]", found["value"]) or " " not in before.strip()):
        return no_colon, f'If it belongs to "{cut(before)}", put all of that text in double quotes. If not, w{write}'
    return (
        f'the comma in front of "{text}" ends the text before it',
        "Put the whole text in double quotes, or on a line of its own without the brackets.",
    )
