"""What each file of the example sites is: for comparing systems, and versions of Python, with `diff`."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="\n")  # on Windows too
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "rolecall", "build", "--today", "2026-11-22", "--out", folder]
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        files = {path.relative_to(folder).as_posix(): path for path in Path(folder).rglob("*") if path.is_file()}
        for name, path in sorted(files.items()):
            print(hashlib.sha256(path.read_bytes()).hexdigest(), name)


if __name__ == "__main__":
    main()
