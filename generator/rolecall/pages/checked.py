"""Since when what a page shows stands checked: the day of the part that nobody looked at for longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rolecall.site import Site, SiteRole, SiteService, day_of, earliest


def checked(
    site: Site,
    *,
    roles: Iterable[SiteRole] = (),
    services: Iterable[SiteService] = (),
    sources: Iterable[str] = (),
    helplines: Sequence[str] = (),
    pcn: bool = False,
) -> date | None:
    """The day for a page that shows these and, with `pcn`, what the PCN says of itself.

    None where nobody has checked one of them.
    """
    return earliest(
        [
            *([site.last_checked] if pcn else []),
            *(role.last_checked for listed in roles for role in _with_stand_in(site, listed)),
            *(day_of(service.checked) for service in services),
            *_read(site, sources),
            *(day for id in helplines if id in site.helplines for day in _of_helpline(site, id)),
        ]
    )


def _with_stand_in(site: Site, role: SiteRole) -> Iterator[SiteRole]:
    """A role, and whoever does its job here, whom its page says how to reach."""
    yield role
    if other := role.stand_in(site.all_roles):
        yield other


def _read(site: Site, sources: Iterable[str]) -> Iterator[date]:
    return (site.content.sources[id].read for id in sources)


def _of_helpline(site: Site, id: str) -> Iterator[date | None]:
    """When its own page was read, or else what others say of it; and the PCN's check of what is another way here."""
    helpline = site.helplines[id]
    yield helpline.read or earliest(_read(site, helpline.sources))
    if id in site.pcn.helplines:
        yield site.last_checked
