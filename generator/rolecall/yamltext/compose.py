"""Values as new YAML text, as a person writes it: short things on one line, quotes only where words need them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

WIDEST = 100
"""Characters up to which fields or ids that are new stand in braces or brackets on one line."""

_BREAKS = "\\x7f-\\x9f\\u2028\\u2029\\ufeff"
_PLAIN_SAFE = re.compile(rf"[A-Za-z0-9£(+][^\x00-\x1f{_BREAKS}]*")
_LITERAL_SAFE = re.compile(rf"[^\s\x00-\x1f{_BREAKS}][^\x00-\x09\x0b-\x1f{_BREAKS}]*")
_LONG_NUMBER = re.compile(r"0\d+|\d{6,}|\d+:\d+")
"""What other programs would read as a number, and is a phone number, a code or a time."""
_NO_TEXT = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|~|[-+.]?\d[\w.:+-]*|[-+]?\.(inf|nan)")
"""What YAML of one kind or another takes for a number, a day, yes, no or nothing, and what begins like a number."""
_IN_BRACKETS = re.compile(r"[,\[\]{}:]")
_ID = re.compile(r"[\w.-]{1,40}")
_NOT_IN_QUOTES = re.compile(f"[{_BREAKS}]")


def written(value: str, *, in_brackets: bool = False) -> str:
    """`value` as YAML for one line, quoted only where a bare word would read otherwise."""
    if (
        _PLAIN_SAFE.fullmatch(value)
        and value == value.strip()
        and ": " not in value
        and " #" not in value
        and not value.endswith(":")
        and not (in_brackets and _IN_BRACKETS.search(value))
    ):
        return value
    return _quoted(value)


def written_for_any(value: str) -> str:
    """`value` as YAML for one line, which other programs read as text too: not as a number, a day or no."""
    return _quoted(value) if _NO_TEXT.fullmatch(value) else written(value)


def _quoted(value: str) -> str:
    """`value` in double quotes. What YAML takes for the end of a line stands as its number."""
    return _NOT_IN_QUOTES.sub(lambda found: f"\\u{ord(found[0]):04x}", _JSON.encode(value))


_JSON = json.JSONEncoder(ensure_ascii=False)


def composed(value: Mapping[str, Any]) -> str:
    """A new file that says `value`."""
    return "".join(line + "\n" for line in field_lines(value, 0))


def value_lines(value: Any, depth: int) -> tuple[str, list[str]]:
    """A value as what stands behind its colon or dash, and the lines below that, `depth` being that of the key."""
    if isinstance(value, str) and "\n" in value:
        body = value.removesuffix("\n")
        if _LITERAL_SAFE.fullmatch(body) and not body.endswith("\n"):
            lines = [" " * (depth + 2) + line if line else "" for line in body.split("\n")]
            return " |" if body != value else " |-", lines
    line = inline(value, in_brackets=False) if not value or isinstance(value, str) else short_line(value, depth)
    if line is not None:
        return " " + line, []
    return "", field_lines(value, depth + 2) if isinstance(value, dict) else item_lines(value, depth + 2)


def field_lines(fields: Mapping[str, Any], depth: int) -> list[str]:
    lines = []
    for key, value in fields.items():
        head, body = value_lines(value, depth)
        lines += [" " * depth + written(key, in_brackets=True) + ":" + head, *body]
    return lines


def item_lines(items: Sequence[Any], depth: int) -> list[str]:
    lines = []
    for item in items:
        head, body = value_lines(item, depth)
        if body and isinstance(item, dict):
            head, body = " " + body[0].lstrip(" "), body[1:]
        lines += [" " * depth + "-" + head, *body]
    return lines


def short_line(value: Any, depth: int = 0) -> str | None:
    """A value on one line, where it reads well so: up to 3 fields of text, or ids. None where it does not."""
    if isinstance(value, dict):
        parts = [part for inner in value.values() for part in (inner if isinstance(inner, list) else [inner])]
        simple = len(value) <= 3 and all(isinstance(part, str) and "\n" not in part for part in parts)
    elif isinstance(value, list):
        simple = all(isinstance(item, str) and _ID.fullmatch(item) for item in value)
    else:
        simple = "\n" not in value
    if not simple:
        return None
    line = inline(value)
    return line if depth + len(line) <= WIDEST else None


def inline(value: Any, *, in_brackets: bool = True) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(k, in_brackets=True)}: {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return _quoted(value) if _LONG_NUMBER.fullmatch(value) else written(value, in_brackets=in_brackets)
