"""Links to other websites, opened while somebody waits."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from rolecall.cli.printing import tell

if TYPE_CHECKING:
    from rolecall.opened import Opened
    from rolecall.outside import LinksOutside
    from rolecall.outside.answers import Answer


def links_opened(opened: Opened) -> LinksOutside | None:
    """The links of a workspace, each opened. None where that could not be: the reason is printed."""
    from rolecall.outside import NotConnected, NotThere, Stopped, open_links

    try:
        return open_links(opened, _watched)
    except NotThere:
        tell("To open links, install what does it: pip install LinkChecker\nThe rest was checked.", err=True)
    except Stopped:
        tell("LinkChecker stopped, so no link was opened. Install it again: pip install -U LinkChecker", err=True)
    except NotConnected:
        tell("No website answered, so no link was checked. Is this computer connected to the internet?", err=True)
    return None


def _watched(answers: Iterator[tuple[str, Answer]], count: int) -> Iterable[tuple[str, Answer]]:
    """The answers, with a bar that shows how many have come."""
    hidden = not sys.stderr.isatty() or not count
    with click.progressbar(answers, count, "Opening links", show_pos=True, file=sys.stderr, hidden=hidden) as shown:
        yield from shown
