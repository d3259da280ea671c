"""What is worth knowing of a site's pages, group by group. Nothing of it stops a build."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from rolecall.places import Group, Problem, in_group
from rolecall.site import Site

Look = Callable[[Mapping[str, bytes], Site, str], Iterator[Problem]]
"""What looks at the files of a site, which messages name with a folder in front."""

_OF_PAGES: dict[Group, Look] = {}


def notes(files: Mapping[str, bytes], site: Site, groups: Collection[Group], *, folder: str) -> Iterator[Problem]:
    """What these groups find in the files of a site, by the name of each. `folder` stands in front of it."""
    for group, look in _OF_PAGES.items():
        if group in groups:
            yield from in_group(group, look(files, site, folder))
