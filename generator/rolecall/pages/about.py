"""What every site says about itself: urgent help, who publishes it, accessibility, privacy, and pages in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Accessibility, Card, Checked, Contact, Helpline, MarkdownPage, Source
from rolecall.pages.answers import Answer, Holds, answer, holds
from rolecall.pages.checked import checked
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import AnotherWay, UrgentLine, another_way, cannot_speak, feedback, helplines, urgent_lines
from rolecall.site import Site, day_of, earliest


class NeedHelplines(NamedTuple):
    """What people come with, and who they can call about it."""

    label: str
    lines: tuple[Helpline, ...]


class UrgentHelp(NamedTuple):
    """What the page of urgent help shows."""

    calls: tuple[UrgentLine, ...]
    """The numbers to tap, the first to call first."""
    cannot_speak: tuple[Helpline, ...]
    """How to call them where somebody cannot speak."""
    in_danger: tuple[Link, ...]
    """Needs of people who may be in danger from somebody, with pages that say more."""
    not_a_crisis_service: str
    cards: tuple[Card, ...]
    helplines: tuple[Helpline, ...]
    other_ways: tuple[Helpline, ...]
    """For people who are deaf or cannot speak."""
    needs: tuple[NeedHelplines, ...]


class CheckedRole(NamedTuple):
    """A role, when its facts were checked, and by when they are to be checked again."""

    role: Link
    reviewed: date
    next_review: date


class About(NamedTuple):
    """What the page about the site shows."""

    name: str
    """The PCN's full name."""
    pcn: str
    phone: str | None
    email: str | None
    website: str | None
    checked: Checked | None
    next_check: date | None
    complaints: Contact | None
    roles: tuple[CheckedRole, ...]
    sources: tuple[Source, ...]


class AccessibilityPage(NamedTuple):
    """What the page about accessibility shows."""

    tested: Accessibility | None
    """What people found who tested the site."""
    tell: Contact | None
    """Whom to tell about a fault."""
    another_way: AnotherWay


class RolePrivacy(NamedTuple):
    """Whether what people tell a role is private."""

    role: Link
    answer: Answer
    holds: Holds | None


class Privacy(NamedTuple):
    """What the page about privacy shows."""

    roles: tuple[RolePrivacy, ...]
    notice: str | None
    """The PCN's own privacy notice."""


class Text(NamedTuple):
    """What a page written in Markdown shows."""

    title: str
    markdown: str
    sources: tuple[Source, ...]


def pages(site: Site) -> Iterator[Page]:
    """Urgent help, then what the site says about itself, then the pages in Markdown."""
    pcn, roles = site.pcn, site.available_core_roles
    about = checked(site, roles=roles, pcn=True)
    tried = day_of(pcn.accessibility.tested) if pcn.accessibility else site.last_checked
    yield Page(
        at.URGENT_HELP, "urgent-help", _urgent_help(site), reviewed=_urgent_help_read(site), has_exit=True,
        scripts=("exit.js",),
    )  # fmt: skip
    yield Page(at.ABOUT, "about", _about(site), reviewed=about, next_check=pcn.next_check)
    yield Page(
        at.ACCESSIBILITY, "accessibility", AccessibilityPage(pcn.accessibility, feedback(site), another_way(site)),
        reviewed=earliest([site.last_checked, tried]),
    )  # fmt: skip
    yield Page(at.PRIVACY, "privacy", _privacy(site), reviewed=checked(site, roles=roles, pcn=True))
    for page in site.content.pages:
        yield Page(
            at.markdown(page.slug), "markdown", _text(site, page), made_from=f"content/pages/{page.slug}.md",
            reviewed=page.reviewed if page.reviewed and page.reviewed <= site.today else None,
        )  # fmt: skip


def _urgent_help(site: Site) -> UrgentHelp:
    help = site.content.urgent_help
    needs = (NeedHelplines(need.label, helplines(site, need.helplines)) for need in site.content.needs.values())
    return UrgentHelp(
        urgent_lines(site),
        cannot_speak(site),
        tuple(Link(need.address, need.need.label) for need in site.needs if need.need.exit),
        help.not_a_crisis_service,
        help.cards,
        helplines(site, help.helplines),
        helplines(site, help.other_ways),
        tuple(need for need in needs if need.lines),
    )


def _urgent_help_read(site: Site) -> date | None:
    help = site.content.urgent_help
    sources = [id for card in help.cards for id in card.sources]
    of_needs = [id for need in site.content.needs.values() for id in need.helplines]
    return checked(site, sources=sources, helplines=[*help.helplines, *help.other_ways, *of_needs])


def _about(site: Site) -> About:
    pcn = site.pcn
    return About(
        name=site.name,
        pcn=site.short_name,
        phone=pcn.phone,
        email=pcn.email,
        website=pcn.website,
        checked=pcn.checked,
        next_check=pcn.next_check,
        complaints=pcn.complaints,
        roles=tuple(
            CheckedRole(Link(role.address, role.title), role.role.reviewed, role.role.next_review)
            for role in site.available_core_roles
        ),
        sources=tuple(site.content.sources.values()),
    )


def _privacy(site: Site) -> Privacy:
    found = ((role, site.answer_for("private", role)) for role in site.available_core_roles)
    roles = (RolePrivacy(Link(role.address, role.title), answer(site, its), holds(its)) for role, its in found if its)
    return Privacy(tuple(roles), site.pcn.privacy_url)


def _text(site: Site, page: MarkdownPage) -> Text:
    return Text(page.title, page.markdown, tuple(site.content.sources[id] for id in page.sources))
