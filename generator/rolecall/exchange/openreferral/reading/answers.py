"""The answers of a feed as what they are: a list, a service, or a page for people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rolecall.exchange.openreferral.reading.failure import Failure
from rolecall.exchange.openreferral.reading.jsontext import Item, Outline, items
from rolecall.exchange.openreferral.reading.kept import Answer
from rolecall.exchange.openreferral.reading.shapes import digest_of
from rolecall.exchange.openreferral.reading.text import Window, decoded

_FOR_PEOPLE = re.compile(rb"\s*<|.{0,300}<html", re.IGNORECASE | re.DOTALL)


def items_of(answer: Answer, outline: Outline) -> Iterator[Item]:
    """The entries of an answer."""
    return items(Window(decoded(answer.chunks())), outline)


def outlined(answer: Answer) -> tuple[Outline, Mapping[str, Any] | None]:
    """What an answer is, with its only value: that of an answer with 1 service, however that is wrapped."""
    outline = Outline()
    values: list[Any] = []
    for item in items_of(answer, outline):
        if len(values) < 2:
            values.append(item.value)
    head = values[0] if len(values) == 1 else None
    while isinstance(head, Mapping) and len(head) == 1 and isinstance(inner := next(iter(head.values())), Mapping):
        head = inner
    return outline, head if isinstance(head, Mapping) else None


def digest_of_entries(answer: Answer) -> str:
    """The same for pages with the same entries, whatever number they say that they have."""
    made = hashlib.blake2b(digest_size=16)
    for item in items_of(answer, Outline()):
        made.update(digest_of(item.value))
    return made.hexdigest()


def not_a_feed(answer: Answer, outline: Outline) -> Failure:
    """Why an answer is no list of services."""
    if next(answer.chunks(), b"").lstrip().startswith(b"<?xml"):
        return Failure("this answer is XML, and feeds are JSON", "Ask for the address of the feed in JSON.")
    if _FOR_PEOPLE.match(next(answer.chunks(), b"")):
        fix = "Ask the people who run it for the address of their Open Referral UK feed. It often ends in /services."
        return Failure("this is a page for people, not a feed", fix, kind="address")
    if outline.damage:
        return Failure(f"this answer {outline.damage}", "Check the address in a browser.")
    fix = "The address of a feed often ends in /services."
    return Failure("there is no list of services under this address", fix, kind="address")
