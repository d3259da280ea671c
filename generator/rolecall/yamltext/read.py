"""YAML text to values that know their place.

Every scalar stays text: YAML's own typing turns `9:30` into 570 and `no` into False, so
the model decides what a value means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from rolecall.places import Kind, Place, Problem
from rolecall.wrong import NOT_TEXT
from rolecall.yamltext.accepted import in_brackets_without_colon, odd_name, without_space, written_as_text
from rolecall.yamltext.explain import explained, of_2_people
from rolecall.yamltext.nodes import YamlFields, YamlList, YamlNode, YamlText, is_empty

DEEPEST = 20
"""Levels of nesting a file may have. Rolecall's own files use 6."""

_Parser = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


_NOT_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CUT = re.compile(r"[ \t]+#[^\s#]")
"""What ends a text that nobody meant to end: in Ask at desk #2 all from the # on would be lost."""


class _Stop(Exception):
    """Reading cannot go on: the problem is already noted."""


def read(source: str, file: str) -> tuple[YamlNode | None, list[Problem]]:
    """The value that `source` holds (None when empty or unreadable) and all that is wrong with it."""
    problems: list[Problem] = []
    source = source.removeprefix("\ufeff")
    if bad := _NOT_YAML.search(source):
        line = source.count("\n", 0, bad.start()) + 1
        column = bad.start() - source.rfind("\n", 0, bad.start())
        return None, [
            Problem(
                Place(file, line, column),
                "there is a character here that is not text",
                "Delete it. It often comes with text copied from another program.",
                kind="unreadable",
            )
        ]
    if conflict := of_2_people(source, file):
        return None, [conflict]
    loader = _Parser(source)
    reader = _Reader(loader.get_event, source, file, problems)
    try:
        value = reader.document()
        return None if reader.is_lost else value, problems
    except _Stop:
        return None, problems
    except yaml.MarkedYAMLError as error:
        problem = explained(error, source, file)
        less = [slip for slip in reader.slips if slip.place.line == problem.place.line]
        before = [other for other in problems if other not in less]
        return None, problems if reader.has_cut_off(problem.place) else [*before, problem]
    finally:
        loader.dispose()


class _Reader:
    """Takes one event of the parser after the other. `next` gives them, of whatever type comes, and None at the end."""

    def __init__(self, next: Callable[[], Any], source: str, file: str, problems: list[Problem]) -> None:
        self.next, self.source, self.file, self.problems = next, source, file, problems
        self.path: list[str | int] = []
        self.is_lost = False
        """Whether nobody can tell what belongs to what, as where the spaces in front of a line are none."""
        self.slips: list[Problem] = []
        """What was noted of a line that the parser takes. Where it stops in that line after all, that says more."""
        self.may_cut = _CUT.search(source) is not None
        self.cut: list[Place] = []
        """Texts that a # ends together with a closing bracket."""

    def has_cut_off(self, place: Place) -> bool:
        """Whether a bracket opens at `place`, and a # has cut off where it closes."""
        line = self.source.split("\n")[place.line - 1 : place.line]
        return any(text[place.column - 1 : place.column] in ("[", "{") for text in line) and any(
            place < cut for cut in self.cut
        )

    def note(self, event: yaml.Event, sentence: str, fix: str, *, kind: Kind = "unreadable") -> None:
        self.problems.append(Problem(Place(*self.at(event), path=tuple(self.path)), sentence, fix, kind=kind))

    def note_slip(self, event: yaml.Event, sentence: str, fix: str) -> None:
        self.note(event, sentence, fix)
        self.slips.append(self.problems[-1])

    def at(self, event: yaml.Event) -> tuple[str, int, int]:
        mark = event.start_mark
        assert mark
        return self.file, mark.line + 1, mark.column + 1

    def document(self) -> YamlNode | None:
        value = None
        while event := self.next():
            if isinstance(event, yaml.DocumentStartEvent):
                if value is not None:
                    self.note(
                        event, "a second document starts here", "Keep one in a file: delete the line of 3 dashes."
                    )
                    raise _Stop
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                value = self.node(event, 0)
                first = self.source[value.start :].partition("\n")[0] if isinstance(value, YamlText) else ""
                if first and (run := without_space(first)):
                    self.note_slip(event, *run[0])
                    self.is_lost = True
        return None if isinstance(value, YamlText) and value.plain and not value.value else value

    def node(self, event: Any, depth: int, *, is_name: bool = False) -> YamlNode:
        if depth > DEEPEST:
            self.note(
                event,
                f"this is nested more than {DEEPEST} levels deep",
                "Look for brackets or spaces that do not belong here.",
            )
            raise _Stop
        if isinstance(event, yaml.ScalarEvent):
            text = self.scalar(event)
            return text if is_name or not text.plain else self.as_meant(event, text)
        if isinstance(event, yaml.AliasEvent):
            self.note(
                event,
                f'"*{event.anchor}" repeats another part of the file',
                "Write the text out again. If it starts with *, put it in double quotes.",
            )
            return YamlText(*self.at(event), "", *_span(event), plain=False)
        if event.anchor or event.tag:
            self.named(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        items: list[YamlNode] = []
        while not isinstance(item := self.next(), yaml.SequenceEndEvent):
            self.path.append(len(items))
            items.append(self.node(item, depth + 1))
            self.path.pop()
        return YamlList(*self.at(event), tuple(items), *_brackets(event, item))

    def named(self, event: Any) -> None:
        """Note what YAML has to name a value or its type."""
        if event.anchor:
            self.note(
                event,
                f'"&{event.anchor}" is a YAML anchor, which Rolecall does not use',
                "Delete it. If it is part of the text, put the text in double quotes.",
            )
        if event.tag not in (None, "!"):
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.note(
                event,
                f'"{shown}" is a YAML tag, which Rolecall does not use',
                "Delete it. If it is part of the text, put the text in double quotes.",
            )

    def scalar(self, event: Any) -> YamlText:
        if event.anchor or event.tag:
            self.named(event)
        value, style, start, end = event.value, event.style, event.start_mark, event.end_mark
        if style == '"' and (bad := NOT_TEXT.search(value)):  # elsewhere no backslash makes characters
            value = NOT_TEXT.sub("\ufffd", value)
            self.note(
                event,
                f"a backslash here makes a character that is not text (U+{ord(bad[0]):04X})",
                "Use single quotes, or 2 backslashes.",
            )
        indent = _indent(self.source[start.index : end.index], value) if style == "|" else -1
        span = start.index, end.index
        text = YamlText(self.file, start.line + 1, start.column + 1, value, *span, not style, indent)
        if self.may_cut and not style and _CUT.match(self.source, text.end, text.end + 80):
            if re.search(r"[]}]", self.source[text.end :].partition("\n")[0]):
                self.cut.append(text.place)
            self.note(
                event,
                "a # after a space ends this text, and what follows is left out",
                "Put the text in double quotes. If it is a note, put a space after the #.",
            )
        return text

    def as_meant(self, event: Any, text: YamlText) -> YamlNode:
        """A text without quotes, or the list as which it was meant, where it says so."""
        if not (meant := written_as_text(self.source, text.start, text.end)):
            return text
        self.note_slip(event, *meant[0])
        items = tuple(text._replace(value=item.strip()) for item in meant[1])
        return YamlList(text.file, text.line, text.column, items) if items else text

    def keep_which(self, name: str, first: str) -> str:
        """What to do where a name is there twice. In a list, the line may be missing that begins the next of it."""
        if len(self.path) < 2 or not isinstance(self.path[-2], int):
            return "Keep the right one."
        if name == first:
            return f"Keep the right one. If the next of the list begins here, put a hyphen in front: - {name}: ..."
        lost = f"its first line is missing. Write it above: - {first}: ..."
        return f"Keep the right one. If this line belongs to the next of the list, {lost}"

    def mapping(self, event: yaml.MappingStartEvent, depth: int) -> YamlFields:
        entries: dict[str, YamlNode] = {}
        keys: dict[str, YamlText] = {}
        while not isinstance(key_event := self.next(), yaml.MappingEndEvent):
            key = self.node(key_event, depth + 1, is_name=True)
            self.path.append(key.value if isinstance(key, YamlText) else "")
            value = self.node(self.next(), depth + 1)
            if not isinstance(key, YamlText):
                self.note(
                    key_event,
                    "a list or brackets cannot be the name of a field",
                    "Text that starts with [ or { goes in double quotes.",
                )
            elif key.value == "<<" and key.plain:
                self.note(key_event, '"<<" copies in another part of the file', "Write the fields out again.")
            elif key.value in entries:
                sentence = f'"{key.value}" is here twice, first on line {keys[key.value].line}'
                self.note(key_event, sentence, self.keep_which(key.value, next(iter(entries))), kind="repeated")
            elif key.plain and (odd := odd_name(key.value)):
                self.note_slip(key_event, *odd[0])
                self.is_lost = self.is_lost or not re.match(r"[\w“‘„]", key.value)
                keys[odd[1]], entries[odd[1]] = key, value  # so that nothing is missing beside
            elif key.plain and is_empty(value) and _ends_at(self.source, key.end) and (run := without_space(key.value)):
                self.note_slip(key_event, *run[0])
                keys[run[1]], entries[run[1]] = key, key._replace(value=run[2])
            elif is_empty(value) and self.source[key.end :].lstrip()[:1] in (",", "}"):
                last = next(reversed(entries.values()), None)
                before = last.value if isinstance(last, YamlText) and last.plain else None
                self.note_slip(key_event, *in_brackets_without_colon(key.value, before))
            else:
                keys[key.value] = key
                entries[key.value] = value
            self.path.pop()
        return YamlFields(*self.at(event), entries, keys, *_brackets(event, key_event))


def _ends_at(source: str, end: int) -> bool:
    """Whether no colon follows a name."""
    return not source[end : end + 80].lstrip(" \t").startswith(":")


def _span(event: yaml.Event) -> tuple[int, int]:
    """The offsets in characters between which an event stands."""
    assert event.start_mark and event.end_mark
    return event.start_mark.index, event.end_mark.index


def _brackets(opens: yaml.Event, closes: yaml.Event) -> tuple[int, int]:
    """The offsets of a collection in brackets or braces, or -1 twice where it has none."""
    return (_span(opens)[0], _span(closes)[1]) if getattr(opens, "flow_style", False) else (-1, -1)


def _indent(written: str, value: str) -> int:
    """How many spaces stand in front of each line of a text below `|`."""
    lines = ((line, read) for line, read in zip(written.split("\n")[1:], value.split("\n"), strict=False) if read)
    return next((len(line) - len(read) for line, read in lines), 0)
