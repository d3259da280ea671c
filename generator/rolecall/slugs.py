"""A name as part of a web address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{at}" for name in ("com", "lpt") for at in range(10))})
"""Names that Windows keeps for devices. It can make no file with one, whatever follows after a dot."""


def is_slug(text: str) -> bool:
    """Whether a text can be part of a web address: small letters, digits and single hyphens."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None and text not in DEVICES


def slug(name: str) -> str:
    """`name` as part of a web address: `St Paul's & BD4+` gives `st-pauls-and-bd4-plus`."""
    text = name.lower().replace("&", " and ").replace("+", " plus ").replace("@", " at ")
    text = text.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().replace("'", "")
    found = "-".join(re.findall(r"[a-z0-9]+", text))[:80].strip("-")
    return f"{found}-1" if found in DEVICES else found


def name_to_use(name: str, taken: Collection[str] = (), *, ending: str = "", example: str) -> str:
    """What to do about a file or folder with a name that cannot be part of a web address. It may have folders in it.

    `taken` are the names that others have, and `example` is one for a name in which nothing is left.
    """
    parts = [slug(part) for part in name.split("/")]
    if not all(parts):
        return f"Name it with the letters a to z, for example {example}{ending}"
    right = "/".join(parts)
    if right in taken:
        return f"There is a {right}{ending} already. Delete one of the two, or give this another name."
    return f"Name it {right}{ending}"


@lru_cache(4096)
def slug_of_any(name: str) -> str:
    """`name` as part of an address that no other name has, in whatever script it is written."""
    lost = [letter for letter in name if not letter.isascii() and letter.isalnum() and not slug(letter)]
    digest = [hashlib.sha256(name.casefold().encode()).hexdigest()[:10]] if lost or not slug(name) else []
    return "-".join([*filter(None, [slug(name)]), *digest])


@lru_cache(4096)
def initial(name: str) -> str:
    """The letter under which a name stands in a list: `E` for Échange too, and of other scripts the letter itself."""
    first = next((letter for letter in name if letter.isalnum()), name[0])
    return (slug(first)[:1] or first).upper()
