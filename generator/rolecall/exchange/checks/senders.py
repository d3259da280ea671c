"""Whether an answer comes from whom the letter went to: the address itself, or another of the same organisation."""

from __future__ import annotations

from rolecall.exchange.incoming.cleaning import is_for_anybody

_SHARED = "nhs.net"
"""The domain that the NHS shares, so that it says nothing of an organisation."""


def is_from(sender: str, asked: str) -> bool:
    """Whether `sender` may answer a letter to `asked`."""
    sender, asked = sender.casefold(), asked.casefold()
    if not sender or not asked:
        return False
    domain = _domain(asked)
    return sender == asked or (_domain(sender) == domain != _SHARED and not is_for_anybody(domain))


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
