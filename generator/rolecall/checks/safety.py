"""What a site lacks for people in danger, and for staff who help them."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.checks.pages import numbers_to_call
from rolecall.checks.seen import PageFile
from rolecall.checks.staff import lacking_for_staff
from rolecall.checks.subject import Subject
from rolecall.model.national import EMERGENCY
from rolecall.places import Place, Problem


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What is left out of `pcn.yml` that staff need in danger."""
    yield from lacking_for_staff(subject)


def of_page(page: PageFile) -> Iterator[Problem]:
    """A page on which nobody finds the number to call in danger, as a template of the workspace leaves it out."""
    if EMERGENCY not in numbers_to_call(page.html):
        sentence = f"this page does not show urgent help: nobody can tap {EMERGENCY} on it"
        fix = "Take urgent_brief() from components/urgent-brief.html.jinja into the template of this page."
        yield Problem(Place(page.name), sentence, fix, kind="missing")
