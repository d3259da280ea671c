"""Files that people keep, written whole: all of them or none. The one module that writes into a workspace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


def write_all(files: Mapping[Path, bytes]) -> None:
    """Each file holds its new bytes, or else none of them was touched.

    All are written and synced beside their places before the first is put in place, so that a full disk or a cut
    leaves no file short. OSError names the file that cannot be written. One that is read-only is not written over.
    """
    made: list[Path] = []
    beside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            with _named(path):
                place = path.resolve()
                made += _made_folders(place.parent)
                beside[place] = _written_beside(place, data)
        _put_in_place(beside)
    except BaseException:
        for new in beside.values():
            new.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # somebody else has put a file there
                folder.rmdir()
        raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error within names `path`: that of a full disk, for example, names no file."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror or str(error), str(path)) from error


def _made_folders(folder: Path) -> list[Path]:
    """The folders that had to be made, outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _written_beside(place: Path, data: bytes) -> Path:
    if place.exists() and not place.is_file():
        raise IsADirectoryError(None, "there is a folder with this name")
    if place.exists() and not place.stat().st_mode & 0o222:
        raise PermissionError(None, "this file is read-only")
    new = place.with_name(f".{place.name[:100]}.{os.getpid()}.new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, new)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _put_in_place(beside: Mapping[Path, Path]) -> None:
    """Rename each file to its place. Where one cannot be, those before it get their old bytes back."""
    before = {place: place.read_bytes() if place.exists() else None for place in beside}
    done: list[Path] = []
    try:
        for place, new in beside.items():
            with _named(place):
                new.replace(place)
            done.append(place)
    except BaseException:
        for place in done:
            if (old := before[place]) is None:
                place.unlink(missing_ok=True)
            else:
                place.write_bytes(old)
        raise
    for folder in {place.parent for place in beside}:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """The renames in a folder last through a loss of power, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
