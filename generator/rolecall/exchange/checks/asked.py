"""Who is asked about which service: a letter for each, so that Right can mean one entry and no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolecall.exchange.checks.letter import Letter, letter_of
from rolecall.model import Service
from rolecall.site import Site
from rolecall.templates import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """A service whose people are asked."""

    id: str
    name: str
    organisation: str
    email: str | None
    """Where the letter goes. None where there is no address: somebody has to call."""
    phones: tuple[str, ...]
    page: str
    """The address of its page. Empty where the site has none yet."""
    letter: Letter


def asked(site: Site, ids: Sequence[str], words: Words) -> list[Asked]:
    """Those of these services that have not closed, by name."""
    return [
        Asked(
            id=found.id,
            name=found.service.name,
            organisation=found.service.organisation.name,
            email=address_of(found.service),
            phones=tuple(phone.number for phone in found.service.contact.phones),
            page=site.pcn.site_url + found.address if site.pcn.site_url else "",
            letter=letter_of(site, found, words),
        )
        for found in site.services
        if found.id in ids and found.state != "closed"
    ]


def address_of(service: Service) -> str | None:
    """Where a letter about a service goes: to the organisation that runs it, else to the service itself."""
    return service.organisation.email or service.contact.email
