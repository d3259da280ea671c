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
from rolecall.cli.printing import (
    BUG,
    count,
    print_built,
    print_notes_in_short,
    print_problems,
    print_reading,
    several,
    shown,
)

if TYPE_CHECKING:
    from rolecall.build import Built
    from rolecall.checks.reading import ReadingOf
    from rolecall.load import Workspace


_format = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="How problems are printed: for people, programs, GitHub's pull requests or GitLab's merge requests.",
)


_NO_PCN = 'There is no PCN yet. Start one: rolecall init . --name "Marsh Lane PCN" --ods U12345'


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
    from rolecall.slugs import slug

    _day(None)
    try:
        pcn = PCN(name=name, ods_code=ods_code)
    except ValidationError as error:
        raise click.UsageError("\n".join(_as_told(detail) for detail in error.errors())) from None
    if not slug(name):
        raise click.UsageError("The folder is named after this name, so write it in letters from A to Z for now.")
    try:
        written = start(folder, pcn)
    except FileExistsError as error:
        raise click.UsageError(f"{error.filename} is there already. Nothing was changed.") from None
    _write_schemas(folder / ".rolecall/schemas", folder)
    for path in written:
        click.echo(f"wrote {path}")
    name = written[0].parent.name
    # Beside another PCN, or where mkdocs.yml is somebody's own, a command has to say which PCN.
    alone = folder / "mkdocs.yml" in written and len([*written[0].parent.parent.iterdir()]) == 1
    if folder.resolve() != Path.cwd():
        click.echo(f"\nGo to its folder:\n    cd {_quoted(str(folder))}", nl=False)
    click.echo(
        f"\nSee the site:\n    rolecall serve{'' if alone else f' {name}'}\n"
        "Fill it in, in Excel or LibreOffice:\n"
        f"    rolecall export workbook {'' if alone else f'--pcn {name} '}--to {name}.xlsx\n"
        f"Or edit {written[0]} yourself."
    )


def _quoted(path: str) -> str:
    """A path as the shell of this computer takes it."""
    import os
    import re
    import shlex

    if os.name != "nt":
        return shlex.quote(path)
    return path if re.fullmatch(r"[\w.:\\/-]+", path) else f'"{path}"'


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
    """Find everything to fix, in all PCNs or those named. Writes nothing."""
    from functools import partial

    from rolecall.build import Built, Inputs, made, tried
    from rolecall.checks.facts import notes
    from rolecall.checks.reading import reading_of
    from rolecall.render import environment, theme_folders
    from rolecall.validate import validate

    workspace, today = _workspace(), _day(day)
    if not workspace.pcns():
        raise click.UsageError(_NO_PCN)
    loaded, unread = _load(workspace, pcns)
    content, problems = validate(loaded, unread, today=today)
    hard: list[ReadingOf] = []
    bugs: list[Built] = []
    if content and not only_data:
        env, inputs = (
            environment(theme_folders(workspace)),
            Inputs(content, workspace, loaded.pcns, today, loaded.published),
        )

        def look(id: str) -> Built:
            one = made(inputs, id, env)
            hard.extend(reading_of(one.files, one.site, folder=f"site/{id}/") if reading else [])
            return Built(id, problems=one.problems)

        looked = [tried(id, workspace, partial(look, id)) for id in content.pcns]
        problems += [problem for one in looked for problem in one.problems]
        bugs = [one for one in looked if one.bug]
    known = notes(content, loaded, today=today) if content else []
    print_problems(problems, style, to_know=known)
    print_reading(hard)
    if style == "text" and not bugs:
        click.echo(count(problems) if problems else f"Nothing to fix in {several(len(loaded.pcns), 'PCN')}.")
    _stop_at_bugs(bugs)
    sys.exit(1 if problems else 0)


def _stop_at_bugs(bugs: Sequence[Built]) -> None:
    """Where Rolecall itself failed for some PCNs: say for which, with what a report of it needs, and end."""
    if bugs:
        names = ", ".join(one.pcn for one in bugs)
        click.echo(
            f"{bugs[0].bug}\n{BUG} Because of it, these sites were not built and are as they were: {names}", err=True
        )
        sys.exit(3)


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

    A PCN whose files have a problem keeps its last site. A problem in the shared files keeps every site as it is.
    """
    from functools import partial

    from rolecall.build import Inputs, build_all, tried, zipped
    from rolecall.checks.facts import held_back, notes
    from rolecall.folders import recover
    from rolecall.render import environment, theme_folders
    from rolecall.validate import validate

    started = time.monotonic()
    workspace, today = _workspace(), _day(day)
    out = out.absolute()
    _refuse_sources(out, workspace)
    for name in recover(out):
        click.echo(f"{name}: brought back the last site, which an interrupted build had set aside", err=True)
    loaded, unread = _load(workspace, pcns)
    content, problems = validate(loaded, unread, today=today)
    built: list[Built] = []
    if content:
        inputs = Inputs(content, workspace, loaded.pcns, today, loaded.published)
        sites = build_all(inputs, out)
        hidden = not sys.stderr.isatty()
        with click.progressbar(sites, len(content.pcns), "Building", file=sys.stderr, hidden=hidden) as bar:
            for one in bar:
                built.append(one)
        env = environment(theme_folders(workspace))
        for id in [one.pcn for one in built if as_zip and one.outcome != "not built"]:
            made = tried(id, workspace, partial(zipped, inputs, id, env, out))
            if made.problems or made.bug:
                built.append(made)
            elif style == "text":
                click.echo(f"{shown(out / id)}.zip: works from a folder or a USB stick")
    problems = sorted({*problems, *(problem for one in built for problem in one.problems)})
    bugs = [one for one in built if one.bug]
    done = [one for one in built if one.outcome != "not built"]
    print_problems(problems, style, err=style == "text")
    if style not in ("json", "gitlab"):
        print_built(done, out, time.monotonic() - started)
    if content and style == "text":
        for held in held_back(content, loaded, today=today):
            click.echo(f"held back: {held}")
        print_notes_in_short(notes(content, loaded, today=today))
    if problems and style == "text":
        left = "the last site of each of them is untouched" if done else "the last site is untouched"
        what = "The PCNs named above were not built" if done else "Nothing was built"
        only_zips = {problem.pcn for problem in problems} <= {one.pcn for one in done}
        said = "The sites were built, and the ZIPs named above were not." if only_zips else f"{what}, and {left}."
        click.echo(f"{count(problems)} {said}", err=True)
    _stop_at_bugs(bugs)
    if problems:
        sys.exit(1)
    if not built:
        raise click.UsageError(_NO_PCN)


def _refuse_sources(out: Path, workspace: Workspace) -> None:
    """Stop where the sites would go among the files that people write."""
    from rolecall.folders import source_around

    if name := source_around(out, workspace.root):
        raise click.UsageError(
            f"{shown(out)} is in the folder {name} of your own files. Name another folder with --out."
        )


@cli.command()
@click.argument("pcn", required=False)
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the browser finds it.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(pcn: str | None, address: str, open_browser: bool) -> None:
    """Show one PCN's site while you edit. The page follows each change, and shows what is wrong."""
    import os
    import subprocess

    from rolecall.ports import NoPort, address_of, nearest_free

    workspace = _workspace()
    _day(None)
    if not workspace.pcns():
        raise click.UsageError(_NO_PCN)
    if pcn:
        _known(workspace, [pcn])
    try:
        host, port = address_of(address)
        free = nearest_free(host, port)
    except NoPort as no:
        raise click.UsageError(f"{no}") from None
    host = f"[{host}]" if ":" in host else host
    if free != port:
        click.echo(f"Port {port} is in use, so this site is at port {free}: http://{host}:{free}/")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"{host}:{free}"]
    command += ["--open"] if open_browser else []
    given = {"ROLECALL_PCN": pcn} if pcn else {}
    try:
        sys.exit(
            subprocess.run(command, env={"NO_MKDOCS_2_WARNING": "1", **os.environ, **given}, check=False).returncode
        )
    except KeyboardInterrupt:
        sys.exit(0)


cli.add_command(import_)
cli.add_command(export)
