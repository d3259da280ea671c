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
    next_check: date | None = None
    """The day by which somebody is to check it again."""
    within: str | None = ""
    """The address of the page that it belongs under; empty for the home page, None for the home page itself."""
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
    checked = site.pcn.checked.date if site.pcn.checked else None
    due = site.pcn.next_check
    yield Page("", "home", "Who can help you at your GP surgery", roles, due, within=None)
    yield Page("roles/", "roles", "Who does what", roles)
    for role in site.roles:
        next_review = min(day for day in (role.role.next_review, due) if day)
        yield Page(f"{role.id}/", "role", role.title, _checked_on(role), next_review, "roles/", {"role": role})
    tables_of_all = {"tables": tables(site, site.here)}
    yield Page("compare/", "compare", "Compare the people who can help", roles, shows=tables_of_all)
    for pair in combinations(site.here, 2):
        title = f"{pair[0].short_title} or {mid_sentence(pair[1].short_title)}"
        shows = {"pair": pair, "tables": tables(site, pair)}
        reviewed = _latest(_checked_on(role) for role in pair)
        yield Page(f"compare/{pair[0].id}-or-{pair[1].id}/", "pair", title, reviewed, within="compare/", shows=shows)
    surgeries = _latest(_practice_checked_on(practice) for practice in site.practices)
    yield Page("surgeries/", "surgeries", f"GP surgeries in {site.short_name}", surgeries, due)
    for practice in site.practices:
        own = practice.practice
        day, until = _practice_checked_on(practice), own.next_check or due
        address = f"surgeries/{practice.slug}/"
        yield Page(address, "surgery", own.name, day, until, "surgeries/", {"practice": practice})
    yield Page("urgent-help/", "urgent-help", "Urgent help")
    yield Page("about/", "about", "About this site", checked, due)
    yield Page("accessibility/", "accessibility", "Accessibility")
    yield Page("privacy/", "privacy", "Privacy")
    for page in site.content.pages:
        yield Page(f"{page.slug}/", "markdown", page.title, page.reviewed, shows={"text": page})


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
