"""Requests counted: how often each page was opened in each week."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from rolecall.exchange.visits.files import NotALog, lines_of
from rolecall.exchange.visits.lines import Request, requests

OTHER = "other addresses"
"""What stands for pages whose address is none that Rolecall makes: somebody may have typed what is about a person."""

MOST = 100_000
"""Pages in weeks up to which each is counted by itself. A site has a few hundred, so more are made up by somebody."""

EXAMPLES = 3
"""Lines that cannot be read and are named. Of more, only the number."""

_EVERY = 100_000
"""Lines after which whoever waits is told of them."""

_ADDRESS = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._~-]{0,80}){0,8}/?")
_LONG_NUMBER = re.compile(r"(?:\d[._~-]?){9}")
"""As long as an NHS number or a phone number."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What logs say of the pages of a site."""

    opened: Mapping[tuple[date, str], int]
    """How often each page was opened in the week that begins on this Monday."""
    first: date | None
    last: date | None
    robots: int
    """Pages that robots opened, by the name that they give. They are not in `opened`."""
    rest: int
    """All other requests: pictures, styles, pages that are not there or were moved."""
    names_programs: bool
    """Whether the logs say what program asks. Where not, robots are in `opened`."""
    unread: int
    """Lines that could not be read."""
    examples: tuple[str, ...]
    """The first of them, as file:line. What they say is not known, so it is never shown."""
    not_logs: Mapping[Path, str]
    """Files that could not be read, or not to their end, and why."""


@dataclass(slots=True)
class _Count:
    opened: Counter[tuple[date, str]] = field(default_factory=Counter)
    first: date = date.max
    last: date = date.min
    robots: int = 0
    rest: int = 0
    names_programs: bool = False
    lines: int = 0
    unread: int = 0
    examples: list[str] = field(default_factory=list)


def counted(paths: Collection[Path], below: str = "/", seen: Callable[[int], None] = lambda lines: None) -> Visits:
    """The pages below an address that were opened, by these logs. `seen` is told how many lines are done."""
    count, not_logs = _Count(), dict[Path, str]()
    for path in paths:
        at = count.lines
        try:
            for request in requests(lines_of(path)):
                count.lines += 1
                if count.lines % _EVERY == 0:
                    seen(count.lines)
                if request:
                    _add(count, request, below)
                    continue
                count.unread += 1
                if len(count.examples) < EXAMPLES:
                    count.examples.append(f"{path.name}, line {count.lines - at}")
        except NotALog as why:
            not_logs[path] = str(why)
    return Visits(
        dict(count.opened),
        None if count.first == date.max else count.first,
        None if count.last == date.min else count.last,
        count.robots,
        count.rest,
        count.names_programs,
        count.unread,
        tuple(count.examples),
        not_logs,
    )


def _add(count: _Count, request: Request, below: str) -> None:
    count.first, count.last = min(count.first, request.day), max(count.last, request.day)
    count.names_programs = count.names_programs or len(request.agent) > 1
    page = page_of(request.address, below) if request.method == "GET" and request.status in ("200", "304") else None
    if not page:
        count.rest += 1
    elif _is_robot(request.agent):
        count.robots += 1
    else:
        key = (_monday(request.day), page)
        if key not in count.opened and len(count.opened) >= MOST:
            key = (key[0], OTHER)
        count.opened[key] += 1


@lru_cache(4096)
def page_of(address: str, below: str = "/") -> str | None:
    """The page that an address asks for, without what was typed or chosen on it. None for pictures, styles and data."""
    path = re.sub(r"(?i)^https?://[^/]*", "", unquote(re.split(r"[?#;]", address, maxsplit=1)[0]))
    path = re.sub("//+", "/", path)
    if not path.startswith(below):
        return None
    path = "/" + path.removeprefix(below)
    folder, _, last = path.rpartition("/")
    if last in ("index.html", "index.htm"):
        path, last = f"{folder}/", ""
    if ("." in last and not last.endswith((".html", ".htm"))) or last.startswith("404."):
        return None
    if not _ADDRESS.fullmatch(path) or _LONG_NUMBER.search(path):
        return OTHER
    return path if "." in last or path.endswith("/") else f"{path}/"


@lru_cache(1)
def _robots() -> re.Pattern[str]:
    lines = Path(__file__).with_name("robots.txt").read_text(encoding="utf-8").splitlines()
    names = "|".join(re.escape(line.strip()) for line in lines if line.strip() and not line.startswith("#"))
    return re.compile(rf"(?<!cu)(?:{names})")  # a make of phone is called Cubot


@lru_cache(4096)
def _is_robot(agent: str) -> bool:
    return _robots().search(agent.lower()) is not None


@lru_cache(64)
def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
