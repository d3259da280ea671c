"""The commands, each a call of what does the work."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall import __version__
from rolecall.cli.exports import export
from rolecall.cli.exports import schemas_of_start as _write_schemas
from rolecall.cli.given import day_of as _day
from rolecall.cli.given import known as _known
from rolecall.cli.given import loaded_from as _load
from rolecall.cli.given import pcns_argument as _pcns
from rolecall.cli.given import today_option as _today
from rolecall.cli.given import workspace_here as _workspace
from rolecall.cli.imports import import_
from rolecall.cli.printing import count, print_built, print_notes_in_short, print_problems, print_reading, several

if TYPE_CHECKING:
    from datetime import date

    from rolecall.build import Built
    from rolecall.checks.reading import ReadingOf
    from rolecall.load import Loaded, Workspace
    from rolecall.model import Content
    from rolecall.places import Problem


_format = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="How problems are printed: for people, programs, GitHub's pull requests or GitLab's merge requests.",
)


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
    from pydantic import ValidationError

    from rolecall.exchange.starter import start
    from rolecall.model import PCN
    from rolecall.values import slug

    try:
        pcn = PCN(name=name, ods_code=ods_code)
    except ValidationError as error:
        raise click.UsageError("\n".join(_as_told(detail) for detail in error.errors())) from None
    if not slug(name):
        raise click.UsageError("This name has no letters. Write the PCN's full name.")
    try:
        written = start(folder, pcn)
    except FileExistsError as error:
        raise click.UsageError(f"{error.filename} is there already. Nothing was changed.") from None
    _write_schemas(folder / ".rolecall/schemas", folder)
    for path in written:
        click.echo(f"wrote {path}")
    go = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    name = written[0].parent.name
    click.echo(
        f"\nSee the site:\n    {go}rolecall serve\n"
        f"Fill it in, in Excel or LibreOffice:\n    {go}rolecall export workbook --to {name}.xlsx\n"
        f"Or edit {written[0]} yourself."
    )


def _as_told(detail: object) -> str:
    """One of pydantic's findings about an option, in the model's own words."""
    context = detail.get("ctx", {}) if isinstance(detail, dict) else {}
    return f"{context.get('sentence', 'this cannot be read')}. {context.get('fix', '')}".strip()


@cli.command()
@_pcns
@click.option("--data", "only_data", is_flag=True, help="Only the YAML and Markdown, not the pages made from them.")
@click.option("--reading", is_flag=True, help="Also how hard each page is to read, and the 10 hardest sentences.")
@_format
@_today
def check(pcns: Sequence[str], only_data: bool, reading: bool, style: str, day: str | None) -> None:
    """Find everything to mend, in all PCNs or those named. Writes nothing."""
    from rolecall.build import files
    from rolecall.checks.facts import notes
    from rolecall.checks.links import broken_links
    from rolecall.checks.reading import reading_of
    from rolecall.nearest import site
    from rolecall.plan import base_path
    from rolecall.render import environment, theme_folders
    from rolecall.validate import validate

    workspace, today = _workspace(), _day(day)
    loaded, unread = _load(workspace, pcns)
    content, problems = validate(loaded, unread, today=today)
    hard: list[ReadingOf] = []
    if content and not only_data:
        env = environment(theme_folders(workspace))
        for id in content.pcns:
            one = site(content, id, today=today)
            made = files(one, env, workspace)
            problems += broken_links(made, base=base_path(one), folder=f"site/{id}/")
            hard += reading_of(made, one, folder=f"site/{id}/") if reading else []
        problems += _of_addresses(content, loaded, workspace, today)
    known = notes(content, loaded, today=today) if content else []
    print_problems(problems, style, to_know=known)
    print_reading(hard)
    if style == "text":
        click.echo(count(problems) if problems else f"Nothing to mend in {several(len(loaded.pcns), 'PCN')}.")
    sys.exit(1 if problems else 0)


def _of_addresses(content: Content, loaded: Loaded, workspace: Workspace, today: date) -> list[Problem]:
    """Addresses that would be lost, each with its PCN."""
    from dataclasses import replace

    from rolecall.addresses import lock_of, problems_of
    from rolecall.nearest import site

    return [
        replace(problem, pcn=id)
        for id in content.pcns
        for problem in problems_of(site(content, id, today=today), loaded.pcns[id], lock_of(workspace.root, id))
    ]


@cli.command()
@_pcns
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="site",
    show_default=True,
    help="Where the sites go, a folder for each PCN.",
)
@click.option("--zip", "as_zip", is_flag=True, help="Also write <PCN>.zip: a site that works without a web server.")
@_format
@_today
def build(pcns: Sequence[str], out: Path, as_zip: bool, style: str, day: str | None) -> None:
    """Make the sites of all PCNs, or of those named.

    A PCN whose files have a problem keeps its last site. A problem in the shared files keeps all of them.
    """
    from rolecall.addresses import keep, lock_of
    from rolecall.build import build_all, recover, zipped
    from rolecall.checks.facts import held_back, notes
    from rolecall.nearest import site
    from rolecall.render import environment, theme_folders
    from rolecall.validate import validate

    started = time.monotonic()
    workspace, today = _workspace(), _day(day)
    out = out.absolute()
    for name in recover(out):
        click.echo(f"{name}: brought back the last site, which a build that was cut off had set aside", err=True)
    loaded, unread = _load(workspace, pcns)
    content, problems = validate(loaded, unread, today=today)
    built: list[Built] = []
    if content:
        lost = _of_addresses(content, loaded, workspace, today)
        problems = sorted({*problems, *lost})
        spoilt = {problem.pcn for problem in lost}
        sound = {id: pcn for id, pcn in content.pcns.items() if id not in spoilt}
        content = content.model_copy(update={"pcns": sound})
        sites = build_all(content, workspace, out, today=today)
        hidden = not sys.stderr.isatty()
        with click.progressbar(sites, len(content.pcns), "Building", file=sys.stderr, hidden=hidden) as bar:
            for one in bar:
                built.append(one)
                keep(lock_of(workspace.root, one.folder.name), one.addresses)
        env = environment(theme_folders(workspace))
        for id in content.pcns if as_zip else ():
            made = zipped(site(content, id, today=today, in_folder=True), env, workspace, out)
            if style == "text":
                shown = made.relative_to(Path.cwd()) if made.is_relative_to(Path.cwd()) else made
                click.echo(f"{shown}: works from a folder or a USB stick")
    print_problems(problems, style, err=style == "text")
    if style not in ("json", "gitlab"):
        print_built(built, out, time.monotonic() - started)
    if content and style == "text":
        for held in held_back(content, loaded, today=today):
            click.echo(f"held back: {held}")
        print_notes_in_short(notes(content, loaded, today=today))
    if problems:
        left = "the last site of each of them is untouched" if built else "the last site is untouched"
        what = "The PCNs named above were not built" if built else "Nothing was built"
        if style == "text":
            click.echo(f"{count(problems)} {what}, and {left}.", err=True)
        sys.exit(1)
    if not built:
        raise click.UsageError('There is no PCN yet. Start one: rolecall init . --name "Marsh Lane PCN" --ods U12345')


@cli.command()
@click.argument("pcn", required=False)
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the browser finds it.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(pcn: str | None, address: str, open_browser: bool) -> None:
    """Show one PCN's site while you edit. The page follows each change, and shows what is wrong."""
    import os
    import subprocess

    workspace = _workspace()
    if pcn:
        _known(workspace, [pcn])
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address, *(["--open"] if open_browser else [])]
    given = {"ROLECALL_PCN": pcn} if pcn else {}
    try:
        sys.exit(
            subprocess.run(command, env={"NO_MKDOCS_2_WARNING": "1", **os.environ, **given}, check=False).returncode
        )
    except KeyboardInterrupt:
        sys.exit(0)


cli.add_command(import_)
cli.add_command(export)
