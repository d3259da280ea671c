"""Who runs a service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rolecall.exchange.incoming.cleaning import line, name, web_address, without_people, words
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.contact import mailboxes
from rolecall.exchange.openreferral.part import Part

_USUAL_TYPE = re.compile(
    r"(?i)[A-Z]{2}-\w+|(?:registered )?(?:charity|company|cic|ods|nhs)?[ -]*(?:number|code|no\.?|id)?"
)
"""Kinds of numbers of which the scheme says as much."""


def organisation(top: Part, *, service: str, known: Sequence[str], persons: Sequence[str]) -> dict[str, Any]:
    """Who runs a service, as `Organisation` has it. Where nobody says, the service's name stands for it."""
    part = top.part("organization", "organisation")
    called = part.clean(name, "name") or top.clean(name, "organization_name", "organisation_name", "provider_name")
    if not called and service:
        sentence = "It does not say who runs it, so that its name stands for them."
        top.reading.say(Finding("no-organisation", part.path or "organization", sentence, "", service))
        called = service
    text, done = without_people(part.clean(words, "description"), part.path_of("description"), known, persons)
    part.reading.say(*done)
    found = (part.clean(web_address, field) for field in ("website", "url", "uri"))
    return {
        "name": called,
        "description": text if text.casefold() != called.casefold() else "",
        "website": next(filter(None, found), ""),
        "email": next(iter(mailboxes(part, "email", known=known, persons=persons)), ""),
        "identifiers": _identifiers(part),
    }


def _identifiers(part: Part) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in part.parts("organization_identifiers", "organisation_identifiers", "identifiers"):
        scheme, number = item.clean(line, "identifier_scheme", "scheme"), item.clean(line, "identifier")
        if not _USUAL_TYPE.fullmatch(line(item.text("identifier_type")[0], "").value):
            item.leave("identifier_type")
        if not scheme or not number:
            item.leave("identifier_type", "identifier_scheme", "scheme", "identifier")
        elif len(scheme) <= 80 and len(number) <= 80 and not re.search("[<>]", scheme + number):
            found.setdefault(scheme, number)
    return found
