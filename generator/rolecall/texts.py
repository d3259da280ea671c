"""What staff send to a phone: ready texts, and what they cost to send.

A text of up to 160 septets costs as one. It may hold the characters of the GSM 7-bit alphabet only (3GPP TS 23.038,
6.2.1): any other character turns the whole text into another form, of which 70 characters fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rolecall import addresses

LONGEST = 160
"""Septets that one text holds."""

NAME_SLOT, NAME_SEPTETS = "[name]", 15
"""What staff replace by the patient's first name, and what that is taken to need."""

SURGERY_SLOT = "[surgery]"

DAY_SLOT = "[date]"

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The 127 characters that need 1 septet."""

EXTENSION = frozenset("\f^{}\\[~]|€")
"""The 10 characters that need 2 septets."""

_CARRIED = BASIC | EXTENSION

_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "″": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip


def septets(text: str) -> int:
    """What a text needs. The slot for the patient's name counts as 15, and a character that it cannot carry as 1."""
    others = text.replace(NAME_SLOT, "")
    names = (len(text) - len(others)) // len(NAME_SLOT)
    return names * NAME_SEPTETS + len(others) + sum(map(others.count, EXTENSION))


def odd_characters(text: str) -> list[tuple[int, str]]:
    """The characters that a text cannot carry, each with its place in the text, counted from 1."""
    return [(at, character) for at, character in enumerate(text, 1) if character not in _CARRIED]


def costs_one(text: str) -> bool:
    """Whether a phone sends it as 1 text."""
    return _CARRIED.issuperset(text) and septets(text) <= LONGEST


def plain(text: str) -> str:
    """The same words with straight quotation marks and hyphens, as a phone's keyboard has them."""
    return text.translate(_PLAIN)


def instead_of(character: str) -> str:
    """What to write in place of a character that a text cannot carry, as a sentence."""
    if (simple := plain(character)) != character:
        return f"Write {simple}" if simple.strip() else "Write an ordinary space."
    base = unicodedata.normalize("NFD", character)[0]
    if base != character and base in BASIC:
        return f"Write {base}"
    return "Leave it out, or write a word."


def called(character: str) -> str:
    """A character by itself and by its name, since many look alike: `"^" (circumflex accent)`."""
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return f'"{character}" ({name})'


class About(NamedTuple):
    """What a text is about: how it names a role, what that does, where to read of it, which number to call."""

    role: str
    what: str
    link: str
    phone: str = ""
    """Empty where there is none."""


def filled(words: str, about: About, surgery: str = SURGERY_SLOT, **others: str) -> str:
    """The text that `words` make, with the slots that staff fill in."""
    slots = {"name": NAME_SLOT, "day": DAY_SLOT, "surgery": surgery, **about._asdict(), **others}
    return re.sub(r"\{(\w+)\}", lambda slot: slots.get(slot[1], slot[0]), words)


def that_fits(choices: Sequence[str], about: About, surgeries: Sequence[str] = ()) -> str:
    """The first of these words that cost one text with every surgery's name, slots filled in; else the last.

    `surgeries` are their names as texts print them. Words with a slot for which nothing is known are left out.
    """
    longest = max(surgeries, key=septets, default=SURGERY_SLOT)
    empty = {f"{{{slot}}}" for slot, value in about._asdict().items() if not value}
    known = [words for words in choices if not any(slot in words for slot in empty)] or [*choices[-1:]]
    fitting = (words for words in known if septets(filled(words, about, longest)) <= LONGEST)
    return next(fitting, known[-1])


def link_to(role: str, site_url: str, short_links: Mapping[str, str]) -> str:
    """The address by which a text or a poster names the page of a role: the short one, if there is one."""
    short = next((word for word, leads_to in short_links.items() if leads_to == role), None)
    return addresses.whole(site_url, addresses.short_link(short) if short else addresses.role(role))
