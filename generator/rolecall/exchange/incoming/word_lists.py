"""Lists of words beside the code: acronyms, given names, what other people call things."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from rolecall.yamltext import plain, read


@cache
def word_list(file: Path) -> dict[str, Any]:
    """What a list of words says, by the names of its parts."""
    node, problems = read(file.read_text(encoding="utf-8"), file.name)
    assert not problems, problems
    found = plain(node)
    assert isinstance(found, dict)
    return found


def known_words() -> dict[str, Any]:
    """Words that tell what a text is: acronyms, mailboxes of teams, given names."""
    return word_list(Path(__file__).with_name("words.yml"))
