"""The command that publishes: what is lacking, the ways there are, and a site where it is wanted."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall.cli import given
from rolecall.cli.printing import BUG, print_problems, several, shown, tell
from rolecall.cli.sending import sent
from rolecall.publishing.ways import MORE, WAYS, in_words, way

if TYPE_CHECKING:
    from rolecall.build import Made
    from rolecall.opened import Opened
    from rolecall.places import Problem
    from rolecall.workspace import Workspace


MOST_TOLD = 5
"""Things to look at that are told. Somebody who tries an example has 50."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where to, how, and whether for real."""

    way: str | None
    to: Path | None
    zip_file: Path | None
    dry_run: bool

    @property
    def is_sent(self) -> bool:
        """Whether it is git that publishes."""
        return self.way == "github" and not self.to and not self.zip_file


@click.command()
@given.pcns_argument
@click.option("--for", "way", type=click.Choice(WAYS), help="Your host: what it needs is written too.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the site as this folder. Of several PCNs, each gets a folder in it.",
)
@click.option(
    "--zip",
    "zip_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the site as this ZIP, to unpack into a folder of a website.",
)
@click.option(
    "--update",
    is_flag=True,
    help="For programs that publish each night: a site that was published before goes out although something is lacking"
    " or has run out since. The site says what is still true.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done. Nothing is written or sent.")
@click.option("--yes", is_flag=True, help="With --for github: send it without a question.")
@click.option(
    "--wait",
    "minutes",
    type=click.FloatRange(0, 120),
    default=10.0,
    show_default=True,
    metavar="MINUTES",
    help="With --for github: wait for so long until the site is live.",
)
@click.option(
    "--explain",
    type=click.Choice((*WAYS, *MORE)),
    help="Only print this: a way with its cost, its steps and how to undo it, or what holds for all.",
)
@given.today_option
def publish(
    pcns: Sequence[str],
    *,
    way: str | None,
    to: Path | None,
    zip_file: Path | None,
    update: bool,
    dry_run: bool,
    yes: bool,
    minutes: float,
    explain: str | None,
    day: str | None,
) -> None:
    """Check that a site may go live, then publish it.

    Without --to, --zip or --for, it says what is lacking and which ways there are. It ends with 1 where a site may not
    go live. Addresses that were published are kept in links.lock: a later change cannot lose one unnoticed.
    """
    if explain:
        tell(_explained(explain, "PCN", to))
        return
    workspace = given.workspace_to_change(dry_run=dry_run or not (to or zip_file))
    today = given.day_of(day)
    if not workspace.pcns():
        raise given.no_pcn()
    pcns = _named(workspace, pcns, zip_file)
    wanted = _Wanted(way, to.absolute() if to else None, zip_file.absolute() if zip_file else None, dry_run)
    if wanted.to:
        given.refuse_sources(wanted.to, workspace, "Name another folder with --to.")
    if wanted.zip_file:
        given.refuse_sources(wanted.zip_file, workspace, "Name another file with --zip.")
    opened = given.opened_here(workspace, pcns, today)
    ready, stopped = _ready(opened, pcns, update=update)
    if ready and wanted.is_sent:
        stopped |= not sent(opened, ready, dry_run=dry_run, yes=yes, minutes=minutes)
    elif ready and (wanted.to or wanted.zip_file):
        stopped |= not _put(opened, ready, wanted, several_pcns=len(pcns) > 1)
    elif ready:
        _print_ways(ready, wanted)
    sys.exit(stopped)


def _named(workspace: Workspace, pcns: Sequence[str], zip_file: Path | None) -> list[str]:
    """The PCNs that are named, or the only one. Where there are several, nobody publishes all by accident."""
    if not pcns:
        pcns = [given.the_pcn(workspace, None, "Name it: rolecall publish PCN.")]
    given.known(workspace, pcns)
    if zip_file and len(pcns) > 1:
        raise click.UsageError("With --zip, name one PCN.")
    return list(dict.fromkeys(pcns))


def _ready(opened: Opened, pcns: Sequence[str], *, update: bool) -> tuple[list[Made], int]:
    """The sites that may go live, and 1 where there are others: why not is printed."""
    from rolecall.build import made, tried
    from rolecall.lock import lock_of
    from rolecall.publishing.before import lacking, of_examples
    from rolecall.publishing.github import deleted_lock
    from rolecall.tasks import Built

    print_problems(opened.problems, "text", err=True)
    ready: list[Made] = []
    for pcn in pcns:
        if pcn not in opened.pcns:
            tell(f"{pcn} may not go live: fix its files first. Nothing was published.", err=True)
            continue
        if example := of_examples(opened, pcn):
            print_problems(example, "text", err=True)
            tell(f"{pcn} may not go live. Nothing was published.", err=True)
            continue
        if deleted := deleted_lock(opened.workspace.root, pcn):
            print_problems(deleted, "text", err=True)
            tell(f"{pcn} may not go live: its addresses would be lost. Nothing was published.", err=True)
            continue
        missing = lacking(opened, pcn)
        print_problems(missing, "text", err=True)
        if missing and not (update and lock_of(opened.workspace.root, pcn).exists()):
            things = several(len(missing), "thing")
            tell(_forms(missing), err=True)
            tell(f"{pcn} may not go live yet: {things} to do first. Nothing was published.", err=True)
            continue
        if missing:
            tell(f"{pcn} is live already, so it is published again. Put right what is named above.", err=True)
        found: list[Made] = []

        def make(pcn: str = pcn, found: list[Made] = found) -> Built:
            found.append(made(opened, pcn))
            return Built(pcn, problems=found[0].problems)

        built = tried(pcn, opened.workspace, make)
        print_problems(built.problems, "text", err=True)
        if built.bug:
            tell(f"{built.bug}\n{BUG}", err=True)
        if built.problems or built.bug:
            tell(f"{pcn} may not go live: fix this first. Nothing was published.", err=True)
            continue
        _print_to_look_at(opened, pcn)
        ready += found
    return ready, int(len(ready) < len(pcns))


def _forms(missing: Sequence[Problem]) -> str:
    """Where the forms of `rolecall edit` have what is lacking."""
    from rolecall.editing.fields import PCN_FIELDS

    tops = {problem.place.path[0] for problem in missing if problem.place.path}
    parts = [name.partition(":")[0] for name, path, _ in PCN_FIELDS if path[0] in tops]
    named = "; ".join(f"The PCN, {part}" for part in dict.fromkeys(parts))
    return f"In the form: {named}" if named else "In the form: To do"


def _print_to_look_at(opened: Opened, pcn: str) -> None:
    """What may be wrong and keeps nothing from going live: the first of it, and how to see the rest."""
    from rolecall.publishing.invented import to_look_at

    found = to_look_at(opened, pcn)
    print_problems((), "text", to_know=found[:MOST_TOLD])
    if len(found) > MOST_TOLD:
        tell(f"to know: {several(len(found) - MOST_TOLD, 'more thing')} like these in the files of {pcn}")
    if any(note.pcn == pcn for note in opened.notes):
        tell("To know: there are things to look at. See them with: rolecall check")


def _put(opened: Opened, ready: Sequence[Made], wanted: _Wanted, *, several_pcns: bool) -> bool:
    """Write each site where it is wanted. Whether all are there."""
    from rolecall.publishing.putting import NotPut, promise, put_folder, put_zip, refuse, to_publish

    sites = [to_publish(made, wanted.way or "supplier") for made in ready]
    places = {site.pcn: _place(wanted.to, site.pcn if several_pcns else "") for site in sites}
    try:
        for site in sites:
            refuse(places[site.pcn], wanted.zip_file, wanted.way or "", opened.workspace.root)
    except NotPut as why:
        raise click.UsageError(str(why)) from None
    for site in sites:
        folder = places[site.pcn]
        size = f"{several(site.pages, 'page')}, {several(len(site.files), 'file')}, {site.size / 1e6:.1f} MB"
        if wanted.dry_run:
            for place in filter(None, (folder, wanted.zip_file)):
                tell(f"would write {shown(place)}: {size}")
            continue
        new = promise(opened, site)
        try:
            if folder:
                tell(f"{shown(folder)}: {size}, {put_folder(site, folder).outcome}")
                for end in site.beside:
                    tell(f"{shown(folder)}{end}: the rules for {wanted.way}")
            if wanted.zip_file:
                put_zip(site, wanted.zip_file)
                tell(f"{shown(wanted.zip_file)}: {size}")
        except NotPut as why:
            tell(str(why), err=True)
            return False
        if new:
            lock = f"content/pcns/{site.pcn}/links.lock"
            tell(f"{new} new {'address' if new == 1 else 'addresses'} in {lock}. Keep it with your files.")
    if not wanted.dry_run:
        how = f"rolecall publish --explain {wanted.way or 'supplier'}"
        tell(f"The steps to put it on the web, what it costs and how to undo it: {how}")
    return True


def _place(to: Path | None, below: str) -> Path | None:
    return to / below if to else None


def _print_ways(ready: Sequence[Made], wanted: _Wanted) -> None:
    """The ways to publish, each with the command that does it. With one chosen, all of it."""
    pcn = ready[0].site.id
    names = ", ".join(made.site.id for made in ready)
    if wanted.way:
        tell(_explained(wanted.way, pcn, None))
        tell(f"\n{names} may go live. Nothing was written: add --to FOLDER.")
        return
    tell(f"{names} may go live. Nothing was written. Choose a way:\n")
    for id in WAYS:
        found = way(id)
        where = "" if id == "github" else f" --zip {pcn}.zip" if id == "supplier" else f" --to {pcn}-site"
        tell(f"{found.title}\n    {found.in_short}\n    rolecall publish {pcn} --for {id}{where}")
    tell("\nThe cost of each, its steps and how to undo it: rolecall publish --explain WAY")
    tell(f"Also: {', '.join(f'--explain {id}' for id in MORE)}")


def _explained(id: str, pcn: str, folder: Path | None) -> str:
    slots = {"pcn": pcn, "folder": str(folder or f"{pcn}-site")}
    return in_words(way(id), slots, min(100, shutil.get_terminal_size().columns))
