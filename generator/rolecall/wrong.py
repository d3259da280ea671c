"""What is said of a value that cannot be: a sentence, and how to put it right."""

from __future__ import annotations

import re
from typing import NoReturn

from pydantic_core import PydanticCustomError

from rolecall.places import Kind

NOT_TEXT = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, halves of characters, and what XML takes for none, as workbooks and sitemaps do."""


def wrong(sentence: str, fix: str = "", *, kind: Kind = "wrong") -> NoReturn:
    """Say what is wrong with a value, and how to fix it. It is a ValueError, and the sentence is its text."""
    if any(letter.isdigit() and not letter.isascii() for letter in sentence):
        fix = "Type it again, with the digits 0 to 9."
    sentence, fix = (NOT_TEXT.sub("\ufffd", part) for part in (sentence, fix))  # so that it can be printed
    raise PydanticCustomError("rolecall", "{sentence}", {"sentence": sentence, "fix": fix, "kind": kind})
