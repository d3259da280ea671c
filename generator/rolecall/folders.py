"""A site's folder: whether it is ours to replace, and how a new site is put in its place in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Literal, NamedTuple

from rolecall.inputs import digest_of
from rolecall.record import Left, Seen
from rolecall.workspace import SOURCES

MARK = "made-by-rolecall.txt"
"""The file by which a later build knows that a folder is one of ours."""

MARK_TEXT = b"""\
`rolecall build` made this folder, and replaces it whole each time. Keep nothing of your own here.
Change the files in content/ instead, and build again.
"""

RULES = ".htaccess"
"""The one hidden file that is ours: rules for Apache, which begin with the line `RULES_TEXT`."""

RULES_TEXT = b"# Made by `rolecall publish`, which replaces this file each time.\n"

Outcome = Literal["new", "changed", "unchanged"]

ABANDONED = 3600
"""Seconds after which half a site that nobody finished is cleared away."""


def why_not(folder: Path, root: Path, *, keeps_hidden: bool = False) -> str:
    """Why no site may be put at `folder`, as a sentence. Empty where one may.

    A build replaces what a build made, and nothing else: no files of the workspace at `root`, and nobody's own. Hidden
    files, such as the history of git, are never ours; `keeps_hidden` is for a builder that leaves them alone.
    """
    if source_around(folder, root):
        return "this is a folder of your own files, and a build would replace them"
    if any(_same(folder, above) for above in (root, *root.parents)):
        return "your own files are in this folder, and a build would replace them"
    if folder.is_symlink():
        return "this is a shortcut (a link to another folder), and a build would replace it"
    if folder.exists() and not folder.is_dir():
        return "there is a file with this name"
    if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder):
        return "Rolecall did not make this folder, so it is left as it is"
    if hidden := sorted(path.name for path in _hidden(folder) if not keeps_hidden):
        return f"there is {hidden[0]} in this folder, and a build would delete it"
    return ""


def _hidden(folder: Path) -> Iterator[Path]:
    """What is hidden in a folder, but for what is ours and what macOS leaves in each that it shows."""
    there = folder.iterdir() if folder.is_dir() else ()
    return (path for path in there if path.name[0] == "." and path.name != ".DS_Store" and not _are_our_rules(path))


def _are_our_rules(path: Path) -> bool:
    with suppress(OSError):
        return path.name == RULES and path.read_bytes().startswith(RULES_TEXT)
    return False


def why_not_zip(file: Path) -> str:
    """The same for `file`, a site's ZIP."""
    if not os.path.lexists(file):
        return ""
    with suppress(OSError, zipfile.BadZipFile):
        names = zipfile.ZipFile(file).namelist()
        if {f"{file.stem}/{MARK}", f"{file.stem}/assets/rolecall.css"} & {*names}:
            return ""
    return "Rolecall did not make this file, so it is left as it is"


def source_around(folder: Path, root: Path) -> str:
    """The name of the folder among `SOURCES` that a folder, there or not, is or lies in. Empty where there is none."""
    real = folder.resolve()
    within = (real, *real.parents)
    # A link to a place around the workspace is no such folder, and is named when the files are read.
    sources = [name for name in SOURCES if not root.is_relative_to((root / name).resolve())]
    return next((name for name in sources if any(_same(path, root / name) for path in within)), "")


def _same(path: Path, other: Path) -> bool:
    """Whether 2 paths are one place, also where a disk does not tell small letters from capitals."""
    with suppress(OSError):
        return path.samefile(other)
    return False


def _is_ours(folder: Path) -> bool:
    """Whether a build made the folder. Builds before there was a mark are known by files that only they wrote."""
    with suppress(OSError):
        if (folder / MARK).read_bytes().startswith(MARK_TEXT[:24]):
            return True
    with suppress(OSError, UnicodeDecodeError):
        if "trusted-types rolecall" in (folder / "_headers").read_text(encoding="utf-8"):
            return True
    return (folder / "assets/rolecall.css").is_file() and (folder / "index.html").is_file()


class Put(NamedTuple):
    """What putting a site in its folder did."""

    outcome: Outcome
    left: Left
    written: tuple[str, ...] = ()
    """The files that are new, or have other bytes than before."""
    gone: tuple[str, ...] = ()
    """The files that are there no more."""


def put(
    files: Mapping[str, bytes],
    folder: Path,
    last: Left | None = None,
    *,
    stay: Collection[str] = (),
    made_of: Mapping[str, str] | None = None,
) -> Put:
    """The files as the whole of `folder`, swapped in as one. Gives what that did.

    `last` is what the last build left there, if that is still so, and `stay` names the files that are known to be the
    same as there. `made_of` has the digest of what a file was made of, for the next build. Files that stay as they are
    get a second name in the new folder and are not written, where the disk can do that. A folder that holds just these
    files is left alone.
    """
    before = last or left_in(folder)
    there = before.files
    digests = {name: there[name].digest if name in stay else digest_of(files[name]) for name in files}
    written = tuple(name for name, digest in digests.items() if name not in there or there[name].digest != digest)
    gone = tuple(name for name in there if name not in files)
    if there and not written and not gone:
        return Put("unchanged", _with_what(before, made_of or {}))
    new = _begun(folder)
    staging = new.parent
    try:
        left = _fill(new, files, digests, folder, {name: there[name] for name in files.keys() - {*written}})
        _sync(new, [name for name in written if name in files])
        swapped = _swap(new, folder, staging / f"{folder.name}.last")
    finally:
        shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):  # another site is still being built in there
            staging.rmdir()
    return Put("changed" if swapped else "new", _with_what(left, made_of or {}), written, gone)


def _with_what(left: Left, made_of: Mapping[str, str]) -> Left:
    """The same, with what each file was made of."""
    return Left({name: seen._replace(made_of=made_of.get(name, "")) for name, seen in left.files.items()}, left.folders)


def _fill(
    new: Path, files: Mapping[str, bytes], digests: Mapping[str, str], old: Path, same: Mapping[str, Seen]
) -> Left:
    """Put these files into the folder `new`. Those in `same` are taken over from `old`, if they are still there."""
    folders, left = {""}, {}
    for name in files:
        path, above = f"{new}/{name}", name.rpartition("/")[0]
        if above not in folders:
            os.makedirs(f"{new}/{above}", exist_ok=True)
            folders.update(above[:at] for at, letter in enumerate(f"{above}/") if letter == "/")
        if name in same and _linked(f"{old}/{name}", path, same[name]):
            left[name] = same[name]
            continue
        with open(path, "wb", buffering=0) as file:
            file.write(files[name])
            stat = os.fstat(file.fileno())
        left[name] = Seen(stat.st_size, stat.st_mtime_ns, stat.st_ino, digests[name])
    return Left(left, {name: os.stat(f"{new}/{name}").st_mtime_ns for name in sorted(folders)})


FEW = 20
"""Files up to which each is synced by itself, rather than all that waits for the disk."""


def _sync(folder: Path, written: Sequence[str]) -> None:
    """What was written is on the disk: after a loss of power, the site is the old one or the new one."""
    if len(written) > FEW and hasattr(os, "sync"):
        os.sync()
        return
    for name in written:
        handle = os.open(folder / name, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _linked(path: str, new: str, seen: Seen) -> bool:
    """Whether the file at `path` now has `new` as a second name. Not if it is another file than the one `seen`."""
    with suppress(OSError):
        os.link(path, new, follow_symlinks=False)
        if seen.is_still(new):
            return True
        os.unlink(new)
    return False


def left_in(folder: Path) -> Left:
    """What is in a folder, read anew."""
    if not folder.is_dir() or folder.is_symlink():
        return Left()
    files, folders = {}, {}
    for at, _, names in os.walk(folder):
        below = "" if Path(at) == folder else f"{Path(at).relative_to(folder).as_posix()}/"
        folders[below.rstrip("/")] = os.stat(at).st_mtime_ns
        for name in names:
            path = f"{at}/{name}"
            stat = os.stat(path, follow_symlinks=False)
            data = Path(path).read_bytes() if S_ISREG(stat.st_mode) else None
            digest = "" if data is None else digest_of(data)
            files[below + name] = Seen(stat.st_size, stat.st_mtime_ns, stat.st_ino, digest)
    return Left(files, folders)


def recover(out: Path) -> list[str]:
    """Finish what a build that was cut off had begun: its last sites are back in `out`. Gives their names."""
    back = []
    for staging in _staging_places(out):
        for old in sorted(staging.glob("*.last")):
            folder = out / old.name.removesuffix(".last")
            if not folder.exists():
                old.rename(folder)
                back.append(folder.name)
        for new in staging.glob("*.new"):
            # A younger one may belong to a build that is at work beside this one.
            with suppress(FileNotFoundError):
                if time.time() - new.stat().st_mtime > ABANDONED:
                    shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):
            staging.rmdir()
    return back


def _staging_places(out: Path) -> tuple[Path, Path]:
    """Beside `out`, so that `out` holds sites alone; inside it where that is another disk."""
    return out.parent / f".{out.name}.rolecall", out / ".rolecall"


def _staging(out: Path) -> Path:
    """A folder to write in, on the same disk as `out`."""
    out.mkdir(parents=True, exist_ok=True)
    beside, inside = _staging_places(out)
    same_disk = out.parent.stat().st_dev == out.stat().st_dev and os.access(out.parent, os.W_OK)
    staging = beside if same_disk else inside
    staging.mkdir(exist_ok=True)
    return staging


def _begun(folder: Path) -> Path:
    """A new, empty folder for a site, on the disk where it will be."""
    while True:
        new = _staging(folder.parent) / f"{folder.name}.{os.getpid()}.new"
        with suppress(FileNotFoundError):  # A build that ended just now took away the folder around it.
            new.mkdir()
            return new


def _swap(new: Path, folder: Path, last: Path) -> bool:
    """Put `new` where `folder` is. Gives whether there was one before, which `new` or nothing then holds.

    In one step where the system can exchange 2 folders. Elsewhere in 2, with the last site
    kept aside as `last`, from where `recover` brings it back if we are cut off between.
    """
    if not os.path.lexists(folder):
        new.rename(folder)
        return False
    if not _exchange(new, folder):
        folder.rename(last)
        new.rename(folder)
        shutil.rmtree(last)
    return True


def _exchange(folder: Path, other: Path) -> bool:
    """Whether the system could exchange 2 folders in one step: renameat2 on Linux, renamex_np on macOS."""
    names = os.fsencode(folder), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            at_working_folder, exchange = -100, 2
            failed = libc.renameat2(at_working_folder, names[0], at_working_folder, names[1], exchange)
        elif sys.platform == "darwin":
            swap = 2
            failed = libc.renamex_np(*names, swap)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False
    if failed and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed
