"""What several pages need of a site is worked out once. The site keeps it, for as long as there is that site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Keeps(Protocol):
    """A site, or a part of it that keeps what is worked out with the site."""

    @property
    def kept(self) -> dict[tuple[Any, ...], Any]: ...


K = TypeVar("K", bound=Keeps)
P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """A function of a site, and of frozen values of it, that gives the same value to each who asks."""

    @wraps(make)
    def kept(of: K, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make, of, *args, *kwargs.items())
        try:
            found: T = of.kept[key]
        except KeyError:
            found = of.kept[key] = make(of, *args, **kwargs)
        return found

    return kept
