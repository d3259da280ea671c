"""The code by which an answer is known again: which service was asked about, and what its letter said.

It is worked out from the entry, so that nobody has to keep a list of letters. Another entry gives another code.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import NamedTuple

from rolecall.model import Service

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters of which no 2 look alike: there is no I, L, O or U."""

_PART = 6

_REFERENCE = re.compile(rf"\bRC-([{_SIGNS}]{{{_PART}}})-([{_SIGNS}]{{{_PART}}})(?![\w-])", re.IGNORECASE)

TELLS = {
    "name", "status", "summary", "description", "organisation", "who_for", "how_to_join", "cost", "when", "where",
    "area", "contact", "languages", "interpreting", "bring", "accreditation", "funding", "alert",
}  # fmt: skip
"""The fields that a letter tells. What the PCN adds beside them does not make an answer old."""

UNTOLD: dict[str, dict[str, set[str]]] = {"where": {"__all__": {"lat", "lon", "uprn"}}, "area": {"__all__": {"uri"}}}
"""Of these, what no page prints."""


class Reference(NamedTuple):
    """The 2 parts of a code: of the service, and of what its letter says."""

    service: str
    says: str

    def __str__(self) -> str:
        return f"RC-{self.service}-{self.says}"


def reference_of(pcn_code: str, id: str, service: Service) -> Reference:
    """The code of a service of the PCN with this code in the NHS register, as its entry is now."""
    # Without defaults, so that a new field of the model leaves the codes of letters that are under way as they are.
    entry = service.model_dump(mode="json", include=TELLS, exclude=UNTOLD, exclude_defaults=True)
    says = json.dumps(entry, sort_keys=True, ensure_ascii=False)
    return Reference(_signs(f"{pcn_code}/{id}"), _signs(f"{pcn_code}/{id}/{says}"))


def references_in(text: str) -> list[Reference]:
    """The codes in a text, each once."""
    found = (Reference(*(part.upper() for part in match.groups())) for match in _REFERENCE.finditer(text))
    return list(dict.fromkeys(found))


def _signs(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return "".join(_SIGNS[number >> 5 * at & 31] for at in range(_PART))
