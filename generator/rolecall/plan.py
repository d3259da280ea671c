"""A site to all the pages that it publishes, each with its address. Addresses are a promise: texts carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from types import MappingProxyType
from urllib.parse import urlsplit

from rolecall.data import roles_data, services_data
from rolecall.search import entries
from rolecall.site import Site, SitePractice, SiteRole, filters, staff_cards, tables, text_names, titles
from rolecall.standing import facts_of
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
    lasts: bool = True
    """Whether its address is promised: what texts and sheets may carry. Lists that come and go with others are not."""
    is_found: bool = True
    """Whether search engines may show it."""
    script: str = ""
    """The file in `assets/` that it runs, if any. Each page is whole without it."""

    @property
    def file(self) -> str:
        """The file it is published as."""
        return self.address + "index.html" if not self.address or self.address.endswith("/") else self.address


def plan(site: Site) -> tuple[Page, ...]:
    """Every page of the site, then the files for robots."""
    pages = tuple(_pages(site))
    moved = tuple(_moved(site, pages))
    return (
        *pages,
        *moved,
        Page("404.html", "404", "Page not found", in_sitemap=False, lasts=False),
        Page("search/index.js", "search-index.js", shows={"entries": entries(site)}),
        Page("sitemap.xml", "sitemap.xml", shows={"pages": [page for page in pages if page.title and page.in_sitemap]}),
        Page("robots.txt", "robots.txt"),
        Page("data/roles.json", "json", shows={"data": roles_data(site)}),
        *_codes(site),
        Page("data/services.json", "json", shows={"data": services_data(site)}),
    )


def moves(site: Site) -> tuple[tuple[str, str], ...]:
    """Each address that leads to another page, and the address of that page: pages that moved, then short ways in."""
    short = ((f"{word}/", f"{role}/") for word, role in site.pcn.short_links.items())
    return (*site.pcn.moved.items(), *short)


def _moved(site: Site, pages: Iterable[Page]) -> Iterator[Page]:
    titles_of = {page.address: page.title for page in pages}
    for old, new in moves(site):
        title = titles_of.get(new, "This page has moved")
        yield Page(old, "moved", title, within="", shows={"to": new}, in_sitemap=False, is_found=False)


def _pages(site: Site) -> Iterator[Page]:
    roles = _latest(_checked_on(role) for role in site.core_roles)
    checked = _pcn_checked_on(site)
    due = site.pcn.next_check
    yield Page("", "home", "Who can help you at your GP surgery", roles, due, within=None)
    yield Page("roles/", "roles", "Who does what", roles)
    for role in site.core_roles:
        next_review = min(day for day in (role.role.next_review, due) if day)
        yield Page(f"{role.id}/", "role", role.title, _checked_on(role), next_review, "roles/", {"role": role})
        if role.role.easy_read:
            title = f"{role.title}: easy read"
            yield Page(
                f"{role.id}/easy-read/", "easy-read", title, role.role.reviewed, None, f"{role.id}/", {"role": role}
            )
    tables_of_all = {"tables": tables(site, site.available_core_roles)}
    yield Page("compare/", "compare", "Compare the people who can help", roles, shows=tables_of_all)
    for pair in combinations(site.available_core_roles, 2):
        title = f"{pair[0].short_title} or {pair[1].short_title_within}"
        shows = {"pair": pair, "tables": tables(site, pair)}
        reviewed = _latest(_checked_on(role) for role in pair)
        address = f"compare/{pair[0].id}-or-{pair[1].id}/"
        yield Page(address, "pair", title, reviewed, within="compare/", shows=shows, lasts=False)
    surgeries = _latest(_practice_checked_on(practice) for practice in site.practices)
    yield Page("surgeries/", "surgeries", f"GP surgeries in {site.short_name}", surgeries, due)
    for practice in site.practices:
        own = practice.practice
        day, until = _practice_checked_on(practice), practice.next_check
        address = f"surgeries/{practice.slug}/"
        yield Page(address, "surgery", own.name, day, until, "surgeries/", {"practice": practice})
    yield from _ways_in(site)
    yield from _services(site)
    yield from _for_staff(site)
    yield Page("urgent-help/", "urgent-help", "Urgent help")
    yield Page("about/", "about", "About this site", checked, due)
    yield Page("accessibility/", "accessibility", "Accessibility")
    yield Page("privacy/", "privacy", "Privacy")
    for page in site.content.pages:
        reviewed = page.reviewed if page.reviewed and page.reviewed <= site.today else None
        yield Page(f"{page.slug}/", "markdown", page.title, reviewed, shows={"text": page})


def _ways_in(site: Site) -> Iterator[Page]:
    """Questions, needs, job titles, the team and the search: the ways to the right person."""
    for id, question in site.content.choose.questions.items():
        first = id == site.content.choose.start
        address = "choose/" if first else f"choose/{id}/"
        yield Page(address, "choose", question.ask, within="" if first else "choose/", shows={"question": question})
    for id, outcome in site.content.choose.outcomes.items():
        role = site.role(outcome.role)
        see = role.stand_in(site.all_roles) or role
        title = f"Start with the {see.short_title_within}" if see.available else "Start at your GP surgery"
        shows = {"role": role, "outcome": outcome}
        yield Page(f"choose/{id}/", "outcome", title, within="choose/", shows=shows, in_sitemap=False, lasts=False)
    yield Page("help-with/", "needs", "What do you need help with?")
    for need in site.needs:
        script = "exit.js" if need.need.exit else ""
        yield Page(need.address, "need", need.need.label, within="help-with/", shows={"need": need}, script=script)
    names = titles(site.all_roles, site.content.terms, site.pcn)
    yield Page("job-titles/", "job-titles", "What job titles mean", within="roles/", shows={"titles": names})
    if site.people:
        standings = [fact.standing for fact in facts_of(site.pcn) if fact.value in site.people]
        checked = _latest(standing.checked.date if standing.checked else None for standing in standings)
        until = min((standing.until for standing in standings if standing.until), default=None)
        # Names run out by themselves, and the page with them.
        yield Page("people/", "people", "Meet the team", checked, until, within="roles/", lasts=False)
    yield Page("search/", "search", "Search", shows={"entries": entries(site)}, script="search.js")


def _for_staff(site: Site) -> Iterator[Page]:
    """What staff say, send, print and give. Search engines and the search of the site leave these out."""
    cards = staff_cards(site)

    def page(address: str, template: str, title: str, within: str = "staff/", **shows: object) -> Page:
        script = "staff.js" if template in ("staff", "staff-role") else ""
        # There is a page for each role that is here, and those come and go.
        lasts = template not in ("staff-role", "poster", "embed")
        own = Page(address, template, title, within=within, shows=shows, script=script, lasts=lasts)
        return replace(own, in_sitemap=False, is_found=False)

    yield page("staff/", "staff", "For staff", "", cards=cards, surgeries=text_names(site))
    for card in cards:
        title = f"Refer to the {card.role.short_title_within}"
        yield page(f"staff/{card.role.id}/", "staff-role", title, card=card)
        yield page(f"staff/print/{card.role.id}/", "poster", card.role.title, role=card.role)
        yield page(f"embed/{card.role.id}/", "embed.html", "", role=card.role)
    yield page("staff/who-to-refer-to/", "staff-table", "Who to refer to", cards=cards)
    yield page("staff/print/", "posters", "People who can help you here")
    yield page("staff/print/services/", "chosen", f"Services in {site.short_name}")
    yield page("data/", "data", "For other websites", "")


def _codes(site: Site) -> Iterator[Page]:
    """A QR code for each role and need: the whole address of its page, where the site has one."""
    if url := site.pcn.site_url:
        found = [("roles", role.id, role.address) for role in site.available_core_roles]
        found += [("needs", need.id, need.address) for need in site.needs]
        for kind, id, address in found:
            for form in ("svg", "png"):
                yield Page(f"qr/{kind}/{id}.{form}", f"qr.{form}", shows={"address": url + address})


def _services(site: Site) -> Iterator[Page]:
    """The list of services, a page for each, and a page for each filter."""
    groups = filters(site.services, site.content)
    shows = {"groups": groups}
    checked = _latest(one.checked.date if one.checked else None for one in site.services if one.is_listed)
    yield Page("services/", "services", "Local services", checked, shows=shows, script="services.js")
    for one in site.services:
        day = one.checked.date if one.checked else None
        shows_one = {"one": one}
        yield Page(one.address, "service", one.service.name, day, None, "services/", shows_one)
    by_id = {one.id: one for one in site.services}
    several = sum(one.is_listed for one in site.services) > 1
    for group in groups if several else [group for group in groups if group.id == "need"]:
        for choice in group.filters:
            found = {"group": group, "choice": choice, "found": [by_id[id] for id in choice.services]}
            label = choice.label if group.id in ("area", "day") else mid_sentence(choice.label)
            title = f"Services: {label}"
            yield Page(
                choice.address, "services-for", title, within="services/", shows=found, in_sitemap=False, lasts=False
            )


def base_path(site: Site) -> str:
    """The path of the site on its server, with a slash at both ends. A page for any address needs it."""
    path = urlsplit(site.pcn.site_url or "/").path
    return path if path.endswith("/") else path + "/"


def _checked_on(role: SiteRole) -> date | None:
    checks = [answer.checked for answer in role.answers.values()]
    return _latest([role.role.reviewed, *(check.date for check in [role.checked, *checks] if check)])


def _pcn_checked_on(site: Site) -> date | None:
    return site.pcn.checked.date if site.pcn.checked else None


def _practice_checked_on(practice: SitePractice) -> date | None:
    return practice.checked.date if practice.checked else None


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
