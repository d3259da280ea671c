"""Connections that lead only where they may, and that end in time. The one module that opens them."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of IPv4, for networks that have only IPv6."""


class NotPublic(Exception):
    """The numbers of a computer that is not on the public internet."""

    def __init__(self, host: str, numbers: str) -> None:
        super().__init__(f"{host} is {numbers}")
        self.host, self.numbers = host, numbers


def is_public(numbers: str) -> bool:
    """Whether an IP address is one of the public internet, with whatever IPv4 address is hidden in it."""
    try:
        address = ipaddress.ip_address(numbers.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        hidden = [part for part in (address.sixtofour, *(address.teredo or ())) if part]
        if address.is_site_local or not all(is_public(str(part)) for part in hidden):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class Guard:
    """What watches over all connections of a feed. Private addresses are for `private_host` alone, if any."""

    def __init__(self, private_host: str | None) -> None:
        self._private_host = private_host
        self._lines: dict[tuple[str, int], socket.socket] = {}
        self._lock = threading.Lock()
        self.rang = False
        """Whether the last answer was cut off as its time was over."""

    @contextmanager
    def alarm(self, seconds: float) -> Iterator[None]:
        """Cut off whatever is open once the time is over, however slowly something still comes."""
        self.rang = False
        timer = threading.Timer(seconds, self._ring)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _ring(self) -> None:
        with self._lock:
            self.rang = True
            for line in self._lines.values():
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError:  # it was closed already
                    pass

    def hang_up(self) -> None:
        """Let go of each connection that was watched."""
        with self._lock:
            for line in self._lines.values():
                line.close()
            self._lines.clear()

    def connected(self, connection: HTTPConnection) -> socket.socket:
        """A socket to an address that was looked at before, so that a name cannot change in between.

        NotPublic where the name leads to no address that may be used.
        """
        host, port = connection.host.strip("[]"), connection.port or connection.default_port
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            cause = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(connection.host, connection, cause) from error
        numbers = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
        if host.casefold() != self._private_host:
            allowed = [number for number in numbers if is_public(number)]
            if not allowed:
                raise NotPublic(host, ", ".join(numbers) or "nowhere")
            numbers = allowed
        for at, number in enumerate(numbers):
            try:
                made = socket.create_connection((number, port), self._time_out(connection))
                break
            except OSError as error:
                if at == len(numbers) - 1:
                    raise NewConnectionError(connection, str(error)) from error
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            # A second handle on the same connection: TLS takes the first away, and has it while it says hello.
            if before := self._lines.pop((host, port), None):
                before.close()
            self._lines[host, port] = made.dup()
        return made

    @staticmethod
    def _time_out(connection: HTTPConnection) -> float | None:
        return connection.timeout if isinstance(connection.timeout, (int, float)) else None


def connections(guard: Guard, *, connect: float, silence: float) -> urllib3.PoolManager:
    """Pools whose connections are all watched. They know no cookies, passwords or proxies."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return guard.connected(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return guard.connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    timeout: Any = urllib3.Timeout(connect=connect, read=silence)
    manager = urllib3.PoolManager(num_pools=4, maxsize=1, ssl_context=_trust(), timeout=timeout, retries=False)
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager


@cache
def _trust() -> ssl.SSLContext:
    """Whom this computer trusts, as networks with an own watchman need, and whom Mozilla trusts, as others need."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
