"""The command that takes in services of others: a directory's feed, or a list that somebody keeps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from rolecall.cli.given import day_of, pcn_option, sound, the_pcn, today_option, workspace_here, workspace_to_change
from rolecall.cli.printing import count, print_problems, shown, tell
from rolecall.cli.writes import write_here

if TYPE_CHECKING:
    from rolecall.exchange.incoming.filters import Wants
    from rolecall.exchange.incoming.report import Report
    from rolecall.exchange.openreferral.feed import Progress
    from rolecall.exchange.taking_in import TakenIn
    from rolecall.opened import Opened
    from rolecall.places import Problem

_Value = TypeVar("_Value")


@click.command("services")
@click.argument("source", metavar="SOURCE")
@pcn_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["oruk", "list"]),
    help="What SOURCE is: oruk, a directory as Open Referral UK or HSDS; list, CSV or a workbook. [default: found out]",
)
@click.option("--dry-run", is_flag=True, help="Show each difference, and write nothing.")
@click.option(
    "--feed",
    "name",
    metavar="NAME",
    help="What SOURCE is called here. A newer copy of it needs the same name. [default: from its address or file name]",
)
@click.option(
    "--categories",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Which needs its categories stand for. [default: categories.yml beside pcn.yml; the first import drafts it]",
)
@click.option(
    "--columns",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Of a list: which column is which. [default: beside SOURCE, its name ending in .columns.yml]",
)
@click.option(
    "--postcode",
    "postcodes",
    multiple=True,
    metavar="START",
    help="Only services at postcodes that start so, as BS5 or BS. Also those without a place. Can be repeated.",
)
@click.option("--area", "areas", multiple=True, metavar="NAME", help="Only services for this area, or for everybody.")
@click.option("--category", "wanted", multiple=True, metavar="NAME", help="Only services in this category.")
@click.option("--near", "point", metavar="LAT,LON", help="Only services near a point, as 51.45,-2.58. Needs --within.")
@click.option("--within", "distance", metavar="KM", help="How near: 5, 5km or 3 miles.")
@click.option("--allow-private", is_flag=True, help="Let SOURCE be an address within your own network.")
@click.option("--keep-mine", is_flag=True, help="Where you and the source changed the same: yours stays for good.")
@click.option("--accept-losses", is_flag=True, help="Pause what is gone from the source, even if that is a lot.")
@today_option
def import_services(
    source: str,
    *,
    pcn: str | None,
    style: str | None,
    dry_run: bool,
    name: str | None,
    categories: Path | None,
    columns: Path | None,
    postcodes: Sequence[str],
    areas: Sequence[str],
    wanted: Sequence[str],
    point: str | None,
    distance: str | None,
    allow_private: bool,
    keep_mine: bool,
    accept_losses: bool,
    day: str | None,
) -> None:
    """Take in services: from a council's directory, or from a list that somebody keeps.

    SOURCE is a web address, a file or a folder: Open Referral UK, HSDS, CSV or a workbook.

    Run it again to bring them up to date. What you edited stays as you wrote it. What is gone from SOURCE is paused,
    and nothing is deleted. A report says what came in, what was put right, what was held back and why.
    """
    from rolecall.exchange.incoming.bringing import brought_in
    from rolecall.exchange.incoming.updates import Wishes

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    wants = _wants(postcodes, areas, wanted, point, distance)
    wished = _Wished(style, _named(name), categories, columns, wants, allow_private, dry_run)
    opened = sound(workspace, pcn, today, services=False)
    taken, problems = _taken(source, opened, pcn, wished)
    if taken is None:
        _stop(problems)
    if not dry_run:  # while a directory was read, somebody may have saved something
        opened = sound(workspace_to_change(), pcn, today, services=False)
    wishes = Wishes(keep_mine=keep_mine, accept_losses=accept_losses)
    only = _asked_for(postcode=postcodes, area=areas, category=wanted, near=[point], within=[distance])
    about, outside = replace(taken.source, only=only), taken.outside
    report, problems = brought_in(opened, pcn, taken.entries, about, outside=outside, wishes=wishes, is_dry_run=dry_run)
    if report is None:
        _stop(problems)
    print_problems(about.problems, "text", to_know=about.to_know, err=True)
    if not report.read:
        tell("Nothing was read, so nothing was changed.", err=True)
        sys.exit(1)
    _finish(report, taken, opened)


def _stop(problems: Sequence[Problem]) -> NoReturn:
    print_problems(problems, "text", err=True)
    tell(f"{count(problems)} Nothing was changed.", err=True)
    sys.exit(1)


def _wants(
    postcodes: Sequence[str], areas: Sequence[str], wanted: Sequence[str], point: str | None, distance: str | None
) -> list[Wants]:
    """What an entry has to be, for each option that says so."""
    from rolecall.exchange.incoming import filters

    if bool(point) != bool(distance):
        raise click.UsageError("--near and --within belong together: --near 51.45,-2.58 --within 5km")
    found: list[Wants] = []
    if postcodes:
        found.append(_understood(lambda: filters.in_postcodes(*postcodes)))
    if areas:
        found.append(filters.in_area(*areas))
    if wanted:
        found.append(filters.in_category(*wanted))
    if point and distance:
        found.append(_understood(lambda: filters.within(filters.point(point), filters.kilometres(distance))))
    return found


def _asked_for(**options: Sequence[str | None]) -> str:
    """The options that ask for a part of a source, as somebody typed them."""
    return " ".join(f"--{name} {value}" for name, values in options.items() for value in values if value)


def _understood(read: Callable[[], _Value]) -> _Value:
    """What somebody typed. Where it cannot be understood, that is the end of the command."""
    try:
        return read()
    except ValueError as error:
        raise click.UsageError(". ".join(str(part).rstrip(".") for part in _words(error))) from None


def _words(error: ValueError) -> Iterator[object]:
    context = getattr(error, "context", None) or {}
    yield context.get("sentence") or error
    if context.get("fix"):
        yield context["fix"]


@dataclass(frozen=True, slots=True)
class _Wished:
    """What somebody said of a source."""

    style: str | None
    name: str
    categories: Path | None
    columns: Path | None
    wants: Sequence[Wants]
    allow_private: bool
    dry_run: bool


def _taken(source: str, opened: Opened, pcn: str, wished: _Wished) -> tuple[TakenIn | None, Sequence[Problem]]:
    """The entries of a source, whatever it is."""
    from rolecall.exchange import taking_in
    from rolecall.exchange.openreferral import reading

    if not reading.is_address(source) and not Path(source).exists():
        raise click.UsageError(f"There is no file or folder {source}. A web address starts with https://")
    if wished.style == "list" and (reading.is_address(source) or Path(source).is_dir()):
        raise click.UsageError("A list is a file: CSV, or a workbook. Save it here first.")
    categories = wished.categories or taking_in.categories_file(opened, pcn)
    if wished.style == "list" or (wished.style is None and not reading.looks_like_feed(source)):
        file = Path(source)
        name = wished.name or file.stem[:80]
        return taking_in.of_list(
            file, opened, pcn, name=name, columns=wished.columns, categories=categories, wants=wished.wants
        )
    watching = _Watching()
    feed = reading.read_feed(
        source,
        keep_in=opened.workspace.root / ".rolecall/feeds",
        allow_private=wished.allow_private,
        is_rehearsal=wished.dry_run,
        watch=watching,
    )
    name, shown_source = wished.name or feed.name[:80], reading.shown(source)
    try:
        return taking_in.of_feed(feed, opened, name=name, shown=shown_source, categories=categories, wants=wished.wants)
    finally:
        watching.done()


def _named(name: str | None) -> str:
    """What a source is to be called. Empty where nobody said."""
    text = " ".join((name or "").split())
    if len(text) > 80 or set(text) & set("<>"):
        raise click.UsageError("A source has a name of up to 80 letters, without < and >.")
    return text


class _Watching:
    """Prints how far the reading is, where somebody looks on."""

    def __init__(self) -> None:
        self.is_seen = sys.stderr.isatty()
        self.has_begun = False

    def __call__(self, progress: Progress) -> None:
        if not self.is_seen:
            return
        of = f" of {progress.total}" if progress.total else ""
        words = f"Reading {progress.of}: {progress.done}{of}"
        if progress.of == "waiting":
            words = "Waiting, as the source asked"
        if progress.left:
            words += f", about {_time(progress.left)} left"
        tell(f"\r{words:<70}", nl=False, err=True)
        self.has_begun = True

    def done(self) -> None:
        """Leave an empty line for what is printed next."""
        if self.has_begun:
            tell(f"\r{'':<70}\r", nl=False, err=True)


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"


def _finish(report: Report, taken: TakenIn, opened: Opened) -> NoReturn:
    """Write what is to be written, and print what became of all that was read."""
    from rolecall.exchange.incoming.bringing import files_of
    from rolecall.exchange.incoming.report import changes, lines

    stopped = report.arrived.too_many_gone
    texts = {} if stopped else {**taken.texts, **report.arrived.texts}
    about = files_of(report, opened.workspace.root)
    if not report.is_dry_run:
        write_here({**texts, **about})
    for line in (*(changes(report) if report.is_dry_run else ()), *lines(report)):
        tell(line)
    if not report.is_dry_run:
        for path in taken.texts.keys() & texts.keys():
            tell(f"Look at {shown(path)}, correct it, and run the same command again.")
        tell(f"All of it: {shown(next(iter(about)))}")
    if stopped:
        tell(
            f"{len(report.gone)} services that are here are gone from the source. It may be broken, so nothing was"
            " changed. If it is right, run the command again with --accept-losses. If this is another source, give it a"
            " name of its own with --feed",
            err=True,
        )
    elif report.is_dry_run:
        tell("Nothing was changed: this was a dry run.")
    sys.exit(0 if report.is_all_read else 1)
