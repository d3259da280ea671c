"""The list of services and the record of each, as files that any web server can serve."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from rolecall import addresses
from rolecall.hsds.full import Full

PER_PAGE = 500
"""Services on one page of the list. A server of files knows no `?page=2`, so nearly all lists are to be whole."""


def pages_of(found: Sequence[Full]) -> int:
    """How many pages the list of these services has. One without services has one too."""
    return max(1, ceil(len(found) / PER_PAGE))


def files(found: Sequence[Full], per_page: int = PER_PAGE) -> Iterator[tuple[str, str]]:
    """The files: the path of each on the site, and its text."""
    pages = [found[at : at + per_page] for at in range(0, len(found), per_page)] or [()]
    for number, page in enumerate(pages, 1):
        wrapped = {
            "total_items": len(found),
            "total_pages": len(pages),
            "page_number": number,
            "size": len(page),
            "first_page": number == 1,
            "last_page": number == len(pages),
            "empty": not page,
            "contents": [_in_list(service.record) for service in page],
        }
        yield addresses.hsds_list(number), as_json(wrapped)
    for service in found:
        yield addresses.hsds_service(service.id), as_json(service.record)


def _in_list(record: dict[str, Any]) -> dict[str, Any]:
    """What the list says of a service: all but what has parts."""
    return {name: value for name, value in record.items() if not isinstance(value, list)}


def as_json(value: object) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
