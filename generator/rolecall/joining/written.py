"""A `pcn.yml` to which entries of another came, with the comments of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rolecall.joining.levels import Raw
from rolecall.yamltext import YamlFields, composed, items_as_written, read, updated, with_items

LISTS = ("practices", "people")


class Unwritten(Exception):
    """A file is written in a way in which it cannot be changed. Its words are the file."""


def changed(text: str, value: Mapping[str, Any], shown: str) -> tuple[str, YamlFields]:
    """A file that says `value`, its comments kept, and the same as it is read."""
    node = read(text, shown)[0]
    new = updated(text, node, value) if isinstance(node, YamlFields) else None
    after = read(new, shown)[0] if new is not None else None
    if new is None or not isinstance(after, YamlFields):
        raise Unwritten(shown)
    return new, after


def entries(
    text: str, raw: Mapping[str, Any], shown: str, come: Mapping[str, Mapping[int, Raw]]
) -> dict[str, list[str]]:
    """The lines of the entries that leave a file that says `raw`, by the list and their places, as `come` has them."""
    lists = {name: [*raw[name]] for name in LISTS if come.get(name)}
    for name, some in come.items():
        for at, value in some.items():
            lists[name][at] = value
    try:
        text, node = changed(text, {**raw, **lists}, shown)
    except Unwritten:
        node = None
    found: dict[str, list[str]] = {}
    for name, some in come.items():
        lines = items_as_written(text, node, name) if node and some else None
        found[name] = [lines[at] if lines else _item(value) for at, value in some.items()]
    return found


def _item(value: Raw) -> str:
    """An entry of a list in lines of its own."""
    first, *others = composed(value).splitlines()
    return "".join(line + "\n" for line in (f"- {first}", *(f"  {line}" for line in others)))


def joined(
    text: str, value: Raw, shown: str, come: Mapping[str, Sequence[str]], values: Mapping[str, Sequence[Raw]]
) -> tuple[str, YamlFields]:
    """A file that says `value` and, at the end of its lists, has the lines of `come`, which say `values`."""
    new, node = changed(text, value, shown)
    for name in LISTS:
        longer = with_items(new, node, name, come.get(name, ()))
        again = read(longer, shown)[0] if longer is not None else None
        if longer is None or not isinstance(again, YamlFields):
            added = {name: [*value.get(name, []), *values[name]] for name in LISTS if values.get(name)}
            return changed(text, {**value, **added}, shown)
        new, node = longer, again
    return new, node
