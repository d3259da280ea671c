"""Rolecall as a wheel and an sdist, built twice as differently as can be: the same bytes, or an end with what differs.

make dist      leaves them in dist/
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from elsewhere import ELSEWHERE, checkout

ROOT = Path(__file__).parents[1]
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}


def built(project: Path, out: Path, env: Mapping[str, str]) -> dict[str, bytes]:
    """What `python -m build` makes of a checkout, by name."""
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(project)]
    subprocess.run(words, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def main() -> None:
    out = ROOT / "dist"
    with tempfile.TemporaryDirectory() as folder:
        first = built(ROOT, Path(folder, "first"), HERE)
        again = built(checkout(Path(folder)), Path(folder, "again"), ELSEWHERE)
    if first != again:
        sys.exit(
            f"Built twice, these differ: {sorted(name for name in first | again if first.get(name) != again.get(name))}"
        )
    out.mkdir(exist_ok=True)
    for path in out.iterdir():
        path.unlink()
    for name, data in first.items():
        (out / name).write_bytes(data)
        print(out / name)


if __name__ == "__main__":
    main()
