from __future__ import annotations

from collections.abc import Iterator

from rolecall.pages import services
from rolecall.pages.page import File, Page
from rolecall.search import entries
from rolecall.site import Site, latest, titles


def _ways_in(site: Site) -> Iterator[Page]:
    """Questions, needs, job titles, the team and the search: the ways to the right person."""
    for id, question in site.content.choose.questions.items():
        first = id == site.content.choose.start
        address = "choose/" if first else f"choose/{id}/"
        yield Page(
            address,
            "choose",
            title=question.ask,
            within="" if first else "choose/",
            data={"site": site, "question": question},
        )
    for id, outcome in site.content.choose.outcomes.items():
        role = site.role(outcome.role)
        see = role.stand_in(site.all_roles) or role
        title = f"Start with the {see.short_title_within}" if see.available else "Start at your GP surgery"
        shows = {"site": site, "role": role, "outcome": outcome}
        yield Page(
            f"choose/{id}/",
            "outcome",
            title=title,
            summary=role.role.in_short,
            within="choose/",
            data=shows,
            in_sitemap=False,
            lasts=False,
        )
    yield Page("help-with/", "needs", {"site": site}, "What do you need help with?")
    for need in site.needs:
        script = "exit.js" if need.need.exit else ""
        yield Page(
            need.address, "need", {"site": site, "need": need}, need.need.label, within="help-with/", script=script
        )
    names = titles(site.all_roles, site.content.terms, site.pcn)
    yield Page("job-titles/", "job-titles", {"site": site, "titles": names}, "What job titles mean", within="roles/")
    if site.people:
        checked = latest(*(p.checked.date if p.checked else None for p in site.people)) or site.last_checked
        # Names run out by themselves, and the page with them.
        yield Page(
            "people/",
            "people",
            {"site": site},
            "Meet the team",
            reviewed=checked,
            next_check=site.pcn.next_check,
            within="roles/",
            lasts=False,
        )
    yield Page("search/", "search", {"site": site, "entries": entries(site)}, "Search", script="search.js")


def _surgeries(site):
    surgeries = latest(*(practice.last_checked for practice in site.practices))
    due = site.pcn.next_check
    yield Page(
        "surgeries/",
        "surgeries",
        {"site": site},
        f"GP surgeries in {site.short_name}",
        reviewed=surgeries,
        next_check=due,
    )
    for practice in site.practices:
        own = practice.practice
        day, until = practice.last_checked, own.next_check or due
        yield Page(
            practice.address,
            "surgery",
            {"site": site, "practice": practice},
            own.name,
            reviewed=day,
            next_check=until,
            within="surgeries/",
        )


def pages(site):
    yield from _surgeries(site)
    yield from _ways_in(site)
    yield from services.pages(site)


def files(site):
    yield File("search/index.js", "search-index.js", {"entries": entries(site)})
