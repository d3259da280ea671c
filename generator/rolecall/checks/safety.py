"""What a site lacks for people in danger, and for staff who help them."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.checks.staff import lacking_for_staff
from rolecall.checks.subject import Subject
from rolecall.places import Problem


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What is left out of `pcn.yml` that staff need in danger."""
    yield from lacking_for_staff(subject)
