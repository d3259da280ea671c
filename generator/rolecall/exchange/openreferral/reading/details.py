"""The pages of single services, asked for where they say more than the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

_NO_PAGE = Failure(
    "the feed lists this service, and has no page of it",
    "What the list says was taken. If it is too little, tell the people who run the feed.",
    kind="missing",
)


class Details:
    """The page of each service of a list at `base`, which has `total`."""

    def __init__(self, base: str, total: int, fetcher: Fetcher, feed: Feed) -> None:
        self._base, self._total, self._feed = base, total, feed
        self._fetcher, self._limits = fetcher, fetcher.limits
        self._started, self._asked, self._done, self._failed = monotonic(), 0, 0, 0
        self._are_needed = True

    def look_at(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Learn from a few services whether their pages say more than the list. If not, no more are asked for."""
        had = gone = 0
        for entry in entries:
            try:
                if found := self._page(id_of(entry))[0]:
                    had += 1
                    if says_more(entry, found):
                        return
            except Failure as failure:
                if failure.cause not in ("gone", "other"):
                    return
                gone += 1
            if had == PROBED or (not had and gone == self._limits.in_a_row):
                break
        if had or gone:
            self._are_needed = False
        if gone and not had:
            sentence = "the feed has no pages of single services, so what its list says was taken"
            self._feed.to_know.append(Failure(sentence, "If it is too little, tell the feed's people.").at(self._base))

    def get(self, entry: Mapping[str, Any], listed_at: Place) -> Detail | None:
        """The page of a service. None where it is not needed."""
        self._done += 1
        id = id_of(entry)
        address = service_below(self._base, id)
        if not address or not self._are_needed:
            return None
        if self._failed >= self._limits.in_a_row:
            return Detail(listed_at, None, is_had=False)
        left = (monotonic() - self._started) / self._asked * (self._total - self._done) if self._asked else None
        self._fetcher.watch(Progress("services", self._done, self._total, left))
        self._asked += 1
        try:
            found, final = self._page(id)
        except Failure as failure:
            self._feed.problems.append((_NO_PAGE if failure.cause == "gone" else failure).at(address))
            self._count(failure)
            return Detail(listed_at, None, is_had=False)
        self._failed = 0
        return Detail(Place(shown(final), 0, 0), found)

    def _page(self, id: str) -> tuple[Mapping[str, Any] | None, str]:
        """What the page of a service says, and its address. Failure where it is not there, or not of this service."""
        if not (address := service_below(self._base, id)):
            return None, ""
        outline, found = outlined(answer := self._fetcher.get(address))
        if found is None or (id_of(found) and id_of(found).casefold() != id.casefold()):
            self._fetcher.forget(address)
            what = outline.damage or "is not of the service that the list has under this address"
            raise Failure(f"this page {what}", "What the list says was taken. Tell the people who run the feed.")
        return found, answer.final

    def _count(self, failure: Failure) -> None:
        """After several failures in a row, or one that stays, no more are asked for."""
        self._failed = 0 if failure.cause == "gone" else self._failed + 1
        if self._failed == self._limits.in_a_row or failure.cause in ("refused", "large"):
            self._failed = self._limits.in_a_row
            sentence = "services could not be had again and again, so the others were not asked for"
            fix = "What the list says of them was taken. Run the command again later."
            self._feed.problems.append(Failure(sentence, fix, "trouble").at(self._base))
