"""Links to other websites, opened by LinkChecker: a program of its own, as its licence is the GPL.

It opens several websites at once, a page of each twice a second at most. It keeps to robots.txt, and keeps no cookies.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from urllib.parse import quote, urlsplit, urlunsplit

from rolecall import __version__
from rolecall.outside.answers import MAY_PASS, Answer, answer_of

TIMEOUT = 30
"""Seconds that a website may take to answer."""

WAITS: tuple[int, ...] = (15, 60)
"""Seconds to wait before the second time and the third, where an answer may be another one then."""

ENOUGH = 20
"""Links that cannot be reached before any other, after which it is plain that none can."""

LONGEST_WAIT = 180
"""Seconds that a website may ask us to wait."""

_SETTINGS = """\
[checking]
threads=10
timeout={timeout}
recursionlevel=0
maxrequestspersecond=2
useragent=Rolecall/{version} (opens the links of a GP website now and then)
[output]
log=csv
status=0
verbose=1
[csv]
parts=urlname,result,warningstring,infostring,valid
separator=,
[AnchorCheck]
"""

_WIDEST = 20_000_000
"""Characters of a cell: LinkChecker lists all parts of a page that lacks one. It reads pages up to 5 MB."""


class NotThere(Exception):
    """LinkChecker is not installed."""


class Stopped(Exception):
    """LinkChecker ended before it said anything of a link."""


class NotConnected(Exception):
    """No website at all answered, so it is this computer that has no connection."""


def ask(addresses: Collection[str]) -> Iterator[tuple[str, Answer]]:
    """Each address with its answer, as it comes. One that may be another a little later comes after 3 tries.

    An address of which LinkChecker says nothing is left out. Raises NotThere, Stopped or NotConnected.
    """
    if importlib.util.find_spec("linkcheck") is None:
        raise NotThere
    named: dict[str, list[str]] = {}
    for address in addresses:
        named.setdefault(as_asked(address), []).append(address)
    left: dict[str, Answer | None] = dict.fromkeys(_in_turns(named))
    for at, wait in enumerate((0, *WAITS)):
        longest = max((answer.wait for answer in left.values() if answer), default=0)
        time.sleep(max(wait, min(longest, LONGEST_WAIT)) if left else 0)
        has_answered = False
        for asked, answer in _ask_once([*left]):
            if asked not in left:
                continue
            has_answered = has_answered or answer.verdict not in ("nobody", "silent")
            if answer.verdict in MAY_PASS and at < len(WAITS):
                left[asked] = answer
                if at == 0 and not has_answered and sum(map(bool, left.values())) >= ENOUGH:
                    raise NotConnected
            else:
                del left[asked]
                yield from ((address, answer) for address in named[asked])
        if left and not has_answered and not any(left.values()):
            raise Stopped
        if at == 0 and not has_answered and len({urlsplit(asked).netloc for asked in left}) > 2:
            raise NotConnected
    for asked, last in left.items():
        yield from ((address, last) for address in named[asked] if last)


def as_asked(address: str) -> str:
    """An address as it is opened: in ASCII, without a part of the page that only its scripts or browsers know."""
    parts = urlsplit(address)
    fragment = parts.fragment
    if fragment.lower() == "top" or fragment.startswith((":", "/", "!")):
        fragment = ""
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        host = parts.netloc
    host = quote(host, safe=":@[]")  # LinkChecker takes a blank for the end of an address
    path, query, part = (quote(text, safe="%/:=&?~+!$,;'@()*[]") for text in (parts.path, parts.query, fragment))
    return urlunsplit((parts.scheme.lower(), host, path, query, part))


def _in_turns(addresses: Collection[str]) -> Iterator[str]:
    """The addresses, each website in turn, since LinkChecker waits before it asks the same again."""
    of_host: dict[str, list[str]] = {}
    for address in addresses:
        of_host.setdefault(urlsplit(address).netloc, []).append(address)
    for turn in zip_longest(*of_host.values()):
        yield from (address for address in turn if address)


def _ask_once(addresses: Collection[str]) -> Iterator[tuple[str, Answer]]:
    """Each address with its answer, as LinkChecker has them. It is ended where it takes too long."""
    if not addresses:
        return
    with TemporaryDirectory() as folder:
        settings, lines = Path(folder, "settings"), Path(folder, "addresses")
        settings.write_text(_SETTINGS.format(timeout=TIMEOUT, version=__version__), encoding="utf-8")
        lines.write_text("".join(f"{address}\n" for address in addresses), encoding="ascii")
        # -P: nothing is imported from the folder that it runs in.
        command = [sys.executable, "-P", "-m", "linkcheck", "-f", str(settings), "--stdin"]
        with (
            lines.open("rb") as given,
            subprocess.Popen(
                command, cwd=folder, env=_environment(), stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8", errors="replace",
            ) as program,
        ):  # fmt: skip
            end = Timer(120 + TIMEOUT / 3 * len(addresses), program.kill)
            end.start()
            before = csv.field_size_limit(_WIDEST)
            try:
                assert program.stdout
                for row in csv.DictReader(program.stdout):
                    yield row.get("urlname") or "", answer_of(row)
            finally:
                end.cancel()
                program.kill()
                csv.field_size_limit(before)


def _environment() -> Mapping[str, str]:
    """What LinkChecker is to know: it reads and writes UTF-8, and answers in English."""
    return {**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C", "LANGUAGE": "C"}
