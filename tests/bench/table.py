"""Figures as lines for people, and as JSON."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench.race import Row
from bench.steps import Step

UNLIKE = """\
Pages differ in size and in what they do. Rolecall's have its menus, urgent help, pictures and policy, and beside them
it makes QR codes, calendars, data and a search, and checks each link. MkDocs makes its search, and runs for each PCN.
So does Hugo, unless all are in 1 site; it makes the words in a plain layout, and nothing else. CPU is the work of all
processes, MB the memory of the largest. Figures are medians, MB the most. Against Rolecall is the CPU for a page: the
median of the ratios of each round (the least to the most).
"""

ENGINES = ("", "PCNs", "pages", "KB a page", "wall s", "CPU s", "MB", "CPU ms a page", "against Rolecall")
STEPS = ("Rolecall", "pages", "wall s", "CPU s", "MB", "rounds")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*: (.*)", cpuinfo.read_text() if cpuinfo.exists() else "", re.M)
    return {
        "processor": model[1] if model else platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def lines(machine: dict[str, Any], rows: Sequence[Row], steps: Sequence[Step], pcns: int, services: int) -> str:
    """All figures, for people."""
    parts = [
        f"{pcns:,} PCNs with {services} services each. {machine['processor']}, {machine['cores']} cores,"
        f" {machine['system']}, Python {machine['python']}.\n"
    ]
    if rows:
        parts += [UNLIKE, columns([ENGINES, *(cells(row, rows[0]) for row in rows)])]
    if steps:
        parts.append(columns([STEPS, *(step_cells(step) for step in steps)]))
    return "\n".join(parts)


def cells(row: Row, ours: Row) -> tuple[str, ...]:
    pairs = zip(row.cpu_of_a_page(), ours.cpu_of_a_page(), strict=True)
    ratios = sorted(theirs / our for theirs, our in pairs)
    against = "" if row is ours else f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    return (
        row.name,
        f"{row.pcns:,}",
        f"{row.pages:,}",
        f"{row.size / row.pages / 1000:.1f}",
        f"{median(figure.wall for figure in row.took):.1f}",
        f"{median(figure.cpu for figure in row.took):.1f}",
        f"{max(figure.memory for figure in row.took):.0f}",
        f"{median(row.cpu_of_a_page()):.2f}",
        against,
    )


def step_cells(step: Step) -> tuple[str, ...]:
    return (
        step.name,
        f"{step.pages:,}" if step.pages else "",
        f"{median(figure.wall for figure in step.took):.2f}",
        f"{median(figure.cpu for figure in step.took):.2f}",
        f"{max(figure.memory for figure in step.took):.0f}",
        f"{len(step.took)}",
    )


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows with each column as wide as its widest cell, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    shown = (
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "".join(line.rstrip() + "\n" for line in shown)


def as_json(machine: dict[str, Any], rows: Sequence[Row], steps: Sequence[Step], pcns: int, services: int) -> Any:
    """All figures, of each round."""
    return {
        "machine": machine,
        "pcns": pcns,
        "services": services,
        "engines": [asdict(row) for row in rows],
        "rolecall": [asdict(step) for step in steps],
    }
