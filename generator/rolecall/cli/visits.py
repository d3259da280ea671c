"""What is told of logs while they are read, and after."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rolecall.cli.printing import tell

if TYPE_CHECKING:
    from rolecall.exchange.visits import Visits


@contextmanager
def lines_seen() -> Iterator[Callable[[int], None]]:
    """What shows on a terminal how many lines are read, and takes it away at the end."""
    if not sys.stderr.isatty():
        yield lambda lines: None
        return
    try:
        yield lambda lines: tell(f"\rRead {lines:,} lines", nl=False, err=True)
    finally:
        tell("\r\x1b[K", nl=False, err=True)


def print_visits(visits: Visits) -> None:
    """How many pages were opened, and what is not in that."""
    tell(f"{_many(sum(visits.opened.values()), 'page')} opened, from {visits.first} to {visits.last}.")
    tell(
        f"Left out: {_many(visits.robots, 'page')} that robots opened, and {_many(visits.rest, 'other request')}:"
        " pictures, styles, pages that are not there."
    )
    if not visits.names_programs:
        tell("The log does not say what program asked, so robots are counted too.")
    _print_unread(visits)


def print_no_visits(visits: Visits) -> None:
    """That no line of a log could be read, and which logs can be."""
    _print_unread(visits)
    tell(
        "No request was found, and nothing was written. It has to be the access log of nginx or Apache, in the form"
        ' "common" or "combined", or a log of IIS with a line that begins with #Fields. Ask whoever runs the server.',
        err=True,
    )


def _print_unread(visits: Visits) -> None:
    for path, why in visits.not_logs.items():
        tell(f"{path.name}: {why}.", err=True)
    if visits.unread:
        tell(f"{_many(visits.unread, 'line')} could not be read, for example {'; '.join(visits.examples)}.", err=True)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
