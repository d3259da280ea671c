"""The code of templates, kept in the user's cache folder for the next process, since making it takes long.

What is kept is run as it is. So it never lies in a workspace, which may come from anybody, and its folder has to belong
to the user and be closed to others, or else nothing is kept. What is damaged or of another version is made anew.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

MOST = 1000
"""How many files may be kept. Templates of many workspaces would fill the folder in the end, so it is emptied."""


class Kept(jinja2.BytecodeCache):
    """A file for each template. It counts for the same source, and for what makes code of it now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            digest, _, code = self._file(bucket).read_bytes().partition(b"\n")
            if digest == _digest(bucket, code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            new = self._file(bucket).with_suffix(f".{os.getpid()}.code")
            new.write_bytes(_digest(bucket, code) + b"\n" + code)
            new.replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.code"


def _digest(bucket: Bucket, code: bytes) -> bytes:
    """Of all that a file says and is for. Python's own reader of code would not notice a damaged one."""
    return sha256("\n".join((_version(), bucket.key, bucket.checksum, "")).encode() + code).hexdigest().encode()


@cache
def _version() -> str:
    """What makes code of templates: Python, Jinja and this folder."""
    sources = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return f"{sys.version} {jinja2.__version__} {sha256(sources).hexdigest()}"


def kept() -> Kept | None:
    """What is kept for this user, if there is a place for it."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    try:
        folder = (Path(base) if base else Path.home() / ".cache") / "rolecall"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(folder):
            return None
        if len(files := list(folder.glob("*.code"))) > MOST:
            for file in files:
                file.unlink(missing_ok=True)
    except (OSError, RuntimeError):  # there is no home, or nothing can be written there
        return None
    return Kept(folder)


def _is_private(folder: Path) -> bool:
    found = folder.lstat()
    if os.name == "nt":  # where a user's folder for this is closed to others, and has none of these marks
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
