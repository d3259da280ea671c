"""What commands write for people, and what they say of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from rolecall.writing import NotWritten, write_all


def write_shown(files: Mapping[Path, bytes], *, dry_run: bool = False) -> None:
    """All files, each named as people see it from here. A dry run writes none."""
    if not dry_run:
        write_all(files)
    for path in files:
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        click.echo(f"{'would write' if dry_run else 'wrote'} {shown}")


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
