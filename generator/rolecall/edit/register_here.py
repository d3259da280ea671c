"""The NHS register of PCNs, where its file lies in the folder of a site: what can be chosen instead of typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from rolecall.editing.given import folded
from rolecall.exchange.register import RegisterPCN, read_register
from rolecall.workspace import SOURCES

LARGEST = 30 * 1024 * 1024
"""Bytes of a file that is looked into. The whole register has 2 million."""

MOST_FILES = 12
"""Files that are looked into, the newest first."""

SHOWN = 12
"""PCNs that are shown at once."""

_Stamp = tuple[tuple[Path, int, int], ...]


class RegisterHere:
    """The register in a folder, read once as long as its files stay as they are."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: tuple[_Stamp, date, tuple[RegisterPCN, ...]] | None = None

    def pcns(self, today: date) -> tuple[RegisterPCN, ...]:
        """The open PCNs of the newest register that is here. None where there is none."""
        files = sorted(_tables(self._root), key=lambda file: -file[1])[:MOST_FILES]
        stamp = tuple(files)
        if self._read is None or self._read[:2] != (stamp, today):
            self._read = stamp, today, _newest([path for path, _, _ in files], today)
        return self._read[2]

    def with_code(self, code: str, today: date) -> RegisterPCN | None:
        """The PCN that has a code in the register."""
        wanted = code.strip().upper()
        return next((pcn for pcn in self.pcns(today) if pcn.ods_code == wanted), None)


def found(pcns: Sequence[RegisterPCN], words: str) -> list[RegisterPCN]:
    """The PCNs that have all of these words in their names and codes, or in those of their surgeries.

    Those that have them in their own name come first.
    """
    wanted = folded(words).casefold().split()

    def has(text: str) -> bool:
        return all(word in text.casefold() for word in wanted)

    first = [pcn for pcn in pcns if has(f"{pcn.name} {pcn.register_name} {pcn.ods_code}")]
    rest = [pcn for pcn in pcns if pcn not in first and has(_all_of(pcn))]
    return [*first, *rest] if wanted else []


def _all_of(pcn: RegisterPCN) -> str:
    surgeries = (f"{each.name} {each.register_name} {each.ods_code}" for each in pcn.practices)
    return " ".join((pcn.name, pcn.register_name, pcn.ods_code, *surgeries))


def _tables(root: Path) -> Iterator[tuple[Path, int, int]]:
    """The workbooks and CSV files in a folder and in those that lie in it, but for what sites are made of."""
    folders = [root]
    if root.is_dir():
        folders += [path for path in sorted(root.iterdir()) if path.is_dir() and _may_have(path)]
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix.lower() in (".xlsx", ".csv") and path.is_file() and path.name[0] not in ".~":
                stat = path.stat()
                if stat.st_size <= LARGEST:
                    yield path, stat.st_mtime_ns, stat.st_size


def _may_have(folder: Path) -> bool:
    return not folder.is_symlink() and folder.name[0] != "." and folder.name not in (*SOURCES, "site", "node_modules")


def _newest(paths: Sequence[Path], today: date) -> tuple[RegisterPCN, ...]:
    tables = [path for path in paths if path.suffix.lower() == ".csv"]
    sets = [[path] for path in paths if path.suffix.lower() == ".xlsx"]
    sets += [[path for path in tables if path.parent == folder] for folder in dict.fromkeys(map(_folder, tables))]
    for files in sorted(sets, key=lambda files: min(map(paths.index, files))):
        register, _ = read_register(files, today=today)
        if register.pcns:
            return register.pcns
    return ()


def _folder(path: Path) -> Path:
    return path.parent
