"""What several pages need of a site is worked out once. The site keeps it, for as long as there is that site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

Kept = dict[tuple[Any, ...], Any]
"""What was worked out, and what for, by the function that did so and which values it was given."""


class Keeps(Protocol):
    """A site, or a place in it where staff work."""

    @property
    def kept(self) -> Kept: ...


K = TypeVar("K", bound=Keeps)
P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """A function of a site, and of frozen values of it, that gives the same value to each who asks.

    Values are told apart by which they are. To hash a role, or compare 2, takes longer than most of what is made of it.
    What it gives may not hold the site: commands look for no circles, so that the site would stay in memory.
    """

    @wraps(make)
    def kept(of: K, /, *args: P.args, **kwargs: P.kwargs) -> T:
        values = (*args, *kwargs.items())
        key = (make, *map(id, values))
        if key not in of.kept:
            of.kept[key] = make(of, *args, **kwargs), values  # while the values are there, nothing else has their ids
        found: T = of.kept[key][0]
        return found

    return kept
