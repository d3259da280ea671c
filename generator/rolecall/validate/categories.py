"""The rules of `categories.yml`: after each category stand needs that there are."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.load import Loaded, YamlFile
from rolecall.places import Problem
from rolecall.validate.answers import MOST_HELPED, unknown, unknown_too
from rolecall.yamltext import YamlFields, YamlList, YamlText, is_empty


def category_rules(file: YamlFile, loaded: Loaded) -> Iterator[Problem]:
    """Everything wrong with what categories stand for. A category with nothing behind it is not decided yet."""
    known, odd = loaded.ids("needs"), 0
    for name, value in file.node.entries.items():
        if is_empty(value):
            continue
        items = value.items if isinstance(value, YamlList) else (value,)
        for at, item in enumerate(items):
            path = (name, at) if isinstance(value, YamlList) else (name,)
            if isinstance(item, YamlFields | YamlList):
                sentence = "ids of needs are expected here"
                yield Problem(
                    file.at(*path), sentence, f"Write them in one line, for example {name}: [lonely]", kind="wrong"
                )
            elif isinstance(item, YamlText) and known and item.value not in known:
                odd += 1
                place, word = file.at(*path), item.value
                is_helped = odd <= MOST_HELPED
                yield unknown(place, word, "need", known) if is_helped else unknown_too(place, word, "need")
