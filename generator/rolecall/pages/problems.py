"""What is shown while a preview has no good page: what is wrong in the files. It belongs to no site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.language import LANGUAGE, direction
from rolecall.pages.page import Page
from rolecall.places import Problem


class Problems(NamedTuple):
    """What the page of problems shows."""

    problems: tuple[Problem, ...]
    asks_again: bool
    """Whether the browser has to ask again: MkDocs reloads only pages that exist."""
    language: str
    direction: str


def pages(problems: tuple[Problem, ...]) -> Iterator[Page]:
    """The page at the top of the preview, and the one for all other addresses."""
    for address in (at.HOME, at.NOT_FOUND):
        shown = Problems(problems, address == at.NOT_FOUND, LANGUAGE, direction(LANGUAGE))
        yield Page(address, "problems", shown)
