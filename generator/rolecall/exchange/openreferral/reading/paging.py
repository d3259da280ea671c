"""A list that comes in pages, read to its end. What it says of its pages is never relied on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urljoin

from rolecall.exchange.openreferral.feed import Feed, Progress
from rolecall.exchange.openreferral.reading.answers import digest_of_entries, items_of, not_a_feed
from rolecall.exchange.openreferral.reading.entries import MOST, Index, Page, take_page
from rolecall.exchange.openreferral.reading.failure import Failure
from rolecall.exchange.openreferral.reading.fetching import Fetcher
from rolecall.exchange.openreferral.reading.jsontext import Item, Outline
from rolecall.exchange.openreferral.reading.kept import Answer
from rolecall.exchange.openreferral.reading.shapes import Numbers, licence_of, next_link, numbers_of
from rolecall.exchange.openreferral.reading.webaddress import page_in_file, site_of, with_page


@dataclass
class Lists:
    """The pages of a list. `base` is its address without pages."""

    base: str
    fetcher: Fetcher
    feed: Feed
    pages: list[Page] = field(default_factory=list)
    index: Index = field(default_factory=Index)
    number: int = 1
    """The page that was asked for last."""
    asked: int = 0
    failed: int = 0
    """Pages in a row that could not be had."""
    lacking: int = 0
    """Pages that could not be had, or not to their end."""
    in_files: bool = False
    """Whether each page is a file of its own."""
    digests: set[str] = field(default_factory=set)
    link: str = ""
    """The next page, as the last one that could be had names it."""
    links: set[str] = field(default_factory=set)

    def read(self, address: str, first: Answer) -> bool:
        """Take in all pages, of which `address` gave the first. Whether all services are there, as far as one can know.

        What it says of its last page counts only where it has as many services as it says.
        """
        outline, _ = self._taken(address, first)
        numbers = numbers_of(outline)
        self.feed.licence = self.feed.licence or licence_of(outline.fields)
        from_0, is_later = numbers.page == 0, numbers.is_first is False
        self.number = -1 if is_later else 0 if from_0 else 1
        while not self._is_at_end(numbers):
            if self.asked >= self.fetcher.limits.pages or self.feed.listed >= MOST:
                sentence = f"the list goes on after {len(self.pages)} pages with {self.feed.listed} entries"
                failure = Failure(sentence, "What comes after them was left out.", kind="size")
                self.feed.problems.append(failure.at(self.base))
                return False
            following = self._next()
            self.asked += 1
            self.fetcher.watch(Progress("pages", len(self.pages), numbers.pages))
            try:
                answer = self.fetcher.get(following)
            except Failure as failure:
                if self._may_go_on_after(failure, following, numbers):
                    continue
                break
            if self._is_known(answer):
                if (from_0 and self.asked == 1) or (is_later and self.number == 1):
                    continue  # it says that pages count from 0 and means from 1, or the address was of page 1 of those
                if self._is_in_files(numbers):
                    continue
                break
            outline, new = self._taken(following, answer)
            if self.failed >= self.fetcher.limits.in_a_row or (not new and self._has_no_more(outline)):
                break
            numbers = numbers_of(outline) if outline.is_list and outline.fields else numbers
        if numbers.entries and not from_0 and self._count() < numbers.entries and not self.lacking:
            self._take_page_0()
        return self._adds_up(numbers)

    def _taken(self, address: str, answer: Answer) -> tuple[Outline, int]:
        """Take in a page. How many of its services are new."""
        outline, page = Outline(), Page(address, partial(self._again, address))
        self.digests.add(digest_of_entries(answer))
        new = take_page(page, len(self.pages), self.index, self.feed, outline)
        self.pages.append(page)
        self.link = next_link(outline) or answer.following
        self.failed = 0
        if outline.damage:
            self.lacking += 1
            self.fetcher.forget(address)
            self.failed += not new
            sentence = f"from line {outline.line} on, this page {outline.damage}"
            fix = "What stands before it was read. Run the command again, or tell the people who run the feed."
            failure = Failure(sentence, fix) if outline.is_list else not_a_feed(answer, outline)
            self.feed.problems.append(failure.at(address))
        return outline, new

    def _again(self, address: str, outline: Outline) -> Iterator[Item]:
        """The entries of a page that was read before, from the disk."""
        try:
            return items_of(self.fetcher.get(address), outline)
        except Failure:
            return iter(())

    def _is_known(self, answer: Answer) -> bool:
        return digest_of_entries(answer) in self.digests

    def _count(self) -> int:
        return len(self.index.best) + self.feed.unreadable

    def _is_at_end(self, numbers: Numbers) -> bool:
        if self.failed or self.number < 0 or self.link:
            return False
        at_end = numbers.is_last if numbers.is_last is not None else numbers.pages == len(self.pages)
        return at_end and numbers.entries is not None and self._count() >= numbers.entries

    def _next(self) -> str:
        """The address of the next page: the one that a page names, where it is of the same website, else by number."""
        self.number += 1
        if not self.failed and self.link:
            try:
                address = urljoin(self.base, self.link).partition("#")[0]
            except ValueError:
                address = ""
            if site_of(address) == site_of(self.base) and address not in self.links:
                self.links.add(address)
                return address
        return page_in_file(self.base, self.number) if self.in_files else with_page(self.base, self.number)

    def _is_in_files(self, numbers: Numbers) -> bool:
        """Whether pages may be files, `services-2.json`, since the server takes no notice of `page`. They are then."""
        if self.in_files or self.asked > 1 or not page_in_file(self.base, 2) or (numbers.pages or 0) < 2:
            return False
        self.in_files, self.number = True, self.number - 1
        return True

    def _has_no_more(self, outline: Outline) -> bool:
        """Whether a page without a new service is the end: only those that say otherwise, a few in a row, are not."""
        self.failed += 1
        numbers = numbers_of(outline)
        says_more = numbers.is_last is False or (numbers.pages or 0) > self.number
        return not (says_more and outline.is_list) or self.failed >= self.fetcher.limits.in_a_row

    def _may_go_on_after(self, failure: Failure, address: str, numbers: Numbers) -> bool:
        """Whether there may be more after a page that could not be had."""
        last = numbers.pages or 0
        if self.number == 0 and failure.cause in ("gone", "other"):
            return True
        is_complete = numbers.entries is not None and self._count() >= numbers.entries
        may_be_the_end = self.number > last if failure.cause in ("gone", "other") else 0 < last < self.number
        if is_complete or (may_be_the_end and numbers.entries is None) or (failure.cause == "gone" and may_be_the_end):
            return False
        self.failed += 1
        self.lacking += 1
        self.feed.problems.append(failure.at(address))
        return (
            self.failed < self.fetcher.limits.in_a_row
            and self.number < last
            and failure.cause not in ("refused", "large")
        )

    def _take_page_0(self) -> None:
        """Take in the page before the first, where services are lacking: some feeds count from 0 and do not say so."""
        address = with_page(self.base, 0)
        try:
            answer = self.fetcher.get(address)
        except Failure:
            return
        if not self._is_known(answer) and not_empty(answer):
            self._taken(address, answer)

    def _adds_up(self, numbers: Numbers) -> bool:
        """Whether as many services were listed as the feed says. Where not, it is told."""
        if not self.feed.listed:
            failure = Failure("the list of services is empty", "Check the address in a browser.", kind="missing")
            self.feed.problems.append(failure.at(self.base))
            return False
        if numbers.entries is not None and self._count() < numbers.entries:
            self.feed.missing = numbers.entries - self._count()
            sentence = f"the feed speaks of {numbers.entries} services, and lists {self._count()}"
            fix = "No service that is missing is taken for gone. If it stays so, tell the people who run the feed."
            self.feed.to_know.append(Failure(sentence, fix, kind="missing").at(self.base))
            return False
        return not self.lacking and not self.index.damaged


def not_empty(answer: Answer) -> bool:
    """Whether a page is of a list and has an entry."""
    outline = Outline()
    return any(item.in_list for item in items_of(answer, outline))
