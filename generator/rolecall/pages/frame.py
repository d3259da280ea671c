"""What the frame around each page of a site shows. It is the same on all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.days import DAYS
from rolecall.language import LANGUAGE, direction
from rolecall.model import Contact
from rolecall.pages.page import Link, Page
from rolecall.pages.parts import AnotherWay, UrgentLine, another_way, feedback, urgent_lines
from rolecall.site import Site

_MENU = (at.NEEDS, at.ROLES, at.SERVICES, at.SURGERIES, at.SEARCH)
_FOOT = (at.ABOUT, at.ACCESSIBILITY, at.PRIVACY)


class Notice(NamedTuple):
    """What everybody needs to know today."""

    text: str
    weekday: str
    """The day of the week on which it ends: `mon` to `sun`."""
    until: date
    is_urgent: bool


class Report(NamedTuple):
    """Where people say that something on a page is wrong."""

    site: str
    """The PCN's id, with which a letter names the page."""
    contact: Contact | None


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What stands around each page. There is one of a site, so that 2 need no comparing."""

    site_name: str
    pcn: str
    """What people call the PCN."""
    site_url: str | None
    language: str
    direction: str
    """`ltr` or `rtl`."""
    logo: str | None
    """The address of the PCN's picture."""
    urgent_help: Link
    """The page of urgent help, which every screen shows a way to."""
    menu: tuple[Link, ...]
    """The other pages that each page leads to."""
    foot: tuple[Link, ...]
    urgent: tuple[UrgentLine, ...]
    """The urgent help that every page carries."""
    not_a_crisis_service: str
    notice: Notice | None
    another_way: AnotherWay
    report: Report
    in_folder: bool
    """Whether the site works from a folder, without a web server."""
    folders: tuple[str, ...]
    """Those on the way to what it links to."""


def frame_of(site: Site, pages: Mapping[str, Page]) -> Frame:
    """The frame of a site. `pages` are its pages by address, each with its titles."""
    help = site.content.urgent_help

    def in_menu(address: str) -> Link:
        return Link(address, pages[address].short_title)

    texts = [at.markdown(page.slug) for page in site.content.pages]
    links = (at.ASSETS, at.URGENT_HELP, *_MENU, *_FOOT, *texts)
    return Frame(
        site_name=site.name,
        pcn=site.short_name,
        site_url=site.pcn.site_url,
        language=LANGUAGE,
        direction=direction(LANGUAGE),
        logo=at.asset(site.pcn.logo) if site.pcn.logo else None,
        urgent_help=in_menu(at.URGENT_HELP),
        menu=tuple(in_menu(address) for address in _MENU),
        foot=tuple(Link(address, pages[address].title) for address in (*_FOOT, *texts)),
        urgent=urgent_lines(site),
        not_a_crisis_service=help.not_a_crisis_service,
        notice=notice(site),
        another_way=another_way(site),
        report=Report(site.id, feedback(site)),
        in_folder=site.in_folder,
        folders=at.folders_of(links),
    )


def notice(site: Site) -> Notice | None:
    """The notice that shows today."""
    if not (found := site.notice):
        return None
    return Notice(found.text, [*DAYS][found.until.weekday()], found.until, found.urgent)
