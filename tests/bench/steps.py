"""What a day with Rolecall takes: a build of all, of 1 PCN, and of what was edited."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bench.measured import Took, took
from bench.race import MKDOCS, ROLECALL, forget
from bench.workload import ROOT

ROLE, ANSWER = "roles/link-worker.yml", "listen and ask what matters to you"


@dataclass
class Step:
    """What a step took, a figure for each round."""

    name: str
    pages: int = 0
    """How many it made, where it made whole sites."""
    took: list[Took] = field(default_factory=list)


class Day:
    """The steps of a day in a workspace. No 2 edits are alike, and the words of each are on its page."""

    def __init__(self, workspace: Path, say: Callable[[str], object]) -> None:
        self.workspace, self.say = workspace, say
        self.pcns = sorted(path.name for path in (workspace / "content/pcns").iterdir())
        self.edits = 0
        self.steps: dict[str, Step] = {}
        (workspace / "roles").mkdir(exist_ok=True)
        (workspace / ROLE).write_text((ROOT / ROLE).read_text("utf-8"), "utf-8")

    def whole(self) -> None:
        """Build all with nothing there."""
        forget(self.workspace, ("site", ".rolecall"))
        self.take(f"{len(self.pcns):,} PCNs, nothing there before", "build", makes=self.workspace / "site")

    def edits_after_a_build(self) -> None:
        """What follows a build of all."""
        self.take("nothing edited", "build")
        pcn = self.pcns[len(self.pcns) // 2]
        page = self.edit_service(pcn)
        self.take("1 service edited, its PCN named", "build", pcn, shows=page)
        page = self.edit_service(self.pcns[-1])
        self.take("1 service edited, found by itself", "build", shows=page)
        self.edit(self.workspace / ROLE, re.escape(ANSWER) + r"(, for edit \d+)?$", ANSWER)
        page = self.workspace / f"site/{self.pcns[-1]}/link-worker/index.html"
        self.take("1 national answer edited", "build", shows=page)

    def single(self, out: Path) -> None:
        """One PCN with nothing there, and a command that builds nothing. What was built before is gone after it."""
        self.take("rolecall --help", "--help")
        out = out / "site"
        pcn = with_mkdocs(self.workspace)
        forget(self.workspace, (".rolecall",))
        self.take("1 PCN, nothing there before", "build", pcn, "--out", out, makes=out)
        forget(self.workspace, (".rolecall",))
        shutil.rmtree(out)
        self.take("the same by mkdocs build, with the plugin", "build", "-d", out, makes=out, program=MKDOCS)
        shutil.rmtree(out)

    def take(
        self,
        name: str,
        *words: str | Path,
        shows: Path | None = None,
        makes: Path | None = None,
        program: tuple[str, ...] = ROLECALL,
    ) -> None:
        """Take a step. What it made is counted, and what it edited has to show."""
        self.say(f"Rolecall: {name}")
        step = self.steps.setdefault(name, Step(name))
        step.took.append(took((*program, *words), self.workspace))
        if makes:
            step.pages = sum(1 for _ in makes.rglob("*.html"))
        if shows and f"edit {self.edits}" not in shows.read_text("utf-8"):
            raise SystemExit(f"After “{name}”, {shows} does not show edit {self.edits}.")

    def edit_service(self, pcn: str) -> Path:
        """Edit the first service that has a summary. Returns its page."""
        for path in sorted((self.workspace / f"content/pcns/{pcn}/services").glob("*.yml")):
            if re.search(r"^summary: ", path.read_text("utf-8"), re.M):
                self.edit(path, r"^summary: .*", "summary: A good place to go")
                return self.workspace / f"site/{pcn}/services/{path.stem}/index.html"
        raise SystemExit(f"{pcn} has no service to edit.")

    def edit(self, path: Path, pattern: str, words: str) -> None:
        """Put words, and the number of this edit, where the pattern is found first."""
        self.edits += 1
        edited, found = re.subn(
            pattern, f"{words}, for edit {self.edits}", path.read_text("utf-8"), count=1, flags=re.M
        )
        if not found:
            raise SystemExit(f"There is nothing to edit in {path}.")
        path.write_text(edited, "utf-8")


def with_mkdocs(workspace: Path) -> str:
    """The PCN that MkDocs makes."""
    settings = yaml.safe_load((workspace / "mkdocs.yml").read_text("utf-8"))
    return str(settings["plugins"]["rolecall"]["pcn"])


def day(workspace: Path, out: Path, rounds: int, say: Callable[[str], object]) -> list[Step]:
    """Each step so many times, in turns."""
    steps = Day(workspace, say)
    for at in range(1, rounds + 1):
        say(f"Round {at} of {rounds}")
        steps.whole()
        steps.edits_after_a_build()
        steps.single(out)
    return list(steps.steps.values())
