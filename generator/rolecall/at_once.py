"""Several changes of a workspace as one: files written, files and folders that go. All of it is done, or nothing.

What was there before is kept in `.rolecall/undo` until all is done. Where that was cut off, `undone` brings it back.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from rolecall.writing import write_all

_UNDO = Path(".rolecall/undo")
_LIST = "list.json"


def do_all(root: Path, files: Mapping[str, bytes | None], folders: Mapping[str, str]) -> None:
    """Each file of a workspace holds its new bytes, or is gone where they are None; then each folder is where it goes.

    Paths are those below `root`. NotWritten, or another OSError, where one of all that cannot be: then nothing is.
    """
    undone(root)
    _keep(root, files, folders)
    try:
        write_all({root / path: data for path, data in files.items() if data is not None})
        for path in (path for path, data in files.items() if data is None):
            (root / path).unlink(missing_ok=True)
        for old, new in folders.items():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)
    except BaseException:
        _bring_back(root, root / _UNDO)
        raise
    _forget(root)


def undone(root: Path) -> list[str] | None:
    """Bring back what was there before a change that was cut off. Gives the files that somebody has edited since.

    Those stay as they are. None where nothing was cut off.
    """
    kept = root / _UNDO
    return _bring_back(root, kept) if kept.is_dir() and not _is_at_work(kept) else None


def _keep(root: Path, files: Mapping[str, bytes | None], folders: Mapping[str, str]) -> None:
    new = root / f"{_UNDO}.{os.getpid()}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for at, path in enumerate(files):
        if (root / path).is_file():
            shutil.copy2(root / path, new / str(at))
    steps = [[path, (new / str(at)).exists(), _digest(data)] for at, (path, data) in enumerate(files.items())]
    listed = {"process": os.getpid(), "files": steps, "folders": [*folders.items()]}
    with (new / _LIST).open("w", encoding="utf-8") as file:
        json.dump(listed, file)
        file.flush()
        os.fsync(file.fileno())
    new.rename(root / _UNDO)


def _bring_back(root: Path, kept: Path) -> list[str]:
    listed = json.loads((kept / _LIST).read_text(encoding="utf-8"))
    for old, new in reversed(listed["folders"]):
        if (root / new).is_dir() and not (root / old).exists():
            (root / new).rename(root / old)
    edited = []
    for at, (path, was_there, digest) in enumerate(listed["files"]):
        now, old = root / path, kept / str(at)
        there = now.read_bytes() if now.is_file() else None
        before = old.read_bytes() if was_there else None
        if there == before:
            continue
        if _digest(there) != digest:
            edited.append(path)
        elif was_there:
            write_all({now: old.read_bytes()})
        else:
            now.unlink()
            _without_empty_folders(now.parent, root)
    _forget(root)
    return edited


def _without_empty_folders(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _forget(root: Path) -> None:
    """All is done, or undone: from here on there is nothing to bring back."""
    done = root / f"{_UNDO}.{os.getpid()}.done"
    (root / _UNDO).rename(done)
    shutil.rmtree(done, ignore_errors=True)


def _is_at_work(kept: Path) -> bool:
    """Whether the program that wrote this is still there."""
    process = json.loads((kept / _LIST).read_text(encoding="utf-8"))["process"]
    if os.name == "nt" or process == os.getpid():
        return False  # Windows knows no way to ask that ends nothing
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _digest(data: bytes | None) -> str:
    return blake2b(data, digest_size=16).hexdigest() if data is not None else ""
