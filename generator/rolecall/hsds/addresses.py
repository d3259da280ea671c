"""Web and email addresses as HSDS takes them: in ASCII, as the rules for them say."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_KEPT = "/:@!$&'()*+,;=-._~%?"
"""What may stand in the path or the question of an address as it is."""

_PLAIN = re.compile(r"https?://[a-z0-9.-]+(/[A-Za-z0-9/._-]*)?")
"""Nearly every address, in which nothing has to be written otherwise."""


def uri(text: str | None) -> str | None:
    """A web address in ASCII, which leads to the same page. None where there is none."""
    if not text or _PLAIN.fullmatch(text):
        return text
    parts = urlsplit(text)
    try:
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except (UnicodeError, ValueError):
        return None
    rest = (quote(_whole(part), safe=_KEPT) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host + port, *rest))


def _whole(text: str) -> str:
    """`text` in which each % begins a letter that is written as 2 digits."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)


def email(text: str | None) -> str | None:
    """An email address, if it is one that each program takes."""
    return text if text and text.isascii() else None
