"""YAML text keeps its places, and whatever is not changed stays as it was."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from rolecall import yamltext
from rolecall.yamltext import Mapping, Text

LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufeff\ufffe\uffff"))
SNIPPETS = st.lists(
    st.sampled_from([*"[]{}:,-#&*!|>'\"%@`? \n\t", "a", "é", "😀", "name: x\n", "- ", "  ", "---\n", "{a: b, ", "<<: "])
).map("".join)


def test_the_quick_parser_is_the_one_in_use() -> None:
    assert yaml.__with_libyaml__
    assert issubclass(yamltext._Parser, yaml.CSafeLoader)


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
    assert isinstance(node, Mapping)
    old = node.entries["é"]
    assert isinstance(old, Text)
    changed = yamltext.replaced(source, [(old, value)])
    assert changed.replace(yamltext.written(value), "'ü😀'", 1) == source or value in comment
    assert yamltext.plain(yamltext.read(changed, "file")[0]) == {"é": value, "z": ["old", "b"]}


def test_every_value_knows_its_line_and_column() -> None:
    node, _ = yamltext.read("a: 1\nb:\n  - c: {d: e}\n", "file")
    assert node is not None
    assert str(yamltext.place_at(node, ("b", 0, "c", "d"))) == "file:3:12"
    assert str(yamltext.place_at(node, ("b", 0, "c", "d"), of_key=True)) == "file:3:9"
    assert str(yamltext.place_at(node, ("b", 0, "x"))) == "file:3:5"
