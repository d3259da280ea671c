"""What became of a command, as people and programs read it, with its exit code."""

from __future__ import annotations

import os
import re
import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rolecall.cli.help_there_is import in_a_line, in_rows
from rolecall.cli.printing import (
    BUG,
    count,
    print_built,
    print_problems,
    print_reading,
    several,
    shown,
    tell,
)
from rolecall.cli.writes import write_shown
from rolecall.places import GROUPS, told_once

if TYPE_CHECKING:
    from rolecall.exchange.starter import Started
    from rolecall.findings import Findings
    from rolecall.places import Problem
    from rolecall.tasks import Built


def print_started(started: Started, folder: Path) -> None:
    """What was written for a new PCN, and how to go on."""
    for path in started.written:
        tell(f"wrote {path}")
    if not started.has_program:
        tell(
            "\nRolecall was not installed with pip, so it could not be put into the folder program. Before you publish"
            " from GitHub or GitLab, see program/README.md."
        )
    pcn = started.pcn
    if folder.resolve() != Path.cwd():
        tell(f"\nGo to its folder:\n    cd {quoted(str(folder))}", nl=False)
    tell(
        f"\nSee the site, and fill it in there:\n    rolecall edit{'' if started.is_alone else f' {pcn}'}\n"
        "Or in Excel or LibreOffice:\n"
        f"    rolecall export workbook {'' if started.is_alone else f'--pcn {pcn} '}--to {pcn}.xlsx\n"
        f"Or edit {started.pcn_file} yourself."
    )


def quoted(path: str) -> str:
    """A path as the shell of this computer takes it."""
    if os.name != "nt":
        return shlex.quote(path)
    return path if re.fullmatch(r"[\w.:\\/-]+", path) else f'"{path}"'


def print_check(found: Findings, style: str) -> int:
    """What a check found."""
    opened, problems = found.opened, found.problems
    print_problems(problems, style, to_know=found.notes, others=in_rows(opened) if style == "json" else ())
    print_reading([page for site in found.looked_over for page in site.reading])
    bug = _print_bugs(found.looked_over)
    if style == "text" and found.groups == frozenset(GROUPS) and (help := in_a_line(opened)):
        tell(help)
    if style == "text" and found.links and (unopened := len(found.links.unopened)):
        links = several(unopened, "link to another website", "links to other websites")
        tell(f"Not opened: {links}. To open them: rolecall check --online")
    if style == "text" and not bug:
        tell(count(problems) if problems else f"Nothing to fix in {several(len(opened.loaded.pcns), 'PCN')}.")
    return bug or bool(problems)


def print_report(found: Findings, to: Path | None, style: str) -> int:
    """What a check found, as a page or as a table of figures: into a file, or printed where none is named.

    Where all was looked at, the figures are remembered, for the next report to say what moved.
    """
    from rolecall.exchange import readiness
    from rolecall.reports import report
    from rolecall.reports.checked import checked, since
    from rolecall.templates import TemplateMistake

    opened, problems, root = found.opened, found.problems, found.opened.workspace.root
    all_found = checked(opened, problems, found.notes, found.blocks)
    rows = readiness.rows_of(all_found, opened.today, found.groups)
    before = readiness.last(readiness.known(root), opened.today) if found.is_whole else {}
    last = {pcn: (row.day, row.figures) for pcn, row in before.items()}
    try:
        if style == "csv":
            page = readiness.table(rows)
        else:
            page = report(opened.templates, "check", since(all_found, last), today=opened.today)
    except TemplateMistake as mistake:
        problem = mistake.within(opened.workspace)
        if not problem:
            raise
        print_problems([problem], "text", err=True)
        return 1
    if found.is_whole:
        readiness.keep(root, rows)
    if to:
        write_shown({to.absolute(): page})
        where = "a spreadsheet program" if style == "csv" else "a browser"
        tell(f"{count(problems)} " * bool(problems) + f"Open it in {where}.")
    else:
        tell(page, nl=False)
    return _print_bugs(found.looked_over) or bool(problems)


def print_build(
    shared: Sequence[Problem],
    sites: Sequence[Built],
    zips: Sequence[Built],
    out: Path,
    style: str,
    *,
    seconds: float,
) -> int:
    """What a build made below `out`, and what it did not. `shared` are the problems of what all PCNs share."""
    problems = _all_problems(shared, [*sites, *zips])
    done = [site for site in sites if site.is_there]
    if style == "text":
        for site in zips:
            if site.is_there:
                tell(f"{shown(out / site.pcn)}.zip: works from a folder or a USB stick")
    print_problems(problems, style, err=style == "text")
    if style not in ("json", "gitlab"):
        print_built(done, out, seconds)
    if style == "text":
        for site in sites:
            for service in site.held_back:
                tell(f"held back: {service}")
        if any(site.has_notes for site in sites):
            tell("To know: there are things to look at. See them with: rolecall check")
        if problems:
            tell(f"{count(problems)} {_what_is_left(problems, done)}", err=True)
    return _print_bugs([*sites, *zips]) or bool(problems)


def print_preview(built: Built, seconds: float) -> None:
    """What a preview shows now."""
    print_problems(built.problems, "text", err=True)
    if built.bug:
        tell(f"{built.bug}\n{BUG}", err=True)
    if built.is_there:
        what = f"{several(built.pages, 'page')}, {several(len(built.written) + len(built.gone), 'file')} changed"
    else:
        what = f"{count(built.problems)} The page shows what to do" if built.problems else "The page shows the bug"
    tell(f"{time.strftime('%H:%M:%S')} {what} ({seconds:.2f} s)")


def _all_problems(found: Sequence[Problem], sites: Sequence[Built]) -> list[Problem]:
    return told_once([*found, *(problem for site in sites for problem in site.problems)])


def _what_is_left(problems: Sequence[Problem], done: Sequence[Built]) -> str:
    """What a build with problems did not do, and that nothing is lost."""
    if {problem.pcn for problem in problems} <= {site.pcn for site in done}:
        return "The sites were built, and the ZIPs named above were not."
    if done:
        return "The sites of the PCNs named above were not built, and the last site of each of them is untouched."
    return "Nothing was built, and the last site is untouched."


def _print_bugs(sites: Sequence[Built]) -> int:
    """Where Rolecall itself failed for some PCNs: for which, with what a report of it needs, and the exit code."""
    bugs = [site for site in sites if site.bug]
    if not bugs:
        return 0
    pcns = ", ".join(site.pcn for site in bugs)
    tell(
        f"{bugs[0].bug}\n{BUG} Because of it, the sites of these PCNs were not built and are as they were: {pcns}",
        err=True,
    )
    return 3
