"""Items of a list as they are written, with their comments: out of one file, and into the same list of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rolecall.yamltext.nodes import YamlFields, YamlList, YamlNode, is_empty, plain
from rolecall.yamltext.read import read

_DASH = re.compile(r" *-( |$)")


def items_as_written(source: str, top: YamlFields, field: str) -> list[str] | None:
    """The lines of each item of the list in `field`, with the comments right above it, its dash first in its line.

    None where the list is not written with a line for each item.
    """
    node, lines = top.entries.get(field), source.removeprefix("\ufeff").splitlines()
    if not isinstance(node, YamlList) or node.start >= 0:
        return None
    starts = [_dash_of(lines, item) for item in node.items]
    depth = _depth(lines[starts[0]])
    heads = [_with_comments_above(lines, start) for start in starts]
    tails = [*heads[1:], _end(lines, starts[-1], depth)]
    texts = [
        "".join(f"{_less(line, depth)}\n" for line in lines[head:tail]).rstrip() + "\n"
        for head, tail in zip(heads, tails, strict=True)
    ]
    return texts if [_values(text) for text in texts] == [[plain(item)] for item in node.items] else None


def with_items(source: str, top: YamlFields, field: str, items: Sequence[str]) -> str | None:
    """The text with more items, as `items_as_written` gives them, at the end of the list in `field`.

    None where that list is written in a way to which no lines can be added.
    """
    if not items:
        return source
    lines, node = source.splitlines(), top.entries.get(field)
    depth, end = 2, len(lines)
    if isinstance(node, YamlList) and node.items and node.start < 0:
        start = _dash_of(lines, node.items[-1])
        depth = _depth(lines[start])
        end = _end(lines, start, depth)
    elif node is not None and (is_empty(node) or not plain(node)):
        end = top.keys[field].line
        lines[end - 1] = f"{field}:"
    elif node is None:
        lines += ["", f"{field}:"]
        end += 2
    added = [" " * depth * bool(line) + line for item in items for line in item.splitlines()]
    newline = "\r\n" if "\r\n" in source else "\n"
    text = newline.join([*lines[:end], *added, *lines[end:]]) + newline
    before, after = plain(top), read(text, "")[0]
    assert isinstance(before, dict)
    wanted = {**before, field: [*(before.get(field) or []), *(_values("".join(items)) or [])]}
    return text if after is not None and plain(after) == wanted else None


def _values(items: str) -> list[object] | None:
    """What the lines of items say."""
    node, problems = read(f"items:\n{items}", "")
    found = plain(node)
    return found["items"] if isinstance(found, dict) and not problems else None


def _dash_of(lines: Sequence[str], item: YamlNode) -> int:
    """The line with the dash of an item, which may begin below it."""
    at = item.line - 1
    while at > 0 and not _DASH.match(lines[at]):
        at -= 1
    return at


def _end(lines: Sequence[str], start: int, depth: int) -> int:
    """The line after the last one of the item that begins in line `start`, comments that are further in too."""
    end = start + 1
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if line.strip() and _depth(line) <= depth and not line.lstrip().startswith("#"):
            break
        if line.strip() and _depth(line) > depth:
            end = at + 1
    return end


def _with_comments_above(lines: Sequence[str], start: int) -> int:
    """The first of the comment lines right above a line."""
    while start > 0 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _less(line: str, depth: int) -> str:
    """A line so many spaces further out, or as far out as it can be."""
    return line[depth:] if not line[:depth].strip() else line.lstrip()
