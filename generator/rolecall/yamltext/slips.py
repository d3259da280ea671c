"""Slips of people who write YAML as they write text: what the parser stumbles over, and what to type in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LONGEST_SHOWN = 60
"""Characters of a text that advice repeats."""

ODD_SPACE = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Spaces from Word and web pages, which look like those of the keyboard, and which YAML takes for letters."""

_NEAR = 1
"""Columns by which a hyphen may be off by a slip. By more, it may be of another list."""

_LINE = re.compile(r"(?P<lead> *(?:- +)*)(?P<rest>[^\r\n]*)")
_FIELD = re.compile(r"(?P<key>[^\s:#\"'\[{][^:]*?) *:(?:[ \t]+(?P<value>.*))?$")
_ODD_LEAD = re.compile(rf"[ \-]*[{ODD_SPACE}]")
_ODD_COLON = re.compile(rf"[ \-]*[\w-]+(?P<odd>[{ODD_SPACE}])[\w -]*:|[ \-]*[\w-]+ *:(?P<behind>[{ODD_SPACE}])")
_OTHER_COLON = re.compile(r"[ \-]*[\w-]+ *(?P<colon>[：꞉∶﹕])")
_NO_SPACE = re.compile(r" *(?:- +)*(?P<key>[a-z][a-z0-9_-]*):(?P<value>[^\s/:].*)")
_NO_COLON = re.compile(r" *(?:- +)*(?P<key>[a-z][a-z0-9_-]*)(?: *[;=] *| +|$)(?P<value>.*)")
_NO_DASH_SPACE = re.compile(r" *(?P<dash>[-–—•·▪*])(?P<text>[^\s\d\-*].*)")
_BULLET = re.compile(r" *(?P<dash>[*–—•·▪])\s+(?P<text>\S.*)")
_SINGLE = re.compile(r"'(?P<text>(?:[^']|'')*)'(?P<rest>[^\s,\]}#:].*|\s+[^\s#,\]}].*)")
_DOUBLE = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?P<rest>[^\s,\]}#:].*|\s+[^\s#,\]}].*)')
_CANNOT_START = re.compile(r"[@`%]|[*&!](?=\S)|[*&!](?= )|[?-](?= )|[>|](?![+-]?\d?[+-]?\s*(?:#|$))")
_BRACKETED = re.compile(r"(?P<open>[\[{])[^\[\]{}]*[\]}]\s*[^\s,\]}#:]")

BEHIND_COLON = "a space is missing after the colon"
BEHIND_DASH = "a space is missing after the hyphen"
WORD_SPACE = "there is a space here that is not the one of the keyboard"
NO_WORD_SPACE = "Delete it, and press the space bar. It comes with text copied from Word or a web page."
WORD_QUOTES = "the quotes around this text are not the straight ones"


_NAME = re.compile(r"[a-z][a-z0-9_-]*|['\"].*['\"]")
"""What the name of a field looks like."""


class Slip(NamedTuple):
    """What is wrong in a line, counted from 0 as columns are, and what to write."""

    line: int
    column: int
    sentence: str
    fix: str


class _Line(NamedTuple):
    """One line: how far in it starts, and its field if it has one."""

    at: int
    text: str
    lead: int
    rest: str
    key: str
    value: str
    value_at: int


def slip_in(source: str, problem: int, context: int, words: str, column: int) -> Slip | None:
    """The slip for which the parser gave up in the line `problem`, having begun in the line `context`."""
    lines = [_line(at, text) for at, text in enumerate(source.split("\n"))]
    if problem >= len(lines):
        problem = len(lines) - 1
    given_up, above = lines[problem], _above(lines, problem)
    begun = [lines[context]] if context != problem and context < len(lines) else []
    near = [given_up, *begun, *([above] if above else [])]
    for line in near:
        if slip := _of_signs(line) or _of_start(line):
            return slip
    for line in dict.fromkeys(near):
        if slip := _of_dash(line):
            return slip
    if "mapping values" in words and (slip := _second_colon(given_up, column)):
        return slip
    for line in dict.fromkeys(near):
        if slip := _of_space(line):
            return slip
    if "mapping values" in words and not _NAME.fullmatch(given_up.key):
        fix = f"Put all of the text in double quotes, on one line, for example {quoted(given_up.rest)}"
        return Slip(given_up.at, given_up.lead, "there is a colon within this text", fix)
    if "mapping values" in words and above and not above.key:
        return _of_colon(above) or _of_indent(lines, given_up)
    if "expected ':'" in words:
        return next((slip for line in begun or near[:1] if (slip := _of_colon(line))), None)
    return _of_indent(lines, given_up)


def _line(at: int, text: str) -> _Line:
    text = text.rstrip("\r")
    found = _LINE.match(text)
    assert found, "it takes any text"
    lead, rest = len(found["lead"]), found["rest"]
    field = _FIELD.match(rest)
    value = (field["value"] or "") if field else rest
    value_at = lead + (field.start("value") if field and field["value"] is not None else len(rest) * bool(field))
    return _Line(at, text, lead, rest, field["key"] if field else "", value.rstrip(), value_at)


def _above(lines: Sequence[_Line], at: int) -> _Line | None:
    """The line before one that is neither empty nor a comment."""
    return next(_content(lines[:at]), None)


def _content(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Lines that say something, the last first."""
    return (line for line in reversed(lines) if line.rest.strip() and not line.rest.lstrip().startswith("#"))


def _of_signs(line: _Line) -> Slip | None:
    """Signs that look like those of the keyboard and are others."""
    if found := _ODD_LEAD.match(line.text):
        return Slip(line.at, found.end() - 1, WORD_SPACE, NO_WORD_SPACE)
    if found := _ODD_COLON.match(line.text):
        return Slip(line.at, max(found.start("odd"), found.start("behind")), WORD_SPACE, NO_WORD_SPACE)
    if found := _OTHER_COLON.match(line.text):
        sentence = "this colon is not the one of the keyboard"
        return Slip(line.at, found.start("colon"), sentence, "Delete it, and type a colon and a space.")
    if re.match("[“”„‘’]", line.value):
        return Slip(line.at, line.value_at, WORD_QUOTES, f"Write {_shown(line, quoted(bare_of_quotes(line.value)))}")
    return None


def _of_start(line: _Line) -> Slip | None:
    """A value that starts as YAML's own signs do, or a quote in it that ends it too early."""
    for at, value in _values(line):
        if found := _SINGLE.match(value):
            inner = f"{found['text']}'{found['rest']}".rstrip().removesuffix("'").replace("''", "'")
            sentence = "an apostrophe ends this text, as it stands in single quotes"
            column = at + found.end("text")
            whole = quoted(_up_to_item(inner))
            fix = f"Use double quotes: {_shown(line, whole) if at == line.value_at else whole}"
            return Slip(line.at, column, sentence, fix)
        if found := _DOUBLE.match(value):
            column = at + found.end("text")
            inner = value.rstrip()
            whole = inner[1:-1] if inner.endswith('"') and inner.count('"') % 2 == 0 and inner.count('"') > 2 else inner
            if "'" in whole:
                fix = "Write the quotes within it as “ and ”, and straight ones only around all of it."
            else:
                in_single = f"'{cut(whole)}'"
                fix = f"Use single quotes around all of it: {_shown(line, in_single)}"
            return Slip(line.at, column, "a quote within this text ends it", fix)
    if line.key or line.lead > len(line.text) - len(line.text.lstrip()):
        if found := _CANNOT_START.match(line.value):
            sentence = f"text cannot start with {found[0]} by itself"
            return Slip(line.at, line.value_at, sentence, f"Use double quotes: {_shown(line, quoted(line.value))}")
        if found := _BRACKETED.match(line.value):
            sentence = f"text cannot start with {found['open']} by itself"
            return Slip(line.at, line.value_at, sentence, f"Use double quotes: {_shown(line, quoted(line.value))}")
    if re.match("[@`%]", line.rest):
        sentence = f"a line cannot start with {line.rest[0]}"
        return Slip(line.at, line.lead, sentence, "Delete it, or put the text in double quotes.")
    return None


def _values(line: _Line) -> Iterator[tuple[int, str]]:
    """Where texts may begin in a line: its value, and what stands in brackets."""
    yield line.value_at, line.value
    if line.value[:1] in ("[", "{"):
        for found in re.finditer(r"""(?:[\[{,]|:\s)\s*(?=['"])""", line.value):
            yield line.value_at + found.end(), line.value[found.end() :]


def _up_to_item(text: str) -> str:
    """A text in brackets without the items behind it."""
    return re.split(r"'\s*[,\]}]", text, maxsplit=1)[0]


def _of_dash(line: _Line) -> Slip | None:
    """A line of a list that has no hyphen with a space."""
    if found := _NO_DASH_SPACE.match(line.text) or _BULLET.match(line.text):
        is_dash = found["dash"] == "-"
        sentence = BEHIND_DASH if is_dash else f"a line of a list starts with a hyphen, and not with {found['dash']}"
        return Slip(line.at, found.start("dash"), sentence, f"Write - {cut(found['text'])}")
    return None


def _second_colon(line: _Line, column: int) -> Slip | None:
    """A colon within a text."""
    if not line.key or not re.search(r":(?:\s|$)", line.value) or line.value[:1] in ('"', "'"):
        return None
    sentence = "there is a second colon in this line"
    return Slip(line.at, column, sentence, f"Use double quotes: {_shown(line, quoted(line.value))}")


def _of_space(line: _Line) -> Slip | None:
    """A field without a space behind its colon."""
    if found := _NO_SPACE.match(line.text):
        return Slip(line.at, found.end("key"), BEHIND_COLON, f"Write {found['key']}: {cut(found['value'])}")
    return None


def _of_colon(line: _Line) -> Slip | None:
    """A field without a colon."""
    if line.key or not (found := _NO_COLON.match(line.text)):
        return None
    key, value = found["key"], found["value"].strip()
    fix = f"Write {key}: {cut(value)}" if value else f"Write {key}: and what belongs to it."
    return Slip(line.at, found.start("key"), "this line has no colon after the name of the field", fix)


def _of_indent(lines: Sequence[_Line], line: _Line) -> Slip | None:
    """A field that starts further in or further out than those beside it."""
    if slip := _of_items(lines, line):
        return slip
    if not line.key:
        return None
    first = next((other for other in lines if other.rest.strip() and not other.rest.startswith(("#", "---"))), line)
    if first.lead and first.at != line.at and not line.lead and first.text.startswith(" ") and first.key:
        sentence = f'"{first.key}" does not start at the left edge, and "{line.key}" does'
        return Slip(first.at, 0, sentence, f"Delete {_spaces(first.lead)} in front of it.")
    columns: dict[int, _Line] = {}
    deepest = 10_000
    for other in _content(lines[: line.at]):
        if other.key and other.lead <= deepest and other.lead not in columns:
            columns[other.lead] = other
            deepest = len(other.text) - len(other.text.lstrip(" "))
    if not columns or line.lead in columns:
        return None
    lead = min(columns, key=lambda lead: (abs(lead - line.lead), -lead))
    more = line.lead - lead
    many = f"{_spaces(abs(more))} too {'many' if more > 0 else 'few'} in front of"
    beside = columns[lead]
    sentence = f'there {"is" if abs(more) == 1 else "are"} {many} "{cut(line.key)}"'
    fix = f'Start it right below "{cut(beside.key)}" in line {beside.at + 1}, with {_spaces(lead)} in front.'
    return Slip(line.at, line.lead, sentence, fix if lead else f'Start it at the left edge, like "{cut(beside.key)}".')


def _of_items(lines: Sequence[_Line], line: _Line) -> Slip | None:
    """A line of a list that stands elsewhere than those above it, or below a line without a hyphen."""
    if not line.text.lstrip(" ").startswith("- "):
        return None
    column = len(line.text) - len(line.text.lstrip(" "))
    for other in _content(lines[: line.at]):
        indent = len(other.text) - len(other.text.lstrip(" "))
        has_dash = other.text.lstrip(" ").startswith("- ")
        if indent == column and not has_dash and other.key and other.value:
            sentence = "this line of a list has no hyphen, and the one below it has"
            return Slip(other.at, indent, sentence, f"Write - {cut(other.rest)}")
        if has_dash and indent != column and abs(indent - column) <= _NEAR:
            fix = f"Start it right below the hyphen in line {other.at + 1}, with {_spaces(indent)} in front."
            return Slip(line.at, column, "this hyphen does not start below the one above it", fix)
        if indent < column:
            return None
    return None


def _spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number or 'no'} spaces"


def _shown(line: _Line, value: str) -> str:
    """A line with another value, as advice shows it."""
    return f"{line.key}: {value}" if line.key else f"- {value}" if line.text.lstrip().startswith("- ") else value


def bare_of_quotes(text: str) -> str:
    """A text without quotes of any kind around it, and with those within it straight."""
    return re.sub("[“”„]", "'", text.strip().strip("“”„‘’\"'"))


def quoted(text: str) -> str:
    """A text in double quotes, as far as advice shows it."""
    return json.dumps(cut(text), ensure_ascii=False)


def cut(text: str) -> str:
    """The beginning of a text, as far as advice shows it."""
    text = text.strip()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rsplit(' ', 1)[0]}..."
