"""What commands make of a spoilt file: something sound, or problems with places. A trial gives faults, or none."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random

from built import ROOT, told_badly
from conftest import Ran, contents
from faults import faults_of
from rolecall.build import made
from rolecall.cli import main
from rolecall.load import Workspace
from rolecall.opened import Opened, open_shared, open_workspace
from rolecall.places import SHIPPED
from spoiling import books, lists, texts

TODAY = date(2026, 11, 22)
PCN = "harbour"
Outcome = tuple[str, list[str]]
"""What became of a file in a word, and what is wrong with that."""

SHARED_SERVICE = """pcns: [harbour]
name: Lunch club
description: |
  A warm meal, and company.

  - Tea
  - Cake
organisation: {name: Age Friends}
needs: [lonely]
checked: {date: 2026-10-01, by: A team}
next_check: 2027-10-01
"""
WHAT_DIFFERS = (
    "contact: {phones: [{number: 0117 496 0123}]}\nchecked: {date: 2026-10-01, by: A team}\nnext_check: 2027-10-01\n"
)
CATEGORIES = "Social isolation: [lonely]\nFood: []\n"


def command(folder: Path, *words: str) -> Ran:
    """A command, run in a folder in this process."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.argv
    sys.argv = ["rolecall", *words]
    try:
        with contextlib.chdir(folder), redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
    finally:
        sys.argv = before
    raise AssertionError("a command ends with an exit code")


def wrong_with(ran: Ran) -> Iterator[str]:
    """How a command ended that it may not: in a traceback, without a word, or in far too many."""
    if ran.code not in (0, 1) or "Traceback" in ran.err:
        yield f"it ends with {ran.code}: {ran.err[-3000:]}"
    if ran.code == 1 and not re.search(r":\d+:\d+: |![A-Z]+\d+", ran.err + ran.out):
        yield f"it names no place: {ran.out[-300:]} {ran.err[-300:]}"
    if len(ran.out) + len(ran.err) > 400_000:
        yield f"it prints {len(ran.out) + len(ran.err)} letters"


class Yaml:
    """Files of the example sites, YAML and Markdown. What `check` takes has to build."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root, ROOT)
        for pcn in (PCN, "riverside"):
            shutil.copytree(ROOT / "content/pcns" / pcn, root / "content/pcns" / pcn)
        own = {
            "content/services/lunch-club.yml": SHARED_SERVICE,
            f"content/pcns/{PCN}/services/lunch-club.yml": WHAT_DIFFERS,
            f"content/pcns/{PCN}/categories.yml": CATEGORIES,
            "content/pages/news.md": (ROOT / "docs/start/workbook.md").read_text("utf-8"),
        }
        for name, text in own.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(re.sub(r"\]\([^)]*\)", "](services/)", text) if name.endswith(".md") else text)
        kinds = ("content/*.yml", "content/pages/*.md", "roles/*.yml")
        shared = [path for kind in kinds for path in sorted(ROOT.glob(kind))]
        there = [path for path in sorted(root.rglob("*")) if path.suffix in (".yml", ".md", ".lock")]
        self.files = {str(path.relative_to(ROOT)): path.read_bytes() for path in shared}
        self.files |= {str(path.relative_to(root)): path.read_bytes() for path in there}
        self.local = [name for name in self.files if name.startswith("content/pcns")]
        self.main = [name for name in self.local if name.endswith("pcn.yml")]

    @cached_property
    def shared(self) -> Opened:
        return open_shared(self.workspace, today=TODAY)

    def spoilt(self, seed: int) -> tuple[str, bytes]:
        """The file of a seed, and what it says."""
        random = Random(seed)
        name = random.choice(random.choice((self.main, self.local, [*self.files])))
        return name, texts.spoilt(random, self.files[name], [*self.files.values()])

    def trial(self, seed: int) -> Outcome:
        """Read the file of a seed in the place of the one that was there, and build what can be."""
        name, data = self.spoilt(seed)
        path = self.workspace.root / name
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        try:
            return self._judged(name, seed)
        finally:
            path.unlink()
            if before is not None:
                path.write_bytes(before)

    def _judged(self, name: str, seed: int) -> Outcome:
        pcn = "riverside" if "riverside" in name else PCN
        is_local = name in self.local
        opened = self.shared.with_pcns([pcn]) if is_local else open_workspace(self.workspace, [pcn], today=TODAY)
        found, problems = [], [*opened.problems]
        if is_sound := pcn in opened.pcns and not problems:
            site = made(opened, pcn, templates=self.shared.templates)
            problems += site.problems
            is_sound = not problems
            if is_sound and seed % 10 == 0:
                found += faults_of(site.files, base="/", site_url="", given=())
        elif not problems:
            found.append("it is neither sound nor has it a problem")
        for problem in {*problems, *(note for note in opened.notes if note.place.file != SHIPPED)}:
            found += told_badly(problem, self.workspace, [PCN, "riverside"])
        if seed % 20 == 0:
            found += self._by_commands(pcn, is_sound=is_sound)
        return "sound" if is_sound else "refused", [f"{name}: {fault}" for fault in found]

    def _by_commands(self, pcn: str, *, is_sound: bool) -> Iterator[str]:
        root, day = self.workspace.root, f"--today={TODAY}"
        for words in (
            ["check", pcn, day], ["build", pcn, day], ["check", pcn, "--reading", day],
            ["export", "workbook", "--pcn", pcn, "--to", "w.xlsx", day],
            ["export", "services", "--pcn", pcn, "--to", "s.json", day],
        ):  # fmt: skip
            ran = command(root, *words)
            yield from (f"{words[:2]}: {fault}" for fault in wrong_with(ran))
            if words[0] in ("check", "build") and "--reading" not in words and (ran.code == 0) != is_sound:
                yield f"{words[0]} ends with {ran.code}, and {'nothing' if is_sound else 'something'} is wrong"
        for name in ("site", ".rolecall", "w.xlsx", "s.json"):
            path = root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


class Tables:
    """Workbooks and lists that commands import. What they bring in has to be sound."""

    def __init__(self, root: Path) -> None:
        self.start = root / "start"
        self.root = root / "w"
        shutil.copytree(ROOT / "content/pcns" / PCN, self.start / "content/pcns" / PCN)
        kept = root / "given"
        kept.mkdir()
        words = ("--pcn", PCN, "--to", f"{kept}/ours.xlsx", f"--today={TODAY}")
        assert command(self.start, "export", "workbook", *words).code == 0
        words = ("--pcn", PCN, "--to", f"{kept}/asked", "--all", f"--today={TODAY}")
        assert command(self.start, "export", "checks", *words).code == 0
        self.given: list[tuple[Sequence[str], str, Callable[[Random], bytes]]] = []
        in_dry_run = ("import", "workbook", "--pcn", PCN, f"--today={TODAY}", "--notes", "notes.xlsx")
        self._book((kept / "ours.xlsx").read_bytes(), *in_dry_run, times=8)
        asked = (kept / "asked/checks.xlsx").read_bytes()
        self._book(asked, "import", "checks", "--pcn", PCN, f"--today={TODAY}", times=2)
        services = ("import", "services", "--pcn", PCN, f"--today={TODAY}", "--format", "list")
        # Their words are those of the register.
        from test_import_pcns import MEMBER_HEADINGS, PCN_HEADINGS, as_csv, as_xlsx, member_row, pcn_row
        from test_lists import CASES, given_list

        for case in CASES:
            (kept / case.name).mkdir()
            file = given_list(case, kept / case.name)
            put = self._list if file.suffix == ".csv" else self._book
            put(file.read_bytes(), *services)
        pcn, surgeries = ("U99981", "TESTBURY PCN"), (("Y99981", "MARSH END SURGERY"), ("Y99982", "ST ANNE'S PMS"))
        rows = [pcn_row(pcn)], [member_row(surgery, pcn) for surgery in surgeries]
        sheets = {"PCNDetails": [PCN_HEADINGS, *rows[0]], "PCN Core Partner Details": [MEMBER_HEADINGS, *rows[1]]}
        self._book(as_xlsx(sheets), "import", "pcns", f"--today={TODAY}", times=2)
        as_csv(kept / "members.csv", MEMBER_HEADINGS, rows[1])
        self._list((kept / "members.csv").read_bytes(), "import", "pcns", f"--today={TODAY}")

    def _book(self, data: bytes, *words: str, times: int = 1) -> None:
        parts = books.parts_of(data)
        self.given += [(words, "given.xlsx", lambda random: books.spoilt(random, parts))] * times

    def _list(self, data: bytes, *words: str) -> None:
        self.given.append((words, "given.csv", lambda random: lists.spoilt(random, data)))

    def spoilt(self, seed: int) -> tuple[str, bytes]:
        """The file of a seed, and what it says."""
        random = Random(seed)
        _, name, spoil = random.choice(self.given)
        return name, spoil(random)

    def trial(self, seed: int) -> Outcome:
        """Import the file of a seed into a workspace."""
        random = Random(seed)
        words, name, spoil = random.choice(self.given)
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.start, self.root)
        (self.root / name).write_bytes(spoil(random))
        before = contents(self.root)
        ran = command(self.root, *words, name)
        found = [*wrong_with(ran)]
        after = contents(self.root)
        new = [file for file in after if after[file] != before.get(file)]
        if strays := [
            file for file in new if not file.startswith(("content/pcns/", "notes.xlsx", "given.", ".rolecall/"))
        ]:
            found.append(f"it wrote {', '.join(strays)}")
        if missing := before.keys() - after.keys():
            found.append(f"it deleted {', '.join(missing)}")
        if "--notes" in words and ran.code == 1:
            new = [file for file in new if file != "notes.xlsx"]
        if ran.code == 1 and "services" not in words and new:
            found.append(f"something was wrong, and it changed {', '.join(new)}")
        if new:
            opened = open_workspace(Workspace(self.root, ROOT), today=TODAY)
            found += [f"what it wrote is not sound: {problem}" for problem in opened.problems]
        outcome = "refused" if ran.code else "taken" if new else "nothing new"
        return outcome, [f"{' '.join(words[:2])}: {fault}" for fault in found]


KINDS: dict[str, type[Yaml] | type[Tables]] = {"yaml": Yaml, "tables": Tables}

os.environ.setdefault("SOURCE_DATE_EPOCH", "1795305600")
