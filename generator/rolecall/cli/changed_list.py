"""The list of files to upload and to delete, for whoever copies sites to a server."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import click

from rolecall.writing import clear_abandoned

if TYPE_CHECKING:
    from rolecall.tasks import Built


class ChangedList:
    """A list at `file`, a line for each file of a site that changed: `upload` or `delete`, a space and its path.

    It is there once the build has ended, and never half of it. Without a `file`, nothing is written.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.new: TextIO | None = None

    def __enter__(self) -> ChangedList:
        if self.file:
            clear_abandoned([self.file])
            try:
                self.new = self._beside().open("w", encoding="utf-8", newline="\n")
            except OSError as error:
                raise click.UsageError(f"{self.file} cannot be written: {error.strerror}.") from None
        return self

    def add(self, built: Built) -> None:
        """Name what changed in a site."""
        if self.new:
            self.new.writelines(f"upload {built.pcn}/{name}\n" for name in built.written)
            self.new.writelines(f"delete {built.pcn}/{name}\n" for name in built.gone)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.file and self.new:
            self.new.close()
            if kind:
                self._beside().unlink(missing_ok=True)
            else:
                self._beside().replace(self.file)

    def _beside(self) -> Path:
        assert self.file
        return self.file.with_name(f".{self.file.name}.{os.getpid()}.new")
