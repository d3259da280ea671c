"""Files that people keep, written whole: all of them or none. The one module that writes into a workspace."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ABANDONED = 3600
"""Seconds after which a file that was never put in place is cleared away."""


class NotWritten(OSError):
    """Why one file cannot be written, so that none was touched. It names that file."""


def write_all(files: Mapping[Path, bytes | str]) -> None:
    """Each file holds its new bytes, or its text in UTF-8, or else none of them was touched.

    All are written and synced beside their places before the first is put in place, so that a full disk or a cut
    leaves no file short. NotWritten names the file that cannot be written. One that is read-only is not written over.
    """
    made: list[Path] = []
    beside: dict[Path, Path] = {}
    try:
        places = {path: Path(os.path.realpath(path)) for path in files}
        clear_abandoned(places.values())
        for path, data in files.items():
            with _named(path):
                place = places[path]
                _make_folders(place.parent, made)
                beside[place] = _written_beside(place, data if isinstance(data, bytes) else data.encode())
        _put_in_place(beside)
    except BaseException:
        for new in beside.values():
            new.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # somebody else has put a file there
                folder.rmdir()
        raise


def take_away(files: Collection[Path]) -> None:
    """Files that are to be there no more, each gone. NotWritten names one that cannot go."""
    for path in files:
        with _named(path):
            path.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        _sync_folder(folder)


def clear_beside(path: Path, process: int) -> None:
    """Clear away what a program that was cut off left beside a file. `process` is its number."""
    place = Path(os.path.realpath(path))
    for kind in ("new", "old"):
        with suppress(OSError):
            _beside(place, kind, process).unlink(missing_ok=True)


def _beside(place: Path, kind: str, process: int) -> Path:
    return place.with_name(f".{place.name[:100]}.{process}.{kind}")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error within names `path`: that of a full disk, for example, names no file."""
    try:
        yield
    except OSError as error:
        raise NotWritten(error.errno, error.strerror or str(error), str(path)) from error


def _make_folders(folder: Path, made: list[Path]) -> None:
    """A folder with those that it needs. `made` holds each as soon as it is there, outermost first."""
    if folder.is_dir():
        return
    for path in (*reversed(folder.parents), folder):
        if not path.is_dir():
            path.mkdir()
            made.append(path)


def clear_abandoned(places: Collection[Path]) -> None:
    """Clear away what a program that was cut off long ago left beside these places."""
    names = {(place.parent, place.name[:100]) for place in places}
    for folder in {place.parent for place in places}:
        for left in folder.glob(".*.*[0-9].[no][el][wd]"):
            if (folder, left.name[1:].rsplit(".", 2)[0]) in names:
                with suppress(FileNotFoundError):
                    if time.time() - left.stat().st_mtime > ABANDONED:
                        left.unlink()


def _written_beside(place: Path, data: bytes) -> Path:
    if place.exists() and not place.is_file():
        raise IsADirectoryError(None, "there is a folder with this name")
    if place.exists() and not place.stat().st_mode & 0o222:
        raise PermissionError(None, "this file is read-only")
    new = _beside(place, "new", os.getpid())
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
    """Rename each file to its place. Where one cannot be, those before it are again what they were."""
    kept: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for place in beside:
            with _named(place):
                if place.exists():
                    kept[place] = _kept_beside(place)
        for place, new in beside.items():
            with _named(place):
                new.replace(place)
            done.append(place)
    except BaseException:
        for place in done:
            if place in kept:
                kept[place].replace(place)
            else:
                place.unlink(missing_ok=True)
        raise
    finally:
        for old in kept.values():
            old.unlink(missing_ok=True)
    for folder in {place.parent for place in beside}:
        _sync_folder(folder)


def _kept_beside(place: Path) -> Path:
    """The file under a second name. To bring it back then needs no room on a full disk."""
    old = _beside(place, "old", os.getpid())
    try:
        os.link(place, old)
    except OSError:  # not every disk can give a file 2 names
        shutil.copy2(place, old)
    return old


def _sync_folder(folder: Path) -> None:
    """The renames in a folder last through a loss of power, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
