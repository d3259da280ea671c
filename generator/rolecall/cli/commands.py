"""The commands, each a call of what does the work and a print of what became of it."""

from __future__ import annotations

import gc
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall import __version__
from rolecall.cli import checks as _checks  # noqa: F401
from rolecall.cli import given
from rolecall.cli.changed_list import ChangedList
from rolecall.cli.exports import export, write_schemas_of_start
from rolecall.cli.given import REPORTS
from rolecall.cli.going_online import links_opened
from rolecall.cli.imports import import_
from rolecall.cli.joins import merge_pcn, move_practice
from rolecall.cli.printing import tell
from rolecall.cli.publish import publish
from rolecall.cli.results import print_build, print_check, print_preview, print_report, print_started

if TYPE_CHECKING:
    from rolecall.places import Group, Problem
    from rolecall.tasks import Built


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rolecall")
def cli() -> None:
    """Websites that explain who the people at a GP surgery are.

    Run it in a folder that `rolecall init` has made.
    """


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--name", required=True, help='The PCN\'s full name, for example "Marsh Lane PCN".')
@click.option("--ods", "ods_code", required=True, help="The PCN's code in the NHS register, for example U12345.")
def init(folder: Path, name: str, ods_code: str) -> None:
    """Start a site for a PCN in DIR (`.` for this folder). Files that are there already stay."""
    from rolecall.exchange.starter import new_pcn, start

    today = given.day_of(None)
    pcn, why_not = new_pcn(name, ods_code)
    if pcn is None:
        raise click.UsageError("\n".join(why_not))
    try:
        started = start(folder, pcn)
    except FileExistsError as error:
        there = f"{error.filename} is there already. Nothing was changed."
        raise click.UsageError(f"{there} Change it with: rolecall edit {Path(error.filename).name}") from None
    write_schemas_of_start(folder, today)
    print_started(started, folder)


@cli.command()
@given.pcns_argument
@click.option("--data", "only_data", is_flag=True, help="Only the YAML and Markdown, not the pages made from them.")
@click.option("--reading", is_flag=True, help="Also how hard each page is to read, and the 10 hardest sentences.")
@given.only_option
@click.option(
    "--browser", is_flag=True, help="Also open each page in a browser and have axe look at it. Takes minutes."
)
@click.option("--online", is_flag=True, help="Also open each link to another website. It takes a few minutes.")
@click.option("--strict", is_flag=True, help="End with 1 also where there is only something that is worth a look.")
@given.format_of_check_option
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --format html or csv: write it into FILE.",
)
@given.today_option
def check(
    pcns: Sequence[str],
    *,
    only_data: bool,
    reading: bool,
    only: Sequence[Group],
    browser: bool,
    online: bool,
    strict: bool,
    style: str,
    to: Path | None,
    day: str | None,
) -> None:
    """Find everything to fix, in all PCNs or those named, and where local help is missing.

    It changes none of your files. It ends with 1 where something keeps a site from being built.
    """
    workspace, today = given.workspace_here(), given.day_of(day)
    if not workspace.pcns():
        raise given.no_pcn()
    given.report_can_be_written(to, style, workspace, reading=reading)
    if online and only and "links" not in only:
        raise click.UsageError("--online opens links, so add --only links. Or leave --online out.")
    from rolecall.findings import findings

    opened = given.opened_here(workspace, pcns, today)
    links = links_opened(opened) if online else None
    with given.axe(browser) as also:
        found = findings(opened, only, pages=not only_data, reading=reading, also=also, links=links)
    code = print_report(found, to, style) if style in REPORTS else print_check(found, style)
    sys.exit(code or bool(online and (not links or links.unopened)) or bool(strict and found.warnings))


@cli.command()
@given.pcns_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="site",
    show_default=True,
    help="Where the sites go, a folder for each PCN.",
)
@click.option("--zip", "as_zip", is_flag=True, help="Also write <PCN>.zip: a site that works without a web server.")
@click.option(
    "--changed-list",
    "changed",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here what to upload and what to delete.",
)
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes that build at once. [default: the processors there are]"
)
@click.option("--cluster", help="Build on the machines of a dask cluster: the address of its scheduler.")
@given.format_option
@given.today_option
def build(
    pcns: Sequence[str],
    *,
    out: Path,
    as_zip: bool,
    changed: Path | None,
    jobs: int | None,
    cluster: str | None,
    style: str,
    day: str | None,
) -> None:
    """Make the sites of all PCNs, or of those named.

    Only what changed since the last build is made anew. A PCN whose files have a problem keeps its last site. A problem
    in the shared files keeps every site as it is.
    """
    from rolecall import record
    from rolecall.folders import recover
    from rolecall.tasks import left_to_do, task_of

    gc.disable()  # what a site is made of has no circles: memory is the same, and looking for them takes time
    click.get_current_context().call_on_close(gc.enable)
    started = time.monotonic()
    workspace, today = given.workspace_here(), given.day_of(day)
    out = out.absolute()
    given.refuse_sources(out, workspace)
    for name in recover(out):
        tell(f"{name}: brought back the last site, which an interrupted build had set aside", err=True)
    given.known(workspace, pcns)
    task = task_of(workspace, pcns or workspace.pcns(), out, today=today, lists=changed is not None)
    sites, to_do = left_to_do(task)
    problems: Sequence[Problem] = ()
    zips: list[Built] = []
    with ChangedList(changed) as changes:
        if to_do.inputs or as_zip or not sites:
            from rolecall.build import zip_all
            from rolecall.sharing import build_all, shared_by

            shared = shared_by(task)
            problems = shared.problems
            if to_do.inputs:  # of a PCN, problems are told also where shared files have some
                with given.machines(cluster) as machines:
                    hidden = not sys.stderr.isatty()
                    building = build_all(to_do, jobs=jobs, cluster=machines)
                    with click.progressbar(
                        building, len(to_do.inputs), "Building", show_pos=True, file=sys.stderr, hidden=hidden
                    ) as shown_as_done:
                        for site in shown_as_done:
                            changes.add(site)
                            sites.append(replace(site, written=(), gone=()))
            if shared.content_if_sound and as_zip:
                zips += zip_all(shared, sorted(site.pcn for site in sites if site.is_there), out)
    for pcn in to_do.inputs:
        record.settle(task.records, pcn)
    sites.sort(key=lambda site: site.pcn)
    if code := print_build(problems, sites, zips, out, style, seconds=time.monotonic() - started):
        sys.exit(code)
    if not sites:
        raise given.no_pcn()


@cli.command()
@click.argument("pcn", required=False)
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the browser finds it.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(pcn: str | None, address: str, open_browser: bool) -> None:
    """Show one PCN's site while you edit. The page follows each change, and shows what is wrong.

    It shows what `rolecall build` makes, and writes nothing in your folder. What you set in mkdocs.yml shows in
    `mkdocs serve`.
    """
    from rolecall import preview
    from rolecall.ports import url_of

    workspace = given.workspace_here()
    given.day_of(None)
    if not workspace.pcns():
        raise given.no_pcn()
    pcn = given.the_pcn(workspace, pcn, "Name it: rolecall serve PCN.")
    host, port = _free(address)
    url = url_of(host, port)
    tell(f"{pcn} is at {url} until you press Ctrl and C.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever else ends it: its folder is cleared away too
    with suppress(KeyboardInterrupt):
        preview.serve(workspace, pcn, host, port, tell=print_preview, opens=open_browser)


@cli.command()
@click.argument("pcn", required=False)
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the browser finds it.")
@click.option("--no-open", is_flag=True, help="Do not open it in the browser.")
def edit(pcn: str | None, address: str, *, no_open: bool) -> None:
    """Change one PCN's site in the browser: each page has pencils, which open forms. In an empty folder, start one.

    It runs on this computer alone, until you press Ctrl and C. Saving changes the files in content/pcns, as if you
    had edited them by hand. Nothing is published.
    """
    import webbrowser

    from rolecall.edit.beside import beside
    from rolecall.edit.guard import is_here
    from rolecall.edit.server import edit as serve_forms

    workspace = given.folder_here()
    given.undo_what_was_cut_off(workspace)
    given.day_of(None)
    is_new = not workspace.pcns() and not pcn
    pcn = "" if is_new else given.the_pcn(workspace, pcn, "Name it: rolecall edit PCN.")
    host, port = _free(address, must_be_here=is_here)
    if other := beside(workspace.root):
        tell(
            f"This folder is open in another rolecall edit already, at {other}\nYou may use either. Each asks you first"
        )
        tell("where a save would change what the other has saved since. Only the one that saved can take a save back.")

    def ready(url: str) -> None:
        tell(f"Start a site in this folder at {url}" if is_new else f"Change {pcn} at {url}")
        tell("Keep this window open. Press Ctrl and C here when you have finished.")
        if not no_open:
            webbrowser.open(url)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        serve_forms(workspace, pcn, host, port, ready=ready)


def _free(address: str, *, must_be_here: Callable[[str], bool] | None = None) -> tuple[str, int]:
    """The host, and the nearest port to the one asked for that is free."""
    from rolecall.ports import NoPort, address_of, nearest_free, url_of

    try:
        host, port = address_of(address)
        if must_be_here and not must_be_here(host):
            raise click.UsageError(f"{host} can be reached from other computers. Use 127.0.0.1:{port}")
        free = nearest_free(host, port)
    except NoPort as no:
        raise click.UsageError(f"{no}") from None
    if free != port:
        tell(f"Port {port} is in use, so this site is at port {free}: {url_of(host, free)}")
    return host, free


cli.add_command(publish)
cli.add_command(import_)
cli.add_command(export)
cli.add_command(merge_pcn)
cli.add_command(move_practice)
