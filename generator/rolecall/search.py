"""A site to what its search knows: each thing that people look for, under every name that they have for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from rolecall.site import Site, SiteRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find."""

    address: str
    title: str
    kind: Literal["role", "need", "service", "surgery", "page"]
    says: str
    """A sentence about it."""
    names: tuple[str, ...] = ()
    """Its other names. They weigh as much as the title."""
    words: tuple[str, ...] = ()
    """What else people say for it."""
    is_here: bool = True
    """No for a role that nobody has here; `says` then tells whom to see instead."""


def entries(site: Site) -> tuple[Entry, ...]:
    """Everything that the search of a site finds, by kind. Never what is for staff."""
    return (*_roles(site), *_needs(site), *_services(site), *_surgeries(site), *_pages(site))


def _roles(site: Site) -> Iterator[Entry]:
    for role in site.all_roles:
        names = dict.fromkeys((role.role.name, role.short_title, role.role.short_name, *role.also_known_as))
        at_practices = {own.local_title for p in site.practices for own in p.roles if own.id == role.id}
        names.update(dict.fromkeys(sorted(name for name in at_practices if name)))
        own_names = tuple(name for name in names if name != role.title)
        helps = site.answer_for("helps_with", role)
        words = (*role.role.words, *(helps.answer.list if helps else ()))
        yield Entry(role.address, role.title, "role", _of_role(role, site), own_names, words, role.available)


def _of_role(role: SiteRole, site: Site) -> str:
    if role.available:
        return role.role.in_short
    other = role.stand_in(site.all_roles)
    see = f"See the {other.short_title_within} instead." if other else "Ask at your GP surgery."
    return f"There is no {role.name_within} in {site.short_name}. {see}"


def _needs(site: Site) -> Iterator[Entry]:
    for need in site.needs:
        yield Entry(need.address, need.need.label, "need", need.need.about, words=need.need.words)


def _services(site: Site) -> Iterator[Entry]:
    for one in site.services:
        if one.is_listed:
            service = one.service
            needs = [site.content.needs[id].label for id in service.needs]
            groups = [site.content.service_words.groups[id] for id in service.who_for.groups]
            words = (service.organisation.name, *needs, *groups)
            yield Entry(one.address, service.name, "service", one.summary, service.also_known_as, words)


def _surgeries(site: Site) -> Iterator[Entry]:
    for practice in site.practices:
        own = practice.practice
        says = " ".join((*own.address, own.postcode or ""))
        yield Entry(f"surgeries/{practice.slug}/", own.name, "surgery", says, (own.ods_code,))


def _pages(site: Site) -> Iterator[Entry]:
    for one, other in combinations(site.available_core_roles, 2):
        both = f"{one.short_title} or {other.short_title_within}"
        says = "See what is the same and what is different."
        yield Entry(f"compare/{one.id}-or-{other.id}/", both, "page", says)
    for address, title, says, words in _FIXED:
        yield Entry(address, title.format(site.short_name), "page", says, words=words)
    if site.people:
        yield Entry("people/", "Meet the team", "page", "Who is in the team, and where you can meet them.")
    for page in site.content.pages:
        yield Entry(f"{page.slug}/", page.title, "page", "")


_FIXED: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "urgent-help/",
        "Urgent help",
        "When to call 999 or 111, and who you can talk to.",
        ("emergency", "crisis line", "ambulance", "helpline", "999", "111"),
    ),
    ("choose/", "Help me choose", "Answer a few questions to find the right person.", ("who do I see",)),
    (
        "compare/",
        "Compare the people who can help",
        "See what is the same and what is different.",
        ("difference between", "versus"),
    ),
    ("help-with/", "What do you need help with?", "Everything that people get help with.", ()),
    ("job-titles/", "What job titles mean", "Every title that you may hear, from A to Z.", ("who is who",)),
    ("surgeries/", "GP surgeries in {}", "Find your surgery and who works there.", ("practice", "health centre")),
    (
        "services/",
        "Local services",
        "Groups, advice and activities near you.",
        ("groups near me", "clubs", "activities", "classes", "things to do", "what is on"),
    ),
    ("privacy/", "Privacy", "What this site knows about you.", ("cookies", "my data", "is it private")),
    ("accessibility/", "Accessibility", "How everybody can use this site.", ("screen reader", "large print")),
)
"""Pages that every site has, with what people call them."""
