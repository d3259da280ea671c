"""Why something could not be had from a feed, as a person is told it."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from rolecall.places import Kind, Place, Problem

_KEYS = re.compile(r"key|token|secret|passw|^pwd$|^sig|auth|^code$", re.IGNORECASE)

Cause = Literal["gone", "refused", "trouble", "large", "other"]
"""`gone`: the feed says that it is not there. `refused`: we do not go there. `trouble`: another time it may be."""


class Failure(Exception):
    """What went wrong, as the sentence and the fix of a problem."""

    def __init__(self, sentence: str, fix: str, cause: Cause = "other", kind: Kind = "unreadable") -> None:
        super().__init__(sentence)
        self.sentence, self.fix, self.cause, self.kind = sentence, fix, cause, kind

    def at(self, place: str) -> Problem:
        """The problem, at a file or address."""
        return Problem(Place(shown(place), 0, 0), self.sentence, self.fix, kind=self.kind)


def opens_doors(name: str) -> bool:
    """Whether a part of an address is a key or a password, by its name."""
    return bool(_KEYS.search(name))


def shown(address: str) -> str:
    """An address as reports may have it: values that open doors, as `apikey`, become `…`."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.query:
            return address
        query = [
            (name, "…" if opens_doors(name) else value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
    except ValueError:
        return address
    written = urlencode(query, quote_via=quote, safe=":,/+").replace(quote("…"), "…")
    return urlunsplit(parts._replace(query=written))
