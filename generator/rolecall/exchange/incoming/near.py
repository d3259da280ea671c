"""Entries that may be the same service under different ids."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from rolecall.exchange.incoming.entry import Entry
from rolecall.phones import digits_of

_EMPTY_WORDS = {"the", "a", "an", "and", "of", "at", "in", "for", "ltd", "limited", "cic", "cio", "group", "service"}


def near(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same entries, each with the names of others of the same name and postcode, phone, mailbox or website.

    What is held back is near nothing. Its time grows with the number of entries, and not with its square.
    """
    listed = tuple(entries)
    by_mark: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    for at, entry in enumerate(listed):
        if not entry.held_back:
            for mark in marks(entry.fields):
                by_mark[folded_name(entry.name), mark][at] = None
    others: dict[int, dict[int, None]] = defaultdict(dict)
    for places in by_mark.values():
        first = next(iter(places))
        for at in places if len(places) > 1 else ():
            others[at] |= {first: None} if at != first else {}
            others[first] |= {at: None} if at != first else {}
    return tuple(
        replace(entry, near=tuple(_apart(listed[other], entry) for other in others[at])) if others.get(at) else entry
        for at, entry in enumerate(listed)
    )


def _apart(other: Entry, entry: Entry) -> str:
    """The name of another entry, and where it is if both have the same name, or else its number."""
    if other.name.casefold() != entry.name.casefold():
        return other.name
    place: Mapping[str, Any] = next(iter(other.fields.get("where") or ()), {})
    where = [*dict.fromkeys(str(place[part]) for part in ("name", "town", "postcode") if place.get(part))]
    phones = (other.fields.get("contact") or {}).get("phones") or ()
    known = ", ".join(where) or next((str(phone["number"]) for phone in phones), "")
    return f"{other.name} ({known})" if known else other.name


def folded_name(name: str) -> str:
    """A name without capitals, accents, marks and words that say little."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode() or name.casefold()
    words = re.findall(r"\w+", plain.replace("&", " and "))
    return " ".join(word for word in words if word not in _EMPTY_WORDS) or " ".join(words)


def marks(fields: Mapping[str, Any]) -> Iterator[str]:
    """What 2 entries of one name have in common where they are the same: a postcode, number, mailbox or website."""
    contact, runs = fields.get("contact") or {}, fields.get("organisation") or {}
    yield from {str(place["postcode"]) for place in fields.get("where") or () if place.get("postcode")}
    yield from {digits_of(str(phone["number"])) for phone in contact.get("phones") or () if phone.get("number")}
    yield from {str(mailbox).casefold() for mailbox in (contact.get("email"), runs.get("email")) if mailbox}
    hosts = {_host(str(site)) for site in (contact.get("website"), runs.get("website")) if site}
    yield from hosts - {"", "facebook.com", "instagram.com", "eventbrite.co.uk", "nhs.uk"}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
