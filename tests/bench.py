"""How long things take, as ratios within one run: pairs in turn, so that a slow moment of the machine hits both.

make bench            all comparisons, 7 pairs each
make bench PAIRS=15   more pairs
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
KINDS = ("addressed", "bare")
PAIRS = int(os.environ.get("PAIRS", "7"))


def seconds(command: Sequence[str], cwd: Path, env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def compare(what: str, one: Sequence[str], other: Sequence[str], cwd: Path) -> None:
    """Print how many times as long `one` takes as `other`: the median of the pairs, the least and the most."""
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "ROLECALL_PCN": "riverside"}
    seconds(one, cwd, env), seconds(other, cwd, env)
    pairs = [(seconds(one, cwd, env), seconds(other, cwd, env)) for _ in range(PAIRS)]
    ratios = sorted(first / second for first, second in pairs)
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    print(
        f"{what}: ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}, {PAIRS} pairs);"
        f" medians {medians[0]:.2f} s and {medians[1]:.2f} s"
    )


def many(folder: Path, number: int, *, addressed: bool = False) -> None:
    """A workspace of that many PCNs with 5 surgeries each. With addresses of their own they have texts and QR codes."""
    for at in range(number):
        pcn = folder / f"content/pcns/pcn-{at}"
        pcn.mkdir(parents=True)
        practices = "".join(f"  - {{name: Surgery {n}, ods_code: A{at * 5 + n:05}}}\n" for n in range(5))
        url = f"site_url: https://pcn-{at}.example.org/\n" if addressed else ""
        (pcn / "pcn.yml").write_text(f"name: PCN number {at}\nods_code: U{at:05}\n{url}practices:\n{practices}")


def main() -> None:
    python = sys.executable
    rolecall, mkdocs = [python, "-m", "rolecall"], [python, "-m", "mkdocs"]
    with tempfile.TemporaryDirectory() as name:
        out, work = Path(name), Path(name) / "w"
        ours = [*rolecall, "build", "riverside", "--out", str(out / "ours")]
        compare("mkdocs build / rolecall build, riverside", [*mkdocs, "build", "-d", str(out / "theirs")], ours, ROOT)
        many(work, 200)
        fresh = ["sh", "-c", f"rm -rf site && {python} -m rolecall build"]
        compare("build of 200 new PCNs / of 200 unchanged", fresh, [*rolecall, "build"], work)
        one = [*rolecall, "build", "pcn-0"]
        compare("build of 200 new PCNs / of 1", fresh, one, work)
        many(Path(name) / "addressed", 20, addressed=True)
        many(Path(name) / "bare", 20)
        fresh_in = [["sh", "-c", f"cd {name}/{kind} && rm -rf site && {python} -m rolecall build"] for kind in KINDS]
        compare("build of 20 new PCNs with texts and QR codes / without", *fresh_in, work)
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
