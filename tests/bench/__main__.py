"""`python -m bench`: what `make bench` and `make bench-nation` run."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bench.measured import took
from bench.race import ROLECALL, entrants, race
from bench.steps import day
from bench.table import as_json, lines, machine

MEGABYTES, FILES = 5, 700
"""What a PCN with 30 services takes on the disk, its YAML and its site."""


def say(sentence: str) -> None:
    print(time.strftime("%H:%M:%S"), sentence, file=sys.stderr, flush=True)


def run(module: str, *words: str | Path) -> None:
    """Run a part of the bench in a process of its own, so that this one stays small."""
    subprocess.run([sys.executable, "-m", f"bench.{module}", *map(str, words)], check=True)


@contextmanager
def counting(sites: Path, pcns: int) -> Iterator[None]:
    """Say every half minute how many sites are there, while they become more."""
    over = threading.Event()

    def count() -> None:
        before = 0
        while not over.wait(30):
            number = sum(1 for _ in sites.iterdir()) if sites.exists() else 0
            if number != before:
                say(f"{number:,} of {pcns:,} sites are there")
            before = number

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def find_room(folder: Path, pcns: int) -> None:
    """Stop where the disk has no room for the sites."""
    disk = os.statvfs(folder)
    gigabytes, free = pcns * MEGABYTES / 1000, disk.f_bavail * disk.f_frsize / 1e9
    room = f"{free:.1f} GB and {disk.f_favail:,} files" if disk.f_files else f"{free:.1f} GB"
    say(f"This needs about {gigabytes:.1f} GB and {pcns * FILES:,} files in {folder}, where there is room for {room}.")
    if free < gigabytes or (disk.f_files and disk.f_favail < pcns * FILES):
        raise SystemExit("There is not enough room. Name another folder with TMPDIR=, or fewer PCNs with PCNS=.")


def main() -> None:
    words = argparse.ArgumentParser(prog="bench", description="How much work a build is.")
    words.add_argument("--nation", action="store_true", help="Rolecall alone")
    words.add_argument("--pcns", type=int, help="50, and 1,300 for a nation")
    words.add_argument("--services", type=int, default=30)
    words.add_argument("--rounds", type=int, help="3, and 1 for a nation")
    words.add_argument("--mkdocs", type=int, default=5, help="how many PCNs MkDocs makes, since it is slow")
    words.add_argument("--json", type=Path, help="a file for every figure")
    asked = words.parse_args()
    if asked.json and not asked.json.absolute().parent.is_dir():
        words.error(f"there is no folder for {asked.json}")
    asked.pcns = asked.pcns or (1300 if asked.nation else 50)
    asked.rounds = asked.rounds or (1 if asked.nation else 3)
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as name:
        folder = Path(name)
        workspace, rivals = folder / "w", folder / "rivals"
        find_room(folder, asked.pcns * (1 if asked.nation else 2))
        say(f"Writing {asked.pcns:,} PCNs")
        run("workload", workspace, "--pcns", str(asked.pcns), "--services", str(asked.services))
        rows = []
        if not asked.nation:
            say("Writing their words for MkDocs and Hugo")
            took((*ROLECALL, "build"), workspace)
            run("rivals", workspace / "site", rivals, "--mkdocs", str(asked.mkdocs))
            rows = race(entrants(workspace, rivals), asked.rounds, say)
            shutil.rmtree(rivals)
        with counting(workspace / "site", asked.pcns) if asked.nation else nullcontext():
            steps = day(workspace, folder, asked.rounds, say)
        say("Deleting all of it")
    print(lines(machine(), rows, steps, asked.pcns, asked.services))
    if asked.json:
        figures = as_json(machine(), rows, steps, asked.pcns, asked.services)
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
