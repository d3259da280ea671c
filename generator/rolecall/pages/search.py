"""The search: its page, and all that it finds, each thing under every name that people have for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from rolecall import addresses as at
from rolecall.language import weekday
from rolecall.pages.checked import checked
from rolecall.pages.compare import pair_link
from rolecall.pages.danger import Box, boxes
from rolecall.pages.local import local
from rolecall.pages.page import File, Page
from rolecall.pages.parts import by_letter
from rolecall.pages.service_cards import MANY
from rolecall.pages.service_facts import ServiceFacts, service_facts
from rolecall.site import Site, SiteRole, SiteService, once
from rolecall.templates import Words

_FIXED = (
    at.URGENT_HELP, at.CHOOSE, at.COMPARE, at.NEEDS, at.JOB_TITLES, at.SURGERIES, at.SERVICES, at.PRIVACY,
    at.ACCESSIBILITY, at.ABOUT, at.THIS_WEEK, at.MY_LIST, at.YOURS, at.PEOPLE,
)  # fmt: skip
"""Pages that every site has, but for the last. What people call them stands in components/names."""


FILES = (
    at.asset("words.js"), at.asset("danger.js"), at.DANGER_PATTERNS, at.SEARCH_INDEX, at.asset("find.js"),
)  # fmt: skip
"""What a search loads. What recognises danger comes before what finds things."""


class Entry(NamedTuple):
    """One thing to find."""

    address: str
    title: str
    kind: Literal["role", "need", "service", "surgery", "helpline", "page"]
    says: str
    """A sentence about it."""
    names: tuple[str, ...] = ()
    """Its other names. They weigh as much as the title."""
    words: tuple[str, ...] = ()
    """What else people say for it."""
    roles: tuple[str, ...] = ()
    """The ids of the role that it is, or of the 2 that it compares."""
    phone: str | None = None
    """The number to call, for a help line."""
    is_here: bool = True
    """No for a role that nobody has here; `says` then tells whom to see instead."""
    more: tuple[str, ...] = ()
    """What else is so of it, each once: its days, places and languages. Finds as `says` does, and nobody reads it."""


class Letter(NamedTuple):
    """Things to find whose titles begin with a letter, A to Z."""

    letter: str
    id: str
    """Its part of the page."""
    entries: tuple[Entry, ...]


class Search(NamedTuple):
    """What a search needs, on whichever page it stands."""

    files: tuple[str, ...]
    """The addresses of what its script loads when somebody starts to search, in this order."""
    boxes: tuple[Box, ...]


class SearchPage(NamedTuple):
    """What the page of the search shows."""

    search: Search
    letters: tuple[Letter, ...]


class Index(NamedTuple):
    """What the script of the search reads."""

    small: tuple[str, ...]
    """Words that say little of what somebody looks for."""
    means: tuple[tuple[str, tuple[str, ...]], ...]
    """Other words for the same, by what people type."""
    otherwise: tuple[str, ...]
    """The addresses of those entries that show where nothing is found."""
    entries: tuple[Entry, ...]


@once
def search(site: Site) -> Search:
    """The search of a site."""
    return Search((at.asset("exit.js"), *FILES), tuple(boxes(site)))


def page(site: Site, entries: Sequence[Entry]) -> Page:
    """The page of the search."""
    # More services are left to their own list, where people read from A to Z.
    services = [entry for entry in entries if entry.kind == "service"]
    listed = [entry for entry in entries if entry.kind != "service"] if len(services) > MANY else entries
    shows = SearchPage(search(site), tuple(_letters(listed)))
    reviewed = checked(site, roles=site.all_roles, pcn=True)
    return Page(
        at.SEARCH, "search", shows, has_exit=True, styles=("home.css",), scripts=("search.js",), reviewed=reviewed
    )


def index(site: Site, entries: Iterable[Entry]) -> File:
    """The file of what the search finds."""
    words = site.content.search_words
    who_to_ask = [at.need(words.who_to_ask)] if words.who_to_ask in site.content.needs else []
    shows = Index(words.small, tuple(words.means.items()), (*who_to_ask, at.SURGERIES), tuple(entries))
    return File(at.SEARCH_INDEX, "search-index.js", shows)


def _letters(entries: Sequence[Entry]) -> Iterator[Letter]:
    named = {(entry.address, entry.title): entry for entry in reversed(entries)}.values()
    in_order = sorted(named, key=lambda entry: entry.title.lower())
    return (Letter(*letter) for letter in by_letter(in_order, lambda entry: entry.title))


def entries(site: Site, pages: Sequence[Page], words: Words) -> tuple[Entry, ...]:
    """Everything that the search of a site finds, by kind. `pages` are its others, titled. Never what is for staff.

    Of 2 that fit as well, the first is shown first: for a street, the surgery there before what goes on there.
    """
    return (
        *_roles(site, words),
        *_needs(site),
        *_elsewhere(site),
        *_surgeries(site),
        *_services(site, words),
        *_helplines(site),
        *_pages(site, pages, words),
    )


def _roles(site: Site, words: Words) -> Iterator[Entry]:
    for role in site.all_roles:
        names = dict.fromkeys((role.role.name, role.short_title, role.role.short_name, *role.also_known_as))
        there = {local.local_title for surgery in site.practices for local in surgery.roles if local.id == role.id}
        names.update(dict.fromkeys(sorted(name for name in there if name)))
        others = tuple(name for name in names if name != role.title)
        helps = site.answer_for("helps_with", role)
        more = (*role.role.words, *((helps.answer.list or (helps.answer.text or "",)) if helps else ()))
        says = _of_role(site, role, words)
        yield Entry(role.address, role.title, "role", says, others, more, (role.id,), is_here=role.available)


def _of_role(site: Site, role: SiteRole, words: Words) -> str:
    """What it is, where somebody has it, and what is so of it here."""
    notes = words.of("components/local", "as_text", local(site, role))
    return " ".join(part for part in (role.role.in_short if role.available else "", notes) if part)


def _needs(site: Site) -> Iterator[Entry]:
    for need in site.needs:
        others = (word for other in need.need.other_languages for word in other.words)
        words = (*need.need.words, *need.need.everyday_words, *others)
        yield Entry(need.address, need.need.label, "need", need.need.about, words=words)


def _elsewhere(site: Site) -> Iterator[Entry]:
    """What the site has no page about, each at the page on which people learn whom to ask."""
    words = site.content.search_words
    if need := site.content.needs.get(words.who_to_ask):
        for thing in words.elsewhere.values():
            yield Entry(at.need(words.who_to_ask), need.label, "need", thing.says, words=thing.words)


def _services(site: Site, words: Words) -> Iterator[Entry]:
    for listed in site.services:
        if listed.is_listed:
            service = listed.service
            needs = [site.content.needs[id].label for id in service.needs]
            groups = [site.content.service_words.groups[id] for id in service.who_for.groups]
            facts = service_facts(site, listed)
            says = words.of("components/service-facts", "as_text", facts, listed.summary)
            yield Entry(
                listed.address,
                service.name,
                "service",
                says,
                service.also_known_as,
                (service.organisation.name, *needs, *groups),
                more=tuple(dict.fromkeys(_when_and_where(site, listed, facts))),
            )


def _when_and_where(site: Site, listed: SiteService, facts: ServiceFacts) -> Iterator[str]:
    """What people narrow a list of services by, and lists leave out or cut short."""
    yield from map(weekday, listed.days)
    for place in facts.to_go_to:
        yield from place.lines
    yield from facts.people.areas
    yield from (site.content.service_words.languages[id] for id in listed.service.languages)


def _surgeries(site: Site) -> Iterator[Entry]:
    for surgery in site.practices:
        practice = surgery.practice
        lines = [*practice.address, practice.postcode]
        says = " ".join(line for line in lines if line)
        yield Entry(surgery.address, practice.name, "surgery", says, (practice.ods_code,))


def _helplines(site: Site) -> Iterator[Entry]:
    """Numbers to call: those that every page carries, then the help lines."""
    named = {line.phone for line in site.helplines.values()}
    for line in site.content.urgent_help.in_brief:
        if line.phone not in named:
            yield Entry(at.URGENT_HELP, line.phone, "helpline", line.text, line.words, phone=line.phone)
    for helpline in site.helplines.values():
        says = " ".join(filter(None, (helpline.how, helpline.phone)))
        yield Entry(at.URGENT_HELP, helpline.name, "helpline", says, helpline.words, phone=helpline.phone)


def _pages(site: Site, pages: Sequence[Page], words: Words) -> Iterator[Entry]:
    by_address = {page.address: page for page in pages}
    roles = site.available_core_roles
    for at_first, first in enumerate(roles):
        for second in roles[at_first + 1 :]:
            pair = by_address[pair_link(first, second).address]
            yield _entry(pair, words, (first.id, second.id))
    for address in _FIXED:
        if address in by_address:
            named = tuple(person.name for person in site.people) if address == at.PEOPLE else ()
            yield _entry(by_address[address], words, more=named)
    yield _entry(Page(at.ANOTHER_WAY, "another-way"), words)
    yield from (Entry(page.address, page.title, "page", "") for page in pages if page.template == "markdown")


def _entry(page: Page, words: Words, roles: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> Entry:
    """A page of the site under the names that people have for it, and those of the people on it."""
    title, says, also = (
        words.of("components/names", macro, page.template) for macro in ("search_title", "says", "search_words")
    )
    return Entry(
        page.address, title or page.title, "page", says, words=(*(also.split(", ") if also else ()), *more), roles=roles
    )
