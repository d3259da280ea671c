"""A site to all the pages that it publishes, each with its address. Addresses are a promise: texts carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from types import MappingProxyType
from urllib.parse import urlsplit

from rolecall.nearest import PracticeHere, RoleHere, Site, tables
from rolecall.values import mid_sentence


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to publish, not yet rendered."""

    address: str
    """Below the site's address, without a slash in front: empty for the home page, `link-worker/`, `404.html`."""
    template: str
    """The template below `theme/pages/`, without its ending."""
    title: str = ""
    """The page's heading. Empty for a file that is not a page."""
    reviewed: date | None = None
    """The last day on which somebody checked what it says."""
    shows: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """What its template needs beside the site."""
    in_sitemap: bool = True

    @property
    def file(self) -> str:
        """The file it is published as."""
        return self.address + "index.html" if not self.address or self.address.endswith("/") else self.address


def plan(site: Site) -> tuple[Page, ...]:
    """Every page of the site, then the files for robots."""
    pages = tuple(_pages(site))
    return (
        *pages,
        Page("404.html", "404", "Page not found", in_sitemap=False),
        Page("sitemap.xml", "sitemap.xml", shows={"pages": [page for page in pages if page.in_sitemap]}),
        Page("robots.txt", "robots.txt"),
    )


def _pages(site: Site) -> Iterator[Page]:
    roles = _latest(_checked_on(role) for role in site.roles)
    yield Page("", "home", "Who can help you at your GP surgery", roles)
    yield Page("roles/", "roles", "Who does what", roles)
    for role in site.roles:
        yield Page(f"{role.id}/", "role", role.title, _checked_on(role), {"role": role})
    yield Page("compare/", "compare", "Compare the people who can help", roles, {"tables": tables(site, site.here)})
    for one, other in combinations(site.here, 2):
        title = f"{one.short_title} or {mid_sentence(other.short_title)}"
        yield Page(
            f"compare/{one.id}-or-{other.id}/",
            "pair",
            title,
            _latest([_checked_on(one), _checked_on(other)]),
            {"pair": (one, other), "tables": tables(site, (one, other))},
        )
    surgeries = _latest(_practice_checked_on(practice) for practice in site.practices)
    yield Page("surgeries/", "surgeries", f"GP surgeries in {site.short_name}", surgeries)
    for practice in site.practices:
        yield Page(
            f"surgeries/{practice.slug}/",
            "surgery",
            practice.practice.name,
            _practice_checked_on(practice),
            {"practice": practice},
        )
    yield Page("urgent-help/", "urgent-help", "Urgent help")
    yield Page("about/", "about", "About this site", site.pcn.checked.date if site.pcn.checked else None)
    for page in site.content.pages:
        yield Page(f"{page.slug}/", "markdown", page.title, page.reviewed, {"text": page})


def base_path(site: Site) -> str:
    """The path of the site on its server, with a slash at both ends. A page for any address needs it."""
    path = urlsplit(site.pcn.site_url or "/").path
    return path if path.endswith("/") else path + "/"


def _checked_on(role: RoleHere) -> date | None:
    checks = [answer.checked for answer in role.answers.values()]
    return _latest([role.role.reviewed, *(check.date for check in [role.checked, *checks] if check)])


def _practice_checked_on(practice: PracticeHere) -> date | None:
    return practice.checked.date if practice.checked else None


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
