"""What a site lacks for people in danger, and for staff who help them."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.checks.pages import numbers_to_call
from rolecall.checks.seen import BuiltPage
from rolecall.checks.staff import lacking_for_staff
from rolecall.checks.subject import Subject
from rolecall.load import Loaded
from rolecall.model import Content, PlainWords
from rolecall.model.national import EMERGENCY
from rolecall.places import Place, Problem


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What is left out of `pcn.yml` that staff need in danger."""
    yield from lacking_for_staff(subject)
    for id, file in subject.service_files.items():
        yield from _telling(id, file.file, subject.content.plain_words)


def of_all(content: Content, loaded: Loaded) -> Iterator[Problem]:
    """Pages of a workspace whose addresses give somebody away."""
    for id, page in loaded.pages.items():
        yield from _telling(id, page.file, content.plain_words)


def _telling(id: str, file: str, plain: PlainWords) -> Iterator[Problem]:
    """A part of an address that says what somebody's trouble is, to whoever sees the link on a phone."""
    found = next((word for word in plain.telling if f"-{word}-" in f"-{id}-"), None)
    place = Place(file)
    if found and not place.is_shipped:
        sentence = f'the address of this page has the word "{found}" in it, which gives somebody away who is sent it'
        fix = "Give the file another name, for example after who runs it, before a link to it is sent."
        yield Problem(place, sentence, fix, kind="unusual")


def of_page(page: BuiltPage) -> Iterator[Problem]:
    """A page on which nobody finds the number to call in danger, as a template of the workspace leaves it out."""
    if EMERGENCY not in numbers_to_call(page.html):
        sentence = f"this page does not show urgent help: nobody can tap {EMERGENCY} on it"
        fix = "Take urgent_brief() from components/urgent-brief.html.jinja into the template of this page."
        yield Problem(Place(page.name), sentence, fix, kind="missing")
