"""What commands are given: their options, the folder that they run in, and its PCNs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall.cli.printing import count, print_problems, shown, tell
from rolecall.places import GROUPS

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from datetime import date

    from rolecall.build import Look
    from rolecall.opened import Opened
    from rolecall.workspace import Workspace


class _DayType(click.ParamType[str]):
    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from rolecall import values

        try:
            values.day_of(value)
        except ValueError as error:
            self.fail(f"{error}. Write it as 2026-10-01", param, ctx)
        return value


today_option = click.option(
    "--today",
    "day",
    type=_DayType(),
    help="Work as if today were this day, for example 2026-10-01. [default: today in England]",
)
REPORTS = {"html": (".html", ".htm"), "csv": (".csv",)}
"""The forms of a check that are files for people, and how their names may end."""

_REPORT = {"html": "a page", "csv": "a table"}

_STYLES = ("text", "json", "github", "gitlab")
format_option = click.option(
    "--format",
    "style",
    type=click.Choice(_STYLES),
    default="text",
    show_default=True,
    help="How problems are printed: for people, programs, GitHub's pull requests or GitLab's merge requests.",
)
format_of_check_option = click.option(
    "--format",
    "style",
    type=click.Choice([*_STYLES, *REPORTS]),
    default="text",
    show_default=True,
    help="How it is printed: for people, programs, GitHub's pull requests or GitLab's merge requests. html is a report"
    " for a browser: whether each site is ready, what moved since the last one, gaps in local help. csv is a table of"
    " its figures, a row for each PCN.",
)
only_option = click.option(
    "--only",
    type=click.Choice([*GROUPS]),
    multiple=True,
    help="Look only at this group: files, links, words, freshness, safety, facts or access. May be given again.",
)
pcns_argument = click.argument("pcns", nargs=-1, metavar="[PCN]...")
pcn_option = click.option(
    "--pcn", help="The id of the PCN: its folder in content/pcns. Needed where there are several."
)


def no_pcn() -> click.UsageError:
    return click.UsageError('There is no PCN yet. Start one: rolecall init . --name "Marsh Lane PCN" --ods U12345')


def folder_here() -> Workspace:
    """The folder that the command runs in, whatever is in it."""
    from rolecall.bundled import bundled
    from rolecall.workspace import Workspace

    return Workspace(Path.cwd(), bundled())


def workspace_here() -> Workspace:
    workspace = folder_here()
    if not (workspace.root / "content").is_dir():
        raise click.UsageError(
            'There is no folder "content" here. Change to the folder of your site,'
            ' or start one: rolecall init . --name "Marsh Lane PCN" --ods U12345'
        )
    undo_what_was_cut_off(workspace)
    return workspace


def undo_what_was_cut_off(workspace: Workspace) -> None:
    """The files are as they were before a change that was cut off, and it is told."""
    from rolecall.at_once import undone

    edited = undone(workspace.root)
    if edited is not None:
        tell("The last change was cut off, so your files are as they were before it. Make it again.", err=True)
    for path in edited or ():
        tell(f"{path}: you have edited this file since, so it was left as it is. Look at it.", err=True)


def workspace_to_change(*, dry_run: bool = False) -> Workspace:
    """The workspace, which no other program changes until the command ends."""
    from rolecall.turns import alone

    if not dry_run:
        click.get_current_context().with_resource(alone(Path.cwd()))
    return workspace_here()


def day_of(given: str | None) -> date:
    from rolecall.today import today

    try:
        return today(given)
    except ValueError as error:
        raise click.UsageError(f"{error}") from None


def known(workspace: Workspace, pcns: Sequence[str]) -> None:
    there = workspace.pcns()
    for pcn in pcns:
        if pcn not in there:
            from rolecall.validate.shapes import did_you_mean

            raise click.UsageError(
                f'There is no PCN "{pcn}" in content/pcns. {did_you_mean(pcn, there, called="There are")}'
            )


def opened_here(workspace: Workspace, pcns: Sequence[str], today: date) -> Opened:
    """The workspace with the PCNs that are named, or with all."""
    from rolecall.opened import open_workspace

    known(workspace, pcns)
    return open_workspace(workspace, pcns or None, today=today)


def the_pcn(workspace: Workspace, named: str | None, how: str = "Add --pcn.") -> str:
    """The PCN that is named, or the only one that there is. `how` says how to name one."""
    there = workspace.pcns()
    if named:
        known(workspace, [named])
        return named
    if len(there) == 1:
        return there[0]
    raise click.UsageError(f"Which PCN? {how} There are: {', '.join(there)}" if there else "There is no PCN yet.")


def sound(workspace: Workspace, pcn: str, today: date, *, services: bool = True) -> Opened:
    """The workspace with this PCN, which has no problem. Otherwise they are printed, and that is the end.

    Without `services`, only what the PCN itself says is read.
    """
    from rolecall.opened import open_shared

    opened = open_shared(workspace, today=today).with_pcns([pcn], services=services)
    if pcn in opened.pcns:
        return opened
    print_problems(opened.problems, "text", err=True)
    tell(f"{count(opened.problems)} Fix the files first. Nothing was changed.", err=True)
    sys.exit(1)


@contextmanager
def axe(asked: bool) -> Iterator[Look | None]:
    """What looks at pages in a browser, or None where that is not asked for."""
    if not asked:
        yield None
        return
    try:
        from rolecall import browser
    except ImportError:
        how = "pip install playwright axe-playwright-python"
        raise click.UsageError(f"To look at pages in a browser, install what it needs: {how}") from None
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(browser.started())
        except browser.NoBrowser as error:
            how = "Install Chromium, or run: playwright install chromium"
            raise click.UsageError(f"No browser starts. {how}\n{str(error).splitlines()[0]}") from None
        tell("Looking at each page in a browser. This takes minutes.", err=True)
        yield partial(browser.axe, opened)


@contextmanager
def machines(cluster: str | None) -> Iterator[Executor | None]:
    """The machines of a cluster, or None where none is named."""
    if not cluster:
        yield None
        return
    try:
        from rolecall.cluster import machines_at
    except ImportError:
        raise click.UsageError("To build on a cluster, install what it needs: pip install distributed") from None
    from rolecall.sharing import OtherFiles

    with ExitStack() as stack:
        try:
            executor = stack.enter_context(machines_at(cluster))
        except (OSError, ValueError) as error:
            raise click.UsageError(f"There is no dask scheduler at {cluster}: {error}") from None
        try:
            yield executor
        except OtherFiles as error:
            raise click.UsageError(f"{error}") from None


def refuse_sources(out: Path, workspace: Workspace, how: str = "Name another folder with --out.") -> None:
    """Stop where sites or reports would go among the files that people write."""
    from rolecall.folders import source_around

    if name := source_around(out, workspace.root):
        raise click.UsageError(f"{shown(out)} is in the folder {name} of your own files. {how}")


def report_can_be_written(to: Path | None, style: str, workspace: Workspace, *, reading: bool) -> None:
    """Stop where a report is asked for that cannot be, or that would write over something else."""
    if style not in REPORTS:
        if to:
            raise click.UsageError("--to goes with --format html or csv.")
        return
    if reading:
        raise click.UsageError(f"--reading does not go with --format {style}. Run the command without one of them.")
    if to is None:
        if style == "html" and sys.stdout.isatty():
            how = "Write it into a file: rolecall check --format html --to report.html"
            raise click.UsageError(f"A report is for a browser. {how}")
        return
    if to.suffix.lower() not in REPORTS[style]:
        raise click.UsageError(
            f"{to} is no name of {_REPORT[style]}. Let it end in .{style}, for example report.{style}"
        )
    refuse_sources(to, workspace, "Name another place with --to.")
