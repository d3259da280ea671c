"""The addresses that a PCN has given out. Texts and printed sheets carry them, so none is lost without a word.

They stand in `links.lock` beside `pcn.yml`, one a line. Publishing adds new ones; only a person takes one out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from rolecall import addresses
from rolecall.at_once import do_all
from rolecall.load import YamlFile
from rolecall.load.promised import promised
from rolecall.pages import Page, Plan
from rolecall.places import Place, Problem
from rolecall.site import Site
from rolecall.turns import alone
from rolecall.workspace import LOCK, Workspace
from rolecall.yamltext import YamlFields, YamlText

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
    there = {part.address for part in plan.parts}
    known = {line.address for line in promised(text)}
    gone = [address for address in sorted(filter(None, known)) if address not in there]
    free = {page.address for page in plan.pages if page.kind in ("surgery", "service") and page.address not in known}
    now_at = _each_in_its_place(gone, free)
    return {address: now_at[address] or nearest_above(address, there) for address in gone}


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
    lines = [*promised(text)]
    gone = [line.address for line in lines if line.address is not None and line.address not in there]
    known = {line.address for line in lines}
    fix = f"Bring the page back, or say where it is now{_all_moved(gone, known, plan, file)}" if gone else ""
    for at, line, address, _ in lines:
        if address is None:
            out = "Take out what does not belong here."
            yield Problem(Place(name, at), f'"{line}" is not an address', out, kind="wrong")
        elif address not in there:
            yield Problem(
                file.lacking("moved", address) if "moved" in file.node.entries else file.lacking("moved"),
                f"/{address} was published, and this site has no such page any more ({name}, line {at})",
                fix,
                kind="address",
            )


def _all_moved(gone: Sequence[str], known: Set[str | None], plan: Plan, file: YamlFile) -> str:
    """The advice to write all that moved as one line: what is said there already, and what would be lost."""
    pages = {page.address: page.kind for page in plan.pages}
    there = {part.address for part in plan.parts}
    node = file.node.entries.get("moved")
    entries = node.entries.items() if isinstance(node, YamlFields) else ()
    old = {key: value.value for key, value in entries if isinstance(value, YamlText)}
    kept = {key: now for key, now in old.items() if pages.get(_plain(key), "moved") == "moved"}
    taken = {_plain(now) for now in kept.values()}
    free = {
        address for address, kind in pages.items() if kind in ("surgery", "service") and address not in known | taken
    }
    now_at = _each_in_its_place(gone, free)
    pairs = {key: now_at.get(_plain(now), now) for key, now in kept.items()}
    pairs |= {address: now_at[address] or nearest_above(address, there) for address in gone}
    before = f'. In place of "moved" in line {file.node.keys["moved"].line}, write' if kept else ":"
    return f"{before} moved: {{{', '.join(f'{key}: {now}' for key, now in pairs.items())}}}"


def _plain(address: str) -> str:
    """An address as pages have it, of one that a person typed."""
    return address if addresses.is_elsewhere(address) else f"{address.strip('/')}/"


def _each_in_its_place(gone: Sequence[str], free: Collection[str]) -> dict[str, str]:
    """The page that each was most likely, each of them of one alone. Empty where none is like it."""
    found = dict.fromkeys(gone, "")
    left = set(free)
    for address in gone:
        near = get_close_matches(address, sorted(_alike(address, left)), n=1, cutoff=0.7)
        found[address] = near[0] if near else ""
        left -= {*near}
    for address in gone:
        # A lone one without a page, and a lone new page of its kind: it has got another name.
        rest = [other for other in gone if not found[other] and _fits(address.split("/"), other.split("/"))]
        alike = _alike(address, left)
        if not found[address] and not rest and len(alike) == 1:
            found[address] = alike[0]
    return found


def _alike(address: str, new: Collection[str]) -> list[str]:
    return [page for page in new if _fits(address.split("/"), page.split("/"))]


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


def keep(root: Path, pcn: str, addresses: Sequence[str], codes: Mapping[str, str] = MappingProxyType({})) -> int:
    """Write addresses that are new at the end of a PCN's lock, and the `codes` of surgeries beside theirs.

    Gives how many are new.
    """
    with alone(root):
        return _keep(root, lock_of(root, pcn), addresses, codes)


def _keep(root: Path, lock: Path, addresses: Sequence[str], codes: Mapping[str, str]) -> int:
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
        do_all(root, {lock: whole.encode()})
    return len(new)


def _line(address: str, codes: Mapping[str, str]) -> str:
    return f"/{address} # {codes[address]}" if address in codes else f"/{address}"
