"""The commands that give out what Rolecall knows in other formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from rolecall.cli.given import day_of, known, pcn_option, pcns_argument, sound, the_pcn, today_option, workspace_here
from rolecall.cli.printing import several


@click.group()
def export() -> None:
    """Give out what Rolecall knows in other formats."""


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
    for path in write_schemas_of(folder, Path.cwd()):
        click.echo(f"wrote {path}")


@export.command("workbook")
@pcn_option
@click.option(
    "--to", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .xlsx file to write."
)
@click.option("--due", is_flag=True, help="Only what is to be checked within 2 months: roles and services.")
@today_option
def export_workbook(pcn: str | None, file: Path, due: bool, day: str | None) -> None:
    """Write a PCN's facts as a workbook, for Excel or LibreOffice.

    Take it in again with `rolecall import workbook`.
    """
    from rolecall.exchange.workbook import layout_of, workbook

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    content, loaded = sound(workspace, pcn, today)
    sheets = layout_of(content, loaded, pcn, today=today).sheets(only_due=due)
    write_new(file, workbook(sheets, pcn=pcn, name=content.pcns[pcn].name, today=today))
    if due:
        click.echo(f"{several(sum(len(sheet.rows) for sheet in sheets), 'line')} to check.")
    click.echo(
        f"Fill it in and save it. Then see what would change: rolecall import workbook {file} --pcn {pcn} --dry-run"
    )


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
@today_option
def export_leaflets(pcns: Sequence[str], out: Path, services: Sequence[str], day: str | None) -> None:
    """Write leaflets as PDFs: a handout and a poster of each role, a poster for the waiting room, a sheet of services.

    Screen readers can read them. They need the extra: pip install "rolecall[pdf]"
    """
    from rolecall.exchange.leaflets import CannotPrint, Printer, write_leaflets
    from rolecall.nearest import site
    from rolecall.validate.shapes import did_you_mean

    workspace, today = workspace_here(), day_of(day)
    if services and len(pcns) != 1:
        raise click.UsageError("With --service, name one PCN.")
    try:
        printer = Printer(workspace)
    except CannotPrint as why:
        raise click.UsageError(str(why)) from None
    for pcn in pcns or workspace.pcns():
        known(workspace, [pcn])
        content, _ = sound(workspace, pcn, today)
        one = site(content, pcn, today=today)
        listed = [service.id for service in one.services if service.is_listed]
        for id in services:
            if id not in listed:
                raise click.UsageError(
                    f'There is no service "{id}" here. {did_you_mean(id, listed, called="There are")}'
                )
        for path in write_leaflets(out / pcn, one, printer, services):
            click.echo(f"wrote {path}")


@export.command("headers")
@click.argument("server", type=click.Choice(("netlify", "nginx", "apache")))
def export_headers(server: str) -> None:
    """Print the response headers for a web server.

    Netlify and Cloudflare Pages need nothing: they read the file _headers that each site has.
    """
    from rolecall.headers import as_text

    click.echo(as_text(server), nl=False)


@export.command("redirects")
@click.argument("server", type=click.Choice(("netlify", "nginx", "apache")))
@pcn_option
@today_option
def export_redirects(server: str, pcn: str | None, day: str | None) -> None:
    """Print rules for a web server: where pages that moved are now, and where short addresses lead.

    Without them, a page leads on. Netlify and Cloudflare Pages read the file _redirects that the site has.
    """
    from rolecall.addresses import redirects
    from rolecall.nearest import site

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    content, _ = sound(workspace, pcn, today)
    click.echo(redirects(site(content, pcn, today=today), server), nl=False)


def write_new(path: Path, data: bytes | None) -> None:
    """A file that is not there yet: what people filled in is never written over."""
    if path.exists():
        raise click.UsageError(f"{path} is there already. Move it away, or choose another name.")
    if data is None:
        raise click.UsageError(f"{path} was not written: the workbook cannot be opened.")
    path.write_bytes(data)
    click.echo(f"wrote {path}")


def write_schemas_of(folder: Path, root: Path) -> list[Path]:
    """Schemas with the ids of a workspace, or of what Rolecall ships while the shared files have a mistake."""
    from rolecall.bundled import bundled
    from rolecall.exchange.schema import write_schemas
    from rolecall.load import Workspace, load
    from rolecall.validate import validate

    for base in (root, bundled()):
        content, _ = validate(*load(Workspace(base, bundled()), []), today=day_of(None))
        if content:
            return write_schemas(folder, content)
    raise AssertionError("the files that Rolecall ships are sound")
