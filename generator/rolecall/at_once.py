"""Several changes of a workspace as one: files written, files and folders that go. All of it is done, or nothing.

What was there before is kept in `.rolecall/undo` until all is done. Where that was cut off, `undone` brings it back.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rolecall.turns import alone
from rolecall.writing import NotWritten, clear_beside, take_away, write_all

_UNDO = Path(".rolecall/undo")
_LIST = "list.json"
_NONE: Mapping[Path, Path] = MappingProxyType({})


def do_all(root: Path, files: Mapping[Path, bytes | str | None], folders: Mapping[Path, Path] = _NONE) -> None:
    """Each file of a workspace holds its new bytes, or is gone where they are None; then each folder is where it goes.

    NotWritten, or another OSError, where one of all that cannot be: then nothing is.
    """
    if not files and not folders:
        return
    made = _folders_above([root / _UNDO])
    try:
        root.mkdir(parents=True, exist_ok=True)
        with alone(root):
            undone(root)
            _keep(root, files, folders, made)
            try:
                write_all({path: data for path, data in files.items() if data is not None})
                take_away([path for path, data in files.items() if data is None])
                for old, new in folders.items():
                    new.parent.mkdir(parents=True, exist_ok=True)
                    old.rename(new)
                _forget(root)
            except BaseException:
                _bring_back(root, _listed(root))
                raise
    finally:
        _without_empty(made)


def undone(root: Path) -> list[str] | None:
    """Bring back what was there before a change that was cut off. Gives the files that somebody has edited since.

    Those stay as they are. None where nothing was cut off. Who looks while another program is at work waits for it.
    """
    if not any((root / _UNDO.parent).glob(f"{_UNDO.name}*")):
        return None
    with alone(root):
        listed = _listed(root)
        edited = _bring_back(root, listed) if listed else None
        for begun in (root / _UNDO.parent).glob(f"{_UNDO.name}*"):
            shutil.rmtree(begun, ignore_errors=True)
    return edited


def _keep(
    root: Path, files: Mapping[Path, bytes | str | None], folders: Mapping[Path, Path], made: Iterable[Path]
) -> None:
    """Write down what is there before, and what is to be."""
    new = root / f"{_UNDO}.{os.getpid()}"
    try:
        new.mkdir(parents=True)
        steps = []
        for at, (path, data) in enumerate(files.items()):
            is_there = path.is_file()
            if is_there:
                _second_name(path, new / str(at))
            steps.append([_below(root, path), is_there, _digest(data)])
        empty = _folders_above([*files, *folders.values()])
        listed = {
            "process": os.getpid(),
            "files": steps,
            "folders": [[_below(root, old), _below(root, where)] for old, where in folders.items()],
            "made": [_below(root, folder) for folder in {*made, *empty} if root in folder.parents],
        }
        with (new / _LIST).open("w", encoding="utf-8") as file:
            json.dump(listed, file)
            file.flush()
            os.fsync(file.fileno())
        new.rename(root / _UNDO)
    except BaseException as error:
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, OSError):
            raise NotWritten(error.errno, error.strerror or str(error), str(root / _UNDO)) from error
        raise


def _below(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _second_name(path: Path, kept: Path) -> None:
    """The file, kept. What is written in its place is another file, so that a second name is enough."""
    try:
        os.link(os.path.realpath(path), kept)
    except OSError:  # not every disk can give a file 2 names
        shutil.copy2(path, kept)


def _folders_above(paths: Iterable[Path]) -> list[Path]:
    """The folders around these that are not there yet, outermost first."""
    return sorted({above for path in paths for above in path.parents if not above.exists()})


def _without_empty(folders: Iterable[Path]) -> None:
    for folder in sorted(folders, reverse=True):
        with suppress(OSError):  # somebody has put a file there
            folder.rmdir()


class _Listed(NamedTuple):
    """What a change was to do. Paths are those below the workspace."""

    process: int
    files: Sequence[tuple[str, bool, str]]
    """Each with whether it was there, and the digest of what it was to say. No digest where it was to go."""
    folders: Sequence[tuple[str, str]]
    """Where each was, and where it was to be."""
    made: Sequence[str]
    """The folders that were not there."""


def _listed(root: Path) -> _Listed | None:
    """What is to be undone. None where there is nothing, or where it would lead out of the workspace.

    The workspace may come from anybody.
    """
    kept = root / _UNDO
    try:
        found = json.loads((kept / _LIST).read_text(encoding="utf-8"))
        files = [(str(path), bool(was_there), str(digest)) for path, was_there, digest in found["files"]]
        folders = [(str(old), str(new)) for old, new in found["folders"]]
        listed = _Listed(int(found["process"]), files, folders, [str(path) for path in found["made"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    inside = os.path.realpath(root)
    paths = [*listed.made, *(path for path, *_ in files), *(path for pair in folders for path in pair)]
    real = (os.path.realpath(path) for path in [*(root / path for path in paths), *kept.iterdir()])
    return listed if all(Path(path).is_relative_to(inside) for path in real) else None


def _bring_back(root: Path, listed: _Listed | None) -> list[str]:
    if listed is None:
        return []
    for was, where in reversed(listed.folders):
        if (root / where).is_dir() and not (root / was).exists():
            (root / where).rename(root / was)
    edited = []
    for at, (path, was_there, digest) in enumerate(listed.files):
        now, old = root / path, root / _UNDO / str(at)
        clear_beside(now, listed.process)
        if was_there and not old.is_file():
            continue  # It was brought back before, and that was cut off too.
        there = now.read_bytes() if now.is_file() else None
        if there == (old.read_bytes() if was_there else None):
            continue
        if _digest(there) != digest:
            edited.append(path)
        elif was_there:
            _put_back(old, now)
        else:
            now.unlink()
    _without_empty(root / folder for folder in listed.made)
    _forget(root)
    return edited


def _put_back(old: Path, now: Path) -> None:
    """The kept file is where it was. That needs no room on a full disk."""
    try:
        old.replace(os.path.realpath(now))
    except OSError:  # a link leads to another disk
        write_all({now: old.read_bytes()})


def _forget(root: Path) -> None:
    """All is done, or undone: from here on there is nothing to bring back."""
    done = root / f"{_UNDO}.{os.getpid()}.done"
    (root / _UNDO).rename(done)
    shutil.rmtree(done, ignore_errors=True)


def _digest(data: bytes | str | None) -> str:
    if data is None:
        return ""
    return blake2b(data.encode() if isinstance(data, str) else data, digest_size=16).hexdigest()
