"""A site to what its search knows: each thing that people look for, under every name that they have for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rolecall.nearest import RoleHere, Site
from rolecall.values import mid_sentence


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


def entries(site: Site) -> tuple[Entry, ...]:
    """Everything that the search of a site finds, by kind. Never what is for staff."""
    return (*_roles(site), *_needs(site), *_services(site), *_surgeries(site), *_pages(site))


def _roles(site: Site) -> Iterator[Entry]:
    for role in site.everyone:
        names = dict.fromkeys((role.role.name, role.short_title, role.role.short_name, *role.also_known_as))
        at_practices = {own.local_title for p in site.practices for own in p.roles if own.id == role.id}
        names.update(dict.fromkeys(sorted(name for name in at_practices if name)))
        own_names = tuple(name for name in names if name != role.title)
        helps = role.answers.get("helps_with")
        yield Entry(
            role.address, role.title, "role", _of_role(role, site), own_names, helps.answer.list if helps else ()
        )


def _of_role(role: RoleHere, site: Site) -> str:
    if role.available:
        return role.role.in_short
    other = role.turn_to(site.everyone)
    see = f"See the {mid_sentence(other.short_title)} instead." if other else "Ask at your GP surgery."
    return f"There is no {mid_sentence(role.role.name)} in {site.short_name}. {see}"


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
    yield Entry("urgent-help/", "Urgent help", "page", "When to call 999 or 111, and who you can talk to.")
    yield Entry("choose/", "Help me choose", "page", "Answer a few questions to find the right person.")
    says = "See what is the same and what is different."
    yield Entry("compare/", "Compare the people who can help", "page", says, words=("difference between", "versus"))
    yield Entry("job-titles/", "What job titles mean", "page", "Every title that you may hear, from A to Z.")
    yield Entry("surgeries/", f"GP surgeries in {site.short_name}", "page", "Find your surgery and who works there.")
    yield Entry("services/", "Local services", "page", "Groups, advice and activities near you.")
    yield Entry("privacy/", "Privacy", "page", "What this site knows about you.", words=("cookies", "data"))
    yield Entry("accessibility/", "Accessibility", "page", "How everybody can use this site.")
    for page in site.content.pages:
        yield Entry(f"{page.slug}/", page.title, "page", "")
