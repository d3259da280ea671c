"""A feed behind an address: where its list is, its pages, and the pages of its services."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.exchange.openreferral.feed import Feed, Progress, Record
from rolecall.exchange.openreferral.reading.answers import not_a_feed, outlined
from rolecall.exchange.openreferral.reading.details import Details
from rolecall.exchange.openreferral.reading.entries import records
from rolecall.exchange.openreferral.reading.failure import Failure, shown
from rolecall.exchange.openreferral.reading.fetching import Fetcher
from rolecall.exchange.openreferral.reading.kept import Answer
from rolecall.exchange.openreferral.reading.paging import Lists
from rolecall.exchange.openreferral.reading.shapes import kind_of, licence_of, shape_of, shape_of_about
from rolecall.exchange.openreferral.reading.webaddress import filters_in, list_beside, lists_below, without_pages
from rolecall.places import Place


def read_web(address: str, fetcher: Fetcher, feed: Feed) -> Iterator[Record]:
    """The records behind an address: of a feed, of its list, or of 1 service. What goes wrong is in the problems."""
    fetcher.watch(Progress("pages", 0))
    try:
        asked, answer = _list_or_service(list_beside(without_pages(address)), fetcher, feed)
    except Failure as failure:
        feed.problems.append(failure.at(address))
        return
    outline, head = outlined(answer)
    if not outline.is_list and head is not None:
        feed.listed, feed.shape = 1, shape_of(head)
        yield Record(Place(shown(answer.final), 0, 0), head)
        return
    lists = Lists(without_pages(answer.final), fetcher, feed)
    complete = lists.read(asked, answer)
    lists.index.told(feed, lists.base)
    feed.whole = complete and not filters_in(address)
    details = Details(lists.base, len(lists.index.best), fetcher, feed)
    details.look_at(record.value for record in records(lists.pages, lists.index, lambda entry, place: None))
    for record in records(lists.pages, lists.index, details.get):
        feed.shape = feed.shape or shape_of(record.value)
        yield record


def _list_or_service(address: str, fetcher: Fetcher, feed: Feed) -> tuple[str, Answer]:
    """The first page of the list or the service that an address means, and the address that gave it.

    Failure where there is none, under this address or in `services` below it.
    """
    try:
        answer = fetcher.get(address)
        outline, head = outlined(answer)
        if outline.is_list or (head is not None and kind_of(head) == "service"):
            return address, answer
        feed.shape, feed.licence = shape_of_about(outline.fields), licence_of(outline.fields)
        failure = not_a_feed(answer, outline)
    except Failure as caught:
        failure = caught
    if failure.cause in ("gone", "other"):
        for below in lists_below(address):
            try:
                answer = fetcher.get(below)
            except Failure as caught:
                if caught.cause not in ("gone", "other"):
                    raise
                continue
            if outlined(answer)[0].is_list:
                return below, answer
    raise failure
