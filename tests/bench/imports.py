"""`make bench-import`: what it takes to bring in the services of a large directory, and of a long list by hand."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from bench.directory import write_feed, write_list
from bench.measured import took
from bench.race import ROLECALL
from bench.table import machine
from bench.workload import TODAY

MOST_CPU, MOST_MEMORY = 60, 500
"""Seconds and megabytes that an import of 10,000 services may take."""


def main() -> None:
    words = argparse.ArgumentParser(prog="bench.imports", description="What an import takes.")
    words.add_argument("--services", type=int, default=10_000)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as name:
        folder = Path(name)
        workspace = folder / "w"
        write_feed(folder / "feed", asked.services)
        write_list(folder / "list.csv", asked.services)
        took((*ROLECALL, "init", workspace, "--name", "Testbury PCN", "--ods", "U12345"), folder)
        print(machine())
        services = workspace / "content/pcns/testbury/services"
        for label, source, again in (
            ("a directory", "feed", False),
            ("the same, nothing new", "feed", True),
            ("a list by hand", "list.csv", False),
            ("the same list, nothing new", "list.csv", True),
        ):
            if not again:
                shutil.rmtree(services, ignore_errors=True)
                (services.parent / "imported.lock").unlink(missing_ok=True)
                services.mkdir()
            used = took((*ROLECALL, "import", "services", folder / source, "--today", TODAY), workspace)
            here = sum(1 for _ in services.glob("*.yml"))
            print(f"{label}: {here:,} services, {used.cpu:.1f} s of CPU, {used.memory:.0f} MB", flush=True)
    print(f"Of 10,000 services, at most {MOST_CPU} s of CPU and {MOST_MEMORY} MB are asked for.")


if __name__ == "__main__":
    main()
