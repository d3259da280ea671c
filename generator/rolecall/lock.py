"""The addresses that a PCN has given out. Texts and printed sheets carry them, so none is lost without a word.

They stand in `links.lock` beside `pcn.yml`, one a line. Publishing adds new ones; only a person takes one out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from rolecall import addresses
from rolecall.load import YamlFile
from rolecall.load.promised import Promised, promised
from rolecall.pages import Page, Plan
from rolecall.places import Place, Problem
from rolecall.site import Site
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


def lost_addresses(pcn: str, plan: Plan, workspace: Workspace) -> dict[str, str]:
    """The promised addresses that a plan has not, each with the page that is there most likely in its place."""
    text, _ = _lock_text(lock_of(workspace.root, pcn), workspace)
    return {line.address: now for line, now in _lost_lines(text, plan) if line.address}


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
    name = f"{Path(file.file).parent.as_posix()}/{LOCK}"
    for (at, line, address, _), now in _lost_lines(text, plan):
        if address is None:
            fix = "Take out what does not belong here."
            yield Problem(Place(name, at), f'"{line}" is not an address', fix, kind="wrong")
        else:
            yield Problem(
                file.lacking("moved", address) if "moved" in file.node.entries else file.lacking("moved"),
                f"/{address} was published, and this site has no such page any more ({name}, line {at})",
                f"Bring the page back, or say where it is now: moved: {{{address}: {now}}}",
                kind="address",
            )


def _lost_lines(text: str, plan: Plan) -> Iterator[tuple[Promised, str]]:
    """The lines of a lock that a plan does not keep, each with the page in its place, or that are no addresses."""
    there = {part.address for part in plan.parts}
    named = {page.address for page in plan.pages if page.kind in ("surgery", "service")}
    lines = [*promised(text)]
    known = {line.address or "" for line in lines}
    for line in lines:
        if line.address is None:
            yield line, ""
        elif line.address not in there:
            yield line, _new_in_its_place(line.address, named - known) or nearest_above(line.address, there)


def _new_in_its_place(address: str, new: Collection[str]) -> str:
    """The page that was most likely this one, among those that nobody knew yet. Empty where none is like it."""
    parts = address.split("/")
    alike = [page for page in new if _fits(parts, page.split("/"))]
    near = get_close_matches(address, sorted(alike), n=1, cutoff=0.7)
    return near[0] if near else alike[0] if len(alike) == 1 else ""


def _fits(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether 2 addresses are of the same kind of page: only the part differs that a surgery or service is named by."""
    differs = [at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
    return len(old) == len(new) and differs == [1] and len(old) > 2


def nearest_above(address: str, there: Collection[str]) -> str:
    """The nearest page above an address that is gone: services/old/ gives services/."""
    parts = address.rstrip("/").split("/")[:-1]
    nearest_first = ("/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1))
    return next((address for address in nearest_first if address in there), addresses.ROLES)


def given_out(lock: Path) -> list[str]:
    """The addresses that a PCN has given out, in their order."""
    text = lock.read_text(encoding="utf-8-sig") if lock.exists() else ""
    return [line.address for line in promised(text) if line.address]


def codes_of(site: Site) -> dict[str, str]:
    """The codes of surgeries, by the addresses of their pages."""
    return {surgery.address: surgery.practice.ods_code for surgery in site.practices}


def keep(lock: Path, addresses: Sequence[str], codes: Mapping[str, str] = MappingProxyType({})) -> int:
    """Write addresses that are new at the end of the lock, and the `codes` of surgeries beside theirs.

    Gives how many are new.
    """
    text = lock.read_text(encoding="utf-8-sig") if lock.exists() else ""
    lines, known = text.splitlines(), set[str]()
    for at, line, address, code in promised(text):
        known.add(address or "")
        if address and not code and address in codes and "#" not in line:
            lines[at - 1] = _line(address, codes)
    new = [address for address in dict.fromkeys(addresses) if address and address not in known]
    whole = "".join(f"{line}\n" for line in lines) or _HEAD
    whole += "".join(f"{_line(address, codes)}\n" for address in new)
    if new or (text and whole != (text if text.endswith("\n") else text + "\n")):
        write_all({lock: whole.encode()})
    return len(new)


def _line(address: str, codes: Mapping[str, str]) -> str:
    return f"/{address} # {codes[address]}" if address in codes else f"/{address}"
