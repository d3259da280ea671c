"""`imported.lock`: what imports brought, as digests, so that the next can tell a person's edits from its own work.

It lies beside `pcn.yml`, a line for each value: `<service> <field> <digest>`. Digests, since a value that the PCN took
out, or that turned out to be private, would otherwise stay here. Of one field there may be 2 lines, where git merged 2
imports: what either of them brought counts as imported.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from rolecall.exchange.incoming.leaves import Steps, bare
from rolecall.places import Place, Problem, in_one_line
from rolecall.workspace import IMPORTED, Workspace

UNKNOWN = "unknown"
"""What stands in place of a digest where nobody knows what was imported. No value has it."""

_KEY = "source"
"""The line of a service that holds the digest of what its source knows it by."""

_HEAD = """\
# What imports of services brought, as digests. `rolecall import services` writes this file: please leave it as it is.
# Keep it with your others. Without it, the next import cannot tell what you edited, and asks you about each difference.
"""
_LINE = re.compile(rf"([a-z0-9-]+) (\S.*) ([0-9a-f]{{12}}|{UNKNOWN})")
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was imported into each service: the digest of each value by its way, in one line each."""

    services: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the name of its file. A field with several digests has them with a space between."""

    def by_key(self) -> dict[str, str]:
        """The name of the file of each service, by the digest of what its source knows it by."""
        return {digest: slug for slug in sorted(self.services) for digest in self.services[slug].get(_KEY, "").split()}


def key_of(feed: str, id: str) -> str:
    """The digest of what a source knows a service by."""
    return blake2b(f"{feed}\0{id}".encode(errors="surrogatepass"), digest_size=6).hexdigest()


_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def digest_of(value: Any, key: str) -> str:
    """The digest of a value of the service with this key. In 2 services, the same value has 2 digests."""
    found = bare(value)
    text = f'"{found}' if isinstance(found, str) else _JSON.encode(found)
    return blake2b(f"{key} {text}".encode(errors="surrogatepass"), digest_size=6).hexdigest()


@lru_cache(4096)  # services have the same fields
def name_of(steps: Steps) -> str:
    """How a line names a value."""
    return sys.intern(in_one_line(steps))


def with_key(values: Mapping[str, str], key: str) -> dict[str, str]:
    """What is remembered of a service, with its key."""
    return {_KEY: key, **values}


def lock_of(folder: Path) -> Path:
    """Where it is written down, in the folder of a PCN."""
    return folder / IMPORTED


def read_lock(folder: Path, shown: str) -> tuple[Remembered | None, list[Problem]]:
    """What is remembered in the folder of a PCN: nothing where there is no file yet, None where it is damaged."""
    path = lock_of(folder)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Remembered(), []
    except (OSError, UnicodeDecodeError):
        fix = "Take it back as it was. If you cannot, delete it: then each difference is for you to decide."
        return None, [Problem(Place(shown), "this file cannot be read", fix, kind="unreadable")]
    services: dict[str, dict[str, str]] = {}
    problems = []
    for at, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(_MARKERS):
            sentence = "2 versions of this file meet here, and git could not join them"
            fix = f"Delete the lines that begin with {', '.join(_MARKERS[:-1])}, and keep all others."
            problems.append(Problem(Place(shown, at), sentence, fix, kind="conflict"))
        elif found := _LINE.fullmatch(line.strip()):
            slug, name, digest = found.groups()
            values = services.setdefault(sys.intern(slug), {})
            digests = dict.fromkeys([*values.get(name, "").split(), digest])
            values[sys.intern(name)] = " ".join(digests)
        else:
            fix = (
                "Delete the line. If that value is not as in the source now, "
                "the next import lists it for you to decide."
            )
            problems.append(Problem(Place(shown, at), "an import did not write this line", fix, kind="wrong"))
    return (None, problems) if problems else (Remembered(services), [])


def damaged(workspace: Workspace, pcns: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the files of some PCNs, at which their next import would stop."""
    for pcn in pcns:
        folder = workspace.root / "content/pcns" / pcn
        yield from (replace(problem, pcn=pcn) for problem in read_lock(folder, workspace.shown(lock_of(folder)))[1])


def lock_text(remembered: Remembered) -> str:
    """The text of the file, its lines sorted, so that git can join what 2 people imported."""
    return _HEAD + "".join(sorted(_lines(remembered)))


def _lines(remembered: Remembered) -> Iterator[str]:
    for slug, values in remembered.services.items():
        for name, digests in values.items():
            yield from (f"{slug} {name} {digest}\n" for digest in digests.split())
