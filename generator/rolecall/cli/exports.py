"""The commands that give out what Rolecall knows in other formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall.at_once import do_all
from rolecall.cli.given import (
    day_of,
    opened_here,
    pcn_option,
    pcns_argument,
    sound,
    the_pcn,
    today_option,
    workspace_here,
)
from rolecall.cli.printing import count, print_problems, several, tell
from rolecall.cli.visits import lines_seen, print_no_visits, print_visits
from rolecall.cli.writes import refuse_filled, refuse_taken, write_here, write_new, write_shown
from rolecall.writing import NotWritten

if TYPE_CHECKING:
    from datetime import date

_LEFT_OUT = {"closed": "closed", "ended": "its last day has passed", "held": "held back, as its check is overdue"}
"""Why lists of the site do not show a service, by its state."""


@click.group()
def export() -> None:
    """Export what Rolecall knows in other formats."""


@export.command("schema")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=".rolecall/schemas",
    show_default=True,
    help="Where the JSON Schemas go. The first line of each YAML file expects them there.",
)
def export_schema(folder: Path) -> None:
    """Write JSON Schemas, with which an editor helps while you type."""
    from rolecall.bundled import bundled
    from rolecall.exchange.schema import schema_files
    from rolecall.load import Workspace

    write_shown(schema_files(folder, Workspace(Path.cwd(), bundled()), today=day_of(None)))


@export.command("workbook")
@pcn_option
@click.option(
    "--to", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .xlsx file to write."
)
@click.option("--due", is_flag=True, help="Only what is to be checked within 2 months.")
@today_option
def export_workbook(pcn: str | None, file: Path, due: bool, day: str | None) -> None:
    """Write a PCN's facts as a workbook, for Excel or LibreOffice.

    Bring it back with `rolecall import workbook`.
    """
    from rolecall.editing.due import due_sheets
    from rolecall.editing.files import layout_of
    from rolecall.editing.sheets import sheets_of
    from rolecall.exchange.workbook import workbook

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    opened = sound(workspace, pcn, today)
    refuse_taken(file)
    layout = layout_of(opened.content, opened.loaded, pcn, today=today)
    sheets = due_sheets(layout) if due else sheets_of(layout)
    facts = opened.content.pcns[pcn]
    write_new(file, workbook(sheets, pcn=pcn, name=facts.name, code=facts.ods_code, today=today, only_due=due))
    if due:
        tell(f"{several(sum(len(sheet.rows) for sheet in sheets), 'row')} to check.")
    tell(f"Fill it in and save it. Then see what would change: rolecall import workbook {file} --pcn {pcn} --dry-run")


@export.command("services")
@pcn_option
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write. It may not have anything in it yet.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["hsds", "csv"]),
    default="hsds",
    show_default=True,
    help="hsds: Open Referral UK, as the site has it, for other directories. csv: a list for Excel, with all that the"
    " files say, so also what only staff see and services that have closed. An apostrophe stands in front of what Excel"
    " could take for a formula.",
)
@today_option
def export_services(pcn: str | None, folder: Path, form: str, day: str | None) -> None:
    """Write a PCN's local services for others: as Open Referral UK, or as a list that Excel opens.

    Bring either back with `rolecall import services`.
    """
    from rolecall import hsds
    from rolecall.addresses import HSDS
    from rolecall.editing.files import layout_of
    from rolecall.exchange.service_list import service_list

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    opened = sound(workspace, pcn, today)
    refuse_filled(folder)
    if form == "csv":
        layout = layout_of(opened.content, opened.loaded, pcn, today=today)
        write_shown({folder / "services.csv": service_list(layout)})
        tell(f"{several(len(layout.raws), 'service')}, in a row each.")
        return
    site = opened.site(pcn)
    found = hsds.full_records(site)
    files = {folder / file.removeprefix(HSDS): text.encode() for file, text in hsds.files(found)}
    write_here(files)
    tell(f"{several(len(found), 'service')} in {several(len(files), 'file')} in {folder}.")
    if left := [service for service in site.services if not service.is_listed]:
        tell(f"{several(len(left), 'service')} left out, as in the lists of the site:")
        for service in left:
            tell(f"    {service.listed_name}: {_LEFT_OUT[service.state]}")


@export.command("leaflets")
@pcns_argument
@click.option(
    "--to",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    default="leaflets",
    show_default=True,
    help="Where the PDFs go, a folder for each PCN.",
)
@click.option(
    "--service", "services", multiple=True, metavar="ID", help="A service for the sheet of services. [default: all]"
)
@click.option(
    "--surgery",
    metavar="SLUG",
    help="Those of a surgery, with its name and phone number: the end of its web address. [default: of the whole PCN]",
)
@click.option("--large", is_flag=True, help="Handouts in large print too, with letters of 18 points.")
@today_option
def export_leaflets(
    pcns: Sequence[str], *, out: Path, services: Sequence[str], surgery: str | None, large: bool, day: str | None
) -> None:
    """Write leaflets as PDFs: a handout, easy read and a poster of each role, a poster for the waiting room, a table of
    whom to refer to, a sheet of services.

    Screen readers can read them. They need one more package: pip install typst
    """
    from rolecall.exchange.leaflets import CannotPrint, NotPrinted, Printer, Wanted, printed
    from rolecall.templates import TemplateMistake, Words
    from rolecall.validate.shapes import did_you_mean

    workspace, today = workspace_here(), day_of(day)
    for option in ("--service" if services else "", "--surgery" if surgery else ""):
        if option and len(pcns) != 1:
            raise click.UsageError(f"With {option}, name one PCN.")
    try:
        printer = Printer(workspace)
    except CannotPrint as why:
        raise click.UsageError(str(why)) from None
    opened = opened_here(workspace, pcns, today)
    print_problems(opened.problems, "text", err=True)
    files: dict[Path, bytes] = {}
    failed: list[NotPrinted] = []
    words = Words(opened.templates)
    for pcn in opened.pcns:
        site = opened.site(pcn)
        listed = [service.id for service in site.services if service.is_listed]
        for id in services:
            if id not in listed:
                raise click.UsageError(
                    f'There is no service "{id}" here. {did_you_mean(id, listed, called="There are")}'
                )
        slugs = [practice.slug for practice in site.practices]
        if surgery and surgery not in slugs:
            raise click.UsageError(
                f'There is no surgery "{surgery}" here. {did_you_mean(surgery, slugs, called="There are")}'
            )
        wanted, folder = Wanted(services, surgery or "", large), out / pcn / (surgery or "")
        logo = opened.loaded.pictures[pcn][site.pcn.logo].data if site.pcn.logo else None
        drawn = logo if isinstance(logo, bytes) else None
        try:
            for path, made in printed(folder, site, printer, words, wanted=wanted, logo=drawn):
                if isinstance(made, NotPrinted):
                    failed.append(made)
                else:
                    files[path] = made
        except TemplateMistake as mistake:
            if not (problem := mistake.within(workspace)):
                raise
            print_problems([problem], "text", err=True)
            tell("1 problem in a template. No leaflets were made.", err=True)
            sys.exit(1)
    write_shown(files)
    for not_printed in failed:
        tell(str(not_printed), err=True)
    if opened.problems:
        of = " for the PCNs named above" if opened.pcns else ""
        tell(f"{count(opened.problems)} No leaflets were made{of}.", err=True)
    sys.exit(1 if opened.problems or failed else 0)


@export.command("headers")
@click.argument("server", type=click.Choice(("netlify", "nginx", "apache", "iis")))
def export_headers(server: str) -> None:
    """Print the response headers for a web server.

    Netlify and Cloudflare Pages need nothing: they read the file _headers that each site has.
    """
    from rolecall.headers import as_text

    tell(as_text(server), nl=False)


@export.command("redirects")
@click.argument("server", type=click.Choice(("netlify", "nginx", "apache", "iis")))
@pcn_option
@today_option
def export_redirects(server: str, pcn: str | None, day: str | None) -> None:
    """Print rules for a web server: where pages that moved are now, and where short addresses lead.

    Without them, the old address shows a page that sends people on.
    Netlify and Cloudflare Pages read the file _redirects that the site has.
    """
    from rolecall.headers import redirects
    from rolecall.pages import moves

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    site = sound(workspace, pcn, today).site(pcn)
    tell(redirects(moves(site), site.pcn.site_url, server), nl=False)


@export.command("visits")
@click.argument(
    "logs", nargs=-1, required=True, metavar="LOG...", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--to", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .csv file to write."
)
@click.option(
    "--below",
    default="/",
    show_default=True,
    metavar="FOLDER",
    help="The folder of the website in which the site is, where it has not a website of its own: /our-team/.",
)
def export_visits(logs: Sequence[Path], file: Path, below: str) -> None:
    """Count how often each page was opened in each week, by the LOGs that the server keeps.

    Logs of nginx, Apache and IIS, also packed (.gz). No address of a computer, name or search is kept. Robots that
    give their name are left out, and numbers under 5 are not shown.
    """
    from rolecall.exchange.visits import counted, table

    refuse_taken(file)
    once = {path.resolve(): path for path in logs}
    folder = below.strip("/")
    with lines_seen() as seen:
        visits = counted([*once.values()], f"/{folder}/" if folder else "/", seen)
    if visits.first is None:
        print_no_visits(visits)
        sys.exit(1)
    write_new(file, table(visits))
    print_visits(visits)
    sys.exit(1 if visits.not_logs else 0)


def write_schemas_of_start(folder: Path, today: date) -> None:
    """Schemas of a workspace that has begun. It needs none, so that they cannot be written does not undo it."""
    from rolecall.bundled import bundled
    from rolecall.exchange.schema import schema_files
    from rolecall.load import Workspace

    try:
        do_all(folder, schema_files(folder / ".rolecall/schemas", Workspace(folder, bundled()), today=today))
    except NotWritten as error:
        tell(
            f"{error.filename}: this file cannot be written: {error.strerror}. The site works without it."
            " For an editor that helps while you type: rolecall export schema",
            err=True,
        )
