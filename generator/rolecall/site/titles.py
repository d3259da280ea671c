"""The decoder of job titles: every name that people meet, and whose it is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rolecall.model import PCN, Role, Term
from rolecall.site.model import SiteRole
from rolecall.slugs import slug_of_any


@dataclass(frozen=True, slots=True)
class Title:
    """One name, and the roles that have it."""

    name: str
    roles: tuple[SiteRole, ...]
    terms: tuple[str, ...]
    """Ids of the terms that explain with what people confuse it."""

    @property
    def id(self) -> str:
        """Its fragment on the page of job titles."""
        return f"title-{slug_of_any(self.name)}"


def titles(roles_here: tuple[SiteRole, ...], terms: dict[str, Term], pcn: PCN) -> tuple[Title, ...]:
    """Every name of every role, A to Z, each once: national, local and old ones, and those at single practices."""
    found: dict[str, tuple[str, list[SiteRole]]] = {}
    for role in roles_here:
        for name in _names(role, pcn):
            _, roles = found.setdefault(slug_of_any(name), (name, []))
            if role not in roles:
                roles.append(role)
    explained = {id: {slug_of_any(word) for word in _spoken(term)} for id, term in terms.items()}
    entries = (
        Title(name, tuple(roles), tuple(id for id, words in explained.items() if key in words))
        for key, (name, roles) in found.items()
    )
    return tuple(sorted(entries, key=lambda title: (title.name.casefold(), title.id)))


def _names(role: SiteRole, pcn: PCN) -> Iterator[str]:
    national: Role = role.role
    yield from (national.name, national.short_name, *national.also_known_as)
    for roles in (pcn.roles, *(practice.roles for practice in pcn.practices)):
        if role.id in roles and (title := roles[role.id].local_title):
            yield title


def _spoken(term: Term) -> list[str]:
    """The names in a term's heading: `Care coordinator, carer or paid carer` has 3."""
    return term.term.replace(" or ", ", ").replace(" and ", ", ").split(", ")
