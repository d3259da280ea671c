"""Another place to build in: a folder with another name, files of another day and with other rights, another clock,
language and order of sets. What is built there has to be what is built here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77", "COLUMNS": "40"}
LONG_AGO = 1_000_000_000  # 9 September 2001


def checkout(folder: Path) -> Path:
    """A copy of the project as git knows it, changes that nobody has committed too."""
    names = subprocess.check_output(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"], text=True
    )
    place = folder / "else where é"
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place / name)
            os.utime(place / name, (LONG_AGO, LONG_AGO))
            (place / name).chmod(0o600)
    return place
