"""What commands write for people, and what they say of it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

import click

from rolecall.at_once import do_all
from rolecall.cli.printing import tell
from rolecall.writing import NotWritten, write_all


def write_here(files: Mapping[Path, bytes | str], *, gone: Collection[Path] = ()) -> None:
    """All files, and then those that go, as one change of this folder. Elsewhere each file is whole by itself."""
    root = Path.cwd()
    changes = {root / path: data for path, data in (*files.items(), *dict.fromkeys(gone).items())}
    if all(path.is_relative_to(root) and Path(os.path.realpath(path)).is_relative_to(root) for path in changes):
        do_all(root, changes)
    else:
        write_all(files)


def write_shown(files: Mapping[Path, bytes], *, dry_run: bool = False, gone: Collection[Path] = ()) -> None:
    """All files, each named as people see it from here, and then those that go. A dry run writes none."""
    if not dry_run:
        write_here(files, gone=gone)
    for path in files:
        tell(f"{'would write' if dry_run else 'wrote'} {_shown(path)}")
    for path in gone:
        tell(f"{'would take out' if dry_run else 'took out'} {_shown(path)}")


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def write_new(path: Path, data: bytes) -> None:
    """A file that is not there yet: what people filled in is never written over."""
    refuse_taken(path)
    write_shown({path: data})


def refuse_taken(path: Path) -> None:
    if path.exists():
        raise click.UsageError(f"{path} is there already. Move it away, or choose another name.")


def refuse_filled(folder: Path) -> None:
    """A folder with something in it is somebody's: files that are gone here would stay in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"There is something in {folder} already. Empty it, or name another folder.")


def not_written(error: NotWritten) -> str:
    """Which file could not be written, and that nothing is different now."""
    return f"{error.filename}: this file cannot be written: {error.strerror}. Nothing was changed."
