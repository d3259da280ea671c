"""Another `rolecall edit` in the same folder: where it is, as long as it answers.

Its address is noted beside the schemas, without its token: only the browser that was let in there can go on.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from rolecall.edit.guard import CLOSED
from rolecall.writing import NotWritten, take_away, write_all

FILE = ".rolecall/edit-is-at"


def beside(root: Path) -> str:
    """The address of the one that runs. Empty where none does."""
    with suppress(OSError, ValueError, http.client.HTTPException):
        url = (root / FILE).read_text(encoding="utf-8").strip()
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=2)
        connection.request("GET", "/")
        if connection.getresponse().read(1000).decode().strip() == CLOSED:
            return url
    return ""


@contextmanager
def noted(root: Path, url: str) -> Iterator[None]:
    """Note the address of this one until it ends, unless another runs that was there before."""
    if beside(root):
        yield
        return
    with suppress(NotWritten):
        write_all({root / FILE: f"{url}\n".encode()})
    try:
        yield
    finally:
        with suppress(OSError):
            if (root / FILE).read_text(encoding="utf-8").strip() == url:
                take_away([root / FILE])
