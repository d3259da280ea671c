"""Links to other websites: which there are, and what became of them when somebody opened them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rolecall.load import Loaded
from rolecall.model import LinkException
from rolecall.opened import Opened
from rolecall.outside.addresses import Stands, addresses_of
from rolecall.outside.answers import Answer
from rolecall.outside.asking import NotConnected, NotThere, Stopped, ask
from rolecall.outside.remembered import LastTime, keep, last_opened, remembered
from rolecall.outside.telling import counts, covers, exceptions_told, note_of
from rolecall.places import Problem

__all__ = [
    "LinksOutside",
    "NotConnected",
    "NotThere",
    "Stopped",
    "broken",
    "last_opened",
    "links_outside",
    "open_links",
]

Watch = Callable[[Iterator[tuple[str, Answer]], int], Iterable[tuple[str, Answer]]]
"""What hands on answers as they come, told how many there will be."""


@dataclass(frozen=True, slots=True)
class LinksOutside:
    """The links of a workspace to other websites, but for those that are left alone, and what became of each."""

    stands: Mapping[str, list[Stands]]
    last: Mapping[str, LastTime]
    exceptions: tuple[LinkException, ...]
    loaded: Loaded
    today: date

    @property
    def unopened(self) -> list[str]:
        """The addresses of which nobody knows whether they work."""
        return [address for address in self.stands if address not in self.last]

    @property
    def notes(self) -> Iterator[Problem]:
        """Each link that does not work as it is, wherever it stands, and exceptions that do not hold."""
        for address, places in self.stands.items():
            last = self.last.get(address)
            if last and last.answer.verdict != "works":
                yield from (note_of(address, last, place, self.today) for place in places)
        yield from exceptions_told(self.exceptions, self.loaded, self.today)


def links_outside(opened: Opened) -> LinksOutside:
    """What is remembered of links. None is opened."""
    content = opened.content_if_sound
    exceptions = content.link_exceptions.exceptions if content else ()
    hold = [exception for exception in exceptions if counts(exception, opened.today)]
    stands = {
        address: places
        for address, places in addresses_of(opened.loaded, opened.workspace).items()
        if not any(covers(exception, address) for exception in hold)
    }
    known = remembered(opened.workspace.root, opened.today)
    return LinksOutside(stands, known, exceptions, opened.loaded, opened.today)


def broken(opened: Opened) -> list[Problem]:
    """The links that are remembered as such that do not work. Quick where none is."""
    known = remembered(opened.workspace.root, opened.today)
    if all(last.answer.verdict == "works" for last in known.values()):
        return []
    return [note for note in links_outside(opened).notes if note.kind == "address"]


def open_links(opened: Opened, watch: Watch) -> LinksOutside:
    """The links, each opened of which it is not known that it worked in the last days.

    What became of them is remembered, also where somebody stops it. Raises NotThere without LinkChecker, Stopped where
    it fails, NotConnected where no website answers.
    """
    links = links_outside(opened)
    known = {address: last for address, last in links.last.items() if last.answer.verdict == "works"}
    to_open = [address for address in links.stands if address not in known]
    try:
        for address, answer in watch(ask(to_open), len(to_open)):
            known[address] = LastTime(answer, opened.today)
    finally:
        keep(opened.workspace.root, {**links.last, **known})
    return replace(links, last=known)
