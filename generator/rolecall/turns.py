"""Programs that change a workspace do so one after the other, so that none writes what another has just replaced."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from rolecall.writing import NotWritten

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 60
"""Seconds after which nobody waits any more for another program."""

_in_this_program = RLock()
_mine: set[str] = set()


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Nobody else changes the workspace meanwhile. NotWritten where another program does not come to an end.

    The system lets go of it when a program is killed. A disk that knows no locks keeps nobody waiting.
    """
    place = os.path.realpath(root)
    with _in_this_program:
        if place in _mine:
            yield
            return
        handle = _opened(Path(place))
        try:
            _wait(handle, root)
            _mine.add(place)
            yield
        finally:
            _mine.discard(place)
            _let_go(handle, Path(place))


def _opened(root: Path) -> int | None:
    """What is locked: the folder itself, so that nothing has to be written. Windows locks no folder."""
    with suppress(OSError):
        if sys.platform == "win32":
            return os.open(root / ".rolecall.lock", os.O_RDWR | os.O_CREAT)
        return os.open(root, os.O_RDONLY)
    return None


def _let_go(handle: int | None, root: Path) -> None:
    if handle is not None:
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):  # somebody else has it open, and takes it away
                (root / ".rolecall.lock").unlink()


def _wait(handle: int | None, root: Path) -> None:
    until = time.monotonic() + PATIENCE
    while handle is not None:
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                return
        if time.monotonic() > until:
            raise NotWritten(errno.EBUSY, "another program is changing the files in this folder", str(root))
        time.sleep(0.02)
