"""What a manager names, an address, a file or a folder, as a feed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from rolecall.exchange.openreferral.feed import Feed, Progress, Record, Watch
from rolecall.exchange.openreferral.reading.failure import Failure
from rolecall.exchange.openreferral.reading.fetching import Fetcher
from rolecall.exchange.openreferral.reading.files import files_of
from rolecall.exchange.openreferral.reading.kept import Kept
from rolecall.exchange.openreferral.reading.limits import LIMITS, Limits
from rolecall.exchange.openreferral.reading.local import PACKAGE, is_json, read_local, tables_in
from rolecall.exchange.openreferral.reading.web import read_web
from rolecall.exchange.openreferral.reading.webaddress import name_of, source_of

_AROUND = " \t\r\n<>\"'\u200b\ufeff\u00a0"
"""What is copied along with an address."""
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers", ".docx", ".odt")


def is_address(source: str) -> bool:
    """Whether a source is a web address, of whatever scheme, and not the name of a file."""
    scheme, mark, _ = source.strip(_AROUND).partition("://")
    return bool(mark) and scheme.replace("+", "").isalnum()


def looks_like_feed(source: str) -> bool:
    """Whether a source is a feed or a package, and not a list that somebody keeps: by what it is, not by its name."""
    if is_address(source):
        return True
    path = Path(source)
    if path.suffix.lower() in _WORKBOOKS:
        return False
    try:
        if path.name == PACKAGE or path.is_dir():
            return True
        files = files_of(path, LIMITS)
        return any(map(is_json, files)) or "service" in tables_in(files)
    except (Failure, OSError):  # a folder that is closed to us, or a name that is too long for one
        return False


def nobody(progress: Progress) -> None:
    """For whoever does not watch."""


def read_feed(
    source: str,
    *,
    keep_in: Path | None = None,
    allow_private: bool = False,
    is_rehearsal: bool = False,
    watch: Watch = nobody,
    limits: Limits = LIMITS,
) -> Feed:
    """The feed that a source is. It never raises: what goes wrong is in its problems, also where nothing can be had.

    Answers from the web are kept in the folder `keep_in`, so that a run that was cut off goes on within a day. After a
    rehearsal, such as a dry run, a run within the hour takes what was kept, so that it does what was shown.
    With `allow_private`, the host that the address names, and no other, may be on a private network.
    """
    if not is_address(source):
        path = Path(source)
        path = path.parent if path.name == PACKAGE else path
        feed = Feed(path.resolve().name, path.resolve().name)
        feed.records = read_local(path, limits, watch, feed)
        return feed
    address = source.strip(_AROUND)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit("http:"), None
    feed = Feed(host or address, address)
    if failure := _refused(parts.scheme, host, has_password="@" in parts.netloc):
        feed.problems.append(failure.at(address))
        return feed
    feed.name, feed.source = name_of(address), source_of(address)
    kept = partial(Kept, _file_for(feed, keep_in))
    fetcher = partial(Fetcher, limits=limits, watch=watch, private_host=host if allow_private else None)
    feed.records = _records(address, feed, kept, fetcher, is_rehearsal=is_rehearsal)
    return feed


def _refused(scheme: str, host: str | None, *, has_password: bool) -> Failure | None:
    if scheme.casefold() not in ("http", "https"):
        sentence, fix = "only web addresses that start with https:// or http:// are read", "Check the address."
    elif not host:
        sentence, fix = "this is no web address", "Check it for spaces and missing letters."
    elif has_password:
        sentence = "there is a name or a password in this address, which Rolecall does not send"
        fix = "Ask for an address that is open, or for the feed as files."
    else:
        return None
    return Failure(sentence, fix, "refused", "address")


def _file_for(feed: Feed, folder: Path | None) -> Path | None:
    name = re.sub(r"[^\w.-]", "-", feed.name)[:60].strip(".-")
    digest = hashlib.sha256(feed.source.encode()).hexdigest()[:12]
    return folder / f"{name}-{digest}.sqlite" if folder else None


def _records(
    address: str,
    feed: Feed,
    opened: Callable[[], Kept],
    fetching: Callable[[Kept], Fetcher],
    *,
    is_rehearsal: bool,
) -> Iterator[Record]:
    kept = opened()
    fetcher = fetching(kept)
    feed.goes_on = kept.goes_on
    try:
        yield from read_web(address, fetcher, feed)
        if not fetcher.lacks:
            (kept.rehearsed if is_rehearsal else kept.finished)()
    finally:
        fetcher.close()
        kept.close()
