"""YAML text keeps its places, and whatever is not changed stays as it was."""

from __future__ import annotations

import importlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from rolecall import yamltext
from rolecall.yamltext import YamlFields, YamlText

reader = importlib.import_module("rolecall.yamltext.read")

LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufeff\ufffe\uffff"))
SNIPPETS = st.lists(
    st.sampled_from([*"[]{}:,-#&*!|>'\"%@`? \n\t", "a", "é", "😀", "name: x\n", "- ", "  ", "---\n", "{a: b, ", "<<: "])
).map("".join)


def test_the_quick_parser_is_the_one_in_use() -> None:
    assert yaml.__with_libyaml__
    assert issubclass(reader._Parser, yaml.CSafeLoader)


@given(LINES)
def test_any_line_comes_back_from_yaml_as_it_went(line: str) -> None:
    node, problems = yamltext.read(f"a: {yamltext.written(line)}\nb: x\n", "file")
    assert not problems
    assert yamltext.plain(node) == {"a": line, "b": "x"}


@given(SNIPPETS)
def test_no_text_brings_the_reader_down(text: str) -> None:
    node, problems = yamltext.read(text, "file")
    yamltext.plain(node)
    for problem in problems:
        assert 1 <= problem.place.line <= text.count("\n") + 2
        assert problem.place.column >= 1


@given(st.text(max_size=200))
def test_no_characters_bring_the_reader_down(text: str) -> None:
    yamltext.plain(yamltext.read(text, "file")[0])


@given(LINES, LINES)
def test_a_change_touches_nothing_else(comment: str, value: str) -> None:
    source = f"\ufeff# {comment}\r\né: 'ü😀'  # stays\r\nz: [old, \"b\"] # too\r\n"
    node, problems = yamltext.read(source, "file")
    assert not problems
    assert isinstance(node, YamlFields)
    changed = yamltext.updated(source, node, {"é": value, "z": ["old", "b"]})
    assert changed
    assert changed.replace(yamltext.written(value), "'ü😀'", 1) == source or value in comment
    assert yamltext.plain(yamltext.read(changed, "file")[0]) == {"é": value, "z": ["old", "b"]}


def test_every_value_knows_its_line_and_column() -> None:
    node, _ = yamltext.read("a: 1\nb:\n  - c: {d: e}\n", "file")
    assert node is not None
    assert str(yamltext.place_at(node, ("b", 0, "c", "d"))) == "file:3:12"
    assert str(yamltext.place_at(node, ("b", 0, "c", "d"), of_key=True)) == "file:3:9"
    assert str(yamltext.place_at(node, ("b", 0, "x"))) == "file:3:5"


WORDS = st.lists(
    st.sampled_from([*"ab:#,[]{}'\"-&*!|>%@`\\é😀0123\xa0\u2028", " ", "\n", ": ", " #"]), min_size=1, max_size=12
).map("".join)
VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(st.sampled_from("abcdefgh"), inner, min_size=1, max_size=5)
    ),
    max_leaves=12,
)
FILES = st.dictionaries(st.sampled_from([*"abcdefgh", "a: b", "é"]), VALUES, min_size=1, max_size=6)


class Laid:
    """A value laid out as YAML by hand, each part in a style of its own, with comments in between."""

    def __init__(self, data: st.DataObject) -> None:
        self.data, self.comments = data, 0
        """How many comments there are."""

    def pick(self, *choices: Any) -> Any:
        return self.data.draw(st.sampled_from(choices))

    def comment(self) -> str:
        self.comments += 1
        return f"# note {self.comments} of [x, {{y: 'z'"

    def scalar(self, text: str, *, inline: bool) -> str:
        bare = inline and yamltext.written(text, in_brackets=True)
        if not inline:
            bare = yamltext.written(text)
        return self.pick(bare, json.dumps(text, ensure_ascii=False)) if bare == text else str(bare)

    def inline(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(k)}: {self.inline(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.inline, value)) + "]"
        return self.scalar(value, inline=True)

    def block(self, value: Any, depth: int) -> list[str]:
        lines = []
        deeper = self.pick(2, 4)
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            head = " " * depth + (yamltext.written(key, in_brackets=True) + ":" if isinstance(value, dict) else "-")
            if self.pick(True, False, False):
                lines += [" " * depth + self.comment(), *self.pick([], [""])]
            behind = "  " + self.comment() if self.pick(True, False, False) else ""
            if isinstance(child, str):
                lines.append(f"{head} {self.scalar(child, inline=False)}{behind}")
            elif self.pick(True, False):
                lines.append(f"{head} {self.inline(child)}{behind}")
            elif isinstance(value, list):
                first, *rest = self.block(child, depth + 2)
                if first.lstrip()[:1] in "-#" or (rest and not rest[0]):
                    lines.append(f"{head} {self.inline(child)}{behind}")
                else:
                    lines += [f"{head} {first.lstrip()}", *rest]
            else:
                lines += [head + behind, *self.block(child, depth + deeper)]
        return lines


@given(FILES, FILES, st.data())
def test_any_change_of_any_file_says_what_is_meant_and_keeps_each_comment(
    old: dict[str, Any], new: dict[str, Any], data: st.DataObject
) -> None:
    laid = Laid(data)
    newline = laid.pick("\n", "\n", "\r\n")
    source = newline.join(laid.block(old, 0)) + laid.pick("", newline, newline + "# end")
    node, problems = yamltext.read(source, "file")
    assert isinstance(node, YamlFields)
    assert not problems
    assert yamltext.plain(node) == old
    for other in (new, {**old, **new}, {key: old[key] for key in [*old][1:]} or old, _with_a_leaf_changed(old, data)):
        after = yamltext.updated(source, node, other)
        assert after is not None
        assert yamltext.plain(yamltext.read(after, "file")[0]) == other
        # A scalar that was broken over lines aside, what stood behind # stands there still.
        assert {*re.findall(r"# note \d+ of", source)} <= {*re.findall(r"# note \d+ of", after)}
    assert yamltext.updated(source, node, old) == source


def _with_a_leaf_changed(value: Any, data: st.DataObject) -> Any:
    """The same but for one text in it."""
    if isinstance(value, str):
        return data.draw(WORDS)
    steps = [*value] if isinstance(value, dict) else [*range(len(value))]
    step = data.draw(st.sampled_from(steps))
    changed = value.copy()
    changed[step] = _with_a_leaf_changed(value[step], data)
    return changed


@pytest.mark.parametrize("path", sorted((ROOT / "content/pcns").rglob("*.yml")), ids=lambda path: path.stem)
@given(st.data())
def test_a_change_of_one_text_leaves_all_other_lines_of_a_real_file(path: Path, data: st.DataObject) -> None:
    source = path.read_text()
    node, _ = yamltext.read(source, "file")
    assert isinstance(node, YamlFields)
    after = yamltext.updated(source, node, _with_a_leaf_changed(yamltext.plain(node), data))
    assert after is not None
    gone = Counter(source.splitlines()) - Counter(after.splitlines())
    paragraph = max(len(text.value.splitlines()) for text in _texts(node))
    assert gone.total() <= 1 + paragraph


def _texts(node: yamltext.YamlNode) -> list[YamlText]:
    if isinstance(node, YamlText):
        return [node]
    return [
        t
        for child in (node.items if isinstance(node, yamltext.YamlList) else node.entries.values())
        for t in _texts(child)
    ]
