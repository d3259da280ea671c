"""Who is let in: the browser that was given the address with the token, on this computer, and nobody else."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from rolecall.headers import HEADERS, POLICY

LARGEST = 25 * 1024 * 1024
"""Bytes that a form may have: a photo from a phone, and room."""

CLOSED = "Open the whole address that rolecall edit printed. It ends in a token."
"""What everybody else is told."""

_POLICY = POLICY.replace("form-action 'none'", "form-action 'self'") + "; frame-ancestors 'none'"

ANSWERED: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",  # without it, browsers keep back the origin of a form
    "Cache-Control": "no-store",
}
"""What each answer carries: the policy of the site, but for forms that are sent to where they come from."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request is looked at for."""

    hosts: frozenset[str]
    """The names under which the browser may know this computer, each with the port."""
    token: str

    def may_ask(self, host: str) -> bool:
        """Whether a request is for this server. Another name may be a page that somebody else made lead here."""
        return host in self.hosts

    def may_send(self, origin: str | None, site: str | None) -> bool:
        """Whether a form comes from a page of this server, as its browser says. Programs that say nothing are not."""
        if origin is not None:
            return origin in {f"http://{host}" for host in self.hosts}
        return site == "same-origin"

    def is_token(self, given: str) -> bool:
        """Whether this is the token, however long it takes to see."""
        return hmac.compare_digest(self.token.encode(), given.encode())


def guard(host: str, port: int) -> Guard:
    """The guard of a server at an address, with a new token."""
    shown = f"[{host}]" if ":" in host else host
    return Guard(frozenset({f"{shown}:{port}", f"localhost:{port}"}), secrets.token_urlsafe(24))


def is_here(host: str) -> bool:
    """Whether only this computer can reach an address."""
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
