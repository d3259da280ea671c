"""The files that sites are made of, as digests: what a later build compares, to know what has changed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from rolecall import __version__
from rolecall.workspace import LOCK, SOURCES, Workspace

_READ_WHOLE = ("content/pages", "roles", "theme")
_CODE = re.compile(rb"\b[A-Za-z][0-9]{5}\b")
"""What looks like a code of the NHS register. Only texts with such a part in common can claim the same code."""


class Files(NamedTuple):
    """Some files, as they were at a moment."""

    digest: str
    """Of their names and bytes."""
    stamp: str
    """Of their names and of when each last changed. Equal before and after they were read, they stood still."""
    looks: str = ""
    """The digest of those that make pages of data: templates, theme, code and packages."""
    but_services: str = ""
    """The digest without services for several PCNs, of which a site has its own."""


class Inputs(NamedTuple):
    """What the site of a PCN is made of, beside what all PCNs share."""

    files: Files
    """The files in its folder, but for its lock."""
    lock: str
    """The digest of its lock. A build reads it, and writes new addresses into it."""
    codes: frozenset[bytes]
    """What looks like a code in its `pcn.yml`. 2 PCNs with the same code are a problem of both."""


def digest_of(*parts: bytes | str) -> str:
    """The digest of some bytes or texts, in their order."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part.encode(errors="surrogateescape") if isinstance(part, str) else part
        found.update(b"%d " % len(data))
        found.update(data)
    return found.hexdigest()


def shared_files(workspace: Workspace) -> Files:
    """What all PCNs share: the shared files, templates and theme, Rolecall itself and the packages it is made with."""
    found, services = _Found(), _Found()
    for base in dict.fromkeys((workspace.shipped, workspace.root)):
        found.add("", base, _top(base, workspace))
        services.add("", base, _for_several(base, workspace))
    code = Path(__file__).parent
    found.add("code", code, ((path, name) for path, name in _below(code, workspace, {code}) if name.endswith(".py")))
    files, more = found.files(__version__, sys.version.split(".", 2)[1], *_packages()), services.files()
    digest, stamp = digest_of(files.digest, more.digest), digest_of(files.stamp, more.stamp)
    return Files(digest, stamp, files.looks, files.digest)


def inputs_of(workspace: Workspace, pcn: str) -> Inputs:
    """What the site of a PCN is made of at this moment."""
    folder = workspace.root / "content/pcns" / pcn
    found = _Found()
    lock, codes = "", frozenset[bytes]()
    if workspace.holds(folder):
        names = [*_below(folder, workspace, {folder})]
        found.add("", folder, ((path, name) for path, name in names if name != LOCK))
        lock = _Found().add("", folder, ((path, name) for path, name in names if name == LOCK)).files().digest
        codes = frozenset(code.upper() for code in _CODE.findall(found.texts.get("pcn.yml", b"")))
    return Inputs(found.files(), lock, codes)


Stamps = frozenset[tuple[str, tuple[int, ...]]]
"""Some files by their paths, and how the disk knows each. Whoever writes one changes that."""


def stamps_of(workspace: Workspace, pcn: str) -> tuple[Stamps, Stamps]:
    """Of the files that all PCNs share, and of those in the PCN's folder. None is read, so it is quick to know."""
    folder = workspace.root / "content/pcns" / pcn
    bases = (workspace.shipped, workspace.root)
    shared = [path for base in bases for found in (_top, _for_several) for path, _ in found(base, workspace)]
    local = [path for path, _ in _below(folder, workspace, {folder})] if workspace.holds(folder) else []
    return frozenset((path, _seen(path)) for path in shared), frozenset((path, _seen(path)) for path in local)


def sharing_codes(inputs: Mapping[str, Inputs]) -> dict[str, frozenset[str]]:
    """The PCNs that have to be looked at together, of each PCN: those that may claim the same code, and itself."""
    with_code: dict[bytes, set[str]] = {}
    for pcn, found in inputs.items():
        for code in found.codes:
            with_code.setdefault(code, set()).add(pcn)
    groups = {pcn: frozenset([pcn]) for pcn in inputs}
    for pcns in with_code.values():
        if len(pcns) > 1:
            group = frozenset[str]().union(*(groups[pcn] for pcn in pcns))
            groups |= dict.fromkeys(group, group)
    return groups


class _Found:
    """Files as they are read one after the other."""

    def __init__(self) -> None:
        self.data, self.stamp, self.looks = (blake2b(digest_size=16) for _ in range(3))
        self.texts: dict[str, bytes] = {}

    def add(self, label: str, folder: Path, paths: Iterator[tuple[str, str]]) -> _Found:
        """Take in files by their path and their name. What is no file, or cannot be read, counts by what it is."""
        for path, name in paths:
            data, seen = _read(path)
            known = f"{label}/{name}".encode(errors="surrogateescape")
            self.data.update(b"%d %d " % (len(known), len(data)) + known)
            self.data.update(data)
            if label == "code" or name.startswith("theme/"):
                self.looks.update(b"%d %d " % (len(known), len(data)) + known + data)
            self.stamp.update(known + b"%d %d %d %d " % seen)
            if name == "pcn.yml":
                self.texts[name] = data
        return self

    def files(self, *more: str) -> Files:
        for found in (self.data, self.looks):
            found.update(digest_of(*more).encode())
        return Files(self.data.hexdigest(), self.stamp.hexdigest(), self.looks.hexdigest())


def _read(path: str) -> tuple[bytes, tuple[int, int, int, int]]:
    """The bytes of a file, and how the disk knows it. Of what is no file, or is a link, also what it is."""
    what = b""
    try:
        if os.path.islink(path):
            what = b"link " + os.fsencode(os.readlink(path))
        stat = os.stat(path)
        seen = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        if not S_ISREG(stat.st_mode):
            return what + b"kind %o" % stat.st_mode, (0, 0, 0, 0)
        with open(path, "rb") as file:
            return what + file.read(), seen
    except OSError as error:
        return what + b"error %d" % (error.errno or 0), (0, 0, 0, 0)


def _seen(path: str) -> tuple[int, ...]:
    """How the disk knows a file at this moment. Of what is no file, or cannot be seen, what it is."""
    try:
        stat = os.stat(path)
    except OSError as error:
        return (error.errno or 0,)
    if not S_ISREG(stat.st_mode):
        return (stat.st_mode,)
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _top(base: Path, workspace: Workspace) -> Iterator[tuple[str, str]]:
    """What all PCNs share in a workspace, or among the shipped files: path and name, sorted."""
    for name in _READ_WHOLE:
        yield from _folder(base, name, workspace)
    for name in ("", "content", "content/pcns"):
        for entry in _entries(base / name) if workspace.holds(base / name) else ():
            if not _is_folder(entry) if name else entry.name.lower() in SOURCES:
                yield entry.path, f"{name}/{entry.name}"  # it is a mistake that is told, whatever is in it


def _for_several(base: Path, workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The services for several PCNs. Where there are some, also the PCNs, any of which they may name."""
    yield from _folder(base, "content/services", workspace)
    if any(_entries(base / "content/services")) and workspace.holds(base / "content/pcns"):
        yield from ((entry.path, f"content/pcns/{entry.name}") for entry in _entries(base / "content/pcns"))


def _folder(base: Path, name: str, workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Whatever is in a folder below `base`, unless it leads outside."""
    folder = base / name
    if folder.is_dir() and workspace.holds(folder):
        yield from ((path, f"{name}/{below}") for path, below in _below(folder, workspace, {folder.resolve()}))


def _below(folder: Path | str, workspace: Workspace, seen: set[Path]) -> Iterator[tuple[str, str]]:
    """Whatever is in a folder and the folders in it: path, and name from there, sorted. Nothing outside is entered."""
    for entry in _entries(folder):
        if _is_folder(entry):
            inside = Path(entry.path)
            if entry.is_symlink():
                yield entry.path, entry.name
                inside = inside.resolve()
                if inside in seen or not workspace.holds(inside):
                    continue
            yield entry.path, entry.name
            for path, name in _below(entry.path, workspace, seen | {inside}):
                yield path, f"{entry.name}/{name}"
        else:
            yield entry.path, entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether something is a folder, or a link to one. A link that leads to itself is not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    """What is in a folder, sorted, but for what is hidden. Nothing where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if entry.name[0] != "."), key=lambda entry: entry.name)
    except OSError:
        return []


def _packages() -> Iterator[str]:
    """The packages that Rolecall needs, with their versions."""
    try:
        needed = requires("rolecall") or []
    except PackageNotFoundError:  # run from its files, without having been installed
        needed = []
    for line in needed:
        if "extra ==" not in line:
            name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
            try:
                yield f"{name} {version(name)}"
            except PackageNotFoundError:
                yield name
