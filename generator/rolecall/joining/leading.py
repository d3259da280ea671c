"""Where the addresses of a site lead that is no more, or of a part of it: to the same on another site, or nearest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.headers import ALONE, redirects, web_config
from rolecall.language import LANGUAGE, direction
from rolecall.lock import given_out, lock_of, nearest_above
from rolecall.opened import Opened
from rolecall.pages import plan
from rolecall.templates import Templates, Words, filled

_DIRECTION = direction(LANGUAGE)

_RULES = {"netlify": "_redirects", "nginx": "nginx.conf", "apache": ".htaccess"}
"""The file in which each kind of server has its rules."""


class Away(NamedTuple):
    """What a page shows that leads to another site, which is called `name`."""

    name: str
    leads_to: str
    language: str = LANGUAGE
    direction: str = _DIRECTION
    policy: str = ALONE


def was_at(opened: Opened, pcn: str) -> dict[str, str]:
    """All addresses of a PCN's site, promised ones first, each with the page that it leads to there, or itself."""
    pages = plan(opened.site(pcn), Words(opened.templates)).pages
    on = {page.address: page.leads_to for page in pages if page.leads_to}
    gave = given_out(lock_of(opened.workspace.root, pcn))
    every = dict.fromkeys((*gave, *(page.address for page in pages if page.address != at.NOT_FOUND)))
    return {address: on.get(address, address) for address in every}


def led(ways: Mapping[str, str], renamed: Mapping[str, str], there: Collection[str]) -> dict[str, str]:
    """For each address the one on the other site: the same, what it is called now, or the nearest above.

    `ways` is as `was_at` gives it, and `renamed` has beginnings of addresses that are other ones there.
    """
    found = dict[str, str]()
    for address, page in ways.items():
        now = _renamed(page, renamed)
        is_there = at.is_elsewhere(now) or now.partition("#")[0] in there
        found[address] = now if is_there or not now else nearest_above(now, there)
    return found


def is_same(page: str, now: str, renamed: Mapping[str, str]) -> bool:
    """Whether `now` is this page there, and not one above it."""
    return now == _renamed(page, renamed)


def _renamed(page: str, renamed: Mapping[str, str]) -> str:
    start = max((start for start in renamed if page.startswith(start)), key=len, default="")
    return renamed[start] + page[len(start) :] if start else page


def files(
    leads: Mapping[str, str], env: Templates, *, name: str, site_url: str | None, new_site: str
) -> dict[str, bytes]:
    """A site in which each address leads on to `new_site`: a page for each, and the rules of each kind of server.

    All that has no page leads to the home page there.
    """
    whole = {old: at.from_top(new_site, new) for old, new in leads.items()}
    made = {
        at.file_of(old): filled(env, "away/moved.html.jinja", data=Away(name, new)).encode()
        for old, new in {at.HOME: new_site, at.NOT_FOUND: new_site, **whole}.items()
        if not old or old.endswith(("/", ".html"))
    }
    # For IIS, rules for the top would be for all below it.
    rules = {file: redirects({at.HOME: new_site, **whole}.items(), site_url, server) for server, file in _RULES.items()}
    rules["web.config"] = web_config({old: new for old, new in whole.items() if old}.items(), site_url)
    return made | {file: text.encode() for file, text in rules.items()}
