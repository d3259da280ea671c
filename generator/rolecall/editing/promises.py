"""Published addresses that a change would lose: where each leads from then on, by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rolecall.lock import codes_of, lost_addresses, nearest_above
from rolecall.pages import Plan
from rolecall.site import Site
from rolecall.workspace import Workspace


def leading_on(
    moved: Mapping[str, str], before: tuple[Site, Plan], after: tuple[Site, Plan], workspace: Workspace
) -> Mapping[str, str]:
    """Addresses that a change would lose, each with where it leads best: published ones, and those that lead on.

    `moved` has those that lead on. A page of a surgery that has another address now leads to the same page of it.
    """
    was, there = {part.address for part in before[1].parts}, {part.address for part in after[1].parts}
    gone = was - there
    surgeries = dict(_surgeries(before[0], after[0]))

    def now(address: str) -> str:
        of_surgery = (new + address.removeprefix(old) for old, new in surgeries.items() if address.startswith(old))
        return next((page for page in of_surgery if page in there), "")

    lost = lost_addresses(after[0].id, after[1], workspace) if gone else {}
    published = {address: now(address) or new for address, new in lost.items() if address in gone}
    led_on = {old: now(new) or nearest_above(new, there) for old, new in moved.items() if new in gone}
    return {**published, **led_on}


def _surgeries(before: Site, after: Site) -> Iterator[tuple[str, str]]:
    """The addresses of surgeries that are others now, old and new."""
    now = {code: address for address, code in codes_of(after).items()}
    for address, code in codes_of(before).items():
        if now.get(code, address) != address:
            yield address, now[code]
