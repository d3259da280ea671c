"""A service on paper, which leads nowhere: all times and places, how to get in, and when somebody checked it.

The sheet of services, its script and PDFs say it in the same words and order. Its template is
components/service-on-paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.service import GettingIn, getting_in
from rolecall.pages.service_facts import Charge, People, service_facts
from rolecall.site import Site, SiteService, day_of, once
from rolecall.templates import Words

Say = Callable[..., str]
"""What a macro of a component says, by its name."""


class Fact(NamedTuple):
    """A fact of a service, and what it is about."""

    label: str
    lines: tuple[str, ...]
    is_name: bool
    """Whether it is the same in each language, as an address is."""


class OnPaper(NamedTuple):
    """A service as it stands on paper."""

    heading: str
    """Its name, below the word that it is paused, if it is."""
    summary: str
    facts: tuple[Fact, ...]
    checked: str
    """When somebody checked it, and if it may have changed since."""


def on_paper(site: Site, service: SiteService, words: Words) -> OnPaper:
    """All that somebody needs of a service who has a sheet of paper and no more."""
    say = partial(words.of, "components/service-on-paper")
    return OnPaper(
        heading=say("heading", service.service.name, service.state == "paused"),
        summary=service.summary,
        facts=tuple(
            Fact(_label(site, id, words), tuple(lines), is_name)
            for id, lines, is_name in _facts(site, service, words, say)
            if lines
        ),
        checked=say("checked", day_of(service.checked), service.is_due, service.checker),
    )


@once
def _label(site: Site, fact: str, words: Words) -> str:
    return words.of("components/service-on-paper", "label", fact)


def _facts(site: Site, service: SiteService, words: Words, say: Say) -> Iterator[tuple[str, list[str], bool]]:
    """Each fact: what it is about, its lines, and whether they are names."""
    facts, contact = service_facts(site, service), service.service.contact
    known, time = partial(words.of, "components/service-facts"), partial(words.of, "components/times", "time_in_full")
    ways = [*getting_in(service.service, site.content.service_words)]
    of_place = say if len(facts.places) > 1 else None
    yield "now", _given(say("now", facts)), False
    yield "when", [time(when, False) for when in facts.when] or [say("ask_for_times")], False
    places = [known("place", place, False) for place in facts.places]
    yield "where", places or [say("ask_where")], bool(places) and not facts.from_home
    yield "getting-there", [_at(way, way.transport, of_place) for way in ways if way.transport], False
    access = [(way, say("access", way)) for way in ways if way.access or way.access_notes]
    yield "getting-in", [_at(way, line, of_place) for way, line in access], False
    yield "cost", _cost(facts.charge, known), False
    yield "people", [*_people(facts.people, known)], False
    yield "phone", [say("phone", phone.number, phone.text) for phone in contact.phones], False
    yield "email", _given(contact.email), True
    if not contact.phones and not contact.email:
        yield ("website", [contact.website], True) if contact.website else ("contact", [say("ask_at_surgery")], False)
    yield "page", [at.typed(url, service.address)] if (url := site.pcn.site_url) else [], True


def _given(line: str | None) -> list[str]:
    return [line] if line else []


def _at(way: GettingIn, line: str, of_place: Say | None) -> str:
    """What is so at a place, with its name where there are several."""
    return of_place("at_place", way.place, line) if of_place else line


def _cost(charge: Charge, known: Say) -> list[str]:
    """Each price, where there are several."""
    if len(charge.prices) > 1:
        return [known("price", price) for price in charge.prices]
    return [known("cost_in_brief", charge)]


def _people(who: People, known: Say) -> Iterator[str]:
    """Its own words are enough. Ages do not say which groups it is for."""
    yield known("people_in_brief", who)
    if who.groups and who.says_more and not who.text:
        yield known("groups", who)
    if who.areas:
        yield known("areas", who)
    if who.not_for:
        yield who.not_for
