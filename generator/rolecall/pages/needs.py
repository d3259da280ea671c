"""What people come with: the list of needs, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Helpline
from rolecall.model.national import EMERGENCY
from rolecall.pages.checked import checked
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import FirstRole, UrgentLine, cannot_speak, first_role, helplines, urgent_lines
from rolecall.pages.service_cards import ServiceList, service_list
from rolecall.site import Site, SiteNeed
from rolecall.site.filters import id_of


class Group(NamedTuple):
    """Needs that stand together."""

    label: str
    """Empty for those of no group."""
    picture: str
    needs: tuple[Link, ...]


class Needs(NamedTuple):
    """What the list of needs shows."""

    groups: tuple[Group, ...]


class Need(NamedTuple):
    """What the page of a need shows."""

    name: str
    about: str
    urgent: str | None
    """When to get urgent help with it. None where that is as with everything."""
    calls: tuple[UrgentLine, ...]
    """Numbers to tap at once. Empty but where the page may be about danger from somebody."""
    cannot_speak: tuple[Helpline, ...]
    """How to call where nobody can speak, on a page for people who may be in danger at home."""
    warning: str | None
    """What to know to stay safe, whoever helps."""
    has_exit: bool
    """Whether the page may put somebody at risk, and has a quick way out."""
    help_first: bool
    """Whether help lines come first, and no role."""
    pcn: str
    first: FirstRole | None
    """Whom to see first, where that is a role."""
    can: tuple[str, ...]
    """What that role can do about it. Empty where somebody else does its job."""
    cannot: tuple[str, ...]
    services: ServiceList | None
    """The services for it. None where there are none."""
    can_be_listed: bool
    """Whether its services may be on a list that is sent."""
    services_for: str
    """The address of a page with the services alone."""
    ask: str
    """The role that can tell what there is. Empty where people ask at their surgery."""
    helplines: tuple[Helpline, ...]
    next_step: str


def grouped(site: Site) -> tuple[Group, ...]:
    """What people come with, by group, in the order of need-groups.yml. Those of no group come last."""
    groups = [(id, group.label, group.picture) for id, group in site.content.need_groups.items()]
    found = []
    for id, label, picture in [*groups, (None, "", "")]:
        needs = tuple(Link(need.address, need.need.label) for need in site.needs if need.need.group == id)
        if needs:
            found.append(Group(label, picture, needs))
    return tuple(found)


def pages(site: Site) -> Iterator[Page]:
    """The list of needs, then the page of each."""
    listed = Needs(grouped(site))
    sources = (id for need in site.needs for id in need.need.sources)
    reviewed = checked(site, sources=sources, pcn=True)
    yield Page(at.NEEDS, "needs", listed, styles=("home.css",), reviewed=reviewed)
    for need in site.needs:
        has_exit = need.need.exit
        scripts = ("exit.js",) if has_exit else ()
        yield Page(
            need.address, "need", _need(site, need), within=at.NEEDS, has_exit=has_exit, scripts=scripts,
            reviewed=_checked(site, need),
        )  # fmt: skip


def _checked(site: Site, need: SiteNeed) -> date | None:
    words, roles = need.need, (need.role,) if need.role else ()
    return checked(
        site, roles=roles, services=need.services, sources=words.sources, helplines=words.helplines, pcn=True
    )


def _need(site: Site, need: SiteNeed) -> Need:
    words, role = need.need, need.role
    other = role.stand_in(site.all_roles) if role else None
    sees = other or (role if role and role.available else None)
    services = service_list(site, need.services) if need.services else None
    is_done_by_that_role = sees is not None and not other
    return Need(
        name=words.label,
        about=words.about,
        urgent=words.urgent,
        calls=tuple(line for line in urgent_lines(site) if words.exit and line.phone == EMERGENCY),
        cannot_speak=cannot_speak(site) if words.exit else (),
        warning=words.warning,
        has_exit=words.exit,
        help_first=words.help_first,
        pcn=site.short_name,
        first=first_role(site, role, words.why) if role else None,
        can=words.can if is_done_by_that_role else (),
        cannot=words.cannot if is_done_by_that_role else (),
        services=services,
        can_be_listed=services is not None and not words.exit,
        services_for=at.services_for(id_of("need", need.id)) if need.services else "",
        ask=sees.short_title_within if sees else "",
        helplines=helplines(site, words.helplines),
        next_step=words.next_step,
    )
