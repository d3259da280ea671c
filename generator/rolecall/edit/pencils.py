"""Where the pages of a site lead to forms: a bar at the top of each, and a pencil beside what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import escape

from rolecall.edit.forms import NEW, person_id
from rolecall.editing.layout import Layout
from rolecall.editing.roles import all_lines, line_name
from rolecall.pages import Page
from rolecall.pages.roles import Role

BELOW = "-/"
"""Where forms stand. No page of a site can have this address."""

_OF_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "home": (("pcn", "The PCN"), ("pcn/notice", "A notice on each page")),
    "about": (("pcn", "The PCN"),),
    "privacy": (("pcn/privacy_url", "Privacy notice"),),
    "accessibility": (("pcn/accessibility", "How it was tested"),),
    "staff": (("pcn/safeguarding", "Safeguarding"), ("pcn/crisis", "Crisis"), ("pcn/out_of_hours", "Out of hours")),
    "services": ((f"service/{NEW}", "Add a service"),),
    "surgeries": ((f"surgery/{NEW}", "Add a surgery"),),
    "people": ((f"person/{NEW}", "Add somebody"),),
    "urgent-help": (("helplines", "Helplines that differ here"), ("pcn/urgent_help_checked", "Who opened each link")),
}
"""What can be changed from a kind of page that is about nothing in particular, by the form and its words."""


_TOP = '<header class="top">'


class Pencil(NamedTuple):
    """A way to a form: its address below `-/`, what it is called, and the heading beside which it stands."""

    form: str
    label: str
    heading: str = ""
    is_in_bar: bool = True


def pencils(page: Page, layout: Layout) -> Iterator[Pencil]:
    """What can be changed of what a page says."""
    yield from (Pencil(form, label) for form, label in _OF_PARTS.get(page.template, ()))
    file = page.made_from
    if isinstance(page.data, Role):
        role = page.address.rstrip("/")
        yield Pencil(f"role/{role}", page.data.title, page.data.title)
        yield Pencil(f"role/{role}/reach", "How to reach them", "How to reach them", is_in_bar=False)
        asked = {line_name(layout, line): line for line in all_lines(layout) if line.startswith("answers.")}
        for section in (*page.data.sections, *page.data.folded):
            for answer, heading in zip(section.answers, section.headings, strict=False):
                if line := asked.get(answer.ask):
                    yield Pencil(f"role/{role}/{line}", answer.ask, heading or section.title, is_in_bar=False)
    elif page.template == "service":
        data: Any = page.data
        id = file.rpartition("/")[2].removesuffix(".yml")
        yield Pencil(f"service/{id}", data.name, data.name)
    elif page.template == "surgery":
        data = page.data
        for code, practice in zip(layout.codes, layout.practices, strict=True):
            if practice.get("name") == data.name:
                yield Pencil(f"surgery/{code}", data.name, data.name)
    elif page.template == "people":
        for at, person in enumerate(layout.raw.get("people", [])):
            name = str(person["name"])
            yield Pencil(f"person/{person_id(f'{at} {name}')}", name, name)


class Way(NamedTuple):
    """A pencil on a page: the address of its form, from which a save leads back to that page."""

    href: str
    label: str
    heading: str
    is_in_bar: bool


def ways_from(found: Iterable[Pencil], back: str) -> tuple[Way, ...]:
    """The pencils of the page at an address."""
    return tuple(
        Way(f"/{BELOW}{quote(form)}?back={quote(back)}", label, heading, is_in_bar)
        for form, label, heading, is_in_bar in found
    )


def with_pencils(text: str, ways: Sequence[Way], bar: str, *, change: str) -> str:
    """The HTML of a page with its bar, and a pencil in each heading that says exactly this. `change` has a slot {}."""
    for way in ways:
        if way.heading:
            label = escape(change.format(way.label))
            link = f' <a class="pencil" href="{escape(way.href)}" aria-label="{label}">✎</a>'
            heads = re.compile(rf"(<h([1-3])\b[^>]*>(?:<a [^>]*>)?{re.escape(escape(way.heading))}(?:</a>)?)(</h\2>)")
            text = heads.sub(partial(_with, link), text, count=1)
    style = f'<link rel="stylesheet" href="/{BELOW}edit.css">'
    return text.replace(_TOP, f"{bar}{_TOP}", 1).replace("</head>", f"{style}\n</head>", 1)


def _with(link: str, found: re.Match[str]) -> str:
    return f"{found[1]}{link}{found[3]}"
