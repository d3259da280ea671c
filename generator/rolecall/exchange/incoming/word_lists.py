"""Lists of words beside the code: acronyms, given names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rolecall.meanings import word_list


def known_words() -> dict[str, Any]:
    """Words that tell what a text is: acronyms, mailboxes of teams, given names."""
    return word_list(Path(__file__).with_name("words.yml"))
