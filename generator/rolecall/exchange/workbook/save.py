"""A workbook of openpyxl's to its bytes, where the disk has room for what it lays by while it writes."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import tempfile
from typing import TYPE_CHECKING

from rolecall.writing import NotWritten

os.environ["OPENPYXL_LXML"] = "False"  # where lxml is installed, openpyxl would write other bytes

if TYPE_CHECKING:
    from openpyxl import Workbook


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook. NotWritten where there is no room."""
    out = io.BytesIO()
    # A writer of openpyxl's that was cut off complains once more when it is cleared away.
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        if not (whole := _save(book, out)):
            gc.collect()
    finally:
        sys.unraisablehook = hook
    if not whole:
        raise NotWritten(errno.ENOSPC, "there is no room to make a workbook", tempfile.tempdir or "temporary files")
    return out.getvalue()


def _save(book: Workbook, out: io.BytesIO) -> bool:
    try:
        book.save(out)
    except OSError:
        return False
    except Exception as error:
        if type(error).__name__ != "SerialisationError":  # lxml's, which openpyxl takes where it is installed
            raise
        return False
    return True
