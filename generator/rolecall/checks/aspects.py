"""What people may need a service to be: free, in the evening, step-free, near, from home. And why one is not.

What a service offers is what the filters of `/services/` find, so that a report and the site never differ. An entry
that does not say is no "no": somebody can ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from rolecall.language import listed
from rolecall.site import Site, SiteService
from rolecall.site.filters import FROM_HOME, filters, id_of

Kind = Literal["any", "free", "hours", "step-free", "near", "from-home", "language"]
"""What a gap is about. Programs count by it, so it stays."""

STEP_FREE = "step-free"
"""Its id under access in service-words.yml."""


class Reason(NamedTuple):
    """Why a service does not count, after its name and after several names. Empty where that is plain."""

    of_one: str = ""
    of_several: str = ""
    is_open: bool = False
    """Whether its entry does not say, so that it may count after all."""

    def sentence(self, services: Sequence[SiteService]) -> str:
        """The services and why they do not count, as a sentence."""
        why = self.of_one if len(services) == 1 else self.of_several
        return f"{names_of(services)} {why}{': ask them' if self.is_open else ''}." if why else ""


_NOT_SO = Reason()
_NO_PRICE = Reason("does not say what it costs", "do not say what they cost", is_open=True)
_NO_TIMES = Reason("does not give its days and hours", "do not give their days and hours", is_open=True)
_NO_STEP_FREE = Reason("does not list one", "do not list one", is_open=True)
_NO_PLACE = Reason("has no place that people go to", "have no place that people go to")
_NO_POSTCODE = Reason("gives no postcode", "give no postcode", is_open=True)
_NO_WAY = Reason("does not say where it is", "do not say where they are", is_open=True)


class Aspect(NamedTuple):
    """Something that people may need a service to be."""

    kind: Kind
    label: str
    """In a few words, above a column."""
    counted: str
    """What a number of gaps counts."""
    none: str
    """A sentence for where no service is, without its full stop."""
    asks: str
    """What somebody has to ask where an entry does not say."""
    fits: Callable[[SiteService], bool]
    why_not: Callable[[SiteService], Reason]
    """Of a service that does not fit."""


def names_of(services: Sequence[SiteService], *, most: int = 3) -> str:
    """The names of services as a list. Of many, the first few and how many others there are."""
    names = [service.listed_name for service in services]
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} others"]
    return listed(names)


def district_of(postcode: str) -> str:
    """The postcode district of a postcode: `BS1` of `BS1 4ND`."""
    return postcode.partition(" ")[0]


def aspects_of(site: Site, running: Sequence[SiteService], districts: Sequence[str]) -> Iterator[Aspect]:
    """What can be looked at: what nothing is known of is left out."""
    choices = (choice for group in filters(running, site.content) for choice in group.filters)
    found = {choice.id: {service.id for service in choice.services} for choice in choices}

    def finds(*any_of: tuple[str, str]) -> Callable[[SiteService], bool]:
        ids = {id for choice in any_of for id in found.get(id_of(*choice), ())}
        return lambda service: service.id in ids

    def is_near(service: SiteService) -> bool:
        places = (where.postcode for where in service.service.where if where.kind == "place")
        return any(postcode and district_of(postcode) in districts for postcode in places)

    yield Aspect(
        kind="free",
        label="Free",
        counted="Needs with nothing free",
        none="Nothing free",
        asks="what it costs",
        fits=finds(("cost", "free")),
        why_not=_why_not_free,
    )
    yield Aspect(
        kind="hours",
        label="Evening or weekend",
        counted="Needs with nothing in the evening or at a weekend",
        none="Nothing in the evening or at a weekend",
        asks="on which days it is, from when to when",
        fits=finds(("time", "evening"), ("day", "sat"), ("day", "sun")),
        why_not=_why_not_then,
    )
    if label := site.content.service_words.access.get(STEP_FREE):
        yield Aspect(
            kind="step-free",
            label=label,
            counted="Needs with nothing step-free",
            none="No step-free way in",
            asks="whether there are steps on the way in",
            fits=finds(("access", STEP_FREE)),
            why_not=_why_not_step_free,
        )
    if districts:
        around = listed(districts) if len(districts) <= 4 else "the postcode districts of your surgeries"
        yield Aspect(
            kind="near",
            label="Near your surgeries",
            counted="Needs with nothing near your surgeries",
            none=f"Nothing at a place in {around}",
            asks="its postcode",
            fits=is_near,
            why_not=_why_not_near,
        )
    yield Aspect(
        kind="from-home",
        label="From home",
        counted="Needs with nothing from home",
        none="Nothing from home: online, by phone or with a visit",
        asks="where it is, or whether people take part from home",
        fits=finds(("how", FROM_HOME)),
        why_not=_why_not_from_home,
    )


def _why_not_free(service: SiteService) -> Reason:
    return _NO_PRICE if service.is_free is None else _NOT_SO


def _why_not_then(service: SiteService) -> Reason:
    return _NOT_SO if service.days and service.parts_of_day else _NO_TIMES


def _why_not_step_free(service: SiteService) -> Reason:
    return _NO_STEP_FREE if "place" in service.ways or not service.ways else _NO_PLACE


def _why_not_near(service: SiteService) -> Reason:
    if "place" not in service.ways:
        return _NO_PLACE if service.ways else _NO_WAY
    places = [where for where in service.service.where if where.kind == "place"]
    return _NOT_SO if all(where.postcode for where in places) else _NO_POSTCODE


def _why_not_from_home(service: SiteService) -> Reason:
    return _NOT_SO if service.ways else _NO_WAY
