"""One address after another: politely, again where there was trouble, and never more than is good for us."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from rolecall import __version__
from rolecall.exchange.openreferral.feed import Progress, Watch
from rolecall.exchange.openreferral.reading.connections import Guard, NotPublic, connections
from rolecall.exchange.openreferral.reading.failure import Failure, shown
from rolecall.exchange.openreferral.reading.kept import Answer, Kept
from rolecall.exchange.openreferral.reading.limits import Limits
from rolecall.exchange.openreferral.reading.webaddress import next_in_header

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

AGENT = f"Rolecall/{__version__} (reads Open Referral UK feeds for NHS primary care networks)"
_LATER = "Run the command again later. Within a day, only what is still missing is asked for."
_CERTIFICATES = {
    9: "is not valid yet",
    10: "has expired",
    18: "was made by themselves, not by a body that others trust",
    19: "was made by a body that this computer does not know",
    20: "was made by a body that this computer does not know",
    21: "was made by a body that this computer does not know",
    62: "is for another website",
    64: "is for another website",
}
"""What is wrong with a certificate, by the number that OpenSSL gives it."""


class _Trouble(Exception):
    """What may be better at a second try, perhaps after a wait that was asked for."""

    def __init__(self, failure: Failure, after: float | None = None) -> None:
        super().__init__(failure.sentence)
        self.failure, self.after = failure, after


class Fetcher:
    """Gets the addresses of one feed. Only `private_host`, if any, may be on a private network."""

    def __init__(self, kept: Kept, limits: Limits, watch: Watch, private_host: str | None = None) -> None:
        self._kept, self.limits, self.watch = kept, limits, watch
        self.lacks = False
        """Whether something could not be had that another run may get."""
        self._guard = Guard(private_host)
        self._pools = connections(self._guard, connect=limits.connect, silence=limits.silence)
        self._started, self._last, self._gap = time.monotonic(), 0.0, limits.gap
        self._bytes = 0
        self._failures: dict[str, Failure] = {}

    def close(self) -> None:
        """Let go of all connections."""
        self._pools.clear()
        self._guard.hang_up()

    def get(self, address: str) -> Answer:
        """What an address gives, status 200. Failure says why there is nothing."""
        if failure := self._failures.get(address):
            raise failure
        try:
            return self._got(address)
        except Failure as failure:
            self._failures[address] = failure
            self.lacks = self.lacks or failure.cause == "trouble"
            raise

    def _got(self, address: str) -> Answer:
        before = self._kept.get(address)
        answer = before
        if not before or not self._kept.is_of_this_run(before):
            if time.monotonic() - self._started > self.limits.whole:
                hours = self.limits.whole / 3600
                raise Failure(f"the feed was not read to its end within {hours:.0f} hours", _LATER, "trouble", "size")
            answer = self._tried(address, before)
            self._kept.put(address, answer)
        assert answer
        if answer.status != 200:
            fix = "Tell the people who run the feed, if it matters to you."
            raise Failure(f"the feed answers that this is not there ({answer.status})", fix, "gone", "missing")
        return answer

    def forget(self, address: str) -> None:
        """Have the next run ask for an address again, since what it gave is of no use."""
        self._kept.forget(address)
        self.lacks = True

    def _tried(self, address: str, before: Answer | None) -> Answer:
        wait = self.limits.first_wait
        for left in reversed(range(self.limits.tries)):
            try:
                return self._followed(address, before)
            except _Trouble as trouble:
                if not left:
                    raise trouble.failure from trouble
                asked = max(wait, trouble.after or 0)
                if asked > self.limits.longest_wait:
                    sentence = f"the feed asks to wait {asked / 60:.0f} minutes"
                    raise Failure(sentence, _LATER, "trouble") from trouble
                self.watch(Progress("waiting", self.limits.tries - left, self.limits.tries, asked))
                self.limits.sleep(asked)
                wait *= 2
        raise AssertionError("the last try gives an answer or raises")

    def _followed(self, address: str, before: Answer | None) -> Answer:
        """The answer at the end of all redirects."""
        ask = {"If-None-Match": before.etag, "If-Modified-Since": before.modified} if before else {}
        at, seen = address, {address}
        for _ in range(self.limits.redirects + 1):
            found = self._once(at, {name: value for name, value in ask.items() if value})
            if isinstance(found, Answer):
                return found
            if found is None:
                if not before:
                    raise Failure("the feed answers with 304", "Check the address in a browser.")
                return replace(before, at=time.time())
            if not (to := self._led(at, found)) or to in seen:
                raise Failure(f"the feed leads in a circle, from {shown(at)}", "Tell the people who run the feed.")
            seen.add(to)
            at = to
        raise Failure(f"the feed leads on more than {self.limits.redirects} times", "Give the address that it ends at.")

    @staticmethod
    def _led(at: str, location: str) -> str:
        try:
            to = urljoin(at, location)
            scheme, host = urlsplit(to).scheme, urlsplit(to).hostname
        except ValueError:
            scheme = host = to = ""
        if scheme not in ("http", "https") or not host:
            raise Failure(
                "the feed leads to something that is no web address", "Tell the people who run the feed.", "refused"
            )
        if urlsplit(at).scheme == "https" and scheme == "http":
            sentence = f"the feed leads from a safe address (https) to one that is not: {shown(to)}"
            raise Failure(sentence, "If you trust it, give that address.", "refused", "address")
        return to.partition("#")[0]

    def _once(self, address: str, ask: Mapping[str, str]) -> Answer | str | None:
        """An answer, where else it leads to, or None where nothing changed."""
        if (early := self._last + self._gap - time.monotonic()) > 0:
            self.limits.sleep(early)
        self._last = time.monotonic()
        headers = {
            "User-Agent": AGENT,
            "Accept": "application/json, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
            **ask,
        }
        try:
            with self._guard.alarm(self.limits.answer):
                response = self._pools.urlopen(
                    "GET", address, headers=headers, redirect=False, retries=False, preload_content=False
                )
                try:
                    found = self._understood(address, response)
                except BaseException:
                    response.close()
                    raise
            if self._guard.rang:
                raise ReadTimeoutError(None, address, "")  # type: ignore[arg-type]
            return found
        except (NotPublic, HTTPError, OSError, ValueError, UnicodeError) as error:
            self.close()
            raise self._why(address, error) from error

    def _understood(self, address: str, response: BaseHTTPResponse) -> Answer | str | None:
        status, headers = response.status, response.headers
        if status == 200:
            body = self._body(response)
            tags = headers.get("ETag", ""), headers.get("Last-Modified", "")
            return Answer(address, 200, *tags, next_in_header(headers.get("Link", "")), time.time(), body)
        _let_go(response)
        if status in (404, 410):
            return Answer(address, status, "", "", "", time.time(), b"")
        if status == 304:
            return None
        if status in (301, 302, 303, 307, 308):
            return headers.get("Location", "")
        if status in (408, 425, 429, 500, 502, 503, 504):
            after = None
            with suppress(InvalidHeader, ValueError, OverflowError):
                after = urllib3.Retry().get_retry_after(response)
            if status in (429, 503):
                self._gap = min(max(2 * self._gap, 0.01), 5 if self.limits.gap else 0.01)
            what = "answers that it is asked too often" if status == 429 else "is in trouble"
            raise _Trouble(Failure(f"the feed {what} ({status})", _LATER, "trouble"), after)
        if status in (401, 403):
            fix = "Ask its people for the address of their open feed, or for the feed as files."
            raise Failure(f"the feed does not let us in ({status})", fix)
        raise Failure(f"the feed answers with {status}", "Check the address in a browser.")

    def _body(self, response: BaseHTTPResponse) -> bytes:
        packer, parts, size = zlib.compressobj(1), list[bytes](), 0
        for chunk in response.stream(1 << 16, decode_content=True):
            size += len(chunk)
            self._bytes += len(chunk)
            if size > self.limits.answer_bytes or self._bytes > self.limits.feed_bytes:
                most = min(self.limits.answer_bytes, self.limits.feed_bytes) / 1e6
                raise Failure(
                    f"the feed sends more than {most:.0f} million bytes", "Is it the right address?", "large", "size"
                )
            parts.append(packer.compress(chunk))
        response.release_conn()
        return b"".join([*parts, packer.flush()])

    def _why(self, address: str, error: Exception) -> Exception:
        """What went wrong, in words, and whether a second try may help."""
        host = urlsplit(address).hostname or address
        if self._guard.rang:
            sentence = f"the feed had not sent its answer after {self.limits.answer:.0f} seconds"
            return Failure(sentence, _LATER, "trouble")
        if isinstance(error, NotPublic):
            fix = "If it is meant, as for a feed on your own network, give its own address and add --allow-private."
            where = error.host if error.host == error.numbers else f"{error.host} ({error.numbers})"
            return Failure(f"{where} is on a private network", fix, "refused", "address")
        if isinstance(error, NameResolutionError):
            fix = "Check the address, and whether you are online."
            return self._unless_first(Failure(f"there is no website called {host}", fix, "trouble", "address"))
        if isinstance(error, SSLError) or isinstance(error.__cause__, ssl.SSLError):
            return self._why_not_safe(host, error)
        if isinstance(error, ReadTimeoutError):
            return _Trouble(Failure(f"{host} was silent for {self.limits.silence:.0f} seconds", _LATER, "trouble"))
        if isinstance(error, NewConnectionError):
            return self._unless_first(Failure(f"{host} cannot be reached", _LATER + _proxies(), "trouble"))
        if isinstance(error, ConnectTimeoutError):
            return _Trouble(Failure(f"{host} does not answer", _LATER + _proxies(), "trouble"))
        if isinstance(error, DecodeError):
            return Failure("the answer is packed in a way that cannot be read", "Tell the people who run the feed.")
        if isinstance(error, urllib3.exceptions.LocationValueError | UnicodeError):
            return Failure("this is no web address", "Check it for spaces and missing letters.", "refused", "address")
        return _Trouble(Failure("the answer broke off", _LATER, "trouble"))

    def _unless_first(self, failure: Failure) -> Exception:
        """Something to try again, but not where nothing ever came: the address may be wrong, and somebody waits."""
        return _Trouble(failure) if self._bytes else failure

    @staticmethod
    def _why_not_safe(host: str, error: Exception) -> Exception:
        cause: BaseException | None = error.args[0] if error.args and isinstance(error.args[0], ssl.SSLError) else None
        if isinstance(cause := cause or error.__cause__, ssl.SSLCertVerificationError):
            what = _CERTIFICATES.get(cause.verify_code, f"cannot be trusted ({cause.verify_message})")
            fix = "Nothing was read, since somebody else may answer in their name. Tell the people who run the feed."
            return Failure(f"the certificate of {host} {what}", fix, "refused", "address")
        return _Trouble(Failure(f"no safe connection to {host} could be made", _LATER, "trouble"))


def _let_go(response: BaseHTTPResponse) -> None:
    """Have done with an answer of which the body is of no use. A short one is read, so that the connection stays."""
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and len(length) < 6:
        with suppress(HTTPError, OSError):
            response.read(int(length), decode_content=False)
            response.release_conn()
            return
    response.close()


def _proxies() -> str:
    return " If your network needs a proxy, save the feed as files and give their folder."
