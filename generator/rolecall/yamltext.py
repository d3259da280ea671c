"""YAML text to values that know their place, and back without losing comments.

Every scalar stays text: YAML's own typing turns `9:30` into 570 and `no` into False, so
the model decides what a value means. The one module that imports a YAML library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from rolecall.places import Place, Problem

DEEPEST = 20
"""Levels of nesting a file may have. Rolecall's own files use 6."""

_Parser = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written, `start` and `end` being its offsets in the file's characters."""

    value: str
    place: Place
    start: int
    end: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: dict[str, Node]
    place: Place
    keys: dict[str, Text] = field(default_factory=dict)


Node = Text | Sequence | Mapping


class _Stop(Exception):
    """Reading cannot go on: the problem is already noted."""


def read(source: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The value that `source` holds (None when empty or unreadable) and all that is wrong with it."""
    problems: list[Problem] = []
    source = source.removeprefix("\ufeff")
    if bad := re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", source):
        line = source.count("\n", 0, bad.start()) + 1
        column = bad.start() - source.rfind("\n", 0, bad.start())
        return None, [
            Problem(
                Place(file, line, column),
                "there is a character here that is not text",
                "Delete it. It often comes with text copied from another program.",
            )
        ]
    loader = _Parser(source)
    try:
        events: Iterator[yaml.Event] = iter(loader.get_event, None)
        return _Reader(events, source, file, problems).document(), problems
    except _Stop:
        return None, problems
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _explained(error, source, file)]
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, events: Iterator[yaml.Event], source: str, file: str, problems: list[Problem]) -> None:
        self.events, self.source, self.file, self.problems = events, source, file, problems

    def note(self, event: yaml.Event, sentence: str, fix: str = "") -> None:
        self.problems.append(Problem(self.place(event), sentence, fix))

    def place(self, event: yaml.Event) -> Place:
        assert event.start_mark
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def document(self) -> Node | None:
        value = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if value is not None:
                    self.note(
                        event, "a second document starts here", "Keep one in a file: delete the line of 3 dashes."
                    )
                    raise _Stop
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                value = self.node(event, 0)
        return None if isinstance(value, Text) and value.plain and not value.value else value

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEEPEST:
            self.note(
                event,
                f"this is nested more than {DEEPEST} levels deep",
                "Look for brackets or spaces that do not belong here.",
            )
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self.note(
                event,
                f'"*{event.anchor}" repeats another part of the file',
                "Write the text out again. If it starts with *, put it in double quotes.",
            )
            return Text("", self.place(event), *_span(event), plain=False)
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor:
            self.note(
                event,
                f'"&{event.anchor}" is a YAML anchor, which Rolecall does not use',
                "Delete it. If it is part of the text, put the text in double quotes.",
            )
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.note(
                event,
                f'"{shown}" is a YAML tag, which Rolecall does not use',
                "Delete it. If it is part of the text, put the text in double quotes.",
            )
        if isinstance(event, yaml.ScalarEvent):
            text = Text(event.value, self.place(event), *_span(event), plain=not event.style)
            if text.plain and re.match(r"[ \t]+#[^\s#]", self.source[text.end : text.end + 80]):
                # In text: Ask at desk #2 all from the # on would be lost.
                self.note(
                    event,
                    "a # after a space ends this text, and what follows is left out",
                    "Put the text in double quotes. If it is a note, put a space after the #.",
                )
            return text
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(item, depth + 1))
            return Sequence(tuple(items), self.place(event))
        return self.mapping(event, depth)

    def mapping(self, event: yaml.Event, depth: int) -> Mapping:
        result = Mapping({}, self.place(event))
        while not isinstance(key_event := next(self.events), yaml.MappingEndEvent):
            key = self.node(key_event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self.note(
                    key_event,
                    "a list or brackets cannot be the name of a field",
                    "Text that starts with [ or { goes in double quotes.",
                )
            elif key.value == "<<" and key.plain:
                self.note(key_event, '"<<" copies in another part of the file', "Write the fields out again.")
            elif key.value in result.entries:
                first = result.keys[key.value].place
                self.note(
                    key_event, f'"{key.value}" stands here twice, first on line {first.line}', "Keep one of them."
                )
            elif _is_empty(value) and self.source[key.end :].lstrip()[:1] in (",", "}"):
                # In {text: Call us, or ask} the comma ends the text, and "or ask" would be lost.
                self.note(
                    key_event,
                    f'the comma in front of "{key.value}" ends the text before it',
                    "Put the whole text in double quotes, or on a line of its own without the brackets.",
                )
            else:
                result.keys[key.value] = key
                result.entries[key.value] = value
        return result


def _span(event: yaml.Event) -> tuple[int, int]:
    """The offsets in characters between which an event stands."""
    assert event.start_mark and event.end_mark
    return event.start_mark.index, event.end_mark.index


def plain(node: Node | None) -> object:
    """The value as dicts, lists and text. A field left empty (`phone:`) is left out, as if not written."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items() if not _is_empty(value)}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if node else None


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.plain and not node.value


def node_at(node: Node | None, path: tuple[str | int, ...]) -> Node | None:
    """The part of `node` that `path` leads to, or None."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.entries.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def place_at(node: Node, path: tuple[str | int, ...], *, of_key: bool = False) -> Place:
    """The place of the deepest part of `path` that exists; `of_key` gives its name's rather than its value's."""
    place = node.place
    for at, step in enumerate(path):
        parent = node_at(node, path[:at])
        child = node_at(node, path[: at + 1])
        if child is None:
            break
        last = at == len(path) - 1
        if isinstance(parent, Mapping) and ((of_key and last) or _is_empty(child) or isinstance(child, Mapping)):
            place = parent.keys[str(step)].place
        else:
            place = child.place
    return place


_PLAIN_SAFE = re.compile(r"[A-Za-z0-9£(+][^\x00-\x1f\x7f-\x9f\ufeff]*")


def written(value: str) -> str:
    """`value` as YAML for one line, quoted only where a bare word would read otherwise."""
    if (
        _PLAIN_SAFE.fullmatch(value)
        and value == value.strip()
        and ": " not in value
        and " #" not in value
        and not value.endswith(":")
    ):
        return value
    return json.dumps(value, ensure_ascii=False)


def replaced(source: str, changes: list[tuple[Text, str]]) -> str:
    """`source` with each scalar given a new value, every other character as it was."""
    offset = len(source) - len(source.removeprefix("\ufeff"))
    for old, new in sorted(changes, key=lambda change: -change[0].start):
        source = source[: old.start + offset] + written(new) + source[old.end + offset :]
    return source


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of error of the YAML parser: the words it uses, and what a person can do."""

    words: str
    sentence: str
    fix: str
    from_start: bool = False
    """Whether to point at where the trouble opens, not at where the parser gave up."""


_KINDS = (
    _Kind("escape", "a backslash in double quotes has a special meaning", "Use single quotes, or 2 backslashes."),
    _Kind("quoted scalar", "a quote opens here and does not close", "Add the closing quote.", from_start=True),
    _Kind(
        "mapping values are not allowed",
        "there is a second colon in this line, or the spaces in front of it differ",
        'Put the text in double quotes, for example name: "Marsh Lane: main surgery"',
    ),
    _Kind(
        "could not find expected ':'",
        "this line has no colon after the name of the field",
        "Write it as name: value",
        from_start=True,
    ),
    _Kind("cannot start any token", "text cannot start with this sign", "Put the text in double quotes."),
    _Kind("flow sequence", "a bracket opens here and does not close", "Add the closing bracket.", from_start=True),
    _Kind("flow mapping", "a bracket opens here and does not close", "Add the closing bracket.", from_start=True),
    _Kind(
        "block mapping",
        "this line does not fit the ones above it",
        "Give it as many spaces in front as its neighbours.",
    ),
    _Kind(
        "block collection",
        "this line does not fit the ones above it",
        "Give it as many spaces in front as its neighbours.",
    ),
    _Kind(
        "not allowed in this context",
        "this line does not fit the ones above it",
        "Give it as many spaces in front as its neighbours.",
    ),
    _Kind(
        "document start", "this line does not belong to what stands above it", "Look at the spaces and brackets above."
    ),
    _Kind("alias", "text cannot start with & or * here", "Put the text in double quotes."),
    _Kind("anchor", "text cannot start with & or * here", "Put the text in double quotes."),
    _Kind("tag", "text cannot start with ! here", "Put the text in double quotes."),
    _Kind("", "this does not read as YAML", "Compare the line, and the one above it, with the examples in README."),
)


def _explained(error: yaml.MarkedYAMLError, source: str, file: str) -> Problem:
    """An error of the parser as a problem that a person can mend."""
    told = f"{error.context or ''} {error.problem or ''}"
    kind = next(kind for kind in _KINDS if kind.words in told)
    marks = [error.context_mark, error.problem_mark] if kind.from_start else [error.problem_mark, error.context_mark]
    line, column = next(((mark.line, mark.column) for mark in marks if mark), (0, 0))
    text = (source.split("\n")[line : line + 1] or [""])[0]
    if "\t" in text[: column + 1] and not text[:column].strip():
        return Problem(Place(file, line + 1, column + 1), "this line starts with a tab", "Use spaces.")
    return Problem(Place(file, line + 1, column + 1), kind.sentence, kind.fix)
