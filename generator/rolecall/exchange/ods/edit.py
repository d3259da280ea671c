"""Edits in the text of a `pcn.yml`: names, entries taken out, entries added. All else stays, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rolecall.exchange.starter import practice_lines
from rolecall.model import Practice
from rolecall.yamltext import YamlFields, YamlList, YamlNode, YamlText, node_at, plain, read, written

Path = tuple[str | int, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edits:
    """New names by their paths, spans of entries to delete by their number in the list, practices to add."""

    names: dict[Path, str]
    gone: dict[int, Span]
    added: list[Practice]


def edited(text: str, top: YamlFields, edits: Edits) -> str | None:
    """`text`, which reads as `top`, with the edits. None where it would not say exactly what they mean."""
    parts = [(start, end, "") for start, end in edits.gone.values()]
    for path, name in edits.names.items():
        node = node_at(top, path)
        if not isinstance(node, YamlText):
            return None
        parts.append((node.start, node.end, written(name)))
    if edits.added:
        if (addition := _addition(text, top, edits.added)) is None:
            return None
        parts.append((addition[0], addition[0], addition[1]))
    for start, end, new in sorted(parts, reverse=True):
        text = text[:start] + new + text[end:]
    after, problems = read(text, "")
    return text if not problems and plain(after) == _meant(top, edits) else None


def span_as_imported(text: str, entry: YamlFields, name: str, code: str) -> Span | None:
    """Where an entry stands, if its lines are those that an import wrote and nobody wrote beside them."""
    values: Any = plain(entry)
    address = values.get("slug")
    if address is not None and not re.fullmatch(rf"[a-z0-9-]*{re.escape(code.lower())}", str(address)):
        return None
    if (dash := _dash(text, entry)) is None:
        return None
    start, lead = dash
    # Not checked against the model: what an old register.yml holds is compared, never written.
    lines = _lines([Practice.model_construct(name=name, ods_code=code, slug=address)], lead, _newline(text))
    if text[start:] == lines.rstrip("\r\n"):
        lines = text[start:]
    end = start + len(lines)
    above = text[:start].split("\n")[-2:-1]
    below = next((line for line in text[end:].split("\n") if line.strip()), "")
    noted = any(line.lstrip().startswith("#") for line in above) or _depth(below) > _depth(lead)
    return (start, end) if text[start:end] == lines and not noted else None


def _addition(text: str, top: YamlFields, added: Iterable[Practice]) -> tuple[int, str] | None:
    """The lines of new entries and where they go: below the last entry, or at the end of the file."""
    newline = _newline(text)
    listed = top.entries.get("practices")
    lead = "  - "
    if listed is None:
        at, before = len(text), f"{newline}practices:{newline}"
    elif isinstance(listed, YamlText) and listed.plain and not listed.value:
        at, before = _line_end(text, top.keys["practices"].end), ""
    elif isinstance(listed, YamlList) and listed.items and (dash := _dash(text, listed.items[-1])):
        lead = dash[1]
        at, before = _entry_end(text, listed.items[-1], _depth(lead)), ""
    else:
        return None
    joint = "" if not at or text[at - 1] == "\n" else newline
    return at, joint + before + _lines(added, lead, newline)


def _dash(text: str, entry: YamlNode) -> tuple[int, str] | None:
    """Where the line of an entry's first field starts, and what stands on it before: spaces, a dash, spaces."""
    if not isinstance(entry, YamlFields) or not entry.keys:
        return None
    first = next(iter(entry.keys.values())).start
    start = text.rfind("\n", 0, first) + 1
    return (start, text[start:first]) if re.fullmatch(r" *- +", text[start:first]) else None


def _entry_end(text: str, entry: YamlNode, depth: int) -> int:
    """Where the last line of an entry ends, its dash being `depth` spaces in. Deeper comments belong to it."""
    end = at = _line_end(text, max(scalar.start for scalar in _scalars(entry)))
    while at < len(text):
        line = text[at : _line_end(text, at)]
        if line.strip() and _depth(line) <= depth and not line.lstrip().startswith("#"):
            break
        at += len(line)
        if line.strip() and _depth(line) > depth:
            end = at
    return end


def _scalars(node: YamlNode) -> Iterable[YamlText]:
    if isinstance(node, YamlText):
        yield node
    for child in (*node.keys.values(), *node.entries.values()) if isinstance(node, YamlFields) else ():
        yield from _scalars(child)
    for child in node.items if isinstance(node, YamlList) else ():
        yield from _scalars(child)


def _lines(practices: Iterable[Practice], lead: str, newline: str) -> str:
    """Entries as lines, indented as the file does."""
    text = ""
    for practice in practices:
        first, *others = practice_lines(practice).splitlines()
        text += lead + first.removeprefix("  - ") + newline
        text += "".join(" " * len(lead) + line.strip() + newline for line in others)
    return text


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_end(text: str, at: int) -> int:
    """Where the next line starts."""
    return text.find("\n", at) + 1 or len(text)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _meant(top: YamlFields, edits: Edits) -> object:
    """What the file is to say after the edits."""
    value: Any = plain(top)
    for path, name in edits.names.items():
        parent = value
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = name
    if edits.gone or edits.added:
        kept = [item for at, item in enumerate(value.pop("practices", [])) if at not in edits.gone]
        kept += [one.model_dump(include={"name", "ods_code", "slug"}, exclude_none=True) for one in edits.added]
        value |= {"practices": kept} if kept else {}
    return value
