"""The commands, each a call of what does the work."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall import __version__
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
    from datetime import date

    from rolecall.build import Built
    from rolecall.checks.reading import ReadingOf
    from rolecall.load import Loaded, Workspace
    from rolecall.model import Content
    from rolecall.places import Problem


class _DayType(click.ParamType[str]):
    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from rolecall.values import day_of

        try:
            day_of(value)
        except ValueError as error:
            self.fail(f"{error}. Write it as 2026-10-01", param, ctx)
        return value


_today = click.option(
    "--today", "day", type=_DayType(), help="The day to build for, as 2026-10-01. [default: today in England]"
)
_format = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="How problems are printed: for people, programs, GitHub's pull requests or GitLab's merge requests.",
)
_pcns = click.argument("pcns", nargs=-1, metavar="[PCN]...")


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
    from rolecall.values import slug

    _day(None)
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
            f"{bugs[0].bug}\n{BUG} It keeps these sites from being built, and they are as they were: {names}", err=True
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

    A PCN whose files have a problem keeps its last site. A problem in the shared files keeps all of them.
    """
    from functools import partial

    from rolecall.addresses import keep, lock_of
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
        click.echo(f"{name}: brought back the last site, which a build that was cut off had set aside", err=True)
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
                if one.addresses:
                    keep(lock_of(workspace.root, one.pcn), one.addresses)
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
        click.echo(f"{count(problems)} {what}, and {left}.", err=True)
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


@cli.group("import")
def import_() -> None:
    """Take in facts from other formats."""


@import_.command("pcns")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE...")
@_today
def import_pcns(files: Sequence[Path], day: str | None) -> None:
    """Write a pcn.yml for each PCN of the NHS register.

    FILE is the register's workbook (xlsx), or its 2 sheets as CSV: PCNDetails and PCN Core Partner Details.
    Run it again with a newer register: only what changed there changes here, and no line that a person edited.
    """
    from rolecall.exchange.ods import apply, read_register

    workspace, today = _workspace(), _day(day)
    register, odd = read_register(files, today=today)
    changes, problems = apply(register, workspace.root, today=today)
    for change in changes:
        click.echo(str(change))
    if not register.pcns:
        problems, odd = [*odd, *problems], []
    print_problems(problems, "text", to_know=odd, err=True)
    click.echo(f"{several(len(register.pcns), 'open PCN')} in the register, {several(len(changes), 'change')} here.")
    if problems:
        click.echo(count(problems), err=True)
        sys.exit(1)


_pcn = click.option("--pcn", help="The id of the PCN: its folder in content/pcns. Needed where there are several.")


@import_.command("workbook")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@_pcn
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--notes",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="COPY",
    help="Where something is to be mended: write a copy of the workbook with a note at each such cell.",
)
@_today
def import_workbook(file: Path, pcn: str | None, dry_run: bool, notes: Path | None, day: str | None) -> None:
    """Take in a workbook that somebody filled in, and show each difference.

    Where a cell cannot be understood, nothing is changed, and each such cell is named.
    """
    from rolecall.exchange.workbook import imported, with_notes

    workspace, today = _workspace(), _day(day)
    pcn = _the_pcn(workspace, pcn)
    content, loaded = _sound(workspace, pcn, today)
    found = imported(file, content, loaded, pcn, workspace.root, today=today)
    print_problems(found.problems, "text", err=True)
    if found.problems:
        click.echo(f"{count(found.problems)} Nothing was changed.", err=True)
        if notes:
            _write_new(notes, with_notes(file, found.problems))
            click.echo(f"Mend the cells with a note in {notes}, and take that in.", err=True)
        sys.exit(1)
    for change in found.changes:
        click.echo(str(change))
    for row in found.stay:
        click.echo(f"not in this workbook, so it stays as it is: {row}")
    for path, text in found.texts.items():
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        click.echo(f"{'would write' if dry_run else 'wrote'} {path.relative_to(workspace.root)}")
    told = f"{several(len(found.changes), 'change')} in {several(len(found.texts), 'file')}."
    click.echo(f"{told} Nothing was changed: this was a dry run." if dry_run else told)


@import_.command("services")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@_pcn
@click.option(
    "--columns",
    "named",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Which column is which. [default: beside FILE, its name ending in .columns.yml]",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@_today
def import_services(file: Path, pcn: str | None, named: Path | None, dry_run: bool, day: str | None) -> None:
    """Take in somebody's list of services: CSV, or a workbook.

    The first run drafts a file that says which column is which. Correct it, and run the command again.
    """
    from rolecall.exchange.directory import columns_file, drafted, read_columns, taken
    from rolecall.exchange.tables import tables
    from rolecall.exchange.workbook import layout_of

    workspace, today = _workspace(), _day(day)
    pcn = _the_pcn(workspace, pcn)
    content, loaded = _sound(workspace, pcn, today)
    ours = [heading.name for heading in layout_of(content, loaded, pcn, today=today).of_services().headings]
    found, problems = tables(file, help="Give a CSV file or a workbook with a heading above each column.")
    path = named or columns_file(file)
    if found and not path.exists():
        if draft := drafted(file, found, ours):
            path.write_text(draft, encoding="utf-8")
            click.echo(f"wrote {path}\nLook at it, correct it, and run the same command again.")
            return
        fix = "It has a heading above each column, as Name, Description, Telephone, Postcode."
        problems = [found[0].problem("no headings were found in this list", fix)]
    columns = None
    if not problems:
        columns, problems = read_columns(path, ours)
    if columns is None:
        print_problems(problems, "text", err=True)
        click.echo(f"{count(problems)} Nothing was written.", err=True)
        sys.exit(1)
    result = taken(found, columns, content, loaded, pcn, root=workspace.root, today=today)
    for new, text in result.texts.items():
        if not dry_run:
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(text.encode())
        click.echo(f"{'would write' if dry_run else 'wrote'} {new.relative_to(workspace.root)}")
    print_problems(result.problems, "text", to_know=result.to_know, err=True)
    waiting = f" {several(result.waiting, 'line')} wait until they are mended." if result.waiting else ""
    click.echo(f"{several(len(result.texts), 'service')} {'would be ' if dry_run else ''}taken.{waiting}")
    sys.exit(1 if result.problems else 0)


def _the_pcn(workspace: Workspace, named: str | None) -> str:
    """The PCN that is named, or the only one that there is."""
    there = workspace.pcns()
    if named:
        _known(workspace, [named])
        return named
    if len(there) == 1:
        return there[0]
    raise click.UsageError(f"Say which PCN: --pcn, and one of {', '.join(there)}" if there else "There is no PCN yet.")


def _sound(workspace: Workspace, pcn: str, today: date) -> tuple[Content, Loaded]:
    """The content of a workspace in which this PCN has no problem. Otherwise they are printed, and that is the end."""
    from rolecall.validate import validate

    loaded, unread = _load(workspace, [pcn])
    content, problems = validate(loaded, unread, today=today)
    if content and pcn in content.pcns:
        return content, loaded
    print_problems(problems, "text", err=True)
    click.echo(f"{count(problems)} Mend the files first. Nothing was changed.", err=True)
    sys.exit(1)


def _write_new(path: Path, data: bytes | None) -> None:
    """A file that is not there yet: what people filled in is never written over."""
    if path.exists():
        raise click.UsageError(f"{path} is there already. Move it away, or choose another name.")
    if data is None:
        raise click.UsageError(f"{path} was not written: the workbook cannot be opened.")
    path.write_bytes(data)
    click.echo(f"wrote {path}")


@cli.group()
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
    for path in _write_schemas(folder, Path.cwd()):
        click.echo(f"wrote {path}")


@export.command("workbook")
@_pcn
@click.option(
    "--to", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .xlsx file to write."
)
@click.option("--due", is_flag=True, help="Only what is to be checked within 2 months: roles and services.")
@_today
def export_workbook(pcn: str | None, file: Path, due: bool, day: str | None) -> None:
    """Write a PCN's facts as a workbook, for Excel or LibreOffice.

    Take it in again with `rolecall import workbook`.
    """
    from rolecall.exchange.workbook import layout_of, workbook

    workspace, today = _workspace(), _day(day)
    pcn = _the_pcn(workspace, pcn)
    content, loaded = _sound(workspace, pcn, today)
    sheets = layout_of(content, loaded, pcn, today=today).sheets(only_due=due)
    _write_new(file, workbook(sheets, pcn=pcn, name=content.pcns[pcn].name, today=today))
    if due:
        click.echo(f"{several(sum(len(sheet.rows) for sheet in sheets), 'line')} to check.")
    click.echo(
        f"Fill it in and save it. Then see what would change: rolecall import workbook {file} --pcn {pcn} --dry-run"
    )


@export.command("leaflets")
@_pcns
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
@_today
def export_leaflets(pcns: Sequence[str], out: Path, services: Sequence[str], day: str | None) -> None:
    """Write leaflets as PDFs: a handout and a poster of each role, a poster for the waiting room, a sheet of services.

    Screen readers can read them. They need the extra: pip install "rolecall[pdf]"
    """
    from rolecall.exchange.leaflets import CannotPrint, NotPrinted, Printer, write_leaflets
    from rolecall.nearest import site
    from rolecall.validate import validate
    from rolecall.validate.shapes import did_you_mean

    workspace, today = _workspace(), _day(day)
    if services and len(pcns) != 1:
        raise click.UsageError("With --service, name one PCN.")
    try:
        printer = Printer(workspace)
    except CannotPrint as why:
        raise click.UsageError(str(why)) from None
    content, problems = validate(*_load(workspace, pcns), today=today)
    print_problems(problems, "text", err=True)
    failed = bool(problems)
    sites = [site(content, pcn, today=today) for pcn in content.pcns] if content else []
    for one in sites:
        listed = [service.id for service in one.services if service.is_listed]
        for id in services:
            if id not in listed:
                raise click.UsageError(
                    f'There is no service "{id}" here. {did_you_mean(id, listed, called="There are")}'
                )
        for made in write_leaflets(out / one.id, one, printer, services):
            failed = failed or isinstance(made, NotPrinted)
            click.echo(made if isinstance(made, NotPrinted) else f"wrote {made}", err=isinstance(made, NotPrinted))
    if problems:
        click.echo(f"{count(problems)} No leaflets were made of what is named above.", err=True)
    sys.exit(1 if failed else 0)


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
@_pcn
@_today
def export_redirects(server: str, pcn: str | None, day: str | None) -> None:
    """Print rules for a web server: where pages that moved are now, and where short addresses lead.

    Without them, a page leads on. Netlify and Cloudflare Pages read the file _redirects that the site has.
    """
    from rolecall.addresses import redirects
    from rolecall.nearest import site

    workspace, today = _workspace(), _day(day)
    pcn = _the_pcn(workspace, pcn)
    content, _ = _sound(workspace, pcn, today)
    click.echo(redirects(site(content, pcn, today=today), server), nl=False)


def _write_schemas(folder: Path, root: Path) -> list[Path]:
    """Schemas with the ids of a workspace, or of what Rolecall ships while the shared files have a mistake."""
    from rolecall.bundled import bundled
    from rolecall.exchange.schema import write_schemas
    from rolecall.load import Workspace, load
    from rolecall.validate import validate

    for base in (root, bundled()):
        content, _ = validate(*load(Workspace(base, bundled()), []), today=_day(None))
        if content:
            return write_schemas(folder, content)
    raise AssertionError("the files that Rolecall ships are sound")


def _workspace() -> Workspace:
    from rolecall.bundled import bundled
    from rolecall.load import Workspace

    root = Path.cwd()
    if not (root / "content").is_dir():
        raise click.UsageError(
            'There is no folder "content" here. Change to the folder of your site,'
            ' or start one: rolecall init . --name "Marsh Lane PCN" --ods U12345'
        )
    return Workspace(root, bundled())


def _day(given: str | None) -> date:
    from rolecall.today import today

    try:
        return today(given)
    except ValueError as error:
        raise click.UsageError(f"{error}") from None


def _known(workspace: Workspace, pcns: Sequence[str]) -> None:
    from rolecall.validate.shapes import did_you_mean

    there = workspace.pcns()
    for pcn in pcns:
        if pcn not in there:
            raise click.UsageError(
                f'There is no PCN "{pcn}" in content/pcns. {did_you_mean(pcn, there, called="There are")}'
            )


def _load(workspace: Workspace, pcns: Sequence[str]) -> tuple[Loaded, list[Problem]]:
    from rolecall.load import load

    _known(workspace, pcns)
    return load(workspace, pcns or None)
