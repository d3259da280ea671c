"""The commands for what changes about once a year: PCNs that merge, a surgery that moves to another PCN."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from rolecall.cli.given import day_of, known, sound, today_option, workspace_to_change
from rolecall.cli.printing import count, print_problems, several, tell

if TYPE_CHECKING:
    from rolecall.joining.outcome import Outcome
    from rolecall.load import Loaded
    from rolecall.workspace import Workspace

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be done, and change nothing.")


@click.command("merge-pcn")
@click.argument("pcn")
@click.argument("into")
@dry_run_option
@today_option
def merge_pcn(pcn: str, into: str, *, dry_run: bool, day: str | None) -> None:
    """Make PCN a part of the PCN INTO: its surgeries, services and people.

    What PCN says of all its surgeries is then said of each of them, so that it stays true there and nowhere else.
    Its addresses lead on: publish the folder that this writes in place of its site. Its files are kept beside that.
    """
    from rolecall.joining.merging import merged
    from rolecall.joining.pair import KEPT, Pair

    workspace, today = workspace_to_change(dry_run=dry_run), day_of(day)
    known(workspace, [pcn, into])
    if pcn == into:
        raise click.UsageError("Name 2 PCNs: the one that becomes a part, and the one that stays.")
    if (workspace.root / KEPT / pcn).exists():
        raise click.UsageError(f"{KEPT}/{pcn} is there already. Move it away first.")
    first, second = sound(workspace, pcn, today), sound(workspace, into, today)
    _finish(merged(Pair(all_of(workspace, second.loaded), first, pcn, second, into)), workspace, dry_run=dry_run)


@click.command("move-practice")
@click.argument("code")
@click.option("--from", "pcn", required=True, metavar="PCN", help="The PCN that it leaves: its folder in content/pcns.")
@click.option("--to", "into", required=True, metavar="PCN", help="The PCN to which it comes.")
@dry_run_option
@today_option
def move_practice(code: str, pcn: str, into: str, *, dry_run: bool, day: str | None) -> None:
    """Move the surgery with this ODS code from one PCN to another, with all that is true there.

    What its PCN says of all surgeries goes with it, and so do people and services that are there alone.
    Its addresses lead to the site of the other PCN, once you publish both.
    """
    from rolecall.joining.moving import surgery_moved
    from rolecall.joining.pair import Pair

    workspace, today = workspace_to_change(dry_run=dry_run), day_of(day)
    known(workspace, [pcn, into])
    if pcn == into:
        raise click.UsageError("Name 2 PCNs: the one that it leaves, and the one to which it comes.")
    first, second = sound(workspace, pcn, today), sound(workspace, into, today)
    code, there = code.strip().upper(), {each.ods_code: each.name for each in first.content.pcns[pcn].practices}
    if code not in there:
        names = ", ".join(f"{code} ({name})" for code, name in there.items())
        raise click.UsageError(f'No surgery of {pcn} has the code "{code}". There are: {names or "none"}')
    pair = Pair(all_of(workspace, second.loaded), first, pcn, second, into, merges=False)
    _finish(surgery_moved(pair, code), workspace, dry_run=dry_run)


def all_of(workspace: Workspace, shared: Loaded) -> Loaded:
    """What all PCNs of a workspace say."""
    from rolecall.load import load_pcns

    return load_pcns(workspace, shared, workspace.pcns())[0]


def _finish(out: Outcome, workspace: Workspace, *, dry_run: bool) -> None:
    """Do it, unless something would be wrong then, and say what was done and what is to decide."""
    from rolecall.at_once import do_all

    print_problems(out.problems, "text", err=True)
    if out.problems:
        tell(
            "Put these right first, in the files of both PCNs.",
            err=True,
        )
        tell(f"{count(out.problems)} Nothing was changed.", err=True)
        sys.exit(1)
    if not dry_run:
        root = workspace.root
        files = {root / path: data for path, data in out.files.items()}
        do_all(root, files, {root / old: root / new for old, new in out.folders.items()})
    for line in out.done:
        tell(line)
    if out.decide:
        tell("To decide:")
        for problem in sorted(out.decide):
            tell(str(problem))
    for path, data in sorted(out.files.items()):
        if not path.startswith("moved/"):
            verb = (
                ("would take out" if dry_run else "took out") if data is None else "would write" if dry_run else "wrote"
            )
            tell(f"{verb} {path}")
    done = f"{several(len(out.decide), 'thing')} to decide."
    tell(f"{done} Nothing was changed: this was a dry run." if dry_run else done)
