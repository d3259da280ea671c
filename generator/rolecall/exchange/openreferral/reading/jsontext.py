"""The JSON values of a text that may be long, damaged or hostile, one after another."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rolecall.exchange.openreferral.reading.text import SIZE, Window

DEEPEST = 40
"""Levels within a value. A service has 8."""
LONGEST = 2_000_000
"""Letters that one value may have. The longest service known has 60,000."""

PATIENCE = 1_000
"""Damaged values by themselves after which a text is taken for none of JSON."""

LISTS = frozenset(
    {
        "contents",
        "content",
        "services",
        "items",
        "data",
        "results",
        "records",
        "value",
        "organizations",
        "organisations",
    }
)
"""The fields in which feeds keep the services of a page, or those who run them with their services."""
AROUND = frozenset({"data", "result", "response", "_embedded", "page", "d"})
"""The fields that some feeds put around the page."""

_SPACE = re.compile(r"[\s\ufeff\x00\x1e]*")
_LINE = re.compile(r"\n\{")
_TOKEN = re.compile(r'["\[\]{}]')
_IN_TEXT = re.compile(r'[\\"]')
_LONE = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):
    """Why a value cannot be read, as the end of the sentence "this entry …"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a list, or one that stands by itself."""

    value: Any
    line: int
    in_list: bool
    damage: str = ""
    """Why there is no value, as the end of "this entry …". Empty where there is one."""


@dataclass
class Outline:
    """What a text has beside its items. Complete once they were all read."""

    fields: dict[str, Any] = field(default_factory=dict)
    """The fields around the list, such as the number of pages."""
    is_list: bool = False
    damage: str = ""
    """Why the rest cannot be read, as the end of "from line 4 on, this …". Empty where it was read to the end."""
    line: int = 1
    """The line of the damage."""


def items(window: Window, outline: Outline) -> Iterator[Item]:
    """The values of a text: those of its list, or each that stands by itself (JSON Lines). It never raises."""
    in_lines, damaged = False, 0
    while not _is_at_end(window):
        if (item := _of_line(window, in_lines=in_lines)) is not None:
            in_lines = True
            yield item
            continue
        try:
            if window.text[window.at] == "[":
                outline.is_list = True
                yield from _of_list(window)
            elif window.text[window.at] == "{":
                yield from _of_object(window, outline, 0)
            else:
                raise Unreadable("is not JSON")
        except Unreadable as error:
            line = window.line
            damaged += 1
            if outline.is_list or damaged > PATIENCE or not _at_next_line(window):
                outline.damage, outline.line = str(error), line
                return
            yield Item(None, line, in_list=False, damage=str(error))


def _of_line(window: Window, *, in_lines: bool) -> Item | None:
    """An object that is a line by itself, as in JSON Lines, where each line is read or not whatever the others are.

    None where this is not clear, or where it has a list in it.
    """
    end = window.text.find("\n", window.at)
    line, number = window.text[window.at : end if end >= 0 else None].strip(), window.line
    if line[:1] != "{" or (end < 0 and not window.is_last) or not (in_lines or line[-1] == "}"):
        return None
    try:
        value = _DECODER.decode(line)
    except (ValueError, RecursionError):
        if not in_lines:
            return None
        value = Unreadable("is not JSON")
    if isinstance(value, dict) and any(isinstance(value.get(name), list | dict) for name in LISTS | AROUND):
        return None
    window.at = end if end >= 0 else len(window.text)
    if isinstance(value, Unreadable):
        return Item(None, number, in_list=False, damage=str(value))
    return _sound(value, number, in_list=False)


def _at_next_line(window: Window) -> bool:
    """Whether another object starts on a line further on, as in JSON Lines, the window then standing there."""
    while not (found := _LINE.search(window.text, window.at)):
        if window.left > LONGEST or not window.more():
            return False
    window.at = found.end() - 1
    return True


def _of_object(window: Window, outline: Outline, depth: int) -> Iterator[Item]:
    """The items of the list in an object, or the object itself where it has none."""
    start, fields = window.line, dict[str, Any]()
    try:
        yield from _members(window, outline, fields, depth)
    finally:  # where the rest is damaged, what was read counts
        if outline.is_list or not outline.fields:
            outline.fields |= fields
    if not outline.is_list and not depth:
        yield _sound(fields, start, in_list=False)


def _members(window: Window, outline: Outline, fields: dict[str, Any], depth: int) -> Iterator[Item]:
    """The items of the list in an object, all else going into `fields`."""
    _take(window, "{")
    if _next(window) == "}":
        _take(window, "}")
        return
    while True:
        if not isinstance(key := _value(window), str):
            raise Unreadable("is not JSON")
        _take(window, ":")
        if key in LISTS and _next(window) == "[" and _starts_with_object(window):
            outline.is_list = True
            runs = fields if key == "services" and isinstance(fields.get("name"), str) else {}
            for item in _of_list(window):
                yield replace(item, value=_run_by(item.value, runs)) if runs else item
        elif key in AROUND and depth == 0 and _next(window) == "{":
            inner = Outline()
            try:
                yield from _of_object(window, inner, 1)
            finally:
                outline.is_list = outline.is_list or inner.is_list
                fields |= inner.fields if inner.is_list else {key: inner.fields}
        else:
            fields[key] = _sound(_value(window), 0, in_list=False).value
        if _next(window) == "}":
            _take(window, "}")
            return
        if len(fields) > PATIENCE:
            raise Unreadable("has more fields than a service can have")
        _take(window, ",")


def _of_list(window: Window) -> Iterator[Item]:
    """The values of a list. Of those who run services, the services."""
    for item in _values(window):
        value = item.value
        services = value.get("services") if isinstance(value, dict) and "name" in value else None
        if not isinstance(services, list) or not services or not all(isinstance(each, dict) for each in services):
            yield item
            continue
        runs = {name: part for name, part in value.items() if name != "services"}
        for service in services:
            yield replace(item, value=_run_by(service, runs))


def _run_by(service: Any, runs: Mapping[str, Any]) -> Any:
    """A service with who runs it, unless it says that itself."""
    if not isinstance(service, dict) or any(service.get(name) for name in ("organization", "organisation")):
        return service
    return {**service, "organization": dict(runs)}


def _values(window: Window) -> Iterator[Item]:
    _take(window, "[")
    if _next(window) == "]":
        _take(window, "]")
        return
    while True:
        _next(window)
        line = window.line
        try:
            yield _sound(_value(window), line, in_list=True)
        except Unreadable as error:
            if not _skipped(window):
                raise
            yield Item(None, line, in_list=True, damage=str(error))
        if _next(window) == "]":
            _take(window, "]")
            return
        _take(window, ",")


def _is_at_end(window: Window) -> bool:
    while True:
        space = _SPACE.match(window.text, window.at)
        window.at = space.end() if space else window.at
        if window.at < len(window.text):
            return False
        if not window.more():
            return True


def _next(window: Window) -> str:
    if _is_at_end(window):
        raise Unreadable("stops before its end")
    return window.text[window.at]


def _take(window: Window, wanted: str) -> None:
    if _next(window) != wanted:
        raise Unreadable("is not JSON")
    window.at += 1


def _starts_with_object(window: Window) -> bool:
    """Whether a list, at which the window stands, has objects in it or nothing."""
    while True:
        if found := re.compile(r"\[\s*([^\s])").match(window.text, window.at):
            return found[1] in "{]"
        if window.left > LONGEST or not window.more():
            return False


def _value(window: Window) -> Any:
    """The value at which the window stands, which then stands behind it."""
    _next(window)
    while True:
        try:
            value, end = _DECODER.raw_decode(window.text, window.at)
        except json.JSONDecodeError as error:
            if window.left < LONGEST and window.more():
                continue
            if window.left >= LONGEST and not window.is_last and error.pos >= len(window.text) - SIZE:
                raise Unreadable("is longer than a service can be") from error
            near = error.pos >= len(window.text) - len("false")
            is_cut = window.is_last and (near or error.msg.startswith("Unterminated"))
            raise Unreadable("stops before its end" if is_cut else "is not JSON") from error
        except RecursionError as error:
            raise Unreadable(f"has more than {DEEPEST} levels") from error
        if end < len(window.text) or not window.more():
            window.at = end
            return value


def _skipped(window: Window) -> bool:
    """Whether a value that cannot be read ends where its brackets say, the window then standing behind it."""
    if window.text[window.at] not in "{[":
        return False
    depth, at = 0, window.at
    while True:
        while found := _TOKEN.search(window.text, at):
            at = found.end()
            if found[0] == '"':
                while (end := _IN_TEXT.search(window.text, at)) and end[0] == "\\":
                    at = end.end() + 1
                if end is None:
                    break
                at = end.end()
            else:
                depth += 1 if found[0] in "[{" else -1
                if depth == 0:
                    window.at = at
                    return not _is_at_end(window) and window.text[window.at] in ",]"
        if window.left > 10 * LONGEST or not window.more():
            return False
        depth, at = 0, window.at


def _sound(value: Any, line: int, *, in_list: bool) -> Item:
    try:
        return Item(_sounded(value, DEEPEST), line, in_list)
    except Unreadable as error:
        return Item(None, line, in_list, str(error))


def _sounded(value: Any, levels: int) -> Any:
    """The value without halves of letters, which no file can hold. What is all right stays the same object."""
    if isinstance(value, str):
        return value if value.isascii() else _LONE.sub("\ufffd", value)
    if not isinstance(value, (dict, list)):
        return value
    if not levels:
        raise Unreadable(f"has more than {DEEPEST} levels")
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for at, part in parts:
        if isinstance(part, (dict, list)) or (isinstance(part, str) and not part.isascii()):
            value[at] = _sounded(part, levels - 1)
    if isinstance(value, dict) and not all(map(str.isascii, value)):
        return {_LONE.sub("\ufffd", key): part for key, part in value.items()}
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. Of a field that stands twice, the last that says something counts."""
    made = dict(pairs)
    if len(made) != len(pairs):
        made |= {key: value for key, value in pairs if value not in (None, "", [], {})}
    return made


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= 18 else digits[:100]


def _number(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


_DECODER = json.JSONDecoder(
    strict=False,  # text in real feeds has line breaks as they are
    object_pairs_hook=_object,
    parse_int=_whole_number,
    parse_float=_number,
    parse_constant=lambda name: None,
)
