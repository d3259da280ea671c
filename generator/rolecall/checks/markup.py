"""HTML in what files say. A page shows it as it is written, signs and all, so that nothing in it can run."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.load import YamlFile
from rolecall.pasted import as_markdown, as_words, tag_in
from rolecall.places import Path, Problem
from rolecall.yamltext import YamlFields, YamlList, YamlNode

LONGEST_SHOWN = 200
"""Characters of a text that the advice writes out."""

_MARKDOWN = {"description"}
"""Fields that hold Markdown."""


def html_in(node: YamlNode, file: YamlFile, path: Path = ()) -> Iterator[Problem]:
    """Texts of a file with HTML in them, each with what to write."""
    if isinstance(node, YamlFields):
        for name, value in node.entries.items():
            yield from html_in(value, file, (*path, name))
    elif isinstance(node, YamlList):
        for at, item in enumerate(node.items):
            yield from html_in(item, file, (*path, at))
    elif tag := tag_in(node.value):
        sentence = f'people read "{tag[:40]}" here, as this is HTML'
        is_markdown = path[-1:] and path[-1] in _MARKDOWN
        text = (as_markdown if is_markdown else as_words)(node.value)
        fix = "Write the words alone" if not is_markdown else "Write it without HTML"
        shown = f": {text}" if text and "\n" not in text and len(text) <= LONGEST_SHOWN else "."
        if is_markdown and shown == ".":
            fix = "Write **strong** words, - in front of each line of a list, and [words](https://...) for a link"
        yield Problem(file.at(*path), sentence, fix + shown, kind="unusual")
