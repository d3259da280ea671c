"""Trials by hand: `python -m spoiling KIND FIRST [COUNT]`."""

import sys

from spoiling.bounded import run

run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
