"""The pages of single services, asked for as long as they say more than the list."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from rolecall.exchange.openreferral.feed import Feed, Progress
from rolecall.exchange.openreferral.reading.answers import outlined
from rolecall.exchange.openreferral.reading.entries import Detail
from rolecall.exchange.openreferral.reading.failure import Failure, shown
from rolecall.exchange.openreferral.reading.fetching import Fetcher
from rolecall.exchange.openreferral.reading.shapes import id_of, says_more
from rolecall.exchange.openreferral.reading.webaddress import service_below
from rolecall.places import Place

PROBED = 3
"""How many pages are read to learn whether they say more than the list."""


class Details:
    """The page of each service of a list at `base`, of which there are `total`."""

    def __init__(self, base: str, total: int, fetcher: Fetcher, feed: Feed) -> None:
        self._base, self._total, self._feed = base, total, feed
        self._fetcher, self._limits, self._watch = fetcher, fetcher.limits, fetcher.watch
        self._started, self._asked, self._done = monotonic(), 0, 0
        self._had = self._gone = self._failed = 0
        self._say_more = False

    def get(self, id: str, entry: Mapping[str, Any]) -> Detail | None:
        """The page of a service. None where it is not needed."""
        self._done += 1
        address = service_below(self._base, id)
        if not address or not self._are_needed():
            return None
        place = Place(shown(address), 0, 0)
        if self._failed >= self._limits.in_a_row:
            return Detail(place, None, is_had=False)
        left = (monotonic() - self._started) / self._asked * (self._total - self._done) if self._asked else None
        self._watch(Progress("services", self._done, self._total, left))
        self._asked += 1
        try:
            outline, found = outlined(answer := self._fetcher.get(address))
            if found is None or (id_of(found) and id_of(found) != id):
                self._fetcher.forget(address)
                what = outline.damage or "is not of the service that the list has under this address"
                raise Failure(f"this page {what}", "What the list says was taken. Tell the people who run the feed.")
        except Failure as failure:
            self._count(failure)
            self._feed.problems.append(failure.at(address))
            return Detail(place, None, is_had=False)
        self._failed = 0
        self._had += 1
        self._say_more = self._say_more or says_more(entry, found)
        return Detail(Place(shown(answer.final), 0, 0), found)

    def _are_needed(self) -> bool:
        """Whether pages of services are worth asking for, as far as the first of them have shown."""
        has_none = self._gone >= self._limits.in_a_row and not self._had
        return self._say_more or (self._had < PROBED and not has_none)

    def _count(self, failure: Failure) -> None:
        if failure.cause == "gone":
            self._gone += 1
            self._failed = 0
            return
        self._failed += 1
        if self._failed == self._limits.in_a_row or failure.cause in ("refused", "large"):
            self._failed = self._limits.in_a_row
            sentence = "services could not be had again and again, so the others were not asked for"
            fix = "What the list says of them was taken. Run the command again later."
            self._feed.problems.append(Failure(sentence, fix, "trouble").at(self._base))
