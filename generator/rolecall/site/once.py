"""What several pages need of a site is worked out once. The site keeps it, for as long as there is that site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from rolecall.site.model import Site

P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """A function of a site, and of frozen values of it, that gives the same value to each who asks."""

    @wraps(make)
    def kept(site: Site, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make, *args, *kwargs.items())
        try:
            found: T = site.kept[key]
        except KeyError:
            found = site.kept[key] = make(site, *args, **kwargs)
        return found

    return kept
