"""What another website answered when a link to it was opened, out of what LinkChecker writes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from rolecall.prose import is_address

Verdict = Literal[
    "works", "moved", "part", "gone", "nobody", "refused", "often", "slow", "silent", "fault", "insecure", "circle"
]
"""What became of a link: `part` has no such part of the page, `nobody` has no website of that name, `often` asks
programs to come less often, `silent` gave no answer, `fault` has a fault of its own."""

MAY_PASS: frozenset[Verdict] = frozenset({"often", "slow", "silent", "fault", "nobody"})
"""What may be otherwise a little later, so that the link is opened again before somebody is told."""

_REDIRECT = re.compile(r"Redirected to `(.*)' status: (\d{3})\b")
_RETRY_AFTER = re.compile(r"Rate limited \(Retry-After: (\d{1,6})\)")
_NO_HOST = re.compile(r"NameResolutionError|Name or service not known|getaddrinfo failed|Hostname not found")
_TOO_SLOW = re.compile(r"\w*Timeout\b|.*\btimed out\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a link."""

    verdict: Verdict
    status: int = 0
    """The status of HTTP, where one came that says so."""
    to: str = ""
    """Where a page is now that has moved."""
    wait: int = 0
    """The seconds after which the website wants to be asked again."""


def answer_of(row: Mapping[str, str | None]) -> Answer:
    """The answer in a row of LinkChecker's table."""
    result, warning = row.get("result") or "", row.get("warningstring") or ""
    status = int(result[:3]) if re.match(r"[1-5]\d\d\b", result) else 0
    if status == 429:
        waits = _RETRY_AFTER.search(warning)
        return Answer("often", status, wait=int(waits[1]) if waits else 0)
    if row.get("valid") != "True":
        return Answer(_of_status(status) if status else _of_error(result), status)
    if "robots.txt" in (row.get("infostring") or ""):
        return Answer("refused")
    if to := _new_address(row.get("urlname") or "", warning):
        return Answer("moved", to=to)
    return Answer("part" if "Anchor `" in warning else "works")


def _of_status(status: int) -> Verdict:
    if status in (404, 410):
        return "gone"
    if status == 408:
        return "slow"
    return "fault" if 500 <= status < 600 else "refused"


def _of_error(error: str) -> Verdict:
    """What happened by the name that Python's libraries have for it."""
    if error.startswith("TooManyRedirects"):
        return "circle"
    if error.startswith("SSLError"):
        return "insecure"
    if _NO_HOST.search(error):
        return "nobody"
    return "slow" if _TOO_SLOW.match(error) else "silent"


def _new_address(address: str, warning: str) -> str:
    """Where a page has moved for good. Empty where it has not: a redirect for now leads on from the old address.

    What LinkChecker says of a page may tell of the way from another address that led to it.
    """
    new = ""
    for to, status in _after(address, _REDIRECT.findall(warning)):
        if status not in ("301", "308"):
            break
        new = to
    return new if re.match("https?://", new) and is_address(new) and not _is_same(new, address) else ""


def _after(address: str, steps: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The steps of a way that come after an address, all where it is none of them."""
    at = next((at for at, (to, _) in enumerate(steps, 1) if _is_same(to, address)), 0)
    yield from steps[at:]


def _is_same(first: str, other: str) -> bool:
    if not (is_address(first) and is_address(other)):
        return False
    parts, others = urlsplit(first), urlsplit(other)
    return (parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query) == (
        others.scheme.lower(),
        others.netloc.lower(),
        others.path or "/",
        others.query,
    )
