"""The addresses that a PCN has given out. Texts and printed sheets carry them, so none is lost without a word.

They stand in `links.lock` beside `pcn.yml`, one a line. Publishing adds new ones; only a person takes one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rolecall import addresses
from rolecall.load import YamlFile
from rolecall.pages import Page, Plan
from rolecall.places import Place, Problem
from rolecall.workspace import LOCK, Workspace
from rolecall.writing import write_all

_HEAD = """\
# Addresses of this site that texts, printed sheets and other websites may carry. Each of them has to keep working.
# `rolecall publish` adds new ones. Keep this file with your others, and take no line out.
"""


def lock_of(root: Path, pcn: str) -> Path:
    """Where the addresses of a PCN are written down."""
    return root / "content/pcns" / pcn / LOCK


def lasting(pages: Sequence[Page]) -> tuple[str, ...]:
    """The addresses among these that are promised, in their order."""
    return tuple(page.address for page in pages if page.lasts)


def lost(pcn: str, plan: Plan, file: YamlFile, workspace: Workspace) -> list[Problem]:
    """The promised addresses that would be lost if this were published now. Reads the lock and writes nothing.

    `file` is the PCN's `pcn.yml`.
    """
    text, unread = _lock_text(lock_of(workspace.root, pcn), workspace)
    return [*unread, *_lost(text, plan, file)]


def _lock_text(lock: Path, workspace: Workspace) -> tuple[str, list[Problem]]:
    if lock.is_dir():
        sentence = "this is a folder, and a file is expected here"
        return "", [Problem(Place(workspace.shown(lock)), sentence, "Move it away.", kind="misplaced")]
    try:
        return (lock.read_text(encoding="utf-8-sig") if lock.exists() else ""), []
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fix = "Take back the file as it was, or save it with the encoding UTF-8."
        return "", [Problem(Place(workspace.shown(lock), line), "this character is not UTF-8", fix, kind="unreadable")]


def _lost(text: str, plan: Plan, file: YamlFile) -> Iterator[Problem]:
    there = {part.address for part in plan.parts}
    name = f"{Path(file.file).parent.as_posix()}/{LOCK}"
    for at, line in enumerate(text.splitlines(), 1):
        address = line.strip().lstrip("/")
        if not line.strip() or line.startswith("#"):
            continue
        if not re.fullmatch(r"([a-z0-9-]+/)*", address):
            fix = "Take out what does not belong here."
            yield Problem(Place(name, at), f'"{line}" is not an address', fix, kind="wrong")
        elif address not in there:
            yield Problem(
                file.lacking("moved", address) if "moved" in file.node.entries else file.lacking("moved"),
                f"/{address} was published, and this site has no such page any more ({name}, line {at})",
                f"Bring the page back, or say where it is now: moved: {{{address}: {_above(address, there)}}}",
                kind="address",
            )


def _above(address: str, there: set[str]) -> str:
    """The nearest page above an address that is gone: services/old/ gives services/."""
    parts = address.rstrip("/").split("/")[:-1]
    nearest_first = ("/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1))
    return next((address for address in nearest_first if address in there), addresses.ROLES)


def keep(lock: Path, addresses: Sequence[str]) -> int:
    """Write addresses that are new at the end of the lock. Gives how many."""
    text = lock.read_text(encoding="utf-8-sig") if lock.exists() else ""
    known = {line.strip().lstrip("/") for line in text.splitlines() if not line.startswith("#")}
    new = [address for address in dict.fromkeys(addresses) if address and address not in known]
    if new:
        start = text if not text or text.endswith("\n") else text + "\n"
        whole = (start or _HEAD) + "".join(f"/{address}\n" for address in new)
        write_all({lock: whole.encode()})
    return len(new)
