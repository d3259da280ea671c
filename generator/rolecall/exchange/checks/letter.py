"""The letter that asks whether an entry is still right: all that the page of the service says, in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from rolecall import addresses as at
from rolecall.exchange.checks.reference import Reference, reference_of
from rolecall.language import listed
from rolecall.pages.parts import another_way, feedback
from rolecall.pages.service import details_of
from rolecall.pages.service_on_paper import on_paper
from rolecall.site import Site, SiteService
from rolecall.templates import Words

Lines = Sequence[tuple[str, Sequence[str | None]]]
"""The lines of each fact, by its id. None where nothing is known."""

TIME_TO_REPLY = timedelta(weeks=3)

_TEMPLATE = "letters/check"


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as the letter tells it."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words. What the site says stands between `begin` and `end`."""

    reference: Reference
    subject: str
    before: tuple[str, ...]
    begin: str
    facts: tuple[Told, ...]
    end: str
    after: tuple[str, ...]
    reply_by: date

    @property
    def facts_as_text(self) -> str:
        """What the site says, a fact below the other."""
        return "\n\n".join("\n".join((f"{fact.label}:", *fact.lines)) for fact in self.facts)

    @property
    def as_text(self) -> str:
        """The whole letter as text."""
        return "\n\n".join((*self.before, self.begin, self.facts_as_text, self.end, *self.after)) + "\n"


def letter_of(site: Site, service: SiteService, words: Words) -> Letter:
    """The letter about a service on the day of the site."""
    say = partial(words.of, _TEMPLATE)
    contact, site_url, reply_by = feedback(site), site.pcn.site_url, site.today + TIME_TO_REPLY
    email, phone = (contact.email, contact.phone) if contact else (None, None)
    name = " ".join(service.service.name.split())
    reference = reference_of(site.pcn.ods_code, service.id, service.service)
    after = [
        say("page", at.whole(site_url, service.address)) if site_url else "",
        say("why"),
        say("leave"),
        say("another_way", another_way(site).contacts.phone),
        say("who_asks", site.name, email, phone),
        say("reference", str(reference)),
    ]
    return Letter(
        reference=reference,
        subject=say("subject", name, str(reference)),
        before=(say("hello"), say("what_this_is", site.name, name), say("how_to_reply"), say("by_when", reply_by)),
        begin=say("begin"),
        facts=tuple(_facts(site, service, words)),
        end=say("end"),
        after=tuple(filter(None, after)),
        reply_by=reply_by,
    )


def _facts(site: Site, service: SiteService, words: Words) -> Iterator[Told]:
    """What is on paper, with what only the page has."""
    say, file = partial(words.of, _TEMPLATE), service.service
    paper, details = on_paper(site, service, words), details_of(site, service)
    of_page, shown = words.of("components/service-on-paper", "label", "page"), set[str]()
    first: Lines = [
        ("name", [file.name]),
        ("state", [say("state", service.state)]),
        ("summary", [paper.summary] if file.summary else []),
        ("about", without_marks(file.description).splitlines()),
    ]
    yield from _told(first, words)
    for fact in paper.facts:
        if fact.label != of_page:
            shown.update(fact.lines)
            yield Told(fact.label, fact.lines)
    join, runs = details.join, details.provider
    rest: Lines = [
        ("prices", [words.of("components/service-facts", "price", price) for price in details.prices]),
        ("join", [join.text, *join.routes, say("wait", join.wait) if join.wait else None]),
        ("booking", [*dict.fromkeys(when.booking for when in details.facts.when)]),
        ("bring", [*details.bring]),
        ("languages", [listed(details.languages), details.interpreting]),
        ("website", [join.website if join.website not in shown else None]),
        ("provider", [
            runs.name, runs.description, runs.website, runs.email,
            say("charity", runs.charity) if runs.charity else None, runs.funding, runs.accreditation,
        ]),
    ]  # fmt: skip
    yield from _told(rest, words)


def without_marks(markdown: str) -> str:
    """A description as people read it in an email: no marks of Markdown, and the address behind the words of a link."""
    text = re.sub(r"\[([^\[\]]*)\]\(<?(?:mailto:|tel:)?([^()\s>]*)>?\)", _link, markdown)
    text = re.sub(r"(?m)^#{1,6}\s+", "", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _link(found: re.Match[str]) -> str:
    words, address = found[1].strip(), found[2]
    return words if not address or address in words else f"{words} ({address})" if words else address


def _told(facts: Lines, words: Words) -> Iterator[Told]:
    """Facts of which something is known, with their labels."""
    for id, lines in facts:
        if known := tuple(line for line in lines if line and line.strip()):
            yield Told(words.of(_TEMPLATE, "label", id), known)
