"""The commands that take in facts from other formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rolecall.cli.given import day_of, pcn_option, sound, the_pcn, today_option, workspace_to_change
from rolecall.cli.import_services import import_services
from rolecall.cli.printing import count, print_problems, several, tell
from rolecall.cli.writes import write_new, write_shown


@click.group("import")
def import_() -> None:
    """Import facts from other formats."""


@import_.command("pcns")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE...")
@today_option
def import_pcns(files: Sequence[Path], day: str | None) -> None:
    """Write a pcn.yml for each PCN of the NHS register.

    FILE is the register's workbook (xlsx), or its 2 sheets as CSV: PCNDetails and PCN Core Partner Details.
    Run it again with a newer register: only what changed there changes here, and no line that a person edited.
    """
    from rolecall.exchange.register import apply, read_register

    workspace, today = workspace_to_change(), day_of(day)
    register, odd = read_register(files, today=today)
    changes, problems = apply(register, workspace.root, today=today)
    for change in changes:
        tell(str(change))
    if not register.pcns:
        problems, odd = [*odd, *problems], []
    print_problems(problems, "text", to_know=odd, err=True)
    tell(f"{several(len(register.pcns), 'open PCN')} in the register, {several(len(changes), 'change')} here.")
    if problems:
        tell(count(problems), err=True)
        sys.exit(1)


@import_.command("workbook")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@pcn_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--notes",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="COPY",
    help="Where something has to be fixed: write a copy of the workbook with a note at each such cell.",
)
@click.option(
    "--from-another-pcn",
    "from_another",
    is_flag=True,
    help="Import it although it was written for another PCN, with its name, its code and everything else.",
)
@today_option
def import_workbook(
    file: Path, pcn: str | None, dry_run: bool, notes: Path | None, *, from_another: bool, day: str | None
) -> None:
    """Import a workbook that somebody filled in, and show each difference.

    Where a cell cannot be understood, nothing is changed, and each such cell is named.
    """
    from rolecall.exchange.workbook import imported, with_notes

    workspace, today = workspace_to_change(dry_run=dry_run), day_of(day)
    pcn = the_pcn(workspace, pcn)
    opened = sound(workspace, pcn, today)
    found = imported(file, opened.content, opened.loaded, pcn, workspace.root, today=today, from_another=from_another)
    print_problems(found.problems, "text", err=True)
    if found.problems:
        tell(f"{count(found.problems)} Nothing was changed.", err=True)
        if notes and (noted := with_notes(file, found.problems)):
            write_new(notes, noted)
            tell(f"Fix the cells with a note in {notes}, and import that file.", err=True)
        elif notes:
            tell(f"{notes} was not written: no notes can be put into this workbook.", err=True)
        sys.exit(1)
    for line in (*found.notes, *found.changes):
        tell(str(line))
    write_shown({path: text.encode() for path, text in found.texts.items()}, dry_run=dry_run, gone=found.gone)
    done = f"{several(len(found.changes), 'change')} in {several(len(found.texts), 'file')}."
    tell(f"{done} Nothing was changed: this was a dry run." if dry_run else done)


import_.add_command(import_services)
