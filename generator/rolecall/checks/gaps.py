"""Where local help is missing in a PCN: for each need, what the services that run now offer, and what none of them is.

Services that are paused, held back, ended or closed help nobody now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rolecall.checks.aspects import Aspect, Kind, Reason, aspects_of, district_of, names_of
from rolecall.language import listed
from rolecall.load import YamlFile
from rolecall.model import Need
from rolecall.places import Problem
from rolecall.site import Site, SiteNeed, SiteService

_INTERPRETS = Reason("says how to get an interpreter", "say how to get an interpreter")


class Look(NamedTuple):
    """The services for a need, by whether they have an aspect."""

    aspect: Aspect
    there: tuple[SiteService, ...]
    others: tuple[tuple[Reason, tuple[SiteService, ...]], ...]
    """Those that have it not, by why."""

    @property
    def is_gap(self) -> bool:
        return not self.there

    @property
    def open(self) -> tuple[SiteService, ...]:
        """Those whose entry does not say."""
        return tuple(service for reason, services in self.others if reason.is_open for service in services)


class Gap(NamedTuple):
    """Help that is missing, in words."""

    kind: Kind
    need: str
    """The id of the need. Empty where it is about a language."""
    about: str
    """The need or the language."""
    missing: str
    """What is missing, in a sentence or more."""
    fix: str
    services: tuple[str, ...]
    """The ids of services that nearly fill it."""

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.about}. {self.missing}"


class HelpWith(NamedTuple):
    """What there is for a need."""

    need: SiteNeed
    running: tuple[SiteService, ...]
    paused: tuple[SiteService, ...]
    looks: tuple[Look, ...]
    """None where no service runs."""
    gaps: tuple[Gap, ...]
    is_for_trained_people: bool
    """Whether a new group may do harm, so that nobody is to be asked to start one."""

    @property
    def label(self) -> str:
        """The need in a few words."""
        return self.need.need.label

    @property
    def names(self) -> str:
        """The names of the services that run, of many the first."""
        return names_of(self.running, most=9)

    @property
    def names_of_paused(self) -> str:
        """Those of the paused ones."""
        return names_of(self.paused, most=9)


class SpokenIn(NamedTuple):
    """What there is in a language that somebody of the team speaks."""

    label: str
    services: tuple[SiteService, ...]
    gap: Gap | None
    """None where each need with a service has one in this language."""

    @property
    def names(self) -> str:
        """The names of its services, of many the first."""
        return names_of(self.services, most=9)


@dataclass(frozen=True)
class LocalHelp:
    """What there is in a PCN for each need, and what is missing."""

    needs: tuple[HelpWith, ...]
    """In the order of needs.yml."""
    aspects: tuple[Aspect, ...]
    """Those that could be looked at."""
    districts: tuple[str, ...]
    """The postcode districts of the surgeries. Without any, nobody can say what is near."""
    languages: tuple[SpokenIn, ...]
    running: tuple[SiteService, ...]

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps, those of a need together."""
        of_needs = (gap for need in self.needs for gap in need.gaps)
        return (*of_needs, *(spoken.gap for spoken in self.languages if spoken.gap))

    @property
    def columns(self) -> int:
        """How many columns a table of what there is has, after the needs."""
        return len(self.aspects) + 1

    @cached_property
    def without_help(self) -> tuple[HelpWith, ...]:
        """The needs for which no service runs."""
        return tuple(need for need in self.needs if not need.running)

    def number(self, kind: Kind) -> int:
        """How many gaps of a kind there are."""
        return sum(gap.kind == kind for gap in self.gaps)

    @cached_property
    def advice(self) -> tuple[tuple[str, tuple[HelpWith, ...]], ...]:
        """What to do about the needs for which no service runs, with those for which it is the same."""
        found: dict[str, list[HelpWith]] = {}
        for need in sorted(self.without_help, key=lambda need: need.is_for_trained_people):
            found.setdefault(need.gaps[0].fix, []).append(need)
        return tuple((fix, tuple(needs)) for fix, needs in found.items())

    @cached_property
    def with_gaps(self) -> tuple[HelpWith, ...]:
        """The needs for which some service runs, and none that is one thing or another."""
        return tuple(need for need in self.needs if need.running and need.gaps)

    @cached_property
    def for_trained_people(self) -> str:
        """Of those, the ones for which nobody is to start a group, in words. Empty where there are none."""
        return listed(need.label for need in self.with_gaps if need.is_for_trained_people)


def _run(services: Iterable[SiteService]) -> tuple[SiteService, ...]:
    """Those that help somebody now."""
    return tuple(service for service in services if service.state == "open")


def needs_without_help(services: Iterable[SiteService], needs: Iterable[str]) -> list[str]:
    """The needs for which none of these services runs, by id: what is quick to know of many PCNs."""
    there = {need for service in _run(services) for need in service.service.needs}
    return [need for need in needs if need not in there]


def local_help(site: Site) -> LocalHelp:
    """What there is for each need in a PCN today."""
    running = _run(site.services)
    districts = tuple(
        sorted({district_of(each.practice.postcode) for each in site.practices if each.practice.postcode})
    )
    aspects = tuple(aspects_of(site, running, districts))
    of_danger = {need.need.group for need in site.needs if _is_of_danger(need.need)} - {None}
    needs = tuple(_help_with(need, aspects, of_danger) for need in site.needs)
    return LocalHelp(
        needs=needs,
        aspects=aspects,
        districts=districts,
        languages=tuple(_languages(site, running, needs)),
        running=running,
    )


def _is_of_danger(need: Need) -> bool:
    return need.exit or need.help_first


def _help_with(need: SiteNeed, aspects: Sequence[Aspect], of_danger: set[str | None]) -> HelpWith:
    running = _run(need.services)
    paused = tuple(service for service in need.services if service.state == "paused")
    looks = tuple(_look(aspect, running) for aspect in aspects) if running else ()
    is_careful = _is_of_danger(need.need) or need.need.group in of_danger or not need.need.first_role
    if running:
        gaps = tuple(_gap(need, look) for look in looks if look.is_gap)
    else:
        gaps = (_nothing(need, paused, is_careful=is_careful),)
    return HelpWith(need, running, paused, looks, gaps, is_careful)


def _look(aspect: Aspect, services: Sequence[SiteService]) -> Look:
    others: dict[Reason, list[SiteService]] = {}
    for service in services:
        if not aspect.fits(service):
            others.setdefault(aspect.why_not(service), []).append(service)
    there = tuple(service for service in services if aspect.fits(service))
    return Look(aspect, there, tuple((reason, tuple(found)) for reason, found in others.items()))


def _gap(need: SiteNeed, look: Look) -> Gap:
    why = filter(None, (reason.sentence(services) for reason, services in look.others))
    if look.open:
        missing, fix = f"{look.aspect.none}, as far as the entries say.", "Ask, and write it down: it may be no gap."
    else:
        missing, fix = f"{look.aspect.none}.", "Ask the services whether they can do more. Look for others that do."
    ids = tuple(service.id for _, services in look.others for service in services)
    return Gap(look.aspect.kind, need.id, need.need.label, " ".join((missing, *why)), fix, ids)


def _nothing(need: SiteNeed, paused: Sequence[SiteService], *, is_careful: bool) -> Gap:
    missing = "No service runs now." + (f" Paused: {names_of(paused)}." if paused else "")
    if is_careful:
        fix = "Ask the council who helps. This is work for trained people: do not start a group for it."
    else:
        fix = "Ask the council and local charities what there is. If there is nothing, help people start a group."
    return Gap("any", need.id, need.need.label, missing, fix, tuple(service.id for service in paused))


def _languages(site: Site, running: Sequence[SiteService], needs: Iterable[HelpWith]) -> Iterator[SpokenIn]:
    """The languages that people of the team speak."""
    words: Mapping[str, str] = site.content.service_words.languages
    spoken = dict.fromkeys(language for person in site.people for language in person.languages)
    for language in spoken:
        there = tuple(service for service in running if language in service.service.languages)
        ids = {service.id for service in there}
        without = [each for each in needs if each.running and ids.isdisjoint(service.id for service in each.running)]
        yield SpokenIn(words[language], there, _gap_in(words[language], without) if without else None)


def _gap_in(language: str, without: Sequence[HelpWith]) -> Gap:
    missing = f"No service lists it for: {'; '.join(each.label for each in without)}."
    found = {service.id: service for each in without for service in each.running if service.service.interpreting}
    if found:
        missing += f" {_INTERPRETS.sentence([*found.values()])}"
    return Gap("language", "", language, missing, "Ask the services who speaks what.", (*found,))


# What entries leave out


def to_ask(help: LocalHelp, files: Mapping[str, YamlFile]) -> tuple[Problem, ...]:
    """The services whose entries leave out what may fill a gap, each with what that is."""
    asks: dict[str, dict[str, None]] = {}
    for look in (look for need in help.needs for look in need.looks if look.is_gap):
        for service in look.open:
            asks.setdefault(service.id, {})[look.aspect.asks] = None
    return tuple(
        Problem(
            files[service.id].key("name"),
            f"{service.service.name} does not say {listed(asks[service.id])}",
            kind="missing",
        )
        for service in help.running
        if service.id in asks
    )


def without_need(help: LocalHelp, files: Mapping[str, YamlFile]) -> tuple[Problem, ...]:
    """The services that run and help with nothing yet, so that nobody finds them by a need."""
    return tuple(
        Problem(files[service.id].key("name"), f"{service.service.name} names no need", kind="missing")
        for service in help.running
        if not service.service.needs
    )
