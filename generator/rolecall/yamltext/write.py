"""Values back into YAML text: comments, order and all that is not changed stay, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rolecall.yamltext.compose import field_lines, inline, item_lines, short_line, value_lines
from rolecall.yamltext.nodes import YamlFields, YamlList, YamlNode, YamlText, is_empty, plain
from rolecall.yamltext.read import read


def updated(source: str, top: YamlFields, value: Mapping[str, Any]) -> str | None:
    """`source`, which reads as `top`, changed to say `value`: text in lists and fields, as `plain` gives it.

    Comments stay, those of lines that go too. None where the file is written in a way that does not allow it.
    """
    if plain(top) == value:
        return source
    text = source.removeprefix("\ufeff")
    for by_parts in (True, False):
        after = _Edit(text).edited(top, value, by_parts=by_parts)
        if after is not None:
            result, problems = read(after, "")
            if not problems and plain(result) == value:
                return source[: len(source) - len(text)] + after
    return None


def commented(source: str, item: YamlNode) -> bool:
    """Whether people wrote about an item of a list: right above it, in its lines, or below and further in."""
    edit = _Edit(source.removeprefix("\ufeff"))
    try:
        dash = edit.dash(item)
    except _Cannot:
        return True
    line = edit.line_start(dash)
    above = edit.text[:line].split("\n")[-2:-1]
    stop = edit.below(edit.end(item), dash - line)
    return any(text.lstrip().startswith("#") for text in above) or bool(edit.comments(line, stop, item))


class _Cannot(Exception):
    """This is written in a way in which a part of it cannot be changed alone."""


class _Edit:
    """What is to change in a text, gathered while walking through its values."""

    def __init__(self, text: str) -> None:
        self.source, self.newline = text, "\r\n" if "\r\n" in text else "\n"
        self.text = text if text.endswith("\n") else text + self.newline
        self.edits: list[tuple[int, int, int, str]] = []

    def edited(self, top: YamlFields, value: Mapping[str, Any], *, by_parts: bool) -> str | None:
        """The text after all edits. `by_parts` changes as little as can be, otherwise whole fields at the top."""
        try:
            if top.start >= 0:
                self.in_brackets(top, value)
            else:
                self.fields(top, value, by_parts=by_parts)
        except _Cannot:
            return None
        if not self.edits:
            return None
        text, last_line = self.text, self.source[self.source.rfind("\n") + 1 :]
        # Additions at a place stand before what is replaced from there on, and inner ones before outer ones.
        for start, _, number, new in sorted(
            ((s, e > s, n, t) for n, (s, e, _, t) in enumerate(self.edits)), reverse=True
        ):
            end = self.edits[number][1]
            text = text[:start] + new + text[end:]
        is_open = last_line and text.endswith(last_line + self.newline)  # without a newline at its end, as before
        return text.removesuffix(self.newline) if is_open else text

    def put(self, start: int, end: int, new: str) -> None:
        self.edits.append((start, end, len(self.edits), new))

    def change(self, old: YamlNode, new: Any, *, after: int, depth: int) -> None:
        """Make `old` say `new`. It stands behind the colon or dash that ends at `after`, `depth` spaces in."""
        if plain(old) == new and not is_empty(old):
            return
        if isinstance(old, (YamlFields, YamlList)) and old.start >= 0 and short_line(new) is not None:
            self.in_brackets(old, new)
        elif isinstance(old, YamlFields) and old.start < 0 and isinstance(new, dict) and new:
            self.fields(old, new)
        elif isinstance(old, YamlList) and old.start < 0 and isinstance(new, list) and new:
            self.items(old, new)
        else:
            self.replace(old, new, after=after, depth=depth)

    def replace(self, old: YamlNode, new: Any, *, after: int, depth: int) -> None:
        """Write a value anew. What stands behind it, or behind its key, is a comment and stays there."""
        block = not isinstance(old, YamlText) and old.start < 0
        head, body = value_lines(new, depth)
        end = self.end(old)
        line_end = self.line_end(end)
        if block:
            rest = self.text[after : self.line_end(after)]
            self.rescue(self.line_end(after), line_end, old, at=self.line_start(after))
        else:
            rest = self.text[end:line_end]
            if isinstance(old, YamlText) and old.value.count("\n") and "\n" in self.text[old.start : old.end]:
                rest = ""
        if rest.strip() and not rest.lstrip().startswith("#"):
            raise _Cannot
        self.put(after, line_end, self.newline.join([head + rest, *body]))

    def in_brackets(self, old: YamlNode, new: Any) -> None:
        """The same for a value that stands in brackets or braces, or is one of those."""
        if plain(old) == new:
            return
        if isinstance(old, YamlFields) and isinstance(new, dict) and [*plain(old)] == [*new] == [*old.entries]:  # type: ignore[misc]
            for key, child in old.entries.items():
                self.in_brackets(child, new[key])
        elif isinstance(old, YamlText):
            self.put(old.start, old.end, inline(new))
        else:
            kept = (
                [key for key in old.entries if key in new]
                if isinstance(old, YamlFields) and isinstance(new, dict)
                else []
            )
            ordered = {key: new[key] for key in [*kept, *new]} if isinstance(new, dict) else new
            self.rescue(old.start, old.end, old, at=self.line_start(old.start))
            self.put(old.start, old.end, inline(ordered))

    def fields(self, old: YamlFields, new: Mapping[str, Any], *, by_parts: bool = True) -> None:
        first = next(iter(old.keys.values())).start
        depth = first - self.line_start(first)
        gone: list[str] = []
        for key, child in old.entries.items():
            after = self.text.index(":", old.keys[key].end) + 1
            if key not in new:
                gone += [] if is_empty(child) else [key]
            elif by_parts:
                self.change(child, new[key], after=after, depth=depth)
            elif plain(child) != new[key] or is_empty(child):
                self.replace(child, new[key], after=after, depth=depth)
        self.remove(old, gone)
        lines = field_lines({key: value for key, value in new.items() if key not in old.entries}, depth)
        if lines:
            self.insert(self.end(old), lines, depth)

    def insert(self, end: int, lines: list[str], depth: int) -> None:
        """Put lines below the line in which `end` is, and below the comments there that are further in."""
        at = self.below(end, depth)
        self.put(at, at, "".join(line + self.newline for line in lines))

    def below(self, end: int, depth: int) -> int:
        """Where the lines end that belong to the value in which `end` is: comments further in than `depth` do too."""
        at = stop = self.next_line(end)
        while at < len(self.text):
            line = self.text[at : self.next_line(at)]
            spaces = len(line) - len(line.lstrip(" "))
            if line.strip() and not line.lstrip().startswith("#"):
                break
            at += len(line)
            stop = at if line.strip() and spaces > depth else stop
        return stop

    def remove(self, old: YamlFields, gone: list[str]) -> None:
        keys = [*old.entries]
        done: set[str] = set()
        for at, key in enumerate(keys):
            if key not in gone or key in done:
                continue
            start = old.keys[key].start
            line = self.line_start(start)
            stop = self.next_line(self.end(old.entries[key]))
            if self.text[line:start].strip():
                # The first field of an item, behind its dash: the next one that stays takes its place.
                kept = next((other for other in keys[at:] if other not in gone), None)
                stop = old.keys[kept].start if kept else self.line_end(self.end(old.entries[key]))
                done |= set(keys[at : keys.index(kept)] if kept else [])
                self.rescue(start, stop, old, at=line)
                self.put(start, stop, "")
            else:
                self.rescue(start, stop, old.entries[key], at=line)
                self.put(line, stop, "")

    def items(self, old: YamlList, new: list[Any]) -> None:
        dashes = [self.dash(item) for item in old.items]
        depth = dashes[0] - self.line_start(dashes[0])
        pairs = dict(_pairs([plain(item) for item in old.items], new))
        for at, item in enumerate(old.items):
            line = self.line_start(dashes[at])
            if at in pairs:
                self.change(item, new[pairs[at]], after=dashes[at] + 1, depth=depth)
            else:
                stop = self.next_line(self.end(item))
                self.rescue(dashes[at], stop, item, at=line)
                self.put(line, stop, "")
        last, added = None, set(range(len(new))) - set(pairs.values())
        partner = {to: at for at, to in pairs.items()}
        for at, value in enumerate(new):
            last = partner.get(at, last)
            if at in added and last is None:
                line = self.line_start(dashes[0])
                self.put(line, line, "".join(text + self.newline for text in self.item(value, old.items[0], depth)))
            elif at in added and last is not None:
                self.insert(self.end(old.items[last]), self.item(value, old.items[last], depth), depth)

    def item(self, value: Any, like: YamlNode, depth: int) -> list[str]:
        """The lines of a new item of a list, written like one that is there: on lines of its own, or in braces."""
        if not isinstance(value, dict) or not value or not isinstance(like, YamlFields) or like.start >= 0:
            return item_lines([value], depth)
        start = _start(like)
        lead = self.text[self.line_start(start) : start]
        first, *others = field_lines(value, len(lead))
        return [lead + first.lstrip(" "), *others]

    def dash(self, item: YamlNode) -> int:
        """Where the dash of an item of a list stands, alone at the start of its line."""
        start = _start(item)
        line = self.line_start(start)
        if not (found := re.fullmatch(r" *(-) +", self.text[line:start])):
            raise _Cannot
        return line + found.start(1)

    def rescue(self, start: int, stop: int, node: YamlNode, *, at: int) -> None:
        """Keep the comments between 2 offsets, as lines at `at`."""
        found = self.comments(start, stop, node)
        lead = re.match(r" *", self.text[at:])
        indent = lead[0] if lead else ""
        if found:
            self.put(at, at, "".join(f"{indent}{comment}{self.newline}" for comment in found))

    def comments(self, start: int, stop: int, node: YamlNode) -> list[str]:
        """The comments between 2 offsets, where `node` stands."""
        around = self.text[start:stop]
        for text in _texts(node):
            if start <= text.start and text.end <= stop:
                inside = slice(text.start - start, text.end - start)
                around = around[: inside.start] + "x" * (inside.stop - inside.start) + around[inside.stop :]
        return [match[0].rstrip() for match in re.finditer(r"(?<!\S)#[^\r\n]*", around)]

    def end(self, node: YamlNode) -> int:
        """Where the last line of a value ends, or somewhere in it."""
        if isinstance(node, YamlText):
            written = self.text[node.start : node.end]
            return node.start + len(written.rstrip("\r\n \t")) if "\n" in written else node.end
        if node.end >= 0:
            return node.end
        children = node.items if isinstance(node, YamlList) else (*node.entries.values(), *node.keys.values())
        return max(self.end(child) for child in children)

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line of `at` ends, its newline left out."""
        found = re.compile(r"\r?(\n|\Z)").search(self.text, at)
        return found.start() if found else len(self.text)

    def next_line(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)


def _start(node: YamlNode) -> int:
    if isinstance(node, YamlText) or node.start >= 0:
        return node.start
    children = node.items if isinstance(node, YamlList) else tuple(node.keys.values())
    return _start(children[0])


def _texts(node: YamlNode) -> Iterator[YamlText]:
    if isinstance(node, YamlText):
        yield node
    for child in (*node.keys.values(), *node.entries.values()) if isinstance(node, YamlFields) else ():
        yield from _texts(child)
    for child in node.items if isinstance(node, YamlList) else ():
        yield from _texts(child)


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Which item of a list became which, in order, so that as much as can be stays as it is."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            alike = _likeness(old[i], new[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike + best[i + 1][j + 1] if alike else 0)
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _likeness(old: Any, new: Any) -> int:
    if old == new:
        return 1000
    if isinstance(old, dict) and isinstance(new, dict):
        return 1 + 10 * sum(1 for key in old if old[key] == new.get(key))
    return int(type(old) is type(new))
