"""Where this computer can show a site: an address, and the nearest of its ports that is free."""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import socket

WITHIN = 100
"""Ports after the one asked for that are tried."""


class NoPort(Exception):
    """Nothing can be served at this address. Its text is a sentence for whoever asked."""


def address_of(text: str) -> tuple[str, int]:
    """The host and port that `127.0.0.1:8000` names. NoPort if it names none."""
    host, _, port = text.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536 and _is_host(host):
        return host, int(port)
    raise NoPort(f'"{text}" is not an address and a port. Write it as 127.0.0.1:8000')


def nearest_free(host: str, port: int) -> int:
    """`port`, or the next one at which this computer can serve. NoPort if there is none."""
    for candidate in range(port, min(port + WITHIN, 65536)):
        try:
            _try(host, candidate)
            return candidate
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            if error.errno in (errno.EACCES, errno.EPERM):
                raise NoPort(
                    f"this computer does not let you use port {candidate}."
                    f" Choose another, for example --address {host}:8000"
                ) from None
            if error.errno == errno.EADDRNOTAVAIL:
                raise NoPort(
                    f"{host} is not an address of this computer. Leave out --address, or use 127.0.0.1:{port}"
                ) from None
            raise NoPort(f"nothing can be shown at {host}:{candidate}: {error.strerror}") from None
    raise NoPort(f"port {port} is in use, and so are those after it. Choose another, for example --address {host}:9000")


def url_of(host: str, port: int) -> str:
    """The address as a browser takes it."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _is_host(text: str) -> bool:
    try:
        return text == "localhost" or bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _try(host: str, port: int) -> None:
    """OSError if a server could not take this port now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        if os.name == "posix":  # as servers do, so that a port that was just given up counts as free
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((host, port))
        trial.listen()
