"""What is worth knowing of a site's pages, group by group. Nothing of it stops a build."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from rolecall.checks import access, safety
from rolecall.checks.seen import BuiltPage, Sources, pages_of
from rolecall.places import Group, Problem, in_group

_OF_PAGE: dict[Group, Callable[[BuiltPage], Iterator[Problem]]] = {
    "safety": safety.of_page,
    "access": access.of_page,
}


def notes(files: Mapping[str, bytes], groups: Collection[Group], *, folder: str, sources: Sources) -> Iterator[Problem]:
    """What these groups find in the pages among a site's files. `folder` stands in front of their names."""
    asked = {group: look for group, look in _OF_PAGE.items() if group in groups}
    for page in pages_of(files, folder, sources) if asked else ():
        for group, look in asked.items():
            yield from in_group(group, look(page))
