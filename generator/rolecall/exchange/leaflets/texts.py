"""What sheets show, as texts for paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rolecall import addresses as at
from rolecall import qr
from rolecall.exchange.leaflets.leaflet import Code, Part
from rolecall.pages.answers import Answer, Contacts, Holds, Reach, Surgeries
from rolecall.pages.local import Local
from rolecall.pages.parts import QrCode
from rolecall.site import Site
from rolecall.templates import Words

Say = Callable[..., str]
"""What a macro of theme/leaflets/words.html.jinja says, by its name."""


def answer(given: Answer, words: Words, *, expired: Holds | None = None) -> Part:
    """An answer, and that the local one has run out."""
    say = partial(words.of, "leaflets/words")
    text = say("answer", given.choice, given.text) if given.choice and given.text else given.choice or given.text
    lead = given.lead_in if given.items and not given.is_steps else None
    note = words.of("components/answer", "may_differ", expired.where) if expired else ""
    return Part(given.ask, [part for part in (text, lead) if part], given.items, given.is_steps, note=note)


def also(role: Local, words: Words) -> str:
    """What else a role is called. Empty where it has its national title."""
    return words.of("leaflets/words", "also_called", role) if role.national else ""


def notes(role: Local, words: Words) -> Iterator[str]:
    """What is so of a role here."""
    yield from (words.of("components/local", "sentence", role, note) for note in role.notes)


def reach(way: Reach, words: Words) -> Iterator[str]:
    """How to get to see somebody."""
    yield way.text or words.of("leaflets/words", "ask_at_surgery")
    yield from ways_in(way.contacts, way.surgeries, words)
    if way.self_refer:
        yield words.of("components/answer", "refer_yourself", way.self_refer)


def ways_in(contacts: Contacts, surgeries: Surgeries, words: Words) -> Iterator[str]:
    """Numbers, addresses and pages to turn to."""
    say = partial(words.of, "leaflets/words")
    yield from ways(contacts, say)
    yield from (say("call_surgery", *surgery) for surgery in surgeries.to_call)


def ways(contacts: Contacts, say: Say) -> Iterator[str]:
    if contacts.phone:
        yield say("call_with_questions" if contacts.for_questions else "call", contacts.phone)
    if contacts.email:
        yield say("email", contacts.email)
    if contacts.url:
        yield say("ask_online", contacts.url)


def code(site: Site, role: str, shown: QrCode | None, say: Say) -> Code | None:
    """The code of a role's page, as it is on its sheets."""
    if not shown:
        return None
    whole = at.whole(site.pcn.site_url, at.role(role))
    return Code(qr.svg(whole).decode(), say("point_at", shown.typed), say("code", shown.typed))
