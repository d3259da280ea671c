"""The page for people who run a group or service: how to be listed, to correct an entry, and to leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Contact
from rolecall.pages.checked import checked
from rolecall.pages.page import Page
from rolecall.pages.parts import feedback
from rolecall.site import Site


class Yours(NamedTuple):
    """What the page for people who run a service shows."""

    pcn: str
    contact: Contact | None
    """Whom to tell. None where the PCN gives nobody: then any of its surgeries."""
    months: int
    """After how many months the people who run a service are asked again."""


def pages(site: Site) -> Iterator[Page]:
    """The page for people who run a group or service."""
    shows = Yours(site.short_name, feedback(site), site.pcn.services.check_every)
    yield Page(at.YOURS, "yours", shows, within=at.SERVICES, reviewed=checked(site, pcn=True))
