"""The lines of a `links.lock`: the addresses that a PCN has given out, those of surgeries with their codes.

A surgery's address is made of its name. With its code beside it, it stays when the name changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses
from rolecall.workspace import LOCK, Workspace

_LINE = re.compile(r"/?(?P<address>([a-z0-9-]+/)*)\s*(?:#\s*(?P<code>[A-Za-z]\d{5})?.*)?")


class Promised(NamedTuple):
    """A line with an address, or with something that is none: then `address` is None."""

    line: int
    text: str
    address: str | None
    code: str = ""
    """The code of the surgery whose page this is, where that is known."""


def promised(text: str) -> Iterator[Promised]:
    """The addresses in a lock, in its order."""
    for at, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        code = (found["code"] or "").upper() if found else ""
        yield Promised(at, line, found["address"] if found else None, code)


def kept_parts(workspace: Workspace, pcn: str) -> dict[str, str]:
    """The parts of web addresses under which surgeries were published, by their codes. Nothing where nobody knows."""
    path = workspace.root / "content/pcns" / pcn / LOCK
    try:
        text = path.read_bytes().decode() if path.is_file() and workspace.holds(path) else ""
    except (OSError, UnicodeDecodeError):  # told where addresses are compared
        return {}
    lines = ((line.code, line.address) for line in promised(text) if line.code and line.address)
    pages = {code: address for code, address in lines if address.startswith(addresses.SURGERIES)}
    return {code: address.removeprefix(addresses.SURGERIES).strip("/") for code, address in pages.items()}
