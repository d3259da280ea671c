"""Commands to calls, problems to print-out and exit codes. The one module that prints.

Exit codes: 0 fine, 1 something to mend in the content, 2 a wrong command, 3 a bug in Rolecall.
Imports stand inside the commands: `rolecall --help` answers before the model is even read.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall import __version__

if TYPE_CHECKING:
    from datetime import date

    from rolecall.build import Built
    from rolecall.checks.reading import ReadingOf
    from rolecall.load import Loaded, Workspace
    from rolecall.places import Problem


def main() -> None:
    """Run a command and leave with its exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OSError as error:
        click.echo(f"{error.filename or 'A file'}: {error.strerror or error}", err=True)
        code = 1
    except Exception as error:
        if problem := getattr(error, "problem", None):  # a mistake in one of the user's own templates
            click.echo(f"{problem}\nNothing more was built. The last sites are untouched.", err=True)
            sys.exit(1)
        traceback.print_exc()
        click.echo(
            f"This is a bug in Rolecall {__version__}. Please report the lines above where you got it from.", err=True
        )
        code = 3
    sys.exit(code)


class _DayType(click.ParamType[str]):
    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from datetime import date

        try:
            date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a day. Write it as 2026-10-01', param, ctx)
        return value


_today = click.option(
    "--today", "day", type=_DayType(), help="The day to build for, as 2026-10-01. [default: today in England]"
)
_format = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed: for people, programs, or GitHub's pull requests.",
)
_pcns = click.argument("pcns", nargs=-1, metavar="[PCN]...")


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

    from rolecall.exchange.schema import write_schemas
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
    write_schemas(folder / ".rolecall/schemas")
    for path in written:
        click.echo(f"wrote {path}")
    go = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(f"\nNow fill in {written[0]}, and see the site with:\n    {go}rolecall serve")


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
    known = notes(content, loaded, today=today) if content else []
    _print_problems(problems, style, to_know=known)
    _print_reading(hard)
    if style == "text":
        click.echo(_count(problems) if problems else f"Nothing to mend in {_several(len(loaded.pcns), 'PCN')}.")
    sys.exit(1 if problems else 0)


@cli.command()
@_pcns
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="site",
    show_default=True,
    help="Where the sites go, a folder for each PCN.",
)
@_format
@_today
def build(pcns: Sequence[str], out: Path, style: str, day: str | None) -> None:
    """Make the sites of all PCNs, or of those named.

    A PCN whose files have a problem keeps its last site. A problem in the shared files keeps all of them.
    """
    from rolecall.build import build_all, recover
    from rolecall.checks.facts import notes
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
        sites = build_all(content, workspace, out, today=today)
        hidden = not sys.stderr.isatty()
        with click.progressbar(sites, len(content.pcns), "Building", file=sys.stderr, hidden=hidden) as bar:
            built = list(bar)
    _print_problems(problems, style, err=style == "text")
    _print_built(built, out, time.monotonic() - started)
    if content and style == "text":
        _print_notes_in_short(notes(content, loaded, today=today))
    if problems:
        left = "the last site of each of them is untouched" if built else "the last site is untouched"
        what = "The PCNs named above were not built" if built else "Nothing was built"
        if style == "text":
            click.echo(f"{_count(problems)} {what}, and {left}.", err=True)
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
    _print_problems(problems, "text", to_know=odd, err=True)
    click.echo(f"{_several(len(register.pcns), 'open PCN')} in the register, {_several(len(changes), 'change')} here.")
    if problems:
        click.echo(_count(problems), err=True)
        sys.exit(1)


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
    from rolecall.exchange.schema import write_schemas

    for path in write_schemas(folder):
        click.echo(f"wrote {path}")


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

    return today(given)


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


def _print_problems(
    problems: Sequence[Problem], style: str, *, to_know: Sequence[Problem] = (), err: bool = False
) -> None:
    import json

    if style == "json":
        rows = [
            {
                "kind": kind,
                "file": p.place.file,
                "line": p.place.line,
                "column": p.place.column,
                "pcn": p.pcn,
                "sentence": p.sentence,
                "fix": p.fix,
            }
            for kind, some in (("problem", problems), ("to know", to_know))
            for p in sorted(set(some))
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for kind, some in (("error", problems), ("notice", to_know)):
        for problem in sorted(set(some)):
            if style == "github":
                text = f"{problem.sentence}. {problem.fix}".replace("%", "%25").replace("\n", "%0A")
                at = problem.place
                click.echo(f"::{kind} file={at.file},line={at.line},col={at.column}::{text}")
            else:
                click.echo(("to know: " if kind == "notice" else "") + str(problem), err=err)


def _print_built(built: Sequence[Built], out: Path, seconds: float) -> None:
    shown = out.relative_to(Path.cwd()) if out.is_relative_to(Path.cwd()) else out
    if len(built) <= 20:
        for one in built:
            click.echo(f"{shown / one.folder.name}: {_several(one.pages, 'page')}, {one.outcome}")
    if built:
        counts = ", ".join(
            f"{sum(one.outcome == kind for one in built)} {kind}" for kind in ("new", "changed", "unchanged")
        )
        click.echo(f"{_several(len(built), 'site')} in {seconds:.1f} s: {counts}")


def _print_reading(pages: Sequence[ReadingOf]) -> None:
    """The grade of each page, hardest first, and the hardest sentences with a page that has them."""
    for page in sorted(pages, key=lambda page: -page.grade):
        click.echo(f"grade {page.grade:4.1f}, {page.words:5} words: {page.file}")
    # Of 3 words, one long one makes a grade of 20, which says nothing.
    where = {sentence: page.file for page in pages for sentence in page.sentences if len(sentence.text.split()) > 5}
    if where:
        click.echo("The hardest sentences:")
    for sentence in sorted(where, reverse=True)[:10]:
        click.echo(f"grade {sentence.grade:4.1f}: {sentence.text}\n    {where[sentence]}")


def _print_notes_in_short(notes: Sequence[Problem]) -> None:
    """How many assumed and expired facts there are, with the command that lists them."""
    if notes:
        assumed = sum("assumed" in note.sentence for note in notes)
        click.echo(
            f"To know: {_several(assumed, 'assumed fact')} and {_several(len(notes) - assumed, 'other thing')}"
            " to look at. See them with: rolecall check"
        )


def _several(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _count(problems: Sequence[Problem]) -> str:
    found = set(problems)
    return f"{_several(len(found), 'problem')} in {_several(len({p.place.file for p in found}), 'file')}."
